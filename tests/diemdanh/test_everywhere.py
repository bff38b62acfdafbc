"""One decision for all sheets of a branch with the same spelling: previewed, told row by row, undone as one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diemdanh.cli import program
from diemdanh.desk import Desk
from diemdanh.everywhere import NOT_A_CANDIDATE, decide_everywhere
from diemdanh.queue import undo
from minutes.entry import Entry, EntryRow, MeetingDetails, RegisterRefusal, RowVerdict, Settled
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import AttendanceStatus, Branch, MeetingKind, Member, Post, Validity
from roster.rows import FactKind
from store.backup import verify
from store.database import open_store

NOW = datetime(2024, 5, 2, 8, 0, tzinfo=UTC)
PRESENT = AttendanceStatus.PRESENT
IN_OFFICE = Validity(date(2023, 1, 1), date(2024, 6, 30))


def doubtful(name: str, *members: str) -> EntryRow:
    scores = tuple((member, 0.9 - n / 10) for n, member in enumerate(members))
    return EntryRow(PRESENT, None, name, "Tỉnh ủy viên", candidates=scores, reasons=("namesake",), needs_review=True)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Rows at0000001… in this order; the same spelling with and without marks placed the newer way."""
    found = Desk(open_store(tmp_path / "home", create=True), "Hạnh", NOW)
    posts = (Post("Tỉnh ủy viên", "Tỉnh ủy", (), IN_OFFICE),)
    people = (Member("m1", "Tạ Hoà Bình", posts), Member("m2", "Tạ Hòa Bình", posts))
    with found.writing() as change:
        book = Book(found.store)
        book.apply_import(change, FactKind.ROSTER, people)
        book.apply_import(
            change, FactKind.BRANCHES, (Branch("b1", "Chi bộ thôn Hạ"), Branch("b2", "Chi bộ thôn Thượng"))
        )
        for branch, day, row in (
            ("b1", "2024-01-03", doubtful("Tạ Hoà Bình", "m1", "m2")),
            ("b1", "2024-02-03", doubtful("Tạ Hòa  Bình", "m2", "m1")),  # the same spelling
            ("b1", "2024-03-03", doubtful("Tạ Hoa Bình", "m1")),  # another spelling
            ("b2", "2024-02-05", doubtful("Tạ Hoà Bình", "m1")),  # another branch
            ("b1", "2024-04-03", doubtful("Tạ Hoà Bình", "m2")),  # the machine never thought of m1
            ("b1", "2024-07-03", doubtful("Tạ Hoà Bình", "m1")),  # his term is over
        ):
            RegisterBook(found.store).record(change, Entry(branch, day, MeetingKind.REGULAR, (row,), details=MeetingDetails(branch)))  # fmt: skip
    return found


def settled(desk: Desk) -> dict[str, str | None]:
    rows = RegisterBook(desk.store).rows()
    return {row.id[-1]: row.member_id for row in rows if row.settled is Settled.ACCEPTED}


def test_it_reaches_the_sheets_of_the_branch_and_leaves_what_needs_a_look(desk: Desk) -> None:
    found = decide_everywhere(desk, "at0000001", RowVerdict.ACCEPT, "m1")
    assert [row.id[-1] for row in found.decided] == ["1", "2"]
    assert [(row.id[-1], row.left) for row in found.left] == [("5", NOT_A_CANDIDATE), ("6", "out_of_term")]
    assert settled(desk) == {"1": "m1", "2": "m1"}


def test_the_preview_says_the_same_and_writes_nothing(desk: Desk) -> None:
    said = decide_everywhere(desk, "at0000001", RowVerdict.ACCEPT, "m1", dry_run=True)
    assert settled(desk) == {} and said.operation is None
    done = decide_everywhere(desk, "at0000001", RowVerdict.ACCEPT, "m1")
    assert (said.decided, said.left) == (done.decided, done.left)


def test_all_of_it_is_undone_as_one_and_each_row_has_its_audit_entry(desk: Desk) -> None:
    found = decide_everywhere(desk, "at0000001", RowVerdict.ACCEPT, "m1", "nhận ra chữ")
    told = desk.store.rows("SELECT subject, operation FROM audit WHERE what = 'attendance.accept' ORDER BY seq")
    assert [(row["subject"][-1], row["operation"]) for row in told] == [("1", found.operation), ("2", found.operation)]
    assert found.operation is not None
    assert len(undo(desk, found.operation, "nhầm")) == 2
    assert settled(desk) == {} and RegisterBook(desk.store).queue_length() == 6
    assert verify(desk.store) == ()


def test_nobody_on_the_roster_is_said_of_all_of_them(desk: Desk) -> None:
    found = decide_everywhere(desk, "at0000002", RowVerdict.NOT_ON_ROSTER)
    assert ([row.id[-1] for row in found.decided], found.left) == (["2", "1", "5", "6"], ())


def test_a_member_who_has_a_row_at_that_meeting_is_left(desk: Desk) -> None:
    with desk.writing() as change:
        extra = EntryRow(PRESENT, "m1", "Tạ Hoà Bình (chủ trì)", confidence=1.0)
        RegisterBook(desk.store).record(change, Entry("b1", "2024-02-03", MeetingKind.REGULAR, (extra,)))
    found = decide_everywhere(desk, "at0000001", RowVerdict.ACCEPT, "m1")
    assert ("2", "conflict") in [(row.id[-1], row.left) for row in found.left]


def test_a_row_that_does_not_wait_refuses_and_changes_nothing(desk: Desk) -> None:
    decide_everywhere(desk, "at0000001", RowVerdict.ACCEPT, "m1")
    with pytest.raises(RegisterRefusal):
        decide_everywhere(desk, "at0000001", RowVerdict.NOT_ON_ROSTER)
    assert settled(desk) == {"1": "m1", "2": "m1"}


def run(desk: Desk, *arguments: str, typed: str = "") -> Result:
    done = CliRunner().invoke(
        program, ["--lang", "en", "--home", str(desk.store.home), "minutes", "review", *arguments],
        input=typed, standalone_mode=False,
    )  # fmt: skip
    assert done.exception is None, done.output
    return done


def test_the_command_previews_then_does_it(desk: Desk) -> None:
    said = json.loads(
        run(desk, "--accept", "at0000001", "--member", "m1", "--all-sheets", "--dry-run", "--json").stdout
    )
    assert [row["id"][-1] for row in said["decided"]] == ["1", "2"] and settled(desk) == {}
    done = json.loads(run(desk, "--accept", "at0000001", "--member", "m1", "--all-sheets", "--json").stdout)
    assert settled(desk) == {"1": "m1", "2": "m1"}
    run(desk, "--undo", str(done["operation"]), "--reason", "nhầm")
    assert settled(desk) == {}


def test_row_by_row_two_keystrokes_decide_one_row_and_u_takes_it_back(desk: Desk) -> None:
    said = run(desk, "--ask", typed="2\nu\n1\n\nx\nq\n").output
    assert settled(desk) == {"1": "m1"}
    assert "Tạ Hòa Bình" in said and "5 rows wait" in said


def test_row_by_row_a_plus_means_all_sheets_after_a_preview(desk: Desk) -> None:
    run(desk, "--ask", typed="1+\nn\nq\n")
    assert settled(desk) == {}
    run(desk, "--ask", typed="1+\n\nq\n")
    assert settled(desk) == {"1": "m1", "2": "m1"}
