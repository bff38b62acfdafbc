"""Issuing acts in prose: "Ban Thường vụ Tỉnh ủy X vừa ban hành Kế hoạch số …", "Ngày 10-10 … chúng tôi ban hành …".

An act gives issuer and day to the citation in it. A day without a year takes the year of the report, or of the last
full date before it; without either it stays unknown. The day on which somebody tells of the act is not its day.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from extract.bodies import bodies_in, find_body
from extract.citations import Citation
from extract.forms import form
from extract.masthead import Masthead
from extract.reading import folded
from vntext.dates import Precision, find_dates
from vntext.folding import squeeze

_BEFORE = form("act.before")
_AFTER = form("act.after")
_WITHIN = form("act.within")
_DAY = form("act.day")
_TELLING = form("act.telling")
_BREAK = form("act.sentence-end")
_SHORT_LINE = 48
_REACH = 500
_COMMITTEE_END = form("act.committee-end")


def with_issuing_acts(text: str, citations: tuple[Citation, ...], masthead: Masthead) -> tuple[Citation, ...]:
    """The citations, with day and issuer that the sentence's issuing act gives to those that lack them."""
    return tuple(_with_act(text, c, masthead) if c.number or c.serial else c for c in citations)


def is_issued(text: str, citation: Citation) -> bool:
    """Does the sentence say that somebody issued this paper?"""
    low, high = sentence_of(text, citation)
    return bool(
        _BEFORE.search(_folded(text, max(low, citation.start - 60), citation.start))
        or _act_behind(text, citation, high)
        or _WITHIN.search(_folded(text, citation.start, citation.end))
    )


def sentence_of(text: str, citation: Citation) -> tuple[int, int]:
    """Where the sentence round a citation begins and ends."""
    return sentence_of_span(text, citation.start, citation.phrase_end)


def sentence_of_span(text: str, start: int, end_of_span: int) -> tuple[int, int]:
    """The same for any stretch of the text."""
    first, last = max(0, start - _REACH), min(len(text), end_of_span + _REACH)
    breaks = [m for m in _BREAK.finditer(text, first, start) if _ends_sentence(text, m)]
    behind = (m for m in _BREAK.finditer(text, end_of_span, last) if _ends_sentence(text, m))
    end = next(behind, None)
    return (breaks[-1].end() if breaks else first), (end.start() if end else last)


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    """A line end does only behind punctuation or a short line (a title), before an empty line or an item."""
    if found[0] != "\n":
        return True
    before, behind = text[max(0, found.start() - _SHORT_LINE - 1) : found.start()], text[found.end() : found.end() + 3]
    if before.rstrip()[-1:] in '.:;!?…”"' or behind[:1] in "\n-+•*" or behind.lstrip()[:1] in "-+•*":
        return True
    short = "\n" in before or found.start() <= _SHORT_LINE
    return short and not (behind[:1].islower() or behind[:1].isdigit())


def _with_act(text: str, citation: Citation, masthead: Masthead) -> Citation:
    if not is_issued(text, citation):
        return citation
    issued = citation.issued or _day_of_act(text, citation, masthead)
    issuer = citation.issuer or _issuer_of_act(text, citation)
    return replace(
        citation,
        issued=issued,
        issuer=with_place(text, issuer, sentence_of(text, citation), masthead) if issuer else None,
    )


def _folded(text: str, low: int, high: int) -> str:
    return folded(text)[low:high]


def _act_behind(text: str, citation: Citation, high: int) -> re.Match[str] | None:
    return _AFTER.match(_folded(text, citation.phrase_end, high))


def _day_of_act(text: str, citation: Citation, masthead: Masthead) -> date | None:
    low, high = sentence_of(text, citation)
    behind = _act_behind(text, citation, high)
    start, end = (citation.phrase_end, high) if behind else (low, citation.start)
    whole = [m for m in find_dates(text[start:end]) if m.value.precision is Precision.DAY]
    for mention in whole if behind else reversed(whole):
        return None if not behind and _TELLING.search(_folded(text, start + mention.end, end)) else mention.value.first
    match = _DAY.search(_folded(text, start, end)) if masthead.press else None
    if match is None or (not behind and _TELLING.search(_folded(text, start + match.end(), end))):
        return None
    return _with_year(int(match["d"]), int(match["m"]), masthead.published or _last_date(text, start))


def _with_year(day: int, month: int, known: date | None) -> date | None:
    """The last such day up to `known`."""
    for year in (known.year, known.year - 1) if known else ():
        try:
            candidate = date(year, month, day)
        except ValueError:
            return None
        if known and candidate <= known:
            return candidate
    return None


def _last_date(text: str, at: int) -> date | None:
    near = find_dates(text[max(0, at - 3000) : at])
    found = [m.value.last for m in near if m.value.precision in (Precision.DAY, Precision.MONTH)]
    return found[-1] if found else None


def _issuer_of_act(text: str, citation: Citation) -> str | None:
    """The act's subject: the last body named before the verb, or the one behind "mà", "do"."""
    low, high = sentence_of(text, citation)
    behind = _act_behind(text, citation, high)
    if behind is not None:
        body = find_body(text, citation.phrase_end, citation.phrase_end + behind.end())
        return body.text if body else None
    bodies = bodies_in(text, low, citation.start)
    return bodies[-1].text if bodies else None


def with_place(text: str, issuer: str, sentence: tuple[int, int], masthead: Masthead) -> str:
    """`Ban Thường vụ Tỉnh ủy` in a report that says `Tỉnh ủy Hòa Lâm` in the sentence, or in one way elsewhere."""
    match = _COMMITTEE_END.search(folded(issuer))
    if match is None or not masthead.press:
        return issuer
    for low, high in (sentence, (masthead.body_start, masthead.body_end)):
        places = {place for body in bodies_in(text, low, high) if (place := _place_behind(match[0], body.text))}
        if places:
            return squeeze(f"{issuer} {places.pop()}") if len(places) == 1 else issuer
    return issuer


def _place_behind(committee: str, body: str) -> str | None:
    at = folded(body).find(f"{committee} ")
    place = body[at + len(committee) :].strip() if at >= 0 else ""
    return place if place[:1].isupper() else None
