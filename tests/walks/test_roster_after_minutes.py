"""Day one: the archive comes first, the lists of people and branches later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diemdanh.cli import main
from diemdanh.demo.files import write_lists
from diemdanh.demo.paper import as_docx
from diemdanh.demo.texts import minutes_of
from diemdanh.demo.world import MEETINGS


class Office:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def run(self, *arguments: str) -> int:
        return main(["--lang", "en", "--home", str(self.folder / "home"), *arguments])

    def json(self, *arguments: str) -> Any:
        self._capsys.readouterr()
        assert self.run(*arguments, "--json") == 0
        return json.loads(self._capsys.readouterr().out)

    def present(self) -> set[tuple[str, str, bool]]:
        rows = self.json("attendance", "list")
        return {(row["member_id"], row["date"], row["waiting"]) for row in rows if row["status"] == "present"}


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """Two minutes with guests are in; no list is."""
    write_lists(tmp_path)
    (tmp_path / "minutes").mkdir()
    for meeting in [m for m in MEETINGS if m.guests and m.guests[0][1]][:2]:
        (tmp_path / "minutes" / f"{meeting.day}.docx").write_bytes(as_docx(minutes_of(meeting)))
    found = Office(tmp_path, capsys)
    assert found.run("init") == 0
    assert found.run("minutes", "import", str(tmp_path / "minutes")) == 0
    return found


def test_nothing_is_entered_while_nobody_and_no_branch_is_known(office: Office) -> None:
    assert office.present() == set()
    assert len(office.json("minutes", "review")["meetings"]) == 2


def test_rematch_settles_what_the_lists_now_tell(office: Office) -> None:
    for verb in ("roster", "branches", "assignments"):
        assert office.run(verb, "import", str(office.folder / f"{verb}.csv")) == 0
    before = office.present()
    assert office.run("minutes", "rematch", "--dry-run") == 0
    assert office.present() == before == set()
    assert office.run("minutes", "rematch") == 0
    assert office.present() == {("pk03", "2024-01-05", False), ("pk04", "2024-02-08", False)}
    assert office.json("minutes", "review")["meetings"] == []
    assert office.run("verify") == 0


def test_a_second_rematch_changes_nothing(office: Office) -> None:
    for verb in ("roster", "branches", "assignments"):
        office.run(verb, "import", str(office.folder / f"{verb}.csv"))
    office.run("minutes", "rematch")
    assert office.json("minutes", "rematch") == []
