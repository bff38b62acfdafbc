"""Layout-broken lines → paragraphs, by offsets in `Document.text`.

A paragraph is a stretch of the text (line breaks inside stay, so that a quote is an exact substring). `View.text` is the
document's text with what is no running text (page numbers, running headers) blanked to spaces: offsets stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from documents.model import Document, Line, LineRole
from vntext.folding import Key, fold

#: a line at least this share of the usual width is taken to run on
_FULL = 0.72
#: a text whose usual line is longer than this was not broken by a page's width
_WIDEST = 135
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–—\s.]*")
_ITEM = re.compile(
    r"""["“]?(?:(?:điều|phần|chương|mục|khoản|phụ\ lục)\s+(?:thứ\s+)?[\da-z.]+\s*[.:\-–]?
    |[ivxl]{1,5}\s*[-.–)]\s|\d{1,3}(?:\.\d{1,2})*\s*[.)\-–](?!\d)\s*\S|\d{1,2}[a-zđ]\s*[-.)]\s|[a-zđ]\s*[).]\s|[-–—+•*·]\s*\S|\[\.\.\.\])""",
    re.VERBOSE,
)
_ENDED = re.compile(r"(?:[.;:!?…]|\./\.?|-{3,}|/\.)[\s\"”’)]*$")
_NEVER_LAST = re.compile(
    r"(?:^|\s)(?:của|và|các|những|với|cho|tại|ở|về|theo|do|là|được|từ|đến|trong|ngày|tháng|năm|số|để|khi|bằng|mỗi|hoặc|ban|đồng chí)$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`start:end` in `Document.text`, without white space at the ends."""

    start: int
    end: int


@dataclass(frozen=True)
class View:
    """`text` has the length of `Document.text`; `folded` is its keyword key, of the same length."""

    text: str
    folded: str
    paragraphs: tuple[Paragraph, ...]

    def part(self, start: int, end: int) -> str:
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.line.text)


@lru_cache(maxsize=8)
def view_of(document: Document) -> View:
    """The running text of a document and its paragraphs. Total: any text has a view."""
    rows = list(_rows(document))
    text = _blanked(document.text, rows)
    return View(text, fold(text, Key.PLACEMENT), tuple(_paragraphs(rows, document.text)))


def _rows(document: Document) -> Iterator[_Row]:
    for page, at in zip(document.pages, document.page_starts, strict=True):
        for line, start in zip(page.lines, page.line_starts, strict=True):
            yield _Row(line, at + start, line.text.strip())


def _is_noise(row: _Row) -> bool:
    if row.line.role is not LineRole.BODY and row.line.role is not LineRole.FOOTNOTE:
        return True
    return bool(row.text) and row.line.cell is None and _PAGE_NUMBER.fullmatch(row.text.lower()) is not None


def _blanked(text: str, rows: list[_Row]) -> str:
    pieces, at = [], 0
    for row in rows:
        if _is_noise(row):
            pieces.extend((text[at : row.start], " " * (row.end - row.start)))
            at = row.end
    return "".join([*pieces, text[at:]])


def _paragraphs(rows: list[_Row], text: str) -> Iterator[Paragraph]:
    width = _usual_width(rows)
    start = end = None
    last: _Row | None = None
    for row in rows:
        if _is_noise(row):
            continue
        if not row.text:
            last = None
            continue
        if start is not None and end is not None and not (last is not None and _runs_on(last, row, width)):
            yield _trimmed(text, start, end)
            start = None
        start = row.start if start is None else start
        end = row.end
        last = row
    if start is not None and end is not None:
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Paragraph:
    part = text[start:end]
    return Paragraph(start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip())))


def _usual_width(rows: list[_Row]) -> int:
    """The width at which the page breaks lines: that of its longer lines; 0 where lines are not broken."""
    lengths = sorted(len(row.text) for row in rows if len(row.text) > 30)
    if len(lengths) < 4:
        return 0
    width = lengths[int(len(lengths) * 0.85)]
    return width if width <= _WIDEST else 0


def _runs_on(last: _Row, row: _Row, width: int) -> bool:
    """Does `row` go on where `last` broke off? The source's own word counts first."""
    if row.line.cell != last.line.cell:
        return False
    if row.line.starts_paragraph is not None:
        return not row.line.starts_paragraph
    if _ITEM.match(row.text.lower()) or " | " in row.text or " | " in last.text:
        return False
    if _ENDED.search(last.text):
        return bool(width) and len(last.text) >= _FULL * width and row.text[:1].islower()
    if row.text[:1].islower() or row.text[:1] in ",;)":
        return not _is_caps(last.text) or len(row.text) > 40
    if _NEVER_LAST.search(last.text.lower()) or last.text.endswith(","):
        return not _is_caps(last.text)
    return bool(width) and len(last.text) >= _FULL * width and not _is_caps(row.text) and not _is_caps(last.text)


def _is_caps(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)
