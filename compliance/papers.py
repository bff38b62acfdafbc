"""Which minutes are in: for each branch the months of which the minutes are there and were read to the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from compliance.months import first_day, last_day, month_of, month_of_day
from minutes.attendance import MeetingRecord

_NONE: frozenset[int] = frozenset()


#: What makes two rows rows of one meeting: branch and date, or the meeting's id where one of them is not settled.
MeetingKey = tuple[str, str]


class Held(NamedTuple):
    """When a meeting was held, as day numbers: `first` = `last`, or a whole month where the day is not known.

    (A tuple: there is one for every meeting of a request.)"""

    meeting: MeetingRecord
    first: int
    last: int
    key: MeetingKey


@lru_cache(maxsize=65536)
def days_written(day: str) -> tuple[int, int] | None:
    """First and last day number of an ISO date or YYYY-MM; None for anything else."""
    try:
        if len(day) == 7:
            month = month_of(date.fromisoformat(f"{day}-01"))
            return first_day(month), last_day(month)
        number = date.fromisoformat(day).toordinal()
    except ValueError:
        return None
    return number, number


def held_between(meeting: MeetingRecord, first: int, last: int) -> Held:
    settled = meeting.branch_id is not None and meeting.date != ""
    return Held(meeting, first, last, (meeting.branch_id or "", meeting.date) if settled else ("", meeting.id))


class Papers:
    """The months of which minutes are in; asked by branch and months.

    Minutes of any kind of meeting do for their month, and so does the note that no meeting was held. Minutes that
    were not read to the end, or whose branch is not settled, make their month missing; other minutes of the same
    meeting heal that.
    """

    def __init__(self, meetings: Iterable[Held]) -> None:
        self._in: defaultdict[str, set[int]] = defaultdict(set)
        self._spoilt: set[tuple[str | None, int]] = set()
        settled: set[tuple[str, str]] = set()
        unsettled: list[Held] = []
        for each in meetings:
            branch = each.meeting.branch_id
            if branch is not None and each.meeting.complete:
                self._in[branch].add(month_of_day(each.first))
                settled.add((branch, each.meeting.date))
            else:
                unsettled.append(each)
        for each in unsettled:
            branch = each.meeting.branch_id
            if branch is None or (branch, each.meeting.date) not in settled:
                self._spoilt.add((branch, month_of_day(each.first)))

    def lacking(self, branch: str, months: tuple[int, ...]) -> tuple[int, ...]:
        """Those of the months of which the branch's minutes are not in."""
        there = self._in.get(branch, _NONE)
        if not self._spoilt:
            return tuple(month for month in months if month not in there)
        return tuple(month for month in months if month not in there or self._spoils(branch, month))

    def _spoils(self, branch: str, month: int) -> bool:
        return (branch, month) in self._spoilt or (None, month) in self._spoilt
