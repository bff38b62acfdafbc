"""How sure an obligation is: by what the clause says of it, from the table `data/confidence.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from extract.drafts import Draft
from extract.obligation import Action

#: a bearer of more words than this is named well enough without an id
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Scale:
    """The table: where the figure starts, what lowers it, and from where on it means what."""

    start: Mapping[str, float]
    marks: Mapping[str, float]
    #: clear enough to be proposed as it stands
    propose: float
    #: a person looks at it; below, it is doubtful
    look: float


@lru_cache(maxsize=1)
def scale() -> Scale:
    raw = tomllib.loads((files("extract") / "data" / "confidence.toml").read_text(encoding="utf-8"))
    return Scale(raw["start"], raw["marks"], raw["thresholds"]["propose"], raw["thresholds"]["look"])


def confidence_of(draft: Draft, ids: tuple[str | None, ...], press: bool = False, scanned: bool = False) -> float:
    """Between 0 and 1. `ids` are those of the bearer's phrases."""
    known = bool(ids) and all(ids)
    value = scale().start[_start(draft, known)]
    for mark, holds in _marks(draft, known, press, scanned).items():
        value *= scale().marks[mark] if holds else 1.0
    return round(value, 3)


def _start(draft: Draft, known: bool) -> str:
    if draft.action is Action.OTHER:
        return "other"
    if not known:
        return "named"
    return "attend_known" if draft.action is Action.ATTEND_BRANCH_MEETING else "known"


def _marks(draft: Draft, known: bool, press: bool, scanned: bool) -> dict[str, bool]:
    phrases = draft.bearer.phrases if draft.bearer else ()
    return {
        "nobody": not phrases,
        "inherited": bool(phrases) and not draft.own_bearer,
        "short": bool(phrases) and not known and max(len(phrase.split()) for phrase in phrases) <= _SHORT,
        "press": press,
        "scanned": scanned,
        **dict.fromkeys(draft.doubts, True),
    }
