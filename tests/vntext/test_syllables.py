from __future__ import annotations

import pytest

from vntext.syllables import is_syllable, soundness


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "Quỳnh",
        "giếng",
        "gì",
        "gìn",
        "khuya",
        "thuở",
        "xoong",
        "hoà",
        "hòa",
        "uỷ",
        "ủy",
        "ngoằn",
        "quyết",
        "ít",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["guyễn", "siữt", "Dơng", "ngọng1", "hat", "chiec", "tôo", "wagon", "bnhf", "ươc", "qđ"]
)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_soundness_tells_a_poor_layer_from_a_good_one() -> None:
    good = soundness("Chi bộ tổ chức sinh hoạt định kỳ; UBND xã có mặt: https://example.invalid/abc")
    poor = soundness("Chi b0 tc5 chirc sinh hoqt dinh kY; UBND xa co m?t")
    assert good.valid == 1.0 and good.marked > 0.7
    assert poor.valid < 0.8 and poor.marked == 0.0


def test_a_text_without_spaces_costs_no_more_than_its_length() -> None:
    assert soundness("<div>" * 200_000).valid < 0.5
