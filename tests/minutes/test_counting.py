"""The records of head counts: each reads the figures of its examples, and nothing in its counter-examples."""

from __future__ import annotations

from typing import Any

import pytest

from documents.model import Document, Line, Origin, Page
from minutes.counting import compiled, counts_of, records
from minutes.paragraphs import paragraphs
from minutes.script import Leaf, script_of
from minutes.sheet import Counts
from minutes.wording import key_of


@pytest.mark.parametrize("record", records(), ids=lambda r: str(r["id"]))
def test_a_record_reads_its_examples_only(record: dict[str, Any]) -> None:
    pattern = compiled(record["expression"])
    assert record["examples"]
    for text, *figures in record["examples"]:
        found = pattern.search(key_of(text))
        assert found is not None, text
        wanted = found.groupdict()
        assert [int(wanted[name]) for name in (("p", "t") if record["tells"] == "fraction" else ("n",))] == figures
    for text in record["never"]:
        assert pattern.search(key_of(text)) is None, text


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Đv 22, có 20, v 2 (Bình ốm, Hạnh k lý do)", Counts(22, 20, 2)),
        ("Chi bộ có 24 đ/c, có mặt 21 đ/c; vắng 3 đ/c", Counts(24, 21, 3)),
        ("Tổng số đảng viên: 22. Tham gia: 19. Vắng: 3 (mất sóng 2, ốm 1).", Counts(22, 19, 3)),
        ("Tổng số: 30 đ/c. Có mặt: 28 đ/c. Vắng có lý do: 01 đ/c; vắng không lý do: 01 đ/c.", Counts(30, 28, 2)),
        ("Dự họp có 19 đảng viên trên tổng số 24 đồng chí", Counts(24, 19, None)),
    ],
)
def test_the_figures_of_one_line(text: str, counts: Counts) -> None:
    page = Page(1, None, (Line(text),), Origin.TXT)
    document = Document("0" * 64, "text/plain", (page,), "test")
    assert counts_of(paragraphs(script_of([Leaf(0, document.pages[0])]))) == counts
