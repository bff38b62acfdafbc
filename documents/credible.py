"""What of the engine's words is to be believed at all, and how far a page's words can be trusted together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from documents.ocr import Seen
from vntext.syllables import is_syllable

_STRANGE = re.compile(r"[<>^~|\\{}=«»¬¤§]")
_NO_BEGINNING = ".,;:_'`‘’·"
_NUMERAL = re.compile(r"[IVXivx]+")


def sensible(words: Sequence[Seen]) -> Iterator[Seen]:
    """Without specks and strokes read as characters and without leaders (rows of dots that fill a form's line)."""
    usual = float(np.median([w.bottom - w.top for w in words])) if words else 0.0
    first: dict[int, Seen] = {}
    for word in words:
        first[word.line] = min(word, first.get(word.line, word), key=lambda w: w.x0)
    for word in words:
        if word is first[word.line] and not word.text.strip(_NO_BEGINNING):
            continue  # nothing begins so: dust in the margin, which would hide the number of an item
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


def mean_confidence(words: Sequence[Seen]) -> float:
    """By letters, so that a speck counts little; 0.0 without words."""
    letters = [(sum(c.isalnum() for c in w.text), w.confidence) for w in words]
    total = sum(n for n, _ in letters)
    return sum(n * c for n, c in letters) / total if total else 0.0


def confident_letters(words: Sequence[Seen]) -> float:
    """How many letters were read, those counted more that were read surely."""
    return sum(len(w.text) * (w.confidence - 0.5) for w in words if w.confidence > 0.5)
