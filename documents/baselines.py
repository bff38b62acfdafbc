"""How straight the lines of a page stand: print keeps its base line, a hand does not.

Measured on composed pages (printed type in seven degradations, two handwriting fonts in the same): words of print
stand off the line through their neighbours by 0.001 to 0.010 heights of a line, words of a hand by 0.016 and more,
however well the OCR engine reads either.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from documents.imaging import Gray
from documents.ocr import Seen

#: fewer measurements say nothing
_FEWEST = 12
#: words read more unsurely than this may be no words
_LEGIBLE = 0.3
#: a line of type takes about this share of a page's height
_LINE = 75
_REACHES_BELOW = frozenset("gpqyjQ,;()/|[]{}\"'-–—_.:*+")
_DOT_BELOW = "\N{COMBINING DOT BELOW}"


def unevenness(image: Gray, words: Sequence[Seen]) -> float | None:
    """The median distance of a word's base line from the line through its neighbours', in heights of a line of type;
    None where too few words can be measured."""
    lines: dict[int, list[Seen]] = {}
    for word in words:
        if word.confidence > _LEGIBLE and _stands_on_the_line(word.text):
            lines.setdefault(word.line, []).append(word)
    found = [jump for line in lines.values() for jump in _jumps(image, sorted(line, key=lambda w: w.x0))]
    return round(float(np.median(found)) * _LINE / image.shape[0], 4) if len(found) >= _FEWEST else None


def _stands_on_the_line(text: str) -> bool:
    """A word of letters none of which reaches below."""
    plain = unicodedata.normalize("NFD", text)
    return sum(c.isalpha() for c in text) >= 2 and _DOT_BELOW not in plain and not _REACHES_BELOW & set(plain)


def _jumps(image: Gray, line: Sequence[Seen]) -> Iterator[float]:
    """For each three words in a row, how far the middle one stands off the line through the outer ones, in pixels;
    reduced by what the errors of all three add up to."""
    feet = [((w.x0 + w.x1) / 2, foot) for w in line if (foot := _foot(image, w)) is not None]
    for (x0, y0), (x1, y1), (x2, y2) in zip(feet, feet[1:], feet[2:], strict=False):
        if x2 > x0:
            share = (x1 - x0) / (x2 - x0)
            yield float(abs(y1 - y0 - share * (y2 - y0)) / np.sqrt(1 + share**2 + (1 - share) ** 2))


def _foot(image: Gray, word: Seen) -> float | None:
    """The height at which most of a word's ink ends: its base line."""
    top, bottom = round(word.top) - 2, round(word.bottom + 0.25 * (word.bottom - word.top))
    part = image[max(0, top) : bottom, max(0, round(word.x0)) : round(word.x1)]
    if min(part.shape) < 12:
        return None
    level, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    rows = np.convolve((part <= level).sum(axis=1).astype(np.float64), (0.25, 0.5, 0.25), "same")
    half = len(rows) // 2
    drop = rows[half:-2] - rows[half + 2 :]
    steepest = int(drop.argmax())
    around = slice(max(0, steepest - 2), steepest + 3)
    weights = np.clip(drop[around], 0, None)
    if not weights.sum():
        return None
    return max(0, top) + half + 1 + float(np.average(np.arange(len(drop))[around], weights=weights))
