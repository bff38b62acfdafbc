"""Lines whose cells stand between bars or tabs: rows of a table, labels side by side, a label and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes.columns import heads_a_roll
from minutes.script import ScriptLine

_ROW = re.compile(r"\s\|(?:\s|$)|^\|")
BAR = re.compile(r"\s*\|\s*")
#: `Ngày họp: 06-11-2023`: a cell that bears its own label
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
    """Lines of two cells, a label and what it says (`| Địa điểm | Nhà văn hóa |`), which are no rows of a roll."""
    found: list[int] = []
    block: list[int] = []
    for index in range(len(lines) + 1):
        barred = index < len(lines) and is_row(lines[index].text) and lines[index].table is None
        if barred:
            block.append(index)
            continue
        if block and not any(heads_a_roll(cells_of(lines[i].text.strip())) for i in block):
            found += [i for i in block if len(_filled(lines[i].text)) <= 2]
        block = []
    return frozenset(found)


def _filled(text: str) -> list[str]:
    return [cell for cell in cells_of(text.strip()) if cell]
