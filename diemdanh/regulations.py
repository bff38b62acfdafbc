"""Flow (a): regulation files → obligations, as the contract's rows or as draft rules of the workspace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diemdanh import intake
from diemdanh.desk import Desk
from diemdanh.engines import Local
from diemdanh.failures import Failure, failed
from diemdanh.intake import Intake, Manner
from documents.intake import Input, walk
from documents.limits import DEFAULT, Limits
from documents.model import Document
from documents.read import read
from documents.sandbox import run_many
from extract.assembly import find_regulation
from extract.obligation import Regulation
from extract.rows import regulation_row
from rules_catalog.catalogue import Catalogue, Recorded

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


def add_regulations(
    desk: Desk, paths: Sequence[str | Path], jobs: int = 1, dry_run: bool = False, manner: Manner | None = None
) -> Iterator[Added]:
    """Each file's draft rules, committed file by file; a file that is known already adds nothing. `jobs` counts where
    no `manner` says how."""
    taken = Intake(desk, PURPOSE, find_regulation, manner or Manner(Local(jobs)), dry_run)
    for item in taken.receive(paths):
        if item.document is None or item.result is None:
            yield Added(item.source.shown, item.sha256, item.known, failure=item.failure)
        elif dry_run:
            yield Added(item.source.shown, item.sha256, warnings=item.result.warnings)
        else:
            yield _record(desk, item, item.document, item.result)


def _record(desk: Desk, item: intake.Received[Regulation], document: Document, regulation: Regulation) -> Added:
    """Rules and journal row in one transaction."""
    with desk.writing() as change:
        recorded = Catalogue(desk.store).propose(change, regulation, item.sha256, document.reader)
        intake.done(desk, item, PURPOSE, change, f"{len(recorded)}")
    return Added(item.source.shown, item.sha256, rules=recorded, warnings=(*document.warnings, *regulation.warnings))
