from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
import pypdfium2

from diemdanh.demo.files import write_lists
from diemdanh.demo.paper import as_docx, as_pdf, as_scan
from diemdanh.demo.texts import minutes_of, second_regulation
from diemdanh.demo.world import MEETINGS, PEOPLE, PLACES, place


def _text(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_a_scan_is_a_picture_of_the_paper() -> None:
    paper = minutes_of(MEETINGS[0])
    assert "Nguyễn Đình Khoa" in _text(as_pdf(paper))
    assert _text(as_scan(paper, seed=3)).strip() == ""


def test_the_same_seed_gives_the_same_paper() -> None:
    assert as_pdf(second_regulation()) == as_pdf(second_regulation())


def test_the_word_file_has_the_clauses() -> None:
    lines = [p.text for p in docx.Document(io.BytesIO(as_docx(second_regulation()))).paragraphs]
    assert "Điều 1. Mức dự" in lines


def test_the_world_agrees_with_itself(tmp_path: Path) -> None:
    write_lists(tmp_path)
    with (tmp_path / "assignments.csv").open(encoding="utf-8") as file:
        assigned = list(csv.DictReader(file))
    assert {row["member_id"] for row in assigned} == {person.id for person in PEOPLE}
    assert {row["branch_id"] for row in assigned} <= {p.id for p in PLACES}
    assert all(place(meeting.place_id).secretary for meeting in MEETINGS)
    assert len({(m.place_id, m.day) for m in MEETINGS}) == 12
