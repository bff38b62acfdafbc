"""How often, and of what: the cadence mentions of a clause by the verb that they go with, and the figures they
amount to.
"""

from __future__ import annotations

from dataclasses import replace

from extract.anchors import Anchor, anchor
from extract.cadence import Cadence, Shape, joined
from extract.clause import Reading, cadences, shapes
from extract.drafts import Setting
from extract.effect import Effect
from extract.grammar.engine import Mention
from extract.obligation import Action, Modality, Per
from extract.wordings import wording

Group = tuple[Anchor, list[Mention]]

#: code points between a figure and its months in brackets: "mỗi năm 02 lần (giữa năm và cuối năm)"
_CLOSE = 3
#: periods in a year
_TIMES = {Per.MONTH: 12, Per.QUARTER: 4, Per.HALF_YEAR: 2, Per.YEAR: 1}
#: doings that come as often as there are branches or topics
_BY_NUMBER = (Action.ATTEND_BRANCH_MEETING, Action.INSPECT, Action.STUDY, Action.HOLD_MEETING)
_COUNTING = (Shape.FULL, Shape.COUNT, Shape.SHARE)
_EVENT = wording("cadence.event")
_TERM = wording("meeting.term")
_ANNOUNCES = wording("announces")
_PASSIVE = wording("passive")


def groups_of(reading: Reading) -> list[Group]:
    """Cadence mentions by the verb that they go with."""
    groups: list[Group] = []
    for mention in cadences(reading):
        if _is_event(reading, mention):
            continue
        found = anchor(reading, mention)
        if found is None:
            continue
        for other, members in groups:
            if (other.head == found.head and not _apart(reading, members, mention)) or _completes(members, mention):
                members.append(mention)
                break
        else:
            groups.append((found, [mention]))
    return _with_spans(groups)


def _with_spans(groups: list[Group]) -> list[Group]:
    """ "bảo đảm trong năm dự …, mỗi chi bộ ít nhất 01 lần": a span goes to the count, whatever verb stands between."""
    lone = [group for group in groups if all(shapes(m) == {Shape.SPAN} for m in group[1])]
    counted = [group for group in groups if all(shapes(m) == {Shape.COUNT} for m in group[1])]
    if len(lone) != 1 or len(counted) != 1:
        return groups
    merged = (counted[0][0], sorted([*lone[0][1], *counted[0][1]], key=lambda m: m.start))
    return [merged if group is counted[0] else group for group in groups if group is not lone[0]]


def _apart(reading: Reading, members: list[Mention], mention: Mention) -> bool:
    """Two full figures are two duties, save where one only names the days of the other."""
    return Shape.FULL in shapes(mention) and any(
        Shape.FULL in shapes(m) and not _names_days(reading, m, mention) for m in members
    )


def _names_days(reading: Reading, one: Mention, other: Mention) -> bool:
    """ "ít nhất 02 ngày trong một tháng vào ngày 05 và ngày 20 hằng tháng": the same twice a month."""
    days = any("day" in m.slots or "i" in m.slots or m.pattern.startswith("due.") for m in (one, other))
    again = 0 <= other.start - one.end <= _CLOSE
    if (days or again) and {(c.per, c.minimum) for c in one.value} == {(c.per, c.minimum) for c in other.value}:
        return True
    return again and _a_year(one) == _a_year(other) is not None and "(" in reading.text(one.end, other.start)


def _a_year(mention: Mention) -> int | None:
    """How often a year: "4 kỳ/năm (mỗi quý 1 kỳ)" says the same twice."""
    value: Cadence = mention.value[0]
    times = _TIMES.get(value.per) if value.per else None
    return times * value.minimum if times and value.minimum and value.every == 1 else None


def _completes(members: list[Mention], mention: Mention) -> bool:
    """ "Hằng năm, A viết cam kết gửi chi bộ trước ngày 31/01", "mỗi quý một lần …, gửi trước ngày 20 tháng cuối quý":
    the day of a period that was said before."""
    said = {(c.per, c.every) for m in members for c in m.value}
    if shapes(mention) == {Shape.DUE} and all(c.due for c in mention.value):
        return said == {(Per.YEAR, 1)} and not any(c.due for m in members for c in m.value)
    names_day = mention.pattern.startswith("due.") and shapes(mention) == {Shape.PERIOD}
    return names_day and said == {(c.per, c.every) for c in mention.value}


def _is_event(reading: Reading, mention: Mention) -> bool:
    """ "Sau hội nghị giao ban định kỳ": tied to an event, no cadence of its own."""
    lead = reading.folded(reading.start, mention.start)
    return shapes(mention) == {Shape.LOOSE} and _EVENT.search(lead) is not None


def values_of(members: list[Mention], reading: Reading, setting: Setting, found: Anchor) -> list[Cadence]:
    lists = [m.value for m in members if len(m.value) > 1]
    if lists:
        return list(lists[0])
    parts = [c for m in members for c in m.value]
    periods = {(c.per, c.every): c for c in parts if c.shape is Shape.PERIOD}
    if len(periods) > 1 and found.head and not any(c.shape in _COUNTING for c in parts):
        return list(periods.values())
    value = joined(parts)
    if value is None or value.shape is Shape.SPAN:
        return []
    if value.things and (found.action not in _BY_NUMBER or _is_place(reading, members, found)):
        if not any(c.shape in (Shape.PERIOD, Shape.FULL) for c in parts):
            return []
        value = replace(value, shape=Shape.PERIOD, minimum=1, maximum=None)
    if value.shape is Shape.PERIOD and found.head is None:
        return []
    if value.shape is Shape.FULL and value.per is None and _TERM.search(reading.folded(reading.start, reading.end)):
        return [replace(value, per=Per.TERM)]
    if value.per is not None or (value.minimum and value.shape is Shape.FULL):
        return [value]
    if value.shape is Shape.LOOSE:
        return [value] if found.head and not _ANNOUNCES.search(reading.folded(reading.start, reading.end)) else []
    loose = any(p.shape is Shape.LOOSE for p in parts)
    if value.shape is Shape.DUE and value.due and (loose or setting.normative):
        return [replace(value, minimum=1, per=Per.YEAR)]
    if value.shape is Shape.DUE and loose and found.head:
        return [Cadence(Shape.LOOSE)]
    if value.shape is Shape.COUNT:
        return _counted(value, reading, setting)
    return []


def _is_place(reading: Reading, members: list[Mention], found: Anchor) -> bool:
    """ "giám sát mỗi năm tại 04 chi bộ": so many places, one time."""
    said = (reading.folded(m.start, m.end) for m in members)
    return found.action is Action.INSPECT and any(text.startswith(("tại ", "ở ")) for text in said)


def stands_alone(
    reading: Reading, values: list[Cadence], members: list[Mention], found: Anchor, press: bool = False
) -> bool:
    """Without a bearer only a figure, a deadline or a passive ("được tổ chức …") is worth keeping."""
    if any(v.shape is Shape.LOOSE for v in values):
        return False
    if any(v.shape is Shape.FULL for v in values) or any("by" in m.slots for m in members):
        return True
    if found.head and found.work and found.work.end <= found.head.start:
        return True  # "Hội nghị báo cáo viên tổ chức hằng tháng"
    if not press and any(
        m.value is Modality.MUST for m in reading.of("modality", None, found.head.start if found.head else None)
    ):
        return True  # "Định kỳ hằng quý phải công khai …"
    return _PASSIVE.search(reading.folded(reading.start, reading.end)) is not None


def _counted(value: Cadence, reading: Reading, setting: Setting) -> list[Cadence]:
    """A count without a period: the period of the lead-in, or the year that a stretch of months lies in."""
    if setting.lead_period is not None:
        return [replace(setting.lead_period, shape=Shape.FULL, minimum=value.minimum, maximum=value.maximum)]
    if any(isinstance(m.value, Effect) and m.value.within_a_year for m in reading.of("effect")):
        return [replace(value, shape=Shape.FULL, per=Per.YEAR)]
    return []
