"""A page image → words: the cascade, cheap first, stronger steps only where the engine's confidence asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from documents import headlines, imaging, lookagain, overlooked, photographed, scanrules, way_up
from documents.credible import confident_letters, mean_confidence, sensible
from documents.imaging import Gray, Image, Matrix
from documents.ocr import Engine, Extent, Seen
from documents.rulings import Grid

#: mean word confidence: below `POOR` stronger steps are tried, below `WRONG_WAY` other orientations too
POOR = 0.86
WRONG_WAY = 0.62
#: below this a page counts as unreadable (composed handwriting gave 0.27 to 0.60, poor print 0.75 and more)
UNREADABLE = 0.66
#: below this no filter makes it readable
HOPELESS = 0.6
#: the orientation detector's wrong answers had at most 4.1
SURE_TURN = 5.0
#: below this `sidewaysness` lines surely lie level, above its inverse they surely stand
_LEVEL = 0.75
#: a picture smaller than this, or so many times longer than wide, holds no line of print
_FEWEST_PIXELS, _LONGEST = 24, 60
#: degrees; a smaller slope of the lines is no trouble for the engine
_SLOPE = 0.05
#: how much better a reading upside down must be where the detector is not sure
_CLEARLY = 0.15
#: median and blur of a softer try; how much better a band must read; its depth and margin
_SOFTENINGS = ((5, 1.5), (7, 1.0))
_GAIN = 1.05
_BAND, _MARGIN = 0.1, 8


@dataclass(frozen=True)
class Upright:
    """`image` is grey, even and straight; `matrix` (3x3) leads from pixels of the page image as it came to its pixels;
    `grids` are the ruled tables on it."""

    image: Gray
    matrix: Matrix
    turned: int = 0
    bilevel: bool = False
    grids: tuple[Grid, ...] = ()
    #: does the ink of its lines say clearly that its head is up?
    surely_upright: bool = False


@dataclass(frozen=True)
class Reading:
    """`words` are in pixels of `page.image`; `confidence`: mean over letters, 0..1; `passes`: whole pages read."""

    page: Upright
    words: tuple[Seen, ...]
    confidence: float
    passes: int = 1
    #: the image that the engine was given
    clean: Gray = field(default_factory=lambda: np.zeros((1, 1), np.uint8))


def read_image(image: Image, engine: Engine) -> Reading:
    """The best reading of a page image (BGR or grey); of a photograph, the reading of the sheet in it. Of a
    picture too small for print: no words."""
    grey = imaging.grey_without_seal(image)
    if min(grey.shape) < _FEWEST_PIXELS or max(grey.shape) > _LONGEST * min(grey.shape):
        return Reading(Upright(grey, np.eye(3)), (), 0.0, passes=0, clean=grey)
    sheet = None if imaging.is_bilevel(grey) else photographed.sheet(grey)
    if sheet is None:
        return _read_sheet(grey, engine)
    flat, matrix = sheet
    reading = _read_sheet(flat, engine)
    return replace(reading, page=replace(reading.page, matrix=reading.page.matrix @ matrix))


def _read_sheet(grey: Gray, engine: Engine) -> Reading:
    page = _upright(grey, engine)
    reading = _read(page, page.image, engine)
    if reading.confidence < WRONG_WAY and not page.surely_upright:
        reading = _other_ways(grey, reading, engine)
    if HOPELESS <= reading.confidence < POOR and not page.bilevel:
        reading = _softer(reading, engine)
    return _surer(reading, engine)


def _upright(grey: Gray, engine: Engine) -> Upright:
    """The page with its lines level and, where its ink says so, its head up; else as a sure detector says."""
    across = way_up.sidewaysness(grey)
    page = prepare(grey, 90 if across > 1 else 0)
    if across < _LEVEL:
        return page
    stands = across > 1 / _LEVEL
    if stands and page.surely_upright:
        return page
    degrees, confidence = _detect(grey, engine)
    believed = confidence >= SURE_TURN or (stands and degrees in (90, 270))
    return prepare(grey, degrees) if believed and degrees != page.turned else replace(page, surely_upright=False)


def prepare(grey: Gray, degrees: int = 0) -> Upright:
    """Turned by `degrees`, enlarged, evenly lit, straight and free of the paper's grain; and once more by 180 degrees
    where the ink of its lines says clearly that its head is down."""
    bilevel = imaging.is_bilevel(grey)
    turned, matrix = imaging.turn(grey, degrees)
    even, move = _level(turned if bilevel else imaging.even_light(turned))
    matrix = move @ matrix
    upright = way_up.above_less_below(even)
    if upright <= -way_up.CLEAR:
        even, half_turn = imaging.turn(even, 180)
        matrix, degrees = half_turn @ matrix, (degrees + 180) % 360
    grids = tuple(scanrules.find_grids(even))
    clean = even if bilevel else imaging.without_grain(even)
    return Upright(clean, matrix, degrees, bilevel, grids, abs(upright) >= way_up.CLEAR)


def _level(even: Gray) -> tuple[Gray, Matrix]:
    """At reading size, its lines level."""
    angle, factor = imaging.skew(even), imaging.reading_scale(even)
    if abs(angle) < _SLOPE:
        return imaging.scaled(even, factor)
    if factor < 1:  # an interpolation that makes smaller leaves pixels out
        even, smaller = imaging.scaled(even, factor)
        level, turned = imaging.straighten(even, angle)
        return level, turned @ smaller
    return imaging.straighten(even, angle, factor)


def _detect(grey: Gray, engine: Engine) -> tuple[int, float]:
    return engine.orientation(imaging.even_light(imaging.halved(grey) if max(grey.shape) > 2000 else grey))


def _other_ways(grey: Gray, first: Reading, engine: Engine) -> Reading:
    """The detector's word where it is sure; else the page turned upside down, in case it reads better."""
    degrees, confidence = _detect(grey, engine)
    sure = confidence >= SURE_TURN
    if sure and degrees == first.page.turned:
        return first
    page = prepare(grey, degrees if sure else (first.page.turned + 180) % 360)
    second = _read(page, page.image, engine)
    # A lone long word (an address of a page) read unsurely must not outweigh the sure words beside it.
    surer = second.confidence > first.confidence + (0.05 if sure else _CLEARLY)
    better = surer and confident_letters(second.words) > confident_letters(first.words)
    return replace(second if better else first, passes=first.passes + 1)


def _softer(first: Reading, engine: Engine) -> Reading:
    """The page softened, where a band of it reads better so and becomes readable, and then the whole page reads better:
    a band costs little."""
    top, bottom = _fullest_band(first.words, first.page.image.shape[0])
    best = [w for w in first.words if w.top >= top and w.bottom <= bottom]
    chosen = None
    for strength in _SOFTENINGS:
        tried = list(sensible(engine.words(imaging.soften(first.clean[top:bottom], *strength))))
        if confident_letters(tried) <= _GAIN * confident_letters(best):
            break
        best, chosen = tried, strength
    if chosen is None or mean_confidence(best) < UNREADABLE:
        return first
    second = _read(first.page, imaging.soften(first.page.image, *chosen), engine)
    better = confident_letters(second.words) > confident_letters(first.words)
    return replace(second if better else first, passes=first.passes + 1)


def _fullest_band(words: Sequence[Seen], height: int) -> tuple[int, int]:
    """(top, bottom) of the part of the page, `_BAND` of its height, in which most letters stand."""
    depth = _BAND * height

    def letters(top: float) -> int:
        return sum(len(w.text) for w in words if w.top >= top and w.bottom <= top + depth)

    top = max((w.top for w in words), key=letters)
    return max(0, round(top) - _MARGIN), min(height, round(top + depth) + _MARGIN)


def _read(page: Upright, image: Gray, engine: Engine) -> Reading:
    clean = scanrules.painted_out(image, page.grids)
    words = tuple(sensible(engine.words(clean)))
    if not words and way_up.has_letters(image):
        words = tuple(sensible(engine.words(clean, Extent.BLOCK)))
    return Reading(page, words, mean_confidence(words), clean=clean)


def _surer(reading: Reading, engine: Engine) -> Reading:
    """With unsure lines read again and lines passed over read, where the page as a whole is readable."""
    if reading.confidence < UNREADABLE:
        return reading
    head = headlines.head_again(reading.clean, reading.words, engine)
    again = lookagain.looked_again(reading.clean, head, engine)
    words = tuple(sensible(again)) + overlooked.overlooked(reading.clean, head, engine)
    return replace(reading, words=words, confidence=mean_confidence(words))


def back(matrix: Matrix, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
    """A box in the upright image → the box around it in the page image as it came."""
    corners = np.array([[x0, top, 1], [x1, top, 1], [x1, bottom, 1], [x0, bottom, 1]], np.float64).T
    moved = np.linalg.inv(matrix) @ corners
    xs, ys = moved[0] / moved[2], moved[1] / moved[2]
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())
