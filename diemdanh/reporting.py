"""Flow: the papers that people send on, and who still owes a visit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from compliance.due import Due, due
from compliance.periods import parse
from compliance.reports.composing import Selection, compose
from compliance.reports.rendering import ReportFormat, render
from compliance.reports.report import Letterhead, Recommendation, Report
from diemdanh.cuttings import evidence_of
from diemdanh.desk import Desk
from diemdanh.figures import figures_of, settings_of
from diemdanh.messages import language
from minutes.register import RegisterBook
from roster.book import Book
from store import settings


@dataclass(frozen=True, slots=True)
class DueRow:
    """A visit that is still owed, with the next usual meeting days of the member's branches."""

    member_id: str
    name: str
    rule_id: str
    period: str
    remaining: int
    deadline: date
    meetings: tuple[tuple[str, date, str], ...]
    branches: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[object, ...]:
        """His branches' next days; a branch whose days nobody has given is named all the same."""
        days = [f"{name} {day.isoformat()} {time}".strip() for name, day, time in self.meetings]
        known = {name for name, _, _ in self.meetings}
        places = "; ".join((*days, *(name for name in self.branches if name not in known)))
        return self.name, self.rule_id, self.period, self.remaining, self.deadline, places


def report_of(desk: Desk, period: str, as_of: date, selection: Selection, known_on: datetime | None = None) -> Report:
    """The report on a period, narrowed as asked. Raises PeriodError."""
    roster = Book(desk.store).roster(known_on)
    request = parse(period, roster.terms)
    found = figures_of(desk, period, as_of, known_on)
    year = str(request.start.year)
    whole = request.start.year == request.end.year and period != year
    return compose(
        found,
        roster,
        request,
        as_of,
        settings_of(desk, known_on),
        year_figures=figures_of(desk, year, as_of, known_on) if whole else found,
        recommendations=_recommendations(desk, request.start, request.end, known_on),
        letterhead=letterhead_of(desk, known_on),
        selection=selection,
        language=language().value,
    )


def letterhead_of(desk: Desk, known_on: datetime | None = None) -> Letterhead:
    """The settings `letterhead_…`; what nobody set stays open in the paper."""

    def said(part: str) -> str:
        return str(settings.get(desk.store, f"letterhead_{part}", known_on)).strip()

    def lines(part: str) -> tuple[str, ...]:
        return tuple(line for each in said(part).split(";") if (line := each.strip()))

    return Letterhead(
        superior=said("superior"),
        issuer=said("issuer"),
        symbol=said("symbol"),
        place=said("place"),
        signing=lines("signing"),
        signer=said("signer"),
        recipients=lines("recipients"),
        office=said("office"),
    )


def report_bytes(
    desk: Desk,
    period: str,
    as_of: date,
    form: str,
    member: str | None = None,
    unit: str | None = None,
    branch: str | None = None,
    known_on: datetime | None = None,
    pictures: int = 0,
) -> bytes:
    """The report's file in one of the formats xlsx, docx, html, ics, csv; in HTML with so many pictures at most."""
    report = report_of(desk, period, as_of, Selection(member, unit, branch), known_on)
    if form == ReportFormat.HTML:
        report = replace(report, evidence=evidence_of(desk, report, pictures))
    figures = tuple(line.figure for line in report.lines)
    owed = due(figures, Book(desk.store).roster(known_on), as_of) if form == ReportFormat.ICS else ()
    return render(report, ReportFormat(form), owed)


def _recommendations(desk: Desk, start: date, end: date, known_on: datetime | None) -> tuple[Recommendation, ...]:
    """What branches asked for at meetings of the period."""
    first, last = start.isoformat(), end.isoformat()
    return tuple(
        Recommendation(meeting.branch_id, meeting.date, text)
        for meeting in RegisterBook(desk.store).meetings(known_on)
        if meeting.duplicate_of is None and first[: len(meeting.date)] <= meeting.date <= last and meeting.date
        for text in meeting.details.recommendations
    )


def due_of(desk: Desk, as_of: date, within: int) -> tuple[DueRow, ...]:
    """What is still owed in the periods that are running on the day, soonest deadline first."""
    roster = Book(desk.store).roster()
    names = {branch.id: branch.name for branch in roster.branches}
    running = (figure for figure in figures_of(desk, str(as_of.year), as_of) if figure.period.start <= as_of)
    return tuple(_due_row(one, names) for one in due(running, roster, as_of, within))


def _due_row(one: Due, names: dict[str, str]) -> DueRow:
    figure = one.figure
    meetings = tuple((names.get(m.branch_id, m.branch_id), m.day, m.time) for m in one.meetings)
    branches = tuple(names.get(branch, branch) for branch in one.branches)
    whose = figure.member_id, figure.member.name, figure.rule_id, figure.period.label
    return DueRow(*whose, one.remaining, one.deadline, meetings, branches)
