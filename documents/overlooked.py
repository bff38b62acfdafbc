"""Lines that the engine passed over: it takes print under a seal for a picture and leaves the whole block out.

Ink about as large as letters that no word covers is gathered into lines, and each is given to the engine alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from documents import imaging
from documents.imaging import Gray
from documents.lookagain import alone
from documents.ocr import Engine, Extent, Seen
from vntext.syllables import is_syllable

_MOST = 8
#: so many lines in a row that say nothing end the search
_BARREN = 2
_SURE = 0.75
#: sides of a letter, height and width of a line, in heights of the page's usual word
_LETTER = (0.25, 1.9)
_LINE_HEIGHT = (0.7, 2.6)
_LINE_WIDTH = 2.2
#: print is darker than a seal: what is lighter than this is left out in the second try
_DARK = 105
_INK = 160

Box = tuple[int, int, int, int]


def overlooked(image: Gray, words: Sequence[Seen], engine: Engine) -> tuple[Seen, ...]:
    """The words of lines that were passed over, in pixels of `image`; their `line` numbers are new."""
    usual = float(np.median([w.bottom - w.top for w in words])) if words else 0.0
    if usual < 14:
        return ()
    found: list[Seen] = []
    barren = 0
    for number, box in enumerate(_lines(image, words, usual)[:_MOST], 1):
        seen = _read(image, box, engine)
        barren = 0 if seen else barren + 1
        found += [replace(w, line=-number) for w in seen if not _is_known(w, (*words, *found))]
        if barren == _BARREN:
            break  # handwriting and signatures: what follows is shorter still
    return tuple(found)


def _is_known(word: Seen, words: Iterable[Seen]) -> bool:
    """Was it read before? A try from further left, or the ring of a seal, brings words back that are there already."""
    return any(_shared(word, other) > 0.4 for other in words)


def _shared(one: Seen, other: Seen) -> float:
    """The share of the smaller of two boxes that both cover."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    smaller = min((w.x1 - w.x0) * (w.bottom - w.top) for w in (one, other))
    return across * down / max(smaller, 1) if across > 0 and down > 0 else 0.0


def _lines(image: Gray, words: Sequence[Seen], usual: float) -> list[Box]:
    """Boxes (x0, top, x1, bottom) of uncovered lines, the longest first; looked for at half the size."""
    half, unit = imaging.halved(image), usual / 2
    bare = _covered((half < _INK).astype(np.uint8), words)
    if not any(_is_large(box, unit) for box in _joined(bare, unit)):
        return []  # letters alone can only be less: labelling them is spared
    boxes = [box for box in _joined(_letters(half, bare, unit), unit) if _is_line(box, unit)]
    aside, above = round(0.9 * usual), round(0.35 * usual)
    large = [
        (max(0, 2 * x - aside), max(0, 2 * y - above), min(image.shape[1], 2 * (x + w) + aside), 2 * (y + h) + above)
        for x, y, w, h in boxes
    ]
    return sorted(large, key=lambda b: b[0] - b[2])


def _joined(mask: Gray, unit: float) -> list[Box]:
    """(x, y, width, height) of what becomes one when gaps between letters are closed."""
    reach = max(2, round(0.9 * unit))
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 2 * reach + 1), np.uint8))
    return list(imaging.outlined(np.asarray(closed, np.uint8)))


def _is_large(box: Box, unit: float) -> bool:
    return box[2] >= _LINE_WIDTH * unit and box[3] >= _LINE_HEIGHT[0] * unit


def _is_line(box: Box, unit: float) -> bool:
    return _is_large(box, unit) and box[3] <= _LINE_HEIGHT[1] * unit


def _covered(mask: Gray, words: Sequence[Seen]) -> Gray:
    """The mask, at half the image's size, emptied wherever a word was read; in place."""
    for word in words:
        x0, top, x1, bottom = (round(v / 2) for v in (word.x0, word.top, word.x1, word.bottom))
        mask[max(0, top - 4) : bottom + 4, max(0, x0 - 4) : x1 + 4] = 0
    return mask


def _letters(half: Gray, bare: Gray, unit: float) -> Gray:
    """What of the `bare` ink belongs to components about as large as letters; `unit`: a word's height there."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((half < _INK).astype(np.uint8), connectivity=8)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    kept = (sides >= _LETTER[0] * unit) & (sides <= _LETTER[1] * unit)
    kept[0] = False
    y, x = np.nonzero(bare)
    mask = np.zeros_like(bare)
    mask[y, x] = kept[labels[y, x]]
    return mask


def _read(image: Gray, box: Box, engine: Engine) -> list[Seen]:
    """The best reading: as it is or without what is lighter than print; from where letters stand alone or further left
    (a seal's ring joins the first letters to itself)."""
    top = box[1]
    part = image[box[1] : box[3]]
    dark = np.where(part > _DARK, np.uint8(255), part)
    further = max(0, box[0] - 5 * part.shape[0])
    tries = [(part, box[0]), (dark, box[0]), (part, further), (dark, further)]
    best: list[Seen] = []
    for image_part, x0 in tries:
        if x0 != box[0] and not best:
            break
        seen = alone(image_part, (x0, 0, box[2], part.shape[0]), engine, Extent.LINE)
        best = max(best, _kept(seen), key=_weight)
        if seen and _is_whole(seen, box):
            break
    return [replace(w, top=w.top + top, bottom=w.bottom + top) for w in best] if _weight(best) >= 3 else []


def _is_whole(seen: Sequence[Seen], box: Box) -> bool:
    """Every word sure, and the line read from end to end: no further try says more."""
    sure = all(w.confidence >= _SURE and _has_sense(w.text) for w in seen)
    aside = 2 * (box[3] - box[1])
    return sure and min(w.x0 for w in seen) < box[0] + aside and max(w.x1 for w in seen) > box[2] - aside


def _kept(words: Sequence[Seen]) -> list[Seen]:
    """The sure words; nothing at all where most are unsure (a seal's ring, a signature)."""
    sure = [w for w in words if w.confidence >= _SURE and _has_sense(w.text)]
    return [replace(w, text=w.text.strip("_|")) for w in sure] if 2 * len(sure) >= len(words) else []


def _has_sense(text: str) -> bool:
    bare = text.strip("().,:;/-*_|\"'")
    return is_syllable(bare) or bare.isdecimal() or (len(bare) > 1 and bare.isupper())


def _weight(words: Sequence[Seen]) -> float:
    return sum(w.confidence * len(w.text) for w in words)
