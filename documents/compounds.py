"""Tone marks that the OCR engine put wrong on words of this field, by a table of words (`data/compounds.toml`).

The engine often reads one syllable of a common word with another tone ("nhân dần", "tỉnh thần") and is sure of it. A
pair of syllables is repaired where it differs from a word of the table in the tone of one syllable only.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from vntext.names import is_surname
from vntext.syllables import is_syllable

Pair = tuple[str, str]
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_EDGES = re.compile(r"^([(\[\"“'‘*+-]*)(.*?)([)\]\"”'’.,;:!?/…]*)$", re.S)


def toneless(word: str) -> str:
    """Without tone marks; hats, horns and đ stay: `dần` → `dân`."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))


@lru_cache(maxsize=1)
def table() -> Mapping[Pair, Pair]:
    """Toneless pair → the word. A pair that two words share is in neither's way: it is left out."""
    text = (files("documents") / "data" / "compounds.toml").read_text(encoding="utf-8")
    words: set[Pair] = set()
    for group in tomllib.loads(text)["compounds"].values():
        words |= {
            (one, two) for one, two in (word.split() for word in group.replace("\n", " ").split(",") if word.strip())
        }
    return _unambiguous(words)


def _unambiguous(words: Iterable[Pair]) -> dict[Pair, Pair]:
    found: dict[Pair, list[Pair]] = {}
    for one, two in words:
        found.setdefault((toneless(one), toneless(two)), []).append((one, two))
    return {key: meant[0] for key, meant in found.items() if len(meant) == 1}


def restored(words: Sequence[str]) -> list[str]:
    """The words of one line with the tones of the table's compounds; as many as came."""
    mended = list(words)
    for i in range(len(mended) - 1):
        if not _ends_a_name(mended, i):
            mended[i], mended[i + 1] = _pair(mended[i], mended[i + 1])
    return mended


def _ends_a_name(words: Sequence[str], i: int) -> bool:
    """Does word `i` belong to a run of capitals that has a surname before it?"""
    if i == 0 or not words[i][:1].isupper():
        return False
    return words[i - 1][:1].isupper() and (is_surname(words[i - 1]) or _ends_a_name(words, i - 1))


def _pair(first: str, second: str) -> Pair:
    before, one, between = _parts(first)
    opening, two, after = _parts(second)
    if between or opening or _may_be_a_name(one, two):
        return first, second
    meant = table().get((toneless(one.lower()), toneless(two.lower())))
    if meant is None or not _one_tone_off((one.lower(), two.lower()), meant):
        return first, second
    return before + _cased(meant[0], one), _cased(meant[1], two) + after


def _parts(word: str) -> tuple[str, str, str]:
    """(signs before, syllable, signs after)."""
    match = _EDGES.match(word)
    return (match[1], match[2], match[3]) if match else ("", word, "")


def _may_be_a_name(one: str, two: str) -> bool:
    return one[:1].isupper() and two[:1].isupper()


def _one_tone_off(seen: Pair, meant: Pair) -> bool:
    """One syllable right, the other another, rightly spelled one: what is no syllable at all may be anything."""
    wrong = [s for s, m in zip(seen, meant, strict=True) if s != m]
    return len(wrong) == 1 and is_syllable(wrong[0])


def _cased(meant: str, seen: str) -> str:
    return meant.capitalize() if seen[:1].isupper() else meant
