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
    return Lead(period, drafts[-1] if drafts else _duty(sentence, whole))


def _has_figure(item: str) -> bool:
    return any(c.shape in (Shape.FULL, Shape.COUNT) for m in cadences(read(item, 0)) for c in m.value)


def _duty(sentence: Sentence, whole: Reading) -> Draft | None:
    """The duty that a lead-in without a period names."""
    found = next((m for m in duties(whole) if m.value.action not in (None, Action.OTHER)), None)
    if found is None:
        return None
    action = found.value.action
    place = branch_place(whole, found.start, whole.end) if action is Action.ATTEND_BRANCH_MEETING else None
    return Draft(
        sentence.start,
        sentence.end,
        action,
        whole.text(found.start, found.end),
        Cadence(Shape.LOOSE),
        None,
        where=place[0] if place else None,
    )
