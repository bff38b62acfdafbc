"""Mastheads of composed instruments in the layouts that flattened pages take (cases/mastheads.toml)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from documents.model import Document, Line, Origin, Page
from extract.masthead import read_masthead
from vntext.folding import same

CASES = tomllib.loads((Path(__file__).parent / "cases" / "mastheads.toml").read_text(encoding="utf-8"))["case"]
PLAIN = ("number", "type", "issuer", "issued", "subject", "signer", "signer_post", "place", "system", "level", "organ")


def document(text: str) -> Document:
    lines = tuple(Line(line) for line in text.strip("\n").split("\n"))
    return Document("0" * 64, "text/plain", (Page(1, None, lines, Origin.TXT),), "test")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_masthead_says_what_the_page_says(case: dict[str, Any]) -> None:
    paper = document(case["text"])
    read = read_masthead(paper)
    wanted = {name: case[name] or None for name in PLAIN if name in case}
    got = {name: getattr(read, name) for name in wanted}
    if "issuer" in wanted and got["issuer"] and same(str(got["issuer"]), str(wanted["issuer"])):
        got["issuer"] = wanted["issuer"]  # capitals inside a name cannot be told from a header in capitals
    assert got == wanted
    for name in ("draft", "press", "secrecy"):
        if name in case:
            assert getattr(read, name) == case[name]
    if "body_starts" in case:
        assert paper.text[read.body_start :].startswith(case["body_starts"])
    if "body_ends" in case:
        assert paper.text[: read.body_end].rstrip().endswith(case["body_ends"])
    if "appendices" in case:
        assert len(read.appendices) == case["appendices"]
