"""Who met what: the matrix, one figure with its grounds, what is due, reports to take away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import Depends, Form, Query
from fastapi.responses import Response

from compliance.due import Due
from compliance.explaining import explain
from compliance.figure import Figure, Status
from compliance.reports.rendering import ReportFormat
from compliance.wording import sign
from diemdanh.accounts import Role
from diemdanh.failures import Complaint
from diemdanh.figures import confirm, figure_of
from diemdanh.messages import language, say
from diemdanh.web.days import AskedDay
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.reckoning import Whole, default_period, due_of, formats, recent_periods, report, whole
from diemdanh.web.roll import MeetingShown, Names, PersonShown, RowShown, day_of
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor, allowed
from diemdanh.web.wording import summary, title, wording

Period = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: `link` leads to its grounds; `sign` tells it without colour."""

    period: str
    status: Status
    word: str
    sign: str
    attended: int
    required: int | None
    provisional: bool
    confirmed: bool
    link: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    person: PersonShown
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One rule: members × periods."""

    rule_id: str
    title: str
    summary: str
    periods: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class StatusCount:
    status: Status
    word: str
    sign: str
    count: int


@dataclass(frozen=True, slots=True)
class ResultsPage:
    period: str
    as_of: date
    matrices: tuple[Matrix, ...]
    counts: tuple[StatusCount, ...]
    status: Status | None
    periods: tuple[str, ...]


@TWINS.page("/results", "results.html")
def results(visit: Visit, period: Period = "", as_of: AskedDay = None, status: Status | None = None) -> ResultsPage:
    """The matrix member × period of each rule in force."""
    asked, day = period or default_period(visit.today), as_of or visit.today
    found = _narrowed(visit, whole(visit.desk, asked, day))
    return ResultsPage(asked, day, _matrices(found, day, status), _counts(found), status, recent_periods(visit.today))


def _narrowed(visit: Visitor, found: Whole) -> Whole:
    """Figures of people whom this person may see."""
    return replace(found, figures=visit.sight.figures(found.figures))


def _counts(found: Whole) -> tuple[StatusCount, ...]:
    words = wording()
    counts = ((status, sum(figure.status is status for figure in found.figures)) for status in Status)
    return tuple(StatusCount(status, words.status(status), sign(status), count) for status, count in counts if count)


def _matrices(found: Whole, as_of: date, status: Status | None) -> tuple[Matrix, ...]:
    by_rule: dict[str, list[Figure]] = {}
    for figure in found.figures:
        by_rule.setdefault(figure.rule_id, []).append(figure)
    return tuple(_matrix(figures, found.names, as_of, status) for figures in by_rule.values())


def _matrix(figures: list[Figure], names: Names, as_of: date, status: Status | None) -> Matrix:
    starts = {figure.period.label: figure.period.start for figure in figures}
    periods = tuple(sorted(starts, key=lambda label: (starts[label], label)))
    rows: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        rows.setdefault(figure.member_id, {})[figure.period.label] = figure
    kept = [(who, one) for who, one in rows.items() if status is None or any(f.status is status for f in one.values())]
    shown = tuple(_row(names.person(who, as_of), one, periods, as_of) for who, one in kept)
    rule = figures[-1].rule
    return Matrix(rule.id, title(rule), summary(rule.terms), periods, shown)


def _row(person: PersonShown | None, found: dict[str, Figure], periods: tuple[str, ...], as_of: date) -> MatrixRow:
    assert person is not None
    cells = tuple(_cell(found[label], as_of) if label in found else None for label in periods)
    return MatrixRow(person, cells)


def _cell(figure: Figure, as_of: date) -> Cell:
    link = f"/results/{figure.rule_id}/{figure.member_id}/{figure.period.label}?as_of={as_of.isoformat()}"
    return Cell(
        figure.period.label,
        figure.status,
        wording().status(figure.status),
        sign(figure.status),
        figure.attended,
        figure.required,
        figure.provisional,
        figure.confirmed,
        link,
    )


@dataclass(frozen=True, slots=True)
class SeenShown:
    """A meeting at which the member was seen: its row, and what the verdict on it was."""

    row: RowShown
    meeting: MeetingShown
    verdict: str
    counted: bool


@dataclass(frozen=True, slots=True)
class MissingShown:
    branch_id: str
    branch: str
    month: str


@dataclass(frozen=True, slots=True)
class FigurePage:
    """One figure with everything that it rests on; `explained` is the whole in words."""

    cell: Cell
    person: PersonShown
    rule_id: str
    title: str
    summary: str
    explained: tuple[str, ...]
    seen: tuple[SeenShown, ...]
    missing: tuple[MissingShown, ...]
    unseen_branches: int
    as_of: date
    #: meetings of branches that this person may not see
    elsewhere: int


@TWINS.page("/results/{rule_id}/{member_id}/{period}", "figure.html")
def figure(visit: Visit, rule_id: str, member_id: str, period: str, as_of: AskedDay = None) -> FigurePage:
    """From a cell of the matrix to the meetings and their crops."""
    day = as_of or visit.today
    found, names = _figure(visit, member_id, rule_id, period, day), visit.sight.names
    branches = {one.id: one.name for one in names.roster.branches}
    person = names.person(member_id, day)
    assert person is not None
    return FigurePage(
        _cell(found, day),
        person,
        rule_id,
        title(found.rule),
        summary(found.rule.terms),
        tuple(explain(found, language().value, branches).splitlines()),
        _seen(visit, found, names),
        tuple(_missing(visit, branch, month) for branch, month in found.missing),
        found.unseen_branches,
        day,
        sum(not visit.sight.holds_meeting(seen.sighting.held.meeting.id) for seen in found.visits),
    )


def _figure(visit: Visitor, member_id: str, rule_id: str, period: str, day: date) -> Figure:
    """Raises the complaint `unknown_id` for a figure that is not there or not to be seen."""
    found = figure_of(visit.desk, member_id, rule_id, period, day)
    if not visit.sight.figures((found,)):
        raise Complaint("unknown_id", f"{member_id} {rule_id} {period}")
    return found


def _missing(visit: Visitor, branch_id: str, month: str) -> MissingShown:
    seen = visit.sight.reach.holds_branch(branch_id)
    return MissingShown(branch_id if seen else "", visit.sight.names.branch(branch_id), month)


def _seen(visit: Visitor, found: Figure, names: Names) -> tuple[SeenShown, ...]:
    """The meetings that may be seen; `elsewhere` counts the others."""
    shown = []
    for seen in found.visits:
        if not visit.sight.holds_meeting(seen.sighting.held.meeting.id):
            continue
        row, kept = visit.sight.row(seen.sighting.row.id), visit.sight.meeting(seen.sighting.held.meeting.id)
        on = day_of(kept.date)
        verdict = wording().term("verdict", seen.verdict.value).replace("{detail}", "").strip(" :()")
        counted = seen.verdict.value == "counted"
        shown.append(SeenShown(names.row(row, on), names.meeting(kept), verdict, counted))
    return tuple(shown)


@TWINS.action("/results/{rule_id}/{member_id}/{period}/confirm", Role.REVIEWER)
def figure_confirm(
    visit: Visit,
    rule_id: str,
    member_id: str,
    period: str,
    reason: Annotated[str, Form(max_length=2000)],
    as_of: Annotated[date, Form()],
) -> Done:
    """A person's word that a short figure is short."""
    _figure(visit, member_id, rule_id, period, as_of)
    confirm(visit.desk, member_id, rule_id, period, as_of, reason)
    return Done(f"/results/{rule_id}/{member_id}/{period}?as_of={as_of}", say("web.confirmed"))


@dataclass(frozen=True, slots=True)
class NextShown:
    """A usual meeting day of a branch at which the visit could be made."""

    branch: str
    day: date
    time: str


@dataclass(frozen=True, slots=True)
class DueLine:
    person: PersonShown
    rule_id: str
    title: str
    period: str
    last_day: date
    remaining: int
    branches: tuple[str, ...]
    meetings: tuple[NextShown, ...]


@dataclass(frozen=True, slots=True)
class DuePage:
    rows: tuple[DueLine, ...]
    within: int
    as_of: date


@TWINS.page("/due", "due.html")
def due(visit: Visit, within: Annotated[int, Query(ge=1, le=400)] = 90, as_of: AskedDay = None) -> DuePage:
    """Who still owes a visit in a period that ends within so many days."""
    day = as_of or visit.today
    names, found = due_of(visit.desk, visit.sight, day, within)
    return DuePage(tuple(_due(one, names, day) for one in found), within, day)


def _due(one: Due, names: Names, on: date) -> DueLine:
    figure = one.figure
    person = names.person(figure.member_id, on)
    assert person is not None
    places = tuple(names.branch(branch) for branch in one.branches)
    meetings = tuple(NextShown(names.branch(m.branch_id), m.day, m.time) for m in one.meetings[:4])
    return DueLine(
        person, figure.rule_id, title(figure.rule), figure.period.label, one.deadline, one.remaining, places, meetings
    )


@dataclass(frozen=True, slots=True)
class ReportsPage:
    period: str
    as_of: date
    formats: tuple[str, ...]
    periods: tuple[str, ...]


@TWINS.page("/reports", "reports.html")
def reports(visit: Visit, period: Period = "", as_of: AskedDay = None) -> ReportsPage:
    """The papers that people send on."""
    return ReportsPage(
        period or default_period(visit.today), as_of or visit.today, formats(), recent_periods(visit.today)
    )


@TWINS.html.get("/reports/file", response_model=None, dependencies=[Depends(allowed(Role.VIEWER))])
def report_file(
    visit: Visit, period: Period, format: ReportFormat = ReportFormat.XLSX, as_of: AskedDay = None
) -> Response:
    """One report as a file."""
    made = report(visit.desk, visit.sight, period, as_of or visit.today, format)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, media_type=made.media_type, headers=headers)
