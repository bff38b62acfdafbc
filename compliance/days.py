"""Sets of days as sorted, disjoint intervals of day numbers, both ends included.

Everything that the figures ask of time is one of: together (`union`), both (`common`), but not (`without`). Day
numbers are those of `date.toordinal()`; open ends are `FIRST` and `LAST`. Working on intervals makes a year cost as
much as a day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from roster.people import Validity

Days = tuple[tuple[int, int], ...]

FIRST = date.min.toordinal()
LAST = date.max.toordinal()
NEVER: Days = ()
ALWAYS: Days = ((FIRST, LAST),)


def days_of(validity: Validity) -> Days:
    """The days of one validity; none when its end lies before its start."""
    return between(validity.start, validity.end)


def between(start: date | None, end: date | None) -> Days:
    first = FIRST if start is None else start.toordinal()
    last = LAST if end is None else end.toordinal()
    return ((first, last),) if first <= last else NEVER


def union(*sets: Days) -> Days:
    """Days in any of the sets; intervals that touch become one."""
    filled = [days for days in sets if days]
    if len(filled) < 2:
        return filled[0] if filled else NEVER
    return joined(interval for days in filled for interval in days)


def joined(intervals: Iterable[tuple[int, int]]) -> Days:
    """Loose intervals put in order; those that overlap or touch (30 June, 1 July) become one."""
    ordered = sorted(intervals)
    if len(ordered) < 2:
        return tuple(ordered)
    result: list[tuple[int, int]] = []
    for first, last in ordered:
        if result and first <= result[-1][1] + 1:
            if last > result[-1][1]:
                result[-1] = (result[-1][0], last)
        else:
            result.append((first, last))
    return tuple(result)


def overlaps(intervals: Iterable[tuple[int, int]]) -> Days:
    """The days that two or more of the intervals hold."""
    found: list[tuple[int, int]] = []
    reach = FIRST - 1
    for first, last in sorted(intervals):
        if first <= reach:
            found.append((first, min(last, reach)))
        reach = max(reach, last)
    return joined(found)


def common(one: Days, other: Days) -> Days:
    """Days in both."""
    if not one or not other:
        return NEVER
    if len(one) == 1 and len(other) == 1:
        first, last = max(one[0][0], other[0][0]), min(one[0][1], other[0][1])
        return ((first, last),) if first <= last else NEVER
    return tuple((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) <= min(b, d))


def without(days: Days, taken: Days) -> Days:
    """Days of the first set that are not in the second."""
    if not days or not taken:
        return days
    result: list[tuple[int, int]] = []
    for first, last in days:
        for a, b in taken:
            if b < first or a > last:
                continue
            if a > first:
                result.append((first, a - 1))
            first = b + 1
            if first > last:
                break
        if first <= last:
            result.append((first, last))
    return tuple(result)


def count(days: Days) -> int:
    return sum(last - first + 1 for first, last in days)


def holds(days: Days, day: int) -> bool:
    if len(days) == 1:
        return days[0][0] <= day <= days[0][1]
    place = bisect_right(days, (day, LAST))
    return place > 0 and days[place - 1][1] >= day


def covers(days: Days, first: int, last: int) -> bool:
    """Is every day from `first` to `last` in the set?"""
    return any(a <= first and last <= b for a, b in days)


def touches(days: Days, first: int, last: int) -> bool:
    """Is any day from `first` to `last` in the set?"""
    return any(a <= last and first <= b for a, b in days)
