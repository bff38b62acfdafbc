"""Numbers of the Party and of the State in every attested form, and what only looks like one."""

from __future__ import annotations

import pytest

from extract.numbers import System, find_numbers, parse_number

PARTY = {
    "32-QĐ/TU": "32-QĐ/TU",
    "32-QĐi/TU": "32-QĐi/TU",
    "258 -QĐ/TU": "258-QĐ/TU",
    "16 -\nHD/BTCTW": "16-HD/BTCTW",
    "100 - KL/TW": "100-KL/TW",
    "1046 – CV/HU": "1046-CV/HU",
    "09 KH/ĐU": "09-KH/ĐU",
    "84 QĐ/TWĐTN": "84-QĐ/TWĐTN",
    "5053-CV/VPTW/nb": "5053-CV/VPTW/nb",
    "147-CTHĐ/TU": "147-CTHĐ/TU",
    "133-KH/ĐUK": "133-KH/ĐUK",
    "32-QÐ/TU": "32-QĐ/TU",
    "03/ĐA-TU": "03/ĐA-TU",
    "32-QĐ-TU": "32-QĐ/TU",
    "O8-KH/TU": "08-KH/TU",
}
STATE = (
    "30/2020/NĐ-CP",
    "08/QĐ-UBND",
    "1630/QĐ-TTg",
    "91/2025/QH15",
    "55/2005/TTLT-BNV-VPCP",
    "398/2003/QĐ-UB",
    "817/TB-CĐKT",
)
NONE = ("07/8/2019", "2 lần/năm", "26/28 đồng chí", "UBND/HĐND", "TT/BTV", "0276.3822233", "01/6/2026-QĐ")


@pytest.mark.parametrize(("written", "normal"), PARTY.items())
def test_party_numbers(written: str, normal: str) -> None:
    number = parse_number(f"Số {written} ngày")
    assert number is not None
    assert (number.text, number.system) == (normal, System.PARTY)


@pytest.mark.parametrize("written", STATE)
def test_state_numbers(written: str) -> None:
    number = parse_number(written)
    assert number is not None
    assert (number.text, number.system) == (written, System.STATE)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number(text: str) -> None:
    assert find_numbers(text) == ()


def test_the_symbols_of_a_rule_are_one_class_and_zeros_do_not_count() -> None:
    keys = {number.key for number in map(parse_number, ("5-QĐ/TU", "05-QĐi/TU", "05-QyĐ/TU")) if number}
    assert len(keys) == 1
    one, other = parse_number("32-QĐ/TU"), parse_number("32-QĐ/HU")
    assert one is not None
    assert other is not None
    assert one.key != other.key


def test_offsets_are_those_of_the_text() -> None:
    text = "theo  Quy định số 258 –QĐ/TU, và Nghị định 30/2020/NĐ-CP."
    assert [text[m.start : m.end] for m in find_numbers(text)] == ["258 –QĐ/TU", "30/2020/NĐ-CP"]
