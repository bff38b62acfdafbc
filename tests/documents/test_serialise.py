from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import docx, p, pdf, table

from documents import read, serialise
from documents.cache import FolderReadings, ReadingKey
from documents.model import Box, Cell, Document, Line, LineRole, Mark, MarkKind, Origin, Page, Problem, Table, Word

number = st.floats(-1000, 5000, allow_nan=False).map(lambda v: round(v, 2))
box = st.none() | st.builds(Box, number, number, number, number)
text = st.text(max_size=12)
small = st.integers(0, 50)
share = st.none() | st.floats(0, 1)
word = st.builds(Word, text, small, small, box, share)
line = st.builds(
    Line,
    text,
    box,
    st.lists(word, max_size=3).map(tuple),
    share,
    st.sampled_from(LineRole),
    st.none() | st.booleans(),
    st.none() | st.tuples(small, small, small),
)
cell = st.builds(Cell, text, small, small, box, share)
grid = st.builds(Table, st.lists(st.lists(cell, max_size=2).map(tuple), max_size=2).map(tuple), box, small, small)
page = st.builds(
    Page,
    small,
    st.none() | st.tuples(number, number),
    st.lists(line, max_size=3).map(tuple),
    st.sampled_from(Origin),
    st.lists(grid, max_size=1).map(tuple),
    st.lists(st.builds(Mark, st.sampled_from(MarkKind), text, small, small), max_size=2).map(tuple),
    share,
    st.booleans(),
    st.sampled_from([0, 90, 180, 270]),
)
document = st.builds(
    Document,
    text,
    text,
    st.lists(page, max_size=2).map(tuple),
    text,
    st.lists(st.builds(Problem, text, st.none() | small, text, text), max_size=2).map(tuple),
    st.lists(text, max_size=2).map(tuple),
    st.lists(st.tuples(text, text), max_size=2).map(tuple),
)


@given(document)
def test_nothing_is_lost(found: Document) -> None:
    assert serialise.loads(serialise.dumps(found)) == found


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        serialise.loads('{"format": 99}')


@pytest.mark.parametrize("data", [pdf([[(85, 100, "Chi bộ họp")]]), docx(p("Chi bộ") + table([["1", "Lê An"]]))])
def test_a_reading_is_kept_and_found_again(tmp_path: Path, data: bytes) -> None:
    readings, found = FolderReadings(tmp_path), read.read_bytes(data)
    key = ReadingKey(found.sha256, found.reader, "default")
    assert readings.get(key) is None
    readings.put(key, found)
    assert readings.get(key) == found
    assert readings.get(key._replace(reader="other")) is None
