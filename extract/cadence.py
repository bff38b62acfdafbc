"""How often a duty falls due, in the contract's normal form.

"3 tháng một lần" is 1 per quarter, "6 tháng một lần" 1 per half-year, "2 tháng một lần" 1 per month with every 2;
"thường xuyên" has no figures. A phrase may give only a part (a count, a period, a deadline): `joined` puts the parts
together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from extract.obligation import Per


class Shape(StrEnum):
    """What a phrase says of the cadence."""

    FULL = "full"
    #: "hằng năm", "mỗi quý": a period, once unless a count stands elsewhere in the clause
    PERIOD = "period"
    #: "ít nhất hai lần": a count whose period stands elsewhere
    COUNT = "count"
    #: "trong năm", "cả nhiệm kỳ": a stretch that only a count makes a period
    SPAN = "span"
    #: "một nửa số kỳ": a part of however many there are, which is no figure
    SHARE = "share"
    #: "trước ngày 15/12": a deadline
    DUE = "due"
    #: "thường xuyên", "định kỳ"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Cadence:
    """`due` is "MM-DD". Counts None with `per` None: recurrent without a figure. `things`: the number counts
    organisations, not times; only who attends their meetings comes as often.
    """

    shape: Shape
    minimum: int | None = None
    maximum: int | None = None
    per: Per | None = None
    every: int = 1
    due: str | None = None
    things: bool = False


_MONTHS = {1: (Per.MONTH, 1), 3: (Per.QUARTER, 1), 6: (Per.HALF_YEAR, 1), 12: (Per.YEAR, 1)}
_QUARTERS = {1: (Per.QUARTER, 1), 2: (Per.HALF_YEAR, 1), 4: (Per.YEAR, 1)}


def interval(every: int, unit: Per) -> tuple[Per | None, int]:
    """The contract's period for "once in `every` `unit`": (per, every); five years have none of their own."""
    if unit is Per.MONTH:
        return _MONTHS.get(every, (Per.MONTH, every))
    if unit is Per.QUARTER:
        return _QUARTERS.get(every, (Per.QUARTER, every))
    if unit is Per.HALF_YEAR:
        return (Per.HALF_YEAR, 1) if every == 1 else (Per.YEAR, max(1, every // 2))
    if unit is Per.YEAR and every >= 5:
        return None, 1
    return unit, every


def joined(parts: Iterable[Cadence]) -> Cadence | None:
    """One cadence from the parts that one clause gives; None for none. A full phrase outweighs the rest."""
    parts = tuple(parts)
    if not parts:
        return None
    due = next((part.due for part in parts if part.due), None)
    full = _first(parts, Shape.FULL)
    if full:
        return replace(full, due=full.due or due)
    period, count = _first(parts, Shape.PERIOD), _first(parts, Shape.COUNT)
    if count is None and _first(parts, Shape.SHARE):
        return Cadence(Shape.LOOSE)
    dues = [part for part in parts if part.shape is Shape.DUE]
    if period and count:
        return replace(_counted(period, count), due=due or period.due)
    if period:
        return replace(period, due=due or period.due)
    span = _first(parts, Shape.SPAN)
    if span and count:
        return replace(_counted(span, count), due=due)
    if dues:
        return _deadlines(dues)
    return count or next((part for part in parts if part.shape is not Shape.SPAN), None)


def _counted(period: Cadence, count: Cadence) -> Cadence:
    return replace(period, shape=Shape.FULL, minimum=count.minimum, maximum=count.maximum, things=count.things)


def _deadlines(dues: list[Cadence]) -> Cadence:
    """Several days of the year are as many times a year."""
    days = [d for d in dues if d.due]
    first = dues[0]
    if len(days) > 1 and first.per in (Per.YEAR, None):
        return replace(first, minimum=len(days), per=Per.YEAR)
    return first


def _first(parts: tuple[Cadence, ...], shape: Shape) -> Cadence | None:
    return next((part for part in parts if part.shape is shape), None)
