"""Figures for pages: computed once for a state of the data, a period and a day, and kept while that state lasts."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compliance.due import Due, due
from compliance.figure import Figure
from compliance.reports.composing import Selection
from compliance.reports.rendering import MEDIA_TYPES, ReportFormat, render
from compliance.reports.report import Report as Composed
from diemdanh.desk import Desk
from diemdanh.figures import figures_of
from diemdanh.reporting import report_bytes, report_of
from diemdanh.web.lists import roster_of
from diemdanh.web.roll import Names
from diemdanh.web.sight import Sight

_KEPT = 8
_lock = threading.Lock()
_known: OrderedDict[tuple[object, ...], Whole] = OrderedDict()


@dataclass(frozen=True)
class Whole:
    """All figures of a period, with the names they need."""

    figures: tuple[Figure, ...]
    names: Names


def whole(desk: Desk, period: str, as_of: date) -> Whole:
    """The figures of a period. Raises PeriodError."""
    key = (str(desk.store.home), desk.store.data_version(), period, as_of)
    with _lock:
        if key in _known:
            return _known[key]
    found = Whole(figures_of(desk, period, as_of), Names(roster_of(desk.store)))
    with _lock:
        _known[key] = found
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


def default_period(today: date) -> str:
    """The year of today: it holds every kind of period below a term."""
    return str(today.year)


def recent_periods(today: date) -> tuple[str, ...]:
    """What is asked for most: this year and the last, their quarters."""
    years = (today.year, today.year - 1)
    return tuple(label for year in years for label in (str(year), *(f"{year}-Q{n}" for n in range(1, 5))))


def due_of(desk: Desk, sight: Sight, as_of: date, within: int) -> tuple[Names, tuple[Due, ...]]:
    """Visits still owed in running periods that end within so many days, the next end first."""
    last = as_of + timedelta(days=within)
    found = [whole(desk, str(year), as_of) for year in range(as_of.year, last.year + 1)]
    names = found[0].names
    owed = due(
        (f for one in found for f in sight.figures(one.figures) if f.period.start <= as_of), names.roster, as_of, within
    )
    return names, tuple(one for one in owed if one.deadline <= last)


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    media_type: str
    data: bytes


def formats() -> tuple[str, ...]:
    return tuple(form.value for form in ReportFormat)


def report(desk: Desk, sight: Sight, period: str, as_of: date, form: ReportFormat) -> Report:
    """One report as a file, on what this person may see. Raises PeriodError."""
    name = "".join(c if c.isalnum() or c in "-." else "-" for c in f"bao-cao-{period}.{form}")
    if sight.whole:
        return Report(name, MEDIA_TYPES[form], report_bytes(desk, period, as_of, form.value))
    found = _narrowed(report_of(desk, period, as_of, Selection(unit=sight.unit)), sight)
    figures = tuple(line.figure for line in found.lines)
    owed = due(figures, sight.reach.roster, as_of) if form is ReportFormat.ICS else ()
    return Report(name, MEDIA_TYPES[form], render(found, form, owed))


def _narrowed(found: Composed, sight: Sight) -> Composed:
    """The report of a unit without other units' people, and without what other units' branches asked for."""
    lines = tuple(line for line in found.lines if sight.figures((line.figure,)))
    asked = tuple(one for one in found.recommendations if sight.reach.holds_branch(one.branch_id))
    return replace(found, lines=lines, recommendations=asked)


def forget() -> None:
    """The log began anew (a backup was put back): its numbers no longer tell states apart."""
    with _lock:
        _known.clear()
