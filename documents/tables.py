"""Tokens and a grid → a table, and the table's rows as lines: cells joined by " | ", one line a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from documents import layout
from documents.layout import Token
from documents.model import Box, Cell, Line, Table, Word
from documents.rulings import Grid, Slot

JOINT = " | "
#: how a drawn tick or cross is written in a row
TICK = "v"


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table of a page before its lines have places: `lines[i]` is row i."""

    top: float
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[Line, ...]
    box: Box | None


def split(tokens: Sequence[Token], grids: Sequence[Grid]) -> tuple[list[Token], list[list[Token]]]:
    """(tokens outside every grid, tokens of each grid)."""
    outside: list[Token] = []
    inside: list[list[Token]] = [[] for _ in grids]
    for token in tokens:
        x, y = (token.x0 + token.x1) / 2, token.middle
        home = next(
            (i for i, g in enumerate(grids) if g.box.x0 <= x <= g.box.x1 and g.box.top <= y <= g.box.bottom), None
        )
        (outside if home is None else inside[home]).append(token)
    return outside, inside


def ruled(
    grid: Grid, tokens: Sequence[Token], to_page: Callable[[Token], Box], inks: Mapping[Slot, float] | None = None
) -> Ruled:
    """The table of a grid. `inks`: share of ink by slot; a cell with ink and no words gets a tick."""
    words: dict[Slot, list[Token]] = {slot: [] for slot in grid.slots}
    for token in tokens:
        slot = grid.slot_at((token.x0 + token.x1) / 2, token.middle)
        if slot:
            words[slot].append(token)
    ordered = {slot: [t for row in layout.rows(ts) for t in row.tokens] for slot, ts in words.items()}
    return _ruled(grid, ordered, to_page, inks or {})


def _ruled(
    grid: Grid, words: Mapping[Slot, list[Token]], to_page: Callable[[Token], Box], inks: Mapping[Slot, float]
) -> Ruled:
    rows, lines = [], []
    for number in range(grid.rows):
        slots = {s.column: s for s in grid.slots if s.row == number}
        cells, spoken = [], []
        for column in range(grid.columns):
            slot = slots.get(column)
            tokens = words[slot] if slot else []
            box = to_page(Token("", *slot.box)) if slot else None
            cells.append(Cell(" ".join(t.text for t in tokens), number, column, box, inks.get(slot) if slot else None))
            spoken.append(tokens)
        rows.append(tuple(cells))
        lines.append(row_line(spoken, to_page, number))
    return Ruled(grid.box.top, tuple(rows), tuple(lines), to_page(Token("", *grid.box)))


def row_line(cells: Sequence[Sequence[Token]], to_page: Callable[[Token], Box], row: int) -> Line:
    """One line of a row; `cell` carries row and column 0, the table's index is set when the page is put together."""
    text, words = "", []
    for i, tokens in enumerate(cells):
        text += JOINT if i else ""
        for j, token in enumerate(tokens):
            text += " " if j else ""
            words.append(Word(token.text, len(text), len(text) + len(token.text), to_page(token), token.confidence))
            text += token.text
    box = Box.around([w.box for w in words if w.box])
    every = [t for tokens in cells for t in tokens]
    return Line(text, box, tuple(words), layout.confidence(every), cell=(0, row, 0))


def weave(lines: Sequence[tuple[float, Line]], found: Sequence[Ruled]) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    """Lines (with their top in the upright frame) and tables put together in reading order: (lines, tables).

    A table goes before the first line that begins below its top edge and after which no line begins above it."""
    result: list[Line] = []
    tables: list[Table] = []
    waiting = list(found)
    for i, (_, line) in enumerate(lines):
        while waiting and all(top > waiting[0].top for top, _ in lines[i:]):
            _place(waiting.pop(0), result, tables)
        result.append(line)
    for table in waiting:
        _place(table, result, tables)
    return tuple(result), tuple(tables)


def _place(table: Ruled, lines: list[Line], tables: list[Table]) -> None:
    first = len(lines)
    lines += [replace(line, cell=(len(tables), row, 0)) for row, line in enumerate(table.lines)]
    tables.append(Table(table.rows, table.box, first, len(lines)))
