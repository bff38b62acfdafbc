"""People listed behind the figure: "Mỗi năm ít nhất 02 lần, gồm có:" with a post an item, or all in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extract.bearers import Bearer, split_bearers
from extract.cadence import Shape
from extract.clause import Reading, cadences, duties, read, shapes
from extract.drafting import drafts_of
from extract.drafts import Draft, Setting
from extract.grammar.engine import grammar
from extract.sentences import Sentence
from extract.wordings import wording
from vntext.folding import Key, fold

_LISTS = wording("list.of-people")
_LABEL = wording("label.of-people")
_MARKS = " -–+*•\t\n"


def listed_drafts(
    sentence: Sentence, whole: Reading, items: Iterable[tuple[int, str]], setting: Setting
) -> list[Draft]:
    """The duty that stands before the colon, for everybody named behind it; none where anything else is listed.

    `items`: where each paragraph below ends, and its text.
    """
    match = _LISTS.search(fold(sentence.live, Key.PLACEMENT))
    if match is None or not _says_how_often(whole, sentence.start + match.start()):
        return []
    colon = match.end() - 1
    behind = sentence.live[colon + 1 :]
    listed = [(sentence.end, part) for part in behind.split(";")] if behind.strip(" .") else list(items)
    phrases = [_people(text) for _, text in listed]
    if not phrases or not all(phrases):
        return []
    lead = Sentence(sentence.start, sentence.start + match.start(), sentence.live[: match.start()])
    who = Bearer(tuple(p for some in phrases for p in some), sentence.start + colon, listed[-1][0], "list.of-people")
    found = drafts_of(lead, whole.piece(lead.start, lead.end), replace(setting, bearer=who))
    return [replace(d, bearer=who, end=listed[-1][0], own_bearer=True) for d in found]


def _says_how_often(whole: Reading, until: int) -> bool:
    """A figure stands before the list, and nobody who does something else."""
    before = [m for m in cadences(whole) if m.end <= until and Shape.FULL in shapes(m)]
    return bool(before) and not any(a.end <= d.start for a in whole.of("actor", None, until) for d in duties(whole))


def _people(text: str) -> tuple[str, ...]:
    """The posts that an item names, and nothing else; empty for any other item."""
    bare = text.strip(_MARKS).rstrip(" .;,")
    if not bare or len(bare) > 160 or cadences(read(bare, 0)):
        return ()
    return split_bearers(bare) if any(m.start == 0 for m in grammar("actor").find(bare)) else ()


def people_labelled(whole: Reading) -> Bearer | None:
    """ "Người dự: Ủy viên Ban Thường vụ": a line that only tells of whom the lines below speak."""
    label = _LABEL.match(fold(whole.live, Key.PLACEMENT))
    people = _people(whole.live[label.end() :]) if label else ()
    return Bearer(people, whole.start + (label.end() if label else 0), whole.end, "label.of-people") if people else None
