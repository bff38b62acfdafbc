"""Repaired letters, with the way back to the source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vntext.cleaning import clean, cleaned, mend_ocr

raws = st.text(alphabet="aĐÐƣđễe\u0302\u0301\u0323\u031b\u00ad\u200bﬁn \u2028\ufeffủu\u0309", max_size=30)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Ðảng bộ", "Đảng bộ"),
        ("Lƣu trữ", "Lưu trữ"),
        ("Tha\u0300nh uy\u0309", "Thành uỷ"),
        ("Bí\u200b thư\ufeff", "Bí thư"),
        ("phân phối ﬁlm", "phân phối film"),
        ("dòng\u2028mới", "dòng\nmới"),
        ("", ""),
    ],
)
def test_what_is_mended(raw: str, text: str) -> None:
    assert cleaned(raw) == text


def test_a_span_leads_back_to_what_stood_there() -> None:
    aligned = clean("đ/c Nguye\u0302\u0303n Va\u0306n\u00ad A")
    start = aligned.text.index("Nguyễn")
    low, high = aligned.span(start, start + len("Nguyễn Văn"))
    assert aligned.raw[low:high] == "Nguye\u0302\u0303n Va\u0306n\u00ad"
    assert aligned.find(low) == start
    assert aligned.span(3, 3) == (3, 3)


def test_a_part_of_a_ligature_leads_back_to_all_of_it() -> None:
    aligned = clean("ﬁx")
    assert [aligned.span(at, at + 1) for at in range(3)] == [(0, 1), (0, 1), (1, 2)]


@given(raws)
def test_clean_text_is_composed_and_stays_clean(raw: str) -> None:
    text = cleaned(raw)
    assert unicodedata.is_normalized("NFC", text)
    assert cleaned(text) == text


@given(raws)
def test_every_span_leads_to_text_that_cleans_to_it(raw: str) -> None:
    aligned = clean(raw)
    assert len(aligned.source) == len(aligned.text) + 1
    assert list(aligned.source) == sorted(aligned.source)
    for start in range(len(aligned.text)):
        low, high = aligned.span(start, start + 1)
        assert aligned.text[start] in cleaned(raw[low:high])


@pytest.mark.parametrize("read", ["32-QĐÐ/TU", "32-QÐĐ/TU", "32-QÐ/TU", "32-QĐ/TU"])
def test_what_the_engine_makes_of_a_d(read: str) -> None:
    assert mend_ocr(read) == "32-QĐ/TU"


@pytest.mark.parametrize(("read", "meant"), [("7ˆ", "7"), ("´An", "An"), ("~", "~"), ("a^b", "a^b")])
def test_lone_marks_at_the_edge_of_a_word_go(read: str, meant: str) -> None:
    assert mend_ocr(read) == meant
