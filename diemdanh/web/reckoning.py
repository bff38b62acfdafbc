"""Figures for pages: computed once for a state of the data, a period and a day, and kept while that state lasts."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.figure import Figure, Status
from diemdanh.desk import Desk
from diemdanh.figures import figures_of
from diemdanh.web.roll import Names
from roster.book import Book

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
    found = Whole(figures_of(desk, period, as_of), Names(Book(desk.store).roster()))
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


def due_of(desk: Desk, as_of: date, within: int) -> tuple[Names, tuple[Figure, ...]]:
    """Figures that are pending and whose period ends within so many days, the next end first."""
    last = as_of + timedelta(days=within)
    years = range(as_of.year, last.year + 1)
    found = [whole(desk, str(year), as_of) for year in years]
    pending = [f for one in found for f in one.figures if f.status is Status.PENDING and as_of <= f.period.end <= last]
    pending.sort(key=lambda f: (f.period.end, f.member.name, f.rule_id))
    return found[0].names, tuple(pending)


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    media_type: str
    data: bytes


def formats() -> tuple[str, ...]:
    return ("xlsx", "docx", "html", "ics", "csv")


def report_bytes(desk: Desk, period: str, as_of: date, format: str, language: str) -> Report:
    raise NotImplementedError
