"""How near two written names are: the same, the same but for its marks, damaged letters, initials, only the given name.

Given name above middle above family name: the last word is what tells people apart, `Văn` and `Nguyễn` hardly do
(docs/glossary.md, section 6.2 of the domain notes: shares of family and given names in bits).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from vntext.folding import Key, fold
from vntext.names import PersonName, parse_name


class Nearness(StrEnum):
    """From the nearest to the farthest."""

    SAME = "same"
    #: the letters agree, marks do not: other people, unless the page was damaged
    TONES = "tones"
    #: few letters differ
    LETTERS = "letters"
    #: `Ng. V. Nam`
    INITIALS = "initials"
    #: a middle word is missing: `Nguyễn Nam` may be a whole name of somebody else
    PARTIAL = "partial"
    #: only the given name, or with the middle word: `Nam`, `Văn Nam`
    GIVEN = "given"
    #: the same words in another order: another name
    SWAPPED = "swapped"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NameComparison:
    """`similarity` 0..1 by weighted syllables. `given`: does the given name agree, marks and all?"""

    nearness: Nearness
    similarity: float
    given: bool


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name ready for comparison: folded syllables with and without marks, built once for each side."""

    syllables: tuple[str, ...]
    bare: tuple[str, ...]

    @property
    def exact(self) -> str:
        return " ".join(self.syllables)

    @property
    def toneless(self) -> str:
        return " ".join(self.bare)


@lru_cache(maxsize=65536)
def name_key(text: str) -> NameKey:
    """The key of a name as written; titles in front are dropped, initials are cut at their dots."""
    return key_of(parse_name(text))


def key_of(name: PersonName) -> NameKey:
    words = name.key().replace(".", ". ").split()
    bare = tuple(fold(word, Key.TONELESS) for word in words)
    return NameKey(tuple(words), bare)


@lru_cache(maxsize=262144)
def compared(written: NameKey, known: NameKey) -> NameComparison:
    """How near a written name is to a known full name. An empty name is near to nothing."""
    if not written.syllables or not known.syllables:
        return NameComparison(Nearness.OTHER, 0.0, False)
    given = written.syllables[-1] == known.syllables[-1]
    nearness = _nearness(written, known, given)
    return NameComparison(nearness, 1.0 if nearness is Nearness.SAME else _similarity(written, known), given)


def _nearness(written: NameKey, known: NameKey, given: bool) -> Nearness:
    if _joined(written.syllables) == _joined(known.syllables):
        return Nearness.SAME
    if any(word.endswith(".") for word in written.syllables) or any(len(word) == 1 for word in written.syllables[:-1]):
        return Nearness.INITIALS if given and _abbreviates(written, known) else Nearness.OTHER
    if _joined(written.bare) == _joined(known.bare):
        return Nearness.TONES
    if sorted(written.bare) == sorted(known.bare):
        return Nearness.SWAPPED
    if len(written.syllables) < len(known.syllables):
        return _shorter(written, known, given)
    return Nearness.LETTERS if _few_letters(written, known) else Nearness.OTHER


def _joined(words: tuple[str, ...]) -> str:
    """Without spaces: a scan glues and tears words."""
    return "".join(words)


def _shorter(written: NameKey, known: NameKey, given: bool) -> Nearness:
    """A part of the name: its end, or the given name with some of the words before it, in order."""
    if written.syllables == known.syllables[-len(written.syllables) :]:
        return Nearness.GIVEN
    before = iter(known.syllables[:-1])
    if given and all(word in before for word in written.syllables[:-1]):
        return Nearness.PARTIAL
    return Nearness.LETTERS if _few_letters(written, known) else Nearness.OTHER


def _abbreviates(written: NameKey, known: NameKey) -> bool:
    """`Ng. V. Nam` for Nguyễn Văn Nam: as many words, each the whole or the beginning of the other."""
    if len(written.syllables) != len(known.syllables):
        return False
    pairs = zip(written.syllables, known.syllables, strict=True)
    return all(full == word or (len(word.strip(".")) < 4 and full.startswith(word.strip("."))) for word, full in pairs)


def _few_letters(written: NameKey, known: NameKey) -> bool:
    """One letter wrong for each six, none of the words wholly another."""
    one, other = _joined(written.bare).replace("rn", "m"), _joined(known.bare)
    if len(one) < 5 or Levenshtein.distance(one, other) > max(1, len(other) // 6):
        return False
    if len(written.bare) != len(known.bare):
        return True
    pairs = zip(written.bare, known.bare, strict=True)
    return all(Levenshtein.distance(a.replace("rn", "m"), b) <= max(1, len(b) // 3) for a, b in pairs)


def _similarity(written: NameKey, known: NameKey) -> float:
    """1 − weighted distance of the syllables, aligned from the given name backwards."""
    weights = _weights(max(len(written.syllables), len(known.syllables)))
    lost = 0.0
    for at, weight in enumerate(weights, 1):
        if at > len(written.syllables) or at > len(known.syllables):
            lost += weight
        else:
            lost += weight * _distance(written, known, -at)
    return max(0.0, 1.0 - lost)


@lru_cache(maxsize=16)
def _weights(syllables: int) -> tuple[float, ...]:
    """Given name, middle words from the right, family name; they add up to 1."""
    if syllables == 1:
        return (1.0,)
    if syllables == 2:
        return (0.6, 0.4)
    return (0.5, *((0.3 / (syllables - 2),) * (syllables - 2)), 0.2)


def _distance(written: NameKey, known: NameKey, at: int) -> float:
    """0 the same, up to 0.4 for marks, the share of letters beyond."""
    one, other = written.syllables[at], known.syllables[at]
    if one == other:
        return 0.0
    if written.bare[at] == known.bare[at]:
        return 0.4
    return min(1.0, 0.4 + Levenshtein.normalized_distance(written.bare[at], known.bare[at]))
