"""Which word of duty a cadence goes with, and what is thereby to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.cadence import Shape
from extract.clause import Reading, duties, form, read, shapes, works_there
from extract.duties import Duty, Form
from extract.grammar.engine import Mention
from extract.obligation import Action
from extract.wordings import wording

_CHUNK_START = wording("cadence.begins-chunk")
_AT_BRANCH = wording("place.right-behind")
_SETS = wording("quota.set")
_COORDINATED = re.compile(r"\s*(?:,|và|hoặc|, và|,\s*hoặc)?\s*")


#: cadences that may describe a noun ("kế hoạch hằng năm"); a count or a deadline never does
_ADJECTIVES = frozenset(
    {
        "period.each-unit",
        "period.half-and-year",
        "loose.periodically",
        "loose.regularly",
        "loose.daily",
        "loose.periodically-or-not",
    }
)
#: nouns of a doing, which a period may describe
_PLANNED = frozenset({"duty.dead-plan", "duty.dead-result", "duty.dead-purpose", "duty.dead-time", "duty.dead-after"})
#: what has an object: another word of duty behind it is no duty of its own
_GOVERNING = frozenset(
    {Action.REPORT, Action.INSPECT, Action.EVALUATE, Action.MEET_CITIZENS, Action.HOLD_MEETING, Action.STUDY}
)
_GOVERNS = wording("duty.governs")
#: what begins a duty of its own behind another
_PARTS = wording("duty.parts")
_OF_DOING = wording("duty.of-doing")
_GATHERS = wording("duty.gathers")
#: objects of reporting and sending: a period behind them says how often they are reported
_REPORTED = wording("cadence.reported-object")
_IN_REVIEW = wording("cadence.own-review")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cadence's verb (`head`) and the word whose action counts (`work`); both None where the clause has none."""

    head: Mention | None
    work: Mention | None

    @property
    def action(self) -> Action | None:
        if self.work is None:
            return None
        duty: Duty = self.work.value
        return duty.action or Action.OTHER


def anchor(reading: Reading, cadence: Mention) -> Anchor | None:
    """The word of duty that the cadence says how often; None where it only describes a noun ("kế hoạch hằng năm")."""
    every = duties(reading, dead=True)
    before = [m for m in every if m.start < cadence.start]
    after = [m for m in every if m.start >= cadence.end]
    inside = [m for m in every if cadence.start <= m.start < cadence.end and form(m) is not Form.DEAD]
    if inside and ("do" in cadence.slots or (inside[0].start == cadence.start and _has_class(inside[0]))):
        return _anchor(reading, inside[0])
    if _stands_behind_noun(reading, cadence, before):
        return None
    if not before and Shape.FULL in shapes(cadence) and _AT_BRANCH.match(reading.folded(cadence.end, reading.end)):
        return Anchor(None, None)
    following = next((m for m in after if form(m) is not Form.DEAD), None)
    if following and _goes_forward(reading, cadence, before, following):
        return _anchor(reading, following)
    preceding = _preceding(reading, before, Shape.FULL in shapes(cadence))
    if _describes_noun(reading, cadence, before):
        return None
    if preceding is None:
        return _anchor(reading, following) if following else Anchor(None, None)
    return _anchor(reading, preceding)


def _goes_forward(reading: Reading, cadence: Mention, before: list[Mention], following: Mention) -> bool:
    gap = reading.folded(cadence.end, following.start)
    lead = reading.folded(reading.start, cadence.start)
    live_before = [m for m in before if form(m) is not Form.DEAD]
    if lead.rstrip().endswith(":") and Shape.FULL in shapes(cadence) and gap.strip(" "):
        return False
    if not live_before:
        return True
    if _CHUNK_START.search(lead):
        if gap.startswith(",") and lead.rstrip().endswith(",") and Shape.FULL in shapes(cadence):
            return not _has_class(live_before[-1])  # "kiểm tra …, mỗi tháng 02 lần, lập biên bản"
        return "," not in gap.strip(" ,") or not live_before
    if Shape.LOOSE in shapes(cadence) and not gap.strip():
        return reading.folded(live_before[-1].end, cadence.start).strip() != ""
    return False


def _preceding(reading: Reading, before: list[Mention], full: bool) -> Mention | None:
    live = [m for m in before if form(m) is not Form.DEAD]
    if live and form(live[-1]) is Form.QUOTA and not (full and _is_subject(reading, live)):
        return live[-2] if len(live) > 1 else None
    if len(live) > 1 and form(live[-1]) is Form.NOMINAL:
        gap = reading.folded(live[-2].end, live[-1].start)
        return live[-2] if len(gap.split()) <= 6 else live[-1]
    return _governing(reading, live) if live else None


def _governing(reading: Reading, live: list[Mention]) -> Mention:
    """ "báo cáo chi bộ nơi sinh hoạt …", "họp mặt với đảng viên giới thiệu về …": the verb whose object the last is."""
    at = len(live) - 1
    for before in range(at - 1, -1, -1):
        if _has_object(reading, live[before]) and _is_object(reading, live[before], live[at]):
            at = before
    return live[at]


def _is_object(reading: Reading, verb: Mention, word: Mention) -> bool:
    """Is the word of duty only what the verb before it is about? ("dự họp thôn và sinh hoạt chi bộ": both attended)"""
    gap = reading.folded(verb.end, word.start)
    meets = word.value.action is Action.HOLD_MEETING
    if meets and verb.value.action in (Action.HOLD_MEETING, Action.ATTEND_BRANCH_MEETING) and "," not in gap:
        return True
    if verb.value.action is Action.ATTEND_BRANCH_MEETING or _PARTS.search(gap):
        return False
    return not _is_meeting_held(verb, word) or _OF_DOING.search(gap) is not None


def _is_meeting_held(meeting: Mention, verb: Mention) -> bool:
    """ "Hội nghị báo cáo viên tổ chức …": the light verb behind a meeting is its own."""
    return form(verb) is Form.LIGHT and meeting.value.action is Action.HOLD_MEETING


def _has_object(reading: Reading, mention: Mention) -> bool:
    if form(mention) is not Form.VERB:
        return False
    if mention.value.action is Action.ATTEND_BRANCH_MEETING:
        return True
    return mention.value.action in _GOVERNING or _GOVERNS.match(reading.folded(mention.start, mention.end)) is not None


def _is_subject(reading: Reading, live: list[Mention]) -> bool:
    """ "Điều chỉnh mức dự của A thành 01 lần/tháng" sets a figure; "báo cáo số lần dự" speaks of one."""
    if len(live) < 2 or len(reading.folded(live[-2].end, live[-1].start).split()) > 4:
        return True
    return form(live[-2]) is Form.LIGHT or _SETS.match(reading.folded(live[-2].start, live[-2].end)) is not None


def _describes_noun(reading: Reading, cadence: Mention, before: list[Mention]) -> bool:
    """Does the cadence stand behind a word that is no doing ("vào chương trình kiểm tra, giám sát hằng năm")?"""
    planned = [m for m in before if m.pattern in _PLANNED or form(m) is not Form.DEAD]
    if (
        not planned
        or cadence.pattern not in _ADJECTIVES
        or _REPORTED.match(reading.folded(planned[-1].start, cadence.start))
    ):
        return False
    if any(m.value.action is Action.REPORT for m in planned) and _IN_REVIEW.search(
        reading.folded(reading.start, cadence.start)
    ):
        return False
    if reading.folded(reading.start, planned[-1].start).rstrip().endswith((" nơi", " mà")):
        return False  # "báo cáo Huyện ủy nơi đến công tác hằng quý"
    gap = reading.folded(planned[-1].end, cadence.start)
    return form(planned[-1]) is Form.DEAD and len(gap.split()) <= 6


def _stands_behind_noun(reading: Reading, cadence: Mention, before: list[Mention]) -> bool:
    """ "Kinh phí hằng năm", "dự toán hằng năm": the period right behind a noun of planning."""
    if not before or Shape.PERIOD not in shapes(cadence) or before[-1].pattern != "duty.dead-noun":
        return False
    if cadence.pattern not in _ADJECTIVES:
        return False
    return not reading.folded(before[-1].end, cadence.start).strip()


def _anchor(reading: Reading, head: Mention) -> Anchor | None:
    head = _attending(reading, _first_of_coordinated(reading, head))
    if form(head) is Form.NOMINAL and not _opens(reading, head) and not works_there(reading, head):
        return None
    return Anchor(head, _work(reading, head))


def _attending(reading: Reading, head: Mention) -> Mention:
    """ "thường xuyên theo dõi, dự sinh hoạt chi bộ": of words joined by commas, attending is what is looked for."""
    if form(head) is not Form.VERB or _has_class(head):
        return head
    behind = [m for m in duties(reading) if m.start >= head.end][:1]
    attend = [m for m in behind if m.value.action is Action.ATTEND_BRANCH_MEETING and form(m) is Form.VERB]
    joined = (m for m in attend if m.pattern != "duty.attend-bare" and reading.folded(head.end, m.start).strip())
    return next((m for m in joined if _COORDINATED.fullmatch(reading.folded(head.end, m.start))), head)


def _opens(reading: Reading, head: Mention) -> bool:
    """A noun of doing asks for something only at the head of its clause ("Chế độ báo cáo: định kỳ 6 tháng")."""
    return len(reading.folded(reading.start, head.start).split()) <= 2


def _first_of_coordinated(reading: Reading, head: Mention) -> Mention:
    """`kiểm tra, đánh giá định kỳ`: the first of the words joined by commas or "và" names the duty."""
    live = duties(reading)
    at = live.index(head)
    while at and _COORDINATED.fullmatch(reading.folded(live[at - 1].end, live[at].start)):
        if _is_noun(reading, live[at - 1]) or _is_doer(live[at - 1], live[at]) or _says_less(live[at - 1], live[at]):
            break
        at -= 1
    return live[at]


def _is_noun(reading: Reading, mention: Mention) -> bool:
    """ "bố trí lịch sinh hoạt, gửi …", "số lần dự, chốt …": the word before the comma is an object."""
    return form(mention) is Form.QUOTA or (form(mention) is Form.NOMINAL and not _opens(reading, mention))


def _is_doer(noun: Mention, verb: Mention) -> bool:
    """ "Tổ giám sát kiểm tra …": the noun right before the verb is who does it."""
    return form(noun) is Form.NOMINAL and verb.start - noun.end <= 1


def _says_less(before: Mention, head: Mention) -> bool:
    """ "bảo đảm dự sinh hoạt", "cập nhật, báo cáo": the word with a class of its own names the duty."""
    return form(before) is Form.VERB and before.value.action is Action.OTHER and _has_class(head)


def _has_class(word: Mention) -> bool:
    return word.value.action not in (None, Action.OTHER)


def _work(reading: Reading, head: Mention) -> Mention:
    """Behind a light verb the next word says what is done; else the word before it ("việc kiểm tra được thực hiện")."""
    live = duties(reading)
    at = live.index(head)
    if head.value.action is Action.OTHER and _GATHERS.match(reading.folded(head.start, head.end)):
        return _reporting(reading, live[at:]) or head
    if form(head) not in (Form.LIGHT, Form.GIVING):
        return head
    if form(head) is Form.GIVING:
        near = [m for m in live[at + 1 : at + 2] if _joins(reading, head, m)]
        aim = _purpose(reading, head)
        return min([*near, *([aim] if aim else [])], key=lambda m: m.start, default=head)
    following = [m for m in live[at + 1 :] if form(m) is not Form.LIGHT]
    if following and _near(reading, head, following[0]):
        return following[0]
    nominal = [m for m in live[:at] if form(m) is Form.NOMINAL or _is_meeting(reading, m)]
    return nominal[-1] if nominal else head


def _purpose(reading: Reading, giving: Mention) -> Mention | None:
    """ "dành ít nhất 01 ngày trong tháng để tiếp dân": what the time is given for."""
    aims = (m for m in reading.of("duty", giving.end) if m.pattern == "duty.dead-purpose")
    for aim in aims:
        behind = aim.start + reading.folded(aim.start, aim.end).find(" ") + 1
        if _joins(reading, giving, aim):
            return next((m for m in duties(read(reading.text(behind, aim.end), behind)) if _has_class(m)), None)
    return None


def _reporting(reading: Reading, live: list[Mention]) -> Mention | None:
    """ "tổng hợp số liệu báo cáo …": what is gathered is reported, where no other doing stands between."""
    near = live[1:2]
    return next((m for m in near if m.value.action is Action.REPORT and _near(reading, live[0], m)), None)


def _is_meeting(reading: Reading, mention: Mention) -> bool:
    """ "Hội nghị Ban Chấp hành tổ chức 3 tháng một lần": the meeting at the head of its clause."""
    return mention.value.action is Action.HOLD_MEETING and _opens(reading, mention)


def _joins(reading: Reading, head: Mention, work: Mention) -> bool:
    gap = reading.folded(head.end, work.start)
    return "," not in gap and _near(reading, head, work)


def _near(reading: Reading, head: Mention, work: Mention) -> bool:
    gap = reading.folded(head.end, work.start)
    return len(gap.split()) <= 12
