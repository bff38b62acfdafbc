"""Clauses that take some people out of a duty ("…; riêng Bí thư dự mỗi năm một lần"), and the cutting of a sentence
into clauses and pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.cadence import Shape
from extract.clause import Reading, cadences, shapes
from extract.drafts import Draft
from extract.sentences import Sentence, clauses
from extract.wordings import wording
from vntext.folding import Key, fold, squeeze

_ASIDE = wording("aside.bracket")
_TURN = wording("aside.turn")
#: letters: enough for a comma or "và" before a bearer, white space with it
_NEAR = 40
_PLACE = wording("place.bare")
_OPENS = wording("aside.opens")
#: people told by what they are or do, not by a post
_DESCRIBED = wording("condition.people")


def opens_aside(text: str) -> bool:
    """ "Riêng Bí thư …": a sentence or clause that takes its people out of the duty before."""
    return _OPENS.match(fold(text, Key.PLACEMENT)) is not None


def parts(sentence: Sentence, whole: Reading) -> Iterator[tuple[Reading, bool]]:
    """The clauses; what begins with "riêng", in brackets or behind a comma, stands apart (True)."""
    for clause in clauses(sentence):
        folded = whole.folded(clause.start, clause.end)
        asides = [(clause.start + m.start(), clause.start + m.end()) for m in _ASIDE.finditer(folded)]
        yield from _turns(whole.piece(clause.start, clause.end).without(asides))
        for low, high in asides:
            yield whole.piece(low + 1, high - 1), True


def _turns(clause: Reading) -> Iterator[tuple[Reading, bool]]:
    at, aside = clause.start, False
    for turn in _TURN.finditer(clause.folded(clause.start, clause.end)):
        yield clause.piece(at, clause.start + turn.start()), aside
        at, aside = clause.start + turn.end(), True
    last = clause.piece(at, clause.end)
    yield last, aside or opens_aside(last.live)


def exclude(before: list[Draft], aside: list[Draft]) -> None:
    """The people of an aside are excluded from the duty that it is taken out of."""
    phrases = tuple(p for d in aside if d.bearer and d.own_bearer for p in d.bearer.phrases)
    for at, draft in enumerate(before):
        if phrases and draft.action is aside[0].action:
            before[at] = replace(draft, excluded=(*draft.excluded, *phrases))


def narrowed(before: list[Draft], aside: list[Draft], part: Reading) -> list[Draft]:
    """ "…; riêng đồng chí công tác trong lực lượng vũ trang …": of the same bearer, only those of whom this is true.

    They have no post of their own: their description is the aside's condition and the first duty's exception."""
    if not before or any(d.own_bearer and d.bearer and d.bearer.pattern != "actor.comrades" for d in aside):
        return aside
    first = min(s.start for d in aside for s in d.slots if s.start >= part.start and s.name != "who")
    told = _DESCRIBED.match(part.folded(part.start, first))
    if told is None:
        return aside
    people = squeeze(part.text(part.start + told.start("who"), first).replace("\n", " ")).strip(" ,:;")
    before[-1] = replace(before[-1], excluded=(*before[-1].excluded, people))
    bearer = before[-1].bearer
    return [replace(d, bearer=bearer, own_bearer=False, conditions=(*d.conditions, people)) for d in aside]


def pieces(reading: Reading) -> Iterator[Reading]:
    """The clause cut where, behind a comma or "và", another bearer begins that has a cadence of its own."""
    cuts: list[int] = []
    found, actors = cadences(reading), reading.of("actor")
    for actor in actors if found else ():
        if _PLACE.fullmatch(reading.folded(actor.start, actor.end)):
            continue  # "chi bộ khu phố, thôn mỗi tháng": a place goes on
        lead = reading.folded(max(reading.start, actor.start - _NEAR), actor.start).rstrip()
        if (
            lead.endswith((",", " và", " còn"))
            and any(m.end <= actor.start for m in found)
            and any(m.start >= actor.end for m in found)
        ):
            last = cuts[-1] if cuts else reading.start
            if not any(last <= other.start and other.end <= actor.start for other in actors):
                continue  # the figure leads the sentence: it is this bearer's own
            if any(last <= m.start and m.end <= actor.start and Shape.FULL in shapes(m) for m in found):
                cuts.append(actor.start)
    for low, high in zip([reading.start, *cuts], [*cuts, reading.end], strict=True):
        yield reading.piece(low, high)
