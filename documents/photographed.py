"""A sheet photographed on a table → the sheet alone, its corners square, as if it had been scanned.

Only where the sheet proves to be one: on all four sides a straight edge at which a darker ground ends. Everything else
stays as it came: a scan fills its image. Edges are steps in relative brightness, so that a shadow that falls over
sheet and table alike hides none and its own soft rim is none.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import cv2
import numpy as np
import numpy.typing as npt

from documents.imaging import Gray, Matrix

Floats = npt.NDArray[np.float64]

#: the sheet is looked for on a copy of this size (pixels on the long side)
_SMALL = 640
#: print narrower than this is painted over first
_PRINT = 11
#: how far apart the two sides of a step are compared, and the least step (natural logarithm of the brightness)
_REACH = 4
_STEP = 0.13
_MARGIN = 2 * _REACH
#: an edge is straight within so many pixels and seen along this share of the side; it leans by no more than this
_STRAIGHT = 2.0
_SEEN = 0.6
_LEANS = 0.3
#: the share of the image that a sheet takes; edges nearer to the image's own are a scanner's
_SHARE = (0.3, 0.95)
#: the outline is moved in by this share of the sheet, since its very edge throws a shadow
_INWARDS = 0.004


def sheet(grey: Gray) -> tuple[Gray, Matrix] | None:
    """The sheet's pixels and the matrix that leads to them; None where no sheet on a ground is to be seen."""
    factor = min(1.0, _SMALL / max(grey.shape))
    step = max(1, round(0.66 / factor))  # averaging every pixel of a large image would cost more than all the rest
    scale = factor * step
    small = np.asarray(
        cv2.resize(grey[::step, ::step], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )
    corners = _corners(_brightness(small))
    if corners is None:
        return None
    share = cv2.contourArea(corners.astype(np.float32)) / small.size
    return _squared(grey, _drawn_in(corners) / factor) if _SHARE[0] <= share <= _SHARE[1] else None


def _brightness(small: Gray) -> Floats:
    """The logarithm of the brightness without print; a strip of ground at the very edge of the picture is widened."""
    plain = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_PRINT, _PRINT), np.uint8))
    plain = np.pad(plain, _MARGIN, mode="edge")
    return np.log(cv2.GaussianBlur(plain, (0, 0), 1.2).astype(np.float64) + 8)


def _corners(light: Floats) -> Floats | None:
    """From the top left corner clockwise; None where two of the four edges are missing. One may have run out of the
    picture: there the picture ends."""
    sides = light, light[:, ::-1], light.T, light.T[:, ::-1]
    edges: list[tuple[float, float]] = []
    missing = 0
    for side in sides:
        edge = _edge(side)
        missing += edge is None
        if missing > 1:
            return None
        edges.append(edge or (0.0, float(_MARGIN)))
    left, top = edges[0], edges[2]
    right, bottom = _mirrored(edges[1], light.shape[1]), _mirrored(edges[3], light.shape[0])
    ends = (_crossing(left, top), _crossing(right, top), _crossing(right, bottom), _crossing(left, bottom))
    return np.array(ends) - _MARGIN


def _mirrored(line: tuple[float, float], size: int) -> tuple[float, float]:
    return -line[0], size - 1 - line[1]


def _crossing(upright: tuple[float, float], level: tuple[float, float]) -> tuple[float, float]:
    """Where x = a·y + b and y = c·x + d meet."""
    (a, b), (c, d) = upright, level
    x = (a * d + b) / (1 - a * c)
    return x, c * x + d


def _edge(light: Floats) -> tuple[float, float] | None:
    """(a, b) of the sheet's left edge x = a·y + b: in most rows the first step from dark to light lies on it."""
    rising = light[:, 2 * _REACH :] - light[:, : -2 * _REACH]
    half = rising.shape[1] // 2
    steps = rising[:, :half] >= _STEP
    rows = np.nonzero(steps.any(axis=1))[0]
    if len(rows) < _SEEN * len(light):
        return None
    first = steps[rows].argmax(axis=1)
    peak = np.array([at + rising[row, at : at + 2 * _REACH].argmax() for row, at in zip(rows, first, strict=True)])
    return _line(rows.astype(np.float64), peak.astype(np.float64) + _REACH, _SEEN * len(light))


def _line(ys: Floats, xs: Floats, least: float) -> tuple[float, float] | None:
    """The straight line through most of the points, if it is through enough of them."""
    sample = np.linspace(0, len(ys) - 1, 28).astype(np.int64)
    best: npt.NDArray[np.bool_] | None = None
    for i, j in combinations(sample.tolist(), 2):
        if ys[j] - ys[i] < 0.2 * len(ys):
            continue
        lean = (xs[j] - xs[i]) / (ys[j] - ys[i])
        on = np.abs(xs - xs[i] - lean * (ys - ys[i])) <= _STRAIGHT
        if abs(lean) <= _LEANS and (best is None or on.sum() > best.sum()):
            best = on
    if best is None or best.sum() < least:
        return None
    lean, start = np.polyfit(ys[best], xs[best], 1)
    return float(lean), float(start)


def _drawn_in(corners: Floats) -> Floats:
    return np.asarray(corners + 2 * _INWARDS * (corners.mean(axis=0) - corners), np.float64)


def _squared(grey: Gray, corners: Floats) -> tuple[Gray, Matrix]:
    top, right, bottom, left = (float(np.linalg.norm(b - a)) for a, b in pairwise([*corners, corners[0]]))
    width, height = round(max(top, bottom)), round(max(left, right))
    ends = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), ends)
    flat = cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8), np.asarray(matrix, np.float64)
