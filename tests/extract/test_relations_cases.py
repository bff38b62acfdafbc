"""Which papers a whole text is, replaces, changes, reaffirms or names (cases/relations.toml)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from documents.model import Document, Line, Origin, Page
from extract.masthead import read_masthead
from extract.obligation import DocumentMention
from extract.relations import documents_of, json_role

CASES = tomllib.loads((Path(__file__).parent / "cases" / "relations.toml").read_text(encoding="utf-8"))["case"]


def mentions(text: str) -> tuple[DocumentMention, ...]:
    lines = tuple(Line(line) for line in text.strip("\n").split("\n"))
    document = Document("0" * 64, "text/plain", (Page(1, None, lines, Origin.TXT),), "test")
    return documents_of(document, read_masthead(document))


def field(mention: DocumentMention, name: str) -> object:
    value = json_role(mention.role) if name == "role" else getattr(mention, name)
    return list(value) if isinstance(value, tuple) else value


def _named(found: tuple[DocumentMention, ...], wanted: dict[str, Any]) -> list[DocumentMention]:
    """Those of the number; of two papers with one number the one of the role first."""
    same = (mention for mention in found if mention.number == wanted["number"])
    return sorted(same, key=lambda mention: field(mention, "role") != wanted.get("role"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_documents_of_a_text(case: dict[str, Any]) -> None:
    found = mentions(case["text"])
    wanted = [{name: value or None for name, value in row.items()} for row in case["documents"]]
    likely = (_named(found, w) for w in wanted)
    got = [{n: field(near[0], n) for n in w} if near else None for near, w in zip(likely, wanted, strict=True)]
    assert got == wanted
    assert {m.number for m in found} == {w["number"] for w in wanted}
