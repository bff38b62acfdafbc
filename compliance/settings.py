"""What a province may set about the calculation; every report prints it."""

from __future__ import annotations

from dataclasses import dataclass

from roster.people import MeetingKind


@dataclass(frozen=True, slots=True)
class ComplianceSettings:
    """`leave_days`: a leave shorter than this many days takes no day out.

    `counting_kinds`: the kinds of meeting at which a visit counts. No source fixes congresses, year-end reviews or
    committee meetings, so it is for the office to say; the default is that regular and thematic meetings count.
    """

    leave_days: int = 30
    counting_kinds: tuple[MeetingKind, ...] = (MeetingKind.REGULAR, MeetingKind.THEMATIC)


DEFAULT = ComplianceSettings()
