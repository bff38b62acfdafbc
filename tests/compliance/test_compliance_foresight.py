"""What a decision on rules would change, before it is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import compliance_provinces as provinces

from compliance.figure import Status
from compliance.foreseeing import Ended, foresee
from rules_catalog.rule import Instrument

AS_OF = date(2023, 11, 1)
ROSTER, REGISTER = provinces.roster(), provinces.register()
OLD = provinces.RULES[-1]
NEW = replace(
    OLD,
    id="qn-new",
    terms=replace(
        OLD.terms,
        document=Instrument("15-QĐ/TU", "Quy định", date(2023, 6, 20), OLD.terms.document.issuer),
        effective_from=date(2023, 7, 1),
        min_count=4,
        supersedes=("qn-08",),
    ),
)


def test_a_superseding_rule_shows_whom_it_binds_what_it_ends_and_whose_standing_moves() -> None:
    found = foresee(provinces.RULES, (*provinces.RULES, NEW), ROSTER, REGISTER, "2023", AS_OF)
    assert [(each.member_id, each.since, each.until) for each in found.bound] == [
        ("qn1", date(2023, 7, 1), None),
        ("qn2", date(2023, 7, 1), None),
    ]
    assert found.ended == (Ended("qn-08", date(2023, 6, 30), "qn-new"),)
    assert found.idle == ("qn-08",)
    moves = {(each.rule_id, each.member_id): (each.before, each.after) for each in found.moved}
    assert moves == {
        ("qn-08", "qn1"): (Status.MET, Status.PARTIAL),
        ("qn-new", "qn1"): (None, Status.PARTIAL),
        ("qn-new", "qn2"): (None, Status.PARTIAL),
    }


def test_no_change_is_foreseen_where_nothing_changes() -> None:
    found = foresee(provinces.RULES, provinces.RULES, ROSTER, REGISTER, "2023", AS_OF)
    assert not (found.bound or found.ended or found.moved or found.idle)


def test_a_rule_that_is_taken_out_ends_and_its_figures_go() -> None:
    found = foresee(provinces.RULES, provinces.RULES[:-1], ROSTER, REGISTER, "2023", AS_OF)
    assert found.ended == (Ended("qn-08", None, None),)
    assert {(each.member_id, each.after) for each in found.moved} == {("qn1", None), ("qn2", None)}
