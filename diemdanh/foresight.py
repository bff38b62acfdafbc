"""Flow: what activating a rule would change, before anybody decides it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from compliance.foreseeing import Foresight, foresee
from diemdanh.desk import Desk
from diemdanh.figures import settings_of
from minutes.register import RegisterBook
from roster.book import Book
from rules_catalog.catalogue import Catalogue
from rules_catalog.rule import Rule, RuleState

_FIRST, _LAST = date(1900, 1, 1), date(9999, 12, 31)


def foresee_activation(desk: Desk, rule_id: str, as_of: date) -> Foresight:
    """Who would be bound from when, what would end, whose standing in the current year would move. Writes nothing."""
    catalogue = Catalogue(desk.store)
    with desk.store.reading():
        before = catalogue.in_force(_FIRST, _LAST)
        after = _with_active(before, catalogue, rule_id)
        roster = Book(desk.store).roster()
        year = str(as_of.year)
        register = RegisterBook(desk.store).snapshot(None, f"{year}-01-01", f"{year}-12-31")
    return foresee(before, after, roster, register, year, as_of, settings_of(desk))


def _with_active(before: tuple[Rule, ...], catalogue: Catalogue, rule_id: str) -> tuple[Rule, ...]:
    """The rules in force once this one is: what it replaces ends the day before it begins."""
    ends = {(other, version): day for other, version, day in catalogue.preview(rule_id).closes}
    kept = (
        replace(rule, closed_on=ends[rule.id, rule.version]) if (rule.id, rule.version) in ends else rule
        for rule in before
    )
    return (*kept, replace(catalogue.get(rule_id), state=RuleState.ACTIVE))
