"""Flow: the register of attendance as people see it, with names; and attendance kept elsewhere, imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from diemdanh.desk import Desk
from diemdanh.intake import limits_of
from diemdanh.rosters import read_sheet
from documents.model import Box
from minutes.entry import AttendanceRow, KeptMeeting, KeptRow, Settled
from minutes.register import RegisterBook
from roster.book import Book
from roster.importing import ImportProblem, import_attendance


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of the register with the names that people know. `waiting`: in the review queue."""

    id: str
    meeting_id: str
    date: str
    kind: str
    branch_id: str | None
    branch: str
    member_id: str | None
    name: str
    position: str
    status: str
    settled: str
    waiting: bool
    confidence: float | None
    evidence: str
    page: int | None
    box: Box | None
    candidates: tuple[tuple[str, float], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttendanceImport:
    """`refused`: a row has an error, nothing was written. `known` meetings were in already."""

    problems: tuple[ImportProblem, ...]
    refused: bool
    meetings: int = 0
    rows: int = 0
    known: int = 0


def register_rows(
    desk: Desk,
    member: str | None = None,
    branch: str | None = None,
    month: str | None = None,
    known_on: datetime | None = None,
) -> tuple[RegisterRow, ...]:
    """The rows by date, branch and name; of one member, branch or month (YYYY-MM) where asked."""
    with desk.store.reading():
        roster = Book(desk.store).roster(known_on)
        book = RegisterBook(desk.store)
        meetings = {meeting.id: meeting for meeting in book.meetings(known_on)}
        rows = book.rows(known_on=known_on)
    names = {one.id: one.name for one in roster.members}
    places = {one.id: one.name for one in roster.branches}
    found = (
        _shown(row, meetings[row.meeting_id], names, places) for row in rows if row.settled is not Settled.DISMISSED
    )
    wanted = (
        row
        for row in found
        if member in (None, row.member_id) and branch in (None, row.branch_id) and row.date.startswith(month or "")
    )
    return tuple(sorted(wanted, key=lambda row: (row.date, row.branch, row.name, row.id)))


def _shown(row: KeptRow, meeting: KeptMeeting, names: dict[str, str], places: dict[str, str]) -> RegisterRow:
    return RegisterRow(
        id=row.id,
        meeting_id=meeting.id,
        date=meeting.date,
        kind=meeting.kind.value,
        branch_id=meeting.branch_id,
        branch=places.get(meeting.branch_id or "", meeting.details.branch),
        member_id=row.member_id,
        name=names.get(row.member_id or "", row.name_written),
        position=row.position_written,
        status=row.status.value,
        settled=row.settled.value,
        waiting=row.settled is Settled.WAITING,
        confidence=row.confidence,
        evidence=row.evidence,
        page=row.page,
        box=row.box,
        candidates=row.candidates,
        reasons=row.reasons,
    )


def import_attendance_file(desk: Desk, path: Path, dry_run: bool) -> AttendanceImport:
    """Settled rows of a file (the contract's section 3), in one transaction."""
    found = import_attendance(read_sheet(path, "attendance", limits_of(desk)))
    if not found.ok:
        return AttendanceImport(found.problems, True)
    rows = tuple(AttendanceRow(r.branch_id, r.date, r.kind, r.member_id, r.status, r.needs_review) for r in found.facts)
    if dry_run:
        return AttendanceImport(found.problems, False, len({(r.branch_id, r.date, r.kind) for r in rows}), len(rows))
    with desk.writing() as change:
        entered = RegisterBook(desk.store).import_attendance(change, rows)
    total = sum(one.entered + one.waiting for one in entered)
    return AttendanceImport(found.problems, False, len(entered), total, sum(one.known for one in entered))
