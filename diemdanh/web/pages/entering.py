"""Entering minutes by hand: page images beside a form that needs only the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form

from diemdanh.accounts import Role
from diemdanh.failures import Complaint
from diemdanh.hand import (
    PURPOSE,
    Sheet,
    enter,
    pages_of,
    people_of,
    sheets_of,
    sources_of,
    unsettled_meeting,
    waiting_files,
)
from diemdanh.messages import say
from diemdanh.web.days import WrittenDay
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.reading import given_name
from diemdanh.web.refusals import Refused
from diemdanh.web.roll import RowShown, day_of
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor
from roster.people import MeetingKind


@dataclass(frozen=True, slots=True)
class WaitingFile:
    sha256: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class EnterListPage:
    files: tuple[WaitingFile, ...]


@TWINS.page("/enter", "enter_list.html")
def enter_list(visit: Visit) -> EnterListPage:
    """Files that wait for a person's hand."""
    return EnterListPage(_waiting(visit))


def _waiting(visit: Visitor) -> tuple[WaitingFile, ...]:
    found = waiting_files(visit.office.store)
    seen = (one for one in found if visit.sight.holds_file(one[0]))
    return tuple(WaitingFile(sha256, given_name(name), why) for sha256, name, why in seen)


@dataclass(frozen=True, slots=True)
class EnterPage:
    """`sheets` in reading order; `meeting` is the unsettled meeting of these pages, with what was read of it."""

    sha256: str
    name: str
    sheets: tuple[Sheet, ...]
    left_out: tuple[Sheet, ...]
    meeting_id: str
    branch_id: str
    branch_name: str
    date: str
    kind: str
    rows: tuple[RowShown, ...]
    kinds: tuple[str, ...]
    others: tuple[WaitingFile, ...]


@TWINS.page("/enter/{sha256}", "enter.html", Role.CLERK)
def enter_form(visit: Visit, sha256: str, pages: str = "", meeting: str = "") -> EnterPage:
    """The pages beside the form. `pages`: keys of other pages, with commas, in reading order."""
    row = visit.sight.file(sha256, PURPOSE)
    register, names = visit.sight.register, visit.sight.names
    kept = unsettled_meeting(register, sha256, meeting)
    asked = [key for key in pages.split(",") if key] or list(pages_of(register, kept))
    all_sheets = _sheets(visit, sha256)
    for other in dict.fromkeys(key.partition(":")[0] for key in asked):
        all_sheets |= _sheets(visit, other)
    chosen = [key for key in asked if key in all_sheets] or list(all_sheets)
    rows = tuple(names.row(one, day_of(kept.date)) for one in register.rows(kept.id)) if kept else ()
    return EnterPage(
        sha256=sha256,
        name=given_name(row.shown_name),
        sheets=tuple(all_sheets[key] for key in chosen if key in all_sheets),
        left_out=tuple(sheet for key, sheet in all_sheets.items() if key not in chosen),
        meeting_id=kept.id if kept else "",
        branch_id=kept.branch_id or "" if kept else "",
        branch_name=(names.branch(kept.branch_id) or kept.details.branch) if kept else "",
        date=kept.date if kept else "",
        kind=kept.kind.value if kept else MeetingKind.REGULAR.value,
        rows=rows,
        kinds=tuple(kind.value for kind in MeetingKind),
        others=tuple(one for one in _waiting(visit) if one.sha256 != sha256)[:50],
    )


def _sheets(visit: Visitor, sha256: str) -> dict[str, Sheet]:
    """The pages of a file that may be seen, by key."""
    found = sheets_of(visit.office.store, sha256)
    return {one.key: one for one in found if visit.sight.holds_file(sha256, one.page)}


@TWINS.action("/enter/{sha256}")
def enter_save(
    visit: Visit,
    sha256: str,
    branch: Annotated[str, Form(max_length=300)],
    date: WrittenDay,
    kind: Annotated[MeetingKind, Form()] = MeetingKind.REGULAR,
    people: Annotated[list[str], Form()] = [],  # noqa: B006  FastAPI copies it
    pages: Annotated[list[str], Form()] = [],  # noqa: B006
    later: Annotated[list[str], Form()] = [],  # noqa: B006
    meeting: Annotated[str, Form(max_length=100)] = "",
) -> Done:
    """One meeting by hand; `later` are pages that wait for their own.

    No people: the minutes are in and name nobody from the roster.
    """
    desk = visit.desk
    sight = visit.sight
    if not sight.knows_branch(branch):
        raise Refused("unknown_branch")
    row = sight.file(sha256, PURPOSE)
    if meeting:
        sight.meeting(meeting)
    names = {sha256: row.shown_name} | _names(visit, (*pages, *later))
    known = people_of(_guests(visit, people), sight.reach.roster, day_of(date))
    sources, rest = sources_of(pages, names), sources_of(later, names)
    done = enter(desk, branch, date, kind, known, sources, meeting, later=rest if pages else None)
    following = sha256 if later else _next(visit, sha256)
    told = say("web.meeting_entered", count=len(known), id=done.meeting_id)
    return Done(f"/enter/{following}" if following else "/enter", told)


def _guests(visit: Visitor, people: list[str]) -> list[str]:
    """`member|status|capacity` of people whom these minutes may name. Raises the complaint `unknown_id`."""
    for one in people:
        member_id = one.partition("|")[0]
        if not visit.sight.reach.holds_guest(member_id):
            raise Complaint("unknown_id", member_id)
    return people


def _next(visit: Visitor, after: str) -> str:
    """The file that waits after this one; empty when none does."""
    left = [one.sha256 for one in _waiting(visit)]
    at = left.index(after) + 1 if after in left else 0
    return next((sha256 for sha256 in (*left[at:], *left[:at]) if sha256 != after), "")


def _names(visit: Visitor, keys: tuple[str, ...]) -> dict[str, str]:
    """The names of the files of these pages. Raises not_found for a page that may not be seen."""
    found = {}
    for sha256, _, page in (key.partition(":") for key in keys):
        row = visit.sight.file(sha256, PURPOSE)
        if page.isdecimal() and not visit.sight.holds_file(sha256, int(page)):
            raise Refused("not_found")
        found[sha256] = row.shown_name
    return found
