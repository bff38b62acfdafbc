"""Lead-ins of lists: "Hằng năm, cấp ủy viên dự sinh hoạt chi bộ với số lần như sau:" gives period, duty and place to
the items that follow, and is no duty itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.cadence import Cadence, Shape
from extract.clause import Reading, cadences, duties, read
from extract.drafts import Draft
from extract.obligation import Action
from extract.places import branch_place
from extract.sentences import Sentence
from extract.wordings import wording
from vntext.folding import Key, fold

_ANNOUNCES = wording("lead.announces")
#: "số lần dự sinh hoạt chi bộ": a noun in running text, in a heading what its items are about
_ATTENDING = wording("theme.attending")


@dataclass(frozen=True, slots=True)
class Lead:
    """`period` is what counts of the items are in (None: they say it themselves); `duty` what is to be done."""

    period: Cadence | None
    duty: Draft | None


def lead_of(sentence: Sentence, whole: Reading, drafts: list[Draft], items: Iterable[str]) -> Lead | None:
    """The lead-in that a sentence is; None where it asks for something itself or no item has a figure."""
    if not _ANNOUNCES.search(fold(sentence.live, Key.PLACEMENT)):
        return None
    said = [c for m in cadences(whole) for c in m.value]
    if any(c.shape in (Shape.FULL, Shape.COUNT) for c in said) or not any(map(_has_figure, items)):
        return None
    period = next((c for c in said if c.shape in (Shape.PERIOD, Shape.SPAN) and c.per), None)
    return Lead(period, drafts[-1] if drafts else duty_named(sentence, whole))


def _has_figure(item: str) -> bool:
    return any(c.shape in (Shape.FULL, Shape.COUNT) for m in cadences(read(item, 0)) for c in m.value)


def duty_named(sentence: Sentence, whole: Reading | None = None, quota: bool = False) -> Draft | None:
    """The duty that a heading, or a lead-in without a period, names; `quota`: how often to attend, if nothing else."""
    whole = whole or read(sentence.live, sentence.start)
    named = _named(sentence, whole)
    if named is None and quota:
        named = (Action.ATTEND_BRANCH_MEETING, whole.start, whole.end)
    if named is None:
        return None
    action, begin, end = named
    place = branch_place(whole, begin, whole.end) if action is Action.ATTEND_BRANCH_MEETING else None
    return Draft(
        sentence.start,
        sentence.end,
        action,
        whole.text(begin, end),
        Cadence(Shape.LOOSE),
        None,
        where=place[0] if place else None,
    )


def _named(sentence: Sentence, whole: Reading) -> tuple[Action, int, int] | None:
    """What is to be done, and where the words for it stand."""
    found = next((m for m in duties(whole) if m.value.action not in (None, Action.OTHER)), None)
    if found is not None:
        return found.value.action, found.start, found.end
    about = _ATTENDING.search(fold(sentence.live, Key.PLACEMENT))
    return (Action.ATTEND_BRANCH_MEETING, whole.start + about.start(), whole.start + about.end()) if about else None
