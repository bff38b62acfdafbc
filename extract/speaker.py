"""Who answers in an interview: the office behind "tôi", as the introduction names it."""

from __future__ import annotations

import re

from extract.bearers import Bearer, bearer_at
from extract.clause import read
from extract.wordings import wording
from vntext.folding import Key, fold

_ASKED = wording("interview.asked")
_QUESTION = re.compile(r"(?m)^\s*(?:PV|P\.V|Phóng viên|Hỏi)\s*:")
#: a post ends with the unit whose post it is; the person's or the unit's own name follows
_UNIT = wording("interview.unit")


def speaker_of(text: str) -> Bearer | None:
    """The office of the one who is asked; None where the text is no interview."""
    if len(_QUESTION.findall(text)) < 2:
        return None
    folded = fold(text, Key.PLACEMENT)
    for asked in _ASKED.finditer(folded):
        stop = re.search(r"[.,;\n]| về | xung quanh ", folded[asked.end() :])
        end = asked.end() + stop.start() if stop else len(text)
        found = bearer_at(read(text[asked.end() : end], asked.end()), asked.end(), end)
        if found:
            return _without_name(found, text)
    return None


def _without_name(found: Bearer, text: str) -> Bearer:
    said = text[found.start : found.end]
    unit = _UNIT.search(fold(said, Key.PLACEMENT))
    office = said[: unit.end()] if unit else said
    return Bearer((office,), found.start, found.start + len(office), found.pattern)
