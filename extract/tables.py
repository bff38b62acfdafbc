"""Tables of minima by post (TT | Chức danh | Mức tối thiểu | Nơi dự) and appendix tables of who is assigned where.

A table comes as cells joined by " | ", or flattened: a heading line with the columns' names, then lines that begin with
their number. Both are read line by line, by offsets of the running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.clause import cadences, read
from extract.obligation import Per
from extract.wordings import wording
from vntext.folding import Key, fold, squeeze

_NUMBER = r"(?:stt|tt|số tt|số thứ tự)"
_HEAD_WHO = wording("table.who")
_HEAD_COUNT = wording("table.count")
_HEAD_NAME = wording("table.name")
_HEAD_PLACE = re.compile(r"nơi dự|địa bàn|nơi|chi bộ|xã|phường|đơn vị")
_HEAD_WHERE = re.compile(r"nơi dự|địa bàn|chi bộ")
_HEAD_UNIT = wording("table.unit")
_PLACE = wording("place.branch")
_ROW = re.compile(r"\s*(?P<n>\d{1,3})\s*[.)|]?\s+(?P<rest>\S.*)", re.DOTALL)
_BARE = re.compile(r"(?<![\w/])(?P<count>\d{1,2})(?![\w/])\s*(?P<unit>lần|buổi|kỳ|lượt)?")
_SAME = wording("table.same-row")
_OTHER_LINE = wording("table.goes-on")
_UNITS = {
    "tuần": Per.WEEK,
    "tháng": Per.MONTH,
    "quý": Per.QUARTER,
    "năm": Per.YEAR,
    "6 tháng": Per.HALF_YEAR,
    "06 tháng": Per.HALF_YEAR,
    "nhiệm kỳ": Per.TERM,
}


@dataclass(frozen=True, slots=True)
class MinimumRow:
    """One row: who, how often (the cadence's text), where. `unit` is the column's where a cell is a bare number."""

    start: int
    end: int
    who: str
    cadence: str
    cadence_start: int
    place: str | None
    unit: Per | None = None
    #: what stands before it in the first column
    number: str | None = None


@dataclass(frozen=True, slots=True)
class MinimumTable:
    """`head_start` is where the heading line begins."""

    head_start: int
    end: int
    rows: tuple[MinimumRow, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def minimum_tables(text: str, start: int, end: int) -> Iterator[MinimumTable]:
    """The tables of minima that stand in `text[start:end]`."""
    lines = list(_lines(text, start, end))
    for at, line in enumerate(lines):
        if _is_minimum_head(line.text):
            unit = _column_unit(line.text)
            columns = _columns(line.text)
            below = _rows(lines, at + 1) if _is_numbered(line.text) else _celled_rows(lines, at + 1, columns.cells)
            rows = [row for row in (_minimum(r, unit, columns) for r in below) if row]
            rows = list(_with_places(rows))
            if rows:
                yield MinimumTable(line.start, max(r.end for r in rows), tuple(rows))


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    at = start
    for raw in re.split(r"(?<=[\n\f])", text[start:end]):
        stripped = raw.strip().strip("|").strip()
        if stripped:
            begin = at + raw.index(stripped)
            yield _Line(begin, begin + len(stripped), stripped)
        at += len(raw)


def _is_minimum_head(text: str) -> bool:
    folded = fold(text, Key.PLACEMENT)
    if len(folded) > 200 or not (_is_numbered(text) or folded.count("|") > 1) or _HEAD_NAME.search(folded):
        return False
    return _HEAD_WHO.search(folded) is not None and _HEAD_COUNT.search(folded) is not None


def _is_numbered(head: str) -> bool:
    """Does the first column hold the numbers of the rows?"""
    return re.match(rf"{_NUMBER}(?!\w)", fold(head, Key.PLACEMENT)) is not None


def _celled_rows(lines: list[_Line], at: int, cells: int) -> Iterator[_Line]:
    """The lines below with as many cells as the heading; a rule of dashes is no row."""
    for line in lines[at:]:
        if len(line.text.split("|")) != cells:
            return
        if any(map(str.isalpha, line.text)):
            yield line


def is_name_head(text: str) -> bool:
    """Is the line the heading of a table of people (STT, Họ và tên, …)?"""
    folded = fold(text, Key.PLACEMENT)
    return (
        len(folded) <= 200
        and re.match(rf"{_NUMBER}(?!\w)", folded) is not None
        and _HEAD_NAME.search(folded) is not None
    )


def _column_unit(text: str) -> Per | None:
    match = _HEAD_UNIT.search(fold(text, Key.PLACEMENT))
    return _UNITS[match["unit"]] if match else None


def _rows(lines: list[_Line], at: int) -> Iterator[_Line]:
    """The numbered lines that follow, each with the lines that go on with it."""
    expected = 1
    current: _Line | None = None
    for line in lines[at:]:
        match = _ROW.match(line.text)
        if match and int(match["n"]) == expected:
            if current:
                yield current
            current, expected = line, expected + 1
        elif current and _goes_on(line.text):
            current = _Line(current.start, line.end, current.text + "\n" + line.text)
        elif current is None and expected == 1 and len(line.text) < 60:
            continue
        else:
            break
    if current:
        yield current


def _goes_on(text: str) -> bool:
    return not _OTHER_LINE.match(fold(text, Key.PLACEMENT)) and len(text) < 120


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cell of a row says who, how often and where (None: not told); `cells` is 0 for a table without cells."""

    cells: int
    who: int | None = None
    count: int | None = None
    place: int | None = None
    #: does the place stand before the figure?
    place_first: bool = False
    #: does any column tell where?
    has_place: bool = True


def _columns(head: str) -> _Columns:
    folded = fold(head, Key.PLACEMENT)
    names = folded.split("|")
    count = _first_of(names, _HEAD_COUNT)
    who = _first_of(names, _HEAD_WHO)
    place = _first_of(names, _HEAD_PLACE, {who, count})
    if len(names) < 3:
        number, where = _HEAD_COUNT.search(folded), _HEAD_WHERE.search(folded)
        return _Columns(0, None, None, None, bool(number and where and where.start() < number.start()), bool(where))
    return _Columns(len(names), who, count, place)


def _first_of(names: list[str], pattern: re.Pattern[str], taken: set[int | None] | None = None) -> int | None:
    return next((i for i, name in enumerate(names) if i not in (taken or set()) and pattern.search(name)), None)


def _minimum(line: _Line, unit: Per | None, columns: _Columns) -> MinimumRow | None:
    cells = line.text.split("|")
    if columns.cells and len(cells) == columns.cells and columns.who is not None and columns.count is not None:
        return _celled(line, cells, unit, columns)
    match = _ROW.match(line.text)
    if not match:
        return None
    at = match.start("rest")
    rest = line.text[at:]
    found = _cadence(rest, unit)
    if found is None:
        return None
    begin, stop, own_unit = found
    who = rest[:begin].strip(" |;,:\n")
    place = rest[stop:].strip(" |;,:\n")
    if not columns.has_place and "\n" in rest[stop:] and not rest[stop:].split("\n")[0].strip(" |;,:"):
        who, place = squeeze(f"{who} {place}".replace("\n", " ")), ""
    if columns.cells and "|" in rest:
        who = rest.split("|")[0].strip()
    if columns.place_first and (split := _PLACE.search(fold(who, Key.PLACEMENT), 1)):
        who, place = who[: split.start()].strip(), who[split.start() :].strip()
    if not who:
        return None
    own = None if own_unit else unit
    number = match["n"].lstrip("0")
    return MinimumRow(line.start, line.end, who, rest[begin:stop], line.start + at + begin, place or None, own, number)


def _celled(line: _Line, cells: list[str], unit: Per | None, columns: _Columns) -> MinimumRow | None:
    """A row whose cells stand under the columns of the head."""
    assert columns.who is not None and columns.count is not None
    cell = cells[columns.count]
    found = _cadence(f" {cell}", unit)
    who = cells[columns.who].strip()
    if found is None or not who:
        return None
    begin, stop, own_unit = found[0] - 1, found[1] - 1, found[2]
    at = sum(len(one) + 1 for one in cells[: columns.count])
    place = cells[columns.place].strip() if columns.place is not None else ""
    own, number = None if own_unit else unit, cells[0].strip(" .").lstrip("0")
    numbered = number if number.isdecimal() else None
    return MinimumRow(
        line.start, line.end, who, cell[begin:stop], line.start + at + begin, place or None, own, numbered
    )


def _cadence(rest: str, unit: Per | None) -> tuple[int, int, bool] | None:
    mentions = [m for m in cadences(read(rest, 0)) if m.start > 0 and any(c.minimum or c.maximum for c in m.value)]
    if mentions and any(c.per for m in mentions for c in m.value):
        return mentions[0].start, mentions[-1].end if len(mentions) < 2 else mentions[0].end, True
    bare = [m for m in _BARE.finditer(fold(rest, Key.PLACEMENT)) if m.start() > 0]
    if bare and unit:
        return bare[0].start(), bare[0].end(), False
    return None


def _with_places(rows: list[MinimumRow]) -> Iterator[MinimumRow]:
    """ "Như số thứ tự 3" is the place of that row."""
    places: list[str | None] = []
    for row in rows:
        place = row.place
        match = _SAME.search(fold(place, Key.PLACEMENT)) if place else None
        if match:
            at = int(match["n"]) - 1 if match["n"] else len(places) - 1
            place = places[at] if 0 <= at < len(places) else None
        places.append(place)
        yield replace(row, place=place)
