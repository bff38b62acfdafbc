"""The head of a page line by line: what the engine read unsurely or left out in a head of two columns is given to it
once more, each column's line alone.

On a whole page the engine takes the two columns for one line, though their base lines differ: it cuts the marks off
the capitals of the one (`ÁP` for `ẤP`) and loses what stands last (`CHI BỘ THÔN` for `CHI BỘ THÔN 6`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from documents.imaging import Gray
from documents.lookagain import alone
from documents.ocr import Engine, Extent, Seen
from vntext.folding import Key, fold

#: the part of the page in which a head stands, and how far its lines reach across
_DEPTH = 0.2
_WIDEST = 0.55
_MOST = 6
#: a word below this makes its line unsure
_SURE = 0.85
#: so much must a reading be better, in sure letters; what stood on no line at all must be read so surely
_GAIN = 0.3
_PLAIN = 0.75
#: how far below the last line with a neighbour the head goes on, in heights of the usual word
_FURTHER = 2.5
#: height and width of what may be letters (bold ones touch one another), of a letter left out, and of a line,
#: in heights of the page's usual word; the usual word is no higher than a share of the page
_LETTERS = ((0.3, 2.0), (0.1, 9.0))
_LEFT_OUT = (0.5, 0.15)
_LINE = ((0.6, 2.4), 2.0)
_USUAL = 70
_INK = 160
_EDGES = "ˆ^`´'~_|“”\"*-"
#: numbers of lines of our own begin here
_OWN_LINES = 1000
_MOTTO = re.compile(r"cong san|viet nam|xa hoi|doc lap|hanh phuc")


Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Strip:
    """A line of the head: its box (x0, top, x1, bottom) and the places of its words among the page's."""

    box: Box
    words: tuple[int, ...]
    #: does ink that no word covers stand in it?
    open: bool


def head_again(image: Gray, words: Sequence[Seen], engine: Engine) -> tuple[Seen, ...]:
    """The words of a page, unsure lines of its head replaced where they read better alone."""
    strips = [strip for strip in _strips(image, words) if _worth_it(strip, words)]
    gone: set[int] = set()
    found: list[Seen] = []
    for number, strip in enumerate(strips[:_MOST], 1):
        old = [words[i] for i in strip.words]
        if better := _better(_alone(image, strip.box, engine), old):
            line = old[0].line if old else -_OWN_LINES - number
            found += [replace(word, line=line) for word in better]
            gone.update(strip.words)
    return (*(word for index, word in enumerate(words) if index not in gone), *found)


def _strips(image: Gray, words: Sequence[Seen]) -> Iterator[_Strip]:
    """The lines of a head in two columns, from top to bottom, found by their ink alone."""
    zone = image[: round(_DEPTH * image.shape[0])]
    usual = min(float(np.median([w.bottom - w.top for w in words])), image.shape[0] / _USUAL) if words else 0.0
    if usual < 14:
        return
    near = [i for i, w in enumerate(words) if w.top < zone.shape[0]]
    letters = _letters(zone, usual / 2)
    boxes = _in_columns(_lines(letters, usual / 2), _FURTHER * usual, _WIDEST * image.shape[1])
    for index in near if boxes else ():
        _cover(letters, words[index])
    for box in boxes:
        inside = tuple(i for i in near if _holds(box, words[i]))
        yield _Strip(box, inside, _has_letter(letters[box[1] // 2 : box[3] // 2, box[0] // 2 : box[2] // 2], usual / 2))


def _in_columns(boxes: list[Box], further: float, widest: float) -> list[Box]:
    """Those of the lines, sorted from the top, that stand in two columns, and what the longer column goes on with."""
    beside = [a for a in boxes if any(_side_by_side(a, b) for b in boxes)]
    end = max((box[3] for box in beside), default=-math.inf) + further
    return [box for box in boxes if box[3] <= end and box[2] - box[0] <= widest]


def _side_by_side(one: Box, other: Box) -> bool:
    level = min(one[3], other[3]) - max(one[1], other[1])
    return (one[2] <= other[0] or other[2] <= one[0]) and level >= 0.3 * min(one[3] - one[1], other[3] - other[1])


def _cover(mask: Gray, word: Seen) -> None:
    x0, top, x1, bottom = (round(v / 2) for v in (word.x0, word.top, word.x1, word.bottom))
    mask[max(0, top - 4) : bottom + 4, max(0, x0 - 3) : x1 + 3] = 0


def _holds(box: Box, word: Seen) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _letters(zone: Gray, unit: float) -> Gray:
    """255 where ink about as high as letters is, at half the size; rules, specks and shadows are left out."""
    half = cv2.resize(zone, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((half < _INK).astype(np.uint8), connectivity=8)
    (low, high), (narrow, wide) = _LETTERS
    tall, broad = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    kept = (tall >= low * unit) & (tall <= high * unit) & (broad >= narrow * unit) & (broad <= wide * unit)
    kept[0] = False
    return np.asarray(kept[labels] * np.uint8(255), np.uint8)


def _lines(letters: Gray, unit: float) -> list[Box]:
    """Boxes of lines in the page's pixels, with room for marks, the highest first."""
    reach = max(2, round(0.9 * unit))
    joined = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((1, 2 * reach + 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    (low, high), width = _LINE
    aside, above = round(1.2 * unit), round(0.6 * unit)
    boxes = [
        (max(0, 2 * (x - aside)), max(0, 2 * (y - above)), 2 * (x + w + aside), 2 * (y + h + above))
        for x, y, w, h, _ in stats[1:count].tolist()
        if w >= width * unit and low * unit <= h <= high * unit
    ]
    return sorted(boxes, key=lambda box: box[1])


def _has_letter(bare: Gray, unit: float) -> bool:
    count, _, stats, _ = cv2.connectedComponentsWithStats(bare, connectivity=8)
    tall, broad = stats[1:count, cv2.CC_STAT_HEIGHT], stats[1:count, cv2.CC_STAT_WIDTH]
    return bool(np.any((tall >= _LEFT_OUT[0] * unit) & (broad >= _LEFT_OUT[1] * unit)))


def _worth_it(strip: _Strip, words: Sequence[Seen]) -> bool:
    """Unsure or with ink left out. The motto, which its underline makes unsure, says nothing; nor does `ĐẢNG`, whose
    first letter the engine never is sure of."""
    own = [words[i] for i in strip.words if any(c.isalnum() for c in words[i].text)]
    if _MOTTO.search(fold(" ".join(w.text for w in own), Key.TONELESS)):
        return False
    return strip.open or any(w.confidence < _SURE for w in own if w.text != "ĐẢNG")


def _alone(image: Gray, box: Box, engine: Engine) -> list[Seen]:
    """The words of a box; signs at its edges are the rests of its neighbours."""
    right, bottom = min(box[2], image.shape[1]), min(box[3], image.shape[0])
    seen = alone(image, (box[0], box[1], right, bottom), engine, Extent.LINE)
    return [replace(w, text=w.text.strip(_EDGES)) for w in seen if any(c.isalnum() for c in w.text)]


def _better(seen: list[Seen], old: Sequence[Seen]) -> list[Seen]:
    """What was seen, if it says more, and says it more surely."""
    letters = sum(map(_letter_count, seen))
    gain = _sure_letters(seen) > _sure_letters(old) + _GAIN
    return seen if gain and (old or _sure_letters(seen) >= _PLAIN * letters) else []


def _letter_count(word: Seen) -> int:
    return sum(c.isalnum() for c in word.text)


def _sure_letters(words: Sequence[Seen]) -> float:
    return sum(w.confidence * _letter_count(w) for w in words)
