"""Which way up a page image lies, told by its ink alone, before the engine has read a word of it.

Lines that run up and down are told by projections; a page upside down by what stands above and below the cores of its
lines: in Vietnamese print marks and ascenders stand above, and only a few descenders and dots below.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from documents.imaging import Floats, Gray, sharpness, smaller

#: long side of the copy on which letters are looked for
_SMALL = 1100
#: fewer dark pixels of letters than this, or fewer pieces of lines, tell nothing
_FEWEST_POINTS, _FEWEST_LINES = 300, 15
#: `above_less_below` beyond this is clear: 138 composed pages, print and handwriting, gave 0.01 to 0.56 upright and
#: at most -0.29 upside down
CLEAR = 0.2
#: strips into which a page is cut, so that a slight slope does not matter
_STRIPS = 6
#: height of a piece of line in pixels, its least ink in shares of the strip's width, and what of its fullest row
#: makes a row part of the core
_HEIGHT, _LEAST_INK, _CORE = (8, 40), 0.08, 0.5


def sidewaysness(grey: Gray) -> float:
    """How much sharper the projection across is than the one along: above 1 the lines of print run up and down.

    Letters only: rulings, dark edges and seals are left out, since they are sharp in both directions. 0.0: no ink."""
    x, y = _letter_points(grey)
    if len(x) < _FEWEST_POINTS:
        return 0.0
    angles = (-2.0, -1.0, 0.0, 1.0, 2.0)
    return max(sharpness(y, x, a) for a in angles) / max(1.0, *(sharpness(x, y, a) for a in angles))


def has_letters(grey: Gray) -> bool:
    """Is there enough ink of the size of letters for a line of print?"""
    return len(_letter_points(grey)[0]) >= _FEWEST_POINTS


def above_less_below(even: Gray) -> float:
    """-1..1, of an evenly lit page whose lines lie level: the ink above the cores of its lines less the ink below, as
    a share of both. Clearly below 0 the page lies upside down; 0.0 where too few lines tell."""
    ink = _letters(smaller(even, _SMALL), 27, 25, 47, 3)
    edges = [round(i * ink.shape[1] / _STRIPS) for i in range(_STRIPS + 1)]
    sides = [pair for a, b in pairwise(edges) for pair in _sides(ink[:, a:b])]
    above, below = (sum(side) for side in zip(*sides, strict=True)) if sides else (0.0, 0.0)
    return (above - below) / max(1.0, above + below) if len(sides) >= _FEWEST_LINES else 0.0


def _sides(strip: npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
    """The ink above and below the core of every line in the strip."""
    rows = strip.sum(axis=1).astype(np.float64)
    inked = np.convolve(rows, np.ones(3) / 3, "same") > 1
    ends = np.flatnonzero(np.diff(inked.astype(np.int8), prepend=0, append=0))
    lines = [rows[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True) if _HEIGHT[0] <= b - a <= _HEIGHT[1]]
    return [_beside_core(line) for line in lines if line.max() >= _LEAST_INK * strip.shape[1]]


def _beside_core(line: Floats) -> tuple[float, float]:
    core = np.flatnonzero(line >= _CORE * line.max())
    return float(line[: core[0]].sum()), float(line[core[-1] + 1 :].sum())


def _letter_points(grey: Gray) -> tuple[Floats, Floats]:
    """x and y of dark pixels of components about as large as letters, on a small evenly lit copy."""
    y, x = np.nonzero(_letters(smaller(grey, _SMALL), 31, 18, 60, 6))
    return x.astype(np.float64), y.astype(np.float64)


def _letters(small: Gray, around: int, darker: int, largest: int, least: int) -> npt.NDArray[np.bool_]:
    """Where ink `darker` than the mean of `around` pixels gathers in components no longer than `largest` pixels and
    of `least` pixels or more."""
    level = cv2.blur(small, (around, around)).astype(np.int16) - darker
    _, labels, stats, _ = cv2.connectedComponentsWithStats((small < level).astype(np.uint8), connectivity=8)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    kept = (sides <= largest) & (stats[:, cv2.CC_STAT_AREA] >= least)
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)
