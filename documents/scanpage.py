"""A picture of a page → a `Page`: read by OCR, tables found by their rulings, ticks seen by their ink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from documents import confusions, layout, scan, tables
from documents.imaging import Gray
from documents.layout import Token
from documents.model import Box, Line, Origin, Page
from documents.ocr import Engine, Seen
from documents.pictures import Picture
from documents.rulings import Grid, Slot

#: share of dark pixels inside a cell's rulings that is a tick and no speck
TICK_INK = 0.008
_MARGIN = 0.12


def read_picture(picture: Picture, number: int, engine: Engine) -> Page:
    """The page of a picture; `unreadable` when even the best reading is not to be trusted."""
    reading = scan.read_image(picture.pixels, engine)
    image = reading.page.image
    found = reading.page.grids
    to_page = _to_points(picture, reading)
    outside, inside = tables.split([_token(word) for word in reading.words], found)
    ruled = [_table(image, grid, tokens, to_page) for grid, tokens in zip(found, inside, strict=True)]
    lines = _lines(outside, number, to_page)
    woven, tabled = tables.weave(lines, ruled)
    return Page(
        number=number,
        size=picture.size,
        lines=woven,
        origin=Origin.OCR,
        tables=tabled,
        confidence=round(reading.confidence, 4) if reading.words else None,
        unreadable=bool(reading.words) and reading.confidence < scan.UNREADABLE,
        turned=reading.page.turned,
    )


def _lines(tokens: list[Token], number: int, to_page: Callable[[Token], Box]) -> list[tuple[float, Line]]:
    """Lines in reading order with their tops; the engine's known confusions repaired."""
    ordered = layout.reading_order(tokens, number == 1)
    return [(min(t.top for t in line), layout.make_line(_mended(line), to_page)) for line in ordered]


def _mended(tokens: list[Token]) -> list[Token]:
    texts = confusions.repaired_words([t.text for t in tokens])
    return [t if t.text == text else replace(t, text=text) for t, text in zip(tokens, texts, strict=True)]


def _token(word: Seen) -> Token:
    return Token(word.text, word.x0, word.top, word.x1, word.bottom, round(word.confidence, 3), word.line)


def _to_points(picture: Picture, reading: scan.Reading) -> Callable[[Token], Box]:
    matrix = reading.page.matrix @ np.linalg.inv(picture.to_points)

    def to_page(token: Token) -> Box:
        return Box(*(round(v, 2) for v in scan.back(matrix, token.x0, token.top, token.x1, token.bottom)))

    return to_page


def _table(image: Gray, grid: Grid, tokens: list[Token], to_page: Callable[[Token], Box]) -> tables.Ruled:
    inks = {slot: _ink(image, slot) for slot in grid.slots}
    kept = [t for t in tokens if not _is_stroke(t)]
    filled = {grid.slot_at((t.x0 + t.x1) / 2, t.middle) for t in kept}
    ticks = [_tick(slot) for slot, ink in inks.items() if ink >= TICK_INK and slot not in filled]
    return tables.ruled(grid, kept + ticks, to_page, inks)


def _is_stroke(token: Token) -> bool:
    """What the engine makes of a pen's tick, of a ruling's remains, of a speck."""
    letters = token.text.strip("|_-—–.,:;'’`\"“”‘[](){}/\\ ")
    if not letters:
        return True
    return len(letters) <= 2 and letters.casefold() in {"v", "x", "√", "w", "y", "+", "*", "vv", "vx", "ý", "ự"}


def _tick(slot: Slot) -> Token:
    x, y, reach = (slot.box.x0 + slot.box.x1) / 2, (slot.box.top + slot.box.bottom) / 2, 12.0
    return Token(tables.TICK, x - reach, y - reach, x + reach, y + reach, 0.9)


def _ink(image: Gray, slot: Slot) -> float:
    """Share of dark pixels well inside the cell."""
    x0, top, x1, bottom = (round(v) for v in slot.box)
    inset_x, inset_y = max(6, round((x1 - x0) * _MARGIN)), max(6, round((bottom - top) * _MARGIN))
    inner = image[top + inset_y : bottom - inset_y, x0 + inset_x : x1 - inset_x]
    return round(float(np.mean(inner < 140)), 4) if inner.size else 0.0
