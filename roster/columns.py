"""Which column is which: headers in Vietnamese or English, found by what they mean."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from roster.cells import Problems
from roster.sheets import FORMULA, Sheet
from vntext.cleaning import cleaned
from vntext.folding import Key, fold, squeeze

_HEADER_WITHIN = 20
_BEFORE = frozenset(fold(word, Key.KEYWORD) for word in ("cũ", "trước", "nguyên"))


@dataclass(frozen=True, slots=True)
class Column:
    """`names` are folded; the first is the contract's."""

    id: str
    names: tuple[str, ...]
    required: bool = False
    #: the column that serves where this one is missing and names may be looked up
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One data row: its number and its cells by column id; a column that the file lacks is an empty cell."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def records(kind: str, sheet: Sheet, problems: Problems, *, by_name: bool = False) -> tuple[Record, ...]:
    """The rows below the header of a table of `kind` (a table of columns.toml); tells what is missing.

    `by_name`: somebody can look names up, so a table without ids will do.
    """
    at, places = _header(kind, sheet)
    if at is None:
        problems.add(None, "no_header")
        return ()
    for column in columns(kind):
        if column.required and column.id not in places and not (by_name and column.instead in places):
            problems.add(sheet.rows[at][0], "missing_column", column.id)
    found = tuple(_records(sheet, at + _second(kind, sheet, at, places), places, problems))
    if not found and not problems.errors:
        problems.add(None, "empty_table")
    return found


def _records(sheet: Sheet, header: int, places: Mapping[str, int], problems: Problems) -> Iterator[Record]:
    for number, cells in sheet.rows[header + 1 :]:
        if _is_numbering(cells):
            continue
        found = {column: cells[place] for column, place in places.items() if place < len(cells)}
        if not any(found.values()):
            continue
        for column, value in found.items():
            if value == FORMULA:
                problems.add(number, "formula", column)
        yield Record(number, {column: "" if value == FORMULA else value for column, value in found.items()})


def _header(kind: str, sheet: Sheet) -> tuple[int | None, dict[str, int]]:
    """The row among the first ones that names most columns, at least two (official tables stand below a title)."""
    candidates = ((at, _places(kind, cells)) for at, (_, cells) in enumerate(sheet.rows[:_HEADER_WITHIN]))
    at, places = max(candidates, key=lambda pair: (len(pair[1]), -pair[0]), default=(None, {}))
    return (at, places) if len(places) >= 2 else (None, {})


def header_width(kind: str, sheet: Sheet) -> int:
    """How many columns of a table of `kind` the sheet's header names; 0 where it has none."""
    return len(_header(kind, sheet)[1])


def fitting(kind: str, sheet: Sheet, problems: Problems) -> Sheet:
    """The worksheet whose header names most columns of the kind (the first of equals); the others that name some are
    told."""
    best = max((sheet, *sheet.others), key=lambda one: header_width(kind, one))
    for one in (sheet, *sheet.others):
        if one is not best and header_width(kind, one):
            problems.add(None, "sheet_left_out", one.title, best.title)
    return best


def _second(kind: str, sheet: Sheet, at: int, places: dict[str, int]) -> int:
    """1 where the row below is the header's second half (`Thời gian` above `Từ ngày | Đến ngày`): it joins `places`."""
    if at + 1 >= len(sheet.rows):
        return 0
    above, below = sheet.rows[at][1], sheet.rows[at + 1][1]
    free = tuple(cell if place not in places.values() else "" for place, cell in enumerate(below))
    named = {column: place for column, place in _places(kind, free, 0).items() if column not in places}
    beside = any(cell for place, cell in enumerate(below) if place not in named.values() and cell not in above)
    if not named or beside:
        return 0
    places.update(named)
    return 1


def _places(kind: str, cells: tuple[str, ...], loosely: int = 1) -> dict[str, int]:
    """Column id → place. Of two headers that could mean one column, the one named first in the list has it.

    A longer header counts only beside two plain ones: a row of data may begin with the same words.
    """
    headers = [_folded(cell) for cell in cells]
    ranked = sorted(
        (far, rank, place, column.id)
        for column in columns(kind)
        for place, header in enumerate(headers)
        for rank, name in enumerate(column.names)
        if (far := _far(header, name)) <= loosely
    )
    if len({place for far, _, place, _ in ranked if far == 0}) < 2:
        ranked = [one for one in ranked if one[0] == 0]
    found: dict[str, int] = {}
    for _, _, place, column_id in ranked:
        if column_id not in found and place not in found.values():
            found[column_id] = place
    return found


def _far(header: str, name: str) -> int:
    """0: the same; 1: the header says more after a name of two words or more, of nothing past; 2: another."""
    if header == name:
        return 0
    longer = " " in name and header.startswith(f"{name} ")
    return 1 if longer and not set(header.split()) & _BEFORE else 2


def _is_numbering(cells: tuple[str, ...]) -> bool:
    """The row `(1) (2) (3) …` under the header of an official table."""
    bare = [cell.strip("() ") for cell in cells if cell]
    return len(bare) > 2 and bare == [str(at) for at in range(1, len(bare) + 1)]


@lru_cache(maxsize=1)
def _all() -> dict[str, tuple[Column, ...]]:
    tables = tomllib.loads((files("roster") / "columns.toml").read_text(encoding="utf-8"))
    return {
        kind: tuple(
            Column(column, tuple(map(_folded, entry["names"])), entry.get("required", False), entry.get("or", ""))
            for column, entry in entries.items()
        )
        for kind, entries in tables.items()
    }


def columns(kind: str) -> tuple[Column, ...]:
    """The columns of a kind of table, in the contract's order. Raises KeyError for an unknown kind."""
    return _all()[kind]


def _folded(header: str) -> str:
    bare = fold(cleaned(header).replace("\n", " "), Key.KEYWORD).split("(")[0]
    return squeeze(bare.replace("_", " ").replace(" ,", ",")).strip(" .:*")
