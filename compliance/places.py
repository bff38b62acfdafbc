"""Which branches a rule's place admits, for whom and on which days.

Three things decide, each with its dates: the branch's kind, the member's assignments (to a branch, or to an area
with all its branches), and his own branch, where he sits as one of its members and never by this duty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
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
        self._good: dict[tuple[bool, Days], Mapping[str, Days]] = {}

    # -- by kind

    def admitted(self, place: WhereKind | None) -> Mapping[str, Days]:
        """Every branch of the kind that the place asks for, with the days on which it is there; in order of id."""
        residential = place in _RESIDENTIAL
        if residential not in self._admitted:
            found = {branch: _days_of_kind(self._rows[branch], residential) for branch in sorted(self._rows)}
            self._admitted[residential] = {branch: days for branch, days in found.items() if days}
        return self._admitted[residential]

    def good_days(self, place: WhereKind | None, bound: Days) -> Mapping[str, Days]:
        """For any branch the days among `bound` on which the place admits it by its kind; shared by all who are bound
        on the same days. A branch that no row describes is admitted where any kind is."""
        key = (place in _RESIDENTIAL, bound)
        if key not in self._good:
            elsewhere = NEVER if place in _RESIDENTIAL else ALWAYS
            self._good[key] = _GoodDays(self.admitted(place), elsewhere, self._rows.__contains__, bound)
        return self._good[key]

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


class _GoodDays(dict[str, Days]):
    """For days on which somebody is bound: those on which a visit to a branch counts, worked out when first asked."""

    def __init__(
        self, admitted: Mapping[str, Days], elsewhere: Days, knows: Callable[[str], bool], bound: Days
    ) -> None:
        super().__init__()
        self._admitted, self._elsewhere, self._knows, self._bound = admitted, elsewhere, knows, bound

    def __missing__(self, branch: str) -> Days:
        days = self._admitted.get(branch, NEVER if self._knows(branch) else self._elsewhere)
        found = self[branch] = common(self._bound, days)
        return found


class _OwnDays(dict[str, Days]):
    """What is said of some branches; of every other one what `beyond` says."""

    def __init__(self, said: Mapping[str, Days], beyond: Mapping[str, Days]) -> None:
        super().__init__(said)
        self._beyond = beyond

    def __missing__(self, branch: str) -> Days:
        return self._beyond[branch]


class _Nowhere(dict[str, Days]):
    def __missing__(self, branch: str) -> Days:
        return NEVER


_NOWHERE = _Nowhere()


class MemberPlaces:
    """One member under one place: where a visit of his counts, and whose minutes are needed before he may be called
    short."""

    def __init__(
        self, places: Places, place: WhereKind | None, assigned: dict[str, Days], own: dict[str, Days]
    ) -> None:
        self._places = places
        self._place = place
        self._asks_assignment = asks_assignment(place)
        self._assigned = assigned
        self.own = own

    def good_days(self, bound: Days) -> Mapping[str, Days]:
        """For any branch the days among `bound` on which a visit to it counts for the member."""
        shared = self._places.good_days(self._place, bound)
        if self._asks_assignment:
            mine = {
                branch: self._mine(branch, common(shared[branch], there)) for branch, there in self._assigned.items()
            }
            return _OwnDays(mine, _NOWHERE)
        if not self.own:
            return shared
        return _OwnDays({branch: self._mine(branch, shared[branch]) for branch in self.own}, shared)

    def _mine(self, branch: str, days: Days) -> Days:
        own = self.own.get(branch)
        return without(days, own) if own else days

    def assigned(self) -> dict[str, Days]:
        """The assigned branches at which a visit counts, with the days of the assignment, in order of id."""
        good = self.good_days(ALWAYS)
        found = ((branch, common(good[branch], days)) for branch, days in sorted(self._assigned.items()))
        return {branch: days for branch, days in found if days}
