"""Walk (b): scanned minutes and a roster, through every room and the public verbs, to figures and a report."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from diemdanh.cli import main
from diemdanh.demo.files import write_lists
from diemdanh.demo.paper import as_docx, as_scan
from diemdanh.demo.texts import minutes_of
from diemdanh.demo.world import MEETINGS

RULES = """
- id: quota
  document: {number: 57-QĐ/TU, type: Quy định, issued: 2023-12-12, issuer: Ban Thường vụ Tỉnh ủy Phú Khê}
  who_ids: [provincial_committee_member]
  who_excludes_ids: [provincial_secretary, provincial_deputy_secretary]
  action: attend_branch_meeting
  where_kind: assigned_residential_branch
  min_count: 1
  per: quarter
  effective_from: 2024-01-01
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace into which the year's minutes came as Word files."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    write_lists(folder)
    (folder / "minutes").mkdir()
    for meeting in MEETINGS:
        name = f"{meeting.day.isoformat()}-{meeting.place_id}.docx"
        (folder / "minutes" / name).write_bytes(as_docx(minutes_of(meeting)))
    run(folder, "init")
    assert (
        run(folder, "rules", "import", str(folder / "rules.yaml"), "--activate", "--by", "An", "--reason", "demo") == 0
    )
    for verb in ("roster", "branches", "assignments"):
        assert run(folder, verb, "import", str(folder / f"{verb}.csv")) == 0
    assert run(folder, "minutes", "import", str(folder / "minutes"), "--jobs", "2") == 0
    yield folder


def run(folder: Path, *arguments: str) -> int:
    return main(["--lang", "en", "--home", str(folder / "home"), *arguments])


def asked(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert run(folder, *arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


def statuses(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    rows = asked(folder, capsys, "compliance", "--period", "2024-Q1", "--as-of", "2024-05-02")
    return {row["member_id"]: row["status"] for row in rows}


def test_the_quarter_is_judged_as_a_clerk_would(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert statuses(home, capsys) == {
        "pk03": "met",  # in the superiors' line on 5 January
        "pk04": "met",  # on 8 February
        "pk05": "short",  # sent his deputy on 8 March; all minutes of his branch are in
        "pk06": "unknown",  # the February minutes of his branch are missing
        "pk07": "met",  # by his post on 12 March
        "pk08": "review",  # a namesake without a post on 13 February may be he
        "pk09": "met",
    }


def test_a_namesake_is_never_entered_unasked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waiting = asked(home, capsys, "minutes", "review")["rows"]
    assert [(row["name_written"], {c["member_id"] for c in row["candidates"]}) for row in waiting] == [
        ("Hoàng Văn Dũng", {"pk07", "pk08"})
    ]


def test_whoever_sent_somebody_was_not_there(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = asked(home, capsys, "attendance", "list", "--member", "pk05")
    assert [(row["date"], row["status"]) for row in rows] == [("2024-03-08", "delegated")]


def test_the_same_minutes_again_change_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = asked(home, capsys, "attendance", "list")
    assert run(home, "minutes", "import", str(home / "minutes")) == 0
    assert asked(home, capsys, "attendance", "list") == before


def test_the_figure_is_explained_with_its_sentence(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(home, "compliance", "explain", "pk06", "quota", "2024-Q1", "--as-of", "2024-05-02") == 0
    said = capsys.readouterr().out
    assert "02/2024" in said or "2024-02" in said


def test_who_is_not_bound_is_told_why(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "compliance", "explain", "pk06", "quota", "1999-Q1") == 1
    assert run(home, "compliance", "explain", "nobody", "quota", "2024-Q1") == 1
    capsys.readouterr()
    assert run(home, "compliance", "explain", "pk01", "quota", "2024-Q1") == 0
    said = capsys.readouterr().out
    assert "Not bound by this rule on any day of the period." in said and "excluded, being" in said


def test_only_a_short_figure_can_be_confirmed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("quota", "2024-Q1", "--as-of", "2024-05-02", "--by", "Hạnh", "--reason", "đồng chí xác nhận không dự")
    assert run(home, "compliance", "confirm", "pk06", *arguments) == 1
    assert run(home, "compliance", "confirm", "pk05", *arguments) == 0
    rows = asked(home, capsys, "compliance", "--period", "2024-Q1", "--as-of", "2024-05-02")
    assert [row["member_id"] for row in rows if row["confirmed"]] == ["pk05"]


def test_the_report_opens_and_has_no_formula_from_data(home: Path) -> None:
    out = home / "report.xlsx"
    assert run(home, "report", "--period", "2024-Q1", "--as-of", "2024-05-02", "--out", str(out)) == 0
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "Bùi Xuân Trường" for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize(
    ("form", "period", "says"),
    [
        ("docx", "2024-Q1", b"PK\x03\x04"),
        ("html", "2024-Q1", "Bùi Xuân Trường".encode()),
        ("csv", "2024-Q1", "Bùi Xuân Trường".encode()),
        # the second quarter is open: who has not been yet owes a visit
        ("ics", "2024-Q2", b"BEGIN:VEVENT"),
    ],
)
def test_every_kind_of_paper_is_written(home: Path, form: str, period: str, says: bytes) -> None:
    out = home / f"report.{form}"
    assert run(home, "report", "--period", period, "--as-of", "2024-05-02", "--format", form, "--out", str(out)) == 0
    assert says in out.read_bytes()


@pytest.mark.ocr
def test_a_scan_says_the_same_as_the_word_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meeting = next(m for m in MEETINGS if m.place_id == "pk-cam-ly" and m.guests)
    scan, word = home / "scan.pdf", home / "word.docx"
    scan.write_bytes(as_scan(minutes_of(meeting), 5))
    word.write_bytes(as_docx(minutes_of(meeting)))
    capsys.readouterr()
    assert main(["read-minutes", str(scan), str(word), "--roster", str(home / "roster.csv"), "--jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    said = [[(a["member_id"], a["status"], a["needs_review"]) for a in row["attendance"]] for row in rows]
    assert said[0] == said[1] == [("pk04", "present", False), ("pk02", "absent_excused", False)]
    assert [row["meeting"]["date"] for row in rows] == ["2024-02-08", "2024-02-08"]
    assert all(a["page"] == 1 and a["bbox"] for a in rows[0]["attendance"])
