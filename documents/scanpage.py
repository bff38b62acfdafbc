"""A picture of a page → a `Page`: read by OCR, tables found by their rulings, ticks seen by their ink."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from documents import baselines, confusions, layout, scan, scantables, tables
from documents.layout import Token
from documents.model import Box, Line, Origin, Page
from documents.ocr import Engine, Seen
from documents.pictures import Picture

#: no page by hand was ever read so surely
_SURE_PRINT = 0.945


def read_picture(picture: Picture, number: int, engine: Engine) -> Page:
    """The page of a picture; `unreadable` when even the best reading is not to be trusted."""
    reading = scan.read_image(picture.pixels, engine)
    found = reading.page.grids
    to_page = _to_points(picture, reading)
    outside, inside = tables.split([_token(word) for word in reading.words], found)
    ruled = [
        scantables.read_table(reading.clean, grid, tokens, engine, to_page)
        for grid, tokens in zip(found, inside, strict=True)
    ]
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
        uneven=baselines.unevenness(reading.clean, reading.words) if reading.confidence < _SURE_PRINT else None,
    )


def _lines(tokens: list[Token], number: int, to_page: Callable[[Token], Box]) -> list[tuple[float, Line]]:
    """Lines in reading order with their tops; the engine's known confusions repaired."""
    ordered = layout.reading_order(tokens)
    return [(min(t.top for t in line), layout.make_line(confusions.mended(line), to_page)) for line in ordered]


def _token(word: Seen) -> Token:
    return Token(word.text, word.x0, word.top, word.x1, word.bottom, round(word.confidence, 3), word.line)


def _to_points(picture: Picture, reading: scan.Reading) -> Callable[[Token], Box]:
    matrix = reading.page.matrix @ np.linalg.inv(picture.to_points)

    def to_page(token: Token) -> Box:
        return Box(*(round(v, 2) for v in scan.back(matrix, token.x0, token.top, token.x1, token.bottom)))

    return to_page
