"""Comparison keys, exact → tone-placement-free → toneless, each named. The only normaliser of the house.

Every key keeps the number of code points of an NFC text, so that offsets in `fold(text)` are offsets in `text`
(letters are changed one by one). `squeeze` is the one step that shortens, and is separate.

Sources: tone placement (uỷ/ủy, hoà/hòa) and i/y (kí/ký) are the two spelling habits of Party offices and of the press;
the latter is folded in keywords only, since Vi and Vy are different names (docs/glossary.md).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]")
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\n\f\v]")
_RUN = re.compile(r" {2,}")
_WORD = re.compile(r"[^\W\d_]+")
_OPEN_PAIRS = frozenset({"oa", "oe", "uy"})
_I_Y = re.compile(r"(?<![^\W\d_])(?P<first>[hklmst])(?P<i>[iíìỉĩị])(?![^\W\d_])")
_I_TO_Y = str.maketrans("iíìỉĩị", "yýỳỷỹỵ")


class Key(StrEnum):
    """How far two spellings may differ and still have one key."""

    #: case, kind of dash and of space
    EXACT = "exact"
    #: and the place of the tone mark (uỷ = ủy, hoà = hòa)
    PLACEMENT = "placement"
    #: and i for y in words of h, k, l, m, s, t and i alone (kí = ký, lí = lý): for words of the field, never for names
    KEYWORD = "keyword"
    #: and all marks (Đặng = dang): to search for candidates, never to decide
    TONELESS = "toneless"


#: characters up to which a text is a name or a line
_SHORT = 200


def fold(text: str, key: Key = Key.PLACEMENT) -> str:
    """The comparison key of an NFC text; as long as the text."""
    plain = unicodedata.normalize("NFC", text)
    return _short(plain, key) if len(plain) <= _SHORT else _long(plain, key)


def _fold(text: str, key: Key) -> str:
    folded = _SPACES.sub(" ", _DASHES.sub("-", _lower(text)))
    if key is Key.EXACT:
        return folded
    if key is Key.TONELESS:
        return "".join(map(_bare, folded))
    folded = _WORD.sub(lambda match: _new_placement(match[0]), folded)
    return (
        _I_Y.sub(lambda match: match["first"] + match["i"].translate(_I_TO_Y), folded) if key is Key.KEYWORD else folded
    )


# Names and lines come again in every file; a whole page comes again only while its own file is read.
_short = lru_cache(maxsize=16384)(_fold)
_long = lru_cache(maxsize=64)(_fold)


def squeeze(text: str) -> str:
    """Single spaces, none at the ends."""
    return _RUN.sub(" ", _SPACES.sub(" ", text)).strip()


def same(one: str, other: str, key: Key = Key.PLACEMENT) -> bool:
    """Do both have one key, spaces apart?"""
    return squeeze(fold(one, key)) == squeeze(fold(other, key))


def _lower(text: str) -> str:
    # str.lower() turns İ into two code points; no other letter grows, and none is Vietnamese.
    return text.lower() if len(text.lower()) == len(text) else "".join(c.lower()[:1] or c for c in text)


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    if letter == "đ":
        return "d"
    return unicodedata.normalize("NFD", letter)[0]


@lru_cache(maxsize=65536)
def _new_placement(word: str) -> str:
    """`ủy` → `uỷ`, `hòa` → `hoà`; open syllables in oa, oe, uy only, never after q."""
    if len(word) < 2 or word[-1] not in "aey" or word[-3:-2] == "q":
        return word
    base, *mark = list(unicodedata.normalize("NFD", word[-2]))
    tone = next((m for m in mark if m in _TONES), "")
    if not tone or len(mark) > 1 or base + word[-1] not in _OPEN_PAIRS:
        return word
    return word[:-2] + base + unicodedata.normalize("NFC", word[-1] + tone)
