"""Flow: what waits for a person — rows whose member is not sure, meetings not settled — and his word on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from diemdanh.desk import Desk
from minutes.entry import KeptMeeting, KeptRow, RowVerdict
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import Roster


class Word(StrEnum):
    """What a person says of a waiting row."""

    ACCEPT = "accept"
    DECLINE = "decline"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Candidate:
    member_id: str
    name: str
    position: str
    score: float


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row with whom it may mean, best first, and why it waits."""

    id: str
    meeting_id: str
    date: str
    branch: str
    name_written: str
    position_written: str
    status: str
    evidence: str
    page: int | None
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingMeeting:
    """A meeting whose branch, date or pages are not settled: its month's minutes are not in yet."""

    id: str
    branch_written: str
    date: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    rows: tuple[WaitingRow, ...]
    meetings: tuple[WaitingMeeting, ...]


def waiting(desk: Desk) -> Queue:
    """All that waits, in a steady order."""
    book = RegisterBook(desk.store)
    roster = Book(desk.store).roster()
    meetings = {meeting.id: meeting for meeting in book.meetings()}
    rows = tuple(_row(row, meetings[row.meeting_id], roster) for row in book.queue())
    unsettled = book.unsettled_meetings()
    return Queue(rows, tuple(WaitingMeeting(m.id, m.details.branch, m.date, m.details.reasons) for m in unsettled))


def _row(row: KeptRow, meeting: KeptMeeting, roster: Roster) -> WaitingRow:
    return WaitingRow(
        id=row.id,
        meeting_id=row.meeting_id,
        date=meeting.date,
        branch=meeting.details.branch or meeting.branch_id or "",
        name_written=row.name_written,
        position_written=row.position_written,
        status=row.status.value,
        evidence=row.evidence,
        page=row.page,
        candidates=tuple(_candidate(member_id, score, roster) for member_id, score in row.candidates),
        reasons=row.reasons,
    )


def _candidate(member_id: str, score: float, roster: Roster) -> Candidate:
    member = roster.by_id.get(member_id)
    if member is None:
        return Candidate(member_id, "", "", score)
    return Candidate(member_id, member.name, member.posts[-1].position if member.posts else "", score)


def judge(desk: Desk, row_id: str, word: Word, member_id: str | None = None, note: str = "") -> int:
    """A person's word on one waiting row. Accepting without a member takes the first candidate. Returns the operation
    that undoes it."""
    book = RegisterBook(desk.store)
    verdict, chosen = meant(book.row(row_id), word, member_id)
    with desk.writing() as change:
        book.judge(change, row_id, verdict, member_id=chosen, note=note)
        return change.operation


def meant(row: KeptRow, word: Word, member_id: str | None) -> tuple[RowVerdict, str | None]:
    """The word as the register keeps it."""
    if word is not Word.ACCEPT:
        return (RowVerdict.NOT_ON_ROSTER if word is Word.DECLINE else RowVerdict.UNSURE), None
    first = row.candidates[0][0] if row.candidates else row.member_id
    return (RowVerdict.ACCEPT if member_id in (None, first) else RowVerdict.OTHER_MEMBER), member_id or first


def undo(desk: Desk, operation: int, reason: str) -> tuple[KeptRow, ...]:
    """Takes back what one operation decided."""
    with desk.writing() as change:
        return RegisterBook(desk.store).undo(change, operation, reason)
