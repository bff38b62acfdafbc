"""Where meetings begin and end in files and piles of photographs (first version: one meeting a document)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.model import Document
from minutes.script import Leaf
from minutes.sheet import Source


@dataclass(frozen=True)
class Book:
    """The pages of one meeting. `unreadable` are (document, page)."""

    leaves: tuple[Leaf, ...]
    sources: tuple[Source, ...]
    unreadable: tuple[tuple[int, int], ...] = ()
    warnings: tuple[str, ...] = ()


def books(documents: Sequence[tuple[str, Document]], separate: bool = False) -> tuple[Book, ...]:
    """The meetings of some documents."""
    found = []
    for index, (name, document) in enumerate(documents):
        leaves = tuple(Leaf(index, page) for page in document.pages)
        source = Source(name, document.sha256, tuple(p.number for p in document.pages), document.text_source)
        unreadable = tuple((index, p.number) for p in document.pages if p.unreadable)
        found.append(Book(leaves, (source,), unreadable))
    return tuple(found)
