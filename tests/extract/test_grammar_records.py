"""Tests made from the pattern files: every example is won by its own record in the whole grammar of its kind."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from plain_values import plain

from extract.clause import reader
from extract.grammar.engine import Grammar, Mention, grammar
from extract.grammar.lexer import misreadings
from extract.grammar.records import Example, Record, records
from extract.grammar.template import words_in
from vntext.cleaning import clean
from vntext.folding import Key, fold

EXAMPLES = [(record, example) for record in records() for example in record.examples]
COUNTER_EXAMPLES = [(record, text) for record in records() for text in record.counter_examples]


def _ids(pairs: list[tuple[Record, object]]) -> list[str]:
    return [f"{record.id}-{i}" for i, (record, _) in enumerate(pairs)]


def _own(text: str, kind: str) -> list[Mention]:
    return [m for m in grammar(kind).find(text) if m.kind == kind]


@pytest.mark.parametrize(("record", "example"), EXAMPLES, ids=_ids(EXAMPLES))
def test_an_example_is_won_by_its_own_record(record: Record, example: Example) -> None:
    found = _own(example.text, record.kind)
    assert [m.pattern for m in found] == [record.id]
    if example.value is not None:
        assert plain(found[0].value) == example.value


@pytest.mark.parametrize(("record", "example"), EXAMPLES, ids=_ids(EXAMPLES))
def test_an_example_keeps_its_value_in_every_spelling(record: Record, example: Example) -> None:
    value = plain(_own(example.text, record.kind)[0].value)
    for variant in _variants(example.text):
        aligned = clean(variant)
        found = _own(aligned.text, record.kind)
        assert [plain(m.value) for m in found] == [value], variant
        start, end = aligned.span(found[0].start, found[0].end)
        again = _own(clean(variant[start:end]).text, record.kind)
        assert [plain(m.value) for m in again] == [value], variant


def _misread() -> list[tuple[str, str, str]]:
    """(kind, example, the same with one phrase misread) for every misreading that an example can show."""
    found = []
    for read, means in sorted(misreadings().items()):
        shown = [(r.kind, e.text) for r, e in EXAMPLES if means in fold(e.text, Key.KEYWORD)]
        found += [(kind, text, _replaced(text, means, read)) for kind, text in shown[:1]]
    return found


def _replaced(text: str, means: str, read: str) -> str:
    at = fold(text, Key.KEYWORD).index(means)
    return text[:at] + read + text[at + len(means) :]


@pytest.mark.parametrize(("kind", "text", "misread"), _misread())
def test_a_misread_phrase_keeps_its_value_and_place(kind: str, text: str, misread: str) -> None:
    right, found = _own(text, kind), _own(misread, kind)
    assert [(m.start, m.end, plain(m.value)) for m in found] == [(m.start, m.end, plain(m.value)) for m in right]


def test_misreadings_are_no_words_of_the_field() -> None:
    known = " | ".join(fold(example.text, Key.KEYWORD) for _, example in EXAMPLES)
    for read, means in misreadings().items():
        assert len(read) == len(means)
        assert not re.search(rf"(?<!\w){re.escape(read)}(?!\w)", known), read


@pytest.mark.parametrize("figure", ["O2", "o2", "02"])
def test_letters_read_for_digits(figure: str) -> None:
    (found,) = _own(f"ít nhất {figure} lần/năm", "cadence")
    assert plain(found.value) == [{"min": 2, "per": "year"}]


@pytest.mark.parametrize(("figure", "count"), [("0l", 1), ("l", 1), ("1O", 10), ("O1", 1)])
def test_letters_read_for_one_and_ten(figure: str, count: int) -> None:
    (found,) = _own(f"{figure} lần/quý", "cadence")
    assert plain(found.value) == [{"min": count, "per": "quarter"}]


def _variants(text: str) -> list[str]:
    return [
        unicodedata.normalize("NFD", text),
        text.replace(" ", "  "),
        text.replace(" ", "\n", 1),
        text.replace(" ", "\u00a0"),
        text.upper() if text.lower() == text else text,
    ]


@pytest.mark.parametrize(("record", "text"), COUNTER_EXAMPLES, ids=_ids(COUNTER_EXAMPLES))
def test_a_counter_example_is_not_taken(record: Record, text: str) -> None:
    assert record.id not in [m.pattern for m in _own(text, record.kind)]


def test_every_record_is_needed() -> None:
    """Without the record, no other one gives its examples the same value and span."""
    spare = []
    for record in records():
        rest = Grammar(r for r in records() if r.kind == record.kind and r.id != record.id)
        for example in record.examples[:1]:
            mine, others = _own(example.text, record.kind), list(rest.find(example.text))
            if [(m.start, m.end, plain(m.value)) for m in mine] == [(m.start, m.end, plain(m.value)) for m in others]:
                spare.append(record.id)
    assert spare == []


def test_random_words_of_the_templates_never_raise() -> None:
    words = sorted({w for seqs in reader().spellings.values() for w in words_in(seqs) if not w.startswith("<")})
    chance = random.Random(20)
    for _ in range(150):
        text = " ".join(chance.choice(words) for _ in range(40))
        for mention in reader().find(text):
            assert 0 <= mention.start < mention.end <= len(text)


def test_there_are_hundreds_of_wordings() -> None:
    kinds = {record.kind for record in records()}
    assert {"cadence", "duty", "modality", "actor", "effect", "order"} <= kinds
    assert sum(len(s) for s in reader().spellings.values()) > 300
