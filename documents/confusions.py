"""What the OCR engine makes of the field's own words, repaired by a table with examples (`data/confusions.toml`).

Only confusions that can be nothing else are in the table; a repair never changes the number of words of a line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from documents.compounds import restored
from documents.layout import Token
from documents.torn import joined

_GROUP = re.compile(r"\{(\d)\}")


@dataclass(frozen=True, slots=True)
class Confusion:
    """`seen` is what to look for, `meant` the replacement as `re.sub` takes it."""

    id: str
    seen: re.Pattern[str]
    meant: str
    examples: tuple[tuple[str, str], ...]
    counter_examples: tuple[str, ...]


@lru_cache(maxsize=1)
def confusions() -> tuple[Confusion, ...]:
    table = tomllib.loads((files("documents") / "data" / "confusions.toml").read_text(encoding="utf-8"))
    return tuple(
        Confusion(
            record["id"],
            re.compile(record["seen"]),
            _GROUP.sub(r"\\g<\1>", record["meant"]),
            tuple((seen, meant) for seen, meant in record["examples"]),
            tuple(record["counter_examples"]),
        )
        for record in table["confusion"]
    )


def repaired(text: str) -> str:
    """A line's text with every confusion of the table repaired."""
    for confusion in confusions():
        text = confusion.seen.sub(confusion.meant, text)
    return text


def mended(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of one line or cell, torn words put together, with their texts repaired."""
    whole = joined(tokens)
    texts = repaired_words([t.text for t in whole])
    return [t if t.text == text else replace(t, text=text) for t, text in zip(whole, texts, strict=True)]


def repaired_words(words: Sequence[str]) -> list[str]:
    """The words of one line, repaired in their company; as many as came."""
    text = " ".join(words)
    mended = repaired(text).split(" ") if text else []
    return restored(mended if len(mended) == len(words) else words)
