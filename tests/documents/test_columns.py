"""The order of a page in columns, from where its words stand."""

from __future__ import annotations

from documents.layout import Token, reading_order

_STEP = 10.0


def _words(row: int, x: float, text: str) -> list[Token]:
    """A line typed from `x`, ten points a letter; `_` is room where the reader lost a letter."""
    found = []
    for word in text.split(" "):
        if word.strip("_"):
            lost = len(word) - len(word.lstrip("_"))
            found.append(Token(word.strip("_"), x + _STEP * lost, 30.0 * row, x + _STEP * len(word), 30.0 * row + 20))
        x += _STEP * (len(word) + 0.9)
    return found


def test_a_letter_lost_above_two_columns_begins_none() -> None:
    """The gap of the lost letter lies over the columns' gutter; the sentence above them is still one sentence."""
    above = ["Vào hồi 16 giờ ngày mồng hai __i bộ ấp Bàu Tre Hạ", "họp thường kỳ tháng mười hai ở nhà văn hóa của ấp."]
    left = [
        "Khách mời:",
        "- Đ/c Lê Minh Sang Anh, Phó Bí",
        "thư Thường trực Đảng ủy xã ta",
        "- Đ/c Võ Tấn Quang, cán bộ xã",
        "phụ trách công tác nông hội.",
    ]
    right = [
        "Tổng số đảng viên 29",
        "đồng chí. Có mặt 27",
        "đồng chí. Vắng mặt hai",
        "đồng chí, vì đi chữa",
        "bệnh ở tỉnh.",
    ]
    words = [w for n, text in enumerate(above) for w in _words(n, 0, text)]
    for n, (one, other) in enumerate(zip(left, right, strict=True), 2):
        words += _words(n, 0, one) + _words(n, 330, other)
    lines = [" ".join(t.text for t in line) for line in reading_order(words)]
    assert lines == [above[0].replace("_", ""), above[1], *left, *right]
