"""How far a scanned page can be trusted: hardly legible pages are told and give no row unasked.

Measured on the development scans (printed type in seven degradations, and two handwriting fonts on the same): of
printed pages the OCR engine is sure of nineteen words in twenty, of handwritten ones of fewer than nine in ten. Poor
print lies between; what tells it from a hand is that its words stand on one base line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.model import Origin, Page


@dataclass(frozen=True, slots=True)
class Legibility:
    """A page is doubtful when its confidence is below `page` and more than `share` of its words are below `word`; one
    whose words stand on one base line (closer than `straight`) when it passes the limits of print. A page whose words
    do not is by hand."""

    page: float = 0.92
    word: float = 0.85
    share: float = 0.105
    print_page: float = 0.88
    print_share: float = 0.2
    straight: float = 0.0128
    #: a page measured as uneven may still be read too well for a hand
    hand_page: float = 0.945
    #: pages with fewer words say little of themselves
    words: int = 25


def doubtful(page: Page, limits: Legibility | None = None) -> bool:
    """Was the page read by OCR so badly that a person must look at it? Unreadable pages are."""
    limit = limits or Legibility()
    if page.unreadable:
        return True
    if page.origin is not Origin.OCR:
        return False
    known = [w.confidence for line in page.lines for w in line.words if w.confidence is not None]
    if len(known) < limit.words or page.confidence is None:
        return False
    weak = sum(c < limit.word for c in known) / len(known)
    if page.uneven is None:
        return page.confidence < limit.page and weak > limit.share
    if page.uneven >= limit.straight:
        return page.confidence < limit.hand_page
    return weak > limit.print_share or (page.confidence < limit.print_page and weak > limit.share)


def doubtful_pages(pages: Sequence[Page], limits: Legibility | None = None) -> tuple[bool, ...]:
    """For each page of one meeting: beside a doubtful page, a page that is only a little better is doubtful too; a
    page of few words is print where the others are."""
    limit = limits or Legibility()
    pages = _of_one_kind(pages, limit)
    found = [doubtful(page, limit) for page in pages]
    if not any(found):
        return tuple(found)
    near = replace(
        limit,
        page=limit.page + 0.015,
        share=limit.share - 0.025,
        print_page=limit.page,
        print_share=limit.share,
    )
    return tuple(doubtful(page, near) for page in pages)


def poor_print(pages: Sequence[Page], marked: Sequence[bool], limits: Legibility | None = None) -> tuple[bool, ...]:
    """Which of the `marked` (doubtful) pages of one meeting are print that was read badly: its words can be judged one
    by one. None are where any marked page is by hand, unreadable, or cannot be told."""
    limit = limits or Legibility()
    known = _of_one_kind(pages, limit)
    print_only = all(
        page.uneven is not None and page.uneven < limit.straight and not page.unreadable
        for page, bad in zip(known, marked, strict=True)
        if bad
    )
    return tuple(bad and print_only for bad in marked)


def _of_one_kind(pages: Sequence[Page], limit: Legibility) -> tuple[Page, ...]:
    """Pages on which too few words could be measured, taken for print where every measured page is."""
    measured = [page.uneven for page in pages if page.uneven is not None]
    if not measured or max(measured) >= limit.straight:
        return tuple(pages)
    return tuple(page if page.uneven is not None else replace(page, uneven=max(measured)) for page in pages)
