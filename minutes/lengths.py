"""No paragraph longer than a page: what a broken export writes as one endless line is cut at the ends of sentences.

Reading compares what stands before and behind each name; over a line of a megabyte that would never end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from minutes.letters import UPPER
from minutes.paragraphs import Paragraph

#: letters of a full printed page, and how far back from there the end of a sentence is looked for
_PAGE, _BACK = 5000, 1500
_SENTENCE = re.compile(rf"[.!?;]\s+(?=[{UPPER}\d\-–+])")
_WORD = re.compile(r"\s+(?=\S)")


def bounded(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs, those beyond a page cut; rows of tables stay whole."""
    return tuple(piece for p in paragraphs for piece in (_pieces(p) if len(p.text) > _PAGE and not p.row else (p,)))


def _pieces(paragraph: Paragraph) -> Iterator[Paragraph]:
    at, end = 0, len(paragraph.text)
    while at < end:
        stop = end if end - at <= _PAGE else _cut(paragraph.text, at + _PAGE)
        text, offsets = paragraph.text[at:stop], paragraph.offsets[at : stop + 1]
        piece = replace(paragraph, text=text, offsets=offsets)
        yield piece if at == 0 else replace(piece, bullet="", body=0)
        at = stop


def _cut(text: str, limit: int) -> int:
    """Behind the last sentence before the limit, else behind the last word, else at the limit itself."""
    for mark in (_SENTENCE, _WORD):
        ends = [m.end() for m in mark.finditer(text, limit - _BACK, limit)]
        if ends:
            return ends[-1]
    return limit
