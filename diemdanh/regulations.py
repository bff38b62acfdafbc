"""Flow (a) without a workspace: files → obligations, as the contract's rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from diemdanh.failures import Failure, failure_of
from documents.errors import Refusal
from documents.intake import Input, walk
from documents.limits import DEFAULT
from documents.model import Document
from documents.read import read
from documents.sandbox import run_many
from extract.assembly import find_regulation
from extract.obligation import Regulation
from extract.rows import regulation_row

Row = dict[str, Any]


def read_regulation(source: Input) -> tuple[Document, Regulation]:
    """Reads one file and finds its obligations; runs in a child process."""
    document = read(source)
    return document, find_regulation(document)


def _row_of(source: Input) -> Row:
    document, regulation = read_regulation(source)
    return regulation_row(source.id, source.shown, document, regulation)


def extract_files(paths: Sequence[str | Path], jobs: int) -> Iterator[tuple[Row, Failure | None]]:
    """One row a file in input order; a file that fails gives its error row and its failure, the rest goes on."""
    listed = list(walk(paths, zips=True))
    good = iter(run_many(_row_of, [item for item in listed if isinstance(item, Input)], jobs, DEFAULT))
    for item in listed:
        source, result = item if isinstance(item, tuple) else next(good)
        yield (result, None) if isinstance(result, dict) else failed(source, result)


def failed(source: Input, refusal: Refusal) -> tuple[Row, Failure]:
    """The contract's error row of a file, and the failure to tell."""
    failure = failure_of(refusal, source.shown)
    return {
        "id": source.id,
        "file": source.shown,
        "error": {"code": failure.code, "message": failure.sentence},
    }, failure
