"""The matching engine: pattern records over tokens by spaCy's Matcher (`matching`), with each match's slots filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extract.grammar.builders import BUILDERS, Slots
from extract.grammar.lexer import Token, righted, tokens
from extract.grammar.matching import Cabinet, Spelling, Steps
from extract.grammar.records import Record, records, spelled
from extract.grammar.template import Sequence_


@dataclass(frozen=True, slots=True)
class Mention:
    """`value` is what the builder made of the match at `start:end`; `slots` are the texts that filled its slots."""

    kind: str
    pattern: str
    start: int
    end: int
    value: Any
    slots: Slots = field(default_factory=dict)
    order: int = 0
    longest: bool = False

    @property
    def rank(self) -> tuple[int, int, int]:
        """Who wins where mentions of one kind overlap: the smaller."""
        length = self.start - self.end
        first = (length, self.start) if self.longest else (self.start, length)
        return (*first, self.order)


class Grammar:
    """All records of some kinds. `find` is pure and total."""

    def __init__(self, chosen: Iterable[Record]) -> None:
        kept = tuple(chosen)
        self.spellings = {record.id: spelled(record.template) for record in kept}
        self._cabinet = Cabinet(kept, self.spellings)

    def find(self, text: str, read: tuple[Token, ...] | None = None, offset: int = 0) -> tuple[Mention, ...]:
        """The mentions in `text`, of each kind never overlapping; offsets are moved by `offset`."""
        read = tokens(text) if read is None else read
        found = list(self._every(text, read, offset))
        return tuple(sorted(_best(found), key=lambda m: (m.start, m.order)))

    def _every(self, text: str, read: tuple[Token, ...], offset: int) -> Iterator[Mention]:
        said = righted(text)
        for spelling, steps in self._cabinet.matches([token.word for token in read]):
            made = _mention(spelling, steps, read, said, offset)
            if made is not None:
                yield made


def _mention(spelling: Spelling, steps: Steps, read: tuple[Token, ...], text: str, offset: int) -> Mention | None:
    slots = _filled(spelling.steps, steps, read, text)
    record = spelling.record
    value = BUILDERS[record.build](slots, record.constants)
    if value is None:
        return None
    start, end = read[steps[0][1]].start + offset, read[steps[-1][1]].end + offset
    return Mention(record.kind, record.id, start, end, value, slots, record.order, record.longest)


def _filled(sequence: Sequence_, steps: Steps, read: tuple[Token, ...], text: str) -> Slots:
    ends: dict[str, tuple[int, int]] = {}
    for step, at in steps:
        slot = sequence[step].slot
        if slot is not None:
            for name in _levels(slot):
                start = ends[name][0] if name in ends else read[at].start
                ends[name] = (start, read[at].end)
    return {name: text[start:end] for name, (start, end) in ends.items()}


def _levels(slot: str) -> Iterator[str]:
    parts = slot.split(".")
    for i in range(len(parts)):
        yield ".".join(parts[: i + 1])


def _best(mentions: list[Mention]) -> Iterator[Mention]:
    """Within each kind what ranks first wins; what it overlaps is left out."""
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: m.rank):
        if all(mention.end <= low or mention.start >= high for low, high in taken[mention.kind]):
            taken[mention.kind].append((mention.start, mention.end))
            yield mention


@lru_cache(maxsize=16)
def grammar(*kinds: str) -> Grammar:
    """The grammar of the kinds (all when none is named), filed once."""
    return Grammar(r for r in records() if not kinds or r.kind in kinds)
