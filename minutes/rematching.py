"""A meeting that was read before, matched again: the archive comes first, the roster later and wrong.

What people accepted is not changed by a machine; it is shown to them again where the roster of today contradicts it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from minutes.copies import add_rows
from minutes.entry import Entry, EntryRow, KeptRow, RowVerdict, Settled
from minutes.kept import Shelf, as_entry_row
from store.transaction import Transaction

#: why a settled row goes back to a person
OUT_OF_TERM = "out_of_term"
NOT_FOUND_AGAIN = "not_found_again"


@dataclass(frozen=True, slots=True)
class Rematched:
    """`entered`: rows that are new; `settled`: rows that waited and are sure now; `waiting`: new rows for a person;
    `reopened`: settled rows that a term or the new matching contradicts; `changed`: rows that wait with other
    candidates now."""

    meeting_id: str
    entered: int = 0
    settled: int = 0
    waiting: int = 0
    reopened: int = 0
    changed: int = 0

    @property
    def any(self) -> bool:
        return bool(self.entered or self.settled or self.waiting or self.reopened or self.changed)


def rematch(
    shelf: Shelf, change: Transaction, meeting_id: str, entry: Entry, serving: frozenset[str], alone: bool = True
) -> Rematched:
    """Puts the rows of the new matching beside those that are kept; `RegisterBook.rematch` says how. `alone`: the
    entry is all that is known of the meeting."""
    kept = shelf.rows("meeting_id = ?", [meeting_id])
    reopened = sum(_reopened(shelf, change, row, entry, serving, alone) for row in kept)
    left, settled, changed = [], 0, 0
    for row in entry.rows:
        waiting = _waiting(shelf, meeting_id, row)
        if waiting is None:
            left += [] if _answered(shelf, meeting_id, row) else [row]
        elif not row.needs_review and _free(shelf, meeting_id, row, waiting):
            shelf.rewrite_row(change, waiting, row, Settled.AUTOMATIC)
            settled += 1
        elif row.needs_review and _newly_doubtful(shelf, row, waiting):
            shelf.rewrite_row(change, waiting, row, Settled.WAITING)
            changed += 1
    added = add_rows(shelf, change, meeting_id, replace(entry, rows=tuple(left)))
    found = Rematched(meeting_id, added["entered"], settled, added["waiting"], reopened, changed)
    if found.any:
        change.note("meeting.rematch", meeting_id, None, _counts(found))
    return found


def _counts(found: Rematched) -> dict[str, int]:
    return {name: getattr(found, name) for name in ("entered", "settled", "waiting", "reopened", "changed")}


def _reopened(
    shelf: Shelf, change: Transaction, kept: KeptRow, entry: Entry, serving: frozenset[str], alone: bool
) -> bool:
    """Sends a settled row back to the queue where its member held no post that day; a row that no person ever saw also
    where the new matching no longer finds it."""
    if kept.settled not in (Settled.AUTOMATIC, Settled.ACCEPTED) or kept.member_id is None:
        return False
    again = not alone or any(row.member_id == kept.member_id for row in entry.rows)
    reason = OUT_OF_TERM if kept.member_id not in serving else "" if again else NOT_FOUND_AGAIN
    if not reason or (reason == NOT_FOUND_AGAIN and kept.settled is Settled.ACCEPTED):
        return False
    row = as_entry_row(kept)
    candidates = row.candidates or ((kept.member_id, kept.confidence or 0.0),)
    told = replace(row, member_id=None, candidates=candidates, reasons=(*row.reasons, reason), needs_review=True)
    shelf.rewrite_row(change, kept, told, Settled.WAITING)
    return True


def _waiting(shelf: Shelf, meeting_id: str, row: EntryRow) -> KeptRow | None:
    """The row of the queue that was written like this."""
    condition = "meeting_id = ? AND settled = 'waiting' AND name_written = ? AND position_written = ?"
    found = shelf.rows(condition, [meeting_id, row.name_written, row.position_written])
    return found[0] if found else None


def _free(shelf: Shelf, meeting_id: str, row: EntryRow, waiting: KeptRow) -> bool:
    """May the waiting row be settled as this? Not over a person's word, nor beside a settled row of the member."""
    if not _untouched(shelf, waiting):
        return False
    condition = "meeting_id = ? AND member_id = ? AND settled NOT IN ('waiting', 'dismissed')"
    return not shelf.rows(condition, [meeting_id, row.member_id])


def _newly_doubtful(shelf: Shelf, row: EntryRow, waiting: KeptRow) -> bool:
    """Are there other candidates than the waiting row has, and nobody's word on it yet?"""
    meant, known = ({member for member, _ in one.candidates} for one in (row, waiting))
    return meant != known and _untouched(shelf, waiting)


def _untouched(shelf: Shelf, waiting: KeptRow) -> bool:
    """A row that a term sent back keeps its reason."""
    return OUT_OF_TERM not in waiting.reasons and not shelf.judgements("attendance_id = ?", [waiting.id])


def _answered(shelf: Shelf, meeting_id: str, row: EntryRow) -> bool:
    """Did a person say already who is meant by what is written like this, or that it is none of ours?"""
    condition = "meeting_id = ? AND settled IN ('accepted', 'dismissed') AND name_written = ?"
    said = shelf.rows(condition, [meeting_id, row.name_written])
    same_post = [kept for kept in said if kept.position_written == row.position_written]
    return any(_by_a_person(shelf, kept) for kept in same_post) or (
        bool(row.name_written) and any(_by_a_person(shelf, kept, RowVerdict.NOT_ON_ROSTER) for kept in said)
    )


def _by_a_person(shelf: Shelf, kept: KeptRow, verdict: RowVerdict | None = None) -> bool:
    words = shelf.judgements("attendance_id = ?", [kept.id])
    return any(verdict in (None, one.verdict) for one in words)
