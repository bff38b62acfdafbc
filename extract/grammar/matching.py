"""spaCy's Matcher over the tokens of a text, shown only the spellings that can match where it looks.

Several thousand spellings are too many to try at every token. Each is filed under its cue, the step whose words are
rarest among all patterns, and among those of one cue under the words of its second rarest step. A text is walked once:
where a cue stands and a second word is near, the Matcher of that drawer is run on the few tokens around the cue.
Spellings that leave nothing open need no Matcher: their words are looked up side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.grammar.records import Record
from extract.grammar.template import Sequence_, Step, words_in

#: marks that a gap does not cross
STOPS = frozenset('.;:!?()"“”|')
#: what stands for every word that no pattern knows, so that the vocabulary does not grow with what is read
_UNKNOWN = "\ufffd"

#: (step, token) pairs of a match
Steps = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One sequence of a record's template. `cue` is the step under which it is filed, `order` its place among all."""

    record: Record
    steps: Sequence_
    cue: int
    order: int


class Drawer:
    """The spellings that share a cue word and their second rarest step's words; compiled when first needed."""

    def __init__(self, vocab: Vocab, cue: str, second: frozenset[str], filed: tuple[Spelling, ...]) -> None:
        self._vocab, self._cue, self._filed = vocab, cue, filed
        self.second = second
        self.before = max(spelling.cue for spelling in filed)
        self.after = max(len(spelling.steps) - spelling.cue for spelling in filed)
        self._needed = tuple({_needed(spelling) for spelling in filed})

    def may_match(self, near: set[str]) -> bool:
        """Has any spelling all the words that it cannot do without among the words around the cue?"""
        return any(not any(map(near.isdisjoint, needed)) for needed in self._needed)

    def matches(self, doc: Doc, at: int) -> Iterator[tuple[Spelling, Steps]]:
        """The matches whose cue is the token `at`."""
        low = max(0, at - self.before)
        # spaCy's own types do not know the fourth value that alignments add.
        found: Any = self._matcher(doc[low : at + self.after], with_alignments=True)
        for key, first, _, steps in found:
            spelling = self._by_key[key]
            pairs = tuple((step, low + first + place) for place, step in enumerate(steps))
            if (spelling.cue, at) in pairs:
                yield spelling, pairs

    @cached_property
    def _by_key(self) -> dict[int, Spelling]:
        return {self._vocab.strings.add(f"{self._cue}/{one.order}"): one for one in self._filed}

    @cached_property
    def _matcher(self) -> Matcher:
        matcher = Matcher(self._vocab, validate=False)
        for key, spelling in self._by_key.items():
            cue = {spelling.cue: {"ORTH": self._cue}}
            matcher.add(key, [[cue.get(i) or _token(step) for i, step in enumerate(spelling.steps)]])
        return matcher


class Cabinet:
    """All spellings of some records, in drawers by cue word."""

    def __init__(self, chosen: Iterable[Record], spellings: Mapping[str, tuple[Sequence_, ...]]) -> None:
        self._vocab = Vocab()
        self._known = {word for sequences in spellings.values() for word in words_in(sequences)} | STOPS | {","}
        self._drawers, self._shelves = _drawers(self._vocab, tuple(chosen), spellings)

    def matches(self, words: list[str]) -> Iterator[tuple[Spelling, Steps]]:
        """Every match in the words, by place of the cue and order of the records."""
        doc: Doc | None = None
        every = set(words)
        for at, word in enumerate(words):
            shelf = self._shelves.get(word)
            found = list(shelf.matches(words, at)) if shelf else []
            for drawer in self._drawers.get(word, ()):
                if drawer.second and drawer.second.isdisjoint(every):
                    continue
                near = words[max(0, at - drawer.before) : at + drawer.after]
                if (drawer.second and drawer.second.isdisjoint(near)) or not drawer.may_match(set(near)):
                    continue
                doc = doc if doc is not None else self._doc(words)
                found += drawer.matches(doc, at)
            yield from _each_once(found)

    def _doc(self, words: list[str]) -> Doc:
        return Doc(self._vocab, words=[word if word in self._known else _UNKNOWN for word in words])


def _needed(spelling: Spelling) -> tuple[frozenset[str], ...]:
    """The words of each step that no match leaves out, but for the cue's own."""
    steps = enumerate(spelling.steps)
    return tuple(step.words for i, step in steps if step.words and not step.optional and i != spelling.cue)


class Shelf:
    """The spellings of a cue word that leave nothing open: their words stand side by side, and no Matcher is asked.

    Those of several words are found by the word at the place (seen from the cue) of their second rarest step.
    """

    def __init__(self) -> None:
        self._alone: list[Spelling] = []
        self._beside: dict[int, dict[str, list[Spelling]]] = {}

    def add(self, spelling: Spelling, second: int | None) -> None:
        """`second` is the step to look for first; None for a spelling of one word."""
        if second is None:
            self._alone.append(spelling)
            return
        places = self._beside.setdefault(second - spelling.cue, {})
        for word in spelling.steps[second].words:
            places.setdefault(word, []).append(spelling)

    def matches(self, words: list[str], at: int) -> Iterator[tuple[Spelling, Steps]]:
        """Those whose words stand round the cue at `at`."""
        for spelling in self._alone:
            yield spelling, ((0, at),)
        for place, by_word in self._beside.items():
            if 0 <= at + place < len(words):
                for spelling in by_word.get(words[at + place], ()):
                    if _stands(spelling, words, at):
                        yield spelling, tuple((i, at - spelling.cue + i) for i in range(len(spelling.steps)))


def _is_fixed(steps: Sequence_) -> bool:
    return all(step.words and not step.optional for step in steps)


def _stands(spelling: Spelling, words: list[str], at: int) -> bool:
    first = at - spelling.cue
    if first < 0 or first + len(spelling.steps) > len(words):
        return False
    return all(words[first + i] in step.words for i, step in enumerate(spelling.steps))


def _each_once(found: list[tuple[Spelling, Steps]]) -> Iterator[tuple[Spelling, Steps]]:
    """Of a spelling's matches the one that takes its optional steps where it can; in the order of the records."""
    best: dict[int, tuple[Spelling, Steps]] = {}
    for spelling, steps in found:
        known = best.get(spelling.order)
        if known is None or _taken(spelling, steps) > _taken(spelling, known[1]):
            best[spelling.order] = spelling, steps
    yield from (best[order] for order in sorted(best))


def _taken(spelling: Spelling, steps: Steps) -> tuple[bool, ...]:
    """Which steps were taken, outwards from the cue: first those after it, then those before."""
    there = {step for step, _ in steps}
    after, before = range(spelling.cue + 1, len(spelling.steps)), range(spelling.cue - 1, -1, -1)
    return tuple(step in there for step in (*after, *before))


def _drawers(
    vocab: Vocab, chosen: tuple[Record, ...], spellings: Mapping[str, tuple[Sequence_, ...]]
) -> tuple[dict[str, tuple[Drawer, ...]], dict[str, Shelf]]:
    """By cue word: the spellings that leave something open, in drawers, and the fixed ones."""
    common = Counter(word for sequences in spellings.values() for word in set(words_in(sequences)))
    filed: dict[str, dict[frozenset[str], list[Spelling]]] = defaultdict(lambda: defaultdict(list))
    shelves: dict[str, Shelf] = defaultdict(Shelf)
    sequences = ((record, steps) for record in chosen for steps in spellings[record.id])
    for order, (record, steps) in enumerate(sequences):
        cue, second = _rarest(steps, common)
        for word in steps[cue].words:
            spelling = Spelling(record, steps, cue, order)
            if _is_fixed(steps):
                shelves[word].add(spelling, second)
            else:
                filed[word][steps[second].words if second is not None else frozenset()].append(spelling)
    drawers = {
        word: tuple(Drawer(vocab, word, second, tuple(found)) for second, found in by_second.items())
        for word, by_second in filed.items()
    }
    return drawers, dict(shelves)


def _rarest(steps: Sequence_, common: Counter[str]) -> tuple[int, int | None]:
    """The step that is hardest to meet, and the next one (None where there is none)."""
    needed = [i for i, step in enumerate(steps) if step.words and not step.optional]
    ranked = sorted(needed, key=lambda i: (sum(common[word] for word in steps[i].words), i))
    return ranked[0], ranked[1] if len(ranked) > 1 else None


def _token(step: Step) -> dict[str, Any]:
    words = sorted(step.words)
    orth: Any = {"IN": words} if len(words) > 1 else words[0] if words else {"NOT_IN": sorted(STOPS)}
    return {"ORTH": orth, "OP": "?"} if step.optional else {"ORTH": orth}
