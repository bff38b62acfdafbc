"""How offices word posts and bodies: folded words with the abbreviations written out, and phrases found among them."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from vntext.folding import Key, fold

Words = tuple[str, ...]
#: punctuation and signs (a scan's dirt among them), and the seam of a word and a figure that run together (`cụm9`)
_SEAM = re.compile(r"[^\w\s]|_|(?<=[^\W\d_]{2})(?=\d)")


#: `P12`, `Q.3`: a numbered ward or district
_WARD = re.compile(r"(?<![^\W_])([pq])\.?\s?(?=\d)")
_WARDS = {"p": "phường ", "q": "quận "}


def words_of(text: str) -> Words:
    """`UVBTV Tỉnh uỷ` → (uỷ, viên, ban, thường, vụ, tỉnh, uỷ): folded, punctuation gone, short forms written out."""
    return _written_out(_bare_words(text))


@lru_cache(maxsize=8192)
def _bare_words(text: str) -> Words:
    spelled = _WARD.sub(lambda ward: _WARDS[ward[1]], fold(text, Key.KEYWORD).replace("&", " và "))
    return tuple(_SEAM.sub(" ", spelled).split())


@lru_cache(maxsize=8192)
def _written_out(words: Words) -> Words:
    out: list[str] = []
    at = 0
    while at < len(words):
        length, long = _longest(words, at)
        out.extend(long or words[at : at + 1])
        at += length or 1
    return tuple(out)


def _longest(words: Words, at: int) -> tuple[int, Words]:
    """How many words at `at` are a short form, and what it stands for; (0, ()) for none."""
    known = abbreviations()
    for length in range(min(6, len(words) - at), 0, -1):
        long = known.get(words[at : at + length])
        if long is not None:
            return length, long
    return 0, ()


@lru_cache(maxsize=2)
def abbreviations(notebooks: bool = True) -> dict[Words, Words]:
    """Short form → long form of `abbreviations.toml`, both as folded words; with or without those of notebooks."""
    return {
        _bare_words(short): _bare_words(long)
        for record in records("abbreviations.toml", "abbreviation")
        if notebooks or not record.get("notebooks")
        for short, long in record["short"]
    }


def variants(template: str) -> tuple[Words, ...]:
    """All that a template says: `a|b` is one of both, `(a)?` may be missing, `_` joins the words of one choice."""
    said: list[Words] = [()]
    for piece in template.replace("( ", "(").split():
        optional = piece.endswith("?")
        choices = [_bare_words(c.replace("_", " ")) for c in piece.removesuffix("?").strip("()").split("|")]
        said = [one + choice for one in said for choice in ([(), *choices] if optional else choices)]
    return tuple(said)


def find(phrase: Words, words: Sequence[str], start: int = 0) -> int:
    """Where the phrase stands in the words, from `start` on; -1 for nowhere."""
    for at in range(start, len(words) - len(phrase) + 1):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return at
    return -1


class Phrases(tuple[Words, ...]):
    """Phrases that are looked for at a place of a text, found by their first word."""

    @cached_property
    def by_first(self) -> dict[str, tuple[Words, ...]]:
        """First word → phrases, the longest first."""
        found: dict[str, list[Words]] = defaultdict(list)
        for phrase in sorted(set(self), key=len, reverse=True):
            if phrase:
                found[phrase[0]].append(phrase)
        return {first: tuple(phrases) for first, phrases in found.items()}


def begins(words: Words, phrases: Phrases) -> Words:
    """The longest of the phrases with which the words begin; () for none."""
    if not words:
        return ()
    return next((one for one in phrases.by_first.get(words[0], ()) if words[: len(one)] == one), ())


def clauses(text: str) -> Iterator[str]:
    """The posts of a list: cut at commas, semicolons, hyphens, line ends, "kiêm"."""
    cut = text
    for sign in (";", "\n", "-", "–", " kiêm ", " Kiêm ", " KIÊM "):
        cut = cut.replace(sign, ",")
    return (part.strip() for part in cut.split(",") if part.strip())


def records(name: str, table: str) -> list[dict[str, Any]]:
    """The records of one table of a TOML file of this package."""
    found = tomllib.loads((files("roster") / name).read_text(encoding="utf-8"))[table]
    return list(found)
