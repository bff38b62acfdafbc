"""Flow (b) without a workspace: files and a roster → meetings with their attendance, as the contract's rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from diemdanh.failures import Failure
from diemdanh.regulations import failed
from documents.errors import Refusal
from documents.intake import Input, walk
from documents.limits import DEFAULT
from documents.model import Document
from documents.read import read
from documents.sandbox import run_many
from minutes.reading import read_meetings
from minutes.rows import meeting_rows
from roster.people import Roster

Row = dict[str, Any]
_PHOTOGRAPHS = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"})


def read_document(source: Input) -> Document:
    """The task of a child process."""
    return read(source)


def read_minutes(
    paths: Sequence[str | Path], roster: Roster, jobs: int, separate: bool
) -> Iterator[tuple[Row, Failure | None]]:
    """One row a meeting. Photographs of one folder or ZIP are one book, in natural order, unless `separate`."""
    listed = list(walk(paths, zips=True))
    done = run_many(read_document, [item for item in listed if isinstance(item, Input)], jobs, DEFAULT)
    results = ((item if isinstance(item, tuple) else next(done)) for item in listed)
    for _, book in groupby(results, key=lambda pair: _book_of(pair[0], separate)):
        yield from _book_rows(list(book), roster, separate)


def _book_of(source: Input, separate: bool) -> str:
    """What goes together: the folder (or archive) for photographs, the file itself for everything else."""
    name = Path(source.member or source.path)
    if separate or name.suffix.lower() not in _PHOTOGRAPHS:
        return f"file {source.id}"
    return f"book {source.path if source.member else source.path.parent} {name.parent if source.member else ''}"


def _book_rows(
    book: list[tuple[Input, Document | Refusal]], roster: Roster, separate: bool
) -> Iterator[tuple[Row, Failure | None]]:
    read_ones = [(source, document) for source, document in book if isinstance(document, Document)]
    if read_ones:
        readings = read_meetings(
            [(source.shown, document) for source, document in read_ones], roster, separate=separate
        )
        ids = {source.shown: source.id for source, _ in read_ones}
        yield from ((row, None) for row in meeting_rows(readings, ids))
    yield from (failed(source, refusal) for source, refusal in book if isinstance(refusal, Refusal))
