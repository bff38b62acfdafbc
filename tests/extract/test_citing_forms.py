"""The forms of citing as data: examples are read, counter-examples are not."""

from __future__ import annotations

from typing import Any

import pytest

from extract.citing import form
from extract.reading import folded
from extract.terms import records

RECORDS = records("citing", "form")


def is_read(record: dict[str, Any], text: str) -> bool:
    pattern = form(record["id"])
    find = pattern.match if record["reads"] == "start" else pattern.search
    return find(folded(text)) is not None


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record["id"]))
def test_examples(record: dict[str, Any]) -> None:
    assert record["says"]
    assert record["reads"] in ("start", "inside", "end")
    assert [text for text in record["examples"] if not is_read(record, text)] == []
    assert [text for text in record.get("counter_examples", ()) if is_read(record, text)] == []
