"""Ruled lines on an upright page image: found, and painted out before the engine looks (it takes them for letters)."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from documents import rulings
from documents.imaging import Gray
from documents.rulings import Grid, Rule

#: a ruling is thin (pixels at reading size)
_THICKEST = 14


def find_grids(image: Gray) -> list[Grid]:
    """The tables of an upright page image, in its pixels."""
    return rulings.grids(scan_rules(image), tolerance=max(6.0, image.shape[1] / 300))


def scan_rules(image: Gray) -> list[Rule]:
    dark = np.asarray(cv2.threshold(image, 160, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    height, width = image.shape
    return _runs(dark, width // 16, True) + _runs(dark, max(60, height // 50), False)


def _runs(dark: Gray, length: int, level: bool) -> list[Rule]:
    """Dark runs of at least `length` pixels; small breaks are bridged along the line, never across it."""
    bridge, shape = ((1, 9), (1, length)) if level else ((9, 1), (length, 1))
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones(bridge, np.uint8))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    rules = []
    for x, y, w, h, _ in stats[1:count]:
        thick, along = (h, w) if level else (w, h)
        if thick <= max(_THICKEST, along // 30):
            at, start = (y + h / 2, x) if level else (x + w / 2, y)
            rules.append(Rule(level, float(at), float(start), float(start + along)))
    return rules


def painted_out(image: Gray, grids: Sequence[Grid]) -> Gray:
    """The image with the grids' lines made white, strokes that cross them spared as far as they are wider."""
    if not grids:
        return image
    dark = np.asarray(cv2.threshold(image, 190, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    mask = np.zeros_like(image)
    for grid in grids:
        _mark(mask, dark, grid)
    clean = image.copy()
    clean[mask > 0] = 255
    return clean


def _mark(mask: Gray, dark: Gray, grid: Grid) -> None:
    x0, top, x1, bottom = (round(v) for v in grid.box)
    margin = 8
    area = np.s_[max(0, top - margin) : bottom + margin, max(0, x0 - margin) : x1 + margin]
    part = dark[area]
    height, width = part.shape
    for shape in ((1, max(40, width // 14)), (max(40, height // 30, 55), 1)):
        lines = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        mask[area] |= np.asarray(cv2.dilate(lines, np.ones((5, 5), np.uint8)), np.uint8)
