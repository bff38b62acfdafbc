"""What people are told of a rule, in both languages, says all that binds them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extract.obligation import DocumentEvidence, Per, WhereKind
from rules_catalog import explaining
from rules_catalog.decision_rows import DecisionRow
from rules_catalog.explaining import explain
from rules_catalog.lifecycle import DecisionKind
from rules_catalog.rule import Instrument, Rule, RuleState, RuleTerms

TERMS = RuleTerms(
    Instrument("32-QĐ/TU", "Quy định", date(2019, 8, 7), "Ban Thường vụ Tỉnh ủy Đồng Nai"),
    ("provincial_committee_member",),
    ("provincial_secretary",),
    who=("Tỉnh ủy viên",),
    who_excludes=("Bí thư",),
    where_kind=WhereKind.RESIDENTIAL_BRANCH,
    min_count=2,
    per=Per.YEAR,
    effective_from=date(2019, 8, 7),
    clause="Điều 3 khoản 1",
    quote="dự ít nhất\n2 lần/năm",
    page=1,
)
RULE = Rule("dn32", 1, RuleState.ACTIVE, TERMS)
AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
HISTORY = (
    DecisionRow(2, DecisionKind.PROPOSE, "dn32", 1, "new", RuleState.DRAFT, "", "lan", AT),
    DecisionRow(5, DecisionKind.ACTIVATE, "dn32", 1, "approved", RuleState.ACTIVE, "đã đối chiếu", "minh", AT),
)


def test_in_vietnamese() -> None:
    assert explain(RULE, HISTORY).split("\n") == [
        "Quy định dn32, phiên bản 1: đang có hiệu lực.",
        "Căn cứ: Quy định 32-QĐ/TU ngày 07/08/2019 của Ban Thường vụ Tỉnh ủy Đồng Nai, Điều 3 khoản 1.",
        "Ai phải làm gì: Tỉnh ủy viên (trừ Bí thư) phải dự sinh hoạt chi bộ tại chi bộ khu dân cư, ít nhất 2 lần mỗi năm.",
        "Có hiệu lực từ 07/08/2019, chưa có ngày hết hiệu lực.",
        "Nguyên văn: “dự ít nhất 2 lần/năm” (trang 1)",
        "Quá trình:",
        "- 05/01/2026, lan: đề xuất phiên bản 1",
        "- 05/01/2026, minh: cho hiệu lực phiên bản 1, lý do: đã đối chiếu",
    ]


def test_in_english() -> None:
    told = explain(RULE, HISTORY, "en")
    assert "must attend branch meetings in residential branches, at least 2 times each year." in told
    assert "- 2026-01-05, minh: activated version 1, because: đã đối chiếu" in told


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (replace(RULE, closed_on=date(2023, 6, 30)), "Its last day in force is 2023-06-30"),
        (replace(RULE, closed_on=date(2019, 8, 6)), "never in force"),
        (replace(RULE, suspended=((date(2022, 1, 1), None),)), "Suspended from 2022-01-01"),
        (replace(RULE, needs_decision_after=date(2025, 6, 30)), "a person has to extend or end the rule"),
        (replace(RULE, state=RuleState.DRAFT), "Once activated it is in force from 2019-08-07"),
        (replace(RULE, terms=replace(TERMS, effective_from=None)), "does not say from when"),
        (replace(RULE, terms=replace(TERMS, evidence=DocumentEvidence.PRESS_REPORT)), "provisional"),
        (replace(RULE, terms=replace(TERMS, min_count=None, per=None)), "without a figure"),
        (replace(RULE, terms=replace(TERMS, every=2, per=Per.MONTH)), "every 2 months"),
        (replace(RULE, terms=replace(TERMS, due="12-15")), "Due by 15/12 each year"),
        (replace(RULE, terms=replace(TERMS, assumed=(("where_kind", "by letter"),))), "the kind of branch"),
        (replace(RULE, terms=replace(TERMS, supersedes=("old",), excepts=("all",))), "Replaces: old."),
        (replace(RULE, terms=replace(TERMS, scope="u1")), "Only for the unit u1"),
    ],
)
def test_what_else_binds_is_told(rule: Rule, told: str) -> None:
    assert told in explain(rule, (), "en")
    assert explain(rule, (), "vi").count("\n") == explain(rule, (), "en").count("\n")


def test_both_languages_have_every_sentence() -> None:
    text = (Path(explaining.__file__).parent / "data" / "explaining.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    assert _shape(words["vi"]) == _shape(words["en"])
    assert set(words["vi"]["state"]) == set(RuleState)
    assert set(words["vi"]["decision"]) == set(DecisionKind)


def _shape(words: dict[str, object]) -> object:
    return {name: _shape(value) if isinstance(value, dict) else True for name, value in words.items()}
