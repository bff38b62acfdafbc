"""One sentence → drafts of obligations: which cadence goes with which duty and whose duty it is."""

from __future__ import annotations

from dataclasses import replace

from extract.anchors import Anchor
from extract.asides import exclude, narrowed, opens_aside, parts, pieces
from extract.bearers import Bearer, assigner, bearer
from extract.cadence import Shape
from extract.clause import Reading, cadences, form
from extract.composing import draft_of, effect_of
from extract.drafts import Draft, Setting, Slot
from extract.duties import Form
from extract.effect import NOTHING, Effect
from extract.grammar.engine import Mention
from extract.holders import holder_of
from extract.obligation import Action
from extract.past import is_spoken, tells
from extract.repetition import Group, groups_of, stands_alone, values_of
from extract.sentences import Sentence
from extract.sharing import shared
from extract.wordings import wording
from vntext.folding import Key, fold

_ASKS = wording("asks")
_NARROWED = wording("bearer.narrowed")
_ATTENDS = wording("attend.words")
_LABEL = wording("clause.label")
_OTHER_BODY = wording("attend.other-body")
_ONLY_HAS = wording("duty.only-has")
_OTHER_MEETING = wording("attend.other-meeting")
_SENT = wording("report.sent")
_SHEET = wording("report.sheet")
_QUOTA_AHEAD = wording("lead.quota")
_ATTENDS_OR_GOES = wording("attend.goes")
_PLAIN_MEETING = wording("attend.plain-meeting")
_SENT_LABEL = wording("report.label")


def drafts_of(sentence: Sentence, whole: Reading, setting: Setting) -> list[Draft]:
    """The drafts of one sentence, read as `whole`; `setting.bearer` is moved on to the last bearer named."""
    first = next((m.end - whole.start for m in cadences(whole)), None)
    if tells(sentence.live, first):
        return []
    spoken = is_spoken(sentence.live)
    setting.assigner = None
    found: list[Draft] = []
    for part, aside in parts(sentence, whole):
        made = _part_drafts(sentence, part, setting, found)
        if aside and made:
            made = narrowed(found, made, part)
            exclude(found, made)
        if not made and found:
            found = _with_effect(found, effect_of(part))
        if made and found and not aside:
            made = _with_effect(made, _leading_effect(found[0], sentence))
        found.extend(made)
    found = _trailing_effect(found, sentence)
    if opens_aside(sentence.live):
        found = [replace(d, aside=True) for d in found]
    return [
        d
        for d in _once(found)
        if (not spoken or (_is_quota(d) and not setting.unsourced))
        and not (setting.press and _only_told(d, sentence, setting))
    ]


def _part_drafts(sentence: Sentence, part: Reading, setting: Setting, found: list[Draft]) -> list[Draft]:
    """The drafts of a stretch between semicolons: a bare count for somebody else is of the period said before."""
    kept, whole = setting.lead_period, found[-1].cadence if found else None
    if kept is None and whole is not None and whole.per and whole.shape is Shape.FULL:
        setting.lead_period = replace(whole, shape=Shape.PERIOD, due=None)
    made = [d for piece in pieces(part) for d in _piece_drafts(sentence, piece, setting, found)]
    if setting.lead_period is not kept:
        setting.lead_period = kept
        if all(c.shape is Shape.COUNT for m in cadences(part) for c in m.value):
            made = [d for d in made if d.own_bearer]
    return made


def _once(found: list[Draft]) -> list[Draft]:
    """Every duty of a sentence once: a day that is named behind its period ("hằng quý …, tháng cuối quý") adds none."""
    told: dict[tuple[object, ...], Draft] = {}
    for d in found:
        who = d.bearer.phrases if d.bearer else ()
        figures = (d.cadence.minimum, d.cadence.maximum, d.cadence.per, d.cadence.every)
        told.setdefault((who, d.action, d.where, figures), d)
    return list(told.values())


def _with_effect(found: list[Draft], said: tuple[Effect, str | None, list[Slot]]) -> list[Draft]:
    """A clause that only says from when ("năm 2024 thực hiện từ quý II") speaks of the duties before it."""
    effect, _, slots = said
    if effect is NOTHING or effect.scope == "document":
        return found
    return [replace(d, effect=effect, slots=(*d.slots, *slots)) if d.effect is NOTHING else d for d in found]


def _leading_effect(first: Draft, sentence: Sentence) -> tuple[Effect, str | None, list[Slot]]:
    """ "Kể từ ngày …, A dự …; B dự …": what stands at the head of the sentence speaks of all its clauses."""
    slots = [s for s in first.slots if s.name == "effective"]
    lead = fold(sentence.live[: slots[0].start - sentence.start], Key.PLACEMENT) if slots else ""
    if not slots or (lead.strip() and not lead.rstrip().endswith(",")):
        return NOTHING, None, []
    return first.effect, None, slots


def _trailing_effect(found: list[Draft], sentence: Sentence) -> list[Draft]:
    """ "A dự …, B dự …, áp dụng từ ngày …": what closes the sentence speaks of all its duties."""
    last = next((s for s in found[-1].slots if s.name == "effective"), None) if len(found) > 1 else None
    if last is None or last.pattern != "effect.carried-out-from":
        return found
    lead = sentence.live[: last.start - sentence.start].rstrip()
    behind = sentence.live[last.end - sentence.start :].strip(" .")
    return _with_effect(found, (found[-1].effect, None, [last])) if lead.endswith(",") and not behind else found


def _is_quota(draft: Draft) -> bool:
    return draft.cadence.shape is Shape.FULL


def _only_told(draft: Draft, sentence: Sentence, setting: Setting) -> bool:
    """In a report, "thường xuyên" with its own subject and no "phải" describes; it asks for nothing. Nor does an answer
    in an interview that gives no figure."""
    if setting.tale:
        return _ASKS.search(fold(sentence.live, Key.PLACEMENT)) is None
    loose = draft.cadence.shape is Shape.LOOSE or (setting.speaker and draft.cadence.shape is Shape.PERIOD)
    if not loose or _ASKS.search(fold(sentence.live, Key.PLACEMENT)):
        return False
    return draft.own_bearer or not _is_imperative(draft, sentence)


def _is_imperative(draft: Draft, sentence: Sentence) -> bool:
    """ "Thường xuyên củng cố …": the order of a directive that the report quotes without its subject."""
    first = min(slot.start for slot in draft.slots)
    return not sentence.live[: first - sentence.start].strip()


def _piece_drafts(sentence: Sentence, reading: Reading, setting: Setting, before: list[Draft]) -> list[Draft]:
    reading = _without_label(reading)
    named = bearer(reading, reading.end)
    groups = groups_of(reading)
    found: list[Draft] = []
    for group in groups:
        at = _in_period_of(reading, group, found, setting)
        found += _group_drafts(sentence, reading, group, at, before)
    found += shared(sentence, reading, groups, found, setting)
    own = next((d.bearer for d in reversed(found) if d.bearer and d.own_bearer), None)
    if named or own:
        setting.bearer = named or own
    if named or own:
        setting.assigner = None if found else assigner(reading)
    if named and not found and not reading.folded(named.end, reading.end).strip(" ,.;"):
        setting.bearer = _charged(named)
    if found:
        setting.last = found[-1]
    return found


def _without_label(reading: Reading) -> Reading:
    """ "Tổ chức thực hiện: Đảng ủy xã hằng quý báo cáo …": the label is no doing where somebody is named behind it."""
    label = _LABEL.match(reading.folded(reading.start, reading.end))
    at = reading.start + label.end() if label else reading.end
    return reading.piece(at, reading.end) if any(m.start == at for m in reading.of("actor")) else reading


def _in_period_of(reading: Reading, group: Group, found: list[Draft], setting: Setting) -> Setting:
    """ "mỗi năm kiểm tra ít nhất 03 chi bộ, giám sát ít nhất 02 chi bộ": the second number is of the same period."""
    anchor, members = group
    counts = all(c.shape is Shape.COUNT and c.things for m in members for c in m.value)
    if not (found and found[-1].cadence.per and counts and anchor.head and anchor.action is Action.INSPECT):
        return setting
    return replace(setting, lead_period=replace(found[-1].cadence, shape=Shape.PERIOD, due=None))


def _charged(named: Bearer) -> Bearer:
    """ "Mỗi Ủy viên phụ trách một xã; làm việc …": being in charge is all that the clause says of its people."""
    cuts = (_NARROWED.search(fold(phrase, Key.PLACEMENT)) for phrase in named.phrases)
    phrases = tuple(p[: cut.start()] if cut else p for p, cut in zip(named.phrases, cuts, strict=True))
    return replace(named, phrases=phrases)


def _group_drafts(
    sentence: Sentence, reading: Reading, group: Group, setting: Setting, before: list[Draft]
) -> list[Draft]:
    found, members = group
    values = values_of(members, reading, setting, found)
    if not values:
        return []
    action, verb_here = _action(reading, found, members, setting, before)
    if action is None:
        return []
    who, own = holder_of(reading, found, members, setting, action)
    if who is None and not (verb_here and stands_alone(reading, values, members, found, setting.press)):
        return []
    draft = draft_of(sentence, reading, found, members, action, who, setting, before)
    return [replace(draft, cadence=value, own_bearer=own, own_verb=verb_here) for value in values]


def _action(
    reading: Reading, found: Anchor, members: list[Mention], setting: Setting, before: list[Draft]
) -> tuple[Action | None, bool]:
    """What is to be done, and whether the clause itself says so."""
    if found.action is Action.OTHER and found.head and _is_report(reading, found.head, setting):
        return Action.REPORT, True
    if setting.attending and found.head and (_is_lead(reading, found.head) or _is_empty(reading, found, members)):
        return Action.ATTEND_BRANCH_MEETING, False
    if found.action is Action.ATTEND_BRANCH_MEETING and found.head and form(found.head) is Form.QUOTA:
        attends = setting.last is not None and setting.last.action is Action.ATTEND_BRANCH_MEETING
        said = setting.attending or attends or _ATTENDS_OR_GOES.search(reading.folded(found.head.start, found.head.end))
        return (found.action if said else None), True
    told = before or (setting.attending and setting.last)
    if found.action is None or (told and found.work and _only_has(reading, found.work, members)):
        last = before[-1] if before else setting.last
        if last is not None:
            return last.action, False
        return (Action.ATTEND_BRANCH_MEETING if setting.attending else None), False
    if found.action is Action.ATTEND_BRANCH_MEETING and found.work and _elsewhere(reading, found.work):
        return Action.OTHER, True
    if found.action is Action.ATTEND_BRANCH_MEETING and found.work and found.work.pattern == "duty.attend-bare":
        tail = reading.folded(found.work.end, reading.end)
        plain = setting.attending and _PLAIN_MEETING.match(tail)
        if _OTHER_MEETING.match(tail) and not _ATTENDS.search(tail) and not plain:
            return Action.OTHER, True
        attended = [*before, *([setting.last] if setting.last else [])]
        about = setting.attending or any(d.action is Action.ATTEND_BRANCH_MEETING for d in attended)
        if not about and not _ATTENDS.search(reading.folded(reading.start, reading.end)):
            return Action.OTHER, True
    return found.action, True


def _is_lead(reading: Reading, head: Mention) -> bool:
    """ "thực hiện nghiêm …, lưu ý mức sau: A mỗi năm hai buổi": the doing of what is announced stands in the title."""
    light = form(head) is Form.LIGHT or head.value.action in (None, Action.OTHER)
    lead = reading.folded(head.end, reading.end).partition(":")
    return light and bool(lead[1]) and _QUOTA_AHEAD.search(f"{lead[0]}:") is not None


def _is_empty(reading: Reading, found: Anchor, members: list[Mention]) -> bool:
    """ "Ba đồng chí này thực hiện mỗi năm hai lần": the verb says nothing, the paper what is done."""
    if found.head is None or found.work != found.head or form(found.head) is not Form.LIGHT:
        return False
    empty = reading.folded(found.head.start, found.head.end) == "thực hiện"
    return empty and not reading.folded(found.head.end, members[0].start).strip()


def _is_report(reading: Reading, head: Mention, setting: Setting) -> bool:
    """ "gửi biểu tổng hợp về …", "tổng hợp, trình …", "Báo cáo tháng: gửi …": what is sent is a report; a sheet is one
    where the text speaks of reporting."""
    said, lead = reading.folded(head.start, reading.end), reading.folded(reading.start, head.end)
    last = setting.last
    about = last is not None and last.action is Action.REPORT and not last.slots  # a heading named it
    return bool(_SENT.match(said) or _SENT_LABEL.match(lead) or (about and _SHEET.match(said)))


def _only_has(reading: Reading, verb: Mention, members: list[Mention]) -> bool:
    """ "Huyện ủy viên phải có sáu lần", "… thực hiện mỗi năm hai lần": right before the figure it says no doing."""
    beside = not reading.folded(verb.end, max(verb.end, members[0].start)).strip()
    return beside and _ONLY_HAS.fullmatch(reading.folded(verb.start, verb.end)) is not None


def _elsewhere(reading: Reading, work: Mention) -> bool:
    """ "dự sinh hoạt với chi đoàn": no branch of the Party."""
    return _OTHER_BODY.match(reading.folded(work.end, reading.end)) is not None
