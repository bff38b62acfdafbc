"""Whose duty it is: the bearer that a clause names for a verb, else the one to inherit."""

from __future__ import annotations

from dataclasses import replace

from extract.anchors import Anchor
from extract.bearers import Bearer, announced, bearer, bearer_at
from extract.clause import Reading, form, works_there
from extract.drafts import Setting
from extract.duties import Form
from extract.grammar.engine import Mention
from extract.obligation import Action
from extract.wordings import wording
from vntext.folding import Key, fold

_MEETING_OF = wording("meeting.of")
_LEADS_IN = wording("bearer.leads-in")
_ASSURES = wording("bearer.assured")
_WHOSE = wording("quota.whose")
_PASSIVE_VERB = wording("passive.verb")
_LEVEL = wording("bearer.level")
_BRANCH = wording("bearer.branch")
_SAID_OF = wording("quota.said-of")
_EACH_ONE = wording("bearer.each-one")


def holder_of(
    reading: Reading, found: Anchor, members: list[Mention], setting: Setting, action: Action
) -> tuple[Bearer | None, bool]:
    """The bearer of the duty, and whether the clause itself names it."""
    until = found.head.start + works_there(reading, found.head) if found.head else members[0].start
    behind = max(until, members[0].start) if found.head and found.head.start > members[0].start else members[0].start
    named = announced(reading, behind, setting.press)
    if named is None:
        named = bearer(reading, max(until, members[0].start) if found.head is None else until)
    if action is Action.ATTEND_BRANCH_MEETING and found.head:
        named = _assured(reading, found.head) or named
    if named is None and action is Action.HOLD_MEETING and found.head:
        named = _meeting_body(reading, found.head, members)
    if (
        named is None
        and action is Action.HOLD_MEETING
        and found.work
        and found.head
        and found.work.end <= found.head.start
    ):
        named = _meeting_body(reading, found.work, members)
    if named is None and found.head and form(found.head) is Form.QUOTA:
        named = _quota_of(reading, found.head, members)
    if named is None and found.head and found.head.end <= members[0].start:
        named = _passive(reading, found.head) or _beside(reading, found.head)
    if named is None and action is Action.ATTEND_BRANCH_MEETING and setting.attending:
        named = _level(reading)
    if named is not None and setting.bearer is not None and _is_place(named, setting.bearer, found, action):
        return setting.bearer, False
    if named is None and action is Action.ATTEND_BRANCH_MEETING:
        named = _said_of(reading, members)
    if named is not None and _EACH_ONE.match(fold(" ".join(named.phrases), Key.PLACEMENT)):
        meant = bearer(reading, named.start) or setting.bearer
        if meant is not None and not _EACH_ONE.match(fold(" ".join(meant.phrases), Key.PLACEMENT)):
            return meant, reading.start <= meant.start < reading.end  # "Các Ban của Hội đồng, mỗi Ban …"
    if named is not None:
        return _unmasked(named, setting.speaker), True
    if setting.assigner is not None and action is not Action.ATTEND_BRANCH_MEETING:
        return setting.assigner, False
    return setting.bearer, False


def _level(reading: Reading) -> Bearer | None:
    """ "Đối với cấp tỉnh: hai lần": all of a level, in a paper that speaks of several."""
    said = _LEVEL.match(reading.folded(reading.start, reading.end))
    if said is None:
        return None
    start, end = reading.start + said.start("who"), reading.start + said.end("who")
    return Bearer((reading.text(start, end),), start, end, "bearer.level")


def _is_place(named: Bearer, inherited: Bearer, found: Anchor, action: Action) -> bool:
    """ "Chi bộ loại 1: tháng 01 buổi" below "Mức dự đối với Đảng ủy viên", "Họp chi bộ" below "Chi bộ khoa, phòng": the
    branch named is where, or the one inherited."""
    branch = _BRANCH.match(named.phrases[0].lower()) is not None
    if action is Action.ATTEND_BRANCH_MEETING:
        return branch and found.head is None and not _BRANCH.match(inherited.phrases[0].lower())
    acts = found.head is not None and found.head.start >= named.end and form(found.head) is not Form.NOMINAL
    return not acts and named.phrases[0].lower() == "chi bộ" and inherited.phrases[0].lower().startswith("chi bộ ")


def _unmasked(named: Bearer, speaker: Bearer | None) -> Bearer:
    """ "Tôi và anh phó bí thư": the one who speaks is named by the office."""
    if not named.speaker or speaker is None:
        return named
    said = tuple(speaker.phrases[0] if p.lower() in ("tôi", "chúng tôi") else p for p in named.phrases)
    return replace(named, phrases=said, speaker=False)


def _meeting_body(reading: Reading, head: Mention, members: list[Mention]) -> Bearer | None:
    """ "Họp Ban Chỉ đạo định kỳ": the body that meets."""
    for actor in reading.of("actor", head.end):
        if actor.value == "body" and _MEETING_OF.fullmatch(reading.folded(head.end, actor.start)):
            return bearer_at(reading, actor.start, max(actor.end, members[0].start))
        break
    return None


def _quota_of(reading: Reading, head: Mention, members: list[Mention]) -> Bearer | None:
    """ "mức dự của Huyện ủy viên …", "mức dự đối với …": those whose figure it is."""
    for actor in reading.of("actor", head.end, members[0].start):
        if _WHOSE.search(reading.folded(head.start, actor.start)):
            return bearer_at(reading, actor.start, members[0].start)
    if members[-1].end <= head.start:  # "hai buổi một quý là mức của …"
        return bearer_at(reading, head.end + 1, reading.end)
    return None


def _said_of(reading: Reading, members: list[Mention]) -> Bearer | None:
    """ "Mức bình thường là 04 buổi mỗi năm đối với X", "… là yêu cầu đối với X": named behind the figure."""
    behind = members[-1].end
    posts = (m for m in reading.of("actor", behind) if m.value == "post")
    said = (m for m in posts if _SAID_OF.fullmatch(reading.folded(behind, m.start)))
    return next((bearer_at(reading, m.start, reading.end) for m in said), None)


def _beside(reading: Reading, head: Mention) -> Bearer | None:
    """ "bảo đảm tài liệu cho các chi bộ sinh hoạt …": the body right before the verb."""
    for actor in reversed(reading.of("actor", None, head.start)):
        if not _LEADS_IN.search(reading.folded(reading.start, actor.start)):
            continue
        whole = bearer_at(reading, actor.start, head.start)
        if whole and not reading.folded(whole.end, head.start).strip():
            return whole
    return None


def _assured(reading: Reading, head: Mention) -> Bearer | None:
    """ "rà soát phân công, bảo đảm Huyện ủy viên dự …": those whose going somebody else sees to."""
    lead = _ASSURES.search(reading.folded(reading.start, head.start))
    who = bearer_at(reading, reading.start + lead.start("who"), head.start) if lead else None
    return who if who and not reading.folded(who.end, head.start).strip() else None


def _passive(reading: Reading, head: Mention) -> Bearer | None:
    """ "Bản tin … của Ban X được biên soạn": done by the one whose it is, or by the one named with "do"."""
    lead = reading.folded(reading.start, head.start)
    if not _PASSIVE_VERB.search(lead):
        return None
    for actor in reading.of("actor", None, head.start):
        if reading.folded(reading.start, actor.start).rstrip().endswith((" của", " do")):
            return bearer_at(reading, actor.start, head.start)
    return None
