"""Topics of recommendations: one table of words, the first topic that fits wins."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from vntext.folding import Key, fold


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    names: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    examples: tuple[str, ...]

    def name(self, language: str) -> str:
        return dict(self.names)[language]


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """In the order in which they are tried; the last one fits everything."""
    raw = tomllib.loads((files("compliance.reports") / "topics.toml").read_text(encoding="utf-8"))
    return tuple(
        Topic(record["id"], tuple(record["name"].items()), tuple(record["words"]), tuple(record["examples"]))
        for record in raw["topic"]
    )


def topic_of(text: str) -> Topic:
    folded = f" {_words(text)} "
    return next(
        (topic for topic in topics() if any(f" {_words(word)} " in folded for word in topic.words)), topics()[-1]
    )


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text, Key.KEYWORD)).split())
