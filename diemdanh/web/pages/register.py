"""The register: meetings with their rows and pages, corrections by hand, recommendations, the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Query

from diemdanh.accounts import Role
from diemdanh.messages import say
from diemdanh.rematching import settled
from diemdanh.web.days import AskedMonth, WrittenDayOrMonth
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.reading import given_name
from diemdanh.web.refusals import Refused
from diemdanh.web.roll import BranchShown, MeetingShown, RowShown, day_of, shown_branch
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor
from minutes.entry import MeetingDetails, Settled, Source
from roster.people import AttendanceStatus, MeetingKind

_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """One page of the list, newest first; `unsettled`: only those whose branch, date or pages are not settled."""

    rows: tuple[MeetingShown, ...]
    total: int
    start: int
    month: str
    branch: str
    branches: tuple[BranchShown, ...]
    unsettled: bool
    unsettled_count: int

    @property
    def next_start(self) -> int | None:
        return self.start + _A_PAGE if self.start + _A_PAGE < self.total else None


@TWINS.page("/meetings", "meetings.html")
def meetings(
    visit: Visit,
    month: AskedMonth = "",
    branch: str = "",
    unsettled: bool = False,
    start: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> MeetingsPage:
    """Whose minutes are in."""
    sight, names = visit.sight, visit.sight.names
    waiting = sight.unsettled_meetings()
    kept = waiting if unsettled else sight.meetings()
    found = [one for one in kept if one.date.startswith(month) and branch in ("", one.branch_id)]
    found.sort(key=lambda one: (one.date, one.id), reverse=True)
    rows = tuple(names.meeting(one) for one in found[start : start + _A_PAGE])
    branches = sorted(map(shown_branch, visit.sight.branches()), key=lambda b: b.name)
    return MeetingsPage(rows, len(found), start, month, branch, tuple(branches), unsettled, len(waiting))


@dataclass(frozen=True, slots=True)
class SourceShown:
    sha256: str
    name: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JudgementShown:
    operation: int
    row_id: str
    verdict: str
    by: str
    at: str
    note: str
    name: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    meeting: MeetingShown
    details: MeetingDetails
    rows: tuple[RowShown, ...]
    sources: tuple[SourceShown, ...]
    judgements: tuple[JudgementShown, ...]
    branches: tuple[BranchShown, ...]
    kinds: tuple[MeetingKind, ...]
    statuses: tuple[AttendanceStatus, ...]


@TWINS.page("/meetings/{meeting_id}", "meeting.html")
def meeting(visit: Visit, meeting_id: str) -> MeetingPage:
    """One meeting: what its minutes say, who was entered, from which pages."""
    return _meeting_page(visit, meeting_id)


def _meeting_page(visit: Visitor, meeting_id: str) -> MeetingPage:
    sight, names = visit.sight, visit.sight.names
    kept = sight.meeting(meeting_id)
    on = day_of(kept.date)
    rows = sight.rows(meeting_id)
    said = [
        JudgementShown(j.operation, j.row_id, j.verdict.value, j.by, j.at.isoformat(), j.note, row.name_written)
        for row in rows
        for j in sight.register.judgements(row.id)
    ]
    branches = sorted(map(shown_branch, visit.sight.branches()), key=lambda b: b.name)
    return MeetingPage(
        names.meeting(kept),
        kept.details,
        tuple(names.row(row, on) for row in rows),
        tuple(map(_source, sight.sources(meeting_id))),
        tuple(said),
        tuple(branches),
        tuple(MeetingKind),
        tuple(AttendanceStatus),
    )


def _source(source: Source) -> SourceShown:
    return SourceShown(
        source.sha256,
        given_name(source.shown_name),
        tuple(range(source.page_from, min(source.page_to, source.page_from + 40) + 1)),
    )


@TWINS.action("/meetings/{meeting_id}/settle")
def meeting_settle(
    visit: Visit,
    meeting_id: str,
    reason: Annotated[str, Form(max_length=2000)],
    branch: Annotated[str, Form(max_length=300)] = "",
    date: WrittenDayOrMonth = "",
    kind: Annotated[MeetingKind | None, Form()] = None,
) -> Done:
    """A person says which meeting it is."""
    desk, sight = visit.desk, visit.sight
    kept = sight.meeting(meeting_id)
    if branch and not sight.reach.holds_branch(branch):
        raise Refused("unknown_branch")
    with desk.writing() as change:
        done = sight.register.settle_meeting(
            change, kept.id, reason, branch_id=branch or None, date=date or None, kind=kind
        )
    found = settled(desk, kept.id)
    names = found.entered + found.settled if found else 0
    waiting = sum(row.settled is Settled.WAITING for row in sight.register.rows(done.duplicate_of or kept.id))
    return Done(f"/meetings/{done.duplicate_of or meeting_id}", say("web.settled", names=names, waiting=waiting))


@TWINS.action("/attendance/{row_id}/correct", Role.REVIEWER)
def attendance_correct(
    visit: Visit,
    row_id: str,
    reason: Annotated[str, Form(max_length=2000)],
    status: Annotated[AttendanceStatus | None, Form()] = None,
    member: Annotated[str, Form(max_length=300)] = "",
    dismiss: Annotated[bool, Form()] = False,
) -> Done:
    """A settled row otherwise, by hand and with a reason."""
    desk, sight = visit.desk, visit.sight
    kept = sight.row(row_id)
    if member and member != kept.member_id and not sight.reach.holds_guest(member):
        raise Refused("not_found")
    with desk.writing() as change:
        row = sight.register.correct(change, kept.id, reason, member_id=member or None, status=status, dismiss=dismiss)
        operation = change.operation
    return Done(f"/meetings/{row.meeting_id}", say("web.corrected"), f"/judgements/{operation}/undo")


@dataclass(frozen=True, slots=True)
class Recommendation:
    meeting: MeetingShown
    text: str


@dataclass(frozen=True, slots=True)
class RecommendationsPage:
    rows: tuple[Recommendation, ...]
    month: str


@TWINS.page("/recommendations", "recommendations.html")
def recommendations(visit: Visit, month: AskedMonth = "") -> RecommendationsPage:
    """What branches asked for, newest first."""
    names = visit.sight.names
    kept = sorted(visit.sight.meetings(), key=lambda one: one.date, reverse=True)
    found = [(one, text) for one in kept if one.date.startswith(month) for text in one.details.recommendations]
    return RecommendationsPage(tuple(Recommendation(names.meeting(one), text) for one, text in found[:500]), month)
