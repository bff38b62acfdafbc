"""Where a version stands: its state and the days on which it is in force; how a decision moves it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.lifecycle import DecisionKind, next_state
from rules_catalog.rule import RuleState, RuleTerms

Days = tuple[tuple[date, date | None], ...]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """`force_from`..`force_to`: the days in force, both included; `force_from` None for a version that never was."""

    state: RuleState
    force_from: date | None = None
    force_to: date | None = None
    suspended: Days = ()
    #: a person decided that the rule goes on although its issuer or unit ended
    extended: bool = False
    reviewer: str | None = None

    def in_force(self, on: date) -> bool:
        return (
            self.force_from is not None
            and self.force_from <= on
            and (self.force_to is None or on <= self.force_to)
            and not any(start <= on and (end is None or on <= end) for start, end in self.suspended)
        )


def moved(standing: Standing, kind: DecisionKind, terms: RuleTerms, on: date | None, by: str) -> Standing:
    """The standing after the decision. `on` is the decision's own day: the first day without (suspend, withdraw,
    supersede), the first day again (resume), the last day (expire).

    Raises `forbidden`, `needs_date`, `bad_value`.
    """
    state = next_state(standing.state, kind)
    moves = {
        DecisionKind.ACTIVATE: _activated,
        DecisionKind.SUPERSEDE: _closed,
        DecisionKind.EXPIRE: _expired,
        DecisionKind.WITHDRAW: _withdrawn,
        DecisionKind.SUSPEND: _suspended,
        DecisionKind.RESUME: _resumed,
    }
    if kind in moves:
        standing = moves[kind](standing, terms, on)
    if kind in (DecisionKind.APPROVE, DecisionKind.REQUEST_CHANGES):
        standing = replace(standing, reviewer=by)
    return replace(standing, state=state, extended=standing.extended or kind is DecisionKind.EXTEND)


def _activated(standing: Standing, terms: RuleTerms, on: date | None) -> Standing:
    if terms.effective_from is None:
        raise RuleRefusal(RuleFault.INCOMPLETE, "effective_from")
    return replace(standing, force_from=terms.effective_from, force_to=terms.effective_to)


def _closed(standing: Standing, terms: RuleTerms, on: date | None) -> Standing:
    day = _needed(on)
    return replace(standing, force_to=_earlier(standing.force_to, day - _DAY))


def _expired(standing: Standing, terms: RuleTerms, on: date | None) -> Standing:
    return replace(standing, force_to=_earlier(standing.force_to, _needed(on)))


def _withdrawn(standing: Standing, terms: RuleTerms, on: date | None) -> Standing:
    """Without a day the version is taken out altogether; with one it stays for the days before."""
    if standing.force_from is None:
        return standing
    if on is None:
        return replace(standing, force_from=None, force_to=None, suspended=())
    return _closed(standing, terms, on)


def _suspended(standing: Standing, terms: RuleTerms, on: date | None) -> Standing:
    return replace(standing, suspended=(*standing.suspended, (_needed(on), None)))


def _resumed(standing: Standing, terms: RuleTerms, on: date | None) -> Standing:
    start, _ = standing.suspended[-1]
    last = _needed(on) - _DAY
    if last < start:
        return replace(standing, suspended=standing.suspended[:-1])
    return replace(standing, suspended=(*standing.suspended[:-1], (start, last)))


def _needed(on: date | None) -> date:
    if on is None:
        raise RuleRefusal(RuleFault.NEEDS_DATE)
    return on


def _earlier(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)
