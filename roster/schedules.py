"""A branch's usual day of meeting: `3` is the third of each month, `SU1` its first Sunday, `SU-1` its last."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from roster.people import Schedule

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def meeting_day(rule: str, year: int, month: int) -> date | None:
    """The day of that month; a 31st falls on the last day of a shorter month. None for a rule that is not known."""
    last = calendar.monthrange(year, month)[1]
    if rule.isdecimal():
        return date(year, month, min(int(rule), last)) if 1 <= int(rule) <= 31 else None
    if rule[:2] not in _WEEKDAYS or rule[2:] not in ("1", "2", "3", "4", "5", "-1"):
        return None
    days = [day for day in range(1, last + 1) if date(year, month, day).weekday() == _WEEKDAYS.index(rule[:2])]
    count = int(rule[2:])
    return date(year, month, days[count - 1 if count > 0 else count]) if count <= len(days) else None


def meets_on(schedule: Schedule, day: date) -> bool:
    """Is it the branch's usual day?"""
    return schedule.validity.holds(day) and meeting_day(schedule.day_rule, day.year, day.month) == day


def meeting_days(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """The usual days from `first` to `last`, both included."""
    at = first.replace(day=1)
    while at <= last:
        day = meeting_day(schedule.day_rule, at.year, at.month)
        if day and first <= day <= last and schedule.validity.holds(day):
            yield day
        at = (at + timedelta(days=32)).replace(day=1)
