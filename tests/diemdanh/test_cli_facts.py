from __future__ import annotations

import json
from pathlib import Path

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
