"""Page numbers and running headers told from the body: by place on the page and by coming again on other pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from documents.model import Line, LineRole, Page
from vntext.folding import Key, fold, squeeze

_NUMBER = re.compile(r"^[\W_]*(?:trang\s*)?\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?[\W_]*$")
_DIGITS = re.compile(r"\d+")
_EDGE = 0.11
_ALIKE = 3


def told_apart(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with the roles of their lines at the top and bottom edges."""
    repeated = _repeated(pages)
    return tuple(_page(page, repeated) for page in pages)


def _repeated(pages: Sequence[Page]) -> frozenset[tuple[LineRole, str]]:
    seen = Counter({(role, _pattern(line)): 0 for page in pages for line in page.lines if (role := _edge(line, page))})
    for page in pages:
        seen.update({(role, _pattern(line)) for line in page.lines if (role := _edge(line, page))})
    return frozenset(key for key, count in seen.items() if count >= _ALIKE and len(key[1]) > 3)


def _pattern(line: Line) -> str:
    return _DIGITS.sub("0", squeeze(fold(line.text, Key.TONELESS)))


def _edge(line: Line, page: Page) -> LineRole | None:
    """HEADER or FOOTER for a line in the strip at the page's edge."""
    if line.box is None or not page.size or page.size[1] <= 0 or page.turned % 180:
        return None
    top, bottom = line.box.top / page.size[1], line.box.bottom / page.size[1]
    if page.turned == 180:
        top, bottom = 1 - bottom, 1 - top
    if bottom < _EDGE:
        return LineRole.HEADER
    return LineRole.FOOTER if top > 1 - _EDGE else None


def _page(page: Page, repeated: frozenset[tuple[LineRole, str]]) -> Page:
    last = len(page.lines) - 1
    lines = tuple(_line(line, page, i in (0, 1, last - 1, last), repeated) for i, line in enumerate(page.lines))
    return replace(page, lines=lines)


def _line(line: Line, page: Page, outermost: bool, repeated: frozenset[tuple[LineRole, str]]) -> Line:
    edge = _edge(line, page)
    sideways = outermost and page.turned % 180 and page.number > 1
    if (edge or sideways) and outermost and _NUMBER.match(fold(line.text, Key.PLACEMENT)):
        return replace(line, role=LineRole.PAGE_NUMBER)
    if edge and (edge, _pattern(line)) in repeated and line.cell is None:
        return replace(line, role=edge)
    return line
