"""Titles of documents in running text (trích yếu): where one begins after the issuer and where it ends."""

from __future__ import annotations

from dataclasses import dataclass

from extract.forms import form
from extract.reading import folded, folded_lines
from vntext.folding import squeeze


@dataclass(frozen=True, slots=True)
class Subject:
    """`text` is the title without "về việc" and quotes, at `start:end`; `phrase_end` is behind its closing quote."""

    text: str
    start: int
    end: int
    phrase_end: int


_OPEN = {"“": "”", '"': '"', "«": "»", "‘": "’", "”": "”"}
_LEAD = form("subject.lead")
_VERB = form("subject.verb")
_QUOTE_FIRST = form("subject.quote-first")
# the end of a sentence; a line that begins an item, an article or a recital; a printed rule
_END = form("subject.end")
_RESUME = form("subject.resume")
_PREDICATE = form("subject.predicate")
_LONGEST = 500


def read_subject(text: str, at: int, stop: int) -> Subject | None:
    """The title that begins at `at`, or None. It ends with its quote, its sentence, or where the sentence goes on."""
    stop = min(stop, at + _LONGEST)
    window, searched = text[at:stop], folded(text)[at:stop]
    lead = _LEAD.match(searched)
    begin = lead.end() if lead else 0
    quote = _QUOTE_FIRST.match(searched, begin)
    if quote is not None and quote.end() < len(window) and window[quote.end()] in _OPEN:
        return _quoted(window, quote.end(), at)
    if lead is None:
        verb = _VERB.match(searched)
        if verb is None:
            return None
        begin = len(searched) - len(searched.lstrip(" ,\n\t\u00a0\f"))
    end = _end(searched, folded_lines(text)[at:stop], begin)
    return _subject(window, begin, end, at, end)


def _quoted(window: str, opening: int, at: int) -> Subject | None:
    closing = window.find(_OPEN[window[opening]], opening + 1)
    if closing < 0:
        return None
    inner = opening + 1
    lead = _LEAD.match(folded(window[inner:closing]))
    return _subject(window, inner + (lead.end() if lead else 0), closing, at, closing + 1)


def _end(searched: str, lines: str, begin: int) -> int:
    """`lines` is `searched` with its line ends."""
    ends = [len(searched)]
    ends += [
        m.start()
        for p, where in ((_END, lines), (_RESUME, searched), (_PREDICATE, searched))
        if (m := p.search(where, begin))
    ]
    return min(ends)


def _subject(window: str, begin: int, end: int, at: int, phrase_end: int) -> Subject | None:
    text = window[begin:end]
    end -= len(text) - len(text.rstrip(" ,;.\n\t\u00a0\f)"))
    if end <= begin:
        return None
    return Subject(squeeze(window[begin:end]), at + begin, at + end, at + phrase_end)
