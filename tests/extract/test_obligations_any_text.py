"""Any text is read without raising; what is found is grounded in it."""

from __future__ import annotations

import time

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from test_structure_tree import document

from extract.assembly import find_regulation
from vntext.cleaning import cleaned

SOUP = (
    'Điều 1. khoản 2 a) - + ; : . , ( ) “ ” " Tỉnh ủy viên Bí thư Phó các đồng chí Ban Thường vụ dự sinh hoạt chi bộ '
    "ít nhất không dưới hai 02 (hai) lần mỗi hằng năm quý tháng /năm trước ngày 15/12 hằng năm riêng trừ không áp dụng "
    "đối với báo cáo định kỳ thường xuyên phải cần có hiệu lực kể từ ngày ký từ tháng 4 đến hết 2026 Quy định số "
    "32-QĐ/TU STT Chức danh Mức tối thiểu 1 2 | \n \n\n \f Kính gửi PV: Tôi như sau gọi chung là"
)
WORDS = st.sampled_from(SOUP.split(" "))


@settings(max_examples=40)
@given(st.lists(WORDS, max_size=120))
def test_keyword_soup_never_raises(words: list[str]) -> None:
    one = document(cleaned(" ".join(words)))
    for duty in find_regulation(one).obligations:
        assert duty.quote == one.text[duty.start : duty.end]
        assert duty.every >= 1
        assert len(duty.who) == 0 or all(duty.who)


@settings(max_examples=30)
@given(st.text(max_size=400))
def test_random_text_never_raises(text: str) -> None:
    clean = cleaned(text)
    one = document("".join(c for c in clean if c not in "\r\x0b\x1c\x1d\x1e\x85"))
    for duty in find_regulation(one).obligations:
        assert duty.quote == one.text[duty.start : duty.end]


def test_an_empty_text_says_nothing() -> None:
    found = find_regulation(document(""))
    assert found.obligations == () and found.assignments == ()


def test_a_long_line_of_commas_and_brackets_ends() -> None:
    text = "Các sở " + "(hằng năm, " * 400 + "báo cáo" + ")" * 400 + "; " * 500
    assert find_regulation(document(text)).assignments == ()


HOSTILE = {
    "one word without end": "a" * 60_000,
    "spaces": "Điều 1." + " " * 60_000 + "dự sinh hoạt",
    "commas and digits": "1, 2, 3/4, 5-6-7, " * 1_000,
    "numbers that are none": "12345-QĐ/TU/nb-" * 800,
    "nested brackets": "(" * 5_000 + "riêng Bí thư" + ")" * 5_000,
    "open quotes": "“" * 3_000 + "dự sinh hoạt 2 lần/năm",
    "items of items": "a) b) c) 1. 1.1. 1.1.1. - + I. II. " * 500,
    "marks without letters": "\u0301\u0309\u0303" * 8_000,
    "right to left": "\u202e" + "ít nhất 2 lần/năm " * 120,
    "one cadence after another": "mỗi quý một lần, " * 150,
    "actors without verbs": "các đồng chí Tỉnh ủy viên, Huyện ủy viên, " * 100,
    "exceptions of exceptions": "trừ riêng không áp dụng đối với " * 120,
    "relative clauses": "được Ban Thường vụ phân công được giao " * 100,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read_within_a_second_a_page(text: str) -> None:
    one = document(cleaned(text))
    start = time.process_time()
    found = find_regulation(one).obligations
    pages = max(1.0, len(text.split()) / 450, len(text) / 3_000)
    assert time.process_time() - start < 1.0 * pages
    assert all(duty.quote == one.text[duty.start : duty.end] for duty in found)
