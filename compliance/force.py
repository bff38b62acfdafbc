"""When each rule is in force, and which rules stand before it for the same people.

A rule starts on `effective_from` and ends with the first of: `effective_to`, the day before its successor starts,
the day that a decision set, the end of the term of office that it was made for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.days import NEVER, Days, between, union, without
from compliance.periods import term_period
from extract.obligation import Action, DocumentEvidence
from roster.people import Term
from roster.roles import contains
from rules_catalog.rule import Rule, RuleState
from vntext.folding import fold, squeeze

RuleKey = tuple[str, int]


@dataclass(frozen=True)
class RuleInForce:
    """One version of a rule that binds people on some days. `ended_by` is the successor's id where it ends the rule."""

    rule: Rule
    days: Days
    ended_by: str | None = None
    #: rules that bind in its place whom they include: narrower ones of its document, and those that except it
    before_it: tuple[RuleKey, ...] = ()

    @property
    def key(self) -> RuleKey:
        return self.rule.id, self.rule.version

    @property
    def counted(self) -> bool:
        """Only attendance rules with a number and a period have figures; the others can still stand before one."""
        return self.rule.terms.min_count is not None and self.rule.terms.per is not None

    @property
    def provisional(self) -> bool:
        terms = self.rule.terms
        return bool(terms.assumed) or terms.evidence is DocumentEvidence.PRESS_REPORT


def rules_in_force(rules: Iterable[Rule], terms: tuple[Term, ...] = ()) -> dict[RuleKey, RuleInForce]:
    """The attendance rules in order of id and version. Of several versions each binds until the next one starts."""
    decided = tuple(sorted((rule for rule in rules if _has_bound(rule)), key=lambda rule: (rule.id, rule.version)))
    known = tuple(rule for rule in decided if rule.terms.action is Action.ATTEND_BRANCH_MEETING)
    found = (_in_force(rule, known, decided, terms) for rule in known)
    return {each.key: each for each in found}


def _has_bound(rule: Rule) -> bool:
    """Was it in force by a decision? Any but an active rule only until a day that is known."""
    match rule.state:
        case RuleState.ACTIVE:
            return True
        case RuleState.SUPERSEDED | RuleState.EXPIRED:
            return True
        case RuleState.SUSPENDED:
            return bool(rule.suspended)
        case RuleState.WITHDRAWN:
            return rule.closed_on is not None
    return False


def _in_force(rule: Rule, known: tuple[Rule, ...], decided: tuple[Rule, ...], terms: tuple[Term, ...]) -> RuleInForce:
    end, successor = _end(rule, decided, terms)
    start = rule.terms.effective_from
    goes_on = rule.state in (RuleState.ACTIVE, RuleState.SUSPENDED)
    days = NEVER if start is None or (end is None and not goes_on) else between(start, end)
    days = without(days, union(*(between(*span) for span in rule.suspended)))
    before = tuple((other.id, other.version) for other in known if _stands_before(other, rule))
    return RuleInForce(rule, days, successor, before)


def _end(rule: Rule, decided: tuple[Rule, ...], terms: tuple[Term, ...]) -> tuple[date | None, str | None]:
    """The last day in force, and the successor's id where that is why."""
    ends: list[tuple[date, str | None]] = [
        (end, None)
        for end in (rule.terms.effective_to, rule.closed_on, _term_end(rule, terms), _next_version(rule, decided))
        if end is not None
    ]
    for other in decided:
        if rule.id in other.terms.supersedes and other.id != rule.id and other.terms.effective_from:
            ends.append((other.terms.effective_from - timedelta(days=1), other.id))
    # Of two reasons for one day the successor is the one to tell.
    return min(ends, key=lambda found: (found[0], found[1] is None, found[1] or "")) if ends else (None, None)


def _next_version(rule: Rule, decided: tuple[Rule, ...]) -> date | None:
    starts = [
        other.terms.effective_from
        for other in decided
        if other.id == rule.id and other.version > rule.version and other.terms.effective_from
    ]
    return min(starts) - timedelta(days=1) if starts else None


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
