"""Finding people and branches as one types them: without marks, any words of the name, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from vntext.folding import Key, fold, squeeze

T = TypeVar("T")


def key(text: str) -> str:
    """The toneless key with which people search: dang finds Đặng."""
    return squeeze(fold(text, Key.TONELESS))


def exact_key(text: str) -> str:
    return squeeze(fold(text, Key.PLACEMENT))


def ranked(items: Iterable[tuple[str, T]], query: str) -> list[T]:
    """Items whose text has all words of the query without marks; those that match with marks first, then in order."""
    words, exact = key(query).split(), exact_key(query)
    found = [(text, item) for text, item in items if all(word in key(text) for word in words)]
    found.sort(key=lambda pair: (exact not in exact_key(pair[0]), not key(pair[0]).startswith(" ".join(words))))
    return [item for _, item in found]
