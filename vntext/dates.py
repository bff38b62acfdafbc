"""Dates with their precision: a quarter stays a quarter, a month a month; no day is ever invented.

Order is always day-month-year. Forms and traps: `7-8-2019`, `07/8/2019`, `4.10.2023`, `ngày 03 tháng 02 năm 2026`,
`tháng 9-2023`, `quý II/2024`, `6 tháng đầu năm 2023`, `nhiệm kỳ 2020 - 2025`, `khóa XX`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vntext.folding import Key, fold
from vntext.numerals import NUMBER, YEAR_IN_WORDS, number, roman
from vntext.numerals import year as year_of


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """`part` is the month, quarter (1-4) or half (1-2) by `precision`; for a term `year` to `last_year`."""

    precision: Precision
    year: int
    part: int | None = None
    day: int | None = None
    last_year: int | None = None

    @property
    def first(self) -> date:
        """The first day that it may mean."""
        return date(self.year, self._months[0], self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it may mean."""
        if self.precision is Precision.DAY:
            return self.first
        year, month = self.last_year or self.year, self._months[1]
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def _months(self) -> tuple[int, int]:
        part = self.part or 1
        match self.precision:
            case Precision.DAY | Precision.MONTH:
                return part, part
            case Precision.QUARTER:
                return 3 * part - 2, 3 * part
            case Precision.HALF_YEAR:
                return 6 * part - 5, 6 * part
        return 1, 12

    def __str__(self) -> str:
        match self.precision:
            case Precision.DAY:
                return self.first.isoformat()
            case Precision.MONTH:
                return f"{self.year}-{self.part:02d}"
            case Precision.QUARTER:
                return f"{self.year}-Q{self.part}"
            case Precision.HALF_YEAR:
                return f"{self.year}-H{self.part}"
            case Precision.TERM:
                return f"term:{self.year}-{self.last_year}"
        return str(self.year)


@dataclass(frozen=True, slots=True)
class DateMention:
    """`value` stands at `start:end` of the text that was searched."""

    value: PartialDate
    start: int
    end: int


_SEP = r"\s*[-/.]\s*"
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_Q = r"(?P<q>iv|i{1,3}|[1-4]|nhất|hai|ba|bốn|tư)"
# Every form is read on the folded text (same offsets); the first in the list that matches at a place wins.
_FORMS: tuple[tuple[Precision, re.Pattern[str]], ...] = tuple(
    (precision, re.compile(pattern))
    for precision, pattern in (
        (Precision.DAY, rf"(?<![\d/.-])(?:ngày\s+)?(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}{_YEAR}"),
        (Precision.DAY, rf"(?:ngày\s+)?(?<!\d)(?P<d>\d{{1,2}})\s*tháng\s*(?P<m>\d{{1,2}})\s*(?:,\s*)?năm\s*{_YEAR}"),
        (
            Precision.DAY,
            rf"ngày\s+(?P<d>\d{{1,2}})\s*(?:tháng|[-/.])\s*(?P<m>\d{{1,2}})\s*(?:,\s*)?(?:năm|[-/.])\s*{_YEAR}",
        ),
        (
            Precision.DAY,
            rf"ngày\s+(?:mùng |mồng )?(?P<d>{NUMBER})\s+tháng\s+(?P<m>{NUMBER}|giêng|tư|chạp)\s*(?:,\s*)?năm\s+{_YEAR}",
        ),
        (
            Precision.DAY,
            rf"ngày\s+(?:mùng |mồng )?(?P<d>{NUMBER})\s+tháng\s+(?P<m>{NUMBER}|giêng|tư|chạp)\s*(?:,\s*)?"
            rf"năm\s+(?P<y>{YEAR_IN_WORDS})",
        ),
        (Precision.MONTH, rf"tháng\s+(?P<m>\d{{1,2}}|{NUMBER}|tư)\s*(?:[-/.,]|năm|\s)\s*(?:năm\s*)?{_YEAR}"),
        (Precision.MONTH, rf"(?<![\d/.-])(?P<m>0?[1-9]|1[0-2])\s*[/]\s*{_YEAR}(?!\s*[/-]\s*\w)"),
        (Precision.QUARTER, rf"quý\s+{_Q}\s*(?:[-/,]|\s+năm|\s)\s*(?:năm\s*)?{_YEAR}"),
        (Precision.HALF_YEAR, rf"(?:0?6|sáu)\s+tháng\s+(?P<h>đầu|cuối)\s+năm\s+{_YEAR}"),
        (Precision.TERM, rf"(?:nhiệm\s+kỳ|nhiệm\s+kì|khoá)\s+{_YEAR}\s*-\s*(?P<y2>(?:19|20)\d\d)(?!\d)"),
        (Precision.YEAR, rf"(?:^|(?<=\W))năm\s+{_YEAR}"),
    )
)
_QUARTERS = {"nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}
_MONTHS = {"giêng": 1, "tư": 4, "chạp": 12}


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Every date and period in the text, leftmost and longest first, never overlapping; no impossible days."""
    folded = fold(text, Key.PLACEMENT)
    found = sorted(_candidates(folded), key=lambda m: (m.start, -m.end))
    kept: list[DateMention] = []
    for mention in found:
        free = not kept or mention.start >= kept[-1].end
        if free and not _of_impossible_day(mention, folded):
            kept.append(mention)
    return tuple(kept)


def parse_date(text: str) -> PartialDate | None:
    """The one date that the whole text is; None when it is anything more or less."""
    stripped = text.strip()
    for mention in find_dates(stripped):
        if (mention.start, mention.end) == (0, len(stripped)):
            return mention.value
    return None


def _of_impossible_day(mention: DateMention, folded: str) -> bool:
    """`ngày 31 tháng 2 năm 2023` is no day, and does not mean the month."""
    before = folded[: mention.start].rstrip().split(" ")
    return mention.value.precision is Precision.MONTH and before[-1].isdecimal() and before[-2:-1] == ["ngày"]


def _candidates(folded: str) -> Iterator[DateMention]:
    for precision, pattern in _FORMS:
        for match in pattern.finditer(folded):
            value = _value(precision, match.groupdict())
            if value is not None:
                yield DateMention(value, match.start(), match.end())


def _value(precision: Precision, got: dict[str, str | None]) -> PartialDate | None:
    year = year_of(got["y"] or "") or 0
    match precision:
        case Precision.DAY:
            return _day(year, _month(got["m"]), number(got["d"] or ""))
        case Precision.MONTH:
            month = _month(got["m"])
            return PartialDate(precision, year, month) if month and 1 <= month <= 12 else None
        case Precision.QUARTER:
            return PartialDate(precision, year, quarter(got["q"] or ""))
        case Precision.HALF_YEAR:
            return PartialDate(precision, year, 1 if got["h"] == "đầu" else 2)
        case Precision.TERM:
            last = int(got["y2"] or 0)
            return PartialDate(precision, year, last_year=last) if 0 < last - year <= 6 else None
    return PartialDate(precision, year)


def quarter(text: str) -> int | None:
    """`II`, `2`, `hai` → 2."""
    folded = fold(text, Key.PLACEMENT).strip()
    value = _QUARTERS.get(folded) or roman(folded) or (int(folded) if folded.isdecimal() else None)
    return value if value and 1 <= value <= 4 else None


def _month(text: str | None) -> int | None:
    return _MONTHS.get(text or "") or number(text or "")


def _day(year: int, month: int | None, day: int | None) -> PartialDate | None:
    try:
        date(year, month or 0, day or 0)
    except ValueError:
        return None
    return PartialDate(Precision.DAY, year, month, day)
