"""Damaged field words of scans: put right where only one word is meant, never in names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.mending import mended


def read(text: str) -> str:
    return mended(text, tuple(range(len(text) + 1)))[0]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("đ/c Lò Thị Ún: vắngmặt", "đ/c Lò Thị Ún: vắng mặt"),
        ("Thay rnặt đồng chí", "Thay mặt đồng chí"),
        ("ý kiến củađồng chí", "ý kiến của đồng chí"),
        ("đồng chí Nguyễu Văn Khôug", "đồng chí Nguyễn Văn Khôug"),
        ("đ/cLêThị Bích", "đ/c Lê Thị Bích"),
        ("Phó Chủ tịchUBND xã", "Phó Chủ tịch UBND xã"),
        ("Chủ tịch HĐNDxã Tà Mung", "Chủ tịch HĐND xã Tà Mung"),
        ("2.7. Đức Lê Thị Tư - Chuyên viên", "2.7. Đ/c Lê Thị Tư - Chuyên viên"),
        ("do đồ ng chí ký", "do đồng chí ký"),
        ("chi bộ kbông có ý kiến", "chi bộ không có ý kiến"),
        ("32 đảng v viên, n Trưởng phòng", "32 đảng viên, Trưởng phòng"),
    ],
)
def test_a_damaged_word_of_the_field_is_put_right(seen: str, meant: str) -> None:
    assert read(seen) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Đ/c Vàng A Vắug, Lù Seo Phìn",
        "xã Kbang",
        "không dự",
        "Lò A Vư | v | m",
        "mục v",
        "ông Đức Lê Tư",
        "Trần Đức, Lê Tư",
    ],
)
def test_names_and_sound_words_stay(text: str) -> None:
    assert read(text) == text


@given(st.text(alphabet="ăắbcdđeghiklmnoôquưvxy .,:;-", max_size=60))
def test_every_place_of_a_mended_text_is_a_place_of_the_text(text: str) -> None:
    words, places = mended(text, tuple(range(len(text) + 1)))
    assert len(places) == len(words) + 1
    assert list(places) == sorted(places)
    assert places[-1] == len(text)
