"""From proposal to force and out of it again: what the catalogue keeps, refuses and takes back."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from multiprocessing import Queue, get_context
from pathlib import Path

import pytest
from catalogue_world import NOW, SOURCE, duty, hour, press, regulation, successor

from extract.obligation import Action, DocumentEvidence, DocumentRole, Modality, Per, Regulation
from roster.book import Book
from roster.people import Unit, Validity
from roster.rows import FactKind
from rules_catalog.catalogue import Catalogue
from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.lifecycle import DecisionKind, allowed, next_state
from rules_catalog.proposals import Outcome
from rules_catalog.relations import ChainFault, RelationKind
from rules_catalog.rule import Rule, RuleState
from store import settings
from store.backup import backup, restore, verify
from store.database import Store, open_store
from store.schema_rules import STEPS_1

SHA = "a" * 64
K = DecisionKind


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(open_store(tmp_path / "home", create=True))


def add(
    catalogue: Catalogue, found: Regulation, at: int = 0, sha: str = SHA, by: str = "clerk"
) -> list[tuple[Outcome, str]]:
    with catalogue.store.writing(by=by, at=hour(at)) as change:
        return [(one.outcome, one.rule.id) for one in catalogue.propose(change, found, sha)]


def take(catalogue: Catalogue, rule_id: str, *kinds: K, by: str = "head", at: int = 1, **more: object) -> int:
    """Several decisions in one operation; its number."""
    with catalogue.store.writing(by=by, at=hour(at)) as change:
        for kind in kinds:
            catalogue.decide(change, rule_id, kind, "seen", **more)  # type: ignore[arg-type]
        return change.operation


def refused(catalogue: Catalogue, rule_id: str, *kinds: K, by: str = "head", **more: object) -> RuleFault:
    with pytest.raises(RuleRefusal) as told:
        take(catalogue, rule_id, *kinds, by=by, **more)
    return told.value.code


def active(catalogue: Catalogue, on: date, known: int | None = None) -> list[tuple[str, int, int | None]]:
    rules = catalogue.active(on, None if known is None else hour(known))
    return [(rule.id, rule.version, rule.terms.min_count) for rule in rules]


def last(catalogue: Catalogue, rule_id: str) -> tuple[int, RuleState]:
    rule = catalogue.get(rule_id)
    return rule.version, rule.state


def test_the_table_of_transitions_is_the_one_in_the_database() -> None:
    ours = {(start.value, kind.value, next_state(start, kind).value) for start in RuleState for kind in allowed(start)}
    assert ours | {("new", "propose", "draft")} == set(STEPS_1)


def test_a_duty_goes_from_proposal_to_force(catalogue: Catalogue) -> None:
    ((outcome, rule_id),) = add(catalogue, regulation(duty()))
    assert (outcome, rule_id) == (Outcome.NEW, "15-qd-tu-2021")
    take(catalogue, rule_id, K.APPROVE, at=1)
    take(catalogue, rule_id, K.ACTIVATE, at=2)
    assert active(catalogue, date(2021, 3, 1)) == [(rule_id, 1, 2)]
    assert active(catalogue, date(2021, 2, 28)) == []
    assert active(catalogue, date(2022, 1, 1), known=1) == []
    steps = [(row.kind, row.state, row.by) for row in catalogue.history(rule_id)]
    assert steps == [
        (K.PROPOSE, RuleState.DRAFT, "clerk"),
        (K.SUBMIT, RuleState.IN_REVIEW, "head"),
        (K.APPROVE, RuleState.APPROVED, "head"),
        (K.ACTIVATE, RuleState.ACTIVE, "head"),
    ]
    assert verify(catalogue.store) == ()


def test_the_same_file_twice_adds_nothing_and_a_better_reading_is_a_version(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    assert add(catalogue, regulation(duty())) == [(Outcome.SAME, "15-qd-tu-2021")]
    assert add(catalogue, regulation(duty(count=3))) == [(Outcome.NEW_VERSION, "15-qd-tu-2021")]
    assert last(catalogue, "15-qd-tu-2021") == (2, RuleState.DRAFT)
    assert [rule.state for rule in catalogue.versions("15-qd-tu-2021")] == [RuleState.SUPERSEDED, RuleState.DRAFT]


def test_a_better_reading_leaves_alone_what_is_in_force(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE)
    add(catalogue, regulation(duty(count=3)), at=2)
    assert active(catalogue, date(2022, 1, 1)) == [("15-qd-tu-2021", 1, 2)]


def test_a_reading_that_knows_a_post_better_finds_the_same_rule(catalogue: Catalogue) -> None:
    sent = ("đồng chí được cử",)
    add(catalogue, regulation(replace(duty(), who=sent, who_ids=(None,))))
    assert add(catalogue, regulation(replace(duty(), who=sent))) == [(Outcome.NEW_VERSION, "15-qd-tu-2021")]


def test_posts_that_the_phrase_means_at_the_issuer_s_level_are_proposed(catalogue: Catalogue) -> None:
    issuer = replace(SOURCE, issuer="Đảng ủy xã Bản Mường", number="15-QĐ/ĐU")
    who = ("Đảng ủy viên",), ("Bí thư", "Phó Bí thư Đảng ủy")
    members = replace(duty("commune_committee_member"), who=who[0])
    found = replace(members, who_excludes=who[1], who_excludes_ids=(None, None))
    ((_, rule_id),) = add(catalogue, regulation(found, source=issuer))
    terms = catalogue.get(rule_id).terms
    assert terms.who_excludes_ids == ("commune_secretary", "commune_deputy_secretary")


def test_whoever_is_spared_without_a_known_post_waits_for_a_person(catalogue: Catalogue) -> None:
    spared = duty(who_excludes=("đồng chí công tác trong lực lượng vũ trang",), who_excludes_ids=(None,))
    ((_, rule_id),) = add(catalogue, regulation(spared))
    assert catalogue.preview(rule_id).lacks == ("who_excludes_ids",)


def test_two_duties_of_one_document_are_two_rules(catalogue: Catalogue) -> None:
    found = regulation(duty(), duty("provincial_secretary", 1))
    assert [rule_id for _, rule_id in add(catalogue, found)] == ["15-qd-tu-2021", "15-qd-tu-2021-2"]
    assert [outcome for outcome, _ in add(catalogue, found)] == [Outcome.SAME, Outcome.SAME]


def test_one_number_of_two_places_is_two_rules(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    elsewhere = replace(SOURCE, issuer="Ban Thường vụ Tỉnh ủy Bình Phước", number="15-QĐi/TU")
    assert add(catalogue, regulation(duty(), source=elsewhere))[0][0] is Outcome.NEW


def test_a_permission_is_no_rule(catalogue: Catalogue) -> None:
    assert add(catalogue, regulation(duty(modality=Modality.MAY))) == []


def test_an_instrument_outranks_the_press_report_of_it(catalogue: Catalogue) -> None:
    ((_, rule_id),) = add(catalogue, press(duty()), sha="p" * 64)
    assert catalogue.get(rule_id).terms.evidence is DocumentEvidence.PRESS_REPORT
    assert add(catalogue, regulation(duty())) == [(Outcome.NEW_VERSION, rule_id)]
    assert catalogue.get(rule_id).terms.clause == "Điều 3 khoản 1"
    assert add(catalogue, press(duty(count=4)), sha="q" * 64) == [(Outcome.OUTRANKED, rule_id)]


def test_a_correction_by_hand_survives_a_re_read(catalogue: Catalogue) -> None:
    ((_, rule_id),) = add(catalogue, regulation(duty(count=3)))
    with catalogue.store.writing(by="lan", at=hour(1)) as change:
        catalogue.edit(change, rule_id, {"min_count": 2}, "page 2 says two")
    assert add(catalogue, regulation(duty(count=3)), at=2) == [(Outcome.SAME, rule_id)]
    assert add(catalogue, regulation(duty(count=4)), at=3) == [(Outcome.HAND_STANDS, rule_id)]
    assert catalogue.get(rule_id).terms.min_count == 2


def test_whoever_proposed_or_edited_does_not_approve(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    assert refused(catalogue, "15-qd-tu-2021", K.APPROVE, by="clerk") is RuleFault.SAME_PERSON
    with catalogue.store.writing(by="lan", at=hour(1)) as change:
        catalogue.edit(change, "15-qd-tu-2021", {"per": "quarter"}, "misread")
    for person in ("clerk", "lan"):
        assert refused(catalogue, "15-qd-tu-2021", K.APPROVE, by=person) is RuleFault.SAME_PERSON
    with catalogue.store.writing(by="admin", at=hour(1)) as change:
        settings.put(catalogue.store, change, "approver_not_proposer", False)
    take(catalogue, "15-qd-tu-2021", K.APPROVE, by="lan")
    assert catalogue.get("15-qd-tu-2021").terms.per is Per.QUARTER


def test_a_decision_on_a_version_that_has_changed_is_refused(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    with catalogue.store.writing(by="lan", at=hour(1)) as change:
        catalogue.edit(change, "15-qd-tu-2021", {"min_count": 4}, "misread")
    assert refused(catalogue, "15-qd-tu-2021", K.APPROVE, shown=1) is RuleFault.STALE
    with pytest.raises(RuleRefusal) as told, catalogue.store.writing(by="head", at=hour(2)) as change:
        catalogue.edit(change, "15-qd-tu-2021", {"min_count": 5}, "misread", shown=1)
    assert told.value.code is RuleFault.STALE
    take(catalogue, "15-qd-tu-2021", K.APPROVE, shown=2)


def test_changes_requested_return_to_the_same_reviewer(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    take(catalogue, "15-qd-tu-2021", K.SUBMIT, by="clerk")
    take(catalogue, "15-qd-tu-2021", K.REQUEST_CHANGES, by="minh")
    with catalogue.store.writing(by="clerk", at=hour(2)) as change:
        catalogue.edit(change, "15-qd-tu-2021", {"min_count": 4}, "as asked")
    take(catalogue, "15-qd-tu-2021", K.SUBMIT, by="clerk", at=3)
    assert catalogue.shelf.versions("15-qd-tu-2021")[-1].standing.reviewer == "minh"


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({"effective_from": None}, ("effective_from",)),
        ({"who": ("đồng chí được cử",), "who_ids": (None,)}, ("who_ids",)),
        ({"where_kind": None}, ("where_kind",)),
    ],
)
def test_activation_asks_for_what_the_text_does_not_say(
    catalogue: Catalogue, fields: dict[str, object], lacking: tuple[str, ...]
) -> None:
    add(catalogue, regulation(replace(duty(), **fields)))
    assert catalogue.preview("15-qd-tu-2021").lacks == lacking
    assert refused(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE) is RuleFault.INCOMPLETE
    supplied = {"effective_from": "2021-03-01", "who_ids": ["provincial_committee_member"], "where_kind": "any_branch"}
    with catalogue.store.writing(by="lan", at=hour(1)) as change:
        name = lacking[0]
        made = catalogue.edit(change, "15-qd-tu-2021", {name: supplied[name]}, "the office confirms", assumed=True)
    assert made.terms.assumed == ((lacking[0], "the office confirms"),)
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE)


def test_an_issuer_without_a_place_does_not_bind(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty(), source=replace(SOURCE, issuer="Ban Thường vụ Tỉnh ủy")))
    assert refused(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE) is RuleFault.INCOMPLETE


def start_and_supersede(catalogue: Catalogue) -> int:
    """Two documents in force one after the other; the operation that activated the second."""
    add(catalogue, regulation(duty()))
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE)
    add(catalogue, successor(), at=2, sha="b" * 64)
    take(catalogue, "40-qd-tu-2023", K.APPROVE, at=3)
    assert catalogue.preview("40-qd-tu-2023").closes == (("15-qd-tu-2021", 1, date(2023, 6, 30)),)
    return take(catalogue, "40-qd-tu-2023", K.ACTIVATE, at=4)


def test_a_successor_closes_its_predecessor_the_day_before(catalogue: Catalogue) -> None:
    start_and_supersede(catalogue)
    assert active(catalogue, date(2023, 6, 30)) == [("15-qd-tu-2021", 1, 2)]
    assert active(catalogue, date(2023, 7, 1)) == [("40-qd-tu-2023", 1, 3)]
    assert active(catalogue, date(2023, 7, 1), known=3) == [("15-qd-tu-2021", 1, 2)]
    both = catalogue.in_force(date(2023, 1, 1), date(2023, 12, 31))
    assert [(rule.id, rule.closed_on) for rule in both] == [
        ("15-qd-tu-2021", date(2023, 6, 30)),
        ("40-qd-tu-2023", None),
    ]
    assert catalogue.chain_problems() == ()
    assert [relation.kind for relation in catalogue.relations()] == [RelationKind.SUPERSEDES]


def test_a_supersession_is_taken_back_as_a_whole(catalogue: Catalogue) -> None:
    operation = start_and_supersede(catalogue)
    with catalogue.store.writing(by="head", at=hour(5)) as change:
        assert {rule.id for rule in catalogue.undo(change, operation, "too early")} == {
            "15-qd-tu-2021",
            "40-qd-tu-2023",
        }
        undo = change.operation
    assert active(catalogue, date(2023, 7, 1)) == [("15-qd-tu-2021", 1, 2)]
    assert last(catalogue, "40-qd-tu-2023") == (1, RuleState.APPROVED)
    assert active(catalogue, date(2023, 7, 1), known=4) == [("40-qd-tu-2023", 1, 3)]
    with catalogue.store.writing(by="head", at=hour(6)) as change:
        catalogue.undo(change, undo, "it was right after all")
    assert active(catalogue, date(2023, 7, 1)) == [("40-qd-tu-2023", 1, 3)]
    assert verify(catalogue.store) == ()


def test_what_was_decided_upon_is_not_pulled_away(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    approved = take(catalogue, "15-qd-tu-2021", K.APPROVE)
    take(catalogue, "15-qd-tu-2021", K.ACTIVATE)
    with pytest.raises(RuleRefusal) as told, catalogue.store.writing(by="head", at=hour(3)) as change:
        catalogue.undo(change, approved, "no")
    assert told.value.code is RuleFault.LATER_DECISIONS


def test_a_bulk_decision_is_one_operation(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty(), duty("provincial_secretary", 1, confidence=0.5)))
    chosen = [rule.id for rule in catalogue.above(0.9)]
    assert chosen == ["15-qd-tu-2021"]
    with catalogue.store.writing(by="head", at=hour(1)) as change:
        catalogue.decide_all(change, ["15-qd-tu-2021", "15-qd-tu-2021-2"], K.APPROVE)
        operation = change.operation
    with catalogue.store.writing(by="head", at=hour(2)) as change:
        catalogue.undo(change, operation, "one by one, please")
    assert {rule.state for rule in catalogue.list()} == {RuleState.DRAFT}


def test_a_bulk_decision_that_fails_for_one_moves_none(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty(), duty("provincial_secretary", 1, where_kind=None)))
    with pytest.raises(RuleRefusal), catalogue.store.writing(by="head", at=hour(1)) as change:
        for kind in (K.APPROVE, K.ACTIVATE):
            catalogue.decide_all(change, ["15-qd-tu-2021", "15-qd-tu-2021-2"], kind)
    assert {rule.state for rule in catalogue.list()} == {RuleState.DRAFT}


def test_an_amendment_of_the_rule_keeps_its_earlier_days(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE)
    with catalogue.store.writing(by="lan", at=hour(2)) as change:
        catalogue.edit(change, "15-qd-tu-2021", {"min_count": 3, "effective_from": date(2024, 1, 1)}, "amended")
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE, at=3)
    assert active(catalogue, date(2023, 12, 31)) == [("15-qd-tu-2021", 1, 2)]
    assert active(catalogue, date(2024, 1, 1)) == [("15-qd-tu-2021", 2, 3)]


def test_a_correction_of_the_rule_takes_the_place_of_what_it_corrects(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE)
    with catalogue.store.writing(by="lan", at=hour(2)) as change:
        catalogue.edit(change, "15-qd-tu-2021", {"min_count": 3}, "misread")
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE, at=3)
    assert active(catalogue, date(2022, 1, 1)) == [("15-qd-tu-2021", 2, 3)]
    assert [rule.version for rule in catalogue.in_force(date(2000, 1, 1), date(2050, 1, 1))] == [2]
    assert active(catalogue, date(2022, 1, 1), known=2) == [("15-qd-tu-2021", 1, 2)]


def test_a_suspension_takes_its_days_out(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE)
    assert refused(catalogue, "15-qd-tu-2021", K.SUSPEND) is RuleFault.NEEDS_DATE
    take(catalogue, "15-qd-tu-2021", K.SUSPEND, on=date(2022, 1, 1), at=2)
    assert active(catalogue, date(2021, 12, 31)) and not active(catalogue, date(2022, 1, 1))
    take(catalogue, "15-qd-tu-2021", K.RESUME, on=date(2022, 7, 1), at=3)
    assert not active(catalogue, date(2022, 6, 30)) and active(catalogue, date(2022, 7, 1))
    assert catalogue.get("15-qd-tu-2021").suspended == ((date(2022, 1, 1), date(2022, 6, 30)),)


def test_a_rule_expires_on_its_last_day_or_is_withdrawn_altogether(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE)
    ended = take(catalogue, "15-qd-tu-2021", K.EXPIRE, on=date(2025, 6, 30), at=2)
    assert active(catalogue, date(2025, 6, 30)) and not active(catalogue, date(2025, 7, 1))
    with catalogue.store.writing(by="head", at=hour(3)) as change:
        catalogue.undo(change, ended, "no")
    take(catalogue, "15-qd-tu-2021", K.WITHDRAW, at=4)
    assert not active(catalogue, date(2022, 1, 1))
    assert active(catalogue, date(2022, 1, 1), known=3)


@pytest.mark.parametrize("kind", [K.REJECT, K.REQUEST_CHANGES, K.WITHDRAW])
def test_a_refusal_of_a_rule_needs_a_reason(catalogue: Catalogue, kind: K) -> None:
    add(catalogue, regulation(duty()))
    with pytest.raises(RuleRefusal) as told, catalogue.store.writing(by="head", at=NOW) as change:
        catalogue.decide(change, "15-qd-tu-2021", kind, " ")
    assert told.value.code is RuleFault.NEEDS_REASON


def test_steps_that_the_table_does_not_have_are_refused_by_program_and_database(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    assert refused(catalogue, "15-qd-tu-2021", K.ACTIVATE) is RuleFault.FORBIDDEN
    store: Store = catalogue.store
    row = store.rows("SELECT * FROM rule_states")[0]
    for came_from, decision, state in (("draft", "approve", "active"), ("approved", "activate", "active")):
        values = {**row, "came_from": came_from, "decision": decision, "state": state, "force_from": "2021-01-01"}
        with pytest.raises(sqlite3.IntegrityError), store.writing(by="x", at=NOW) as change:
            change.retire("rule_states", row["row"])
            change.record(
                "rule_states", {k: v for k, v in values.items() if k not in ("row", "recorded_at", "recorded_by")}
            )


def test_the_database_has_one_live_version_of_a_rule_at_most(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE)
    add(catalogue, regulation(duty(count=3)))
    take(catalogue, "15-qd-tu-2021", K.APPROVE)
    store = catalogue.store
    row = store.rows("SELECT * FROM rule_states WHERE version = 2 AND retired_at IS NULL")[0]
    kept = {k: v for k, v in row.items() if k not in ("row", "recorded_at", "recorded_by")}
    values = {**kept, "came_from": "approved", "decision": "activate", "state": "active", "force_from": "2021-01-01"}
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), store.writing(by="x", at=NOW) as change:
        change.retire("rule_states", row["row"])
        change.record("rule_states", values)


def test_a_rule_whose_issuer_or_unit_has_ended_needs_a_decision(catalogue: Catalogue) -> None:
    district = replace(SOURCE, issuer="Ban Thường vụ Huyện ủy Cần Đước", number="7-QĐ/HU")
    add(catalogue, regulation(duty(), source=district))
    take(catalogue, "7-qd-hu-2021", K.APPROVE, K.ACTIVATE)
    assert catalogue.get("7-qd-hu-2021").needs_decision_after == date(2025, 6, 30)
    take(catalogue, "7-qd-hu-2021", K.EXTEND, at=2)
    assert catalogue.get("7-qd-hu-2021").needs_decision_after is None
    add(catalogue, regulation(duty()))
    assert catalogue.get("15-qd-tu-2021").needs_decision_after is None
    with catalogue.store.writing(by="clerk", at=hour(3)) as change:
        ended = Unit("tn", "Tỉnh ủy Tây Ninh", validity=Validity(None, date(2025, 6, 30)))
        Book(catalogue.store).apply_import(change, FactKind.UNITS, [ended])
    assert catalogue.get("15-qd-tu-2021").needs_decision_after == date(2025, 6, 30)


def test_a_reaffirmation_replaces_nothing(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    take(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE)
    add(catalogue, successor(role=DocumentRole.REAFFIRMED), at=2, sha="b" * 64)
    assert catalogue.get("40-qd-tu-2023").terms.supersedes == ()
    assert [relation.kind for relation in catalogue.relations()] == [RelationKind.REAFFIRMS]


def test_gaps_and_overlaps_of_a_chain_are_found(catalogue: Catalogue) -> None:
    start_and_supersede(catalogue)
    rules = {rule.id: rule for rule in catalogue.list()}
    assert _problems(replace(rules["15-qd-tu-2021"], closed_on=date(2023, 5, 31)), rules["40-qd-tu-2023"]) == [
        (ChainFault.GAP, date(2023, 6, 1), date(2023, 6, 30))
    ]
    assert _problems(replace(rules["15-qd-tu-2021"], closed_on=None), rules["40-qd-tu-2023"]) == [
        (ChainFault.OVERLAP, date(2023, 7, 1), None)
    ]


def _problems(*rules: Rule) -> list[tuple[ChainFault, date | None, date | None]]:
    from rules_catalog.relations import chain_problems

    return [(problem.fault, problem.start, problem.end) for problem in chain_problems(rules)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"colour": 1}, RuleFault.UNKNOWN_FIELD),
        ({"quote": "mine"}, RuleFault.UNKNOWN_FIELD),
        ({"per": "fortnight"}, RuleFault.BAD_VALUE),
        ({"min_count": 2}, RuleFault.NO_CHANGE),
    ],
)
def test_an_edit_refuses_what_it_cannot_mean(catalogue: Catalogue, fields: dict[str, object], code: RuleFault) -> None:
    add(catalogue, regulation(duty()))
    with pytest.raises(RuleRefusal) as told, catalogue.store.writing(by="lan", at=NOW) as change:
        catalogue.edit(change, "15-qd-tu-2021", fields, "why not")
    assert told.value.code is code


def test_a_proposal_taken_back_can_be_made_again(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    operation = catalogue.last_operation("15-qd-tu-2021")
    assert operation is not None
    with catalogue.store.writing(by="clerk", at=hour(1)) as change:
        catalogue.undo(change, operation, "wrong folder")
    assert last(catalogue, "15-qd-tu-2021") == (1, RuleState.WITHDRAWN)
    assert add(catalogue, regulation(duty()), at=2) == [(Outcome.NEW_VERSION, "15-qd-tu-2021")]
    assert verify(catalogue.store) == ()


def test_a_catalogue_that_was_open_all_the_while_sees_a_restored_backup(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    backup(catalogue.store, file, by="admin", at=hour(0))
    add(catalogue, regulation(duty()))
    assert catalogue.get("15-qd-tu-2021").terms.min_count == 2
    restore(catalogue.store.home, file, by="admin", at=hour(1), replace=True)
    assert catalogue.list() == ()
    add(catalogue, regulation(duty(count=7)), at=2)
    assert [rule.terms.min_count for rule in catalogue.list()] == [7]


def test_a_refused_change_leaves_no_trace_in_what_is_read(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty(where_kind=None)))
    assert refused(catalogue, "15-qd-tu-2021", K.APPROVE, K.ACTIVATE) is RuleFault.INCOMPLETE
    assert last(catalogue, "15-qd-tu-2021") == (1, RuleState.DRAFT)
    take(catalogue, "15-qd-tu-2021", K.APPROVE)
    assert last(catalogue, "15-qd-tu-2021") == (1, RuleState.APPROVED)


def _approve(home: Path, by: str, result: Queue[str]) -> None:
    catalogue = Catalogue(open_store(home, patience=60))
    try:
        take(catalogue, "15-qd-tu-2021", K.APPROVE, by=by, shown=1)
        result.put("decided")
    except RuleRefusal as refusal:
        result.put(refusal.code.value)


def test_of_two_who_decide_at_once_one_wins_and_the_other_gets_a_sentence(catalogue: Catalogue) -> None:
    add(catalogue, regulation(duty()))
    context = get_context("fork")
    result = context.Queue()
    people = [context.Process(target=_approve, args=(catalogue.store.home, by, result)) for by in ("head", "chief")]
    for person in people:
        person.start()
    told = sorted(result.get(timeout=60) for _ in people)
    for person in people:
        person.join()
    assert told == ["decided", "forbidden"]
    assert [row.kind for row in catalogue.history("15-qd-tu-2021")] == [K.PROPOSE, K.SUBMIT, K.APPROVE]
    assert verify(catalogue.store) == ()


def test_a_document_that_is_replaced_ends_with_all_its_rules(catalogue: Catalogue) -> None:
    found = regulation(duty(), duty("provincial_secretary", 1), duty(action=Action.REPORT, count=1))
    ids = [rule_id for _, rule_id in add(catalogue, found)]
    for rule_id in ids:
        take(catalogue, rule_id, K.APPROVE, K.ACTIVATE)
    add(catalogue, successor(), at=2, sha="b" * 64)
    assert sorted(catalogue.get("40-qd-tu-2023").terms.supersedes) == sorted(ids)
    take(catalogue, "40-qd-tu-2023", K.APPROVE, K.ACTIVATE, at=3)
    assert active(catalogue, date(2023, 7, 1)) == [("40-qd-tu-2023", 1, 3)]


def test_an_amended_clause_ends_its_own_rule_alone(catalogue: Catalogue) -> None:
    heads = duty("provincial_secretary", 1, clause="Điều 3 khoản 2")
    add(catalogue, regulation(duty(), heads))
    amended = replace(SOURCE, role=DocumentRole.AMENDED, clause="khoản 1 Điều 3")
    new = duty(count=3, effective_from=date(2023, 7, 1))
    add(
        catalogue,
        regulation(new, source=replace(SOURCE, number="40-QĐ/TU", issued=date(2023, 7, 1)), mentions=(amended,)),
    )
    assert catalogue.get("40-qd-tu-2023").terms.supersedes == ("15-qd-tu-2021",)


@pytest.mark.parametrize("issuer", ["Ban TVTU", "BTVTU", "Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", None])
def test_a_press_report_that_does_not_name_the_place_is_found_by_number_and_date(
    catalogue: Catalogue, issuer: str | None
) -> None:
    found = press(duty())
    found = replace(found, documents=(replace(found.documents[0], issuer=issuer),))
    ((_, rule_id),) = add(catalogue, found, sha="p" * 64)
    assert catalogue.preview(rule_id).lacks == ("effective_from", "issuer")
    assert add(catalogue, regulation(duty())) == [(Outcome.NEW_VERSION, rule_id)]
