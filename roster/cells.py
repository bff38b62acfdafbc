"""What a cell of a table means: dates with their ends, closed choices, times; and what is wrong with one."""

from __future__ import annotations

import calendar
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from roster.people import Validity
from vntext.cleaning import cleaned
from vntext.dates import Precision, parse_date
from vntext.folding import Key, fold, squeeze

_OPEN = frozenset({"", "nay", "đến nay", "hiện nay", "-", "–", "null", "none", "không xác định", "chưa xác định"})


_BETWEEN = re.compile(r"[,;/+&]\s*|\s+(?:và|hoặc|va|hoac|-|–)\s+")


class Severity(StrEnum):
    """An error keeps the whole file out; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """`row` as people count it (the header is a row too), None for the file; `vi` and `en` are sentences for people."""

    severity: Severity
    row: int | None
    code: str
    vi: str
    en: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class BadCell(Exception):
    """A cell that cannot be understood: `code` of problems.toml; `choices`: the table whose values would do."""

    code: str
    value: str = ""
    choices: str = ""


@dataclass
class Problems:
    """Collects what is wrong while a file is read."""

    found: list[ImportProblem] = field(default_factory=list)

    def add(self, row: int | None, code: str, column: str = "", value: str = "", choices: str = "") -> None:
        """`column`: its id (people are told its Vietnamese name); `choices`: a table whose values are listed."""
        record = _problems()[code]
        said = {
            language: record[language].format(column=name, value=value, choices=_listed(choices, language))
            for language, name in (("vi", _column_names().get(column, column)), ("en", column))
        }
        self.found.append(ImportProblem(Severity(record["severity"]), row, code, said["vi"], said["en"], column))

    @property
    def errors(self) -> bool:
        return any(one.severity is Severity.ERROR for one in self.found)


def text(value: str) -> str:
    """NFC, repaired letters, single spaces."""
    return squeeze(cleaned(value).replace("\n", " "))


def first_day(value: str) -> date | None:
    """The first day that the cell means: a year is its 1 January; open where it is empty. Raises BadCell."""
    ends = _ends(value)
    return ends[0] if ends else None


def last_day(value: str) -> date | None:
    """The last day that the cell means: a year is its 31 December. Raises BadCell."""
    ends = _ends(value)
    return ends[1] if ends else None


def validity(start: str, end: str) -> Validity:
    """Both ends included. Raises BadCell, also where the first day is after the last."""
    found = Validity(first_day(start), last_day(end))
    if found.start and found.end and found.start > found.end:
        raise BadCell("from_after_to", found.start.isoformat())
    return found


def day_or_month(value: str) -> str:
    """`2023-09-03`, or `2023-09` where the day is not given. Raises BadCell."""
    ends = _ends(value)
    if ends is None or (ends[0].year, ends[0].month) != (ends[1].year, ends[1].month):
        raise BadCell("bad_date" if squeeze(value) else "missing_value", value)
    return ends[0].isoformat() if ends[0] == ends[1] else f"{ends[0]:%Y-%m}"


def choice(table: str, value: str) -> str:
    """The value of `choices.toml` that the cell means. Raises BadCell `unknown_kind`."""
    known, key = _choices()[table], _key(value)
    found = known.get(key) or _together(known, key)
    if found is None:
        raise BadCell("unknown_kind", value, table)
    return found


def _together(known: dict[str, str], key: str) -> str | None:
    """`thôn, bản`, `xóm/khu phố`, `thôn bản`: several spellings of one value."""
    parts = [part for part in _BETWEEN.split(key) if part]
    values = {known.get(part) for part in parts}
    if len(parts) > 1 and len(values) == 1:
        return values.pop()
    head, _, rest = key.partition(" ")
    return known[head] if rest and head in known and known.get(rest) == known[head] else None


def clock(value: str) -> str:
    """`19h30`, `19 giờ 30`, `19:30` → `19:30`; empty stays empty. Raises BadCell."""
    bare = _key(value).replace("giờ", ":").replace("phút", "").replace("h", ":").replace(" ", "")
    if not bare:
        return ""
    hour, _, minute = bare.partition(":")
    minute = (minute.split(":")[0] or "0") if minute else "0"
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise BadCell("bad_time", value)
    return f"{int(hour):02d}:{int(minute):02d}"


def day_rule(value: str) -> str:
    """`3`, `03`, `ngày 03 hằng tháng` → `3`; `SU1` the first Sunday. Raises BadCell."""
    bare = _key(value)
    for word in ("ngày", "hằng tháng", "hàng tháng", "mỗi tháng", "mùng"):
        bare = bare.replace(word, "")
    bare = bare.strip().upper()
    if bare.isdecimal() and 1 <= int(bare) <= 31:
        return str(int(bare))
    if bare[:2] in ("MO", "TU", "WE", "TH", "FR", "SA", "SU") and bare[2:] in ("1", "2", "3", "4", "5", "-1"):
        return bare
    raise BadCell("bad_day_rule", value)


def _ends(value: str) -> tuple[date, date] | None:
    """First and last day that a cell may mean; None where it is open."""
    bare = text(value).split(" 00:00")[0]
    if _key(bare) in _OPEN:
        return None
    try:
        return (day := date.fromisoformat(bare), day)
    except ValueError:
        return _months(bare) or _written(bare)


def _months(bare: str) -> tuple[date, date] | None:
    """`2020` and `2020-07`."""
    year, _, month = bare.partition("-")
    if not (len(year) == 4 and year.isdecimal() and 1900 <= int(year) <= 2200):
        return None
    if not month and bare == year:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if month.isdecimal() and 1 <= int(month) <= 12:
        last = calendar.monthrange(int(year), int(month))[1]
        return date(int(year), int(month), 1), date(int(year), int(month), last)
    return None


def _written(bare: str) -> tuple[date, date]:
    found = parse_date(bare)
    if found is None or found.precision is Precision.TERM:
        raise BadCell("bad_date", bare)
    return found.first, found.last


def _key(value: str) -> str:
    return squeeze(fold(text(value), Key.KEYWORD)).strip(" .:")


@lru_cache(maxsize=1)
def _problems() -> dict[str, dict[str, str]]:
    return _data("problems.toml")


def _listed(table: str, language: str) -> str:
    """The values of a table of choices as people would write them."""
    values = _data("choices.toml").get(table, {})
    return "; ".join(others[0] if language == "vi" and others else value for value, others in values.items())


@lru_cache(maxsize=1)
def _column_names() -> dict[str, str]:
    """Column id → its first Vietnamese name."""
    tables = _data("columns.toml").values()
    return {column: entry["names"][1] for table in reversed(tables) for column, entry in table.items()}


@lru_cache(maxsize=1)
def _choices() -> dict[str, dict[str, str]]:
    tables = _data("choices.toml")
    return {
        table: {_key(said): value for value, others in values.items() for said in (value, *others)}
        for table, values in tables.items()
    }


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("roster") / name).read_text(encoding="utf-8"))
