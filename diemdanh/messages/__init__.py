"""The message catalogue: every sentence that a user reads, by key, in Vietnamese and English side by side.

Records stand in `*.toml` beside this file: `[group]`, then `key = { vi = "…", en = "…" }` with `{placeholders}`.
"""

from __future__ import annotations

import os
import tomllib
from contextvars import ContextVar
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class Language(StrEnum):
    VI = "vi"
    EN = "en"


_chosen: ContextVar[Language | None] = ContextVar("language", default=None)


def choose(language: Language | None) -> None:
    """The language of this run or request; None goes back to the environment's."""
    _chosen.set(language)


def language() -> Language:
    """What was chosen, else the environment's; Vietnamese unless it says English."""
    return _chosen.get() or from_environment(dict(os.environ))


def from_environment(environment: dict[str, str]) -> Language:
    """DIEMDANH_LANG, then LC_ALL, LC_MESSAGES, LANG: the first that is set; English only where it says so."""
    for name in ("DIEMDANH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return Language.EN if value.lower().startswith("en") else Language.VI
    return Language.VI


def say(key: str, **values: object) -> str:
    """The sentence of `key` in the language of the moment. An unknown key is a defect: KeyError."""
    return say_in(language(), key, **values)


def say_in(tongue: Language, key: str, **values: object) -> str:
    sentence = catalogue()[key][tongue]
    return sentence.format(**values) if values else sentence


def known(key: str) -> bool:
    return key in catalogue()


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, str]]:
    """`group.key` → {vi, en}, from all files."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for group, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
                found |= {f"{group}.{key}": texts for key, texts in entries.items()}
    return found
