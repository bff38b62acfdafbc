"""Marks that change what may be done with a document: drafts, state secrets, internal papers, stamps.

A mark stands alone on its line like a stamp; the same word in a sentence is text. Sources: Law on Protection of
State Secrets 29/2018/QH14, article 8 (the three degrees); Decree 30/2020/NĐ-CP, annex I (stamps and their places).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from documents.errors import FileFault, Refusal
from documents.model import Document, Line, Mark, MarkKind, Origin, Page
from vntext.folding import Key, fold, squeeze

SECRETS = frozenset({MarkKind.SECRET, MarkKind.TOP_SECRET, MarkKind.MOST_SECRET})
_DEGREES = {
    "mật": MarkKind.SECRET,
    "tối mật": MarkKind.TOP_SECRET,
    "tuyệt mật": MarkKind.MOST_SECRET,
}
#: what OCR makes of a degree once its marks are lost; believed only on scans
_DEGREES_TONELESS = {"mat": MarkKind.SECRET, "toi mat": MarkKind.TOP_SECRET, "tuyet mat": MarkKind.MOST_SECRET}
_FRAME = re.compile(r"^[\W_]+|[\W_]+$")
_DEGREE_LABEL = re.compile(r"^(?:độ mật|mức độ mật|mức độ|độ)\s*:\s*")
_DRAFT = re.compile(r"^\(?\s*dự thảo(?:\s*\(?\s*(?:lần|lần thứ)?\s*[\w.]{0,6}\s*\)?)?\s*\)?$")
_INTERNAL = re.compile(r"^\W*(?:tài liệu )?(?:lưu hành|sử dụng) nội bộ\W*$")
_INCOMING = re.compile(r"^\W*(?:công văn )?đến\W*$|^đến\W+(?:số|ngày)\b")
_SIGNED = re.compile(r"^\W*(?:ký bởi|người ký|được ký bởi|signed by|digitally signed by|signature valid)\b")
#: a stamp stands in the upper part of a page
_UPPER_LINES = 25


def with_marks(document: Document) -> Document:
    """The document with the marks of each page."""
    return replace(document, pages=tuple(replace(p, marks=(*p.marks, *found(p))) for p in document.pages))


def found(page: Page) -> Iterator[Mark]:
    """The marks of a page, with offsets in its text."""
    body = [(i, line) for i, line in enumerate(page.lines) if line.text.strip()]
    for rank, (i, line) in enumerate(body):
        for start, end in _pieces(line):
            piece = line.text[start:end]
            kind = _kind(piece, page.origin, rank < _UPPER_LINES)
            if kind:
                at = page.line_starts[i]
                yield Mark(kind, piece, at + start, at + end)


def _pieces(line: Line) -> Iterator[tuple[int, int]]:
    """The line, and its parts where a wide gap sets them off from each other."""
    if len(line.text) < 60:
        yield 0, len(line.text)
    start = 0
    for one, other in zip(line.words, line.words[1:], strict=False):
        if one.box and other.box and other.box.x0 - one.box.x1 > 1.5 * (one.box.bottom - one.box.top):
            yield start, one.end
            start = other.start
    if start:
        yield start, len(line.text)


def _kind(piece: str, origin: Origin, upper: bool) -> MarkKind | None:
    text = squeeze(fold(piece, Key.PLACEMENT))
    if len(text) > 60 or not text:
        return None
    if _INTERNAL.match(text):
        return MarkKind.INTERNAL
    if _SIGNED.match(text):
        return MarkKind.DIGITAL_SIGNATURE
    if not upper:
        return None
    if _DRAFT.match(text) and piece.strip(" ()").upper() == piece.strip(" ()"):
        return MarkKind.DRAFT
    if _INCOMING.match(text) and piece.isupper():
        return MarkKind.INCOMING_STAMP
    return _degree(piece, text, origin)


def _degree(piece: str, text: str, origin: Origin) -> MarkKind | None:
    bare = _FRAME.sub("", text)
    labelled = _DEGREE_LABEL.sub("", bare)
    if labelled != bare:
        return _DEGREES.get(labelled)
    if _FRAME.sub("", piece) != _FRAME.sub("", piece).upper():
        return None
    if origin is Origin.OCR and (kind := _DEGREES_TONELESS.get(fold(bare, Key.TONELESS))):
        return kind
    return _DEGREES.get(bare)


def refuse_secret(document: Document) -> None:
    """Raises Refusal SECRET when a page bears the mark of a state secret."""
    for page in document.pages:
        for mark in page.marks:
            if mark.kind in SECRETS:
                raise Refusal(FileFault.SECRET, f"page {page.number} bears the mark of a state secret")
