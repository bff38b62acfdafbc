"""Turns of phrase that stand around mentions, from `data/wordings*.toml`: regular expressions with examples.

A record with `joins` says the same as the record named, in further words: whoever asks for that one gets both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from vntext.folding import Key, fold

#: letters of a pattern that are no escape (`\\S`, `\\w`)
_LETTERS = re.compile(r"(?<!\\)[^\W\d_]+")
_NAMED = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True)
class Wording:
    """`pattern` is for text folded with `Key.PLACEMENT`."""

    id: str
    says: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


def wording(id: str) -> re.Pattern[str]:
    """The pattern of one record. Raises KeyError for an id that no record has."""
    return wordings()[id].pattern


@lru_cache(maxsize=1)
def wordings() -> dict[str, Wording]:
    """All records by id."""
    raw = list(_raw())
    return {
        one["id"]: Wording(
            one["id"],
            one["says"],
            _compiled("|".join("".join(r["pattern"]) for r in raw if one["id"] in (r["id"], r.get("joins")))),
            tuple(one["examples"]),
            tuple(one["counter_examples"]),
        )
        for one in raw
    }


def _raw() -> Iterator[dict[str, Any]]:
    folder = files("extract") / "data"
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.startswith("wordings") and entry.name.endswith(".toml"):
            yield from tomllib.loads(entry.read_text(encoding="utf-8"))["wording"]


def _compiled(pattern: str) -> re.Pattern[str]:
    """The letters of the pattern are folded as the text is; the names of groups stay."""
    names = [(m.start(), m.end()) for m in _NAMED.finditer(pattern)]

    def folded(match: re.Match[str]) -> str:
        inside = any(low <= match.start() < high for low, high in names)
        return match[0] if inside else fold(match[0], Key.PLACEMENT)

    return re.compile(_LETTERS.sub(folded, pattern))
