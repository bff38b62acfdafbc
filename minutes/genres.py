"""What sort of text it is, and what kind of meeting: by title and opening first, by what a report tells otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.reports import tells_of_meeting
from minutes.sheet import BranchName, Genre
from minutes.wording import phrasebook, records
from roster.people import MeetingKind

_HEAD = 16
_MINUTES = sign("minutes_title")
_INVITATION = sign("invitation_title")
#: titles that alone prove nothing: a resolution may have come of a meeting without telling of it
_BOOK = sign("book_title")
#: "Tối 3/9/2025, chi bộ họp tại …": the hour, the day, then the meeting
_OPENING = sign("genre_opening")
_SHEET = sign("sheet_line")
#: what minutes tell, whatever their form
_TRACES = tuple(
    sign(f"trace_{name}")
    for name in ("begun", "counted", "away", "chaired", "kept", "voted", "closed", "guests", "called")
)
_MEETING = frozenset({sign("trace_counted"), sign("trace_chaired"), sign("trace_begun")})


def genre_of(paragraphs: Sequence[Paragraph]) -> Genre:
    """Minutes, report, invitation, or a text that tells of no meeting."""
    head = [p.reading.key for p in paragraphs[:_HEAD] if not p.row]
    short = [key for key in head if len(key) < 110]
    invited = next((i for i, key in enumerate(head[:12]) if key in short and _INVITATION.search(key)), None)
    titled = next((i for i, key in enumerate(head) if key in short and _titled(key)), None)
    if any("trân trọng kính mời" in key for key in head) or (
        invited is not None and (titled is None or invited < titled)
    ):
        return Genre.INVITATION
    if titled is not None:
        return Genre.MINUTES
    if any(sign("paper_titled").search(key) for key in short) or _put_off(short):
        return Genre.NONE
    signs = sum(bool(_SHEET.search(key)) for key in head) + 2 * any(bool(_OPENING.search(key)) for key in head)
    signs += any(_BOOK.search(key) for key in short)
    if signs >= 3:
        return Genre.MINUTES
    traces = _traces(paragraphs)
    if len(traces) >= 6 and sign("trace_closed") in traces and sign("trace_kept") in traces:
        return Genre.MINUTES
    if tells_of_meeting(paragraphs):
        return Genre.REPORT
    if len(traces & _MEETING) < 2 or len(traces) < 3:
        return Genre.NONE
    press = any(sign("told_by_press").search(p.reading.key) for p in paragraphs)
    return Genre.REPORT if press else Genre.MINUTES if len(traces) >= 4 else Genre.NONE


def _titled(key: str) -> bool:
    return _MINUTES.search(key) is not None or sign("notes_title").search(key) is not None


def _put_off(short: Sequence[str]) -> bool:
    """A notice whose next line says that a meeting is to come, or will not be."""
    at = next((i for i, key in enumerate(short) if key.strip(" *") == "thông báo"), None)
    return at is not None and any(sign("put_off").search(key) for key in short[at + 1 : at + 2])


def _traces(paragraphs: Sequence[Paragraph]) -> frozenset[re.Pattern[str]]:
    """What a text has of the things that minutes tell, if it names a branch at its head; nothing where its title is
    another paper's."""
    head = [p.reading.key for p in paragraphs[:8]]
    keys = [p.reading.key for p in paragraphs]
    members = any(sign("trace_members").search(key) for key in keys)
    hamlet = members and any(sign("trace_hamlet").search(key) for key in head[:2])
    if not (hamlet or any(sign("trace_branch").search(key) for key in head)):
        return frozenset()
    other = any(len(key) < 110 and sign("no_minutes_title").search(key) for key in head)
    if other or any(sign("asks_to_come").search(key) for key in keys):
        return frozenset()
    return frozenset(trace for trace in _TRACES if any(trace.search(key) for key in keys))


def kind_of(paragraphs: Sequence[Paragraph], genre: Genre, branch: BranchName) -> MeetingKind:
    """The kind of meeting, from the title lines (minutes) or the sentence that tells of it (report)."""
    if genre is Genre.INVITATION:
        return MeetingKind.NONE
    title = _title(paragraphs) if genre is Genre.MINUTES else " ".join(p.reading.key for p in paragraphs[:6])
    kinds = {str(r["id"]): MeetingKind(str(r["kind"])) for r in records("meetings")}
    found = {f.record for f in phrasebook("meetings").find(title)} - {"none"}
    kind = next((kinds[name] for name in kinds if name in found), MeetingKind.REGULAR)
    if kind is MeetingKind.CONGRESS and genre is Genre.REPORT and not sign("holds_congress").search(title):
        kind = MeetingKind.REGULAR
    if kind is MeetingKind.REGULAR and branch.name is None and not ("chi bộ" in title or _of_branch(paragraphs)):
        return MeetingKind.OTHER
    return kind


def _of_branch(paragraphs: Sequence[Paragraph]) -> bool:
    """Does a line at the head name a branch, though its name could not be read?"""
    return any(sign("trace_branch").search(p.reading.key) for p in paragraphs[:4] if len(p.text) < 110)


def _title(paragraphs: Sequence[Paragraph]) -> str:
    """The title line and the two after it."""
    keys = [p.reading.key for p in paragraphs[:_HEAD]]
    at = next((i for i, key in enumerate(keys) if len(key) < 110 and sign("title_line").search(key)), 0)
    return " ".join(key for key in keys[at : at + 3] if len(key) < 130)
