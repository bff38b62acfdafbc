"""Appendix tables of a plan (STT, Họ và tên, Chức vụ, Chi bộ được phân công) → assignments.

Cells joined by " | " or real tables are read by their columns; a flattened line only where its parts can be told
apart: a number, a name in capitals of its syllables, posts up to the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.model import Document, Table
from extract.obligation import AppendixAssignment
from extract.tables import is_name_head
from extract.wordings import wording
from vntext.folding import Key, fold, squeeze
from vntext.names import is_surname

_NAME = re.compile(r"họ và tên|họ tên|họ, tên")
_POST = wording("table.post")
_PLACE = wording("table.place")
_LINE = re.compile(r"\s*(?P<n>\d{1,3})[.)]?\s+(?P<rest>\S.*)")
_PLACE_BEGINS = wording("appendix.place")
_STATE_UNIT = wording("appendix.state-unit")
_POST_BEGINS = wording("appendix.post-begins")


def assignments_of(document: Document) -> tuple[AppendixAssignment, ...]:
    """All rows of appendix tables, in the order of the text. Rows that cannot be told apart are left out."""
    found = [row for page in document.pages for table in page.tables for row in _of_table(table, page.number)]
    return tuple(found or _of_lines(document))


def _of_table(table: Table, page: int) -> Iterator[AppendixAssignment]:
    columns: tuple[int, int, int] | None = None
    for row in table.rows:
        cells = [squeeze(cell.text.replace("\n", " ")) for cell in row]
        columns = _columns(cells) or columns
        if columns and not _columns(cells):
            made = _assignment(cells, columns, page)
            if made:
                yield made


def _of_lines(document: Document) -> Iterator[AppendixAssignment]:
    columns: tuple[int, int, int] | None = None
    heading = False
    for page in document.pages:
        for line in page.lines:
            text = line.text.strip()
            if is_name_head(text):
                columns, heading = _columns(_cells(text)), True
            elif columns and "|" in text:
                made = _assignment(_cells(text), columns, page.number)
                if made:
                    yield made
            elif heading:
                flat = _flattened(text, page.number)
                if flat:
                    yield flat
                elif text and not _LINE.match(text) and len(text) > 60:
                    heading = False


def _cells(text: str) -> list[str]:
    return [squeeze(cell) for cell in text.split("|")]


def _columns(cells: list[str]) -> tuple[int, int, int] | None:
    """Which columns hold name, post and place, by the heading row; None where the row is no such heading."""
    folded = [fold(cell, Key.PLACEMENT) for cell in cells]
    name = next((i for i, c in enumerate(folded) if _NAME.search(c)), None)
    if name is None or len(cells) < 3:
        return None
    post = next((i for i, c in enumerate(folded) if i != name and _POST.search(c)), None)
    place = next((i for i, c in enumerate(folded) if i not in (name, post) and _PLACE.search(c)), None)
    return (name, post if post is not None else -1, place) if place is not None else None


def _assignment(cells: list[str], columns: tuple[int, int, int], page: int) -> AppendixAssignment | None:
    name, post, place = (cells[i] if 0 <= i < len(cells) else "" for i in columns)
    if not name or not place or not any(c.isalpha() for c in name):
        return None
    return AppendixAssignment(name, post, place, page, None)


def _flattened(text: str, page: int) -> AppendixAssignment | None:
    match = _LINE.match(text)
    if not match:
        return None
    words = match["rest"].split()
    length = _name_length(words)
    rest = " ".join(words[length:])
    begin = _place_start(rest)
    if length < 2 or begin is None:
        return None
    return AppendixAssignment(" ".join(words[:length]), rest[:begin].strip(" ,;"), rest[begin:].strip(), page, None)


def _name_length(words: list[str]) -> int:
    """How many of the first words are a person's name: a known family name and capitalised syllables up to the post."""
    if not words or not is_surname(words[0].strip(",")):
        return 0
    length = 1
    while length < min(len(words), 5) and words[length][:1].isupper() and not _begins_post(words, length):
        length += 1
    return length


def _begins_post(words: list[str], at: int) -> bool:
    rest = fold(" ".join(words[at : at + 4]), Key.PLACEMENT)
    return at >= 2 and _POST_BEGINS.match(rest) is not None


def _place_start(rest: str) -> int | None:
    """Where the place begins: the last place word that belongs to no post ("Chủ tịch Ủy ban nhân dân xã")."""
    starts = [
        m.start()
        for m in _PLACE_BEGINS.finditer(fold(rest, Key.PLACEMENT))
        if not _STATE_UNIT.search(fold(rest[: m.start()], Key.PLACEMENT))
    ]
    return starts[0] if starts else None
