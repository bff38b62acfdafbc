"""Periods: how they are written, which days they have, and which of a rule's periods a request holds.

Written `2023`, `2023-H1`, `2023-Q3`, `2023-09`, `2023-W36` (ISO 8601), `term:2020-2025`, and from one to another of
a kind: `2023-01..2023-02`, `2020..2024`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.months import first_day, last_day
from extract.obligation import Per
from roster.people import Term
from rules_catalog.rule import Rule
from vntext.folding import fold, squeeze


class PeriodError(ValueError):
    """What was asked (`name`) is no period; the message says how periods are written. `code` is stable."""

    code = "bad_period"

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` to `end`, both included, and how it is written."""

    start: date
    end: date
    label: str

    @property
    def length(self) -> int:
        """Days."""
        return (self.end - self.start).days + 1

    @property
    def reach(self) -> tuple[date, date]:
        """The days of which facts may be asked: of a term, whose dates may differ from body to body, all its years."""
        if not self.label.startswith("term:"):
            return self.start, self.end
        first, last = _years(self.label)
        return min(self.start, date(first, 1, 1)), max(self.end, date(last, 12, 31))

    def holds(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def over_on(self, day: date) -> bool:
        """A period is over on the day after its last day."""
        return self.end < day


def _months(year: int, first: int, count: int, label: str) -> Period:
    start = year * 12 + first - 1
    return Period(date.fromordinal(first_day(start)), date.fromordinal(last_day(start + count - 1)), label)


def year_period(year: int) -> Period:
    return _months(year, 1, 12, f"{year:04d}")


def half_period(year: int, half: int) -> Period:
    return _months(year, half * 6 - 5, 6, f"{year:04d}-H{half}")


def quarter_period(year: int, quarter: int) -> Period:
    return _months(year, quarter * 3 - 2, 3, f"{year:04d}-Q{quarter}")


def month_period(year: int, month: int) -> Period:
    return _months(year, month, 1, f"{year:04d}-{month:02d}")


def week_period(year: int, week: int) -> Period:
    """An ISO week: Monday to Sunday; week 1 has the year's first Thursday."""
    start = date.fromisocalendar(year, week, 1)
    return Period(start, start + timedelta(days=6), f"{year:04d}-W{week:02d}")


#: The letter before the number of a part of a year, the number's digits, its largest value, and what it makes.
_PARTS: dict[str, tuple[int, int, Callable[[int, int], Period]]] = {
    "H": (1, 2, half_period),
    "Q": (1, 4, quarter_period),
    "W": (2, 53, week_period),
    "": (2, 12, month_period),
}


def parse(text: str, terms: tuple[Term, ...] = ()) -> Period:
    """The period that is written; a term takes its dates from `terms` where these agree on one pair of dates."""
    written = text.strip()
    if written.startswith("term:"):
        return term_period(written, terms)
    first, dots, last = written.partition("..")
    if not dots:
        return _single(written)
    return _block(_single(first), _single(last))


def _single(text: str) -> Period:
    year, dash, rest = text.strip().upper().partition("-")
    try:
        if not dash:
            return year_period(_number(year, 4, 9999))
        letter = rest[:1] if rest[:1].isalpha() else ""
        digits, most, build = _PARTS[letter]
        return build(_number(year, 4, 9999), _number(rest.removeprefix(letter), digits, most))
    except (KeyError, ValueError) as error:
        raise _unreadable(text) from error


def _number(text: str, digits: int, most: int) -> int:
    if len(text) != digits or not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= most:
        raise ValueError(text)
    return int(text)


def _block(first: Period, last: Period) -> Period:
    if last.end < first.start:
        raise _unreadable(f"{first.label}..{last.label}")
    return Period(first.start, last.end, f"{first.label}..{last.label}")


def _unreadable(text: str) -> PeriodError:
    return PeriodError(
        f"“{text}” is no period: write 2023, 2023-H1, 2023-Q3, 2023-09, 2023-W36, term:2020-2025 or 2023-01..2023-02",
        text,
    )


# -- terms of office ---------------------------------------------------------------------------------------------------

#: How the body of a term shows its level, as the first part of role ids names it (`provincial_committee_member`).
_LEVEL_WORDS = {
    "provincial": ("tỉnh", "thành phố", "province"),
    "district": ("huyện", "quận", "thị xã", "district"),
    "commune": ("xã", "phường", "đặc khu", "thị trấn", "commune"),
    "base": ("cơ sở",),
}


def term_period(label: str, terms: tuple[Term, ...], rule: Rule | None = None) -> Period:
    """A term's dates: the rule's own when they lie in the years of the label, else the terms file's, else whole
    years."""
    first, last = _years(label)
    name = f"term:{first}-{last}"
    if rule is not None and (own := _own_dates(rule, first, last)):
        return Period(*own, name)
    found = _filed(f"{first}-{last}", terms, rule)
    whole = Period(date(first, 1, 1), date(last, 12, 31), name)
    if found is None:
        return whole
    return Period(found.validity.start or whole.start, found.validity.end or whole.end, name)


def _years(label: str) -> tuple[int, int]:
    """The first and the last year of `term:2020-2025` or `2020-2025`."""
    first, _, last = label.strip().removeprefix("term:").partition("-")
    try:
        years = _number(first.strip(), 4, 9999), _number(last.strip(), 4, 9999)
    except ValueError as error:
        raise _unreadable(label) from error
    if years[1] < years[0]:
        raise _unreadable(label)
    return years


def _is_years(label: str) -> bool:
    try:
        _years(label)
    except PeriodError:
        return False
    return True


def _own_dates(rule: Rule, first: int, last: int) -> tuple[date, date] | None:
    start, end = rule.terms.effective_from, rule.terms.effective_to
    if start is None or end is None or start > end:
        return None
    return (start, end) if (start.year, end.year) == (first, last) else None


def _filed(years: str, terms: tuple[Term, ...], rule: Rule | None) -> Term | None:
    """The one term of those years; of several bodies', that of the rule's level or issuer. None where it stays open."""
    fitting = [term for term in terms if squeeze(term.label).replace(" ", "") == years]
    if rule is not None:
        for suits in (_of_place, _of_level):
            if len({term.validity for term in fitting}) > 1:
                fitting = [term for term in fitting if suits(term, rule)] or fitting
    return fitting[0] if len({term.validity for term in fitting}) == 1 else None


def _of_place(term: Term, rule: Rule) -> bool:
    """Does the issuer name the body's place? `Đảng bộ tỉnh Đồng Nai` and `Ban Thường vụ Tỉnh ủy Đồng Nai`."""
    generic = {"đảng", "bộ", *(part for words in _LEVEL_WORDS.values() for word in words for part in word.split())}
    place = [word for word in squeeze(fold(term.body)).split() if word not in generic]
    return bool(place) and f" {' '.join(place)} " in f" {squeeze(fold(rule.terms.document.issuer or ''))} "


def _of_level(term: Term, rule: Rule) -> bool:
    levels = {who.partition("_")[0] for who in rule.terms.who_ids if who}
    return any(f" {word} " in f" {fold(term.body)} " for level in levels for word in _LEVEL_WORDS.get(level, ()))


# -- a rule's periods in a request -------------------------------------------------------------------------------------


def lay_out(request: Period, rule: Rule, terms: tuple[Term, ...] = ()) -> tuple[Period, ...]:
    """The rule's periods that lie wholly in the request, in order; none when the request is smaller than one of
    them."""
    per = rule.terms.per
    if per is None:
        return ()
    if per is Per.TERM:
        return _terms_in(request, rule, terms)
    return tuple(period for period in _blocks(request, rule, per) if request.holds(period))


def _terms_in(request: Period, rule: Rule, terms: tuple[Term, ...]) -> tuple[Period, ...]:
    if request.label.startswith("term:"):
        return (term_period(request.label, terms, rule),)
    labels = {squeeze(term.label).replace(" ", "") for term in terms} | _own_label(rule)
    found = (term_period(label, terms, rule) for label in labels if _is_years(label))
    return tuple(sorted(period for period in found if request.holds(period)))


def _own_label(rule: Rule) -> set[str]:
    start, end = rule.terms.effective_from, rule.terms.effective_to
    return {f"{start.year}-{end.year}"} if start and end else set()


def _blocks(request: Period, rule: Rule, per: Per) -> Iterator[Period]:
    every = max(1, rule.terms.every)
    if per is Per.YEAR:
        yield from _year_blocks(request, rule, every)
        return
    for year in range(request.start.year, request.end.year + 1):
        # Blocks are counted from January; months that make no whole block at the year's end are left unjudged.
        yield from _grouped(_units(year, per), every)


def _units(year: int, per: Per) -> list[Period]:
    if per is Per.WEEK:
        return _weeks(year)
    if per is Per.MONTH:
        return [month_period(year, number) for number in range(1, 13)]
    if per is Per.QUARTER:
        return [quarter_period(year, number) for number in range(1, 5)]
    return [half_period(year, 1), half_period(year, 2)]


def _weeks(year: int) -> list[Period]:
    last = date(year, 12, 28).isocalendar().week
    return [week_period(year, week) for week in range(1, last + 1)]


def _grouped(units: list[Period], every: int) -> Iterator[Period]:
    for place in range(0, len(units) - every + 1, every):
        first, last = units[place], units[place + every - 1]
        yield first if every == 1 else _block(first, last)


def _year_blocks(request: Period, rule: Rule, every: int) -> Iterator[Period]:
    """Blocks of years start with the year in which the rule took effect."""
    anchor = rule.terms.effective_from.year if rule.terms.effective_from else request.start.year
    start = request.start.year - (request.start.year - anchor) % every
    for year in range(start, request.end.year + 1, every):
        first, last = year_period(year), year_period(min(9999, year + every - 1))
        yield first if every == 1 else _block(first, last)
