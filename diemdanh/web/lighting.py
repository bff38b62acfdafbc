"""Where a rule's values stand in its document: boxes on page images, or marked stretches of a text without pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from diemdanh.web.wording import pattern_words
from documents import serialise
from documents.model import Box, Document, Page
from extract.assembly import find_regulation
from extract.obligation import Evidence, Obligation, Regulation
from rules_catalog.rule import RuleTerms
from store import readings
from store.database import Store

#: the slot of the whole sentence
QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Lit:
    """A lit box: which slot, in points from the page's top left."""

    slot: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page image's address with its size in points and the boxes on it."""

    number: int
    width: float
    height: float
    boxes: tuple[Lit, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text that belongs to the same `slots` throughout (none: plain text)."""

    text: str
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a slot was read from, with the pattern in words."""

    slot: str
    quote: str
    page: int
    pattern: str


@dataclass(frozen=True, slots=True)
class Lighting:
    """`pages` where the document has images, else `text`; both empty where the original is gone."""

    pages: tuple[PageShown, ...] = ()
    text: tuple[Stretch, ...] = ()
    grounds: tuple[Ground, ...] = ()


def lighting_of(store: Store, terms: RuleTerms) -> Lighting:
    """The document of the rule, lit. A reading that is gone lights nothing."""
    kept = readings.latest(store, terms.source_sha256) if terms.source_sha256 else None
    if kept is None or terms.source_sha256 is None:
        return Lighting()
    document, regulation = _read(terms.source_sha256, kept)
    obligation = _found(regulation, terms)
    evidence = _evidence(document, obligation, terms)
    grounds = tuple(Ground(e.slot, e.quote, e.page, pattern_words(e.pattern)) for e in evidence if e.slot != QUOTE)
    if all(page.size for page in document.pages):
        return Lighting(_pages(document, evidence), (), grounds)
    return Lighting((), tuple(_stretches(document.text, evidence)), grounds)


@lru_cache(maxsize=16)
def _read(sha256: str, kept: bytes) -> tuple[Document, Regulation]:
    document = serialise.loads(kept.decode())
    return document, find_regulation(document)


def _found(regulation: Regulation, terms: RuleTerms) -> Obligation | None:
    """The obligation that the terms came from: the same sentence, and of several the likest."""
    same = [one for one in regulation.obligations if one.quote == terms.quote]
    best = sorted(
        same, key=lambda one: (one.who_ids != terms.who_ids, one.clause != terms.clause, one.per != terms.per)
    )
    return best[0] if best else None


def _evidence(document: Document, found: Obligation | None, terms: RuleTerms) -> tuple[Evidence, ...]:
    if found is None:
        at = document.text.find(terms.quote) if terms.quote else -1
        if at < 0:
            return ()
        return (Evidence(QUOTE, terms.quote, at, at + len(terms.quote), terms.page or 1, terms.bbox, ""),)
    whole = Evidence(QUOTE, found.quote, found.start, found.end, found.page, found.box, "")
    return (whole, *found.evidence)


def _pages(document: Document, evidence: Iterable[Evidence]) -> tuple[PageShown, ...]:
    given = tuple(evidence)
    return tuple(
        PageShown(page.number, *(page.size or (595.0, 842.0)), tuple(_lit(page, at, given)))
        for page, at in zip(document.pages, document.page_starts, strict=True)
    )


def _lit(page: Page, at: int, evidence: tuple[Evidence, ...]) -> list[Lit]:
    """One box a line, the small ones last, so that none lies under another."""
    found = [
        Lit(one.slot, box.x0, box.top, box.x1 - box.x0, box.bottom - box.top)
        for one in evidence
        for box in _line_boxes(page, one.start - at, one.end - at)
    ]
    return sorted(found, key=lambda lit: -lit.width * lit.height)


def _line_boxes(page: Page, start: int, end: int) -> Iterator[Box]:
    for line, at in zip(page.lines, page.line_starts, strict=True):
        if at < end and at + len(line.text) > start:
            words = [w.box for w in line.words if w.box and at + w.start < end and at + w.end > start]
            box = Box.around(words) or line.box
            if box:
                yield box


def _stretches(text: str, evidence: Iterable[Evidence]) -> Iterator[Stretch]:
    """The text cut wherever a slot begins or ends. Offsets count code points, as everywhere in the house."""
    given = tuple(evidence)
    cuts = sorted({0, len(text), *(c for one in given for c in (one.start, one.end) if 0 <= c <= len(text))})
    for start, end in pairwise(cuts):
        slots = dict.fromkeys(one.slot for one in given if one.start <= start and end <= one.end)
        yield Stretch(text[start:end].replace("\f", "\n"), tuple(slots))
