"""Names of branches and areas as written, against those of the roster: is it the same place?"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from roster.wording import Words, words_of
from vntext.folding import Key, fold
from vntext.numerals import roman

#: words of a branch's name that say only that it is one, or what kind of place it has
_GENERIC = frozenset(("chi", "chy", "bo", "dang", "uy", "truc", "thuoc", "so", "co", "cua", "truong", "vien"))
_KINDS = frozenset(
    ("ap", "thon", "ban", "buon", "xom", "khom", "khu", "pho", "to", "dan", "cu", "lang", "doi")
    + ("xa", "phuong", "thy", "tran", "dac", "huyen", "quan", "tinh", "thanh")
)


class Belonging(StrEnum):
    """Is the unit this very branch?"""

    OWN = "own"
    OTHER = "other"
    UNKNOWN = "unknown"


@lru_cache(maxsize=16384)
def place_words(text: str) -> Words:
    """`Chi bộ ấp 06, xã Trà Cổ` → (ap, 6, xa, tra, co): bare, numbers as digits, without the words for Party bodies."""
    bare = (fold(_digits(word), Key.TONELESS) for word in words_of(text))
    return tuple(word for word in bare if word not in _GENERIC)


def _digits(word: str) -> str:
    if word.isdecimal():
        return str(int(word))
    value = roman(word) if set(word) <= set("ivx") else None
    return str(value) if value else word


def proper(words: Words) -> frozenset[str]:
    """What tells one place from another: names and numbers, not "ấp" or "xã"."""
    return frozenset(word for word in words if word not in _KINDS)


def is_branch(unit: str) -> bool:
    words = words_of(unit)
    return any(pair in (("chi", "bộ"), ("chy", "bộ")) for pair in pairwise(words))


@lru_cache(maxsize=65536)
def belonging(unit: str, branch: str, parent: str) -> Belonging:
    """Is `unit` of a roster row the branch named `branch` of `parent`? Unknown where one of them is not told."""
    if not unit:
        return Belonging.UNKNOWN
    if not is_branch(unit):
        return Belonging.OTHER
    if not branch:
        return Belonging.UNKNOWN
    return Belonging.OWN if same_place(unit, branch, parent) else Belonging.OTHER


@lru_cache(maxsize=65536)
def same_place(known: str, written: str, parent: str = "") -> bool:
    """Does all that is written stand in the known name, and does the known name say no more than its parent does?"""
    ours, theirs, above = (proper(place_words(text)) for text in (known, written, parent))
    if not theirs or not ours:
        return place_words(known) == place_words(written)
    return theirs <= ours | above and bool(theirs & ours) and (ours <= theirs | above or not above)


def of_area(unit: str, parent: str) -> bool:
    """Do a unit ("Đảng ủy xã Trà Cổ") and a branch's parent ("Đảng bộ xã Trà Cổ") name one place?"""
    ours, theirs = proper(place_words(unit)), proper(place_words(parent))
    return bool(theirs) and theirs <= ours
