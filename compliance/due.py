"""Who still owes a visit, and when the branches meet at which it could be made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.days import holds
from compliance.figure import Figure, Status
from compliance.places import MemberPlaces, Places
from roster.people import Roster, Schedule
from roster.schedules import meeting_days

#: Standings in which a visit is still owed and can still be made.
OWING = (Status.PENDING, Status.REVIEW)


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A branch's usual meeting day: no official notice. `time` is HH:MM or empty."""

    branch_id: str
    day: date
    time: str


@dataclass(frozen=True, slots=True)
class Due:
    """What one member still owes under one rule, until the period ends. `remaining` counts visits; `waiting` may
    cover some.

    `meetings`: the next usual days of his assigned branches within the time asked; empty where no branch or no schedule
    is known (`branches` are then still named).
    """

    figure: Figure
    branches: tuple[str, ...]
    meetings: tuple[NextMeeting, ...]

    @property
    def remaining(self) -> int:
        return self.figure.remaining or 0

    @property
    def deadline(self) -> date:
        return self.figure.period.end


def due(figures: Iterable[Figure], roster: Roster, as_of: date, within: int = 30) -> tuple[Due, ...]:
    """Owed visits of open periods, soonest end first; meetings from `as_of` to `within` days later, both included.

    A visit is owed whatever the time left: `within` narrows the meetings that are listed, not the members.
    """
    calendar = _Calendar(roster, as_of, within)
    owing = (f for f in figures if f.status in OWING and f.remaining and not f.period.over_on(as_of))
    found = [calendar.due(figure) for figure in owing]
    return tuple(sorted(found, key=lambda each: (each.deadline, each.figure.order)))


class _Calendar:
    """The usual meeting days of the next days, by branch."""

    def __init__(self, roster: Roster, as_of: date, within: int) -> None:
        self._places = Places(roster)
        self._from, self._until = as_of, as_of + timedelta(days=within)
        self._schedules: defaultdict[str, list[Schedule]] = defaultdict(list)
        for schedule in roster.schedules:
            self._schedules[schedule.branch_id].append(schedule)

    def due(self, figure: Figure) -> Due:
        member = figure.member
        places = MemberPlaces(
            self._places, figure.rule.terms.where_kind, self._places.assigned(member.id), self._places.own(member)
        )
        open_days = (self._from.toordinal(), min(self._until, figure.period.end).toordinal())
        assigned = places.assigned()
        branches = tuple(
            branch for branch, days in assigned.items() if any(a <= open_days[1] and open_days[0] <= b for a, b in days)
        )
        meetings = (
            NextMeeting(branch, day, schedule.time)
            for branch in branches
            for schedule in self._schedules.get(branch, ())
            for day in meeting_days(schedule, self._from, min(self._until, figure.period.end))
            if holds(assigned[branch], day.toordinal()) and holds(figure.bound, day.toordinal())
        )
        return Due(figure, branches, tuple(sorted(set(meetings), key=lambda m: (m.day, m.branch_id, m.time))))
