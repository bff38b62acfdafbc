"""What goes into the register: one meeting as a reading, a person or a file tells it, and what people decide of its
rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from documents.model import Box
from roster.people import AttendanceStatus, Capacity, MeetingKind


class RegisterFault(StrEnum):
    """Stable codes."""

    UNKNOWN_MEETING = "unknown_meeting"
    UNKNOWN_ROW = "unknown_row"
    UNKNOWN_OPERATION = "unknown_operation"
    NEEDS_MEMBER = "needs_member"
    NEEDS_REASON = "needs_reason"
    NOT_WAITING = "not_waiting"
    CONFLICT = "conflict"
    NO_CHANGE = "no_change"
    LATER_DECISIONS = "later_decisions"
    BAD_DATE = "bad_date"


class RegisterRefusal(Exception):
    """`code` is stable; `detail` is a plain English fragment."""

    def __init__(self, code: RegisterFault, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else str(self.code)


class Origin(StrEnum):
    """How a meeting came into the register."""

    READ = "read"
    HAND = "hand"
    IMPORT = "import"


class Settled(StrEnum):
    """How a row stands: it waits for a person, was entered unasked, accepted, written by hand, imported, or
    dismissed."""

    WAITING = "waiting"
    AUTOMATIC = "automatic"
    ACCEPTED = "accepted"
    HAND = "hand"
    IMPORT = "import"
    DISMISSED = "dismissed"


class RowVerdict(StrEnum):
    """A person's word on a row. `UNSURE` leaves it in the queue with the note."""

    ACCEPT = "accept"
    OTHER_MEMBER = "other_member"
    NOT_ON_ROSTER = "not_on_roster"
    NOT_PRESENT = "not_present"
    UNSURE = "unsure"
    CORRECT = "correct"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Source:
    """Pages of an original, both ends included."""

    sha256: str
    page_from: int
    page_to: int
    shown_name: str = ""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A post without a name, and whom it may mean on that day."""

    written: str
    candidates: tuple[str, ...] = ()
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class MeetingDetails:
    """What the minutes say beyond branch, date and kind; as written. `reasons`: why the meeting itself needs (or
    needed) a person; `settled_by_hand`: a person said which meeting it is."""

    branch: str = ""
    parent: str = ""
    start_time: str = ""
    place: str = ""
    chair: str = ""
    secretary: str = ""
    total_members: int | None = None
    present_count: int | None = None
    absent_count: int | None = None
    confidence: float | None = None
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    other_attendees: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    unreadable_pages: tuple[int, ...] = ()
    settled_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One member's row as it is offered. `needs_review`: a person decides; then `candidates` (member, score) are whom
    it may mean, best first. `evidence` is verbatim; of an absence the register keeps it without its reason."""

    status: AttendanceStatus
    member_id: str | None = None
    name_written: str = ""
    position_written: str = ""
    capacity: Capacity = Capacity.UNCLEAR
    confidence: float | None = None
    evidence: str = ""
    page: int | None = None
    box: Box | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    reasons: tuple[str, ...] = ()
    needs_review: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting. `date` is ISO, YYYY-MM, or empty; `complete`: all pages read, branch and date settled."""

    branch_id: str | None
    date: str
    kind: MeetingKind
    rows: tuple[EntryRow, ...] = ()
    sources: tuple[Source, ...] = ()
    complete: bool = True
    origin: Origin = Origin.READ
    details: MeetingDetails = MeetingDetails()


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """A row of an attendance file (the contract's section 3). No member: the minutes are in and name no roster
    member."""

    branch_id: str
    date: str
    kind: MeetingKind
    member_id: str | None = None
    status: AttendanceStatus | None = None
    needs_review: bool = False


@dataclass(frozen=True, slots=True)
class KeptMeeting:
    """A meeting of the register. `row` is the key of its present state."""

    row: int
    id: str
    branch_id: str | None
    date: str
    kind: MeetingKind
    complete: bool
    origin: Origin
    duplicate_of: str | None
    details: MeetingDetails
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of the register. `row` is the key of its present state, `id` stays through corrections."""

    row: int
    id: str
    meeting_id: str
    member_id: str | None
    status: AttendanceStatus
    settled: Settled
    name_written: str
    position_written: str
    capacity: Capacity
    confidence: float | None
    evidence: str
    page: int | None
    box: Box | None
    candidates: tuple[tuple[str, float], ...]
    reasons: tuple[str, ...]
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A person's word on a row, as it was given; a later one wins."""

    operation: int
    row_id: str
    verdict: RowVerdict
    member_id: str | None
    status: AttendanceStatus | None
    note: str
    by: str
    at: datetime
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What recording a meeting did. `duplicate_of`: the meeting that this is another copy of (its rows went there)."""

    meeting_id: str
    duplicate_of: str | None = None
    entered: int = 0
    waiting: int = 0
    known: bool = False
