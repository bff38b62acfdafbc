"""The papers of every text of the development sets: sources, dates, issuers and roles as the gold has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from documents.model import Document, Line, Origin, Page
from extract.masthead import read_masthead
from extract.relations import documents_of, json_role
from vntext.folding import same


def papers(path: Path) -> list[dict[str, Any]]:
    lines = tuple(Line(line) for line in path.read_text(encoding="utf-8").split("\n"))
    document = Document("0" * 64, "text/plain", (Page(1, None, lines, Origin.TXT),), "test")
    return [
        {
            "number": m.number,
            "type": m.type,
            "issued": m.issued.isoformat() if m.issued else None,
            "issuer": m.issuer,
            "role": json_role(m.role).value,
        }
        for m in documents_of(document, read_masthead(document))
    ]


@pytest.mark.parametrize("sample", ["directives", "regulations"])
def test_papers_of_the_development_set(shared: Path, sample: str) -> None:
    folder = shared / "samples" / sample
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines() if line]
    wrong = []
    for row in rows:
        found = papers(folder / row["file"])
        wrong += [(row["id"], gold["number"], gold["role"]) for gold in row["documents"] if not _is_among(gold, found)]
        wrong += [(row["id"], "surplus", len(found))] * (len(found) != len(row["documents"]))
    assert wrong == []


def _is_among(gold: dict[str, Any], found: list[dict[str, Any]]) -> bool:
    return any(
        (paper["number"], paper["role"], paper["type"]) == (gold["number"], gold["role"], gold["type"])
        and (gold["issued"] is None or paper["issued"] == gold["issued"])
        and (gold["issuer"] is None or same(paper["issuer"] or "", gold["issuer"]))
        for paper in found
    )
