"""A Vietnamese person's name: family, middle, given; the last word is the one that people say.

The roster's index and every query share `PersonName.key`, so both sides are normalised by the same code.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from vntext.cleaning import cleaned
from vntext.folding import Key, fold, squeeze

_SPLIT = re.compile(r"[^\w'’.-]+")
#: letters; longer than every title of `data/titles.toml` with what may stand behind it
_LONGEST_TITLE = 64
#: `đồng chí GS.TS. bác sĩ …`
_MOST_TITLES = 8


@dataclass(frozen=True, slots=True)
class PersonName:
    """`title` is what was stripped in front (đồng chí, ông, TS.); the parts keep their spelling."""

    family: str
    middle: str
    given: str
    title: str = ""

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.family, self.middle, self.given) if part)

    def key(self, level: Key = Key.PLACEMENT) -> str:
        """The comparison key of the whole name; `i` and `y` stay apart (Vi and Vy are different names)."""
        return squeeze(fold(self.full, level))


def parse_name(text: str) -> PersonName:
    """Splits what is known to be a name. Never raises; an empty text gives an empty name."""
    title, rest = strip_title(squeeze(cleaned(text)))
    words = [w for w in _SPLIT.split(rest) if w.strip(".-'’")]
    if not words:
        return PersonName("", "", "", title)
    if len(words) == 1:
        return PersonName("", "", words[0], title)
    return PersonName(words[0], " ".join(words[1:-1]), words[-1], title)


def strip_title(text: str) -> tuple[str, str]:
    """(`Đ/c TS.`, `Nguyễn Văn A`): all titles in front, and the rest. What is all the text is a name (`Anh`)."""
    rest, taken = text, list[str]()
    while len(taken) < _MOST_TITLES and (match := _title_pattern().match(_front(rest))):
        if not rest[match.end() :].strip(" :.,"):
            break
        taken.append(rest[: match.end()].strip(" :,"))
        rest = rest[match.end() :]
    return " ".join(taken), rest


def _front(text: str) -> str:
    """The key of as much as a title may take, since what follows may be long."""
    return fold(text[: len(text) - len(text.lstrip()) + _LONGEST_TITLE], Key.PLACEMENT)


def is_surname(word: str) -> bool:
    """Is the word a known family name? (A hint: minority names break every such list.)"""
    return fold(word, Key.PLACEMENT) in surnames()


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Folded family names of `data/surnames.toml`."""
    return frozenset(
        fold(name, Key.PLACEMENT) for record in _records("surnames.toml", "surname") for name in record["names"]
    )


@lru_cache(maxsize=1)
def _title_pattern() -> re.Pattern[str]:
    words = sorted(
        (fold(w, Key.PLACEMENT) for record in _records("titles.toml", "title") for w in record["words"]),
        key=len,
        reverse=True,
    )
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, words))})(?:[\s.:,]+|$)")


def _records(name: str, table: str) -> list[dict[str, list[str]]]:
    return list(tomllib.loads((files("vntext") / "data" / name).read_text(encoding="utf-8"))[table])
