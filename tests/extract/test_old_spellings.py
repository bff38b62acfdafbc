"""Other spellings are read as the usual ones, and keep their length."""

from __future__ import annotations

import pytest

from extract.spellings import usual
from extract.terms import records


@pytest.mark.parametrize("record", records("spellings", "spelling"), ids=lambda record: str(record["says"]))
def test_examples(record: dict[str, list[list[str]]]) -> None:
    for written, read in record["examples"]:
        assert usual(written) == read
        assert len(usual(written)) == len(written)
