"""What a file is once it has been read: pages, lines, words with boxes and confidence, tables.

One offset space: code points of `Document.text`, which is the pages' texts joined by one form feed (``\\f``); a page's
text is its lines joined by ``\\n``. Text is NFC and repaired (`vntext.cleaning`), so a quote is an exact substring.
Boxes are in PDF points from the page's top left corner: (x0, top, x1, bottom).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

PAGE_BREAK = "\f"
LINE_BREAK = "\n"


class Box(NamedTuple):
    """x0, top, x1, bottom in PDF points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @classmethod
    def around(cls, boxes: list[Box]) -> Box | None:
        """The smallest box that holds all of `boxes`; None for none."""
        if not boxes:
            return None
        return cls(
            min(b.x0 for b in boxes),
            min(b.top for b in boxes),
            max(b.x1 for b in boxes),
            max(b.bottom for b in boxes),
        )


class Origin(StrEnum):
    """Where the words of a page come from (`text_source` in the contract)."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    DOCX = "docx"
    HTML = "html"
    TXT = "txt"


class LineRole(StrEnum):
    """What a line is on its page: running headers and page numbers are told from the body."""

    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    FOOTNOTE = "footnote"


class MarkKind(StrEnum):
    """Marks that change what may be done with a document."""

    DRAFT = "draft"
    SECRET = "secret"
    TOP_SECRET = "top_secret"
    MOST_SECRET = "most_secret"
    INTERNAL = "internal"
    INCOMING_STAMP = "incoming_stamp"
    DIGITAL_SIGNATURE = "digital_signature"
    TRACKED_CHANGE = "tracked_change"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line; `start`/`end` are offsets in the line's text; confidence 0..1, None where it is not OCR."""

    text: str
    start: int
    end: int
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    box: Box | None = None
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    role: LineRole = LineRole.BODY
    #: the first line of a paragraph as the source itself says (DOCX, HTML); None where it does not know (PDF, OCR, TXT)
    starts_paragraph: bool | None = None
    #: (table index on the page, row, column) when the line stands in a table cell
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """`ink`: share of dark pixels inside the cell's rulings (scans only), so that a drawn tick is seen without OCR."""

    text: str
    row: int
    column: int
    box: Box | None = None
    ink: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]
    box: Box | None = None
    #: index of the page's first line that belongs to the table, and the one after its last (the same words)
    first_line: int = 0
    last_line: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """`start`/`end`: offsets in the page's text."""

    kind: MarkKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A bad page is data; only a bad file raises."""

    stage: str
    page: int | None
    code: str
    detail: str


@dataclass(frozen=True)
class Page:
    """`number` counts from 1. `size` is (width, height) in points, None where the source has no pages."""

    number: int
    size: tuple[float, float] | None
    lines: tuple[Line, ...]
    origin: Origin
    tables: tuple[Table, ...] = ()
    marks: tuple[Mark, ...] = ()
    confidence: float | None = None
    #: a page that OCR cannot read (handwriting, blur): its lines are not to be trusted and go to people
    unreadable: bool = False
    #: degrees, counter-clockwise, by which the image was turned before it was read
    turned: int = 0
    #: how far words of an unsurely read page stand off their base line (`baselines.unevenness`); None: not measured
    uneven: float | None = None

    @cached_property
    def text(self) -> str:
        return LINE_BREAK.join(line.text for line in self.lines)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        return tuple(starts)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one page: `start`/`end` in `Document.text`."""

    page: int
    start: int
    end: int
    box: Box | None


@dataclass(frozen=True)
class Document:
    """`reader` names the reader and its version; `warnings` are plain sentences for people."""

    sha256: str
    media_type: str
    pages: tuple[Page, ...]
    reader: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    #: dates that the file or the portal says of itself (published, modified), never the document's own: ISO, by name
    outer_dates: tuple[tuple[str, str], ...] = ()

    @cached_property
    def text(self) -> str:
        return PAGE_BREAK.join(page.text for page in self.pages)

    @cached_property
    def page_starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for page in self.pages:
            starts.append(at)
            at += len(page.text) + 1
        return tuple(starts)

    @property
    def text_source(self) -> Origin:
        """The origin of most pages."""
        origins = [page.origin for page in self.pages]
        return max(set(origins), key=origins.count) if origins else Origin.TXT

    def page_at(self, offset: int) -> Page:
        return self.pages[max(0, bisect_right(self.page_starts, offset) - 1)]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The stretch `start:end` of the text, cut at page breaks, each with the box of its words."""
        return tuple(self._spans(start, end))

    def _spans(self, start: int, end: int) -> Iterator[Span]:
        for page, at in zip(self.pages, self.page_starts, strict=True):
            low, high = max(start, at), min(end, at + len(page.text))
            if low < high:
                yield Span(page.number, low, high, Box.around(list(_boxes(page, low - at, high - at))))


def _boxes(page: Page, start: int, end: int) -> Iterator[Box]:
    for line, at in zip(page.lines, page.line_starts, strict=True):
        if at + len(line.text) <= start or at >= end:
            continue
        boxes = [w.box for w in line.words if w.box and at + w.start < end and at + w.end > start]
        if boxes:
            yield from boxes
        elif line.box:
            yield line.box
