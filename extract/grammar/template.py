"""The template language of the pattern files: word, `a|b`, `(optional)?`, `{slot}`, `{name:slot}`, `...` for a short
gap.

A template is parsed to a tree and spelled out to sequences of steps; a step is one token with the set of words that it
admits, the slot that it fills, and whether it may be left out. Parentheses and marks of the text itself are written
between backticks: `` `(` ``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from extract.grammar.lexer import words_of

#: how many tokens `...` spans at most
GAP = 8
#: a template that spells out to more sequences than this is refused
MOST = 6000
_MARK = re.compile(
    r"`(?P<literal>[^`]+)`|\{(?P<slot>[a-z_0-9:]+)\}|(?P<gap>\.\.\.)|(?P<mark>[()|?])|(?P<word>[^\s(){}|?`]+)"
)


class TemplateError(ValueError):
    """A template that cannot be read: what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Step:
    """One token: any of `words` (empty: any token but a mark); `slot` is what it fills, dotted when nested."""

    words: frozenset[str]
    slot: str | None = None
    optional: bool = False


Sequence_ = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class SlotClass:
    """A class of the vocabulary: templates, any of which fills the slot."""

    name: str
    templates: tuple[str, ...]


def spell(template: str, classes: Mapping[str, SlotClass]) -> tuple[Sequence_, ...]:
    """Every sequence of steps that the template stands for. Raises TemplateError."""
    parser = _Parser(_lex(template), classes)
    sequences = tuple(dict.fromkeys(parser.alternatives()))
    if parser.rest():
        raise TemplateError(f"unexpected {parser.rest()[0]} in: {template}")
    if not all(any(not step.optional and step.words for step in sequence) for sequence in sequences):
        raise TemplateError(f"matches without a word: {template}")
    return sequences


def _lex(template: str) -> list[tuple[str, str]]:
    found, at = [], 0
    for match in _MARK.finditer(template):
        if template[at : match.start()].strip():
            raise TemplateError(f"cannot read {template[at : match.start()].strip()!r} in: {template}")
        found.append((str(match.lastgroup), match[match.lastgroup or 0]))
        at = match.end()
    if template[at:].strip():
        raise TemplateError(f"cannot read {template[at:].strip()!r} in: {template}")
    return list(_with_compounds(found))


def _with_compounds(marks: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A run of words is lexed as one text, so that `định kỳ` is the one token that it is in a text."""
    for is_word, run in itertools.groupby(marks, key=lambda mark: mark[0] == "word"):
        if is_word:
            yield from (("literal", word) for word in words_of(" ".join(text for _, text in run)))
        else:
            yield from run


#: what each class spells out to: classes stand in many templates
_CLASSES: dict[SlotClass, tuple[Sequence_, ...]] = {}


def _of_class(slot_class: SlotClass, classes: Mapping[str, SlotClass]) -> tuple[Sequence_, ...]:
    if slot_class not in _CLASSES:
        parsers = (_Parser(_lex(template), classes) for template in slot_class.templates)
        _CLASSES[slot_class] = tuple(sequence for parser in parsers for sequence in parser.alternatives())
    return _CLASSES[slot_class]


class _Parser:
    """Recursive descent over the marks; each method gives all sequences of what it has read."""

    def __init__(self, marks: list[tuple[str, str]], classes: Mapping[str, SlotClass]) -> None:
        self._marks = marks
        self._classes = classes
        self._at = 0
        self._depth = 0

    def rest(self) -> list[tuple[str, str]]:
        return self._marks[self._at :]

    def alternatives(self) -> list[Sequence_]:
        found = self._sequence()
        while self._next_is("|"):
            self._at += 1
            found += self._sequence()
        return _joined_words(found)

    def _sequence(self) -> list[Sequence_]:
        found: list[Sequence_] = [()]
        while self.rest() and self.rest()[0] not in (("mark", ")"), ("mark", "|")):
            item = self._item()
            found = [head + tail for head, tail in itertools.product(found, item)]
            if len(found) > MOST:
                raise TemplateError(f"spells out to more than {MOST} sequences")
        return found

    def _item(self) -> list[Sequence_]:
        item = self._atom()
        if self._next_is("?"):
            self._at += 1
            item = _optional(item)
        return item

    def _atom(self) -> list[Sequence_]:
        kind, text = self.rest()[0]
        self._at += 1
        if kind == "gap":
            return [tuple(Step(frozenset(), None, True) for _ in range(GAP))]
        if kind == "slot":
            return self._slot(text)
        if kind != "mark":
            return self._words(text)
        if text != "(":
            raise TemplateError(f"{text} without anything before it")
        self._depth += 1
        found = self.alternatives()
        self._depth -= 1
        if not self._next_is(")"):
            raise TemplateError("a ( without its )")
        self._at += 1
        return found

    def _words(self, text: str) -> list[Sequence_]:
        """Outside parentheses `lần|buổi` binds single words; inside them, alternatives may be of several words."""
        found = [tuple(Step(frozenset({word})) for word in words_of(text))]
        while not self._depth and self._next_is("|"):
            if self.rest()[1:2] == [] or self.rest()[1][0] not in ("literal", "word"):
                raise TemplateError("a | without a word behind it")
            found.append(tuple(Step(frozenset({word})) for word in words_of(self.rest()[1][1])))
            self._at += 2
        return _joined_words(found)

    def _slot(self, text: str) -> list[Sequence_]:
        name, _, kind = text.rpartition(":")
        slot_class = self._classes.get(kind)
        if slot_class is None:
            raise TemplateError(f"no class {kind!r} in the vocabulary")
        found = _of_class(slot_class, self._classes)
        return _joined_words([tuple(_named(step, name or kind) for step in sequence) for sequence in found])

    def _next_is(self, mark: str) -> bool:
        return self.rest()[:1] == [("mark", mark)]


def _named(step: Step, name: str) -> Step:
    return replace(step, slot=name if step.slot is None else f"{name}.{step.slot}")


def _optional(item: list[Sequence_]) -> list[Sequence_]:
    if all(len(sequence) == 1 for sequence in item):
        return [(replace(sequence[0], optional=True),) for sequence in item]
    return [*item, ()]


def _joined_words(found: list[Sequence_]) -> list[Sequence_]:
    """Single-step alternatives of one slot become one step with all their words."""
    single: dict[tuple[str | None, bool], set[str]] = {}
    other: list[Sequence_] = []
    for sequence in found:
        if len(sequence) == 1 and sequence[0].words:
            single.setdefault((sequence[0].slot, sequence[0].optional), set()).update(sequence[0].words)
        else:
            other.append(sequence)
    return [(Step(frozenset(words), slot, optional),) for (slot, optional), words in single.items()] + other


def words_in(sequences: tuple[Sequence_, ...]) -> Iterator[str]:
    for sequence in sequences:
        for step in sequence:
            yield from step.words
