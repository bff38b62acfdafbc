"""Lines whose cells stand between bars or tabs: rows of a table, labels side by side, a label and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.columns import column_role, heads_a_roll
from minutes.script import ScriptLine
from minutes.wording import key_of, phrasebook

_ROW = re.compile(r"\s\|(?:\s|$)|^\|")
BAR = re.compile(r"\s*\|\s*")
#: `Ngày họp: 06-11-2023`: a cell that bears its own label
_NUMBER = re.compile(r"\d{1,2}\.?")
#: so many rows of a block must bear labels, and this share of them
_FEWEST, _MOST_OF = 4, 0.6
_LABELLED_CELL = re.compile(r"[^\W\d_][^:|]{1,28}:\s*\S")


def is_row(text: str) -> bool:
    """Cells joined by bars or tabs: a row of a table."""
    return bool(_ROW.search(text)) or text.count("\t") >= 2


def labels_in(text: str) -> bool:
    """`Ngày họp: 06-11-2023 | Giờ: 7h30`: bars between labels make no row."""
    cells = [cell for cell in BAR.split(text) if cell]
    return len(cells) > 1 and "|" in text and all(_LABELLED_CELL.match(cell) for cell in cells)


def cells_of(text: str) -> tuple[str, ...]:
    """Empty cells count: `" | A | "` has three; bars at both ends, as in Markdown, are a frame."""
    if text.count("\t") >= 2 and "|" not in text:
        return tuple(part.strip() for part in text.split("\t"))
    framed = text.startswith("|") and text.rstrip().endswith("|")
    return tuple(part.strip() for part in re.split(r"\s?\|\s?", text.strip().strip("|") if framed else text))


def pairs(lines: Sequence[ScriptLine]) -> frozenset[int]:
    """Lines of a label and what it says (`| Địa điểm | Nhà văn hóa |`, `8 | Cấp trên dự | đ/c A`): no rows of a
    roll."""
    found: list[int] = []
    for block in _blocks(lines):
        form = _is_form([_filled(lines[i].text) for i in block])
        if form or not any(heads_a_roll(cells_of(lines[i].text.strip())) for i in block):
            bare = (i for i in block if lines[i].table is None and len(_filled(lines[i].text)) <= 2)
            found += [i for i in block if not _heads(lines[i].text)] if form else bare
    return frozenset(found)


def _heads(text: str) -> bool:
    """`TT | Mục | Nội dung ghi`"""
    return column_role(next(iter(_filled(text)), "")) == "number"


def _blocks(lines: Sequence[ScriptLine]) -> Iterator[list[int]]:
    """Runs of lines with bars; a ruled table is a run of its own."""
    rows = (i for i, line in enumerate(lines) if is_row(line.text))
    block: list[int] = []
    for index in rows:
        if block and (index != block[-1] + 1 or lines[index].table != lines[block[-1]].table):
            yield block
            block = []
        block.append(index)
    if block:
        yield block


def _is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Is it a form in which each row bears a label of minutes and what is said of it, perhaps behind a number?"""
    labelled = sum(_labels(row) for row in rows)
    return labelled >= _FEWEST and labelled >= _MOST_OF * len(rows)


def _labels(cells: Sequence[str]) -> bool:
    inner = cells[1:] if cells and _NUMBER.fullmatch(cells[0]) else cells
    return len(inner) == 2 and len(inner[0]) <= 40 and phrasebook("parts").at(key_of(inner[0]), 0) is not None


def _filled(text: str) -> list[str]:
    return [cell for cell in cells_of(text.strip()) if cell]
