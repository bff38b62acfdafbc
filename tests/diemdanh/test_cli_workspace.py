from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from diemdanh.cli import main


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def run(home: Path, *arguments: str) -> int:
    return main(["--lang", "en", "--home", str(home), *arguments])


def test_a_workspace_is_made_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "init") == 0
    assert run(home, "init") == 1
    assert capsys.readouterr().err.startswith("workspace_exists: ")


def test_without_a_workspace_one_plain_sentence(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "verify") == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("no_workspace: ")


def test_a_touched_row_is_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    run(home, "init")
    run(home, "settings", "set", "leave_days", "40", "--by", "An")
    assert run(home, "verify") == 0
    with sqlite3.connect(home / "diemdanh.db") as db:
        db.execute("DROP TRIGGER audit_no_update")
        db.execute("UPDATE audit SET by = 'Binh' WHERE what = 'setting.put'")
    assert run(home, "verify", "--json") == 1
    faults = json.loads(capsys.readouterr().out.split("\n{", 1)[-1].join(("{", "")))["faults"]
    assert faults


def test_a_setting_is_changed_shown_and_not_by_a_dry_run(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(home, "init")
    assert run(home, "settings", "set", "leave_days", "45", "--dry-run") == 0
    assert run(home, "settings", "set", "leave_days", "nhiều") == 1
    capsys.readouterr()
    run(home, "settings", "--json")
    assert json.loads(capsys.readouterr().out)["leave_days"] == 30


def test_a_copy_restores_elsewhere(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(home, "init")
    run(home, "settings", "set", "leave_days", "45")
    assert run(home, "backup", str(tmp_path / "copy.zip")) == 0
    assert run(tmp_path / "other", "restore", str(tmp_path / "copy.zip")) == 0
    capsys.readouterr()
    run(tmp_path / "other", "settings", "--json")
    assert json.loads(capsys.readouterr().out)["leave_days"] == 45
    assert run(tmp_path / "other", "restore", str(tmp_path / "copy.zip")) == 1


def test_a_copy_is_looked_into_before_it_is_put_back(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(home, "init")
    copy = tmp_path / "copy.zip"
    assert run(home, "backup", str(copy), "--dry-run") == 0
    assert not copy.exists()
    run(home, "backup", str(copy))
    run(home, "settings", "set", "leave_days", "45")
    capsys.readouterr()
    assert run(home, "restore", str(copy), "--dry-run") == 0
    (row,) = (line for line in capsys.readouterr().out.splitlines() if "Log entries" in line)
    in_copy, here = map(int, re.findall(r"\d+", row))
    assert here == in_copy + 1
    run(home, "settings", "--json")
    assert json.loads(capsys.readouterr().out)["leave_days"] == 45
    elsewhere = tmp_path / "not" / "there"
    assert run(elsewhere, "restore", str(copy), "--dry-run") == 0
    assert not elsewhere.parent.exists()


def test_files_that_are_never_read_are_named(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(home, "init")
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("ghi âm.mp3", "Thumbs.db", "~$a.docx", ".ẩn"):
        (folder / name).write_bytes(b"x")
    assert run(home, "minutes", "import", str(folder)) == 0
    assert "1 files of no kind that is read were passed over: ghi âm.mp3" in capsys.readouterr().err


def test_an_account_is_not_made_by_a_dry_run(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(home, "init")
    for arguments in (["--dry-run"], []):
        monkeypatch.setattr("sys.stdin", io.StringIO("Mat-khau-dai-2026\n"))
        assert run(home, "accounts", "add", "minh", "--password-stdin", *arguments) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("Mat-khau-dai-2026\n"))
    assert run(home, "accounts", "add", "minh", "--password-stdin", "--dry-run") == 1
    run(home, "accounts", "disable", "minh", "--dry-run")
    capsys.readouterr()
    run(home, "accounts", "list", "--json")
    assert [(a["account"], a["disabled"]) for a in json.loads(capsys.readouterr().out)] == [("minh", False)]


def test_an_account_is_not_bound_to_a_unit_that_nobody_knows(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(home, "init")
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("Mat-khau-dai-2026\n"))
    assert run(home, "accounts", "add", "minh", "--scope", "Xã Không Có", "--password-stdin") == 1
    assert "unknown_unit" in capsys.readouterr().err
    run(home, "accounts", "list", "--json")
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("arguments", [["--no-such"], ["no-verb"], ["extract"], ["read-minutes", "x.pdf"]])
def test_wrong_usage_is_exit_2(home: Path, arguments: list[str]) -> None:
    assert run(home, *arguments) == 2


@pytest.mark.parametrize("command", ["report", "rules add", "minutes import"])
def test_a_command_s_help_has_no_english_left(command: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--lang", "vi", *command.split(), "--help"])
    page = capsys.readouterr().out
    assert "Tùy chọn" in page
    assert not any(word in page for word in ("required", "default", "OPTIONS", "Show"))


def test_help_speaks_both_languages(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--lang", "vi", "--help"])
    vietnamese = capsys.readouterr().out
    main(["--lang", "en", "--help"])
    english = capsys.readouterr().out
    assert "Tạo nơi làm việc." in vietnamese and "Make the workspace." in english
    assert "cli." not in vietnamese + english
