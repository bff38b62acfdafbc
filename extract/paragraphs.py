"""Layout-broken lines → paragraphs of one running text, with the way back to every offset of `Document.text`.

`View.text` is the document's text without what is no running text (page numbers, running headers) and with every run
of white space as one space or one line end, so that the patterns meet one spelling; `View.span` leads back to the
document, whose exact substring a quote is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from documents.model import Document, Line, LineRole
from extract.forms import form
from extract.reading import folded
from extract.spellings import usual

#: a line at least this share of the usual width is taken to run on
_FULL = 0.72
#: a text whose usual line is longer than this was not broken by a page's width
_WIDEST = 135
_WHITE = re.compile(r"\s+")
_MARKDOWN = re.compile(r"(?m)\*\*|^[ \t]*#{1,6}(?=[ \t])|^[ \t]*>(?=[ \t])")
_LINE_END = re.compile(r"[\n\f]")
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?(?P<page>\d{1,3})(?:[-–—\s.]*|\s*/\s*(?P<of>\d{1,3})[-–—\s]*)")
_ITEM = re.compile(
    r"""(?!\d{1,5}\s*[-–]\s*[a-zđ]{1,7}\s*/\s*[a-zđ])  # the number of a paper is no item
    ["“]?(?:(?:điều|phần|chương|mục|khoản|phụ\ lục)\s+(?:thứ\s+)?[\da-z.]+\s*[.:\-–]?
    |[ivxl]{1,5}\s*[-.–)]\s|\d{1,3}(?:\.\d{1,2})*\s*[.)\-–](?!\d)\s*\S|\d{1,2}/\s+\D|\d{1,2}[a-zđ]\s*[-.)]\s|[a-zđ]\s*[)./][-–]?\s|[a-z]\.\d{1,2}[.)]\s|\([ivx]{1,5}\)\s|\([a-zđ]\)\s|[-–—+•*·]\s*\S|\[\.\.\.\])""",
    re.VERBOSE,
)
_ENDED = re.compile(r"(?:[.;:!?…]|\./\.?|-{3,}|/\.)[\s\"”’)]*$")
#: lines of a form: whose, how often, where
_LABELLED = form("line.labelled")
_NEVER_LAST = re.compile(
    r"(?:^|\s)(?:của|và|các|những|với|cho|tại|ở|về|theo|do|là|được|từ|đến|trong|ngày|tháng|năm|số|để|khi|bằng|mỗi|"
    r"hoặc|(?<!giao )ban|đồng chí)$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`start:end` in `View.text`, without white space at the ends."""

    start: int
    end: int


@dataclass(frozen=True)
class View:
    """`source[i]` is the offset in `Document.text` of the code point that became `text[i]` (one more at the end)."""

    text: str
    source: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` (not empty) stands in the document."""
        return self.source[start], self.source[end - 1] + 1

    def find(self, offset: int) -> int:
        """The offset in `text` of what stands at `offset` of the document or first behind it."""
        return bisect_left(self.source, offset)


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
    text, source = _squeezed(usual(_blanked(document.text, rows)))
    paragraphs = (
        Paragraph(bisect_left(source, start), bisect_left(source, end))
        for start, end in _stretches(rows, document.text)
    )
    return View(text, source, tuple(p for p in paragraphs if p.start < p.end))


def _squeezed(text: str) -> tuple[str, tuple[int, ...]]:
    """Every run of white space as one space, or one line end where it holds one; with the source of each code point."""
    pieces: list[str] = []
    source: list[int] = []
    at = 0
    for run in _WHITE.finditer(text):
        pieces.extend((text[at : run.start()], "\n" if _LINE_END.search(run[0]) else " "))
        source.extend((*range(at, run.start()), run.start()))
        at = run.end()
    pieces.append(text[at:])
    source.extend(range(at, len(text) + 1))
    return "".join(pieces), tuple(source)


def _rows(document: Document) -> Iterator[_Row]:
    for page, at in zip(document.pages, document.page_starts, strict=True):
        rows = [
            _Row(line, at + start, _unmarked(line.text).strip())
            for line, start in zip(page.lines, page.line_starts, strict=True)
        ]
        while rows and not rows[-1].text:
            rows.pop()  # the empty foot of a page ends no paragraph
        yield from rows


def _is_noise(row: _Row) -> bool:
    if row.line.role is not LineRole.BODY and row.line.role is not LineRole.FOOTNOTE:
        return True
    number = _PAGE_NUMBER.fullmatch(row.text.lower()) if row.text and row.line.cell is None else None
    if number is None or number["of"] is None:
        return number is not None
    # "31/01", "05/12" at the head of a line are the rest of a date; "3/12" is a page of twelve
    return not number["page"].startswith("0") and int(number["page"]) <= int(number["of"])


def _blanked(text: str, rows: list[_Row]) -> str:
    pieces: list[str] = []
    at = 0
    for row in rows:
        if _is_noise(row):
            pieces.extend((text[at : row.start], " " * (row.end - row.start)))
            at = row.end
    return _unmarked("".join([*pieces, text[at:]]))


def _unmarked(text: str) -> str:
    """Without Markdown's marks of headings, quotes and bold; as long as the text."""
    return (
        _MARKDOWN.sub(lambda mark: " " * len(mark[0]), text) if "**" in text or "# " in text or "> " in text else text
    )


def _stretches(rows: list[_Row], text: str) -> Iterator[tuple[int, int]]:
    """Where paragraphs stand in the document."""
    width = _usual_width(rows)
    start = end = None
    last: _Row | None = None
    for row in _without_gaps(rows):
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


def _without_gaps(rows: list[_Row]) -> list[_Row]:
    """Where an empty line stands between all lines, even within sentences, it parts nothing."""
    full = [row for row in rows if row.text]
    pairs = [
        (one, other) for one, gap, other in zip(rows, rows[1:], rows[2:], strict=False) if one.text and not gap.text
    ]
    torn = sum(not _ENDED.search(one.text) and other.text[:1].islower() for one, other in pairs if other.text)
    return full if torn > 2 and len(pairs) > 0.8 * len(full) else rows


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _usual_width(rows: list[_Row]) -> int:
    """The width at which the page breaks lines: that of its longer lines; 0 where lines are not broken."""
    lengths = sorted(len(row.text) for row in rows if len(row.text) > 30)
    if len(lengths) < 4:
        return 0
    width = lengths[int(len(lengths) * 0.85)]
    return width if width <= _WIDEST else 0


def _runs_on(last: _Row, row: _Row, width: int) -> bool:
    """Does `row` go on where `last` broke off? The source's word counts, save where a sentence plainly breaks off."""
    if row.line.cell != last.line.cell or _is_headline(last, row):
        return False
    if row.line.starts_paragraph is False:
        return True
    if row.line.starts_paragraph:
        width = 0  # typed line by line all the same: only what plainly goes on is joined
    if _ITEM.match(row.text.lower()) or " | " in row.text or " | " in last.text:
        return False
    if _ENDED.search(last.text):
        return bool(width) and len(last.text) >= _FULL * width and row.text[:1].islower()
    if row.text[:1].islower() or row.text[:1] in ",;)":
        return not _is_caps(last.text) or len(row.text) > 40
    if _NEVER_LAST.search(last.text.lower()) or last.text.endswith(","):
        return not _is_caps(last.text)
    if _LABELLED.match(folded(row.text)):
        return False
    return bool(width) and len(last.text) >= _FULL * width and not _is_caps(row.text) and not _is_caps(last.text)


def _is_headline(last: _Row, row: _Row) -> bool:
    """The first line of a text is its headline or header, if what follows begins like a sentence of its own."""
    return last.start == 0 and last.text[-1:] not in ",-–" and (row.text[:1].isupper() or row.text[:1] in '(“"')


def _is_caps(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)
