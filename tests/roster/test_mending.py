"""Damaged words of positions."""

from __future__ import annotations

import pytest

from roster.mending import Lexicon

LEXICON = Lexicon(
    [
        "Phó Bí thư Thường trực Đảng ủy xã Mường Lói",
        "Chủ tịch UBND xã Mường Nhà",
        "Ủy viên Ban Thường vụ Huyện ủy, Trưởng Ban Dân vận Huyện ủy",
        "Chủ tịch HĐND huyện Điện Biên",
    ]
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Phó Bí tbư Thườug trực Đảng ủp xã Mường Lói", "Phó Bí thư Thường trực Đảng ủy xã Mường Lói"),
        ("Cbủ tịch UBNP xã Mường Nhà", "Chủ tịch UBND xã Mường Nhà"),
        ("Trưởng Pan Dân vận Huyện ủy", "Trưởng Ban Dân vận Huyện ủy"),
        ("Chủ tịch HĐNR huyện Điện Biên", "Chủ tịch HĐND huyện Điện Biên"),
    ],
)
def test_a_word_that_nobody_uses_becomes_its_neighbour(written: str, meant: str) -> None:
    assert LEXICON.mend(written).casefold().replace("uỷ", "ủy") == meant.casefold()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Phó Giãn đốc Sở Y tế", "Phó Giám đốc Sở Y tế"),
        ("Chủ lịch UBND xã Mường Nhà", "Chủ tịch UBND xã Mường Nhà"),
        ("Chủ tịch UBND xã Mương Lối", "Chủ tịch UBND xã Mương Lối"),
    ],
)
def test_a_known_word_out_of_place_becomes_what_stands_there(written: str, meant: str) -> None:
    lexicon = Lexicon(["Phó Giám đốc Sở Y tế, trung gian", "Chủ tịch UBND xã Mường Nhà, giáo viên lịch sử"])
    assert lexicon.mend(written).casefold().replace("uỷ", "ủy") == meant.casefold()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PhóBí thư Thườngtrực Đảng ủy xã Mường Lói", "Phó Bí thư Thường trực Đảng ủy xã Mường Lói"),
        ("Chủtịch HĐND huyện ĐiệnBiên", "Chủ tịch HĐND huyện Điện Biên"),
        ("Chủtjch UBND xã Mường Nhà", "Chủ tịch UBND xã Mường Nhà"),
        ("Chủ tịch UBND xãMường 8", "Chủ tịch UBND xã Mường 8"),
    ],
)
def test_words_run_together_are_parted(written: str, meant: str) -> None:
    assert LEXICON.mend(written).casefold().replace("uỷ", "ủy") == meant.casefold()


def test_figures_at_the_end_of_words_run_together_stay() -> None:
    assert Lexicon(["Công chức phụ trách khu vực 8"]).mend("Công chức phụ trách khuvực9").endswith("khu vực 9")


def test_known_words_and_figures_stay() -> None:
    for text in ("Chủ tịch UBND xã Mường Lói", "Cán bộ phụ trách cụm 13", ""):
        assert LEXICON.mend(text) == text


def test_what_is_like_nothing_stays_and_is_told() -> None:
    assert LEXICON.mend("Xyzwq Đảng ủy") == "Xyzwq Đảng ủy"
    assert not LEXICON.legible("Xyzwq Đảng ủy") and LEXICON.legible("Trưởng ban Dân vận")
