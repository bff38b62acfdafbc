"""The engine against the day-by-day oracle on random worlds."""

from __future__ import annotations

from datetime import date

import pytest
from compliance_oracle import Answer, Oracle
from compliance_random import as_of_days, registers, requests, rosters, rules
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.figures import figures
from minutes.attendance import Register
from roster.people import Roster
from rules_catalog.rule import Rule

worlds = st.tuples(st.tuples(rules(0), rules(1), rules(2)), rosters(), registers(), requests, as_of_days)
World = tuple[tuple[Rule, ...], Roster, Register, tuple[str, date, date], date]


def agree(world: World) -> None:
    known, roster, register, (label, first, last), as_of = world
    found = [
        Answer(
            rule_id=figure.rule_id,
            member_id=figure.member_id,
            period=figure.period.label,
            period_from=figure.period.start,
            period_to=figure.period.end,
            bound_days=figure.bound_days,
            required=figure.required,
            attended=figure.attended,
            waiting=figure.waiting,
            remaining=figure.remaining,
            status=figure.status.value,
            provisional=figure.provisional,
            unseen_branches=figure.unseen_branches,
            missing=figure.missing,
        )
        for figure in figures(known, roster, register, label, as_of)
    ]
    assert found == Oracle(known, roster, register, as_of).answers(first, last)


@settings(max_examples=200)
@given(worlds)
def test_engine_and_oracle_agree(world: World) -> None:
    agree(world)


@pytest.mark.soak
@settings(max_examples=3000, derandomize=False, suppress_health_check=list(HealthCheck))
@given(worlds)
def test_engine_and_oracle_agree_on_thousands_of_worlds(world: World) -> None:
    agree(world)
