"""Flow: what the workspace knows → figures, never stored; the same data and as-of date give the same figures."""

from __future__ import annotations

from datetime import date, datetime

from compliance.confirming import Confirmation, confirmation_of
from compliance.explaining import explain, explain_unbound
from compliance.figure import Figure, Status
from compliance.figures import binding_of, figures
from compliance.periods import parse
from compliance.settings import ComplianceSettings
from compliance.summing import Sum, with_sums
from diemdanh.confirmations import Confirmations
from diemdanh.desk import Desk
from diemdanh.failures import Complaint
from diemdanh.messages import language, say
from diemdanh.rehearsal import changing
from minutes.attendance import Register
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import MeetingKind, Roster
from rules_catalog.catalogue import Catalogue
from rules_catalog.rule import Rule
from store import settings


def settings_of(desk: Desk, known_on: datetime | None = None) -> ComplianceSettings:
    """The workspace's settings that change figures."""
    kinds = settings.texts(desk.store, "counted_meeting_kinds", known_on)
    return ComplianceSettings(
        leave_days=int(settings.number(desk.store, "leave_days", known_on)),
        counting_kinds=tuple(MeetingKind(kind) for kind in kinds),
    )


def facts_of(desk: Desk, period: str, known_on: datetime | None = None) -> tuple[tuple[Rule, ...], Roster, Register]:
    """All that the figures of a period read, as known on that moment. Raises PeriodError."""
    with desk.store.reading():
        roster = Book(desk.store).roster(known_on)
        start, end = parse(period, roster.terms).reach
        rules = Catalogue(desk.store).in_force(start, end, known_on)
        register = RegisterBook(desk.store).snapshot(known_on, start.isoformat(), end.isoformat())
    return rules, roster, register


def figures_of(desk: Desk, period: str, as_of: date, known_on: datetime | None = None) -> tuple[Figure, ...]:
    """The figures of a period. Raises PeriodError for a period that cannot be read."""
    rules, roster, register = facts_of(desk, period, known_on)
    confirmed = Confirmations(desk.store).all(known_on)
    return figures(rules, roster, register, period, as_of, settings_of(desk, known_on), confirmed)


def sums_of(desk: Desk, found: tuple[Figure, ...], period: str) -> tuple[Figure | Sum, ...]:
    """The figures with a sum for each rule and member over the whole period asked for."""
    return with_sums(found, parse(period, Book(desk.store).roster().terms))


def figure_of(desk: Desk, member_id: str, rule_id: str, period: str, as_of: date) -> Figure:
    """One figure. Raises the complaint `unknown_id` when the rule does not bind the member in that period."""
    for figure in figures_of(desk, period, as_of):
        if (figure.member_id, figure.rule_id, figure.period.label) == (member_id, rule_id, period):
            return figure
    raise Complaint("unknown_id", f"{member_id} {rule_id} {period}")


def explanation_of(desk: Desk, member_id: str, rule_id: str, period: str, as_of: date) -> str:
    """A figure in words, or why there is none: the member is not bound in the period. Raises as `figure_of`."""
    roster = Book(desk.store).roster()
    try:
        names = {branch.id: branch.name for branch in roster.branches}
        return explain(figure_of(desk, member_id, rule_id, period, as_of), language().value, names)
    except Complaint:
        unbound = _unbound(desk, roster, member_id, rule_id, period)
        if unbound is None:
            raise
        return unbound


def _unbound(desk: Desk, roster: Roster, member_id: str, rule_id: str, period: str) -> str | None:
    member = roster.by_id.get(member_id)
    rules, *_ = facts_of(desk, period)
    found = binding_of(rules, roster, member, rule_id, period, settings_of(desk)) if member else None
    if member is None or found is None or found[2].held:
        return None
    rule, asked, binding = found
    return explain_unbound(member, rule, asked, binding, language().value)


def confirm(
    desk: Desk, member_id: str, rule_id: str, period: str, as_of: date, reason: str, dry_run: bool = False
) -> Confirmation:
    """A person's word that a short figure is short; kept with what it was based on."""
    figure = figure_of(desk, member_id, rule_id, period, as_of)
    if figure.status is not Status.SHORT:
        raise Complaint("not_short", f"{member_id} {rule_id} {period}", say(f"status.{figure.status}"))
    confirmation = confirmation_of(figure, desk.by, reason, desk.now)
    with changing(desk, dry_run) as change:
        Confirmations(desk.store).add(change, confirmation)
    return confirmation
