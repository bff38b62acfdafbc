"""Which people, branches, rules and papers belong to a unit: the one place that decides what a scoped account sees.

An account's scope is a unit; its reach is that unit and every unit below it, at any time. What a roster row, a branch
or a rule writes as its unit is read as the figures read it (`compliance.units`): by id or name, and a name that several
units share counts only where every reading lies inside.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from compliance.days import common, days_of
from compliance.units import UnitTree, name_key
from diemdanh.web.lists import roster_of
from roster.people import ALWAYS, Assignment, Branch, Member, Post, Roster, Validity
from rules_catalog.lifecycle import IN_WORK
from rules_catalog.rule import Rule, RuleState
from store.database import Store

_KEPT = 16
_lock = threading.Lock()
_known: OrderedDict[tuple[object, ...], Reach] = OrderedDict()


@dataclass(frozen=True)
class Reach:
    """What lies in `unit`; everything where it is empty."""

    unit: str
    roster: Roster

    @property
    def whole(self) -> bool:
        return not self.unit

    # -- units

    def holds_unit(self, written: str, during: Validity = ALWAYS) -> bool:
        """Is what is written the unit, or one below it, on some day of `during`?"""
        if self.whole:
            return True
        return bool(written) and bool(common(days_of(during), self._tree.days_in_scope(written, self.unit)))

    def stands_above(self, written: str) -> bool:
        """Does the unit lie below what is written (or: is the whole workspace meant)?"""
        return self.whole or not written or bool(self._tree.days_in_scope(self.unit, written))

    @cached_property
    def _tree(self) -> UnitTree:
        return UnitTree(self.roster.units)

    # -- branches

    def holds_branch(self, branch_id: str | None) -> bool:
        return self.whole or branch_id in self.branches

    @cached_property
    def branches(self) -> frozenset[str]:
        """The ids of the branches whose parent (where no unit of that name is known: whose area) is in reach."""
        return frozenset(branch.id for branch in self.roster.branches if self._holds(branch))

    def _holds(self, branch: Branch) -> bool:
        if self.holds_unit(branch.parent, branch.validity) or self._names_unit(branch.id):
            return True
        return not self._tree.ids(branch.parent) and self.holds_unit(branch.area, branch.validity)

    def _names_unit(self, written: str) -> bool:
        """A branch that stands in the list of units too."""
        return bool(self._tree.ids(written)) and self.holds_unit(written)

    # -- people

    def holds_member(self, member_id: str | None, during: Validity = ALWAYS) -> bool:
        """Did the member hold a post in reach on some day of `during`?"""
        member = self.roster.by_id.get(member_id or "")
        return self.whole or (member is not None and any(self._serves(post, during) for post in member.posts))

    @cached_property
    def members(self) -> frozenset[str]:
        return frozenset(member.id for member in self.roster.members if self.holds_member(member.id))

    def _serves(self, post: Post, during: Validity) -> bool:
        if not post.validity.overlaps(during):
            return False
        return self.holds_unit(post.unit, post.validity) or self._of_own_branch(post.unit)

    def _of_own_branch(self, written: str) -> bool:
        """A post that is held in a branch itself: each branch of that name is in reach."""
        if self._tree.ids(written):
            return False
        meant = self._branches_named.get(name_key(written), frozenset())
        return bool(meant) and meant <= self.branches

    @cached_property
    def _branches_named(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for branch in self.roster.branches:
            for key in {name_key(branch.name), name_key(branch.name, branch.parent), name_key(branch.id)}:
                found.setdefault(key, set()).add(branch.id)
        return {key: frozenset(ids) for key, ids in found.items()}

    @cached_property
    def guests(self) -> frozenset[str]:
        """Whom minutes of a branch in reach may name: people of the unit, of the units above it, and those who are
        assigned to one of its branches."""
        found = (m for m in self.roster.members if m.id in self.members or self._from_above(m) or m.id in self._sent)
        return frozenset(member.id for member in found)

    def holds_guest(self, member_id: str) -> bool:
        return self.whole or member_id in self.guests

    def _from_above(self, member: Member) -> bool:
        return any(post.unit and self.stands_above(post.unit) for post in member.posts)

    @cached_property
    def _sent(self) -> frozenset[str]:
        """Members with an assignment to a branch in reach, or to an area of one."""
        inside = [branch for branch in self.roster.branches if branch.id in self.branches]
        areas = {name_key(name) for branch in inside for name in (branch.area, branch.parent) if name}
        return frozenset(one.member_id for one in self.roster.assignments if self._admits(one, areas))

    def _admits(self, one: Assignment, areas: set[str]) -> bool:
        return one.branch_id in self.branches or bool(one.area and name_key(one.area) in areas)

    # -- rules

    def holds_rule(self, rule: Rule) -> bool:
        """May the rule be changed from here? A rule of the whole workspace is no single unit's."""
        return self.whole or (bool(rule.terms.scope) and self.holds_unit(rule.terms.scope))

    def sees_rule(self, rule: Rule) -> bool:
        """Rules of the unit and below; of the units above those that bind or have bound its people."""
        if self.holds_rule(rule):
            return True
        return self.stands_above(rule.terms.scope) and rule.state not in IN_WORK | {RuleState.REJECTED}


def reach_of(store: Store, unit: str) -> Reach:
    """The reach of a unit, kept while the workspace's facts stay as they are."""
    if not unit:
        return Reach("", roster_of(store))
    key = (str(store.home), store.data_version(), unit)
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return _known[key]
    found = Reach(unit, roster_of(store))
    with _lock:
        _known[key] = found
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


def unit_names(roster: Roster) -> tuple[tuple[str, str], ...]:
    """(id, name) of each unit that an account may be bound to, by name."""
    return tuple(sorted({unit.id: unit.name for unit in roster.units}.items(), key=lambda pair: pair[1]))


def known_unit(roster: Roster, written: str) -> bool:
    """Is there exactly one unit that is written so, or a branch's parent of that name?"""
    found = UnitTree(roster.units).ids(written)
    return len(found) == 1 or (not found and _is_parent(roster.branches, written))


def _is_parent(branches: Iterable[Branch], written: str) -> bool:
    return any(name_key(branch.parent) == name_key(written) for branch in branches if branch.parent)


def forget() -> None:
    """The log began anew (a backup was put back): its numbers no longer tell states apart."""
    with _lock:
        _known.clear()
