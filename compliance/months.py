"""Calendar months as numbers, so that the month after December needs no care: `year * 12 + month - 1`."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from compliance.days import Days


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=65536)
def month_of_day(day: int) -> int:
    """The month of a day number."""
    return month_of(date.fromordinal(day))


@lru_cache(maxsize=4096)
def first_day(month: int) -> int:
    """The day number of the month's first day."""
    return date(month // 12, month % 12 + 1, 1).toordinal()


def last_day(month: int) -> int:
    """The day number of the month's last day."""
    return date.max.toordinal() if month >= 9999 * 12 + 11 else first_day(month + 1) - 1


@lru_cache(maxsize=4096)
def written(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


@lru_cache(maxsize=65536)
def months_of(days: Days) -> tuple[int, ...]:
    """The months that the days touch, in order."""
    found: list[int] = []
    for first, last in days:
        start = month_of(date.fromordinal(first))
        if found and found[-1] == start:
            start += 1
        found += range(start, month_of(date.fromordinal(last)) + 1)
    return tuple(found)
