"""Which branches a rule's place admits, for whom and on which days.

Three things decide, each with its dates: the branch's kind, the member's assignments (to a branch, or to an area
with all its branches), and his own branch, where he sits as one of its members and never by this duty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from compliance.days import ALWAYS, NEVER, Days, common, days_of, joined, overlaps, union, without
from compliance.units import name_key
from extract.obligation import WhereKind
from roster.people import Assignment, Branch, BranchKind, Member, Post, Roster
from vntext.folding import fold, squeeze

_RESIDENTIAL = (WhereKind.RESIDENTIAL_BRANCH, WhereKind.ASSIGNED_RESIDENTIAL_BRANCH)
_ASSIGNED = (WhereKind.ASSIGNED_BRANCH, WhereKind.ASSIGNED_RESIDENTIAL_BRANCH)


def asks_assignment(place: WhereKind | None) -> bool:
    return place in _ASSIGNED


def asks_residence(place: WhereKind | None) -> bool:
    return place in _RESIDENTIAL


class Places:
    """The branches of one roster, asked by rule place, member and branch."""

    def __init__(self, roster: Roster) -> None:
        self._rows: defaultdict[str, list[Branch]] = defaultdict(list)
        for row in roster.branches:
            self._rows[row.id].append(row)
        self._assignments: defaultdict[str, list[Assignment]] = defaultdict(list)
        for assignment in roster.assignments:
            self._assignments[assignment.member_id].append(assignment)
        self._admitted: dict[bool, dict[str, Days]] = {}

    # -- by kind

    def admitted(self, place: WhereKind | None) -> Mapping[str, Days]:
        """Every branch of the kind that the place asks for, with the days on which it is there; in order of id."""
        residential = place in _RESIDENTIAL
        if residential not in self._admitted:
            found = {branch: _days_of_kind(self._rows[branch], residential) for branch in sorted(self._rows)}
            self._admitted[residential] = {branch: days for branch, days in found.items() if days}
        return self._admitted[residential]

    def knows(self, branch_id: str) -> bool:
        return branch_id in self._rows

    def days_of_unknown(self, place: WhereKind | None) -> Days:
        """A branch that no row describes is admitted where any kind is."""
        return NEVER if place in _RESIDENTIAL else ALWAYS

    # -- by assignment

    def assigned(self, member_id: str) -> dict[str, Days]:
        """The branches assigned to the member, with the days; an area's branches on the days on which they lie in
        it."""
        found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for assignment in self._assignments.get(member_id, ()):
            days = days_of(assignment.validity)
            if assignment.branch_id:
                found[assignment.branch_id] += days
            for branch, there in self._areas.get(_area_key(assignment.area), ()) if assignment.area else ():
                found[branch] += common(days, there)
        return {branch: joined(intervals) for branch, intervals in found.items() if intervals}

    @cached_property
    def _areas(self) -> dict[str, list[tuple[str, Days]]]:
        found: defaultdict[str, list[tuple[str, Days]]] = defaultdict(list)
        for rows in self._rows.values():
            for row in rows:
                for name in {_area_key(row.area), _area_key(row.parent)} - {""}:
                    found[name].append((row.id, days_of(row.validity)))
        return found

    # -- the member's own branch

    def own(self, member: Member) -> dict[str, Days]:
        """The branches on whose roll the member stands, on the days of those roster rows."""
        found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for post in member.posts:
            for branch, days in self._own_by(post):
                found[branch] += days
        return {branch: joined(intervals) for branch, intervals in found.items() if intervals}

    def _own_by(self, post: Post) -> list[tuple[str, Days]]:
        held = days_of(post.validity)
        if post.own_branch_id:
            return [(post.own_branch_id, held)]
        return [(branch, common(held, days)) for branch, days in self._named.get(name_key(post.unit), ())]

    @cached_property
    def _named(self) -> dict[str, list[tuple[str, Days]]]:
        """What a roster row may write in `unit` → the branch meant: its name on days when no other branch has it,
        and its name with its parent's."""
        by_name: defaultdict[str, dict[str, Days]] = defaultdict(dict)
        for rows in self._rows.values():
            for row in rows:
                for key in {name_key(row.name), name_key(row.name, row.parent)}:
                    days = by_name[key].get(row.id, NEVER)
                    by_name[key][row.id] = union(days, days_of(row.validity))
        return {key: _alone(branches) for key, branches in by_name.items()}


def _alone(branches: dict[str, Days]) -> list[tuple[str, Days]]:
    """Each branch on the days on which no other of them is there."""
    if len(branches) == 1:
        return list(branches.items())
    shared = overlaps(interval for days in branches.values() for interval in days)
    alone = ((branch, without(days, shared)) for branch, days in branches.items())
    return [(branch, days) for branch, days in alone if days]


def _days_of_kind(rows: list[Branch], residential: bool) -> Days:
    fitting = [row for row in rows if not residential or row.kind is BranchKind.RESIDENTIAL]
    return union(*(days_of(row.validity) for row in fitting))


def _area_key(written: str | None) -> str:
    return squeeze(fold(written or ""))


class MemberPlaces:
    """One member under one place: where a visit of his counts, and whose minutes are needed before he may be called
    short."""

    def __init__(
        self, places: Places, place: WhereKind | None, assigned: dict[str, Days], own: dict[str, Days]
    ) -> None:
        self._admitted = places.admitted(place)
        self._elsewhere = places.days_of_unknown(place)
        self._knows = places.knows
        self._asks_assignment = asks_assignment(place)
        self._assigned = assigned
        self.own = own
        self._counting: dict[str, Days] = {}

    def counting_days(self, branch_id: str) -> Days:
        """The days on which a visit to the branch counts for the member, were he bound."""
        days = self._counting.get(branch_id)
        if days is None:
            days = self._counting[branch_id] = self._days(branch_id)
        return days

    def _days(self, branch_id: str) -> Days:
        days = self._admitted.get(branch_id, NEVER if self._knows(branch_id) else self._elsewhere)
        if self._asks_assignment:
            days = common(days, self._assigned.get(branch_id, NEVER))
        own = self.own.get(branch_id)
        return without(days, own) if own else days

    def assigned(self) -> dict[str, Days]:
        """The assigned branches at which a visit counts, with the days of the assignment, in order of id."""
        found = ((branch, common(self.counting_days(branch), days)) for branch, days in sorted(self._assigned.items()))
        return {branch: days for branch, days in found if days}
