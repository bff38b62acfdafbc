"""Which posts a rule's scope reaches, and until when a unit gave its posts somewhere to be held.

A rule binds posts of its scope unit and of the units below it. The roster writes a unit by its id or by its name; a
name that several units share is told apart by the parent's name written after it, and binds only where every
reading is in scope.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from compliance.days import ALWAYS, NEVER, Days, common, days_of, union
from roster.people import Unit
from vntext.folding import fold


@lru_cache(maxsize=65536)
def name_key(*parts: str) -> str:
    """One spelling of a name for comparison: case, tone placement, punctuation and spaces apart."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(" ".join(parts))).split())


class UnitTree:
    """The units of a roster over time, asked by what a roster row writes in `unit`."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self._rows: defaultdict[str, list[Unit]] = defaultdict(list)
        self._children: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self._rows[unit.id].append(unit)
            if unit.parent and unit.parent != unit.id:
                self._children[unit.parent].append(unit)
        self._named = self._names(units)
        self._reach: dict[str, dict[str, Days]] = {}

    def _names(self, units: tuple[Unit, ...]) -> dict[str, set[str]]:
        named: defaultdict[str, set[str]] = defaultdict(set)
        for unit in units:
            named[name_key(unit.name)].add(unit.id)
            for parent in self._rows.get(unit.parent or "", ()):
                named[name_key(unit.name, parent.name)].add(unit.id)
        return named

    def ids(self, written: str) -> frozenset[str]:
        """The units that a roster row may mean."""
        if written in self._rows:
            return frozenset((written,))
        return frozenset(self._named.get(name_key(written), ()))

    def days_in_scope(self, written: str, scope: str) -> Days:
        """The days on which what is written lies in the scope; always for an empty scope."""
        if not scope:
            return ALWAYS
        scopes = self.ids(scope) or {scope}
        if name_key(written) == name_key(scope):
            return ALWAYS
        found = [union(*(self._below(one).get(unit, NEVER) for one in scopes)) for unit in sorted(self.ids(written))]
        return _everywhere(found)

    def days_of_existence(self, written: str) -> Days:
        """The days of the unit that is written; always where it is not known or not single."""
        ids = self.ids(written)
        if len(ids) != 1:
            return ALWAYS
        return union(*(days_of(row.validity) for row in self._rows[next(iter(ids))]))

    def _below(self, scope: str) -> dict[str, Days]:
        """Each unit at or below the scope unit, with the days on which it hangs there."""
        if scope not in self._reach:
            reach = {scope: ALWAYS}
            waiting = [scope]
            while waiting:
                parent = waiting.pop()
                for child in self._children.get(parent, ()):
                    days = union(reach.get(child.id, NEVER), common(reach[parent], days_of(child.validity)))
                    if days != reach.get(child.id, NEVER):
                        reach[child.id] = days
                        waiting.append(child.id)
            self._reach[scope] = reach
        return self._reach[scope]


def _everywhere(readings: list[Days]) -> Days:
    """The days common to all readings of an ambiguous name; never for none."""
    if not readings:
        return NEVER
    days = readings[0]
    for other in readings[1:]:
        days = common(days, other)
    return days
