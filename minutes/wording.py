"""Ways of saying things in minutes, as data: records of `data/*.toml`, compiled once.

A record's phrases use few marks: a word, `a|b` in round brackets, `(optional)?`. Phrases are compared on a key that folds case, tone placement
and i/y. On pages read by OCR each word of the text that the records do not know is first replaced by the one known word
that it can hardly be anything but (the same letters without marks, or one letter away): see `Reading`.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from vntext.folding import Key, fold

_DATA = Path(__file__).with_name("data")
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_|\s+")
_REASON = re.compile(r"\bl[yiýỳỷỹỵíìỉĩị] d[oòóỏõọôốồơớờ]\b")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Phrasebook:
    """All phrases of one file, each with the id of its record."""

    name: str
    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    def find(self, key: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
        """Every phrase in `key[start:end]`, in order of record and place (they may overlap)."""
        stop = len(key) if end is None else end
        for record, pattern in self.patterns:
            for match in pattern.finditer(key, start, stop):
                yield Found(record, match.start(), match.end())

    def first(self, key: str, start: int = 0, end: int | None = None) -> Found | None:
        """The leftmost phrase, the longest of those that start there."""
        return min(self.find(key, start, end), key=lambda f: (f.start, -f.end), default=None)

    def at(self, key: str, start: int, end: int | None = None) -> Found | None:
        """The longest phrase that begins exactly at `start`."""
        stop = len(key) if end is None else end
        hits = [Found(r, m.start(), m.end()) for r, p in self.patterns if (m := p.match(key, start, stop))]
        return max(hits, key=lambda f: f.end, default=None)

    def ending(self, key: str, start: int, end: int) -> Found | None:
        """The longest phrase that ends at `end`, white space apart."""
        stop = start + len(key[start:end].rstrip())
        return min((f for f in self.find(key, start, end) if f.end == stop), key=lambda f: f.start, default=None)


@dataclass(frozen=True, slots=True)
class Found:
    """A record's phrase at `start:end`."""

    record: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A text and its key for comparing; `back[i]` is the offset in `text` of the key's code point `i` (one more at the end)."""

    text: str
    key: str
    back: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        return self.back[start], self.back[end]

    def forth(self, offset: int) -> int:
        """Where in the key the text's `offset` stands."""
        return max(0, bisect_right(self.back, offset) - 1)


_I_FOR_Y = re.compile(r"(?<![^\W_])([lkt])([iíìỉĩị])(?![^\W_])")
_Y = dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True))


def key_of(text: str) -> str:
    """The comparing key of field words: case, tone placement, and `kí`, `lí`, `tỉ` as `ký`, `lý`, `tỷ`; as long as the text."""
    return _I_FOR_Y.sub(lambda m: m[1] + _Y[m[2]], fold(text, Key.PLACEMENT))


def read(text: str, damaged: bool = False) -> Reading:
    """The key of a text; with `damaged`, field words are mended first."""
    if not damaged:
        return Reading(text, key_of(text), tuple(range(len(text) + 1)))
    pieces: list[str] = []
    back: list[int] = []
    begins = True
    for token in _TOKEN.finditer(text):
        word = token[0]
        piece = _mended(word) if begins or word.islower() or word.isupper() else key_of(word)
        pieces.append(piece)
        last = len(word) - 1
        back.extend(token.start() + min(i, last) for i in range(len(piece)))
        begins = begins and not _LETTERS.search(word) or word in ".:;!?-+*"
    return Reading(text, _REASON.sub("lý do", "".join(pieces)), (*back, len(text)))


@lru_cache(maxsize=65536)
def _mended(token: str) -> str:
    key = key_of(token)
    if not _LETTERS.fullmatch(key) or key in vocabulary() or len(key) < 3:
        return key
    return _nearest(key, capital=token[:1].isupper() and not token.isupper()) or key


def _nearest(key: str, capital: bool) -> str | None:
    """The one known word that a damaged word is; a word with a capital may be a name, so only its marks are mended."""
    bare = fold(key, Key.TONELESS)
    same = [word for word in _by_bare().get(bare, ()) if abs(len(word) - len(key)) <= 1]
    if same:
        return min(same, key=lambda w: (Levenshtein.distance(w, key), w))
    if len(bare) < 5 or capital:
        return None
    near = {w for w in _by_bare() if abs(len(w) - len(bare)) <= 1 and Levenshtein.distance(w, bare) == 1}
    return min(_by_bare()[near.pop()]) if len(near) == 1 else None


def records(name: str) -> list[dict[str, object]]:
    """The records of `data/<name>.toml`."""
    return list(tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))["record"])


@lru_cache(maxsize=16)
def phrasebook(name: str) -> Phrasebook:
    """The compiled phrases of `data/<name>.toml`."""
    patterns = []
    for record in records(name):
        phrases = record["phrases"]
        assert isinstance(phrases, list)
        body = "|".join(sorted((template(str(p)) for p in phrases), key=len, reverse=True))
        patterns.append((str(record["id"]), re.compile(rf"(?<![^\W_])(?:{body})(?![^\W_])")))
    return Phrasebook(name, tuple(patterns))


def template(phrase: str) -> str:
    """A phrase as a regular expression on keys: `vắng (mặt)? (có|không) lý do`."""
    text, begun = "", False
    for part in re.findall(r"\([^()]*\)\??|[^\s()]+", key_of(phrase)):
        optional = part.startswith("(") and part.endswith("?")
        inner = part.rstrip("?").strip("()") if part.startswith("(") else part
        piece = "(?:" + "|".join(r"\s+".join(map(re.escape, way.split())) for way in inner.split("|")) + ")"
        text += _step(piece, optional, begun)
        begun = begun or not optional
    return text


def _step(piece: str, optional: bool, begun: bool) -> str:
    if begun:
        gap = r"\s*" if piece.strip("(?:)\\") in (",", "-") else r"\s+"
        return rf"(?:{gap}{piece})?" if optional else rf"{gap}{piece}"
    return rf"(?:{piece}\s+)?" if optional else piece


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """Every word of every phrase: what a damaged word may be mended to."""
    words: set[str] = set()
    for book in BOOKS:
        for record in records(book):
            phrases = record["phrases"]
            assert isinstance(phrases, list)
            for phrase in phrases:
                words.update(_LETTERS.findall(key_of(str(phrase))))
    return frozenset(words)


@lru_cache(maxsize=1)
def _by_bare() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(vocabulary()):
        if len(word) >= 3:
            found.setdefault(fold(word, Key.TONELESS), []).append(word)
    return {bare: tuple(words) for bare, words in found.items()}


#: every file of phrases
BOOKS = ("parts", "absence", "presence", "substitution", "sayings", "mentions", "posts", "reasons", "meetings")
