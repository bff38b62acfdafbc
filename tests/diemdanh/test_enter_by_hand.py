"""`minutes enter`: pages that only a person can read, by dialogue and by options."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from diemdanh.cli import program
from diemdanh.demo.files import write_lists
from diemdanh.demo.paper import as_pdf
from diemdanh.demo.texts import minutes_of
from diemdanh.demo.world import MEETINGS
from diemdanh.desk import Desk
from diemdanh.rosters import import_facts
from documents import serialise
from documents.read import read
from minutes.entry import Entry, MeetingDetails, Origin, Settled, Source
from minutes.register import RegisterBook
from roster.people import MeetingKind
from roster.rows import FactKind
from store import journal, originals, readings
from store.database import Store, open_store
from store.journal import FileState

NOW = datetime(2024, 5, 2, 8, 0, tzinfo=UTC)


class Office:
    """A workspace with lists and one file whose meeting nobody could settle."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.paper = folder / "trang-mo.pdf"
        store = open_store(self.home, create=True)
        write_lists(folder)
        for kind in (FactKind.ROSTER, FactKind.BRANCHES):
            assert import_facts(Desk(store, "An", NOW), kind, folder / f"{kind}.csv", dry_run=False).applied
        self.paper.write_bytes(as_pdf(minutes_of(MEETINGS[1])))
        self.sha256 = _unsettled(store, self.paper)
        store.close()

    def run(self, *arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(
            program, ["--lang", "en", "--home", str(self.home), "minutes", "enter", *arguments], input=typed,
            standalone_mode=False,
        )  # fmt: skip

    def by_hand(self) -> list[tuple[str | None, str, str, tuple[tuple[str | None, str, str], ...]]]:
        """Branch, day, kind and people of each meeting entered by hand."""
        store = open_store(self.home)
        book = RegisterBook(store)
        found = [m for m in book.meetings() if m.origin is Origin.HAND]
        rows = {m.id: [r for r in book.rows(m.id) if r.settled is Settled.HAND] for m in found}
        store.close()
        return [
            (m.branch_id, m.date, m.kind.value, tuple((r.member_id, r.status.value, r.capacity.value) for r in rows[m.id]))
            for m in found
        ]  # fmt: skip

    def audit(self, what: str) -> list[dict[str, Any]]:
        store = open_store(self.home)
        found = store.rows("SELECT subject FROM audit WHERE what = ?", [what])
        store.close()
        return found


def _unsettled(store: Store, paper: Path) -> str:
    document = read(paper)
    with store.writing(by="An", at=NOW) as change:
        sha256 = originals.receive(store, change, paper)
        readings.keep(store, change, sha256, document.reader, serialise.dumps(document).encode())
        row = journal.enqueue(store, change, [(sha256, paper.name)], "minutes")[0]
        journal.mark(store, change, row, FileState.DONE)
        source = Source(sha256, 1, len(document.pages), paper.name)
        RegisterBook(store).record(
            change, Entry(None, "", MeetingKind.REGULAR, (), (source,), False, details=MeetingDetails(branch="?"))
        )
    return sha256


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_dialogue_without_marks_enters_the_meeting_and_settles_the_one_that_was_read(office: Office) -> None:
    # branch by words without marks, day as written here, kind by Enter, one present, one excused; then Enter saves
    done = office.run(typed="cam ly\n1\n8/2/2024\n\nquoc vinh\n1\nxuan truong\n1-\n\n\n")
    assert done.exception is None, done.output
    ((branch, day, kind, people),) = office.by_hand()
    assert (branch, day, kind) == ("pk-cam-ly", "2024-02-08", "regular")
    assert [(status, capacity) for _, status, capacity in people] == [
        ("present", "superior"),
        ("absent_excused", "superior"),
    ]
    assert "No file waits" in done.output
    assert office.run("--list").output.count("trang-mo") == 0


def test_nobody_from_the_roster_is_one_key(office: Office) -> None:
    assert office.run(typed="cam ly\n1\n2024-02-08\n2\n0\n\n").exception is None
    assert office.by_hand() == [("pk-cam-ly", "2024-02-08", "thematic", ())]


def test_an_empty_line_is_not_nobody_and_unknown_words_ask_again(office: Office) -> None:
    done = office.run(typed="khong co dau\ncam ly\n9\ncam ly\n1\nhôm qua\n2024-02-08\n\n\nzzz\n0\n\n")
    assert done.exception is None
    assert [said in done.output for said in ("Nothing found.", "is not understood", "or 0 where nobody")] == [True] * 3
    assert office.by_hand() == [("pk-cam-ly", "2024-02-08", "regular", ())]


def test_a_file_that_is_left_stays_as_it_was(office: Office) -> None:
    assert office.run(typed="\n").exception is None
    assert office.by_hand() == []
    assert [one["sha256"] for one in json.loads(office.run("--list", "--json").stdout)] == [office.sha256]


def test_pictures_are_written_where_asked_and_their_opening_is_logged(office: Office, tmp_path: Path) -> None:
    office.run(office.sha256[:8], "--pictures", str(tmp_path / "seen"), typed="\n")
    (picture,) = (tmp_path / "seen").iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert [row["subject"] for row in office.audit("page.open")] == [f"{office.sha256}#1"]


def test_a_script_says_all_by_options(office: Office) -> None:
    asked = (str(office.paper), "--branch", "pk-cam-ly", "--date", "2024-02-08")
    dry = office.run(*asked, "--member", "pk04", "--dry-run", "--json")
    assert json.loads(dry.stdout)["dry_run"] is True
    assert office.by_hand() == []
    done = office.run(*asked, "--member", "pk04", "--member", "pk02:absent_excused:unclear", "--json", "--by", "Hạnh")
    assert json.loads(done.stdout)["entered"] == 2
    people = (("pk04", "present", "superior"), ("pk02", "absent_excused", "unclear"))
    assert office.by_hand() == [("pk-cam-ly", "2024-02-08", "regular", people)]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--branch", "pk-cam-ly", "--date", "2024-02-08"),
        ("--branch", "nowhere", "--date", "2024-02-08", "--nobody"),
        ("--branch", "pk-cam-ly", "--date", "2024-02-08", "--member", "pk04", "--nobody"),
        ("--branch", "pk-cam-ly", "--date", "2024-02-08", "--member", "pk04:was-there"),
        ("--branch", "pk-cam-ly", "--date", "2019-02-08", "--member", "pk04"),
        ("--branch", "pk-cam-ly", "--date", "2024-02-08", "--nobody", "--pages", "7"),
    ],
)
def test_what_is_wrong_enters_nothing(office: Office, wrong: tuple[str, ...]) -> None:
    assert office.run(office.sha256[:8], *wrong).exception is not None
    assert office.by_hand() == []
