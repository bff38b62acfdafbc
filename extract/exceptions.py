"""Who is not bound: "trừ …", "riêng …", "không áp dụng … đối với …", "không bị ràng buộc số lần"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.bearers import split_bearers
from extract.grammar.engine import grammar
from extract.wordings import wording
from vntext.folding import Key, fold

_EXCEPT = wording("except.inside")
_NOT_APPLIED = wording("except.not-applied")
_FREED = wording("except.freed")
_WHICH = wording("except.which")
_PEOPLE = wording("except.people")
_LEADS = wording("except.leads")
#: what leads to the bearer behind the excepted
_LEADING = wording("except.leading")
_BENEFITS = wording("except.benefits")
#: "… thì một năm ba kỳ, không bắt buộc …": not the people are freed, the figure is explained
_FIGURE = wording("except.figure")
#: what stands before the people: a note's number, "Ba là"
_MARKS = wording("except.marks")
_WHO_ENDS = wording("except.who-ends")
_OF_PAPER = wording("except.of-paper")
_ROW = wording("except.row")


@dataclass(frozen=True, slots=True)
class Exemption:
    """`phrases` are freed from the duties of the clause `clause` of the article `article` (None: of all)."""

    phrases: tuple[str, ...]
    clause: str | None = None
    article: str | None = None
    start: int = 0
    end: int = 0
    #: the paragraph whose duties alone are meant, where the words stand behind them in it
    within: tuple[int, int] | None = None
    #: the number of the table's row that is meant
    row: str | None = None
    #: "Quy định này không áp dụng …": freed from all that the paper asks of them, not only from attending
    whole: bool = False


def excluded_inside(text: str, bearer: int | None = None) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The groups excepted inside a clause ("trừ …"), and where the exceptions stand in it.

    `bearer` is where those who are bound are named: "Trừ Bí thư, các Tỉnh ủy viên dự …" excepts nobody behind it."""
    folded = fold(text, Key.PLACEMENT)
    phrases: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _EXCEPT.finditer(folded):
        end = match.end("who")
        if bearer is not None and match.start("who") < bearer < end:
            end = match.start("who") + len(_LEADING.sub("", folded[match.start("who") : bearer]))
        phrases.extend(split_bearers(text[match.start("who") : end]))
        spans.append((match.start(), match.end()))
    return tuple(phrases), tuple(spans)


def exemption(text: str, start: int = 0) -> Exemption | None:
    """The exemption that a whole sentence grants; None where it grants none."""
    folded = fold(text, Key.PLACEMENT)
    for low, high, freeing in _freed(folded):
        who = split_bearers(_who(text, folded, low, high))
        if who and _is_people(who[0]) and not _BENEFITS.search(freeing):
            clause, article = _which(folded)
            row = _ROW.search(folded)
            part = row or clause or article
            whole = part is None and _OF_PAPER.search(folded[:high]) is not None
            number = row["row"].lstrip("0") if row else None
            return Exemption(who, clause, article, start + low, start + high, row=number, whole=whole)
    return None


def _freed(folded: str) -> Iterator[tuple[int, int, str]]:
    """(start and end of the people, the words that free them)."""
    match = _NOT_APPLIED.search(folded)
    if match:
        yield match.start("who"), match.end("who"), folded[match.start() : match.end("what")]
    match = _FREED.search(folded)
    if (
        match
        and not any(mark in folded[: match.start()] for mark in ".;:")
        and not _FIGURE.search(folded[: match.start()])
    ):
        yield 0, match.start(), folded[match.start() : match.end() + 40].partition(",")[0]


def _is_people(phrase: str) -> bool:
    """Does the phrase begin with a post, a body or people?"""
    folded = fold(phrase, Key.PLACEMENT)
    return _PEOPLE.match(folded) is not None or any(m.start == 0 for m in grammar("actor").find(phrase))


def _who(text: str, folded: str, low: int, high: int) -> str:
    who, key = text[low:high], folded[low:high]
    for pattern in (_MARKS, _LEADS):
        lead = pattern.match(key)
        who, key = (who[lead.end() :], key[lead.end() :]) if lead else (who, key)
    end = _WHO_ENDS.search(key)
    return who[: end.start()] if end else who


def exempt_item(text: str, start: int = 0) -> Exemption:
    """An item of a list of those who are freed: the whole of it tells who."""
    mark = _MARKS.match(fold(text, Key.PLACEMENT))
    who = text[mark.end() :] if mark else text
    return Exemption((who.strip(" .;,\n"),), start=start, end=start + len(text))


def _which(folded: str) -> tuple[str | None, str | None]:
    clause = article = None
    for match in _WHICH.finditer(folded):
        clause = clause or match["clause"] or match["item"]
        article = article or match["article"]
    return clause, article
