"""What the compliance figures read of a register: meetings whose minutes are in, and who attended them."""

from __future__ import annotations

from dataclasses import dataclass

from roster.people import AttendanceStatus, Capacity, MeetingKind


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """One meeting of the register. `date` is ISO, or YYYY-MM where the day is not known, or empty.

    `complete`: every page was read, branch and date are settled, so that the month's minutes are *in*.
    `branch_id` is None where the branch is not settled. `sources` are (SHA-256, first page, last page).
    """

    id: str
    branch_id: str | None
    date: str
    kind: MeetingKind
    complete: bool = True
    sources: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class AttendanceRecord:
    """One row of the register. `waiting`: in the review queue; then `candidates` are all whom it may mean."""

    id: str
    meeting_id: str
    member_id: str | None
    status: AttendanceStatus
    waiting: bool = False
    candidates: tuple[str, ...] = ()
    capacity: Capacity = Capacity.UNCLEAR


@dataclass(frozen=True, slots=True)
class Register:
    """A snapshot of the register, as recorded up to a moment."""

    meetings: tuple[MeetingRecord, ...] = ()
    rows: tuple[AttendanceRecord, ...] = ()
