"""Members and branches, each with their history in the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query

from diemdanh.finding import key, ranked
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.roll import BranchShown, MeetingShown, Names, PersonShown, RowShown, day_of, position_of, shown_branch
from diemdanh.web.visits import Visit, Visitor
from diemdanh.web.wording import role_name
from roster.people import Assignment


@dataclass(frozen=True, slots=True)
class MembersPage:
    rows: tuple[PersonShown, ...]
    query: str
    total: int


@TWINS.page("/members", "members.html")
def members(visit: Visit, q: str = "") -> MembersPage:
    """Everybody on the roster, or those whose name or post has these words."""
    names = visit.sight.names
    people = [(f"{m.name} {' '.join(p.position for p in m.posts)}", m.id) for m in visit.sight.members()]
    found = [names.person(str(one), visit.today) for one in ranked(people, q)]
    return MembersPage(tuple(one for one in found if one)[:500], q, len(found))


@dataclass(frozen=True, slots=True)
class Option:
    """A member in the picker: `key` is his name without marks."""

    id: str
    name: str
    position: str
    key: str


@dataclass(frozen=True, slots=True)
class OptionsPage:
    options: tuple[Option, ...]


@TWINS.page("/options/members", "options.html")
def member_options(visit: Visit, on: date | None = None) -> OptionsPage:
    """Who served on that day, for the picker that is typed without marks."""
    names = visit.sight.names
    serving = visit.sight.guests(names.roster.serving_on(on) if on else names.roster.members)
    people = sorted((names.person(member.id, on) for member in serving), key=lambda p: key(p.name) if p else "")
    return OptionsPage(tuple(Option(p.id, p.name, p.position, key(p.name)) for p in people if p))


@TWINS.page("/options/branches", "options.html")
def branch_options(visit: Visit) -> OptionsPage:
    """All branches that may be seen, for the picker."""
    found = visit.sight.branches()
    return OptionsPage(tuple(Option(b.id, b.name, b.parent, key(f"{b.name} {b.parent}")) for b in found))


@dataclass(frozen=True, slots=True)
class PostShown:
    position: str
    unit: str
    roles: tuple[str, ...]
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class AssignmentShown:
    branch_id: str | None
    place: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Visited:
    row: RowShown
    meeting: MeetingShown


@dataclass(frozen=True, slots=True)
class MemberPage:
    person: PersonShown
    note: str
    posts: tuple[PostShown, ...]
    assignments: tuple[AssignmentShown, ...]
    visits: tuple[Visited, ...]


@TWINS.page("/members/{member_id}", "member.html")
def member(visit: Visit, member_id: str) -> MemberPage:
    """One member: posts over time, branches assigned, meetings."""
    names, found = visit.sight.names, visit.sight.member(member_id)
    person = PersonShown(found.id, found.name, position_of(found, visit.today))
    posts = tuple(
        PostShown(p.position, p.unit, tuple(map(role_name, p.roles)), p.validity.start, p.validity.end)
        for p in found.posts
    )
    assigned = [one for one in names.roster.assignments if one.member_id == member_id]
    return MemberPage(
        person,
        found.note,
        posts,
        tuple(_assignment(one, names) for one in assigned),
        _visits(visit, names, member_id=member_id),
    )


def _assignment(one: Assignment, names: Names) -> AssignmentShown:
    place = names.branch(one.branch_id) if one.branch_id else one.area or ""
    return AssignmentShown(one.branch_id, place, one.validity.start, one.validity.end)


def _visits(visit: Visitor, names: Names, member_id: str) -> tuple[Visited, ...]:
    pairs = [(row, visit.sight.meeting(row.meeting_id)) for row in visit.sight.rows_of_member(member_id)]
    pairs.sort(key=lambda pair: pair[1].date, reverse=True)
    return tuple(Visited(names.row(row, day_of(kept.date)), names.meeting(kept)) for row, kept in pairs)


@dataclass(frozen=True, slots=True)
class BranchesPage:
    rows: tuple[BranchShown, ...]
    query: str


@TWINS.page("/branches", "branches.html")
def branches(visit: Visit, q: str = "") -> BranchesPage:
    """Every branch, or those whose name, parent or area has these words."""
    found = map(shown_branch, visit.sight.branches())
    ordered = ranked(((f"{b.name} {b.parent} {b.area}", b) for b in found), q)
    return BranchesPage(tuple(one for one in ordered if isinstance(one, BranchShown))[:1000], q)


@dataclass(frozen=True, slots=True)
class MonthShown:
    """One month of a branch: `state` is in, missing or coming."""

    month: str
    state: str
    meetings: tuple[MeetingShown, ...]


@dataclass(frozen=True, slots=True)
class BranchPage:
    branch: BranchShown
    months: tuple[MonthShown, ...]
    year: int
    assigned: tuple[PersonShown, ...]


@TWINS.page("/branches/{branch_id}", "branch.html")
def branch(visit: Visit, branch_id: str, year: Annotated[int | None, Query(ge=1900, le=2999)] = None) -> BranchPage:
    """One branch: the calendar of its minutes in a year, and who is assigned to it."""
    names, found = visit.sight.names, visit.sight.branch(branch_id)
    held = [one for one in visit.sight.meetings() if one.branch_id == branch_id]
    shown = year or max((int(one.date[:4]) for one in held if one.date), default=visit.today.year)
    months = []
    for n in range(1, 13):
        month = f"{shown}-{n:02d}"
        inside = [one for one in held if one.date.startswith(month)]
        complete = any(one.complete for one in inside)
        state = "in" if complete else "coming" if month >= f"{visit.today:%Y-%m}" else "missing"
        months.append(MonthShown(month, state, tuple(names.meeting(one) for one in inside)))
    ids = dict.fromkeys(a.member_id for a in names.roster.assignments if a.branch_id == branch_id)
    people = tuple(person for one in ids if (person := names.person(one, visit.today)))
    return BranchPage(shown_branch(found), tuple(months), shown, people)
