"""The running text of one meeting: the lines of its pages in order, each knowing the page and box it came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from documents.model import Box, Line, LineRole, Origin, Page, Table
from minutes.sheet import Place

_FURNITURE = frozenset({LineRole.HEADER, LineRole.FOOTER, LineRole.PAGE_NUMBER})


@dataclass(frozen=True)
class Leaf:
    """One page of one document, or its lines `first:last`; `document` is an index into the meeting's files."""

    document: int
    page: Page
    first: int = 0
    last: int | None = None


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """`start` is the line's offset in the script; `table` is the table in which it stands, with its row."""

    text: str
    start: int
    leaf: int
    line: Line
    table: Table | None = None
    row: int = -1
    #: the line's box as the page is read: turned upright
    upright: Box | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Script:
    """`text` is the lines joined by one line break each."""

    leaves: tuple[Leaf, ...]
    lines: tuple[ScriptLine, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        return tuple(line.start for line in self.lines)

    @property
    def damaged(self) -> bool:
        """Was it read by OCR, so that key words may have lost marks or letters?"""
        return any(leaf.page.origin is Origin.OCR for leaf in self.leaves)

    def covered(self, start: int, end: int) -> tuple[ScriptLine, ...]:
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(first + 1, bisect_right(self.starts, max(start, end - 1)))
        return self.lines[first:last]

    def place(self, start: int, end: int) -> Place | None:
        """Page and box of a stretch; of a stretch over two pages, those of its first page."""
        lines = self.covered(start, end)
        if not lines:
            return None
        leaf = self.leaves[lines[0].leaf]
        boxes = [box for line in lines if line.leaf == lines[0].leaf for box in _boxes(line, start, end)]
        return Place(leaf.document, leaf.page.number, Box.around(boxes))

    def confidence(self, start: int, end: int) -> float | None:
        """The lowest confidence of a word in the stretch; None where nothing was read by OCR."""
        found = [
            word.confidence
            for line in self.covered(start, end)
            for word in line.line.words
            if word.confidence is not None and line.start + word.start < end and line.start + word.end > start
        ]
        return min(found, default=None)


def script_of(leaves: Sequence[Leaf]) -> Script:
    """The script of some pages in their order; running headers and page numbers are left out, unreadable pages too."""
    lines: list[ScriptLine] = []
    at = 0
    for index, leaf in enumerate(leaves):
        for line, table, row in _body(leaf):
            lines.append(ScriptLine(line.text, at, index, line, table, row, upright(line.box, leaf.page)))
            at += len(line.text) + 1
    return Script(tuple(leaves), tuple(lines))


def _body(leaf: Leaf) -> Iterator[tuple[Line, Table | None, int]]:
    page = leaf.page
    if page.unreadable:
        return
    last = len(page.lines) if leaf.last is None else leaf.last
    for number in range(leaf.first, last):
        line = page.lines[number]
        if line.role in _FURNITURE:
            continue
        table = next((t for t in page.tables if t.first_line <= number < t.last_line), None)
        yield line, table, line.cell[1] if line.cell else -1


def upright(box: Box | None, page: Page) -> Box | None:
    """A box of the page as it came → as it is read, after turning it counter-clockwise by `page.turned`."""
    if box is None or not page.turned or page.size is None:
        return box
    width, height = page.size
    match page.turned % 360:
        case 90:
            return Box(box.top, width - box.x1, box.bottom, width - box.x0)
        case 180:
            return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        case 270:
            return Box(height - box.bottom, box.x0, height - box.top, box.x1)
    return box


def _boxes(line: ScriptLine, start: int, end: int) -> Iterator[Box]:
    low, high = start - line.start, end - line.start
    words = [w.box for w in line.line.words if w.box and w.start < high and w.end > low]
    if words:
        yield from words
    elif line.line.box:
        yield line.line.box
