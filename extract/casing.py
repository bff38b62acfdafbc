"""Names of bodies out of capitals: `TỈNH ỦY NAM BÌNH` → `Tỉnh ủy Nam Bình`.

Known heads are written as they are in `bodies.toml`, words of the ladder small, all else as proper names.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.reading import folded
from extract.terms import records, word_set
from vntext.folding import squeeze

_SMALL_PAIRS = (
    ("thành", "phố"),
    ("thị", "xã"),
    ("thị", "trấn"),
    ("đặc", "khu"),
    ("trực", "thuộc"),
    ("khu", "phố"),
    ("tổ", "dân"),
)


def titled(caps: str) -> str:
    """The name in ordinary writing; the letters' tone placement stays as it was."""
    words = squeeze(caps).split(" ")
    keys = [folded(word) for word in words]
    out: list[str] = []
    while len(out) < len(words):
        out += _piece(words, keys, len(out))
    return " ".join(out)


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """(folded words, words as written) of names with more than one word, the longest first."""
    tables = (*records("bodies", "casing"), *records("bodies", "field"))
    written = [name for record in tables for name in record["names"] if name[:1].isupper()]
    pairs = [(tuple(folded(name).split()), tuple(name.split())) for name in written]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _piece(words: list[str], keys: list[str], at: int) -> list[str]:
    for key, written in _known():
        if tuple(keys[at : at + len(key)]) == key:
            return [_cased_like(word, form) for word, form in zip(words[at:], written, strict=False)]
    if tuple(keys[at : at + 2]) in _SMALL_PAIRS:
        return [words[at].lower(), words[at + 1].lower()]
    if keys[at] in word_set("abbreviation"):
        return [words[at].upper()]
    small = at > 0 and keys[at] in word_set("ladder")
    return [words[at].lower() if small else _capital(words[at])]


def _cased_like(word: str, written: str) -> str:
    return word.lower() if written[:1].islower() else _capital(word)


def _capital(word: str) -> str:
    return "".join(part[:1].upper() + part[1:].lower() for part in re.split(r"([-.])", word))
