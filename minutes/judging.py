"""A person's word on rows of the register: accepted, another member, nobody of ours, corrected, taken back."""

from __future__ import annotations

import json
from dataclasses import replace

from minutes.entry import KeptRow, RegisterFault, RegisterRefusal, RowVerdict, Settled
from minutes.kept import Shelf, as_entry_row
from roster.people import AttendanceStatus
from store.transaction import Transaction


def judge(
    shelf: Shelf,
    change: Transaction,
    kept: KeptRow,
    verdict: RowVerdict,
    member_id: str | None,
    status: AttendanceStatus | None,
    note: str,
) -> None:
    """Settles a waiting row, or leaves it with a note; `RegisterBook.judge` has the errors."""
    if kept.settled is not Settled.WAITING:
        raise RegisterRefusal(RegisterFault.NOT_WAITING, kept.id)
    match verdict:
        case RowVerdict.ACCEPT | RowVerdict.OTHER_MEMBER:
            after, settled = _accepted(shelf, kept, member_id, status), Settled.ACCEPTED
        case RowVerdict.NOT_PRESENT:
            after = _accepted(shelf, kept, member_id, status or AttendanceStatus.MENTIONED_ONLY)
            settled = Settled.ACCEPTED
        case RowVerdict.NOT_ON_ROSTER:
            after, settled = kept, Settled.DISMISSED
        case _:
            after, settled = kept, Settled.WAITING
    _write(shelf, change, kept, after, settled, verdict, note)


def correct(
    shelf: Shelf,
    change: Transaction,
    kept: KeptRow,
    reason: str,
    member_id: str | None,
    status: AttendanceStatus | None,
    dismiss: bool,
) -> None:
    """A row otherwise, by hand; `RegisterBook.correct` has the errors."""
    if not reason.strip():
        raise RegisterRefusal(RegisterFault.NEEDS_REASON, kept.id)
    after = replace(kept, member_id=member_id or kept.member_id, status=status or kept.status)
    if after == kept and dismiss == (kept.settled is Settled.DISMISSED):
        raise RegisterRefusal(RegisterFault.NO_CHANGE, kept.id)
    if not dismiss:
        _check_free(shelf, after)
    settled = Settled.DISMISSED if dismiss else Settled.ACCEPTED
    _write(shelf, change, kept, after, settled, RowVerdict.CORRECT, reason)


def undo(shelf: Shelf, change: Transaction, operation: int, reason: str) -> tuple[str, ...]:
    """Every row that the operation judged goes back to how it was."""
    if not reason.strip():
        raise RegisterRefusal(RegisterFault.NEEDS_REASON, str(operation))
    moved = shelf.moved_by(operation)
    if not moved:
        raise RegisterRefusal(RegisterFault.UNKNOWN_OPERATION, str(operation))
    current = {row_id: shelf.rows("attendance_id = ?", [row_id])[0] for row_id in moved}
    later = [row_id for row_id, (_, left) in moved.items() if current[row_id].row != left]
    if later:
        raise RegisterRefusal(RegisterFault.LATER_DECISIONS, ", ".join(later))
    # What goes back to the queue goes first: a member has one settled row at a meeting.
    for row_id, (before, _) in sorted(moved.items(), key=lambda m: m[1][0].settled is not Settled.WAITING):
        _write(shelf, change, current[row_id], before, before.settled, RowVerdict.UNDO, reason, operation)
    return tuple(moved)


def candidate_ids(candidates: str, member_id: str | None) -> tuple[str, ...]:
    """All members whom a waiting row may mean; `candidates` as it is stored."""
    named = [pair[0] for pair in json.loads(candidates)] if candidates != "[]" else []
    return tuple(dict.fromkeys((*([member_id] if member_id else ()), *named)))


def _accepted(shelf: Shelf, kept: KeptRow, member_id: str | None, status: AttendanceStatus | None) -> KeptRow:
    chosen = member_id or kept.member_id or (kept.candidates[0][0] if len(kept.candidates) == 1 else None)
    if chosen is None:
        raise RegisterRefusal(RegisterFault.NEEDS_MEMBER, kept.id)
    after = replace(kept, member_id=chosen, status=status or kept.status)
    _check_free(shelf, after)
    return after


def _check_free(shelf: Shelf, row: KeptRow) -> None:
    """A member has one settled row at a meeting."""
    condition = "meeting_id = ? AND member_id = ? AND attendance_id <> ? AND settled NOT IN ('waiting', 'dismissed')"
    others = shelf.rows(condition, [row.meeting_id, row.member_id, row.id])
    if others:
        raise RegisterRefusal(RegisterFault.CONFLICT, others[0].id)


def _write(
    shelf: Shelf,
    change: Transaction,
    kept: KeptRow,
    after: KeptRow,
    settled: Settled,
    verdict: RowVerdict,
    note: str,
    undoes: int | None = None,
) -> None:
    """The judgement, the row's new state where it has one, and the audit entry."""
    row = kept.row
    if after != kept or settled is not kept.settled:
        row = shelf.rewrite_row(change, kept, as_entry_row(after), settled)
    shelf.add_judgement(change, kept.id, verdict, after.member_id, after.status, note, (kept.row, row), undoes)
    change.note(f"attendance.{verdict}", kept.id, _told(kept, kept.settled), {**_told(after, settled), "note": note})


def _told(row: KeptRow, settled: Settled) -> dict[str, object]:
    return {"member": row.member_id, "status": row.status.value, "settled": settled.value}
