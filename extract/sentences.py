"""Sentences and clauses of a paragraph, by offsets; what is quoted or cited is no running text and is masked.

`Sentence.live` has the length of the sentence, with what must not be read as a duty (quoted titles, citations with
their titles) replaced: mention offsets stay offsets of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.citations import find_citations
from extract.paragraphs import Paragraph
from extract.wordings import wording
from vntext.folding import Key, fold

_END = re.compile(r"[.!?…]+[\"”’)]*(?=\s+[\"“(\-–]?[A-ZÀ-ỸĐ0-9])|[.!?…]+[\"”’)]*\s*$")
#: a full stop after one of these ends no sentence
_SHORT = re.compile(r"(?:^|[\s(])(?:[A-ZĐ]|TP|Tp|TX|ThS|TS|PGS|GS|BS|KS|đ/c|Đ/c|T\.Ư|Q|P|H|X|tr|v\.v|VD|Vd|St|No)$")
_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"\n]{0,400}(?:\n[^\"\n]{0,300}){0,2}\"|«[^»]{0,600}»")
_MASK = "¤"
_RECITAL = wording("recital")
_NEW = wording("amend.new-words")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`start:end` in the document; `live` is its text with the masked stretches blanked."""

    start: int
    end: int
    live: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between semicolons, or what stands in brackets with a duty of its own (`aside`)."""

    start: int
    end: int
    aside: bool = False


def is_recital(text: str) -> bool:
    """Lines that give the grounds of a paper: citation edges, never duties."""
    return _RECITAL.match(fold(text, Key.PLACEMENT)) is not None


def sentences(text: str, paragraph: Paragraph, amending: bool = False) -> Iterator[Sentence]:
    """The sentences of a paragraph of the document's (blanked) text."""
    at = paragraph.start
    for end in [*_ends(text, paragraph), paragraph.end]:
        start = at + len(text[at:end]) - len(text[at:end].lstrip())
        if start < end:
            yield Sentence(start, end, _live(text, start, end, amending))
        at = end


def _ends(text: str, paragraph: Paragraph) -> Iterator[int]:
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        before = text[max(paragraph.start, match.start() - 12) : match.start()]
        if match[0].startswith(".") and _SHORT.search(before):
            continue
        if match.end() < paragraph.end:
            yield match.end()


def _live(text: str, start: int, end: int, amending: bool) -> str:
    live = list(text[start:end])
    for low, high in _masked(text, start, end, amending):
        for i in range(max(low, start), min(high, end)):
            live[i - start] = " "
        if start <= low < end:
            live[low - start] = _MASK
    return "".join(live)


def _masked(text: str, start: int, end: int, amending: bool) -> Iterator[tuple[int, int]]:
    for citation in find_citations(text, start, end):
        yield citation.start, citation.end
        yield citation.phrase_start, min(citation.phrase_end, end)
    if amending and text[start : start + 1] in '"“':
        return
    for match in _QUOTED.finditer(text, start, end):
        if not (amending and ((match.end() >= end - 1 and match.start() <= start + 1) or _is_new(text, start, match))):
            yield match.start(), match.end()


def _is_new(text: str, start: int, quoted: re.Match[str]) -> bool:
    """ "thay cụm từ … bằng cụm từ “01 lần/quý”": what an amendment puts in is read."""
    return _NEW.search(fold(text[max(start, quoted.start() - 40) : quoted.start()], Key.PLACEMENT)) is not None


def clauses(sentence: Sentence) -> Iterator[Clause]:
    """The clauses between semicolons; a bracket that begins with "riêng" or "trừ" stands apart."""
    depth, at, text = 0, 0, sentence.live
    for i, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]" and depth > 0)
        if letter == ";" and depth == 0:
            yield Clause(sentence.start + at, sentence.start + i)
            at = i + 1
    if at < len(text):
        yield Clause(sentence.start + at, sentence.end)
