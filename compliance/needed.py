"""Whose minutes must be in before somebody may be called short, and which of them are not.

They are the minutes of the branches assigned to the member at which a visit would count; for a member with none, of
every branch of the admitted kind. A member bound to assigned branches with none assigned cannot be judged at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from compliance.days import Days, common, without
from compliance.figure import Missing
from compliance.months import written
from compliance.places import MemberPlaces, asks_assignment
from compliance.world import Lacking, World
from extract.obligation import WhereKind


class NeededPapers:
    """The minutes that one figure rests on.

    `unassigned`: bound to assigned branches, with none assigned on any bound day. `any_missing`: minutes that are
    needed are not in. `unseen`: how many admitted branches beyond the assigned ones lack minutes; a visit there would
    have counted. `undated`: there are minutes without a date that may be of a needed branch."""

    def __init__(self, world: World, places: MemberPlaces, place: WhereKind | None, bound: Days, over: bool) -> None:
        self._world = world
        self._own = places.own
        self._place = place
        self._bound = bound
        self._over = over
        within = ((branch, common(days, bound)) for branch, days in places.assigned().items())
        assigned = {branch: days for branch, days in within if days}
        only_assigned = asks_assignment(place)
        anywhere = {} if only_assigned else self._anywhere()
        self._lacking = world.lacking(assigned, over) if assigned else anywhere
        self.unassigned = only_assigned and not assigned and bool(bound)
        self.any_missing = bool(self._lacking)
        self.unseen = len(anywhere) - sum(branch in anywhere for branch in assigned)
        self.undated = bool(world.undated) and self._any_undated(assigned, only_assigned)

    def _anywhere(self) -> Lacking:
        """What all branches of the admitted kind lack, the member's own branch left out on the days on which it is
        his."""
        everywhere = self._world.lacking_anywhere(self._place, self._bound, self._over)
        own = [branch for branch in self._own if branch in everywhere]
        if not own:
            return everywhere
        admitted = self._world.places.admitted(self._place)
        others = {branch: without(common(admitted[branch], self._bound), self._own[branch]) for branch in own}
        corrected = {branch: months for branch, months in everywhere.items() if branch not in others}
        corrected.update(self._world.lacking({branch: days for branch, days in others.items() if days}, self._over))
        return corrected

    @property
    def missing(self) -> Missing:
        """Branch and month, in order."""
        lacking = self._lacking
        return tuple((branch, written(month)) for branch in sorted(lacking) for month in lacking[branch])

    def _any_undated(self, assigned: Mapping[str, Days], only_assigned: bool) -> bool:
        if not self._bound:
            return False
        undated = self._world.undated
        needed = assigned or ({} if only_assigned else self._world.places.admitted(self._place))
        return None in undated or any(
            branch in undated and common(days, self._bound) for branch, days in needed.items()
        )
