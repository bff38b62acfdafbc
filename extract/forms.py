"""Forms of lines and of phrases as data: the `[[form]]` tables of `data/*.toml`, regular expressions with examples.

A space of a pattern stands for any white space. A form is looked for on what its record's `on` says: folded text
(`"folded"`, where it says nothing), folded text with its line ends (`"lines"`), letters without marks (`"toneless"`) or
the text as written (`"written"`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from extract.citing import DAY, numbered_names, type_names, wording
from extract.reading import LOWER, UPPER, folded, folded_lines, loose
from extract.terms import records
from vntext.folding import Key, fold

FILES = ("citing", "header_forms", "signature_forms", "reporting")
_SEEN_AS: dict[str, Callable[[str], str]] = {
    "folded": folded,
    "lines": folded_lines,
    "toneless": lambda text: fold(text, Key.TONELESS),
    "written": lambda text: text,
}
_FLAGS = {"ignorecase": re.IGNORECASE, "multiline": re.MULTILINE}


@dataclass(frozen=True, slots=True)
class Form:
    """`reads`: "start" where it is looked for right behind something, "end" right before it, "inside" anywhere,
    "whole" where it must be all of the text."""

    id: str
    says: str
    pattern: re.Pattern[str]
    on: str
    reads: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def is_read(self, text: str) -> bool:
        """Does the form hold for this text?"""
        seen = _SEEN_AS[self.on](text)
        find = {"start": self.pattern.match, "whole": self.pattern.fullmatch}.get(self.reads, self.pattern.search)
        return find(seen) is not None


def form(id: str) -> re.Pattern[str]:
    """The pattern of one record. Raises KeyError for an id that no record has."""
    return forms()[id].pattern


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """All records by id."""
    return {
        one["id"]: Form(
            one["id"],
            one["says"],
            _compiled("".join(one["pattern"]), one.get("flags", ())),
            one.get("on", "folded"),
            one["reads"],
            tuple(one["examples"]),
            tuple(one.get("counter_examples", ())),
        )
        for name in FILES
        for one in records(name, "form")
    }


#: what stands in braces in a pattern
_PARTS: dict[str, Callable[[], str]] = {
    "day": lambda: DAY,
    "types": type_names,
    "numbered": numbered_names,
    "unit": lambda: wording("unit"),
    "behind_serial": lambda: wording("behind_serial"),
    "title_verb": lambda: wording("title_verb"),
    "no_title_behind": lambda: wording("no_title_behind"),
    "sentence_goes_on": lambda: wording("sentence_goes_on"),
    "predicate": lambda: wording("predicate"),
    "upper": lambda: UPPER,
    "lower": lambda: LOWER,
    "rule": lambda: r"[\s*_\-—–=.]",
    "blank": lambda: "[.…_ ]{1,12}",
    "caps": lambda: f"[{UPPER}][{UPPER}.,\\-]*",
}


def _compiled(pattern: str, flags: tuple[str, ...]) -> re.Pattern[str]:
    for name, part in _PARTS.items():
        if f"{{{name}}}" in pattern:
            pattern = pattern.replace(f"{{{name}}}", part())
    return loose(pattern, sum(_FLAGS[flag] for flag in flags))
