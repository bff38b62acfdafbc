"""A page image → words: the cascade, cheap first, stronger steps only where the engine's confidence asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from documents import headlines, imaging, lookagain, overlooked, photographed, scanrules
from documents.imaging import Gray, Image, Matrix
from documents.ocr import Engine, Extent, Seen
from documents.rulings import Grid
from vntext.syllables import is_syllable

#: mean word confidence: below `POOR` stronger steps are tried, below `WRONG_WAY` other orientations too
POOR = 0.86
WRONG_WAY = 0.62
#: below this a page counts as unreadable (composed handwriting gave 0.27 to 0.60, poor print 0.75 and more)
UNREADABLE = 0.66
#: the orientation detector's wrong answers had at most 4.1
SURE_TURN = 5.0
#: below this `sidewaysness` lines surely lie level, above its inverse they surely stand
_LEVEL = 0.75
#: how much better a reading upside down must be where the detector is not sure
_CLEARLY = 0.15
_STRANGE = re.compile(r"[<>^~|\\{}=«»¬¤§]")
_NUMERAL = re.compile(r"[IVXivx]+")
_SOFTENINGS = ((5, 1.5), (7, 1.0))


@dataclass(frozen=True)
class Upright:
    """`image` is grey, even and straight; `matrix` (3x3) leads from pixels of the page image as it came to its pixels;
    `grids` are the ruled tables on it."""

    image: Gray
    matrix: Matrix
    turned: int = 0
    bilevel: bool = False
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class Reading:
    """`words` are in pixels of `page.image`; `confidence`: mean over letters, 0..1; `passes`: calls of the engine."""

    page: Upright
    words: tuple[Seen, ...]
    confidence: float
    passes: int = 1
    #: the image that the engine was given
    clean: Gray = field(default_factory=lambda: np.zeros((1, 1), np.uint8))


def read_image(image: Image, engine: Engine) -> Reading:
    """The best reading of a page image (BGR or grey); of a photograph, the reading of the sheet in it."""
    grey = imaging.grey_without_seal(image)
    sheet = None if imaging.is_bilevel(grey) else photographed.sheet(grey)
    if sheet is None:
        return _read_sheet(grey, engine)
    flat, matrix = sheet
    reading = _read_sheet(flat, engine)
    return replace(reading, page=replace(reading.page, matrix=reading.page.matrix @ matrix))


def _read_sheet(grey: Gray, engine: Engine) -> Reading:
    page = prepare(grey, _first_turn(grey, engine))
    reading = _read(page, page.image, engine)
    if reading.confidence < WRONG_WAY:
        reading = _other_ways(grey, reading, engine)
    if reading.confidence < POOR and not page.bilevel and reading.words:
        reading = _softer(reading, engine)
    return _surer(reading, engine)


def prepare(grey: Gray, degrees: int = 0) -> Upright:
    """Turned by `degrees`, enlarged, evenly lit, straight and free of the paper's grain."""
    bilevel = imaging.is_bilevel(grey)
    turned, matrix = imaging.turn(grey, degrees)
    large, factor = imaging.scale_to_read(turned)
    even = large if bilevel else imaging.even_light(large)
    matrix = imaging.scaling(factor) @ matrix
    angle = imaging.skew(even)
    if abs(angle) >= 0.1:
        even, rotation = imaging.straighten(even, angle)
        matrix = rotation @ matrix
    grids = tuple(scanrules.find_grids(even))
    return Upright(even if bilevel else imaging.without_grain(even), matrix, degrees, bilevel, grids)


def _first_turn(grey: Gray, engine: Engine) -> int:
    """0 for a page whose lines lie level; for one on its side what the detector says, else a quarter."""
    across = imaging.sidewaysness(grey)
    if across < _LEVEL:
        return 0
    degrees, confidence = _detect(grey, engine)
    if across < 1 / _LEVEL and confidence < SURE_TURN:
        return 90 if across > 1 else 0
    return degrees if degrees in (90, 270) or confidence >= SURE_TURN else 90


def _detect(grey: Gray, engine: Engine) -> tuple[int, float]:
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) if max(grey.shape) > 2000 else grey
    return engine.orientation(imaging.even_light(np.asarray(half, np.uint8)))


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
    better = surer and _confident_letters(second) > _confident_letters(first)
    return replace(second if better else first, passes=first.passes + 1)


def _softer(first: Reading, engine: Engine) -> Reading:
    """Whichever of the readings has the most confident letters."""
    tries = [first]
    for median, sigma in _SOFTENINGS:
        soft = imaging.soften(first.page.image, median, sigma)
        tries.append(_read(first.page, soft, engine))
        if first.confidence < UNREADABLE and _confident_letters(tries[-1]) <= _confident_letters(first):
            break  # handwriting: no filter makes it readable, and each try costs a page
    best = max(tries, key=_confident_letters)
    return replace(best, passes=first.passes + len(tries) - 1)


def _read(page: Upright, image: Gray, engine: Engine) -> Reading:
    clean = scanrules.painted_out(image, page.grids)
    words = tuple(sensible(engine.words(clean)))
    if not words and imaging.has_letters(image):
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


def sensible(words: Sequence[Seen]) -> Iterator[Seen]:
    """Without specks and strokes read as characters and without leaders (rows of dots that fill a form's line)."""
    usual = float(np.median([w.bottom - w.top for w in words])) if words else 0.0
    for word in words:
        if not (is_leader(word.text) or _is_speck(word) or _is_low(word, usual) or _is_dust(word, usual)):
            yield word


def _is_speck(word: Seen) -> bool:
    """Signs without sense, unsurely read. Abbreviations and headings (đ/c, II.) are read unsurely too: they stay."""
    text = word.text
    letters = sum(c.isalnum() for c in text)
    if letters == 0:
        return word.confidence < (0.5 if text in ("-", "+", "*", "–") else 0.8)
    if _STRANGE.search(text) or (letters * 2 <= len(text) and len(text) >= 3):
        return word.confidence < 0.7
    plain = text.isalpha() and text.islower() and not is_syllable(text)
    return plain and word.confidence < 0.2 and len(text) <= 4


def _is_dust(word: Seen, usual: float) -> bool:
    """Letters and figures far too small for print, or that the engine itself does not believe and no language has."""
    if not any(c.isalnum() for c in word.text):
        return False
    small = word.bottom - word.top < 0.4 * usual and word.confidence < 0.7
    bare = word.text.strip(".:;,()")
    sense = bare.isdecimal() or _NUMERAL.fullmatch(bare) or is_syllable(bare) or "/" in bare
    return small or (word.confidence < 0.2 and len(bare) <= 4 and not sense)


def _is_low(word: Seen, usual: float) -> bool:
    """Long and flat: dots of a leader that were read as letters."""
    return len(word.text) >= 4 and word.bottom - word.top < 0.5 * usual and word.x1 - word.x0 > 1.5 * usual


def is_leader(text: str) -> bool:
    """Dots, dashes or underscores that fill the rest of a line."""
    filling = sum(text.count(c) for c in "._…·‥")
    return filling + text.count("…") >= 4 and filling * 3 >= len(text) * 2


def mean_confidence(words: tuple[Seen, ...]) -> float:
    """By letters, so that a speck counts little; 0.0 without words."""
    letters = [(sum(c.isalnum() for c in w.text), w.confidence) for w in words]
    total = sum(n for n, _ in letters)
    return sum(n * c for n, c in letters) / total if total else 0.0


def _confident_letters(reading: Reading) -> float:
    return sum(len(w.text) * (w.confidence - 0.5) for w in reading.words if w.confidence > 0.5)


def back(matrix: Matrix, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
    """A box in the upright image → the box around it in the page image as it came."""
    corners = np.array([[x0, top, 1], [x1, top, 1], [x1, bottom, 1], [x0, bottom, 1]], np.float64).T
    moved = np.linalg.inv(matrix) @ corners
    xs, ys = moved[0] / moved[2], moved[1] / moved[2]
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())
