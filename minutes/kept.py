"""The register's rows: meetings, sources, attendance, judgements. Its only SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from documents.model import Box
from minutes.entry import (
    Entry,
    EntryRow,
    JudgementRow,
    KeptMeeting,
    KeptRow,
    MeetingDetails,
    Origin,
    RowVerdict,
    Settled,
    Source,
)
from roster.people import AttendanceStatus, Capacity, MeetingKind
from store.database import Store
from store.known import known
from store.transaction import Transaction, moment

_DETAILS: TypeAdapter[MeetingDetails] = TypeAdapter(MeetingDetails)


class Shelf:
    """Rows in and out; no judgement."""

    def __init__(self, store: Store) -> None:
        self.store = store

    # -- reading

    def meetings(
        self, condition: str = "1", values: Sequence[object] = (), known_on: datetime | None = None
    ) -> list[KeptMeeting]:
        current, moments = known(known_on)
        sql = f"SELECT * FROM meetings WHERE {current} AND {condition} ORDER BY meeting_id"  # noqa: S608
        return [_meeting(row) for row in self.store.rows(sql, [*moments, *values])]

    def rows(
        self,
        condition: str = "1",
        values: Sequence[object] = (),
        known_on: datetime | None = None,
        limit: int | None = None,
    ) -> list[KeptRow]:
        current, moments = known(known_on)
        window = f" LIMIT {int(limit)}" if limit is not None else ""
        sql = f"SELECT * FROM attendance WHERE {current} AND {condition} ORDER BY attendance_id{window}"  # noqa: S608
        return [_row(row) for row in self.store.rows(sql, [*moments, *values])]

    def raw(
        self,
        table: str,
        columns: str,
        known_on: datetime | None,
        condition: str = "1",
        values: Sequence[object] = (),
    ) -> Any:
        """Tuples of some columns in the order of the keys: for snapshots of many rows."""
        current, moments = known(known_on)
        sql = f"SELECT {columns} FROM {table} WHERE {current} AND {condition} ORDER BY row"  # noqa: S608
        return self.store.connection.execute(sql, [*moments, *values])

    def sources(self, meeting_id: str, known_on: datetime | None = None) -> tuple[Source, ...]:
        current, moments = known(known_on)
        sql = f"SELECT * FROM meeting_sources WHERE {current} AND meeting_id = ? ORDER BY row"  # noqa: S608
        found = self.store.rows(sql, [*moments, meeting_id])
        return tuple(Source(r["sha256"], r["page_from"], r["page_to"], r["shown_name"]) for r in found)

    def meeting_with_source(self, source: Source) -> str | None:
        """The meeting that these very pages were entered for."""
        found = self.store.value(
            "SELECT meeting_id FROM meeting_sources WHERE retired_at IS NULL AND sha256 = ? AND page_from = ? "
            "AND page_to = ?",
            [source.sha256, source.page_from, source.page_to],
        )
        return found if found is None else str(found)

    def judgements(self, condition: str, values: Sequence[object]) -> list[JudgementRow]:
        found = self.store.rows(f"SELECT * FROM judgements WHERE {condition} ORDER BY row", values)  # noqa: S608
        return [_judgement(row) for row in found]

    def waiting_count(self) -> int:
        found = self.store.value("SELECT count(*) FROM attendance WHERE retired_at IS NULL AND settled = 'waiting'")
        return int(found)

    def rows_of(self, member_id: str) -> tuple[KeptRow, ...]:
        """A member's rows that were not dismissed, at all meetings."""
        return tuple(self.rows("member_id = ? AND settled <> 'dismissed'", [member_id]))

    def waiting_at(self) -> tuple[str, ...]:
        """For each waiting row its meeting."""
        return tuple(one for (one,) in self.raw("attendance", "meeting_id", None, "settled = 'waiting'"))

    def standings(self) -> tuple[tuple[str, str | None, str | None, bool], ...]:
        """(meeting, branch, main copy, settled) of all meetings, without what their minutes say."""
        raw = self.raw("meetings", "meeting_id, branch_id, duplicate_of, complete", None)
        return tuple((one, branch, main, bool(complete)) for one, branch, main, complete in raw)

    def pages(self) -> tuple[tuple[str, str, int, int], ...]:
        """(meeting, SHA-256, first page, last page) of every stretch of pages, other copies too."""
        return tuple(self.raw("meeting_sources", "meeting_id, sha256, page_from, page_to", None))

    def moved_by(self, operation: int) -> dict[str, tuple[KeptRow, int]]:
        """For each row that the operation judged: its state before, and the key of the state that it was left in."""
        moved: dict[str, tuple[KeptRow, int]] = {}
        sql = "SELECT attendance_id, row_before, row_after FROM judgements WHERE operation = ? ORDER BY row"
        for one in self.store.rows(sql, [operation]):
            row_id = one["attendance_id"]
            before = moved[row_id][0] if row_id in moved else self._state(one["row_before"])
            moved[row_id] = (before, one["row_after"])
        return moved

    def _state(self, row: int) -> KeptRow:
        return _row(self.store.rows("SELECT * FROM attendance WHERE row = ?", [row])[0])

    # -- writing

    def add_meeting(self, change: Transaction, entry: Entry, duplicate_of: str | None) -> str:
        meeting_id = f"mt{change.next_row('meetings'):06d}"
        self._write_meeting(change, meeting_id, entry, duplicate_of)
        self.add_sources(change, meeting_id, entry.sources)
        return meeting_id

    def add_sources(self, change: Transaction, meeting_id: str, sources: tuple[Source, ...]) -> None:
        change.record_many("meeting_sources", [{"meeting_id": meeting_id, **asdict(source)} for source in sources])

    def keep_sources(self, change: Transaction, meeting_id: str, sources: tuple[Source, ...]) -> None:
        """The meeting's pages are these from now on."""
        sql = "SELECT row FROM meeting_sources WHERE retired_at IS NULL AND meeting_id = ?"
        for (row,) in self.store.connection.execute(sql, [meeting_id]).fetchall():
            change.retire("meeting_sources", row)
        self.add_sources(change, meeting_id, sources)

    def rewrite_meeting(self, change: Transaction, kept: KeptMeeting, entry: Entry, duplicate_of: str | None) -> None:
        change.retire("meetings", kept.row)
        self._write_meeting(change, kept.id, entry, duplicate_of)

    def _write_meeting(self, change: Transaction, meeting_id: str, entry: Entry, duplicate_of: str | None) -> None:
        change.record(
            "meetings",
            {
                "meeting_id": meeting_id,
                "branch_id": entry.branch_id,
                "date": entry.date,
                "kind": entry.kind.value,
                "complete": entry.complete,
                "origin": entry.origin.value,
                "duplicate_of": duplicate_of,
                "details": _details_text(entry.details),
            },
        )

    def add_row(self, change: Transaction, meeting_id: str, row: EntryRow, settled: Settled) -> str:
        row_id = f"at{change.next_row('attendance'):07d}"
        change.record("attendance", _columns(row_id, meeting_id, row, settled))
        return row_id

    def rewrite_row(
        self, change: Transaction, kept: KeptRow, row: EntryRow, settled: Settled, meeting_id: str | None = None
    ) -> int:
        """Retires the row's state and records the new one under the same id; returns the new state's key."""
        change.retire("attendance", kept.row)
        return change.record("attendance", _columns(kept.id, meeting_id or kept.meeting_id, row, settled))

    def add_judgement(
        self,
        change: Transaction,
        row_id: str,
        verdict: RowVerdict,
        member_id: str | None,
        status: AttendanceStatus | None,
        note: str,
        states: tuple[int, int],
        undoes: int | None = None,
    ) -> None:
        """`states`: the keys of the row's state before and after."""
        change.record(
            "judgements",
            {
                "operation": change.operation,
                "attendance_id": row_id,
                "verdict": verdict.value,
                "member_id": member_id,
                "status": status.value if status else None,
                "note": note,
                "row_before": states[0],
                "row_after": states[1],
                "undoes": undoes,
            },
        )


def as_entry_row(kept: KeptRow) -> EntryRow:
    """The row as it could be offered again."""
    return EntryRow(
        kept.status,
        kept.member_id,
        kept.name_written,
        kept.position_written,
        kept.capacity,
        kept.confidence,
        kept.evidence,
        kept.page,
        kept.box,
        kept.candidates,
        kept.reasons,
        kept.settled is Settled.WAITING,
    )


def _columns(row_id: str, meeting_id: str, row: EntryRow, settled: Settled) -> dict[str, Any]:
    return {
        "attendance_id": row_id,
        "meeting_id": meeting_id,
        "member_id": row.member_id,
        "status": row.status.value,
        "capacity": row.capacity.value,
        "settled": settled.value,
        "name_written": row.name_written,
        "position_written": row.position_written,
        "confidence": row.confidence,
        "evidence": row.evidence,
        "page": row.page,
        "bbox": _text(list(row.box)) if row.box else None,
        "candidates": _text([list(pair) for pair in row.candidates]),
        "reasons": _text(list(row.reasons)),
    }


def _meeting(row: dict[str, Any]) -> KeptMeeting:
    return KeptMeeting(
        row["row"],
        row["meeting_id"],
        row["branch_id"],
        row["date"],
        MeetingKind(row["kind"]),
        bool(row["complete"]),
        Origin(row["origin"]),
        row["duplicate_of"],
        _details(row["details"]),
        moment(row["recorded_at"]),
        row["recorded_by"],
    )


def _row(row: dict[str, Any]) -> KeptRow:
    return KeptRow(
        row["row"],
        row["attendance_id"],
        row["meeting_id"],
        row["member_id"],
        AttendanceStatus(row["status"]),
        Settled(row["settled"]),
        row["name_written"],
        row["position_written"],
        Capacity(row["capacity"]),
        row["confidence"],
        row["evidence"],
        row["page"],
        Box(*json.loads(row["bbox"])) if row["bbox"] else None,
        tuple((member, score) for member, score in json.loads(row["candidates"])),
        tuple(json.loads(row["reasons"])),
        moment(row["recorded_at"]),
        row["recorded_by"],
    )


def _judgement(row: dict[str, Any]) -> JudgementRow:
    return JudgementRow(
        row["operation"],
        row["attendance_id"],
        RowVerdict(row["verdict"]),
        row["member_id"],
        AttendanceStatus(row["status"]) if row["status"] else None,
        row["note"],
        row["recorded_by"],
        moment(row["recorded_at"]),
        row["undoes"],
    )


def _details_text(details: MeetingDetails) -> str:
    """Only what the minutes say: empty fields are left out."""
    said = {name: value for name, value in asdict(details).items() if value not in ("", None, ())}
    return _text({name: value for name, value in said.items() if value is not False})


def _details(text: str) -> MeetingDetails:
    return _DETAILS.validate_json(text)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
