"""The register: which meetings' minutes are in, who attended, what waits for a person, and what people decided.

One row for a member at a meeting, one meeting for a branch and a day: another copy of minutes that are in adds what it
knows beyond them. Rows change by a person's word alone; each word is kept, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from minutes import copies, judging, rematching
from minutes.attendance import AttendanceRecord, MeetingRecord
from minutes.attendance import Register as Snapshot
from minutes.entry import (
    AttendanceRow,
    Entered,
    Entry,
    EntryRow,
    JudgementRow,
    KeptMeeting,
    KeptRow,
    Origin,
    RegisterFault,
    RegisterRefusal,
    RowVerdict,
    Source,
)
from minutes.kept import Shelf
from minutes.privacy import quote_of_absence
from roster.people import AttendanceStatus, Capacity, MeetingKind
from store.database import Store
from store.transaction import Transaction

_ABSENT = frozenset({AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_EXCUSED, AttendanceStatus.ABSENT_UNEXCUSED})


class RegisterBook:
    """The register of a workspace."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.shelf = Shelf(store)

    # -- asking

    def snapshot(self, known_on: datetime | None = None, start: str | None = None, end: str | None = None) -> Snapshot:
        """What the figures read, as known on that moment; with `start`/`end` (ISO dates or months) only the meetings
        between, and those without a date."""
        with self.store.reading():
            meetings = self._meeting_records(known_on, start, end)
            rows = tuple(self._attendance_records(known_on, start, end))
        shown = {meeting.id for meeting in meetings}
        return Snapshot(meetings, tuple(row for row in rows if row.meeting_id in shown))

    def meetings(self, known_on: datetime | None = None) -> tuple[KeptMeeting, ...]:
        """All meetings, also other copies (`duplicate_of`)."""
        return tuple(self.shelf.meetings(known_on=known_on))

    def meeting(self, meeting_id: str, known_on: datetime | None = None) -> KeptMeeting:
        """Raises `unknown_meeting`."""
        found = self.shelf.meetings("meeting_id = ?", [meeting_id], known_on)
        if not found:
            raise RegisterRefusal(RegisterFault.UNKNOWN_MEETING, meeting_id)
        return found[0]

    def rows(self, meeting_id: str | None = None, known_on: datetime | None = None) -> tuple[KeptRow, ...]:
        """The rows of a meeting, or all."""
        if meeting_id is None:
            return tuple(self.shelf.rows(known_on=known_on))
        return tuple(self.shelf.rows("meeting_id = ?", [meeting_id], known_on))

    def row(self, row_id: str) -> KeptRow:
        """Raises `unknown_row`."""
        found = self.shelf.rows("attendance_id = ?", [row_id])
        if not found:
            raise RegisterRefusal(RegisterFault.UNKNOWN_ROW, row_id)
        return found[0]

    def queue(self, limit: int = 1000, after: str = "") -> tuple[KeptRow, ...]:
        """The rows that wait for a person, in a steady order (`after`: the last id already seen)."""
        condition = "settled = 'waiting' AND attendance_id > ?"
        return tuple(self.shelf.rows(condition, [after], limit=limit))

    def queue_length(self) -> int:
        """How many rows wait."""
        return self.shelf.waiting_count()

    def unsettled_meetings(self) -> tuple[KeptMeeting, ...]:
        """Meetings whose branch or date nobody knows for sure, or with unread pages."""
        return tuple(self.shelf.meetings("complete = 0 AND duplicate_of IS NULL"))

    def sources(self, meeting_id: str) -> tuple[Source, ...]:
        """The pages of a meeting, those of its other copies too."""
        copies_of = self.shelf.meetings("duplicate_of = ?", [meeting_id])
        return tuple(s for one in (meeting_id, *(c.id for c in copies_of)) for s in self.shelf.sources(one))

    def page_of(self, row: KeptRow) -> tuple[str, int] | None:
        """The original (SHA-256) and its page on which a row stands."""
        sources = self.sources(row.meeting_id)
        if row.page is None or not sources:
            return None
        holding = [source for source in sources if source.page_from <= row.page <= source.page_to]
        return (holding or list(sources))[0].sha256, row.page

    def files(self) -> tuple[tuple[str, str], ...]:
        """(SHA-256, meeting) of every stretch of pages, other copies too."""
        return tuple(self.shelf.raw("meeting_sources", "sha256, meeting_id", None))

    def judgements(self, row_id: str) -> tuple[JudgementRow, ...]:
        """What people said of a row, oldest first."""
        return tuple(self.shelf.judgements("attendance_id = ?", [row_id]))

    def rejected(self, name_written: str) -> tuple[JudgementRow, ...]:
        """Negative decisions on rows written like this, so that they are not asked again."""
        # From the few judgements to their rows by key: names have no index.
        condition = (
            "verdict IN ('not_on_roster', 'other_member') AND EXISTS (SELECT 1 FROM attendance a WHERE "
            "a.attendance_id = judgements.attendance_id AND a.retired_at IS NULL AND a.name_written = ?)"
        )
        return tuple(self.shelf.judgements(condition, [name_written]))

    # -- recording

    def record(self, change: Transaction, entry: Entry) -> Entered:
        """Enters one meeting. The very same pages twice add nothing; another copy of a meeting that is in goes to
        it."""
        entry = replace(entry, rows=tuple(_without_reason(row) for row in entry.rows))
        # Some pages may be known from another book or as a lone photograph: only all of them are the same meeting.
        known = {self.shelf.meeting_with_source(source) for source in entry.sources}
        if len(known) == 1 and (same := known.pop()) is not None:
            return Entered(same, known=True)
        main = self._same_meeting(entry)
        meeting_id = self.shelf.add_meeting(change, entry, main.id if main else None)
        added = copies.add_rows(self.shelf, change, main.id if main else meeting_id, entry)
        if main is not None and entry.complete and not main.complete:
            self._complete(change, main)
        change.note(
            "meeting.record",
            meeting_id,
            None,
            {"branch": entry.branch_id, "date": entry.date, "duplicate_of": main.id if main else None, **added},
        )
        return Entered(meeting_id, main.id if main else None, added["entered"], added["waiting"])

    def import_attendance(self, change: Transaction, rows: Iterable[AttendanceRow]) -> tuple[Entered, ...]:
        """Settled rows of an attendance file, one meeting for a branch, day and kind; the same file twice adds
        nothing."""
        grouped: dict[tuple[str, str, MeetingKind], list[AttendanceRow]] = {}
        for row in rows:
            grouped.setdefault((row.branch_id, row.date, row.kind), []).append(row)
        return tuple(self._import_meeting(change, key, found) for key, found in grouped.items())

    def _import_meeting(
        self, change: Transaction, key: tuple[str, str, MeetingKind], rows: list[AttendanceRow]
    ) -> Entered:
        branch_id, day, kind = key
        entry = Entry(
            branch_id, day, kind, tuple(_imported(row) for row in rows if row.member_id), origin=Origin.IMPORT
        )
        found = self.shelf.meetings("branch_id = ? AND date = ? AND kind = ? AND duplicate_of IS NULL", [*key])
        meeting_id = found[0].id if found else self.shelf.add_meeting(change, entry, None)
        added = copies.add_imported(self.shelf, change, meeting_id, entry)
        if not found or any(added.values()):
            change.note("meeting.import", meeting_id, None, {"branch": branch_id, "date": day, **added})
        return Entered(meeting_id, None, added["entered"], added["waiting"], known=bool(found))

    def settle_meeting(
        self,
        change: Transaction,
        meeting_id: str,
        reason: str,
        *,
        branch_id: str | None = None,
        date: str | None = None,
        kind: MeetingKind | None = None,
        complete: bool = True,
        rematched: bool = False,
    ) -> Entered:
        """A person says which meeting it is (`rematched`: today's lists do). Where that meeting is in already, this
        becomes another copy of it."""
        if not reason.strip():
            raise RegisterRefusal(RegisterFault.NEEDS_REASON, meeting_id)
        kept = self.meeting(meeting_id)
        entry = replace(
            _entry(kept), branch_id=branch_id or kept.branch_id, date=date or kept.date, kind=kind or kept.kind
        )
        entry = replace(entry, complete=complete and entry.branch_id is not None and len(entry.date) == 10)
        if not rematched:
            entry = replace(entry, details=replace(entry.details, settled_by_hand=entry.complete))
        main = self._same_meeting(entry, apart=meeting_id)
        self.shelf.rewrite_meeting(change, kept, entry, main.id if main else None)
        moved = {"entered": 0, "waiting": 0}
        if main is not None:
            moved = copies.move_rows(self.shelf, change, meeting_id, main.id)
        change.note(
            "meeting.settle",
            meeting_id,
            {"branch": kept.branch_id, "date": kept.date, "kind": kept.kind.value},
            {"branch": entry.branch_id, "date": entry.date, "kind": entry.kind.value, "reason": reason},
        )
        return Entered(meeting_id, main.id if main else None, moved["entered"], moved["waiting"])

    def rematch(
        self, change: Transaction, meeting_id: str, entry: Entry, serving: frozenset[str]
    ) -> rematching.Rematched:
        """The stored reading against today's roster: `entry` is what it says now, `serving` who holds a post that day.

        A meeting without branch or date takes the reading's; rows that were not there, and rows that waited and are
        sure now, are entered; what contradicts an accepted row, or a term, goes to a person. A "no" is remembered.
        Meetings by hand are left alone; where there are other copies, one that lacks a row contradicts nothing.
        """
        kept = self.meeting(meeting_id)
        main = self.meeting(kept.duplicate_of) if kept.duplicate_of else kept
        if main.origin is not Origin.READ:
            return rematching.Rematched(main.id)
        entry = replace(entry, rows=tuple(_without_reason(row) for row in entry.rows))
        placed = entry.branch_id is not None and len(entry.date) == 10
        moved = (main.branch_id, main.date) != (entry.branch_id, entry.date)
        if placed and moved and not main.complete:
            settled = self.settle_meeting(
                change,
                main.id,
                "rematch",
                branch_id=entry.branch_id,
                date=entry.date,
                complete=entry.complete,
                rematched=True,
            )
            main = self.meeting(settled.duplicate_of or main.id)
        if entry.details.reasons != main.details.reasons and (not main.complete or not entry.details.reasons):
            self._tell_why(change, main, entry.details.reasons)
        alone = kept.id == main.id and not self.shelf.meetings("duplicate_of = ?", [main.id])
        return rematching.rematch(self.shelf, change, main.id, entry, serving, alone)

    def _tell_why(self, change: Transaction, kept: KeptMeeting, reasons: tuple[str, ...]) -> None:
        """What is in doubt about the meeting has changed."""
        told = replace(_entry(kept), details=replace(kept.details, reasons=reasons))
        self.shelf.rewrite_meeting(change, kept, told, kept.duplicate_of)
        change.note("meeting.doubts", kept.id, list(kept.details.reasons), list(reasons))

    # -- judging

    def judge(
        self,
        change: Transaction,
        row_id: str,
        verdict: RowVerdict,
        *,
        member_id: str | None = None,
        status: AttendanceStatus | None = None,
        note: str = "",
    ) -> KeptRow:
        """A person's word on a waiting row. Raises `needs_member`, `not_waiting`, `conflict`, `unknown_row`."""
        judging.judge(self.shelf, change, self.row(row_id), verdict, member_id, status, note)
        return self.row(row_id)

    def correct(
        self,
        change: Transaction,
        row_id: str,
        reason: str,
        *,
        member_id: str | None = None,
        status: AttendanceStatus | None = None,
        dismiss: bool = False,
    ) -> KeptRow:
        """A settled row otherwise, by hand and with a reason. Raises `needs_reason`, `no_change`, `conflict`."""
        judging.correct(self.shelf, change, self.row(row_id), reason, member_id, status, dismiss)
        return self.row(row_id)

    def undo(self, change: Transaction, operation: int, reason: str) -> tuple[KeptRow, ...]:
        """Takes back all judgements of one operation. Raises `later_decisions`, `unknown_operation`, `needs_reason`."""
        return tuple(self.row(row_id) for row_id in judging.undo(self.shelf, change, operation, reason))

    # -- inside

    def _same_meeting(self, entry: Entry, apart: str = "") -> KeptMeeting | None:
        """The meeting of that branch and day that is in; None where branch or day is not settled."""
        if entry.branch_id is None or len(entry.date) != 10:
            return None
        condition = "branch_id = ? AND date = ? AND duplicate_of IS NULL AND meeting_id <> ?"
        found = self.shelf.meetings(condition, [entry.branch_id, entry.date, apart])
        return next((kept for kept in found if kept.kind is entry.kind), found[0] if found else None)

    def _complete(self, change: Transaction, main: KeptMeeting) -> None:
        self.shelf.rewrite_meeting(change, main, replace(_entry(main), complete=True), None)

    def _meeting_records(
        self, known_on: datetime | None, start: str | None, end: str | None
    ) -> tuple[MeetingRecord, ...]:
        pages: dict[str, list[tuple[str, int, int]]] = {}
        for meeting_id, *source in self.shelf.raw(
            "meeting_sources", "meeting_id, sha256, page_from, page_to", known_on
        ):
            pages.setdefault(meeting_id, []).append((source[0], source[1], source[2]))
        columns = "meeting_id, branch_id, date, kind, complete"
        found = self.shelf.raw("meetings", columns, known_on, *_between(start, end))
        return tuple(
            MeetingRecord(key, branch, day, MeetingKind(kind), bool(complete), tuple(pages.get(key, ())))
            for key, branch, day, kind, complete in found
        )

    def _attendance_records(
        self, known_on: datetime | None, start: str | None, end: str | None
    ) -> Iterator[AttendanceRecord]:
        columns = "attendance_id, meeting_id, member_id, status, settled, candidates, capacity"
        condition, values = "settled <> 'dismissed'", list[str]()
        if start or end:
            inner, values = _between(start, end)
            condition += f" AND meeting_id IN (SELECT meeting_id FROM meetings WHERE {inner})"  # noqa: S608  our own
        return (_record(*row) for row in self.shelf.raw("attendance", columns, known_on, condition, values))


def _between(start: str | None, end: str | None) -> tuple[str, list[str]]:
    """The condition on meetings of these days or months, and on those without a date."""
    condition = "duplicate_of IS NULL AND (date = '' OR (date >= ? AND substr(date, 1, 7) <= ?))"
    return condition, [(start or "")[:7], (end or "9999")[:7]]


#: found without a call for each of a million rows
_STATUSES = {status.value: status for status in AttendanceStatus}
_CAPACITIES = {capacity.value: capacity for capacity in Capacity}


def _record(
    row_id: str, meeting_id: str, member_id: str | None, status: str, settled: str, candidates: str, capacity: str
) -> AttendanceRecord:
    waiting = settled == "waiting"
    named = judging.candidate_ids(candidates, member_id) if waiting else ()
    return AttendanceRecord(row_id, meeting_id, member_id, _STATUSES[status], waiting, named, _CAPACITIES[capacity])


def _without_reason(row: EntryRow) -> EntryRow:
    if row.status not in _ABSENT or not row.evidence:
        return row
    return replace(row, evidence=quote_of_absence(row.evidence, row.name_written))


def _imported(row: AttendanceRow) -> EntryRow:
    assert row.member_id is not None
    return EntryRow(
        row.status or AttendanceStatus.PRESENT,
        row.member_id,
        candidates=((row.member_id, 1.0),) if row.needs_review else (),
        needs_review=row.needs_review,
    )


def _entry(kept: KeptMeeting) -> Entry:
    return Entry(kept.branch_id, kept.date, kept.kind, complete=kept.complete, origin=kept.origin, details=kept.details)
