"""When each rule is in force, and which rules stand before it for the same people.

A rule starts on `effective_from` and ends with the first of: `effective_to`, the day before its successor starts,
the day that a decision set, the end of the term of office that it was made for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.days import Days, between
from compliance.periods import term_period
from extract.obligation import Action, DocumentEvidence
from roster.people import Term
from roster.roles import contains
from rules_catalog.rule import Rule, RuleState
from vntext.folding import fold, squeeze

#: A rule in one of these has been in force; any but an active one only until a day that is known.
_HAS_BOUND = (RuleState.ACTIVE, RuleState.SUPERSEDED, RuleState.EXPIRED, RuleState.SUSPENDED)


@dataclass(frozen=True)
class RuleInForce:
    """A rule that binds people on some days. `ended_by` is the successor's id where it ends the rule."""

    rule: Rule
    days: Days
    ended_by: str | None = None
    #: rules that bind in its place whom they include: narrower ones of its document, and those that except it
    before_it: tuple[str, ...] = ()

    @property
    def counted(self) -> bool:
        """Only attendance rules with a number and a period have figures; the others can still stand before one."""
        return self.rule.terms.min_count is not None and self.rule.terms.per is not None

    @property
    def provisional(self) -> bool:
        terms = self.rule.terms
        return bool(terms.assumed) or terms.evidence is DocumentEvidence.PRESS_REPORT


def rules_in_force(rules: Iterable[Rule], terms: tuple[Term, ...] = ()) -> dict[str, RuleInForce]:
    """The attendance rules by id, in order of id; of several versions the last."""
    latest: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: (rule.id, rule.version)):
        if rule.state in _HAS_BOUND and rule.terms.action is Action.ATTEND_BRANCH_MEETING:
            latest[rule.id] = rule
    known = tuple(latest.values())
    return {rule.id: _in_force(rule, known, terms) for rule in known}


def _in_force(rule: Rule, known: tuple[Rule, ...], terms: tuple[Term, ...]) -> RuleInForce:
    end, successor = _end(rule, known, terms)
    start = rule.terms.effective_from
    open_end = end is None and rule.state is not RuleState.ACTIVE
    days = () if start is None or open_end else between(start, end)
    return RuleInForce(rule, days, successor, tuple(other.id for other in known if _stands_before(other, rule)))


def _end(rule: Rule, known: tuple[Rule, ...], terms: tuple[Term, ...]) -> tuple[date | None, str | None]:
    """The last day in force, and the successor's id where that is why."""
    ends: list[tuple[date, str | None]] = [
        (end, None) for end in (rule.terms.effective_to, _term_end(rule, terms)) if end is not None
    ]
    for other in known:
        if rule.id in other.terms.supersedes and other.id != rule.id and other.terms.effective_from:
            ends.append((other.terms.effective_from - timedelta(days=1), other.id))
    if rule.closed_on is not None and all(end > rule.closed_on for end, _ in ends):
        return rule.closed_on, None
    return min(ends, key=lambda found: (found[0], found[1] or "")) if ends else (None, None)


def _term_end(rule: Rule, terms: tuple[Term, ...]) -> date | None:
    if rule.terms.effective_to is not None or not rule.terms.ends_with_term:
        return None
    return term_period(rule.terms.ends_with_term, terms, rule).end


def _stands_before(other: Rule, rule: Rule) -> bool:
    if other.id == rule.id:
        return False
    if rule.id in other.terms.excepts:
        return True
    return document_key(other) == document_key(rule) and narrower(other, rule)


def document_key(rule: Rule) -> tuple[str, ...]:
    """Issuer, number and date. A rule whose document has neither number nor date shares it with no other."""
    issuer, number, issued = rule.terms.document.key
    if not number and not issued:
        return ("rule", rule.id)
    return (squeeze(fold(issuer)), fold(number).replace(" ", ""), issued)


def narrower(one: Rule, other: Rule) -> bool:
    """Is everybody whom `one` names among those whom `other` names, and not the other way round?"""
    return _within(one, other) and not _within(other, one)


def _within(one: Rule, other: Rule) -> bool:
    inner = [who for who in one.terms.who_ids if who]
    outer = [who for who in other.terms.who_ids if who]
    return bool(inner) and all(any(contains(wide, who) for wide in outer) for who in inner)
