"""Texts as a Vietnamese OCR engine leaves them: lost and wrong tones, l/i/1, rn/m, đ/d, torn words, lost lines.

For benches only: the damaged Document claims OCR as its origin, with a word confidence that falls where a letter
was hurt, so that the reading treats it as a scan.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

from documents.model import Document, Line, Origin, Page, Word

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ALIKE = {
    "l": "i1", "i": "l", "1": "l", "m": ("rn",), "đ": "d", "Đ": "D", "ô": "ộo", "ơ": "o", "ư": "u", "ă": "a", "â": "a",
    "ê": "e", "h": "b", "n": "u", "u": "n", "c": "e", "e": "c", "0": "O", "5": "S", "g": "q", "t": "f", "í": "i",
    "I": "l", ".": ",", ",": ".", ":": ";",
}  # fmt: skip


def noised(document: Document, rate: float, seed: str) -> Document:
    """The document with about `rate` of its characters confused; the same seed gives the same damage."""
    rng = random.Random(seed)
    return replace(document, pages=tuple(_page(page, rate, rng) for page in document.pages))


def _page(page: Page, rate: float, rng: random.Random) -> Page:
    kept = [line for line in page.lines if len(page.lines) < 12 or rng.random() >= rate * 0.15]
    lines = tuple(_line(line, rate, rng) for line in kept)
    return replace(page, lines=lines, origin=Origin.OCR, tables=(), confidence=0.955)


def _line(line: Line, rate: float, rng: random.Random) -> Line:
    out: list[str] = []
    hurt: list[int] = []
    for letter in line.text:
        seen = _seen(letter, rate, rng)
        if seen != letter:
            hurt.append(sum(map(len, out)))
        out.append(seen)
    text = "".join(out)
    words = tuple(_words(text, hurt, rng))
    mean = sum(w.confidence or 0 for w in words) / len(words) if words else None
    return replace(line, text=text, words=words, confidence=mean)


def _seen(letter: str, rate: float, rng: random.Random) -> str:
    if letter == " ":
        return "" if rng.random() < rate * 0.25 else letter
    return letter if letter in "|\t" or rng.random() >= rate else _confused(letter, rng)


def _confused(letter: str, rng: random.Random) -> str:
    parts = unicodedata.normalize("NFD", letter)
    bare = "".join(c for c in parts if c not in _TONES)
    if parts[0].lower() in "aeiouy" and rng.random() < 0.75:
        lost = bare != parts and rng.random() < 0.55
        return unicodedata.normalize("NFC", bare if lost else bare + rng.choice(_TONES))
    if letter in _ALIKE:
        return rng.choice(list(_ALIKE[letter]))
    return rng.choice(["", letter + " ", letter, letter, letter]) if letter.isalpha() else letter


def _words(text: str, hurt: list[int], rng: random.Random) -> list[Word]:
    words: list[Word] = []
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        damaged = any(start <= place <= at for place in hurt)
        sure = rng.uniform(0.55, 0.93) if damaged else min(0.97, rng.gauss(0.955, 0.012))
        words.append(Word(word, start, at, None, sure))
    return words
