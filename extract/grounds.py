"""Grounds for the values that are phrases of the text: where they stand, so that each can be shown on its page."""

from __future__ import annotations

import re

from extract.drafts import Draft, Slot
from extract.obligation import DocumentMention
from extract.reading import loose


def phrase_slots(text: str, draft: Draft) -> tuple[Slot, ...]:
    """Where the place and the excluded people are written: in the duty's own sentence, else where the text says it
    first (a place that another item names)."""
    named = [("where", draft.where, "place.phrase")] if draft.where else []
    named += [("who_excludes", phrase, "exception.phrase") for phrase in draft.excluded]
    found = (_slot(text, draft, name, phrase, pattern) for name, phrase, pattern in named)
    return tuple(slot for slot in found if slot is not None)


def source_slot(text: str, source: DocumentMention | None, at: int) -> Slot | None:
    """Where the document's own number stands; `at` is its mention's place in the view. None without a number."""
    if source is None or not source.number:
        return None
    match = _written(source.number).search(text, at)
    return Slot("source_document", match.start(), match.end(), "masthead.number") if match else None


def _slot(text: str, draft: Draft, name: str, phrase: str, pattern: str) -> Slot | None:
    written = _written(phrase)
    match = written.search(text, draft.start, draft.end) or written.search(text)
    return Slot(name, match.start(), match.end(), pattern) if match else None


def _written(phrase: str) -> re.Pattern[str]:
    return loose(" ".join(map(re.escape, phrase.split())))
