"""Rows of one meeting that come from several copies of its minutes, or from a file read again."""

from __future__ import annotations

from dataclasses import replace

from minutes.entry import Entry, EntryRow, KeptRow, Origin, Settled
from minutes.kept import Shelf, as_entry_row
from roster.people import AttendanceStatus
from store.transaction import Transaction

#: why a row of a second copy waits
COPIES_DIFFER = "copies_differ"
_BY_ORIGIN = {Origin.READ: Settled.AUTOMATIC, Origin.HAND: Settled.HAND, Origin.IMPORT: Settled.IMPORT}
#: of two statuses in one file for one meeting the first of these stands
_STRENGTH = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.DELEGATED,
    AttendanceStatus.ABSENT_EXCUSED,
    AttendanceStatus.ABSENT_UNEXCUSED,
    AttendanceStatus.ABSENT,
    AttendanceStatus.MENTIONED_ONLY,
)
Counts = dict[str, int]


def add_rows(shelf: Shelf, change: Transaction, meeting_id: str, entry: Entry) -> Counts:
    """Adds the rows of one copy: what the meeting says already is left, what contradicts it waits for a person."""
    counts = {"entered": 0, "waiting": 0}
    settled = _BY_ORIGIN[entry.origin]
    for row in entry.rows:
        placed = _placed(shelf, meeting_id, row, settled)
        if placed is not None:
            _add(shelf, change, meeting_id, *placed, counts)
    return counts


def add_imported(shelf: Shelf, change: Transaction, meeting_id: str, entry: Entry) -> Counts:
    """Adds the rows of an attendance file: its word on a member replaces what an earlier file said."""
    counts = {"entered": 0, "waiting": 0, "changed": 0}
    for row in _strongest(entry.rows):
        old = _settled_row(shelf, meeting_id, row) if not row.needs_review else _waiting_row(shelf, meeting_id, row)
        if old is None:
            _add(shelf, change, meeting_id, row, Settled.WAITING if row.needs_review else Settled.IMPORT, counts)
        elif old.settled is Settled.IMPORT and old.status is not row.status:
            shelf.rewrite_row(change, old, row, Settled.IMPORT)
            counts["changed"] += 1
    return counts


def move_rows(shelf: Shelf, change: Transaction, of: str, to: str) -> Counts:
    """The rows of a meeting that turned out to be another copy of `to`."""
    counts = {"entered": 0, "waiting": 0}
    for kept in shelf.rows("meeting_id = ? AND settled <> 'dismissed'", [of]):
        placed = _placed(shelf, to, as_entry_row(kept), kept.settled)
        if placed is None:
            shelf.rewrite_row(change, kept, as_entry_row(kept), Settled.DISMISSED)
        else:
            row, settled = placed
            shelf.rewrite_row(change, kept, row, settled, meeting_id=to)
            counts["waiting" if settled is Settled.WAITING else "entered"] += 1
    return counts


def _placed(shelf: Shelf, meeting_id: str, row: EntryRow, settled: Settled) -> tuple[EntryRow, Settled] | None:
    """How the row enters: as offered, waiting because the copies differ, or not at all because it says nothing new."""
    if row.needs_review or settled is Settled.WAITING:
        known = _settled_row(shelf, meeting_id, row) or _waiting_row(shelf, meeting_id, row)
        return None if known is not None and known.status is row.status else (row, Settled.WAITING)
    old = _settled_row(shelf, meeting_id, row)
    if old is None:
        return row, settled
    if old.status is row.status:
        return None
    candidates = row.candidates or (((row.member_id, row.confidence or 1.0),) if row.member_id else ())
    told = replace(row, needs_review=True, candidates=candidates, reasons=(*row.reasons, COPIES_DIFFER))
    return told, Settled.WAITING


def _add(shelf: Shelf, change: Transaction, meeting_id: str, row: EntryRow, settled: Settled, counts: Counts) -> None:
    shelf.add_row(change, meeting_id, row, settled)
    counts["waiting" if settled is Settled.WAITING else "entered"] += 1


def _settled_row(shelf: Shelf, meeting_id: str, row: EntryRow) -> KeptRow | None:
    condition = "meeting_id = ? AND member_id = ? AND settled NOT IN ('waiting', 'dismissed')"
    found = shelf.rows(condition, [meeting_id, row.member_id]) if row.member_id else []
    return found[0] if found else None


def _waiting_row(shelf: Shelf, meeting_id: str, row: EntryRow) -> KeptRow | None:
    """A row of the queue that says the same. Where only a post is written, the post tells the rows apart."""
    condition = "meeting_id = ? AND settled = 'waiting' AND member_id IS ? AND name_written = ?"
    condition += " AND (name_written <> '' OR position_written = ?)"
    found = shelf.rows(condition, [meeting_id, row.member_id, row.name_written, row.position_written])
    return found[0] if found else None


def _strongest(rows: tuple[EntryRow, ...]) -> list[EntryRow]:
    """One settled row for a member, present before all others; rows that wait stay."""
    best: dict[str | None, EntryRow] = {}
    waiting = [row for row in rows if row.needs_review]
    for row in rows:
        known = best.get(row.member_id)
        if not row.needs_review and (known is None or _rank(row) < _rank(known)):
            best[row.member_id] = row
    return [*best.values(), *waiting]


def _rank(row: EntryRow) -> int:
    return _STRENGTH.index(row.status)
