"""Papers named in composed sentences (cases/citations.toml): key fields, in order, and true spans."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.citations import Citation, find_citations

CASES = tomllib.loads((Path(__file__).parent / "cases" / "citations.toml").read_text(encoding="utf-8"))["case"]


def listed(text: str) -> list[Citation]:
    return [c for c in find_citations(text) if c.number is not None or c.serial is not None]


def field(citation: Citation, name: str) -> object:
    if name == "number":
        return citation.number.text if citation.number else None
    return getattr(citation, name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:40])
def test_citations_of_a_sentence(case: dict[str, Any]) -> None:
    found = listed(case["text"])
    wanted = [{name: value or None for name, value in cite.items()} for cite in case["cites"]]
    assert [{n: field(c, n) for n in w} for c, w in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:40])
def test_spans_hold_what_they_say(case: dict[str, Any]) -> None:
    text = case["text"]
    for c in find_citations(text):
        assert 0 <= c.phrase_start <= c.start < c.end <= c.phrase_end <= len(text)
        for name, low, high in c.spans:
            if name in ("issuer", "subject"):
                assert " ".join(text[low:high].split()) == getattr(c, name)
