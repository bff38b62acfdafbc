"""How often the obligations of each confidence are right: the composed cases, clean and with letters misread."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from extract.obligation import Obligation

#: shares of letters that are misread
NOISE = (0.0, 0.004, 0.015)
BINS = (0.0, 0.6, 0.8, 0.85, 0.9, 1.01)
#: bearers at least this alike are the same
_ALIKE = 80
_MARKS = "\u0301\u0300\u0309\u0303\u0323"
_TAKEN_FOR = {"l": "1", "o": "0", "đ": "d", "Đ": "D", "i": "l", "u": "ư"}

Read = Callable[[str], list[Obligation]]
Decision = tuple[float, bool]


def decisions(folder: Path, read: Read, share: float) -> Iterator[Decision]:
    """(confidence, right?) of every obligation found in the cases, with that share of their letters misread."""
    for path in sorted(folder.glob("*.toml")):
        for n, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("case", [])):
            yield from _judged(case, read(misread(case["text"].strip("\n"), share, n)))


def misread(text: str, share: float, seed: int) -> str:
    """The text as a poor machine reads it: marks lost, letters alike, some dropped. The same seed, the same text."""
    chance = random.Random(seed)
    return "".join(_worn(c, chance) if c.isalpha() and chance.random() < share else c for c in text)


def _worn(letter: str, chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.6:
        bare = "".join(c for c in unicodedata.normalize("NFD", letter) if c not in _MARKS)
        return unicodedata.normalize("NFC", bare)
    return _TAKEN_FOR.get(letter, letter) if kind < 0.85 else ""


def _judged(case: dict[str, Any], found: list[Obligation]) -> Iterator[Decision]:
    rest = list(found)
    for want in case.get("obligations", []):
        near = max(rest, key=lambda one: _likeness(want, one), default=None)
        if near is not None and near.action == want["action"]:
            rest.remove(near)
            yield near.confidence, _likeness(want, near) == len(_FIGURES) + 2
    yield from ((one.confidence, False) for one in rest)


_FIGURES = ("min_count", "max_count", "per", "every")


def _likeness(want: dict[str, Any], one: Obligation) -> int:
    """How much is right: action, figures, bearer."""
    bearer = fuzz.token_sort_ratio(" ; ".join(want["who"]).lower(), " ; ".join(one.who).lower())
    figures = sum(getattr(one, name) == want.get(name, 1 if name == "every" else None) for name in _FIGURES)
    return figures + (one.action == want["action"]) + (bearer >= _ALIKE or not (want["who"] or one.who))


def table(found: list[Decision]) -> str:
    """One line a bin: how many, mean confidence, share right."""
    lines = ["confidence       number  mean   right"]
    for low, high in pairwise(BINS):
        here = [(value, right) for value, right in found if low <= value < high]
        if here:
            mean = sum(value for value, _ in here) / len(here)
            share = sum(right for _, right in here) / len(here)
            lines.append(f"{low:.2f} to {min(high, 1):.2f}   {len(here):6}  {mean:.2f}   {share:.2f}")
    return "\n".join(lines)
