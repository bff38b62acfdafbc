"""Which rows of a page stand in two columns, and the order in which they are read.

A gutter is a white interval that runs through consecutive rows. A block of rows with a gutter is read as columns
only if it is a head (motto on the right, office on the left), a foot (recipients, signatures), or wrapped text.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from vntext.folding import Key, fold

if TYPE_CHECKING:
    from documents.layout import Row, Token

_MOTTO = re.compile(r"dang cong san viet nam|cong hoa xa hoi|doc lap.{1,3}tu do|hanh phuc$")
_SIGNS = re.compile(r"noi nhan|\(ky|ghi ro ho ten")
_OFFICES = re.compile(r"^(?:chu tri|chu toa|thu ky|bi thu|pho bi thu|chu tich|nguoi ghi|t/m|tm\.|k/t|kt\.|tl\.)")
_ITEM = re.compile(r"^\s*\d{1,3}(?:[.)]|\s|$)")
_NARROWEST = 0.38
_OUTSTANDING = 1.6
_DEEPEST = 4
_CHANCES = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Rows `first` to `last` (exclusive) with a gutter between `x0` and `x1`."""

    first: int
    last: int
    x0: float
    x1: float


def ordered(rows: list[Row], depth: int = 0) -> list[Row]:
    """The rows in reading order; those of a block in columns are cut in two."""
    found: list[Row] = []
    at = 0
    while at < len(rows):
        block = _block_at(rows, at) if depth < _DEEPEST else None
        if block and _stands_in_columns(rows, block):
            found += rows[at : block.first]
            for side in _sides(rows[block.first : block.last], block):
                found += ordered(side, depth + 1)
            at = block.last
        else:
            step = max(at + 1, block.first + 1 if block else at + 1)
            found += rows[at:step]
            at = step
    return found


def _block_at(rows: list[Row], at: int) -> Block | None:
    """The block that begins at row `at`, if that row has an outstanding gap; it ends where a greater one begins.

    A letter lost in a line of text makes a gap, too, and the short row on top of real columns lets it through."""
    block = _widest_at(rows, at)
    if block is None:
        return None
    inner = (_widest_at(rows, i) for i in range(at + 1, block.last))
    greater = next((b for b in inner if b and _outdoes(b, block)), None)
    return replace(block, last=greater.first) if greater else block


def _widest_at(rows: list[Row], at: int) -> Block | None:
    gap = _outstanding_gap(rows[at])
    return Block(at, *_grown(rows, at, gap)) if gap else None


def _outdoes(block: Block, earlier: Block) -> bool:
    """Does the later block go on below, beside a gutter that the earlier one's rows close?"""
    return block.last > earlier.last and (block.x0 >= earlier.x1 or block.x1 <= earlier.x0)


def _outstanding_gap(row: Row) -> tuple[float, float] | None:
    """The widest gap between neighbours, if it stands out among the row's gaps."""
    gaps = [(b.x0 - a.x1, a.x1, b.x0) for a, b in zip(row.tokens, row.tokens[1:], strict=False)]
    if not gaps:
        return None
    width, x0, x1 = max(gaps)
    others = sorted(g for g, _, _ in gaps if g != width) or [0.0]
    usual = max(statistics.median(others), 0.2 * row.height)
    return (x0, x1) if width > 0.9 * row.height and width > _OUTSTANDING * usual else None


def _grown(rows: list[Row], at: int, gap: tuple[float, float]) -> tuple[int, float, float]:
    """The row after the block, and the gutter narrowed by the rows below for as long as it stays open.

    Rows of running text may have a word gap in the gutter by chance: a block ends before two such rows, or with one."""
    x0, x1 = gap
    narrowest = _NARROWEST * rows[at].height
    last, doubtful = at + 1, 0
    for i in range(at + 1, len(rows)):
        opening = _open(rows[i], x0, x1)
        if opening is None or opening[1] - opening[0] < narrowest or not _near(rows, i, opening):
            break
        doubtful = doubtful + 1 if _two_sided(rows[i], *opening) and not _stands_out(rows[i], opening) else 0
        if doubtful > _CHANCES:
            break
        x0, x1 = opening
        last = i + 1 if doubtful == 0 else last
    return last, x0, x1


def _stands_out(row: Row, gutter: tuple[float, float]) -> bool:
    """Is the row's gap at the gutter wider than its word gaps?"""
    gaps = [(a.x1, b.x0) for a, b in pairwise(row.tokens)]
    at_gutter = [b - a for a, b in gaps if a <= gutter[0] + 0.5 and b >= gutter[1] - 0.5]
    others = sorted(b - a for a, b in gaps if not (a <= gutter[0] + 0.5 and b >= gutter[1] - 0.5))
    usual = others[len(others) // 2] if others else 0.2 * row.height
    return bool(at_gutter) and max(at_gutter) > 1.35 * usual


def _open(row: Row, x0: float, x1: float) -> tuple[float, float] | None:
    """The widest white part of the row within x0..x1."""
    edges = [x0]
    spans: list[tuple[float, float]] = []
    for token in row.tokens:
        if token.x1 > x0 and token.x0 < x1:
            spans.append((edges[-1], token.x0))
            edges.append(max(edges[-1], token.x1))
    spans.append((edges[-1], x1))
    widest = max(spans, key=lambda s: s[1] - s[0])
    return widest if widest[1] > widest[0] else None


def _near(rows: list[Row], i: int, gutter: tuple[float, float]) -> bool:
    """Rows with both sides may lie further below (room for a signature) than rows that continue one side."""
    distance = (rows[i].middle - rows[i - 1].middle) / _pitch(rows)
    if _two_sided(rows[i], *gutter):
        return distance < 6.5
    if _centred(rows, rows[i]):
        return False
    return distance < (1.8 if _is_right(rows[i], gutter[1]) else 1.35)


def _pitch(rows: list[Row]) -> float:
    """The usual distance from row to row."""
    steps = [b.middle - a.middle for a, b in pairwise(rows)]
    real = [step for step in steps if step > 0.6 * rows[0].height]
    return statistics.median(real) if real else max(1.5 * rows[0].height, 1e-6)


def _centred(rows: list[Row], row: Row) -> bool:
    """A title in the middle of the page belongs to no column."""
    left, right = min(r.x0 for r in rows), max(r.x1 for r in rows)
    return abs((row.x0 + row.x1) - (left + right)) < 0.08 * (right - left) and row.x0 > left + 0.1 * (right - left)


def _is_right(row: Row, x1: float) -> bool:
    return row.x0 >= x1 - 0.5


def _two_sided(row: Row, x0: float, x1: float) -> bool:
    return row.x0 < x0 + 0.5 and row.x1 > x1 - 0.5


def _sides(rows: list[Row], block: Block) -> Iterator[list[Row]]:
    """The left column's rows, then the right one's."""
    middle = (block.x0 + block.x1) / 2
    for wanted in (True, False):
        side = [_part(row, middle, wanted) for row in rows]
        yield [row for row in side if row.tokens]


def _part(row: Row, middle: float, left: bool) -> Row:
    return type(row)([t for t in row.tokens if ((t.x0 + t.x1) / 2 < middle) == left])


def _stands_in_columns(rows: list[Row], block: Block) -> bool:
    inside = rows[block.first : block.last]
    pairs = [row for row in inside if _two_sided(row, block.x0, block.x1)]
    if not pairs:
        return False
    left, right = _sides(inside, block)
    if _is_head(rows, block, left, right):
        return True
    if _is_foot(left, right):
        return True
    return len(pairs) >= 3 and _wrapped(left) and _wrapped(right) and not _is_list(left)


def _is_head(rows: list[Row], block: Block, left: list[Row], right: list[Row]) -> bool:
    """Near the top, with the state's or the Party's motto in one column."""
    return block.first <= 8 and any(_MOTTO.search(fold(row.text, Key.TONELESS)) for row in left + right)


def _is_foot(left: list[Row], right: list[Row]) -> bool:
    """Signatures and recipients: short rows, and a word of office or "Nơi nhận" or capitals on top."""
    head = [side[0].text for side in (left, right) if side]
    signed = any(_is_signature(row.text) for side in (left, right) for row in side[:3])
    capitals = all(text.isupper() and len(text) < 60 for text in head)
    short = all(len(row.text) < 75 for row in left + right)
    colons = sum(":" in row.text for row in left + right)
    return (
        short
        and (signed or capitals)
        and not _is_list(left)
        and (colons <= 1 or "noi nhan" in fold(head[0], Key.TONELESS))
    )


def _is_signature(text: str) -> bool:
    folded = fold(text, Key.TONELESS)
    return bool(_SIGNS.search(folded)) or (text.isupper() and bool(_OFFICES.search(folded)))


def _wrapped(side: list[Row]) -> bool:
    """Running text: lines that end where the next line's first word had no room, or go on with a small letter."""
    if len(side) < 3:
        return False
    right = max(r.x1 for r in side)
    pairs = list(pairwise(side))
    full = sum(row.x1 + 0.2 * row.height + _width(after.tokens[0]) > right for row, after in pairs)
    going_on = sum(_goes_on(after.text) for _, after in pairs)
    return full >= 0.4 * len(pairs) or going_on >= max(1, len(pairs) // 4)


def _width(token: Token) -> float:
    return token.x1 - token.x0


def _goes_on(text: str) -> bool:
    """Does the text begin in the middle of a sentence?"""
    first = next((c for c in text if c.isalnum()), "")
    return first.islower() and text[:1] not in "-+"


def _is_list(side: list[Row]) -> bool:
    """Rows that are numbered one by one are a list without rulings, to be read row by row."""
    return sum(bool(_ITEM.match(row.text)) for row in side) >= max(3, 0.6 * len(side))
