"""From figures to a report: positions, totals of the year, missing papers, waiting rows; narrowed to whom it is
about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from compliance.binding import Ground
from compliance.days import common
from compliance.figure import Figure
from compliance.periods import Period
from compliance.reports.report import (
    Letterhead,
    Line,
    MissingPapers,
    Recommendation,
    Registered,
    Report,
    WaitingRow,
)
from compliance.settings import DEFAULT, ComplianceSettings
from compliance.units import UnitTree
from roster.people import Member, Post, Roster, Validity
from rules_catalog.rule import Rule


@dataclass(frozen=True, slots=True)
class Selection:
    """Narrows a report to a member, to those who hold a post in a unit or below it, or to those concerned by a
    branch."""

    member_id: str | None = None
    unit: str | None = None
    branch_id: str | None = None

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.member_id, self.unit, self.branch_id) if part)


EVERYBODY = Selection()


def compose(
    figures: Iterable[Figure],
    roster: Roster,
    request: Period,
    as_of: date,
    settings: ComplianceSettings = DEFAULT,
    *,
    year_figures: Iterable[Figure] = (),
    recommendations: Iterable[Recommendation] = (),
    letterhead: Letterhead | None = None,
    selection: Selection = EVERYBODY,
    language: str = "vi",
) -> Report:
    """The report on `figures`. `year_figures`: those of the whole year, for the running total; the same ones will
    do."""
    chosen = select(figures, roster, selection)
    totals = _YearTotals((*year_figures, *chosen))
    branches = {branch.id: branch for branch in roster.branches}
    unit_names = {unit.id: unit.name for unit in roster.units}
    return Report(
        request=request,
        as_of=as_of,
        settings=settings,
        data_version=chosen[0].data_version if chosen else "",
        rules=_rules(chosen),
        lines=tuple(_line(figure, totals, unit_names) for figure in chosen),
        missing=_missing(chosen),
        waiting=_waiting(chosen),
        registered=_registered(chosen, roster, request),
        recommendations=_narrowed(recommendations, selection),
        branches=branches,
        schedules=roster.schedules,
        names={member.id: member.name for member in roster.members},
        letterhead=letterhead or Letterhead(),
        selection=selection.words,
        language=language,
    )


def select(figures: Iterable[Figure], roster: Roster, selection: Selection) -> tuple[Figure, ...]:
    found = list(figures)
    if selection.member_id:
        found = [figure for figure in found if figure.member_id == selection.member_id]
    if selection.unit:
        units = UnitTree(roster.units)
        found = [figure for figure in found if _in_unit(figure, units, selection.unit)]
    if selection.branch_id:
        concerned = _concerned_by(selection.branch_id, roster)
        found = [f for f in found if f.member_id in concerned or _was_at(f, selection.branch_id)]
    return tuple(found)


def _in_unit(figure: Figure, units: UnitTree, unit: str) -> bool:
    return any(units.days_in_scope(post.unit, unit) for post in _posts(figure.member, figure.period))


def _posts(member: Member, period: Period) -> tuple[Post, ...]:
    return tuple(post for post in member.posts if post.validity.overlaps(Validity(period.start, period.end)))


def _concerned_by(branch_id: str, roster: Roster) -> frozenset[str]:
    areas = {
        name for branch in roster.branches if branch.id == branch_id for name in (branch.area, branch.parent) if name
    }
    return frozenset(a.member_id for a in roster.assignments if a.branch_id == branch_id or a.area in areas)


def _was_at(figure: Figure, branch_id: str) -> bool:
    return any(visit.branch_id == branch_id for visit in figure.visits)


def _rules(figures: tuple[Figure, ...]) -> tuple[Rule, ...]:
    found = {(figure.rule.id, figure.rule.version): figure.rule for figure in figures}
    return tuple(found[key] for key in sorted(found))


def _line(figure: Figure, totals: _YearTotals, unit_names: Mapping[str, str]) -> Line:
    bound = [stretch for stretch in figure.binding.stretches if stretch.ground is Ground.BOUND]
    last = max((days[-1][1] for stretch in bound if (days := common(stretch.days, figure.bound))), default=None)
    on = date.fromordinal(last) if last is not None else figure.period.end
    posts = figure.member.posts_on(on) or _posts(figure.member, figure.period)
    named = [post for post in posts if any(stretch.detail == post.position for stretch in bound)] or list(posts)
    positions = dict.fromkeys(post.position for post in named if post.position)
    units = dict.fromkeys(unit_names.get(post.unit, post.unit) for post in named if post.unit)
    return Line(figure, ", ".join(positions), ", ".join(units), totals.of(figure))


class _YearTotals:
    """Visits counted so far in the year: by rule and member, from figures of periods within one calendar year."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._visits: defaultdict[tuple[str, str, int], dict[str, date]] = defaultdict(dict)
        for figure in figures:
            if figure.period.start.year != figure.period.end.year:
                continue
            key = (figure.rule_id, figure.member_id, figure.period.start.year)
            for visit in figure.counted:
                self._visits[key][visit.sighting.row.id] = date.fromordinal(visit.sighting.held.first)

    def of(self, figure: Figure) -> int | None:
        if figure.period.start.year != figure.period.end.year:
            return None
        visits = self._visits[(figure.rule_id, figure.member_id, figure.period.end.year)]
        return sum(day <= figure.period.end for day in visits.values())


def _missing(figures: tuple[Figure, ...]) -> tuple[MissingPapers, ...]:
    months: defaultdict[str, set[str]] = defaultdict(set)
    members: defaultdict[str, set[str]] = defaultdict(set)
    for figure in figures:
        for branch, month in figure.missing:
            months[branch].add(month)
            members[branch].add(figure.member_id)
    return tuple(MissingPapers(b, tuple(sorted(months[b])), tuple(sorted(members[b]))) for b in sorted(months))


def _waiting(figures: tuple[Figure, ...]) -> tuple[WaitingRow, ...]:
    members: defaultdict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    for figure in figures:
        for visit in figure.visits:
            if visit.open:
                members[(visit.date, visit.sighting.row.id, visit.branch_id)].add(figure.member_id)
    ordered = sorted(members, key=lambda key: (key[0], key[2] or "", key[1]))
    return tuple(WaitingRow(row, branch, day, tuple(sorted(members[day, row, branch]))) for day, row, branch in ordered)


def _registered(figures: tuple[Figure, ...], roster: Roster, request: Period) -> tuple[Registered, ...]:
    concerned = {figure.member_id for figure in figures}
    within = Validity(request.start, request.end)
    found = (a for a in roster.assignments if a.member_id in concerned and a.validity.overlaps(within))
    ordered = sorted(found, key=lambda a: (a.member_id, a.branch_id or "", a.area or "", str(a.validity.start)))
    return tuple(Registered(assignment.member_id, assignment) for assignment in ordered)


def _narrowed(recommendations: Iterable[Recommendation], selection: Selection) -> tuple[Recommendation, ...]:
    found = (r for r in recommendations if not selection.branch_id or r.branch_id == selection.branch_id)
    return tuple(sorted(found, key=lambda r: (r.branch_id or "", r.date, r.text)))
