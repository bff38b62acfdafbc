"""How papers are cited: the forms of `data/citing.toml` round type, number, date, issuer and clause, on folded text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial

from extract.reading import folded, loose
from extract.terms import document_types, records

_DAY = (
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
def _numbered_names() -> str:
    """The names of kinds that are cited by a bare number (`Chỉ thị 17`)."""
    kinds = [kind for kind in document_types() if kind.normative and not kind.press and not kind.statute]
    return "|".join(folded(name) for kind in kinds for name in kind.names)


@lru_cache(maxsize=32)
def form(id: str) -> re.Pattern[str]:
    """The form of citing of that id in `data/citing.toml`. Raises StopIteration for an id that no record has."""
    pattern = "".join(next(record["pattern"] for record in records("citing", "form") if record["id"] == id))
    parts: dict[str, Callable[[], str]] = {"types": type_names, "numbered": _numbered_names}
    parts |= {name: partial(wording, name) for name in ("unit", "behind_serial")}
    for name in filter(lambda name: f"{{{name}}}" in pattern, parts):
        pattern = pattern.replace(f"{{{name}}}", parts[name]())
    return loose(pattern.replace("{day}", _DAY))


def calendar_day(match: re.Match[str]) -> date | None:
    """The day of a date's match; None for days that no calendar has."""
    day, month, year = (match[name] or match[f"{name}2"] for name in ("d", "m", "y"))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
