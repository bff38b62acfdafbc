"""Whose minutes must be in before somebody may be called short, and which of them are not.

They are the minutes of the branches assigned to the member at which a visit would count; for a member with none, of
every branch of the admitted kind. A member bound to assigned branches with none assigned cannot be judged at all.
"""

from __future__ import annotations

from functools import cached_property

from compliance.days import Days, common, without
from compliance.figure import Missing
from compliance.months import written
from compliance.periods import Period
from compliance.places import MemberPlaces, asks_assignment
from compliance.world import Lacking, World
from extract.obligation import WhereKind


class NeededPapers:
    """The minutes that one figure rests on."""

    def __init__(
        self, world: World, places: MemberPlaces, place: WhereKind | None, bound: Days, period: Period
    ) -> None:
        self._world = world
        self._own = places.own
        self._place = place
        self._bound = bound
        self._over = period.over_on(world.as_of)
        within = ((branch, common(days, bound)) for branch, days in places.assigned().items())
        self._assigned = {branch: days for branch, days in within if days}

    @cached_property
    def unassigned(self) -> bool:
        """Bound to assigned branches, with none assigned on any bound day."""
        return asks_assignment(self._place) and not self._assigned and bool(self._bound)

    @cached_property
    def _lacking(self) -> Lacking:
        if self._assigned:
            return self._world.lacking(self._assigned, self._over)
        return {} if asks_assignment(self._place) else self._anywhere

    @cached_property
    def _anywhere(self) -> Lacking:
        """What all branches of the admitted kind lack, the member's own branch left out on the days on which it is
        his."""
        everywhere = self._world.lacking_anywhere(self._place, self._bound, self._over)
        own = [branch for branch in self._own if branch in everywhere]
        if not own:
            return everywhere
        admitted = self._world.places.admitted(self._place)
        others = {branch: without(common(admitted[branch], self._bound), self._own[branch]) for branch in own}
        corrected = self._world.lacking({branch: days for branch, days in others.items() if days}, self._over)
        kept = (
            (branch, corrected.get(branch, ()) if branch in others else months) for branch, months in everywhere.items()
        )
        return {branch: months for branch, months in kept if months}

    @property
    def any_missing(self) -> bool:
        return bool(self._lacking)

    @property
    def missing(self) -> Missing:
        """Branch and month, in order."""
        lacking = self._lacking
        return tuple((branch, written(month)) for branch in sorted(lacking) for month in lacking[branch])

    @cached_property
    def unseen(self) -> int:
        """How many admitted branches beyond the assigned ones lack minutes: a visit there would have counted."""
        if asks_assignment(self._place) or not self._bound:
            return 0
        return sum(branch not in self._assigned for branch in self._anywhere)

    @cached_property
    def undated(self) -> bool:
        """Are there minutes without a date that may be of a needed branch?"""
        undated = self._world.undated
        if not undated or not self._bound:
            return False
        needed = self._assigned or (() if asks_assignment(self._place) else self._world.places.admitted(self._place))
        return None in undated or any(branch in undated for branch in needed)
