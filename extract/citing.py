"""What the forms of citing are made of: lists of words (`data/citing.toml`), kinds' names, calendar days."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from extract.reading import folded
from extract.terms import document_types, records

#: a calendar day with its year
DAY = (
    r"(?:(?P<d>\d{1,2})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<y>(?:19|20)\d\d)(?!\d)"
    r"|(?P<d2>\d{1,2})\s*tháng\s*(?P<m2>\d{1,2})\s*(?:,\s*)?năm\s*(?P<y2>(?:19|20)\d\d)(?!\d))"
)


def wording(name: str) -> str:
    """The alternatives of a list in `data/citing.toml`, the longest first."""
    words = next(record["words"] for record in records("citing", "wording") if record["id"] == name)
    return "|".join(sorted(words, key=lambda word: -len(word)))


@lru_cache(maxsize=1)
def type_names() -> str:
    """All kinds' names as alternatives, the longest first."""
    return "|".join(folded(name) for kind in document_types() if not kind.press for name in kind.names)


@lru_cache(maxsize=1)
def numbered_names() -> str:
    """The names of kinds that are cited by a bare number (`Chỉ thị 17`)."""
    kinds = [kind for kind in document_types() if kind.normative and not kind.press and not kind.statute]
    return "|".join(folded(name) for kind in kinds for name in kind.names)


def calendar_day(match: re.Match[str]) -> date | None:
    """The day of a date's match; None for days that no calendar has."""
    day, month, year = (match[name] or match[f"{name}2"] for name in ("d", "m", "y"))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
