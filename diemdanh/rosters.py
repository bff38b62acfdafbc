"""Flow: files about people and bodies → facts of the workspace, with what changes shown before it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diemdanh.desk import Desk
from diemdanh.failures import Complaint
from diemdanh.messages import language
from documents.errors import Refusal
from roster import importing
from roster.book import Book
from roster.changes import Changes
from roster.importing import Imported, ImportProblem, Unreadable, roster_from_files
from roster.people import Roster
from roster.rows import FactKind

READERS: dict[FactKind, Callable[[importing.Sheet], Imported[Any]]] = {
    FactKind.ROSTER: importing.import_roster,
    FactKind.UNITS: importing.import_units,
    FactKind.BRANCHES: importing.import_branches,
    FactKind.ASSIGNMENTS: importing.import_assignments,
    FactKind.SCHEDULES: importing.import_schedules,
    FactKind.LEAVES: importing.import_leaves,
    FactKind.TERMS: importing.import_terms,
}


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """`applied` is False after a dry run or where a row has an error; then nothing was written."""

    changes: Changes | None
    problems: tuple[ImportProblem, ...]
    applied: bool


def load_roster(roster: Path, branches: Path | None = None, assignments: Path | None = None) -> Roster:
    """The people and places of a stateless call. Raises the complaint `unreadable_roster` with the first bad row."""
    try:
        return roster_from_files(roster, branches, assignments)
    except Unreadable as error:
        raise Complaint("unreadable_roster", error.name, _worded(error.problems[0])) from error
    except Refusal as error:
        raise Complaint(str(error.code), str(roster), error.detail) from error


def import_facts(desk: Desk, kind: FactKind, path: Path, dry_run: bool, retire_missing: bool = False) -> ImportOutcome:
    """Reads the file, compares it with what is believed, writes the difference in one transaction."""
    return import_sheet(desk, kind, read_sheet(path), dry_run, retire_missing)


def import_sheet(
    desk: Desk, kind: FactKind, sheet: importing.Sheet, dry_run: bool, retire_missing: bool = False
) -> ImportOutcome:
    """As `import_facts`, from a sheet that was read already (an upload)."""
    found = READERS[kind](sheet)
    if not found.ok:
        return ImportOutcome(None, found.problems, False)
    book = Book(desk.store)
    if dry_run:
        return ImportOutcome(book.preview_import(kind, found.facts), found.problems, False)
    with desk.writing() as change:
        changes = book.apply_import(change, kind, found.facts, retire_missing)
    return ImportOutcome(changes, found.problems, True)


def read_sheet(path: Path) -> importing.Sheet:
    """The table in a file. Raises a complaint that names it."""
    try:
        return importing.read_table(path)
    except Refusal as error:
        raise Complaint(str(error.code), str(path), error.detail) from error


def _worded(problem: ImportProblem) -> str:
    said: str = getattr(problem, language().value)
    return said if problem.row is None else f"({problem.row}) {said}"
