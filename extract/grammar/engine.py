"""The matching engine: pattern records over tokens, by spaCy's Matcher, with the slots that each match filled.

Records are grouped by a word that every one of their spellings needs (their cue); a text is shown only to the groups
whose cue it contains, which is what keeps several thousand spellings fast.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.grammar.builders import BUILDERS, Slots
from extract.grammar.lexer import UNKNOWN, Token, tokens
from extract.grammar.records import Record, classes, records
from extract.grammar.template import Sequence_, Step, spell, words_in

#: marks that a gap does not cross
_STOPS = tuple(".;:!?()\"“”|")


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


class Grammar:
    """All records of some kinds, compiled. `find` is pure and total."""

    def __init__(self, chosen: Iterable[Record]) -> None:
        self._records = {record.id: record for record in chosen}
        self._spellings = {r.id: spell(r.template, classes()) for r in self._records.values()}
        self._known = {word for seqs in self._spellings.values() for word in words_in(seqs)} | set(_STOPS) | {","}
        self._vocab = Vocab()
        self._groups = self._grouped()

    def find(self, text: str, read: tuple[Token, ...] | None = None, offset: int = 0) -> tuple[Mention, ...]:
        """The mentions in `text`, leftmost and longest of each kind, never overlapping; offsets are moved by `offset`."""
        read = tokens(text) if read is None else read
        every = self._every(text, read, offset)
        return tuple(sorted(_best(every), key=lambda m: (m.start, m.order)))

    def _every(self, text: str, read: tuple[Token, ...], offset: int) -> list[Mention]:
        words = [token.word if token.word in self._known else _unknown(token.word) for token in read]
        present = set(words)
        doc = None
        found: list[Mention] = []
        for cue, (matcher, spellings) in self._groups.items():
            if cue in present:
                doc = doc if doc is not None else Doc(self._vocab, words=words)
                found.extend(self._matches(matcher, spellings, doc, text, read, offset))
        return found

    def _matches(
        self, matcher: Matcher, spellings: dict[int, tuple[str, Sequence_]], doc: Doc, text: str, read: tuple[Token, ...], offset: int
    ) -> Iterator[Mention]:
        for key, first, last, steps in matcher(doc, with_alignments=True):
            name, sequence = spellings[key]
            taken = read[first:last]
            slots = _filled(sequence, steps, taken, text)
            record = self._records[name]
            value = BUILDERS[record.build](slots, record.constants)
            if value is not None:
                start, end = taken[0].start + offset, taken[-1].end + offset
                yield Mention(record.kind, record.id, start, end, value, slots, record.order)

    def _grouped(self) -> dict[str, tuple[Matcher, dict[int, tuple[str, Sequence_]]]]:
        by_cue: dict[str, list[tuple[str, Sequence_]]] = defaultdict(list)
        common = Counter(w for seqs in self._spellings.values() for w in set(words_in(seqs)))
        for name, sequences in self._spellings.items():
            for sequence in sequences:
                for cue in _cues(sequence, common):
                    by_cue[cue].append((name, sequence))
        return {cue: self._compiled(cue, spellings) for cue, spellings in by_cue.items()}

    def _compiled(
        self, cue: str, spellings: list[tuple[str, Sequence_]]
    ) -> tuple[Matcher, dict[int, tuple[str, Sequence_]]]:
        matcher = Matcher(self._vocab, validate=False)
        keys: dict[int, tuple[str, Sequence_]] = {}
        for number, (name, sequence) in enumerate(spellings):
            label = f"{cue}/{number}"
            matcher.add(label, [[_token_pattern(step) for step in sequence]])
            keys[self._vocab.strings[label]] = (name, sequence)
        return matcher, keys


def _cues(sequence: Sequence_, common: Counter[str]) -> frozenset[str]:
    """The words of the step that is hardest to meet: one of them stands in every text that the sequence matches."""
    needed = [step for step in sequence if step.words and not step.optional]
    return min(needed, key=lambda step: (len(step.words), sum(common[w] for w in step.words))).words


def _token_pattern(step: Step) -> dict[str, Any]:
    if not step.words:
        return {"ORTH": {"NOT_IN": list(_STOPS)}, "OP": "?"}
    words = sorted(step.words)
    pattern: dict[str, Any] = {"ORTH": words[0] if len(words) == 1 else {"IN": words}}
    return pattern | {"OP": "?"} if step.optional else pattern


def _unknown(word: str) -> str:
    return word if word in _STOPS else UNKNOWN


def _filled(sequence: Sequence_, steps: list[int], taken: tuple[Token, ...], text: str) -> Slots:
    ends: dict[str, tuple[int, int]] = {}
    for step, token in zip(steps, taken, strict=True):
        slot = sequence[step].slot
        if slot is not None:
            for name in _levels(slot):
                start = ends[name][0] if name in ends else token.start
                ends[name] = (start, token.end)
    return {name: text[start:end] for name, (start, end) in ends.items()}


def _levels(slot: str) -> Iterator[str]:
    parts = slot.split(".")
    for i in range(len(parts)):
        yield ".".join(parts[: i + 1])


def _best(mentions: list[Mention]) -> Iterator[Mention]:
    """Leftmost-longest within each kind; the earlier record wins between equals."""
    free: dict[str, int] = {}
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, m.order)):
        if mention.start >= free.get(mention.kind, -1):
            free[mention.kind] = mention.end
            yield mention


@lru_cache(maxsize=16)
def grammar(*kinds: str) -> Grammar:
    """The grammar of the kinds (all when none is named), compiled once."""
    return Grammar(r for r in records() if not kinds or r.kind in kinds)
