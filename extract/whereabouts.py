"""The place of a duty in its clause, by what kind of duty it is."""

from __future__ import annotations

from extract.anchors import Anchor
from extract.bearers import Bearer
from extract.cadence import Shape
from extract.clause import Reading, duties, shapes
from extract.drafts import Draft, Setting
from extract.grammar.engine import Mention
from extract.obligation import Action
from extract.places import branch_place, inspected, other_place, residence_place
from extract.wordings import wording
from vntext.folding import Key, fold

_TIER = wording("place.tier")
_ANY = wording("place.any")
_TOPIC = wording("place.topic")


def place_of(
    reading: Reading,
    found: Anchor,
    action: Action,
    who: Bearer | None,
    before: list[Draft],
    setting: Setting,
    members: list[Mention],
) -> str | None:
    """The place as written; a duty to attend takes it from the clauses before where it says none itself."""
    begin = found.work.start if found.work else reading.start
    if action is Action.ATTEND_BRANCH_MEETING:
        return _own_of_several(reading, begin, members) or _branch(reading, begin, who, before, setting)
    if action is Action.HOLD_MEETING:
        label = _TIER.match(fold(reading.live, Key.PLACEMENT))
        return reading.live[label.start("tier") : label.end("tier")] if label else None
    if found.work is None or action in (Action.REPORT, Action.EVALUATE, Action.STUDY):
        return None
    if action is Action.INSPECT:
        last = next((m for m in reversed(duties(reading)) if m.start >= begin and m.value.action is action), found.work)
        place = inspected(reading, last.end, reading.end)
        if place:
            return place
    return other_place(reading, found.work.end, reading.end)


def _own_of_several(reading: Reading, begin: int, members: list[Mention]) -> str | None:
    """ "dự với đảng bộ cơ sở 6 tháng/lần và với chi bộ mỗi quý 1 lần": each figure has the place on its own side."""
    full = [m for m in reading.of("cadence", begin) if Shape.FULL in shapes(m)]
    earlier = [m for m in full if m.end <= members[0].start]
    if not earlier:
        return None
    if branch_place(reading, begin, full[0].start):
        own = branch_place(reading, earlier[-1].end, members[0].start)
    else:
        later = [m.start for m in full if m.start >= members[-1].end]
        own = branch_place(reading, members[-1].end, min([*later, reading.end]))
    return own[0] if own else None


def _branch(reading: Reading, begin: int, who: Bearer | None, before: list[Draft], setting: Setting) -> str | None:
    if who and begin == reading.start <= who.start and who.end <= reading.end:
        begin = who.end
    if _ANY.search(reading.folded(begin, reading.end)):
        return None
    here = branch_place(reading, begin, reading.end)
    if here:
        return here[0]
    if residence := residence_place(reading, begin, reading.end):
        return residence
    named = branch_place(reading, reading.start, begin)
    if named and who and who.start <= named[1] < who.end:
        return named[0]
    topic = branch_place(reading, reading.start, who.start) if who and reading.start < who.start < begin else None
    if topic and _TOPIC.match(reading.folded(reading.start, topic[1])):
        return topic[0]
    first = next(
        (m for m in duties(reading) if m.value.action is Action.ATTEND_BRANCH_MEETING and m.start < begin), None
    )
    said = branch_place(reading, first.start, begin) if first else None
    if said:
        return said[0]
    attended = [
        d for d in (*([setting.last] if setting.last else []), *before) if d.action is Action.ATTEND_BRANCH_MEETING
    ]
    return next((d.where for d in reversed(attended) if d.where), None)
