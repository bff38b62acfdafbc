"""What a decision on rules would change, before it is taken: whom it binds, what it replaces, whose standing moves.

Both sides are full sets of rules: those in force today, and those that would be in force. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compliance.binding import Binder
from compliance.days import LAST, Days, without
from compliance.figure import Figure, Status
from compliance.figures import figures
from compliance.force import RuleInForce, RuleKey, rules_in_force
from compliance.settings import DEFAULT, ComplianceSettings
from minutes.attendance import Register
from roster.people import Member, Roster
from rules_catalog.rule import Rule


@dataclass(frozen=True, slots=True)
class NewlyBound:
    """A member on whom the rule would be binding on days on which it is not today; `until` None is an open end."""

    rule_id: str
    member_id: str
    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A rule whose last day in force would come earlier; `by` is the rule that replaces it, where one does."""

    rule_id: str
    last_day: date | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A standing that would change; None where there is no figure on that side."""

    rule_id: str
    member_id: str
    name: str
    period: str
    before: Status | None
    after: Status | None


@dataclass(frozen=True, slots=True)
class Foresight:
    """`idle`: rules that bind somebody on or after the as-of date today, and would bind nobody any more."""

    bound: tuple[NewlyBound, ...]
    ended: tuple[Ended, ...]
    moved: tuple[Moved, ...]
    idle: tuple[str, ...]


def foresee(
    before: tuple[Rule, ...],
    after: tuple[Rule, ...],
    roster: Roster,
    register: Register,
    period: str,
    as_of: date,
    settings: ComplianceSettings = DEFAULT,
) -> Foresight:
    """The difference that `after` would make to `before`; standings are compared in `period`."""
    sides = [_Side(rules, roster, settings) for rules in (before, after)]
    standings = [_standings(figures(rules, roster, register, period, as_of, settings)) for rules in (before, after)]
    return Foresight(
        bound=_newly_bound(sides[0], sides[1], roster),
        ended=_ended(sides[0].rules, sides[1].rules),
        moved=_moved(standings[0], standings[1], roster),
        idle=_idle(sides[0], sides[1], roster, as_of),
    )


class _Side:
    def __init__(self, rules: tuple[Rule, ...], roster: Roster, settings: ComplianceSettings) -> None:
        self.rules = rules_in_force(rules, roster.terms)
        self._binder = Binder(self.rules, roster, settings.leave_days)
        self.keys: dict[str, list[RuleKey]] = {}
        for key in self.rules:
            self.keys.setdefault(key[0], []).append(key)

    def bound(self, rule_id: str, member: Member) -> Days:
        """The days on which any version of the rule binds the member."""
        days = [self._binder.binding(key, member).bound for key in self.keys.get(rule_id, ())]
        return tuple(sorted(interval for found in days for interval in found))


def _newly_bound(before: _Side, after: _Side, roster: Roster) -> tuple[NewlyBound, ...]:
    found = []
    for rule_id in after.keys:
        for member in roster.members:
            for first, last in without(after.bound(rule_id, member), before.bound(rule_id, member)):
                until = None if last == LAST else date.fromordinal(last)
                found.append(NewlyBound(rule_id, member.id, member.name, date.fromordinal(first), until))
    return tuple(sorted(found, key=lambda each: (each.rule_id, each.member_id, each.since)))


def _ended(before: Mapping[RuleKey, RuleInForce], after: Mapping[RuleKey, RuleInForce]) -> tuple[Ended, ...]:
    found = []
    for key, rule in before.items():
        now, then = _last(rule), _last(after.get(key))
        if rule.days and (then is None or (now is not None and then < now)):
            last_day = None if then is None or then == LAST else date.fromordinal(then)
            found.append(Ended(key[0], last_day, after[key].ended_by if key in after else None))
    return tuple(found)


def _last(rule: RuleInForce | None) -> int | None:
    return rule.days[-1][1] if rule is not None and rule.days else None


Standings = dict[tuple[str, str, str], Status]


def _standings(found: tuple[Figure, ...]) -> Standings:
    """Of a rule that changes within a period the version in force at its end speaks."""
    return {(figure.rule_id, figure.member_id, figure.period.label): figure.status for figure in found}


def _moved(before: Standings, after: Standings, roster: Roster) -> tuple[Moved, ...]:
    names = {member.id: member.name for member in roster.members}
    keys = sorted({*before, *after})
    changed = [key for key in keys if before.get(key) is not after.get(key)]
    return tuple(
        Moved(key[0], key[1], names.get(key[1], key[1]), key[2], before.get(key), after.get(key)) for key in changed
    )


def _idle(before: _Side, after: _Side, roster: Roster, as_of: date) -> tuple[str, ...]:
    day = as_of.toordinal()

    def binds(side: _Side, rule_id: str) -> bool:
        bound = (side.bound(rule_id, member) for member in roster.members)
        return any(days and days[-1][1] >= day for days in bound)

    return tuple(rule_id for rule_id in before.keys if binds(before, rule_id) and not binds(after, rule_id))
