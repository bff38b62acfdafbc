"""What minutes say of one meeting, before anybody is recognised in it: the sheet.

One sheet a meeting, whatever files it was spread over. Names stand as they were written; who they are is decided later,
against the roster of the meeting's day (`roster.matching`). Offsets count code points of the sheet's own running text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from documents.model import Box, Origin
from roster.people import AttendanceStatus, MeetingKind
from vntext.dates import PartialDate


class Section(StrEnum):
    """Where in the minutes a person is written; the place decides what it says."""

    SUPERIORS = "superiors"
    ROLL = "roll"
    ABSENT = "absent"
    SPEECH = "speech"
    CHAIR = "chair"
    SECRETARY = "secretary"
    SIGNATURE = "signature"
    OTHER = "other"


class ReasonClass(StrEnum):
    """Of a reason for an absence only the class is kept, never the illness."""

    SICK = "sick"
    WORK = "work"
    FAMILY = "family"
    STUDY = "study"
    AWAY = "away"
    OTHER = "other"


class Genre(StrEnum):
    """What sort of text it is: minutes, somebody's report of a meeting, an invitation, or no report of a meeting."""

    MINUTES = "minutes"
    REPORT = "report"
    INVITATION = "invitation"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one page: `document` is an index into the sheet's sources; `page` counts from 1."""

    document: int
    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person as written, and what this one place in the text says of him.

    `strength` 0..1: how plainly the place says the status. `evidence` is a verbatim stretch of the text; of an absence
    it ends before
    the reason. `confidence` is the OCR engine's for the words of the name, None where there was none.
    """

    name: str
    position: str
    status: AttendanceStatus
    section: Section
    evidence: str
    start: int
    end: int
    strength: float = 1.0
    cue: str = ""
    own_branch: bool = False
    reason: ReasonClass | None = None
    remark: str = ""
    place: Place | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class UnnamedPost:
    """A post without a name ("đồng chí Trưởng ban Tuyên giáo Tỉnh ủy"): told, never entered unasked."""

    as_written: str
    status: AttendanceStatus
    start: int
    end: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Head counts as written in figures; guests are not in them."""

    total: int | None = None
    present: int | None = None
    absent: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The pages of one file that belong to the meeting."""

    file: str
    sha256: str
    pages: tuple[int, ...]
    origin: Origin = Origin.TXT


@dataclass(frozen=True, slots=True)
class HeldOn:
    """The meeting's date; `sure` is false where sources in the text disagree or a figure was hardly legible. `span` is
    where the number of the day stands; `backed`: the title or the line of the date says the same month or day;
    `agreed`: the line of the time and that of the date, or the title, say the same day, each by itself."""

    value: PartialDate | None = None
    sure: bool = False
    reasons: tuple[str, ...] = ()
    span: tuple[int, int] | None = None
    backed: bool = False
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class BranchName:
    """The branch as written; `sure` is false where it was hardly legible or two names compete."""

    name: str | None = None
    parent: str | None = None
    sure: bool = False
    reasons: tuple[str, ...] = ()
    #: wherever it is written as in `name`
    spans: tuple[tuple[int, int], ...] = ()
    #: the place in the line of the date, mostly the commune
    signed_at: str = ""


@dataclass(frozen=True)
class Sheet:
    """One meeting as its minutes tell it."""

    text: str
    genre: Genre
    kind: MeetingKind
    branch: BranchName = BranchName()
    held_on: HeldOn = HeldOn()
    start_time: str | None = None
    place: str | None = None
    chair: str | None = None
    secretary: str | None = None
    counts: Counts = Counts()
    agenda: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    persons: tuple[Attendee, ...] = ()
    unnamed: tuple[UnnamedPost, ...] = ()
    sources: tuple[Source, ...] = ()
    unreadable: tuple[tuple[int, int], ...] = field(default=())
    warnings: tuple[str, ...] = ()
    #: all of `unreadable` is badly read print, and branch and date are plainly read for all that
    plain_head: bool = False
