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


@dataclass(frozen=True, slots=True)
class Column:
    """`names` are folded; the first is the contract's."""

    id: str
    names: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One data row: its number and its cells by column id; a column that the file lacks is an empty cell."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def records(kind: str, sheet: Sheet, problems: Problems) -> tuple[Record, ...]:
    """The rows below the header of a table of `kind` (a table of columns.toml); tells what is missing."""
    at, places = _header(kind, sheet)
    if at is None:
        problems.add(None, "no_header")
        return ()
    for column in columns(kind):
        if column.required and column.id not in places:
            problems.add(sheet.rows[at][0], "missing_column", column.id)
    found = tuple(_records(sheet, at, places, problems))
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


def _places(kind: str, cells: tuple[str, ...]) -> dict[str, int]:
    """Column id → place. Of two headers that could mean one column, the one named first in the list has it."""
    headers = [_folded(cell) for cell in cells]
    ranked = sorted(
        (rank, place, column.id)
        for column in columns(kind)
        for place, header in enumerate(headers)
        for rank, name in enumerate(column.names)
        if header == name
    )
    found: dict[str, int] = {}
    for _, place, column_id in ranked:
        if column_id not in found and place not in found.values():
            found[column_id] = place
    return found


def _is_numbering(cells: tuple[str, ...]) -> bool:
    """The row `(1) (2) (3) …` under the header of an official table."""
    bare = [cell.strip("() ") for cell in cells if cell]
    return len(bare) > 2 and bare == [str(at) for at in range(1, len(bare) + 1)]


@lru_cache(maxsize=1)
def _all() -> dict[str, tuple[Column, ...]]:
    tables = tomllib.loads((files("roster") / "columns.toml").read_text(encoding="utf-8"))
    return {
        kind: tuple(
            Column(column, tuple(map(_folded, entry["names"])), entry.get("required", False))
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
