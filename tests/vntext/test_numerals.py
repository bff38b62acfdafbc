"""Numbers in words, digits and Roman numerals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vntext.folding import Key, fold
from vntext.numerals import NUMBER, number, roman, words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("02", 2), ("một", 1), ("Mười lăm", 15), ("mười nhăm", 15), ("hai mươi mốt", 21), ("ba mươi tư", 34), ("bảy mươi", 70),
        ("bẩy", 7), ("năm", 5), ("chín mươi chín", 99), ("hai mươi lăm", 25), ("không", 0), ("", None), ("tư", None), ("mươi hai", None),
        ("mười mốt", None), ("hai ba", None), ("lần", None), ("²", None), ("một mươi", None), ("mười không", None),
    ],
)  # fmt: skip
def test_a_number_in_words_or_digits(text: str, value: int | None) -> None:
    assert number(text) == value


@given(st.integers(0, 99))
def test_words_and_numbers_are_inverse(value: int) -> None:
    assert number(words(value)) == value


@given(st.integers(1, 99))
def test_the_pattern_takes_every_number_whole(value: int) -> None:
    for text in (words(value), f"{value}", f"{value:02d}"):
        match = re.match(NUMBER, fold(text, Key.PLACEMENT))
        assert match and match[0] == fold(text, Key.PLACEMENT)


@pytest.mark.parametrize("value", [-1, 100])
def test_beyond_ninety_nine_there_are_no_words(value: int) -> None:
    with pytest.raises(ValueError, match="between"):
        words(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I", 1),
        ("iv", 4),
        ("XIV", 14),
        ("XX", 20),
        ("xlix", 49),
        ("MCMXCIX", 1999),
        ("IIII", None),
        ("VX", None),
        ("", None),
        ("A", None),
    ],
)
def test_roman(text: str, value: int | None) -> None:
    assert roman(text) == value


def test_all_romans_up_to_a_hundred() -> None:
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    units = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    assert [roman(t + u) for t in tens for u in units][1:] == list(range(1, 100))
