from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from diemdanh.cli import main

HEADER = "member_id,full_name,position,unit,term_from,term_to,note\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert main(["--home", str(tmp_path / "home"), "init"]) == 0
    return tmp_path / "home"


def run(home: Path, *arguments: str) -> int:
    return main(["--lang", "en", "--home", str(home), *arguments])


def table(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def listed(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run(home, *arguments, "--json") == 0
    return list(json.loads(capsys.readouterr().out))


def test_a_roster_comes_in_and_again_changes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path, "r.csv", HEADER + "a1,Lò Thị Mai,Tỉnh ủy viên,Tỉnh ủy,2020-10-20,,\n")
    assert run(home, "roster", "import", file) == 0
    assert run(home, "roster", "import", file) == 0
    assert "0 added, 0 changed" in capsys.readouterr().out
    rows = listed(home, capsys, "roster", "list")
    assert [(r["id"], r["roles"]) for r in rows] == [("a1", "provincial_committee_member")]


def test_a_dry_run_writes_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = table(tmp_path, "r.csv", HEADER + "a1,Lò Thị Mai,Tỉnh ủy viên,Tỉnh ủy,,,\n")
    assert run(home, "roster", "import", file, "--dry-run") == 0
    assert "would add" in capsys.readouterr().out
    assert listed(home, capsys, "roster", "list") == []


def test_one_bad_row_keeps_the_whole_file_out(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "a1,Lò Thị Mai,Tỉnh ủy viên,Tỉnh ủy,2020-13-45,,\na2,Vi Văn Long,Tỉnh ủy viên,Tỉnh ủy,,,\n"
    assert run(home, "roster", "import", table(tmp_path, "r.csv", HEADER + rows)) == 1
    assert capsys.readouterr().err.startswith("Row 2: ")
    assert listed(home, capsys, "roster", "list") == []


def test_the_list_of_a_day_has_who_served_then(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "a1,Lò Thị Mai,Tỉnh ủy viên,Tỉnh ủy,2015,2020,\na2,Vi Văn Long,Tỉnh ủy viên,Tỉnh ủy,2021,,\n"
    run(home, "roster", "import", table(tmp_path, "r.csv", HEADER + rows))
    assert [r["id"] for r in listed(home, capsys, "roster", "list", "--on", "2022-05-01")] == ["a2"]


@pytest.mark.parametrize("verb", ["roster", "units", "branches", "assignments", "schedules", "leaves", "terms"])
def test_a_missing_file_is_told(home: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, verb, "import", "/nowhere/x.csv") == 1
    assert capsys.readouterr().err.startswith("missing: ")


GAP = (
    "a1,Lò Thị Mai,Tỉnh ủy viên,Tỉnh ủy,2015-01-01,2020-12-31,\na1,Lò Thị Mai,Phó Bí thư Tỉnh ủy,Tỉnh ủy,2021-01-15,,\n"
)


def test_short_gaps_between_posts_are_offered_and_closed(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path, "r.csv", HEADER + GAP)
    assert run(home, "roster", "import", file, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "from 2021-01-01 to 2021-01-14 (14 days)" in said and "--close-gaps" in said
    assert run(home, "roster", "import", file) == 0
    assert [r["valid_to"] for r in listed(home, capsys, "roster", "list")] == ["2020-12-31", None]
    assert run(home, "roster", "import", file, "--close-gaps", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["gaps_closed"] and [(g["member_id"], g["first"], g["last"]) for g in told["gaps"]] == [
        ("a1", "2021-01-01", "2021-01-14")
    ]
    assert [r["valid_to"] for r in listed(home, capsys, "roster", "list")] == ["2021-01-14", None]
    entries = listed(home, capsys, "audit")
    assert any(entry["what"] == "roster.close_gap" and entry["subject"] == "a1" for entry in entries)


def plan(folder: Path) -> str:
    """A plan with a duty in its text and the assignments in its appendix."""
    paper = docx.Document()
    for line in (
        "TỈNH ỦY LŨNG NHAI", "*", "Số 14-KH/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Lũng Nhai, ngày 15 tháng 01 năm 2024",
        "KẾ HOẠCH", "về việc cấp ủy viên dự sinh hoạt với chi bộ khu dân cư",
        "1. Các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh dự sinh hoạt với chi bộ được phân công mỗi quý ít nhất 01 lần.",
        "PHỤ LỤC: Danh sách phân công",
    ):  # fmt: skip
        paper.add_paragraph(line)
    grid = paper.add_table(rows=0, cols=4, style="Table Grid")
    for row in (
        ("TT", "Họ và tên", "Chức vụ", "Chi bộ được phân công"),
        ("1", "Lò Thị Mai", "TUV", "Chi bộ bản Phiêng, xã Tà Hừa"),
    ):
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    paper.save(str(folder / "ke-hoach.docx"))
    return str(folder / "ke-hoach.docx")


def test_one_plan_gives_rules_and_assignments(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = plan(tmp_path)
    assert run(home, "rules", "add", file) == 0
    assert run(home, "assignments", "import", file) == 1
    assert "Nobody on the roster is called “Lò Thị Mai”" in capsys.readouterr().err
    run(
        home, "roster", "import", table(tmp_path, "r.csv", HEADER + "a1,Lò Thị Mai,Tỉnh ủy viên,Tỉnh ủy,2020-10-20,,\n")
    )
    branch = "branch_id,name,kind,parent\nb1,Chi bộ bản Phiêng,residential,Đảng bộ xã Tà Hừa\nb2,Chi bộ bản Phiêng,residential,Đảng bộ xã Nậm\n"
    run(home, "branches", "import", table(tmp_path, "b.csv", branch))
    capsys.readouterr()
    assert run(home, "assignments", "import", file, "--from", "1/2/2024", "--to", "2024", "--dry-run") == 0
    assert "  + a1, b1, 2024-02-01, 2024-12-31" in capsys.readouterr().out
    assert run(home, "assignments", "import", file, "--from", "1/2/2024", "--to", "2024") == 0
    (row,) = listed(home, capsys, "assignments", "list")
    assert (row["member_id"], row["branch_id"], row["valid_from"]) == ("a1", "b1", "2024-02-01")
    (rule,) = listed(home, capsys, "rules", "list")
    assert (rule["where_kind"], rule["per"]) == ("assigned_branch", "quarter")
