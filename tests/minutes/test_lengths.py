"""Endless lines are cut at sentences, and nothing is lost or moved."""

from __future__ import annotations

import pytest

from documents.model import Line, Origin, Page
from minutes.lengths import bounded
from minutes.paragraphs import paragraphs
from minutes.script import Leaf, Script, script_of


def script(text: str) -> Script:
    return script_of([Leaf(0, Page(1, None, (Line(text),), Origin.TXT))])


@pytest.mark.parametrize("unit", ["Đồng chí Lò Thị Mai đề nghị sửa đường. ", "không dấu chấm ", "liền"])
def test_an_endless_line_is_cut_and_keeps_its_places(unit: str) -> None:
    whole = script(unit * (24_000 // len(unit)))
    (endless,) = paragraphs(whole)
    pieces = bounded([endless])
    assert "".join(p.text for p in pieces) == endless.text
    assert max(len(p.text) for p in pieces) <= 5000 < len(endless.text)
    assert all(whole.text[p.offsets[i]] == letter for p in pieces for i, letter in enumerate(p.text) if letter != " ")
    if "." in unit:
        assert all(p.text.startswith("Đồng chí") for p in pieces)


def test_a_page_of_print_and_a_row_stay_whole() -> None:
    short = paragraphs(script("Chi bộ họp. " * 300))
    row = paragraphs(script("1 | " + "Lò Thị Mai " * 900 + " | x"))
    assert bounded(short) == short and bounded(row) == row
