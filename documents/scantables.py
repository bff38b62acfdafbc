"""A ruled table on a scan: words in their cells, drawn ticks seen by their ink, lone numbers read again as a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from documents import confusions, imaging, layout, lookagain, tables
from documents.imaging import Gray
from documents.layout import Token
from documents.model import Box
from documents.ocr import Engine, Extent
from documents.rulings import Grid, Slot
from vntext.folding import Key, fold
from vntext.syllables import is_syllable

#: a stroke at least this share of its cell's smaller side is drawn on purpose
_STROKE = 0.22
_SHORTEST = 12
_UNSURE = 0.9
_MOST_CELLS = 24
_SMALLER = 0.75
_SMALLEST_CELL = 16
_NUMBERED = frozenset({"stt", "tt", "so tt", "so", "sott", "s tt", "st t"})
_TICKED = ("co mat", "vang", "mat", "du", "khong", "phep", "ky", "ghi")
#: printed letters that say more than a tick: leave, none, sent somebody
_CODES = frozenset({"P", "CP", "VP", "KP", "K", "KL", "KLD", "CLD", "UQ", "VK"})
_EDGES = "|_-—–.,:;'’`\"“”‘[](){}/\\~^*!⁄ "


@dataclass(frozen=True, slots=True)
class Inked:
    """`share` of dark pixels inside the cell; `stroke`: the longest side of its largest connected ink, in pixels."""

    share: float
    stroke: float


def read_table(
    clean: Gray, grid: Grid, tokens: Sequence[Token], engine: Engine, to_page: Callable[[Token], Box]
) -> tables.Ruled:
    """The table of a grid on the image `clean` (rulings painted out) with its words."""
    inks = {slot: _ink(clean, slot) for slot in grid.slots}
    by_slot: dict[Slot, list[Token]] = {slot: [] for slot in grid.slots}
    for token in tokens:
        slot = grid.slot_at((token.x0 + token.x1) / 2, token.middle)
        if slot:
            by_slot[slot].append(token)
    for column in range(grid.columns):
        _settle_column(clean, grid, column, by_slot, inks, engine)
    _look_again(clean, by_slot, engine)
    kept = [token for found in by_slot.values() for token in confusions.mended(found)]
    return tables.ruled(grid, kept, to_page, {slot: ink.share for slot, ink in inks.items()})


def _settle_column(
    clean: Gray,
    grid: Grid,
    column: int,
    by_slot: dict[Slot, list[Token]],
    inks: Mapping[Slot, Inked],
    engine: Engine,
) -> None:
    """Puts right what the page's reading left in one column: numbers, ticks, or plain text."""
    slots = [slot for slot in grid.slots if slot.column == column]
    body = slots[1:] if slots and slots[0].row == 0 else slots
    head = " ".join(t.text for t in by_slot[slots[0]]) if len(body) < len(slots) else ""
    if _is_numbers(head, column, [by_slot[slot] for slot in body]):
        _read_numbers(clean, body, by_slot, inks, engine)
    elif _is_ticks(head, [by_slot[slot] for slot in body if _is_drawn(inks[slot], slot)]):
        for slot in body:
            by_slot[slot] = _ticked(slot, by_slot[slot], inks[slot])
    for slot in slots:
        by_slot[slot] = [t for t in by_slot[slot] if t.text.strip(_EDGES) or t.text in ("-", "–")]


def _look_again(clean: Gray, by_slot: dict[Slot, list[Token]], engine: Engine) -> None:
    """Cells read unsurely are given to the engine alone; the surer reading stays, unless it lost a sure word."""
    unsure = sorted((_confidence(found), i) for i, found in enumerate(by_slot.values()) if found)
    slots = list(by_slot)
    for confidence, index in unsure[:_MOST_CELLS]:
        slot = slots[index]
        if confidence > _UNSURE or by_slot[slot][0].text == tables.TICK:
            continue
        tokens = _alone(clean, _inside(slot), engine, Extent.BLOCK)
        if tokens and _confidence(tokens) > confidence + 0.03 and _sure_letters(tokens) >= _sure_letters(by_slot[slot]):
            by_slot[slot] = tokens


def _sure_letters(tokens: Sequence[Token]) -> float:
    """Letters and figures, each counted by how far above an even chance it was read."""
    letters = [(sum(c.isalnum() for c in t.text), t.confidence or 0.0) for t in tokens]
    return sum(n * (sure - 0.5) for n, sure in letters if sure > 0.5)


def _confidence(tokens: Sequence[Token]) -> float:
    return layout.confidence(tokens) or 0.0


def _is_numbers(head: str, column: int, cells: Sequence[Sequence[Token]]) -> bool:
    if fold(head, Key.TONELESS).strip(" .:") in _NUMBERED:
        return True
    numbers = sum(len(c) == 1 and c[0].text.strip(".,|").isdecimal() for c in cells)
    words = sum(any(len(t.text) > 3 and is_syllable(t.text) for t in c) for c in cells)
    return column == 0 and numbers >= 2 and words == 0


def _read_numbers(
    clean: Gray, body: Sequence[Slot], by_slot: dict[Slot, list[Token]], inks: Mapping[Slot, Inked], engine: Engine
) -> None:
    """Cells with ink and no number in them are read again, the column as one strip of digits, then each alone."""
    lacking = [s for s in body if inks[s].share > 0.003 and not _number(by_slot[s])]
    for slot in body:
        by_slot[slot] = [t for t in by_slot[slot] if any(c.isdigit() for c in t.text)] or by_slot[slot]
    if not lacking:
        return
    x0, x1 = round(min(s.box.x0 for s in body)) + 5, round(max(s.box.x1 for s in body)) - 5
    top, bottom = round(min(s.box.top for s in body)), round(max(s.box.bottom for s in body))
    seen = _alone(clean, (x0, top, x1, bottom), engine, Extent.NUMBERS)
    for slot in lacking:
        found = [t for t in seen if slot.box.top <= t.middle <= slot.box.bottom]
        by_slot[slot] = found or _at_another_size(clean, _inside(slot), engine)


def _at_another_size(clean: Gray, box: tuple[int, int, int, int], engine: Engine) -> list[Token]:
    """The number in a box: some plain figures the engine reads at every size but one."""
    x0, top, x1, bottom = box
    if x1 - x0 < _SMALLEST_CELL or bottom - top < _SMALLEST_CELL:
        return []
    small, _ = imaging.scaled(clean[top:bottom, x0:x1], _SMALLER)
    seen = lookagain.alone(small, (0, 0, small.shape[1], small.shape[0]), engine, Extent.NUMBERS)
    return [
        Token(
            w.text,
            x0 + w.x0 / _SMALLER,
            top + w.top / _SMALLER,
            x0 + w.x1 / _SMALLER,
            top + w.bottom / _SMALLER,
            round(w.confidence, 3),
        )
        for w in seen
    ]


def _inside(slot: Slot) -> tuple[int, int, int, int]:
    """A cell in pixels without what its rulings may have left."""
    x0, top, x1, bottom = (round(v) for v in slot.box)
    return x0 + 5, top + 4, x1 - 5, bottom - 4


def _alone(clean: Gray, box: tuple[int, int, int, int], engine: Engine, extent: Extent) -> list[Token]:
    seen = lookagain.alone(clean, box, engine, extent)
    return [Token(w.text, w.x0, w.top, w.x1, w.bottom, round(w.confidence, 3)) for w in seen]


def _number(tokens: Sequence[Token]) -> bool:
    return len(tokens) == 1 and tokens[0].text.strip(".,|").isdecimal()


def _is_ticks(head: str, inked: Sequence[Sequence[Token]]) -> bool:
    """Most cells with ink hold a stroke and no word; where the heading speaks of presence, half of them are enough."""
    if not inked:
        return False
    strokes = sum(_is_stroke(cell) for cell in inked) / len(inked)
    named = any(word in fold(head, Key.TONELESS) for word in _TICKED)
    return strokes >= (0.5 if named else 0.8)


def _is_stroke(tokens: Sequence[Token]) -> bool:
    """What the engine makes of a pen's tick: nothing, signs, or a letter or two that are no word."""
    text = "".join(t.text for t in tokens).strip(_EDGES)
    if not text or text.casefold() in ("v", "x", "√", "✓"):
        return True
    if (text.isdecimal() and len(text) > 1) or text in _CODES:
        return False
    sure = max((t.confidence or 0.0 for t in tokens), default=0.0) >= 0.8
    return len(text) <= 3 and not (sure and is_syllable(text))


def _ticked(slot: Slot, tokens: Sequence[Token], ink: Inked) -> list[Token]:
    if not _is_drawn(ink, slot):
        return [t for t in tokens if not _is_stroke([t])]
    if not _is_stroke(tokens):
        return list(tokens)
    x, y, reach = (slot.box.x0 + slot.box.x1) / 2, (slot.box.top + slot.box.bottom) / 2, 12.0
    return [Token(tables.TICK, x - reach, y - reach, x + reach, y + reach, 0.9)]


def _is_drawn(ink: Inked, slot: Slot) -> bool:
    side = min(slot.box.x1 - slot.box.x0, slot.box.bottom - slot.box.top, 90.0)
    return ink.stroke >= max(_SHORTEST, _STROKE * side)


def _ink(image: Gray, slot: Slot) -> Inked:
    x0, top, x1, bottom = (round(v) for v in slot.box)
    inner = image[top + 7 : bottom - 7, x0 + 7 : x1 - 7]
    if not inner.size:
        return Inked(0.0, 0.0)
    dark = (inner < 150).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    sides = [max(w, h) for _, _, w, h, area in stats[1:count] if area >= 20]
    return Inked(round(float(dark.mean()), 4), float(max(sides, default=0)))
