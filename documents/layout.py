"""Words on a page → lines in reading order; blocks that stand in columns are read column by column.

Works in any upright frame (points or pixels): all tolerances are in heights of a line. Only blocks that prove to be
columns are split (the two-column head, the signatures, wrapped text in columns); rows of aligned words stay rows,
since a list "name … post" read by columns would tear the pairs apart.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from documents import columns
from documents.model import Box, Line, Word


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its box in the upright frame. Tokens of one `line` (when known) stand on one printed line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float | None = None
    line: int | None = None

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Row:
    """Tokens of one height, left to right."""

    tokens: list[Token] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return min(t.x0 for t in self.tokens)

    @property
    def x1(self) -> float:
        return max(t.x1 for t in self.tokens)

    @property
    def top(self) -> float:
        return statistics.median(t.top for t in self.tokens)

    @property
    def bottom(self) -> float:
        return statistics.median(t.bottom for t in self.tokens)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def text(self) -> str:
        return " ".join(t.text for t in self.tokens)


def rows(tokens: Iterable[Token]) -> list[Row]:
    """Tokens gathered in rows, top to bottom. Tokens whose line is known move together, whatever the skew."""
    pieces = _pieces(tokens)
    found: list[Row] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        home = next((row for row in reversed(found[-6:]) if _beside(row, piece)), None)
        if home is None:
            found.append(piece)
        else:
            home.tokens.extend(piece.tokens)
    for row in found:
        row.tokens.sort(key=lambda t: t.x0)
    return sorted(found, key=lambda row: row.middle)


def _pieces(tokens: Iterable[Token]) -> list[Row]:
    known: dict[int, Row] = {}
    single: list[Row] = []
    for token in tokens:
        if token.line is None:
            single.append(Row([token]))
        else:
            known.setdefault(token.line, Row()).tokens.append(token)
    return single + list(known.values())


def _beside(row: Row, piece: Row) -> bool:
    """Same height, and not one above the other."""
    overlap = min(row.bottom, piece.bottom) - max(row.top, piece.top)
    if overlap < 0.5 * min(row.height, piece.height):
        return False
    return not any(_above_one_another(a, b, 0.15 * row.height) for a in row.tokens for b in piece.tokens)


def _above_one_another(one: Token, other: Token, slack: float) -> bool:
    """Half of the narrower one's width is shared, and more than the hair by which a comma leans over its neighbour."""
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > slack and shared >= 0.5 * min(one.x1 - one.x0, other.x1 - other.x0)


def reading_order(tokens: Sequence[Token]) -> list[list[Token]]:
    """Lines of tokens in the order in which a person reads the page."""
    return [row.tokens for row in columns.ordered(rows(tokens))]


def make_line(tokens: Sequence[Token], to_page: Callable[[Token], Box]) -> Line:
    """A `Line` whose words know their offsets; `to_page` gives a token's box in the page's own points."""
    words, at = [], 0
    for token in tokens:
        words.append(Word(token.text, at, at + len(token.text), to_page(token), token.confidence))
        at += len(token.text) + 1
    boxes = [w.box for w in words if w.box]
    return Line(" ".join(t.text for t in tokens), Box.around(boxes), tuple(words), confidence(tokens))


def confidence(tokens: Sequence[Token]) -> float | None:
    """The mean over letters; None where nothing was recognised by OCR."""
    known = [(max(1, len(t.text)), t.confidence) for t in tokens if t.confidence is not None]
    total = sum(n for n, _ in known)
    return round(sum(n * c for n, c in known) / total, 4) if total else None


def own_points(token: Token) -> Box:
    """For tokens that already are in points of the page."""
    return Box(round(token.x0, 2), round(token.top, 2), round(token.x1, 2), round(token.bottom, 2))
