"""Where meetings begin and end, in a file of many meetings and in a pile of photographs.

A meeting begins at a title or an opening formula (with the header above it) and goes on until the next beginning.
Photographs of one
folder are one pile in natural order: copies of a page are told, pages with printed numbers are put in their order, and
a page that
comes after the end of a meeting is given to the unfinished meeting whose people it names. What fits nowhere is a
meeting of its own that
goes to a person: nothing is dropped.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.model import Document, Origin, Page
from minutes.legibility import doubtful_pages, poor_print
from minutes.pages import PageSigns, alike, signs_of
from minutes.script import Leaf
from minutes.sheet import Source

#: a header has no more lines than this
_HEADER = 10


@dataclass(frozen=True)
class Book:
    """The pages of one meeting. `unreadable` are (document, page); `warnings` are codes of `data/doubts.toml`."""

    leaves: tuple[Leaf, ...]
    sources: tuple[Source, ...]
    unreadable: tuple[tuple[int, int], ...] = ()
    warnings: tuple[str, ...] = ()
    #: the unreadable ones are badly read print, whose words may be judged one by one
    poor_print: bool = False


@dataclass
class _Sheaf:
    """Leaves gathered for one meeting. `begun`: its beginning was seen; `ended`: its end too."""

    leaves: list[Leaf] = field(default_factory=list)
    signs: list[PageSigns] = field(default_factory=list)
    begun: bool = False
    ended: bool = False
    warnings: list[str] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(s.names for s in self.signs))


@dataclass(frozen=True)
class _Sheet:
    """One page of the pile with its signs."""

    document: int
    page: Page
    signs: PageSigns


def books(documents: Sequence[tuple[str, Document]], separate: bool = False) -> tuple[Book, ...]:
    """The meetings of some documents (name as shown, document), in order of their first page."""
    found: list[Book] = []
    for group in _piles(documents, separate):
        found.extend(_pile(documents, group))
    return tuple(found)


def _piles(documents: Sequence[tuple[str, Document]], separate: bool) -> list[list[int]]:
    """Indices of documents that are one pile: all photographs together, every other file by itself."""
    pictures = [i for i, (_, d) in enumerate(documents) if _pictured(d)]
    if separate or len(pictures) < 2:
        return [[i] for i in range(len(documents))]
    pile = sorted(pictures, key=lambda i: natural(documents[i][0]))
    groups = [[i] for i in range(len(documents)) if i not in pictures]
    return sorted([*groups, pile], key=min)


def _pictured(document: Document) -> bool:
    return document.media_type.startswith("image/") or document.media_type in (
        "jpeg",
        "png",
        "tiff",
        "jpg",
        "webp",
        "bmp",
    )


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """`trang 10` after `trang 9`."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)


def _pile(documents: Sequence[tuple[str, Document]], group: Sequence[int]) -> list[Book]:
    pages = [_Sheet(i, p, signs_of(p)) for i in group for p in documents[i][1].pages]
    kept, copies = _without_copies(pages) if len(pages) > 1 else (pages, [])
    ordered, moved = _by_number(kept)
    sheaves = _gathered(ordered)
    sheaves = _orphans_placed(sheaves)
    for sheaf in sheaves:
        _mark(sheaf, copies, several=len(sheaves) > 1, moved=moved)
    return [_book(documents, sheaf) for sheaf in sheaves if sheaf.leaves]


def _without_copies(pages: Sequence[_Sheet]) -> tuple[list[_Sheet], list[tuple[_Sheet, _Sheet]]]:
    """The pages without second photographs of one, and those with the page that they repeat."""
    kept: list[_Sheet] = []
    copies: list[tuple[_Sheet, _Sheet]] = []
    for page in pages:
        twin = next((k for k in kept if alike(k.signs, page.signs)), None)
        if twin is None:
            kept.append(page)
        else:
            copies.append((page, twin))
    return kept, copies


def _by_number(pages: list[_Sheet]) -> tuple[list[_Sheet], bool]:
    """In the order of the printed numbers, where every page but a few has one and none stands twice."""
    numbers = [p.signs.number for p in pages]
    known = [n for n in numbers if n is not None]
    if len(pages) < 3 or len(known) < len(pages) or len(set(known)) < len(known) or known == sorted(known):
        return pages, False
    if len({p.document for p in pages}) < 2:
        return pages, False
    return sorted(pages, key=lambda p: p.signs.number or 0), True


def _gathered(pages: Sequence[_Sheet]) -> list[_Sheaf]:
    """One sheaf from each beginning to the next; what comes after an end without a beginning is a sheaf of its own."""
    sheaves: list[_Sheaf] = []
    for sheet in pages:
        starts = _starts(sheet, sheaves[-1] if sheaves else None)
        cuts = sorted({0, *starts, len(sheet.page.lines)})
        for at, until in itertools.pairwise(cuts):
            last = until == len(sheet.page.lines)
            leaf = Leaf(sheet.document, sheet.page, at, None if last else until)
            _add(sheaves, sheet, leaf, at in starts, last and sheet.signs.ends)
        if not sheet.page.lines:
            _add(sheaves, sheet, Leaf(sheet.document, sheet.page), False, False)
    return sheaves


def _starts(sheet: _Sheet, before: _Sheaf | None) -> tuple[int, ...]:
    """The lines that begin a meeting; the few lines over the first of them are its header, unless a meeting is still
    open there."""
    starts = sheet.signs.starts
    if starts and starts[0] < _HEADER and (before is None or before.ended):
        return (0, *starts[1:])
    return starts


def _add(sheaves: list[_Sheaf], sheet: _Sheet, leaf: Leaf, begins: bool, ends: bool) -> None:
    open_still = bool(sheaves) and (not sheaves[-1].ended or sheet.page.unreadable or _same_file(sheaves[-1], leaf))
    if begins or not open_still:
        sheaves.append(_Sheaf(begun=begins))
    sheaf = sheaves[-1]
    sheaf.leaves.append(leaf)
    sheaf.signs.append(sheet.signs)
    sheaf.ended = sheaf.ended or ends or leaf.last is not None


def _same_file(sheaf: _Sheaf, leaf: Leaf) -> bool:
    """Pages of one file follow one another; only photographs may be out of order."""
    return sheaf.leaves[-1].document == leaf.document


def _orphans_placed(sheaves: list[_Sheaf]) -> list[_Sheaf]:
    """Pages without a beginning go to the unfinished meeting next to them whose people they name."""
    placed: list[_Sheaf] = []
    for index, sheaf in enumerate(sheaves):
        if sheaf.begun or len(sheaves) == 1:
            placed.append(sheaf)
            continue
        home = _home(
            sheaf, [s for s in sheaves[max(0, index - 2) : index + 3] if s.begun and not (s.ended and sheaf.ended)]
        )
        if home is None:
            sheaf.warnings.append("unplaced_page")
            placed.append(sheaf)
        else:
            home.leaves.extend(sheaf.leaves)
            home.signs.extend(sheaf.signs)
            home.ended = home.ended or sheaf.ended
            home.warnings.append("page_moved")
    return placed


def _home(orphan: _Sheaf, near: Sequence[_Sheaf]) -> _Sheaf | None:
    """The one meeting that shares clearly more people with the orphan than the others do."""
    shared = sorted(((len(orphan.names & s.names), i) for i, s in enumerate(near)), reverse=True)
    if not shared or shared[0][0] < 2 or (len(shared) > 1 and shared[1][0] >= shared[0][0]):
        return None
    return near[shared[0][1]]


def _mark(sheaf: _Sheaf, copies: Sequence[tuple[_Sheet, _Sheet]], several: bool, moved: bool) -> None:
    mine = {(leaf.document, leaf.page.number) for leaf in sheaf.leaves}
    for copy, twin in copies:
        if (twin.document, twin.page.number) in mine:
            sheaf.warnings.append("duplicate_page")
            sheaf.leaves.append(Leaf(copy.document, copy.page, 0, 0))
    if several and sheaf.begun and not sheaf.ended and all(leaf.page.origin is Origin.OCR for leaf in sheaf.leaves):
        sheaf.warnings.append("missing_page")
    if moved:
        sheaf.warnings.append("pages_reordered")


def _book(documents: Sequence[tuple[str, Document]], sheaf: _Sheaf) -> Book:
    """The book with its own numbering of files: `Leaf.document` becomes an index into `sources`."""
    order = list(dict.fromkeys(leaf.document for leaf in sheaf.leaves))
    leaves = tuple(Leaf(order.index(x.document), x.page, x.first, x.last) for x in sheaf.leaves)
    sources = tuple(_source(documents[i], {x.page.number for x in sheaf.leaves if x.document == i}) for i in order)
    marked = doubtful_pages([x.page for x in leaves])
    unreadable = tuple(dict.fromkeys((x.document, x.page.number) for x, bad in zip(leaves, marked, strict=True) if bad))
    poor = poor_print([x.page for x in leaves], marked)
    return Book(leaves, sources, unreadable, tuple(dict.fromkeys(sheaf.warnings)), any(poor))


def _source(named: tuple[str, Document], pages: set[int]) -> Source:
    name, document = named
    return Source(name, document.sha256, tuple(sorted(pages)), document.text_source)
