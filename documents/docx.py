"""A DOCX → one page: paragraphs and tables in document order, numbering resolved, tracked changes by their final text.

Policy for tracked changes: insertions count, deletions do not; the document gets a warning and each line a mark, so
that no rule is taken unasked from wording that is still under revision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from documents.docx_numbering import Numbering, read_numbering
from documents.docx_package import MC, Element, Package, W, attribute, switched_on, value
from documents.docx_runs import Piece, Runs, Told
from documents.docx_styles import Styles, read_styles
from documents.errors import FileFault, Refusal
from documents.limits import Limits
from documents.model import Cell, Line, LineRole, Mark, MarkKind, Origin, Page, Problem, Table, Word
from documents.tables import JOINT
from vntext.cleaning import cleaned
from vntext.folding import Key, fold, squeeze

_MOTTO = ("dang cong san viet nam", "cong hoa xa hoi chu nghia viet nam")
_LAYOUT_COLUMNS, _LAYOUT_ROWS = 3, 4
_DEEPEST = 20


@dataclass
class Body:
    """Lines and tables as they are found."""

    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)


def read_docx(data: bytes, limits: Limits) -> tuple[Page, tuple[Problem, ...], tuple[str, ...]]:
    """The page, its problems and warnings. Raises Refusal."""
    package = Package(data, limits)
    root = package.part("word/document.xml")
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise Refusal(FileFault.CORRUPT, "a DOCX without a body")
    reader = Reader(read_styles(package), read_numbering(package), limits)
    for header in package.numbered("header"):
        reader.furniture(header, LineRole.HEADER)
    reader.blocks(body)
    reader.notes(package)
    for footer in package.numbered("footer"):
        reader.furniture(footer, LineRole.FOOTER)
    return reader.result()


class Reader:
    """Walks a body in document order."""

    def __init__(self, styles: Styles, numbering: Numbering, limits: Limits) -> None:
        self._styles, self._numbering, self._limits = styles, numbering, limits
        self._told = Told()
        self._runs = Runs(styles, self._told)
        self._body = Body()
        self._characters = 0
        self._role = LineRole.BODY

    def blocks(self, parent: Element, depth: int = 0) -> None:
        """Paragraphs and tables below `parent`, content controls and custom XML opened."""
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child, depth)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag"):
                self.blocks(child, depth + 1)

    def furniture(self, part: Element, role: LineRole) -> None:
        """A header or footer part: its lines, once."""
        self._role = role
        self.blocks(part)
        self._role = LineRole.BODY

    def notes(self, package: Package) -> None:
        """Footnotes that the text refers to, in order."""
        for name in ("word/footnotes.xml", "word/endnotes.xml"):
            part = package.part(name)
            if part is None or not self._told.notes:
                continue
            self._role = LineRole.FOOTNOTE
            wanted = set(self._told.notes)
            for note in part:
                if attribute(note, "id") in wanted and attribute(note, "type") in ("", "normal"):
                    self.blocks(note)
            self._role = LineRole.BODY

    def result(self) -> tuple[Page, tuple[Problem, ...], tuple[str, ...]]:
        page = Page(1, None, tuple(self._body.lines), Origin.DOCX, tuple(self._body.tables))
        marks = tuple(self._change_marks(page))
        problems = [Problem("encoding", 1, f"legacy_{e}", "converted to Unicode") for e in sorted(self._told.encodings)]
        warnings = [f"The text was in {e} and was converted to Unicode." for e in sorted(self._told.encodings)]
        if self._told.changed:
            problems.append(Problem("docx", 1, "tracked_changes", f"{len(marks)} lines"))
            warnings.append("The file holds tracked changes; the final text was read and the lines are marked.")
        return replace(page, marks=marks), tuple(problems), tuple(warnings)

    def _change_marks(self, page: Page) -> Iterator[Mark]:
        for index in self._body.changed:
            start, text = page.line_starts[index], page.lines[index].text
            yield Mark(MarkKind.TRACKED_CHANGE, text, start, start + len(text))

    def _paragraph(self, paragraph: Element) -> None:
        for text, changed, first in self._lines(paragraph):
            self._add(Line(text, None, words(text), role=self._role, starts_paragraph=first), changed)
        self._boxes(paragraph)

    def _add(self, line: Line, changed: bool = False) -> None:
        self._characters += len(line.text)
        if self._characters > self._limits.characters:
            raise Refusal(FileFault.TOO_LARGE, "more text than the limit")
        if changed:
            self._body.changed.append(len(self._body.lines))
        self._body.lines.append(line)

    def _lines(self, paragraph: Element) -> Iterator[tuple[str, bool, bool]]:
        """(text, changed, first of the paragraph) for each line; empty paragraphs give nothing."""
        if switched_on(paragraph.find(f"{W}pPr/{W}rPr"), "vanish") and not len(paragraph.findall(W + "r")):
            return
        label = self._label(paragraph)
        pieces = [Piece(f"{label} ", False), *self._runs.pieces(paragraph)] if label else self._runs.pieces(paragraph)
        changed = any(p.changed for p in pieces)
        first = True
        for raw in cleaned("".join(p.text for p in pieces)).split("\n"):
            text = squeeze(raw)
            if text:
                yield text, changed, first
                first = False

    def _label(self, paragraph: Element) -> str:
        own = value(paragraph, "pPr/numPr/numId")
        styled, styled_depth = self._styles.numbering(value(paragraph, "pPr/pStyle"))
        number = own or styled
        if not number or number == "0" or not self._has_text(paragraph):
            return ""
        depth = value(paragraph, "pPr/numPr/ilvl") or (styled_depth if not own else "0")
        return self._numbering.label(number, int(depth) if depth.isdecimal() else 0)

    @staticmethod
    def _has_text(paragraph: Element) -> bool:
        return any((t.text or "").strip() for t in paragraph.iter(W + "t"))

    def _boxes(self, paragraph: Element) -> None:
        """Text boxes anchored in a paragraph, after it; of two alternatives only the first."""
        for content in paragraph.iter(W + "txbxContent"):
            if not any(a.tag == MC + "Fallback" for a in content.iterancestors()):
                self.blocks(content, 1)

    def _table(self, table: Element, depth: int) -> None:
        rows = [list(self._cells(row)) for row in table.iterfind(W + "tr")]
        rows = [row for row in rows if row]
        if self._is_layout(table, rows):
            for column in range(max(map(len, rows), default=0)):
                for row in rows:
                    if column < len(row):
                        self.blocks(row[column], depth + 1)
        else:
            self._ruled(rows)

    def _cells(self, row: Element) -> Iterator[Element]:
        """A row's cells; a cell that spans columns is followed by empty ones, so that columns keep their places."""
        for cell in row.iter(W + "tc"):
            if next(a for a in cell.iterancestors() if a.tag == W + "tr") is not row:
                continue
            yield cell
            span = value(cell, "tcPr/gridSpan", "1")
            yield from [cell.makeelement(W + "tc")] * (min(int(span), 60) - 1 if span.isdecimal() else 0)

    def _is_layout(self, table: Element, rows: list[list[Element]]) -> bool:
        """A table that only places a head or signatures side by side."""
        text = " ".join(t.text or "" for row in rows[:2] for cell in row for t in cell.iter(W + "t"))
        if len(rows) <= _LAYOUT_ROWS and any(m in fold(cleaned(text), Key.TONELESS) for m in _MOTTO):
            return True
        narrow = max(map(len, rows), default=0) <= _LAYOUT_COLUMNS and len(rows) <= _LAYOUT_ROWS
        return (len(rows) == 1 and narrow and not self._styles.bordered(table)) or (
            narrow and not self._styles.bordered(table)
        )

    def _ruled(self, rows: list[list[Element]]) -> None:
        index, first = len(self._body.tables), len(self._body.lines)
        cells: list[tuple[Cell, ...]] = []
        for number, row in enumerate(rows):
            told = [self._cell_text(cell) for cell in row]
            cells.append(tuple(Cell(text, number, column) for column, (text, _) in enumerate(told)))
            line = row_line([text for text, _ in told], (index, number, 0), self._role)
            self._add(line, any(changed for _, changed in told))
        self._body.tables.append(Table(tuple(cells), None, first, len(self._body.lines)))

    def _cell_text(self, cell: Element) -> tuple[str, bool]:
        """All paragraphs of a cell, nested tables included, as one text."""
        texts, changed = [], False
        for paragraph in cell.iter(W + "p"):
            for text, altered, _ in self._lines(paragraph):
                texts.append(text)
                changed |= altered
        return " ".join(texts), changed


def words(text: str) -> tuple[Word, ...]:
    found, at = [], 0
    for part in text.split():
        at = text.index(part, at)
        found.append(Word(part, at, at + len(part)))
        at += len(part)
    return tuple(found)


def row_line(cells: list[str], place: tuple[int, int, int], role: LineRole) -> Line:
    """A table row as a line: cells joined by " | "; the joints are no words."""
    text, found = "", []
    for i, cell in enumerate(cells):
        text += JOINT if i else ""
        found += [replace(w, start=w.start + len(text), end=w.end + len(text)) for w in words(cell)]
        text += cell
    return Line(text, None, tuple(found), role=role, cell=place)
