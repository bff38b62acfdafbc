"""A Document as JSON text and back, without loss: what the cache and the store keep."""

from __future__ import annotations

import json
from typing import Any

from documents.model import Box, Cell, Document, Line, LineRole, Mark, MarkKind, Origin, Page, Problem, Table, Word

_FORMAT = 1


def dumps(document: Document) -> str:
    """Compact JSON; the same document gives the same text."""
    return json.dumps(_document(document), ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Document:
    """The document that `dumps` wrote. Raises ValueError for another format."""
    row = json.loads(text)
    if row.get("format") != _FORMAT:
        raise ValueError(f"a reading of another format: {row.get('format')}")
    return Document(
        sha256=row["sha256"],
        media_type=row["media_type"],
        pages=tuple(map(_read_page, row["pages"])),
        reader=row["reader"],
        problems=tuple(Problem(*problem) for problem in row["problems"]),
        warnings=tuple(row["warnings"]),
        outer_dates=tuple((name, value) for name, value in row["outer_dates"]),
    )


def _document(document: Document) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "reader": document.reader,
        "problems": [[p.stage, p.page, p.code, p.detail] for p in document.problems],
        "warnings": list(document.warnings),
        "outer_dates": [list(pair) for pair in document.outer_dates],
        "pages": [_page(page) for page in document.pages],
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "size": page.size,
        "origin": page.origin,
        "confidence": page.confidence,
        "unreadable": page.unreadable,
        "turned": page.turned,
        "uneven": page.uneven,
        "lines": [_line(line) for line in page.lines],
        "tables": [_table(table) for table in page.tables],
        "marks": [[m.kind, m.text, m.start, m.end] for m in page.marks],
    }


def _line(line: Line) -> list[Any]:
    words = [[w.text, w.start, w.end, w.box, w.confidence] for w in line.words]
    return [line.text, line.box, words, line.confidence, line.role, line.starts_paragraph, line.cell]


def _table(table: Table) -> dict[str, Any]:
    rows = [[[c.text, c.row, c.column, c.box, c.ink] for c in row] for row in table.rows]
    return {"rows": rows, "box": table.box, "lines": [table.first_line, table.last_line]}


def _read_page(row: dict[str, Any]) -> Page:
    return Page(
        number=row["number"],
        size=tuple(row["size"]) if row["size"] else None,
        lines=tuple(map(_read_line, row["lines"])),
        origin=Origin(row["origin"]),
        tables=tuple(map(_read_table, row["tables"])),
        marks=tuple(Mark(MarkKind(kind), text, start, end) for kind, text, start, end in row["marks"]),
        confidence=row["confidence"],
        unreadable=row["unreadable"],
        turned=row["turned"],
        uneven=row.get("uneven"),
    )


def _read_line(row: list[Any]) -> Line:
    text, box, words, confidence, role, starts, cell = row
    read = tuple(Word(w, start, end, _box(b), c) for w, start, end, b, c in words)
    return Line(text, _box(box), read, confidence, LineRole(role), starts, tuple(cell) if cell else None)


def _read_table(row: dict[str, Any]) -> Table:
    rows = tuple(tuple(Cell(text, r, c, _box(box), ink) for text, r, c, box, ink in cells) for cells in row["rows"])
    return Table(rows, _box(row["box"]), *row["lines"])


def _box(value: list[float] | None) -> Box | None:
    return Box(*value) if value else None
