"""Ruled lines on an upright page image: found, and painted out before the engine looks (it takes them for letters)."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from documents import imaging, rulings
from documents.imaging import Gray
from documents.rulings import Grid, Rule

#: a ruling is thin (pixels at reading size)
_THICKEST = 15
#: how much darker than its surroundings
_FAINTEST = 22
#: level lines of the smallest table
_FEWEST = 3
#: longer than a letter's stroke (a capital's stem with its mark), and a break that is bridged
_LONGEST_STROKE, _LONGEST_BREAK = 58, 45


def find_grids(image: Gray) -> list[Grid]:
    """The tables of an upright page image, in its pixels."""
    return rulings.grids(scan_rules(image), tolerance=max(6.0, image.shape[1] / 300))


def scan_rules(image: Gray) -> list[Rule]:
    """Level and upright thin dark lines, also faint and slightly waved ones; looked for at half the size. None
    where too few lie level for a table."""
    half = np.ascontiguousarray(cv2.erode(image, np.ones((2, 2), np.uint8))[::2, ::2], dtype=np.uint8)
    height, width = half.shape
    found = _runs(half, max(30, width // 22), True)
    if len(found) < _FEWEST:
        return []
    found += _runs(half, max(30, height // 52), False)
    return [Rule(r.level, 2 * r.at, 2 * r.start, 2 * r.end) for r in found]


def _runs(image: Gray, length: int, level: bool) -> list[Rule]:
    """Thin structures across which the image is lighter on both sides, at least `length` pixels long.

    Strokes of letters go first (they are short), then breaks are bridged, then the long runs are left."""
    joined = cv2.morphologyEx(_strokes(image, level, 2), cv2.MORPH_CLOSE, _bar(_LONGEST_BREAK // 2, level))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, _bar(length, level))
    rules = []
    for x, y, w, h in imaging.outlined(np.asarray(long, np.uint8)):
        thick, along = (h, w) if level else (w, h)
        if thick <= max(_THICKEST // 2, along // 30):
            at, start = (y + h / 2, x) if level else (x + w / 2, y)
            rules.append(Rule(level, float(at), float(start), float(start + along)))
    return rules


def _strokes(image: Gray, level: bool, smaller: int) -> Gray:
    """1 where thin dark runs are longer than a letter's stroke; `smaller`: how many times the image was reduced."""
    thin = cv2.morphologyEx(image, cv2.MORPH_BLACKHAT, _bar(_THICKEST // smaller + 1, not level))
    wide = cv2.dilate((thin > _FAINTEST).astype(np.uint8), _bar(3, not level))
    return np.asarray(cv2.morphologyEx(wide, cv2.MORPH_OPEN, _bar(_LONGEST_STROKE // smaller, level)), np.uint8)


def _bar(length: int, level: bool) -> Gray:
    return np.ones((1, length) if level else (length, 1), np.uint8)


def painted_out(image: Gray, grids: Sequence[Grid]) -> Gray:
    """The image with the grids' lines made white, strokes that cross them spared as far as they are wider."""
    if not grids:
        return image
    mask = np.zeros_like(image)
    for grid in grids:
        _mark(mask, image, grid)
    clean = image.copy()
    clean[mask > 0] = 255
    return clean


def _mark(mask: Gray, image: Gray, grid: Grid) -> None:
    """Marks the pixels of the grid's lines: near where they were found, as far as they are thin and long."""
    x0, top, x1, bottom = (round(v) for v in grid.box)
    margin = 10
    area = np.s_[max(0, top - margin) : bottom + margin, max(0, x0 - margin) : x1 + margin]
    for level in (True, False):
        mask[area] |= np.asarray(cv2.dilate(_strokes(image[area], level, 1), np.ones((5, 5), np.uint8)), np.uint8)
