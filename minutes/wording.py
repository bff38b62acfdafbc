"""Ways of saying things in minutes, as data: records of `data/*.toml`, compiled once.

A record's phrases use few marks: a word, `a|b` in round brackets, `(optional)?`. Phrases are compared on a key that
folds
case and tone placement. On pages read by OCR, phrases that lost marks get them back first: see `read`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from vntext.folding import Key, fold

_DATA = Path(__file__).with_name("data")
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
    """A text and its key for comparing: as long as the text, so that offsets are the same."""

    text: str
    key: str


_I_FOR_Y = re.compile(r"(?<![^\W_])([lkt])([iíìỉĩị])(?![^\W_])")
_Y = dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True))


def key_of(text: str) -> str:
    """The comparing key of field words: case, tone placement, and `kí`, `lí`, `tỉ` as `ký`, `lý`, `tỷ`; as long as
    the text."""
    return _I_FOR_Y.sub(lambda m: m[1] + _Y[m[2]], fold(text, Key.PLACEMENT))


def read(text: str, damaged: bool = False) -> Reading:
    """The key of a text. With `damaged`, phrases that lost marks get them back: two words or more that only differ
    from a known
    phrase in their marks are that phrase; single words are left alone, since `vâng`, `vàng` and `vắng` are all words
    (but for the
    damaged forms that a record names)."""
    key = key_of(text)
    return Reading(text, _mended(key) if damaged else key)


@lru_cache(maxsize=8192)
def _mended(key: str) -> str:
    for pattern, words in _damaged_words():
        key = pattern.sub(words, key)
    bare = fold(key, Key.TONELESS)
    letters = list(key)
    for pattern, known in _bare_phrases():
        for match in pattern.finditer(bare):
            if " " in match[0].strip():
                _restore(letters, bare, match.start(), match.end(), known)
    return "".join(letters)


def _restore(letters: list[str], bare: str, start: int, end: int, known: dict[str, tuple[str, ...]]) -> None:
    """Each word of a phrase gets the marks that the phrase has."""
    for word in _LETTERS.finditer(bare, start, end):
        ways = known.get(word[0], ())
        seen: str = "".join(letters[word.start() : word.end()])
        if ways and seen not in ways:
            letters[word.start() : word.end()] = min(ways, key=lambda way: (_distance(str(way), seen), way))


def _distance(one: str, other: str) -> int:
    return Levenshtein.distance(one, other)


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
def _bare_phrases() -> tuple[tuple[re.Pattern[str], dict[str, tuple[str, ...]]], ...]:
    """The phrases of every record without marks, with the words that carry them."""
    found = []
    for book in BOOKS:
        for record in records(book):
            phrases = [str(p) for p in _list(record, "phrases") if " " in str(p)]
            if phrases:
                body = "|".join(sorted({template(fold(p, Key.TONELESS)) for p in phrases}, key=len, reverse=True))
                found.append((re.compile(rf"(?<![^\W_])(?:{body})(?![^\W_])"), _words_by_bare(phrases)))
    return tuple(found)


def _words_by_bare(phrases: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for phrase in phrases:
        for word in _LETTERS.findall(key_of(phrase)):
            found.setdefault(fold(word, Key.TONELESS), set()).add(word)
    return {bare: tuple(sorted(words)) for bare, words in found.items()}


@lru_cache(maxsize=1)
def _damaged_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Damaged forms of single words that records name (`vẳng` for `vắng`): as long as the word."""
    found = []
    for book in BOOKS:
        for record in records(book):
            for pair in _list(record, "damaged"):
                right, *wrong = [key_of(w) for w in str(pair).split()]
                found.append((re.compile(rf"(?<![^\W_])(?:{'|'.join(wrong)})(?![^\W_])"), right))
    return tuple(found)


def _list(record: dict[str, object], name: str) -> list[object]:
    value = record.get(name, [])
    return value if isinstance(value, list) else []


#: every file of phrases
BOOKS = ("parts", "absence", "presence", "substitution", "sayings", "mentions", "posts", "reasons", "meetings", "words")
