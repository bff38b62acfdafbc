"""Flow (a): regulation files → obligations, as the contract's rows or as draft rules of the workspace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diemdanh import intake
from diemdanh.desk import Desk
from diemdanh.failures import Failure, failure_of
from documents import serialise
from documents.errors import Refusal
from documents.intake import Input, load, walk
from documents.limits import DEFAULT, Limits
from documents.model import Document
from documents.read import read
from documents.sandbox import run_many
from extract.assembly import find_regulation
from extract.obligation import Regulation
from extract.rows import regulation_row
from rules_catalog.catalogue import Catalogue, Recorded
from store import originals, readings

Row = dict[str, Any]
PURPOSE = "regulation"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: its rules, or that it was known, or why it failed."""

    file: str
    sha256: str
    known: bool = False
    rules: tuple[Recorded, ...] = ()
    warnings: tuple[str, ...] = ()
    failure: Failure | None = None


def read_regulation(source: Input, limits: Limits = DEFAULT) -> tuple[Document, Regulation]:
    """Reads one file and finds its obligations; runs in a child process."""
    document = read(source, limits)
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


def add_regulations(desk: Desk, paths: Sequence[str | Path], jobs: int = 1, dry_run: bool = False) -> Iterator[Added]:
    """Each file's draft rules, committed file by file; a file that is known already adds nothing."""
    for item in intake.receive(desk, paths, PURPOSE, read_regulation, jobs):
        if item.result is None:
            yield Added(item.source.shown, item.sha256, item.known, failure=item.failure)
        elif dry_run:
            yield Added(item.source.shown, item.sha256, warnings=item.result[1].warnings)
        else:
            yield _record(desk, item, *item.result)


def _record(desk: Desk, item: intake.Received[Any], document: Document, regulation: Regulation) -> Added:
    """Original, reading, rules and journal row in one transaction."""
    data = load(item.source)
    with desk.writing() as change:
        originals.receive(desk.store, change, data, document.media_type)
        readings.keep(desk.store, change, item.sha256, document.reader, serialise.dumps(document).encode())
        recorded = Catalogue(desk.store).propose(change, regulation, item.sha256, document.reader)
        intake.done(desk, item, PURPOSE, change, f"{len(recorded)}")
    return Added(item.source.shown, item.sha256, rules=recorded, warnings=(*document.warnings, *regulation.warnings))
