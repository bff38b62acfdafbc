"""The words of figures and reports in two languages; they stand in `words.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from compliance.figure import Note, Status
from extract.obligation import WhereKind
from rules_catalog.rule import Instrument, RuleTerms

LANGUAGES = ("vi", "en")
Words = dict[str, dict[str, dict[str, Any]]]


@lru_cache(maxsize=1)
def _words() -> Words:
    """The words of figures and those of papers; no table stands in both files."""
    figures, papers = files("compliance") / "words.toml", files("compliance") / "reports" / "words.toml"
    return {name: table for file in (figures, papers) for name, table in tomllib.loads(file.read_text("utf-8")).items()}


@dataclass(frozen=True, slots=True)
class Wording:
    """Says things in one language."""

    language: str = "vi"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"no words in {self.language!r}; there are {', '.join(LANGUAGES)}")

    def say(self, table: str, key: str, **values: object) -> str:
        text: str = _words()[table][key][self.language]
        return text.format(**values)

    def term(self, table: str, key: str) -> str:
        """A word that data brought; what is not in the table is said as it is."""
        known = _words()[table].get(key)
        return str(known[self.language]) if known else key

    def status(self, status: Status) -> str:
        return self.say("status", status)

    def note(self, note: Note) -> str:
        return self.say("note", note)

    def number(self, count: int | None) -> str:
        return "–" if count is None else str(count)

    def day(self, day: date) -> str:
        return f"{day.day:02d}/{day.month:02d}/{day.year}" if self.language == "vi" else day.isoformat()

    def written_day(self, text: str) -> str:
        """A register's date, which may be known to the month only."""
        if len(text) == 10:
            return self.day(date.fromisoformat(text))
        return f"{text[5:]}/{text[:4]}" if len(text) == 7 and self.language == "vi" else text

    def month(self, text: str) -> str:
        return self.written_day(text)

    def cadence(self, terms: RuleTerms) -> str:
        if terms.min_count is None or terms.per is None:
            return self.say("cadence", "none")
        per = self.say("per", terms.per)
        if terms.every == 1:
            return self.say("cadence", "one", count=terms.min_count, per=per)
        return self.say("cadence", "several", count=terms.min_count, every=terms.every, per=per)

    def place(self, place: WhereKind | None) -> str:
        return self.say("place", place or WhereKind.ANY_BRANCH)

    def document(self, document: Instrument) -> str:
        named = " ".join(part for part in (document.type, document.number) if part) or "–"
        return f"{named} ({document.issuer})" if document.issuer else named


def sign(status: Status) -> str:
    """One character that tells the statuses apart without colour."""
    return setting_of("status", status, "sign")


def setting_of(table: str, key: str, name: str) -> str:
    """What stands beside the words of a record: a sign, a width, a kind."""
    return str(_words()[table][key][name])
