"""Flow: files about people and bodies → facts of the workspace, with what changes shown before it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from diemdanh.desk import Desk
from diemdanh.failures import Complaint
from diemdanh.intake import limits_of
from diemdanh.messages import language
from documents import media
from documents.errors import Refusal
from documents.intake import Input, load
from documents.limits import DEFAULT, Limits
from documents.media import Media
from documents.read import read
from documents.sandbox import run
from roster import importing
from roster.appendix import sheet_of_document
from roster.book import Book
from roster.changes import Changes
from roster.duplicates import Gap, gaps_after, without_gaps
from roster.importing import Imported, ImportProblem, Unreadable, roster_from_files
from roster.naming import Directory
from roster.people import Roster
from roster.rows import FactKind

READERS: dict[FactKind, Callable[[importing.Sheet, Directory | None], Imported[Any]]] = {
    FactKind.ROSTER: importing.import_roster,
    FactKind.UNITS: importing.import_units,
    FactKind.BRANCHES: importing.import_branches,
    FactKind.ASSIGNMENTS: importing.import_assignments,
    FactKind.SCHEDULES: importing.import_schedules,
    FactKind.LEAVES: importing.import_leaves,
    FactKind.TERMS: importing.import_terms,
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to come in. `start`, `end`: days (as people write them) for a table that has no column for them."""

    retire_missing: bool = False
    close_gaps: bool = False
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """`applied` is False after a dry run or where a row has an error; then nothing was written.

    `gaps`: days of less than a month between a member's posts, closed by this import only if `gaps_closed`.
    """

    changes: Changes | None
    problems: tuple[ImportProblem, ...]
    applied: bool
    gaps: tuple[Gap, ...] = ()
    gaps_closed: bool = False


def load_roster(roster: Path, branches: Path | None = None, assignments: Path | None = None) -> Roster:
    """The people and places of a stateless call. Raises the complaint `unreadable_roster` with the first bad row."""
    try:
        return roster_from_files(roster, branches, assignments)
    except Unreadable as error:
        raise Complaint("unreadable_roster", error.name, _worded(error.problems[0])) from error
    except Refusal as error:
        raise Complaint(str(error.code), str(roster), error.detail) from error


def import_facts(desk: Desk, kind: FactKind, path: Path, dry_run: bool, wishes: Wishes = Wishes()) -> ImportOutcome:
    """Reads the file, compares it with what is believed, writes the difference in one transaction."""
    return import_sheet(desk, kind, read_sheet(path, kind, limits_of(desk)), dry_run, wishes)


def import_sheet(
    desk: Desk, kind: FactKind, sheet: importing.Sheet, dry_run: bool, wishes: Wishes = Wishes()
) -> ImportOutcome:
    """As `import_facts`, from a sheet that was read already (an upload)."""
    book = Book(desk.store)
    known = book.roster()
    found = READERS[kind](sheet, Directory(known, wishes.start, wishes.end))
    if not found.ok:
        return ImportOutcome(None, found.problems, False)
    gaps = gaps_after(found.facts, known) if kind is FactKind.ROSTER else ()
    facts = without_gaps(found.facts, known, gaps) if wishes.close_gaps else found.facts
    if dry_run:
        return ImportOutcome(book.preview_import(kind, facts), found.problems, False, gaps, wishes.close_gaps)
    with desk.writing() as change:
        changes = book.apply_import(change, kind, facts, wishes.retire_missing)
        for gap in gaps if wishes.close_gaps else ():
            change.note("roster.close_gap", gap.member_id, None, {"from": f"{gap.first}", "to": f"{gap.last}"})
    return ImportOutcome(changes, found.problems, True, gaps, wishes.close_gaps)


def read_sheet(path: Path, kind: str, limits: Limits = DEFAULT) -> importing.Sheet:
    """The table in a file: CSV, XLSX, or the lists of `kind` in a paper (DOCX, PDF, …), which a child process reads.

    Raises a complaint that names the file.
    """
    try:
        if _is_paper(path, limits):
            document = run(partial(read, limits=limits), Input(path, str(path)), limits)
            return sheet_of_document(document, kind, path.name)
        return importing.read_table(path)
    except Refusal as error:
        raise Complaint(str(error.code), str(path), error.detail) from error


def _is_paper(path: Path, limits: Limits) -> bool:
    """Anything but CSV and workbooks (an old Excel file looks like an old Word file: its name tells)."""
    if path.suffix.lower() in (".csv", ".tsv", ".xls", ".xlsx", ".xlsm"):
        return False
    try:
        return media.sniff(load(path, limits)) not in (Media.TEXT, Media.XLSX, Media.ZIP)
    except Refusal:
        return False  # the reader of tables says what is wrong


def _worded(problem: ImportProblem) -> str:
    said: str = getattr(problem, language().value)
    return said if problem.row is None else f"({problem.row}) {said}"
