"""What the matcher is asked, and what it answers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class Verdict(StrEnum):
    """The machine's view; a person's judgement is kept apart and wins."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Mention:
    """One person as written at one place of a sheet.

    `confidence` is the OCR engine's for the words of the name (0..1), None for text that was not scanned. `start`/`end`
    are offsets in the sheet's text. `section` is one of superiors, roll, absent, speech, chair, secretary, signature,
    other. `own_branch`: listed as the branch's own member.
    """

    name: str
    position: str = ""
    confidence: float | None = None
    start: int = 0
    end: int = 0
    section: str = ""
    own_branch: bool = False


@dataclass(frozen=True)
class Circumstances:
    """Where and when the sheet was written. `on` None: the day is not known, so no term can be checked.

    `month`: only the month of `on` is known. `branch_id` where the branch is settled; `level` of its committee.
    """

    on: date | None = None
    month: bool = False
    branch_name: str = ""
    branch_id: str | None = None
    parent: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who may be meant: `score` 0..1, `reasons` ids of reasons.toml, what speaks for and against."""

    member_id: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """`member_id` is the best candidate unless the verdict is DIFFERENT. `confidence`: that he is meant (SAME, UNSURE),
    or that nobody of the roster is (DIFFERENT). `reasons` are ids; `in_words` says them."""

    mention: Mention
    member_id: str | None
    candidates: tuple[Candidate, ...]
    verdict: Verdict
    confidence: float
    reasons: tuple[str, ...]


def in_words(reasons: Iterable[str], language: str = "vi") -> tuple[str, ...]:
    """The reasons as people read them, in Vietnamese ("vi") or English ("en")."""
    return tuple(_texts().get(reason, {}).get(language, reason) for reason in reasons)


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("roster") / "reasons.toml").read_text(encoding="utf-8"))
