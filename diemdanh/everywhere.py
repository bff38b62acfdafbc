"""Flow: one decision for all sheets of a branch that write a name the same way; previewed, and undone as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diemdanh.desk import Desk
from diemdanh.finding import exact_key
from minutes.entry import KeptMeeting, KeptRow, RegisterRefusal, RowVerdict
from minutes.register import RegisterBook
from minutes.rematching import OUT_OF_TERM
from roster.book import Book
from roster.people import Roster
from store.transaction import Transaction

#: why a row of the same spelling is left to be looked at by itself
NOT_A_CANDIDATE = "not_a_candidate"
_NAMES_SOMEBODY = frozenset({RowVerdict.ACCEPT, RowVerdict.OTHER_MEMBER})


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """A waiting row of the same spelling; `left`: why the decision does not reach it (empty: it does)."""

    id: str
    meeting_id: str
    date: str
    name_written: str
    position_written: str
    status: str
    evidence: str
    left: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """What one decision does. `operation` undoes all of it; None where nothing was written."""

    verdict: RowVerdict
    member_id: str | None
    branch: str
    decided: tuple[SpreadRow, ...]
    left: tuple[SpreadRow, ...]
    operation: int | None = None


def decide_everywhere(
    desk: Desk, row_id: str, verdict: RowVerdict, member_id: str | None = None, note: str = "", dry_run: bool = False
) -> Spread:
    """The word on one waiting row, said of every waiting row of its branch with the same spelling.

    It reaches a row only where the machine too thought of that member and he held a post on that day; the other rows
    stay in the queue and are told. `member_id` None with `ACCEPT`: the row's first candidate. Each row gets a judgement
    and an audit entry of its own; `dry_run` writes nothing. Raises what `RegisterBook.judge` raises of the row itself.
    """
    register, roster = RegisterBook(desk.store), Book(desk.store).roster()
    asked = register.row(row_id)
    meetings = {meeting.id: meeting for meeting in register.meetings()}
    chosen = (member_id or _first(asked)) if verdict in _NAMES_SOMEBODY else None
    decided: list[SpreadRow] = []
    left: list[SpreadRow] = []
    with desk.writing(rehearsal=dry_run) as change:
        register.judge(change, row_id, verdict, member_id=chosen, note=note)
        decided.append(_shown(asked, meetings))
        for row in _alike(register, asked, meetings):
            why = _why_not(row, chosen, meetings[row.meeting_id], roster) or _judged(
                register, change, row, verdict, chosen, note
            )
            (left if why else decided).append(_shown(row, meetings, why))
        operation = None if dry_run else change.operation
    branch = meetings[asked.meeting_id]
    return Spread(verdict, chosen, branch.branch_id or branch.details.branch, tuple(decided), tuple(left), operation)


def _first(row: KeptRow) -> str | None:
    return row.candidates[0][0] if row.candidates else row.member_id


def _alike(register: RegisterBook, asked: KeptRow, meetings: dict[str, KeptMeeting]) -> Iterator[KeptRow]:
    """The other waiting rows of the branch with the same spelling, in the queue's order."""
    spelling, branch = exact_key(asked.name_written), _branch(meetings[asked.meeting_id])
    if not spelling:
        return
    for row in _waiting(register):
        same = exact_key(row.name_written) == spelling and _branch(meetings[row.meeting_id]) == branch
        if same and row.id != asked.id:
            yield row


def _waiting(register: RegisterBook) -> Iterable[KeptRow]:
    return register.queue(limit=register.queue_length())


def _branch(meeting: KeptMeeting) -> tuple[str, str]:
    """The branch by its id; where that is not settled, by its name and parent as written."""
    if meeting.branch_id:
        return meeting.branch_id, ""
    return exact_key(meeting.details.branch), exact_key(meeting.details.parent)


def _why_not(row: KeptRow, chosen: str | None, meeting: KeptMeeting, roster: Roster) -> str:
    if chosen is None:
        return ""
    if chosen not in {member_id for member_id, _ in row.candidates} | {row.member_id}:
        return NOT_A_CANDIDATE
    member = roster.by_id.get(chosen)
    day = date.fromisoformat(meeting.date) if len(meeting.date) == 10 else None
    return OUT_OF_TERM if day and member and not member.posts_on(day) else ""


def _judged(
    register: RegisterBook, change: Transaction, row: KeptRow, verdict: RowVerdict, chosen: str | None, note: str
) -> str:
    """Judges the row; the code of the refusal where the member has a settled row at that meeting already."""
    try:
        register.judge(change, row.id, verdict, member_id=chosen, note=note)
    except RegisterRefusal as refusal:
        return str(refusal.code)
    return ""


def _shown(row: KeptRow, meetings: dict[str, KeptMeeting], left: str = "") -> SpreadRow:
    return SpreadRow(
        row.id,
        row.meeting_id,
        meetings[row.meeting_id].date,
        row.name_written,
        row.position_written,
        row.status.value,
        row.evidence,
        left,
    )
