"""The records of kinds, number damage, stamps, furniture, openings, posts and relation phrases hold by their own examples."""

from __future__ import annotations

import re
from typing import Any

import pytest

from extract.citations import find_citations
from extract.numbers import parse_number
from extract.openings import opens_body
from extract.reading import folded_lines
from extract.relations import json_role, mark, role_of
from extract.signature import read_signature
from extract.stamps import blank_stamps
from extract.terms import document_types, records, type_named
from vntext.folding import squeeze


def examples(name: str, table: str, field: str = "examples") -> list[tuple[dict[str, Any], Any]]:
    return [(record, example) for record in records(name, table) for example in record.get(field, ())]


@pytest.mark.parametrize(("record", "example"), examples("number_damage", "damage"))
def test_damaged_numbers_are_mended(record: dict[str, Any], example: dict[str, str]) -> None:
    number = parse_number(example["text"])
    assert number is not None
    assert (number.text, number.repaired) == (example["number"], True)


@pytest.mark.parametrize(("record", "example"), examples("document_types", "type"))
def test_numbers_of_each_kind_are_read(record: dict[str, Any], example: str) -> None:
    number = parse_number(example)
    assert number is not None
    assert (number.text, number.repaired) == (example, False)


def test_no_damage_rewrites_a_true_symbol() -> None:
    true = {symbol for kind in document_types() if kind.party for symbol in kind.symbols}
    for record in records("number_damage", "damage"):
        if not record.get("organ") and "needs_type" not in record:
            assert not true & set(record["read"]), record["means"]


def test_every_kind_is_found_by_its_names_in_any_case() -> None:
    for kind in document_types():
        for name in kind.names:
            assert type_named(name.upper()) == kind
            assert type_named(f" {name.lower()} ") == kind


@pytest.mark.parametrize(("record", "example"), examples("stamps", "stamp"))
def test_stamps_are_blanked_and_nothing_else(record: dict[str, Any], example: dict[str, str]) -> None:
    left = blank_stamps(example["text"])
    assert len(left) == len(example["text"])
    assert squeeze(left) == example["left"]


@pytest.mark.parametrize(("record", "example"), examples("furniture", "furniture"))
def test_furniture_is_known_for_what_it_is(record: dict[str, Any], example: str) -> None:
    assert any(re.search(pattern, folded_lines(example), re.MULTILINE) for pattern in record["patterns"])


@pytest.mark.parametrize(("record", "example"), examples("openings", "opening"))
def test_openings_open(record: dict[str, Any], example: str) -> None:
    assert opens_body(example)


@pytest.mark.parametrize(("record", "example"), examples("openings", "opening", "counter_examples"))
def test_titles_do_not_open(record: dict[str, Any], example: str) -> None:
    assert not opens_body(example)


@pytest.mark.parametrize(("record", "example"), examples("posts", "post"))
def test_posts_are_read_above_a_name(record: dict[str, Any], example: str) -> None:
    signature = read_signature(f"Nơi nhận:\n- Lưu.\nT/M BAN THƯỜNG VỤ\n{example}\nTạ Quang Nhiên", 0)
    assert signature is not None
    assert signature.post == example.removeprefix("KT. ")
    assert signature.signer == "Tạ Quang Nhiên"


@pytest.mark.parametrize(("record", "example"), examples("relation_phrases", "phrase"))
def test_relation_phrases(record: dict[str, Any], example: dict[str, str]) -> None:
    found = [c for c in find_citations(example["text"]) if c.number and c.number.text == example["number"]]
    assert [role_of(example["text"], c).value for c in found] == [example["role"]]
    assert json_role(role_of(example["text"], found[0])).value in (
        "cited",
        "superseded",
        "amended",
        "reaffirmed",
    )


@pytest.mark.parametrize("record", records("relation_phrases", "mark"), ids=lambda record: str(record["id"]))
def test_marks_of_relations(record: dict[str, Any]) -> None:
    found = mark(str(record["id"]))
    assert all(found.search(folded_lines(example)) for example in record["examples"])
    assert not any(found.search(folded_lines(example)) for example in record["counter_examples"])
