"""Tables without rulings in the lines of a text: columns held apart by spaces, or one cell a line.

A row of a heading is what tells them: headings of a roll (`columns`), side by side or one under another. Their rows are
given back as cells with their places; everything else in the text is left to `paragraphs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.bars import is_row
from minutes.columns import column_role, heads_a_roll
from minutes.script import ScriptLine

_WIDE = re.compile(r"\s{2,}|\t+")
_NUMBER = re.compile(r"\(?\d{1,3}[.)]?")
#: a heading stacked in so many lines at most
_MOST = 9
#: a cell of a stacked table is no longer than this
_CELL = 90
#: words of a scan further apart than this many heights of their line stand in two columns
_APART = 1.1


@dataclass(frozen=True, slots=True)
class Cell:
    """`start` is the offset in the script; `left` and `right` its edges in columns of the text, or points."""

    text: str
    start: int
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class TextTable:
    """The lines `first:last` are a table; the first of its rows are its headings."""

    first: int
    last: int
    rows: tuple[tuple[Cell, ...], ...]


def text_tables(lines: Sequence[ScriptLine]) -> Iterator[TextTable]:
    """Every roll without rulings, in order, never overlapping."""
    at = 0
    while at < len(lines):
        found = _spaced(lines, at) or _stacked(lines, at)
        if found is not None:
            yield found
        at = found.last if found is not None else at + 1


# --- side by side


def _spaced(lines: Sequence[ScriptLine], at: int) -> TextTable | None:
    heading = _apart(lines[at])
    if len(heading) < 3 or not heads_a_roll(tuple(cell.text for cell in heading)):
        return None
    rows, end, blank = [heading], at + 1, 0
    for index in range(at + 1, len(lines)):
        line = lines[index]
        if not line.text.strip():
            blank += 1
            if blank > 1:
                break
            continue
        cells = _apart(line)
        if len(cells) < 2 or line.table is not None:
            break
        rows.append(_under(cells, heading))
        end, blank = index + 1, 0
    return TextTable(at, end, tuple(rows)) if len(rows) > 1 else None


def _apart(line: ScriptLine) -> tuple[Cell, ...]:
    """The pieces of a line that wide gaps part: of spaces, on a scan of paper."""
    if line.table is not None or is_row(line.text):
        return ()
    if line.upright is not None:
        return _apart_on_paper(line)
    found, at = [], 0
    for gap in [*_WIDE.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        if line.text[at:end].strip():
            found.append(Cell(line.text[at:end], line.start + at, float(at), float(end)))
        at = gap.end() if gap else end
    return tuple(found)


def _apart_on_paper(line: ScriptLine) -> tuple[Cell, ...]:
    words = [word for word in line.line.words if word.box is not None]
    if len(words) < 3:
        return ()
    found: list[Cell] = []
    begin = words[0]
    for word, after in zip(words, [*words[1:], None], strict=True):
        assert word.box is not None and begin.box is not None
        height = word.box.bottom - word.box.top
        apart = after is None or after.box is None or after.box.x0 - word.box.x1 > _APART * height
        if apart:
            text = line.text[begin.start : word.end]
            found.append(Cell(text, line.start + begin.start, begin.box.x0, word.box.x1))
            begin = after or begin
    return tuple(found)


def _under(cells: Sequence[Cell], heading: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of a row, each under its heading; empty ones where nothing stands."""
    columns: list[Cell | None] = [None] * len(heading)
    last = -1
    for cell in cells:
        free = range(last + 1, len(heading))
        best = min(free, key=lambda i: _distance(cell, heading[i]), default=None)
        if best is None:
            columns[last] = _together(columns[last], cell)
            continue
        columns[best], last = cell, best
    end = cells[-1].start + len(cells[-1].text)
    return tuple(cell if cell is not None else Cell("", end) for cell in columns)


def _together(one: Cell | None, two: Cell) -> Cell:
    return two if one is None else Cell(f"{one.text} {two.text}", one.start, one.left, two.right)


def _distance(cell: Cell, heading: Cell) -> float:
    """How far apart they stand sideways: 0 where one stands over the other, then by their left edges."""
    gap = max(heading.left - cell.right, cell.left - heading.right, 0.0)
    return gap + 0.01 * abs(cell.left - heading.left)


# --- one cell a line


def _stacked(lines: Sequence[ScriptLine], at: int) -> TextTable | None:
    """Headings one under another, then the cells of each row in their order, empty ones as empty lines."""
    if not column_role(lines[at].text) or lines[at].table is not None:
        return None
    width = 0
    while width < _MOST and at + width < len(lines) and column_role(lines[at + width].text):
        width += 1
    heading = tuple(lines[at : at + width])
    if width < 3 or not heads_a_roll(tuple(line.text for line in heading)):
        return None
    numbered = column_role(heading[0].text) == "number"
    rows = _numbered(lines, at + width, width) if numbered else _counted(lines, at + width, width, heading)
    if not rows:
        return None
    last = rows[-1][1]
    shown = tuple(tuple(Cell(line.text.strip(), line.start) for line in row) for row, _ in rows)
    return TextTable(at, last, (tuple(Cell(line.text.strip(), line.start) for line in heading), *shown))


def _numbered(lines: Sequence[ScriptLine], at: int, width: int) -> list[tuple[list[ScriptLine], int]]:
    """Rows that begin with their number; each as wide as the headings, filled up at its end."""
    rows: list[tuple[list[ScriptLine], int]] = []
    while at < len(lines):
        while at < len(lines) and not lines[at].text.strip():
            at += 1
        if at >= len(lines) or not _NUMBER.fullmatch(lines[at].text.strip()):
            break
        end = at + 1
        while end < min(at + width, len(lines)) and _is_cell(lines[end], rows):
            end += 1
        row = list(lines[at:end])
        rows.append((row + [_blank(row[-1])] * (width - len(row)), end))
        at = end
    return rows if len(rows) > 1 else []


def _is_cell(line: ScriptLine, rows: Sequence[tuple[list[ScriptLine], int]]) -> bool:
    text = line.text.strip()
    following = str(len(rows) + 2)
    return len(text) <= _CELL and text.lstrip("0").rstrip(".)") != following


def _counted(
    lines: Sequence[ScriptLine], at: int, width: int, heading: Sequence[ScriptLine]
) -> list[tuple[list[ScriptLine], int]]:
    """Rows without numbers: so many lines each, as long as a name stands where names do."""
    name = next(i for i, line in enumerate(heading) if column_role(line.text) == "name")
    rows: list[tuple[list[ScriptLine], int]] = []
    while at + width <= len(lines) and _like_a_name(lines[at + name].text):
        rows.append((list(lines[at : at + width]), at + width))
        at += width
    return rows if len(rows) > 1 else []


def _like_a_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() for word in words) and ":" not in text


def _blank(after: ScriptLine) -> ScriptLine:
    return ScriptLine("", after.end, after.leaf, after.line)
