"""Files in and out: what people write by hand, and that nothing is lost on the way."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import yaml
from catalogue_world import duty, hour, regulation
from hypothesis import given
from hypothesis import strategies as st

from documents.model import Box
from extract.obligation import DocumentEvidence, Per, WhereKind
from rules_catalog import plain_yaml
from rules_catalog.catalogue import Catalogue
from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.exchange import Format, dumped, form_of, loaded
from rules_catalog.importing import Arrival
from rules_catalog.lifecycle import DecisionKind as K
from rules_catalog.rule import Instrument, PartialPeriod, RuleState, RuleTerms
from rules_catalog.rule_file import schema, written
from rules_catalog.standing import Standing
from store.database import open_store
from store.transaction import Transaction

BY_HAND = """
- id: la258
  document: {number: 258-QĐ/TU, type: Quy định, issued: 2021-05-19, issuer: Ban Thường vụ Tỉnh ủy Long An}
  who_ids: provincial_committee_member
  action: attend_branch_meeting
  where_kind: assigned_branch
  min_count: 1
  per: quarter
  effective_from: 2021-05-19
- id: 45
  document: {number: 45-QĐ/TU, type: Quy định, issued: 2024-01-02, issuer: Ban Thường vụ Tỉnh ủy Long An}
  who_ids: [provincial_committee_member, null]
  who_excludes_ids:
  partial_period:
  supersedes: la258
  min_count: 2
  per: quarter
  effective_from: 2024-01-01
"""
EVERYTHING = RuleTerms(
    document=Instrument("=1+1-QĐ/TU", "Quy định", date(2019, 8, 7), "Ban Thường vụ Tỉnh ủy Đồng Nai"),
    who_ids=("provincial_committee_member", None),
    who_excludes_ids=("provincial_secretary",),
    who=("Tỉnh ủy viên; ủy viên", "ai đó"),
    who_excludes=("Bí thư",),
    where="chi bộ, khu dân cư",
    where_kind=WhereKind.ASSIGNED_RESIDENTIAL_BRANCH,
    min_count=2,
    max_count=4,
    per=Per.MONTH,
    every=2,
    due="12-15",
    effective_from=date(2020, 1, 1),
    effective_to=date(2025, 6, 30),
    partial_period=PartialPeriod.PRORATE,
    supersedes=("a", "b"),
    excepts=("c",),
    scope="dn",
    clause="Điều 3\nkhoản 1",
    quote='\'- phải "dự", ít nhất\n2 lần/năm',
    page=3,
    bbox=Box(72.0, 410.5, 523.1, 441.0),
    evidence=DocumentEvidence.PRESS_REPORT,
    source_sha256="a" * 64,
    confidence=0.97,
    assumed=(("where_kind", "theo công văn; xác nhận"),),
    ends_with_term="2020-2025",
    restates="258-QĐ/TU",
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(open_store(tmp_path / "home", create=True))


@pytest.mark.parametrize("form", list(Format))
def test_a_rule_with_everything_comes_back_as_it_was(form: Format) -> None:
    standing = Standing(
        RuleState.SUSPENDED, date(2020, 1, 1), date(2025, 6, 30), ((date(2021, 1, 1), None),), True, "minh"
    )
    (filed,) = loaded(dumped([written("dn32", 3, EVERYTHING, standing, origin="hand")], form), form)
    assert (filed.rule_id, filed.version, filed.origin) == ("dn32", 3, "hand")
    assert filed.terms == EVERYTHING
    assert filed.standing == standing


def test_a_rule_written_by_hand_needs_few_words() -> None:
    one, other = loaded(BY_HAND.encode(), Format.YAML)
    assert one.terms == RuleTerms(
        Instrument("258-QĐ/TU", "Quy định", date(2021, 5, 19), "Ban Thường vụ Tỉnh ủy Long An"),
        ("provincial_committee_member",),
        where_kind=WhereKind.ASSIGNED_BRANCH,
        min_count=1,
        per=Per.QUARTER,
        effective_from=date(2021, 5, 19),
    )
    assert (other.rule_id, other.terms.who_ids, other.terms.supersedes) == (
        "45",
        ("provincial_committee_member", None),
        ("la258",),
    )
    assert one.standing is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- {id: a}", "entry 1, document"),
        ("- {id: a, document: {}}\n- {id: b, document: {}, per: fortnight}", "entry 2, per"),
        ("- {id: a, document: {}, colour: red}", "entry 1, colour"),
        ("- {id: a, document: {issued: 2019-02-30}}", "day is out of range"),
        ("- {id: a, document: {}, min_count: -1}", "entry 1, min_count"),
        ("a: b", "no list"),
        ("- [unclosed", ""),
        ("- !!python/object/apply:os.system [ls]", ""),
    ],
)
def test_a_bad_file_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(RuleRefusal) as told:
        loaded(text.encode(), Format.YAML)
    assert told.value.code is RuleFault.BAD_RULES_FILE
    assert place in told.value.detail


@pytest.mark.parametrize("form", list(Format))
def test_bytes_that_are_no_such_file_are_refused(form: Format) -> None:
    with pytest.raises(RuleRefusal):
        loaded(b"\xff\xfe\x00 nothing \x01", form)


@pytest.mark.parametrize(("name", "form"), [("a.YAML", Format.YAML), ("a.yml", Format.YAML), ("b.xlsx", Format.XLSX)])
def test_the_format_is_told_by_the_name(name: str, form: Format) -> None:
    assert form_of(name) is form
    with pytest.raises(RuleRefusal):
        form_of("rules.doc")


def test_no_cell_is_a_formula() -> None:
    entry = written("=cmd|' /C calc'!A0", 1, EVERYTHING, Standing(RuleState.DRAFT))
    sheet = openpyxl.load_workbook(io.BytesIO(dumped([entry], Format.XLSX))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    rows = csv.reader(io.StringIO(dumped([entry], Format.CSV).decode()))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_spreadsheet_edited_by_a_person_is_read(catalogue: Catalogue) -> None:
    text = "id,number,type,issued,issuer,who_ids,min_count,per,effective_from,supersedes\r\n"
    text += "x,1-QĐ/TU,Quy định,2020-01-01,Tỉnh ủy Cà Mau,provincial_secretary; provincial_deputy_secretary,2,year,2020-01-01,\r\n"
    (filed,) = loaded(("\ufeff" + text).encode(), Format.CSV)
    assert filed.terms.who_ids == ("provincial_secretary", "provincial_deputy_secretary")
    assert filed.terms.supersedes == ()


def test_yaml_has_the_contracts_names_and_dates(catalogue: Catalogue) -> None:
    with catalogue.store.writing(by="clerk", at=hour(0)) as change:
        catalogue.propose(change, regulation(duty()), "a" * 64)
    (entry,) = yaml.safe_load(dumped(catalogue.export(), Format.YAML))
    assert entry["document"]["issued"] == date(2021, 3, 1)
    names = "id document who_ids who_excludes_ids action where_kind min_count max_count per every effective_from"
    assert list(entry)[:11] == names.split()


def test_reviewed_elsewhere_is_active_on_arrival_and_closes_what_it_replaces(catalogue: Catalogue) -> None:
    text = BY_HAND.replace(", null]", "]").encode()
    with pytest.raises(RuleRefusal) as told, catalogue.store.writing(by="head", at=hour(0)) as change:
        catalogue.import_rules(change, loaded(text, Format.YAML), activate=True)
    assert told.value.code is RuleFault.NEEDS_REASON
    with catalogue.store.writing(by="head", at=hour(0)) as change:
        catalogue.import_rules(change, loaded(text, Format.YAML), activate=True, reason="reviewed in 2025")
        operation = change.operation
    found = catalogue.in_force(date(2000, 1, 1), date(2050, 1, 1))
    assert [(rule.id, rule.closed_on) for rule in found] == [("45", None), ("la258", date(2023, 12, 31))]
    with catalogue.store.writing(by="head", at=hour(1)) as change:
        again = catalogue.import_rules(change, loaded(text, Format.YAML), activate=True, reason="again")
    assert {one.arrival for one in again} == {Arrival.UNCHANGED}
    with catalogue.store.writing(by="head", at=hour(2)) as change:
        catalogue.undo(change, operation, "the wrong file")
    assert catalogue.in_force(date(2000, 1, 1), date(2050, 1, 1)) == ()


def test_a_post_that_nobody_knows_is_not_activated(catalogue: Catalogue) -> None:
    with pytest.raises(RuleRefusal) as told, catalogue.store.writing(by="head", at=hour(0)) as change:
        catalogue.import_rules(change, loaded(BY_HAND.encode(), Format.YAML), activate=True, reason="reviewed")
    assert told.value.code is RuleFault.INCOMPLETE
    assert catalogue.list() == ()


def test_a_version_that_says_something_else_is_a_conflict(catalogue: Catalogue) -> None:
    with catalogue.store.writing(by="clerk", at=hour(0)) as change:
        catalogue.import_rules(change, loaded(BY_HAND.encode(), Format.YAML))
    other = dumped(catalogue.export(), Format.YAML).replace(b"min_count: 1", b"min_count: 9")
    with pytest.raises(RuleRefusal) as told, catalogue.store.writing(by="clerk", at=hour(1)) as change:
        catalogue.import_rules(change, loaded(other, Format.YAML))
    assert told.value.code is RuleFault.CONFLICT


def test_a_changed_entry_without_a_number_is_a_new_version(catalogue: Catalogue) -> None:
    with catalogue.store.writing(by="clerk", at=hour(0)) as change:
        catalogue.import_rules(change, loaded(BY_HAND.encode(), Format.YAML), activate=False)
    changed = BY_HAND.replace("min_count: 1", "min_count: 3").encode()
    with catalogue.store.writing(by="clerk", at=hour(1)) as change:
        found = catalogue.import_rules(change, loaded(changed, Format.YAML))
    assert [(one.rule_id, one.version, one.arrival) for one in found] == [
        ("la258", 2, Arrival.NEW_VERSION),
        ("45", 1, Arrival.UNCHANGED),
    ]


def test_the_sample_catalogues_come_in_whole(catalogue: Catalogue, shared: Path) -> None:
    files = sorted((shared / "samples" / "compliance").glob("*/rules.yaml"))
    assert files
    for file in files:
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
        for rule, entry in zip(loaded(file.read_bytes(), Format.YAML), entries, strict=True):
            assert rule.rule_id == entry["id"]
            assert (rule.terms.min_count, rule.terms.document.number) == (
                entry["min_count"],
                entry["document"]["number"],
            )


def test_the_published_schema_accepts_an_export_and_refuses_nonsense(catalogue: Catalogue) -> None:
    items = schema()["items"]
    assert items["required"] == ["document"]
    assert items["additionalProperties"] is False
    assert set(items["properties"]) >= set(written("a", 1, EVERYTHING, Standing(RuleState.DRAFT)))


def test_decisions_after_an_import_go_on_as_usual(catalogue: Catalogue) -> None:
    with catalogue.store.writing(by="clerk", at=hour(0)) as change:
        catalogue.import_rules(change, loaded(BY_HAND.encode(), Format.YAML))
    with catalogue.store.writing(by="head", at=hour(1)) as change:
        for kind in (K.APPROVE, K.ACTIVATE):
            catalogue.decide(change, "la258", kind)
    assert [rule.id for rule in catalogue.active(date(2022, 1, 1))] == ["la258"]


@pytest.mark.parametrize("form", list(Format))
def test_who_decided_what_when_and_why_comes_along(form: Format, tmp_path: Path) -> None:
    here = Catalogue(open_store(tmp_path / "here", create=True))
    days = iter(datetime(2024, 3, day, 7, 30, tzinfo=UTC) for day in range(1, 9))

    def act(by: str, what: Callable[[Transaction], object]) -> None:
        with here.store.writing(by=by, at=next(days)) as change:
            what(change)

    act("An", lambda change: here.import_rules(change, loaded(BY_HAND.encode(), Format.YAML)))
    (rule_id, *_) = [rule.id for rule in here.list()]
    act("An", lambda change: here.decide(change, rule_id, K.SUBMIT, "xin duyệt"))
    act("Bình", lambda change: here.decide(change, rule_id, K.APPROVE, "=đúng bản giấy"))
    act("Bình", lambda change: here.undo(change, here.last_operation(rule_id) or 0, "nhầm"))
    exported = dumped(here.export(), form)
    there = Catalogue(open_store(tmp_path / "there", create=True))
    with there.store.writing(by="Chi", at=datetime(2025, 1, 1, tzinfo=UTC)) as change:
        there.import_rules(change, loaded(exported, form))
    told = [(one.kind, one.by, f"{one.at:%d/%m %H:%M}", one.reason) for one in there.whole_history(rule_id)]
    assert told == [
        (K.IMPORT, "An", "01/03 07:30", ""),
        (K.SUBMIT, "An", "02/03 07:30", "xin duyệt"),
        (K.APPROVE, "Bình", "03/03 07:30", "=đúng bản giấy"),
        (K.UNDO, "Bình", "04/03 07:30", "nhầm"),
        (K.IMPORT, "Chi", "01/01 00:00", ""),
    ]
    assert there.export() == here.export()
    (entry,) = (entry for entry in there.export() if entry["id"] == rule_id)
    assert entry["decisions"][3]["undoes"] == entry["decisions"][2]["at"]


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | st.text(max_size=12)
_KEYS = st.text(max_size=6) | st.integers()
_YAML = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4))


@given(_YAML, st.booleans())
def test_plain_yaml_is_read_as_the_library_reads_it(value: object, flow: bool) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow).encode()
    assert plain_yaml.load(text) == yaml.safe_load(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "- &a [1]\n- *a", "a: &b {c: 1}\nd: {<<: *b, e: 2}", "? [1, 2]\n: 3", "- !!str 12\n- 012\n- 1:30\n- ~",
        "a: 1\na: 2", "- =", "--- 1\n--- 2", "- [unclosed", "- 2019-02-30", "- yes\n- 'yes'\n- 1_000\n- .inf",
        "- 2020-01-01 10:00:00+07:00", "? [1]\n: 2", "- !!python/object/apply:os.system [ls]",
    ],
)  # fmt: skip
def test_yaml_of_every_kind_is_read_as_the_library_reads_it(text: str) -> None:
    def outcome(read: Callable[[bytes], object]) -> object:
        try:
            return read(text.encode())
        except (yaml.YAMLError, ValueError) as error:
            return type(error)

    assert outcome(plain_yaml.load) == outcome(yaml.safe_load)
