"""Torn words become one, echoes go; two words stay two."""

from __future__ import annotations

import pytest

from documents.layout import Token
from documents.torn import joined


def tokens(*pieces: tuple[str, float]) -> list[Token]:
    """(text, gap before it in heights); letters are half as wide as high."""
    line, x = [], 0.0
    for text, gap in pieces:
        x += 40 * gap
        line.append(Token(text, x, 0, x + 20 * len(text), 40, 0.9))
        x += 20 * len(text)
    return line


@pytest.mark.parametrize(
    ("pieces", "texts"),
    [
        ((("đồng", 0), ("chí", 0.3), ("N", 0.3), ("guyễn", 0.3), ("Sáng,", 0.3)), ["đồng", "chí", "Nguyễn", "Sáng,"]),
        ((("Thủy", 0), ("X", 0.3), ("uân,", 0.1)), ["Thủy", "Xuân,"]),
        ((("17/06/20", 0), ("19", 0.2), ("về", 0.3)), ["17/06/2019", "về"]),
        ((("khu", 0), ("C", 0.3), ("ông", 0.3), ("Ba", 0.3)), ["khu", "C", "ông", "Ba"]),
        ((("Văn", 0), ("A", 0.3), ("vắng", 0.3)), ["Văn", "A", "vắng"]),
        ((("N.", 0), ("ăn", 0.05)), ["N.", "ăn"]),
        ((("17/06/20", 0), ("1999", 0.2)), ["17/06/20", "1999"]),
        ((("N", 0), ("guyễn", 3.0)), ["N", "guyễn"]),
        ((("Tổng", 0), ("số", 0.3), ("s", -0.6), ("đảng", 0.7)), ["Tổng", "số", "đảng"]),
        ((("Đảng", 0), ("ủ", 0.3), ("ủy", -0.25), ("xã", 0.3)), ["Đảng", "ủy", "xã"]),
        ((("ở", 0), ("ở", -0.3)), ["ở", "ở"]),
        ((("Tổ", 0), ("ổ", 0.1)), ["Tổ", "ổ"]),
        ((("số", 0), ("a", -0.6)), ["số", "a"]),
    ],
)
def test_tears(pieces: tuple[tuple[str, float], ...], texts: list[str]) -> None:
    assert [token.text for token in joined(tokens(*pieces))] == texts


def test_the_whole_word_has_the_box_of_both_and_the_lesser_confidence() -> None:
    (one,) = joined([Token("X", 0, 2, 20, 40, 0.9), Token("uân", 22, 0, 80, 41, 0.5)])
    assert (one.x0, one.top, one.x1, one.bottom, one.confidence) == (0, 0, 80, 41, 0.5)
