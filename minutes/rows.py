"""The JSON edge: a meeting's row exactly as the contract names its fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from documents.model import Box
from minutes.reading import AttendanceRow, MeetingReading
from minutes.sheet import Genre, Place, Sheet
from roster.people import MeetingKind


def meeting_rows(readings: Sequence[MeetingReading], ids: Sequence[str], files: Sequence[str]) -> list[dict[str, Any]]:
    """One row a meeting. `ids` and `files` name the documents in their order; further meetings of one file are
    `id#2`, `id#3`."""
    seen: dict[str, int] = {}
    rows = []
    for reading in readings:
        first = reading.sheet.sources[0].file if reading.sheet.sources else (files[0] if files else "")
        base = ids[files.index(first)] if first in files else first
        seen[base] = seen.get(base, 0) + 1
        rows.append(meeting_row(reading, base if seen[base] == 1 else f"{base}#{seen[base]}"))
    return rows


def meeting_row(reading: MeetingReading, row_id: str) -> dict[str, Any]:
    """The row of one meeting."""
    sheet = reading.sheet
    source = sheet.sources[0] if sheet.sources else None
    pages = source.pages if source else ()
    return {
        "id": row_id,
        "file": source.file if source else "",
        "sha256": source.sha256 if source else "",
        "pages": sum(len(s.pages) for s in sheet.sources),
        "page_from": min(pages, default=None),
        "page_to": max(pages, default=None),
        "sources": [{"file": s.file, "pages": list(s.pages)} for s in sheet.sources],
        "text_source": str(source.origin) if source else "txt",
        "unreadable_pages": [page for _, page in sheet.unreadable],
        "warnings": list(reading.warnings),
        "meeting": _meeting(reading),
        "attendance": [_attendance(row) for row in reading.rows],
        "unresolved": [
            {"as_written": u.as_written, "candidates": list(u.candidates), **_where(u.place)}
            for u in reading.unresolved
        ],
        "other_attendees": list(reading.others),
        "recommendations": list(sheet.recommendations),
    }


def _meeting(reading: MeetingReading) -> dict[str, Any]:
    sheet = reading.sheet
    return {
        "branch": sheet.branch.name,
        "branch_id": reading.branch_id,
        "parent": sheet.branch.parent,
        "date": str(sheet.held_on.value) if sheet.held_on.value else None,
        "start_time": sheet.start_time,
        "place": sheet.place,
        "kind": str(kind_of(sheet)),
        "chair": sheet.chair,
        "secretary": sheet.secretary,
        "total_members": sheet.counts.total,
        "present_count": sheet.counts.present,
        "absent_count": sheet.counts.absent,
        "confidence": reading.confidence,
        "needs_review": reading.needs_review,
        "reasons": list(reading.reasons),
    }


def kind_of(sheet: Sheet) -> MeetingKind:
    """An unreadable paper is not taken for a month without a meeting."""
    if sheet.unreadable and sheet.genre is Genre.NONE:
        return MeetingKind.OTHER
    return MeetingKind.NONE if sheet.genre in (Genre.NONE, Genre.INVITATION) else sheet.kind


def _attendance(row: AttendanceRow) -> dict[str, Any]:
    return {
        "member_id": row.member_id,
        "name_as_written": row.name,
        "position_as_written": row.position or None,
        "capacity": str(row.capacity),
        "status": str(row.status),
        "confidence": row.confidence,
        "needs_review": row.needs_review,
        "reasons": list(row.reasons),
        "evidence": row.evidence,
        **_where(row.place),
        "candidates": [{"member_id": member, "score": score} for member, score in row.candidates],
    }


def _where(place: Place | None) -> dict[str, Any]:
    return {"page": place.page if place else None, "bbox": _box(place.box) if place else None}


def _box(box: Box | None) -> list[float] | None:
    return [round(v, 1) for v in box] if box else None
