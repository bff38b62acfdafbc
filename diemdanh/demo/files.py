"""Writes the demo's papers and lists to a folder, as an office would have them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from diemdanh.demo.paper import as_docx, as_scan
from diemdanh.demo.texts import first_regulation, minutes_of, second_regulation
from diemdanh.demo.world import MEETINGS, PEOPLE, PLACES, TERM, Meeting


def write_lists(folder: Path) -> None:
    """roster.csv, branches.csv, assignments.csv with the contract's columns."""
    start, end = (day.isoformat() for day in TERM)
    people = [(p.id, p.name, p.position, "Tỉnh ủy Phú Khê", start, end, "") for p in PEOPLE]
    _write(folder / "roster.csv", "member_id,full_name,position,unit,term_from,term_to,note", people)
    places = [(p.id, p.name, "residential", p.parent, p.parent.removeprefix("Đảng bộ "), start, "") for p in PLACES]
    _write(folder / "branches.csv", "branch_id,name,kind,parent,area,valid_from,valid_to", places)
    assigned = [(p.id, p.branch_id, start, "") for p in PEOPLE]
    _write(folder / "assignments.csv", "member_id,branch_id,valid_from,valid_to", assigned)


def _write(path: Path, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header.split(","), *rows])


def write_papers(folder: Path) -> Iterator[Path]:
    """Each paper as it is written: two regulations (a scan and a Word file), then the scanned minutes."""
    (folder / "quy-dinh").mkdir(parents=True, exist_ok=True)
    (folder / "bien-ban").mkdir(exist_ok=True)
    yield _put(folder / "quy-dinh" / "quy-dinh-2021-scan.pdf", as_scan(first_regulation(), seed=1))
    yield _put(folder / "quy-dinh" / "quy-dinh-2023.docx", as_docx(second_regulation()))
    for seed, meeting in enumerate(MEETINGS, 10):
        yield _put(folder / "bien-ban" / f"{_name(meeting)}.pdf", as_scan(minutes_of(meeting), seed))


def _name(meeting: Meeting) -> str:
    return f"{meeting.day.isoformat()}-{meeting.place_id.removeprefix('pk-')}"


def _put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
