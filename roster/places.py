"""Names of branches and areas as written, against those of the roster: is it the same place?"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from roster.wording import Phrases, Words, begins, clauses, records, words_of
from vntext.folding import Key, fold
from vntext.numerals import roman

#: words of a branch's name that say only that it is one, or what kind of place it has
_GENERIC = frozenset(("chi", "bo", "dang", "uy", "truc", "thuoc", "so", "co", "cua", "truong", "vien"))
#: words that name a kind of place; they tell "ấp 1" from "thôn 1", and nothing more. Some also as a scan leaves them.
KINDS = frozenset(
    words_of(
        "ấp thôn bản buôn xóm khóm khu phố tổ dân cư làng đội xã phường thị trấn đặc huyện ap thon xom khom xa huyen"
    )
)
_COMMUNES = Phrases((("xa",), ("phuong",), ("thi", "tran"), ("dac", "khu")))


class Belonging(StrEnum):
    """Is the unit this very branch?"""

    OWN = "own"
    OTHER = "other"
    UNKNOWN = "unknown"


@lru_cache(maxsize=16384)
def place_words(text: str) -> Words:
    """`Chi bộ ấp 06, xã Trà Cổ` → (ap, 6, xa, tra, co): bare, numbers as digits, without the words for Party bodies."""
    return tuple(fold(word, Key.TONELESS) for word in marked_words(text))


@lru_cache(maxsize=16384)
def marked_words(text: str) -> Words:
    """The same with their marks: `KP2` is (khu, phố, 2)."""
    words = (_digits(word) for word in words_of(_unglued(text)))
    return tuple(word for word in words if fold(word, Key.TONELESS) not in _GENERIC)


def _unglued(text: str) -> str:
    """`KP2`, `ấp6` → `KP 2`, `ấp 6`."""
    pairs = zip(text, f"{text[1:]} ", strict=False)
    return "".join(one + " " if one.isalpha() and other.isdecimal() else one for one, other in pairs)


def _digits(word: str) -> str:
    if word.isdecimal():
        return str(int(word))
    value = roman(word) if set(word) <= set("ivx") else None
    return str(value) if value else word


@lru_cache(maxsize=16384)
def proper(text: str) -> frozenset[str]:
    """What tells one place from another, bare: names and numbers, not "ấp" or "xã"."""
    return frozenset(fold(word, Key.TONELESS) for word in marked_words(text) if word not in KINDS)


def kinds(text: str) -> frozenset[str]:
    """The kinds of place that are named, bare: `Chi bộ ấp 1, xã Tân Hà` → (ap, xa)."""
    return frozenset(fold(word, Key.TONELESS) for word in marked_words(text) if word in KINDS)


def is_branch(unit: str) -> bool:
    words = words_of(unit)
    return ("chi", "bộ") in pairwise(words)


@lru_cache(maxsize=16384)
def is_office(branch: str) -> bool:
    """Is it the branch of an office, a school or another body, and of no hamlet?"""
    words = words_of(_unglued(branch))
    behind = words[2:] if words[:2] == ("chi", "bộ") else words
    homes = _kinds_of_branch("residential")
    return bool(begins(behind, _kinds_of_branch("office"))) and not any(
        begins(behind[at:], homes) for at in range(len(behind))
    )


@lru_cache(maxsize=2)
def _kinds_of_branch(name: str) -> Phrases:
    """How the names of one kind of branch begin (`offices.toml`)."""
    return Phrases(
        words_of(one) for record in records("offices.toml", "kind") if record["id"] == name for one in record["words"]
    )


@lru_cache(maxsize=65536)
def belonging(unit: str, branch: str, parent: str) -> Belonging:
    """Is `unit` of a roster row the branch named `branch` of `parent`? Unknown where one of them is not told."""
    if not unit:
        return Belonging.UNKNOWN
    if not is_branch(unit):
        return _of_office(unit, branch, parent) if is_office(branch) else Belonging.OTHER
    if not branch:
        return Belonging.UNKNOWN
    return Belonging.OWN if same_place(unit, branch, parent) else Belonging.OTHER


def _of_office(unit: str, branch: str, parent: str) -> Belonging:
    """The people of a body are in its branch; whoever leads another may be in it, too (a leader of the committee sits
    in the branch of its office)."""
    return Belonging.OWN if is_office(unit) and same_place(unit, branch, parent) else Belonging.UNKNOWN


@lru_cache(maxsize=65536)
def same_place(known: str, written: str, parent: str = "") -> bool:
    """Does all that is written stand in the known name, and does the known name say no more than its parent does?"""
    ours, theirs, above = map(proper, (known, written, parent))
    if not theirs or not ours:
        return place_words(known) == place_words(written)
    return theirs <= ours | above and bool(theirs & ours) and (ours <= theirs | above or not above)


@lru_cache(maxsize=16384)
def commune_name(text: str) -> Words:
    """`Bí thư Đảng ủy xã Trà Cổ` → (tra, co): what stands behind the commune's kind; () where no commune is named."""
    found = [name for clause in clauses(text) if (name := _behind_commune(place_words(clause)))]
    return found[0] if found else ()


def _behind_commune(words: Words) -> Words:
    for at in range(len(words) - 1):
        length = len(begins(words[at:-1], _COMMUNES))
        if length and words[at + length] != "hoi":  # "xã hội" is society
            return words[at + length :]
    return ()


def of_area(unit: str, parent: str) -> bool:
    """Do a unit ("Đảng ủy xã Trà Cổ") and a branch's parent ("Đảng bộ xã Trà Cổ") name one place?"""
    ours, theirs = proper(unit), proper(parent)
    return bool(theirs) and theirs <= ours
