"""Small pure steps on page images: grey without the seal, even light, upright, straight. Arrays are uint8.

The order and the figures come from measurements on composed pages: dividing by the background is decisive under uneven
light; a median filter helps a poor page and ruins a good one, so it is only ever a second try.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Gray = npt.NDArray[np.uint8]
Image = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]

READING_SIDE = 3300
_PROFILE_SIDE = 1100
_WIDEST_SKEW = 6.0
#: how far from ink the paper keeps its grain
_NEAR = np.ones((9, 9), np.uint8)


def grey_without_seal(image: Image) -> Gray:
    """Grey; on a page with red ink the red channel, where a seal vanishes and print stays. `image` is BGR or grey."""
    if image.ndim == 2:
        return image
    blue, green, red = cv2.split(image[..., :3])
    redness = red.astype(np.int16) - np.maximum(blue, green)
    if float(np.mean(redness > 60)) > 0.0005 and float(np.mean(redness > 25)) < 0.25:
        faded = red.copy()
        faded[(redness > 30) & (red > 0.6 * np.percentile(red, 90))] = np.percentile(red, 90)
        return np.asarray(faded, np.uint8)
    return np.asarray(cv2.cvtColor(image[..., :3], cv2.COLOR_BGR2GRAY), np.uint8)


def is_bilevel(grey: Gray) -> bool:
    """Nearly only black and white: fax, photocopy."""
    sample = grey[::7, ::7]
    return float(np.mean((sample < 16) | (sample > 239))) > 0.995


def scale_to_read(grey: Gray) -> tuple[Gray, float]:
    """Enlarged until the long side is long enough for the engine; never made smaller unless very large."""
    side = max(grey.shape)
    factor = READING_SIDE / side
    if 1.0 >= factor > 0.6:
        return grey, 1.0
    method = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=method), np.uint8), factor


def even_light(grey: Gray) -> Gray:
    """Divided by its background, estimated at quarter scale: shadows, tint and show-through fade."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    background = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    full = cv2.resize(background, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, full, scale=255), np.uint8)


def without_grain(grey: Gray) -> Gray:
    """White wherever no ink is near: on a page with few words the engine otherwise reads the paper's grain as letters.

    Ink is what a median filter leaves clearly darker than the paper; how clearly, the paper's own spread says."""
    smooth = cv2.medianBlur(grey, 5)
    sample = smooth[::3, ::3].astype(np.float32)
    paper = float(np.median(sample))
    spread = 1.4826 * float(np.median(np.abs(sample - paper)))
    inky = float(np.ceil(paper - max(12.0, 6 * spread))) - 1
    _, far_from_ink = cv2.threshold(cv2.erode(smooth, _NEAR), inky, 255, cv2.THRESH_BINARY)
    return np.asarray(cv2.bitwise_or(grey, far_from_ink), np.uint8)


def ink_points(grey: Gray) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], int]:
    """x and y of dark pixels on a small copy of the page, and the copy's long side."""
    factor = min(1.0, _PROFILE_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    edge = max(4, round(0.03 * min(small.shape)))
    inner = small[edge:-edge, edge:-edge]
    level = float(np.percentile(inner, 90)) * 0.72
    y, x = np.nonzero(inner < level)
    return x.astype(np.float64), y.astype(np.float64), max(small.shape)


def _sharpness(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], degrees: float) -> float:
    """How much the ink gathers in lines when seen under this angle."""
    rows = np.round(y - x * np.tan(np.radians(degrees))).astype(np.int64)
    counts = np.bincount(rows - rows.min()).astype(np.float64)
    return float(np.sum(np.diff(counts) ** 2))


def skew(grey: Gray) -> float:
    """Degrees by which lines fall to the right; 0.0 when the page has hardly any ink."""
    x, y, _ = ink_points(grey)
    if len(x) < 300:
        return 0.0
    if len(x) > 120_000:
        step = len(x) // 120_000 + 1
        x, y = x[::step], y[::step]
    coarse = max(np.arange(-_WIDEST_SKEW, _WIDEST_SKEW + 0.1, 0.5), key=lambda a: _sharpness(x, y, float(a)))
    fine = max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=lambda a: _sharpness(x, y, float(a)))
    return round(float(fine), 2)


def sidewaysness(grey: Gray) -> float:
    """How much sharper the projection across is than the one along: above 1 the lines of print run up and down.

    Letters only: rulings, dark edges and seals are left out, since they are sharp in both directions. 0.0: no ink."""
    x, y = _letter_points(grey)
    if len(x) < 300:
        return 0.0
    angles = (-2.0, -1.0, 0.0, 1.0, 2.0)
    return max(_sharpness(y, x, a) for a in angles) / max(1.0, *(_sharpness(x, y, a) for a in angles))


def has_letters(grey: Gray) -> bool:
    """Is there enough ink of the size of letters for a line of print?"""
    return len(_letter_points(grey)[0]) >= 300


def _letter_points(grey: Gray) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """x and y of dark pixels of components about as large as letters, on a small evenly lit copy."""
    factor = min(1.0, _PROFILE_SIDE / max(grey.shape))
    small = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    level = cv2.blur(small, (31, 31)).astype(np.int16) - 18
    dark = (small < level).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    letters = (sides <= 60) & (stats[:, cv2.CC_STAT_AREA] >= 6)
    letters[0] = False
    y, x = np.nonzero(letters[labels])
    return x.astype(np.float64), y.astype(np.float64)


def turn(image: Gray, degrees: int) -> tuple[Gray, Matrix]:
    """Turned counter-clockwise by a multiple of 90 degrees, and the matrix of the move."""
    height, width = image.shape[:2]
    moves = {
        0: [[1, 0, 0], [0, 1, 0]],
        90: [[0, 1, 0], [-1, 0, width]],
        180: [[-1, 0, width], [0, -1, height]],
        270: [[0, -1, height], [1, 0, 0]],
    }
    matrix = np.array([*moves[degrees % 360], [0, 0, 1]], np.float64)
    return np.ascontiguousarray(np.rot90(image, degrees // 90)), matrix


def straighten(grey: Gray, degrees: float) -> tuple[Gray, Matrix]:
    """Turned about its middle so that lines that fall by `degrees` lie level."""
    height, width = grey.shape
    affine = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    level = cv2.warpAffine(grey, affine, (width, height), flags=cv2.INTER_CUBIC, borderValue=255.0)
    return np.asarray(level, np.uint8), np.vstack([affine, [0.0, 0.0, 1.0]])


def scaling(factor: float) -> Matrix:
    return np.diag([factor, factor, 1.0])


def soften(grey: Gray, median: int, sigma: float) -> Gray:
    """The second try for a poor page: specks removed, strokes joined."""
    return np.asarray(cv2.GaussianBlur(cv2.medianBlur(grey, median), (0, 0), sigma), np.uint8)
