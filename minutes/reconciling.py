"""Counts against one another and against the names: a mismatch is shown, never a reason to change anything."""

from __future__ import annotations

from collections.abc import Iterator

from minutes.sheet import Section, Sheet
from roster.people import AttendanceStatus as Status
from vntext.folding import fold

_AWAY = (Status.ABSENT, Status.ABSENT_EXCUSED, Status.ABSENT_UNEXCUSED)


def reconciled(sheet: Sheet) -> tuple[str, ...]:
    """Codes of the mismatches between head counts and names."""
    return tuple(_mismatches(sheet))


def _mismatches(sheet: Sheet) -> Iterator[str]:
    counts = sheet.counts
    if None not in (counts.total, counts.present, counts.absent):
        more = (counts.present or 0) + (counts.absent or 0) > (counts.total or 0)
        yield from ("counts_differ",) if more else ()
    away = {fold(p.name) for p in sheet.persons if p.status in _AWAY and p.own_branch and p.section is Section.ABSENT}
    if counts.absent is not None and away and len(away) > counts.absent:
        yield "absent_names_differ"
