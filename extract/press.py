"""Press and portal texts: told from instruments, their furniture cut off, their day of publication read.

A report is not the paper that it reports; `relations` finds that paper. Source: bench texts; furniture records.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from documents.model import Document
from extract.forms import form
from extract.header import Header
from extract.reading import folded, folded_lines, loose, text_lines
from extract.terms import records
from vntext.dates import Precision, find_dates

_SIGNED = form("press.signed")
_ARTICLES = form("press.articles")
_CODIFIED = form("press.codified")


def is_press(text: str, header: Header) -> bool:
    """A report rather than an instrument: no header, no signature, no articles; prose, a dateline, furniture."""
    if header.strength >= 3 or (header.strength >= 2 and (header.number or header.kind)):
        return False
    if header.kind is not None and (_ARTICLES.search(text) or _SIGNED.search(text)):
        return False
    if _SIGNED.search(text) or _CODIFIED.search(folded(text[:4000])):
        return False
    if _furniture_score(text) >= 1:
        return True
    return not _ARTICLES.search(text)


def _furniture_score(text: str) -> int:
    key = folded_lines(text)
    return sum(1 for pattern in _furniture("mark") if pattern.search(key))


@lru_cache(maxsize=2)
def _furniture(use: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        loose(pattern, re.MULTILINE)
        for record in records("furniture", "furniture")
        if record["use"] == use
        for pattern in record["patterns"]
    )


def press_end(text: str) -> int:
    """Where the article ends and the portal's lists begin; the text's end where there are none."""
    key = folded_lines(text)
    ends = [m.start() for pattern in _furniture("end") if (m := pattern.search(key, len(text) // 6))]
    return min(ends, default=len(text))


def published_on(document: Document) -> date | None:
    """The dateline's day: in the first lines, else what the file or portal says of itself."""
    text = document.text
    for line in text_lines(text, 0, min(len(text), 2500))[:25]:
        if len(line.text) > 90 and not re.search(r"\d{1,2}:\d{2}", line.text):
            continue
        for mention in find_dates(line.text):
            if mention.value.precision is Precision.DAY and len(line.text) - (mention.end - mention.start) < 60:
                return mention.value.first
    return next((_iso(value) for name, value in document.outer_dates if name == "published"), None)


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
