"""Files that people bring (the contract's section 3) as typed facts, with every problem told by row.

Nothing is half imported: where a row has an error, no fact of the file is given. What would change is `book`'s to say.
With a `Directory` (a workspace knows people and branches) rows may name them instead of giving their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from roster import cells
from roster.appendix import spread
from roster.cells import BadCell, ImportProblem, Problems, Severity, choice, text, validity
from roster.columns import Record, fitting, records
from roster.duplicates import look_for_doubles
from roster.naming import Directory, named
from roster.people import (
    Assignment,
    AttendanceStatus,
    Branch,
    BranchKind,
    Leave,
    MeetingKind,
    Member,
    Post,
    Roster,
    Schedule,
    Term,
    Unit,
    merged,
)
from roster.roles import roles_of
from roster.sheets import Sheet, read_table
from vntext.folding import same

__all__ = [
    "AttendanceRow",
    "ImportProblem",
    "Imported",
    "Severity",
    "Sheet",
    "Unreadable",
    "import_assignments",
    "import_attendance",
    "import_branches",
    "import_leaves",
    "import_roster",
    "import_schedules",
    "import_terms",
    "import_units",
    "read_table",
    "roster_from_files",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One row of a register kept elsewhere. `date` is ISO or YYYY-MM; without a member: the minutes name nobody."""

    branch_id: str
    date: str
    kind: MeetingKind
    member_id: str | None = None
    status: AttendanceStatus | None = None
    needs_review: bool = False


@dataclass(frozen=True, slots=True)
class Imported(Generic[T]):
    """`facts` are empty where a problem is an error."""

    facts: tuple[T, ...]
    problems: tuple[ImportProblem, ...] = ()

    @property
    def ok(self) -> bool:
        return not any(one.severity is Severity.ERROR for one in self.problems)

    @property
    def errors(self) -> tuple[ImportProblem, ...]:
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


class Unreadable(Exception):
    """A file whose rows have errors: `name` of the file, `problems` by row. `code` is stable."""

    code = "bad_rows"

    def __init__(self, name: str, problems: tuple[ImportProblem, ...]) -> None:
        super().__init__(name, problems)
        self.name, self.problems = name, problems

    @property
    def detail(self) -> str:
        first = self.problems[0]
        return f"{'' if first.row is None else f'row {first.row}: '}{first.en}"

    def __str__(self) -> str:
        return f"{self.name}: {self.detail}"


def import_roster(sheet: Sheet, directory: Directory | None = None) -> Imported[Member]:
    """Several rows of one member are his posts over time. Warns of unknown posts, namesakes, doubles, overlaps."""

    def read(record: Record, problems: Problems) -> Member:
        position, unit = text(record["position"]), text(record["unit"])
        roles = roles_of(position, unit)
        if position and not roles:
            problems.add(record.row, "unknown_post", "position", position)
        post = Post(
            position, unit, roles, validity(record["term_from"], record["term_to"]), record["own_branch_id"] or None
        )
        return Member(record["member_id"], text(record["full_name"]), (post,), text(record["note"]))

    found = _import("roster", sheet, directory, read, _look_for_other_names, look_for_doubles)
    return Imported(merged(found.facts), found.problems)


def import_units(sheet: Sheet, directory: Directory | None = None) -> Imported[Unit]:
    def read(record: Record, problems: Problems) -> Unit:
        successors = record["successors"].replace(";", ",").replace("|", ",").split(",")
        return Unit(
            record["unit_id"],
            text(record["name"]),
            choice("level", record["level"]) if record["level"] else "",
            record["parent"] or None,
            validity(record["valid_from"], record["valid_to"]),
            tuple(one.strip() for one in successors if one.strip()),
        )

    return _import("units", sheet, directory, read)


def import_branches(sheet: Sheet, directory: Directory | None = None) -> Imported[Branch]:
    def read(record: Record, problems: Problems) -> Branch:
        kind = choice("branch_kind", record["kind"]) if record["kind"] else BranchKind.OTHER
        return Branch(
            record["branch_id"],
            text(record["name"]),
            BranchKind(kind),
            text(record["parent"]),
            text(record["area"]),
            validity(record["valid_from"], record["valid_to"]),
        )

    return _import("branches", sheet, directory, read)


def import_assignments(sheet: Sheet, directory: Directory | None = None) -> Imported[Assignment]:
    def read(record: Record, problems: Problems) -> Assignment:
        branch, area = record["branch_id"], text(record["area"])
        if bool(branch) == bool(area):
            problems.add(record.row, "branch_or_area")
        return Assignment(
            record["member_id"], branch or None, area or None, validity(record["valid_from"], record["valid_to"])
        )

    return _import("assignments", sheet, directory, read)


def import_schedules(sheet: Sheet, directory: Directory | None = None) -> Imported[Schedule]:
    def read(record: Record, problems: Problems) -> Schedule:
        return Schedule(
            record["branch_id"],
            cells.day_rule(record["day_rule"]),
            cells.clock(record["time"]),
            validity(record["valid_from"], record["valid_to"]),
        )

    return _import("schedules", sheet, directory, read)


def import_leaves(sheet: Sheet, directory: Directory | None = None) -> Imported[Leave]:
    """Only the class of a reason is kept; a word that names none is `other`, and is told."""

    def read(record: Record, problems: Problems) -> Leave:
        return Leave(record["member_id"], validity(record["from"], record["to"]), _reason(record, problems))

    return _import("leaves", sheet, directory, read)


def import_terms(sheet: Sheet, directory: Directory | None = None) -> Imported[Term]:
    def read(record: Record, problems: Problems) -> Term:
        label = text(record["term"]).replace(" - ", "-").replace("–", "-")
        return Term(text(record["body"]), label, validity(record["from"], record["to"]))

    return _import("terms", sheet, directory, read)


def import_attendance(sheet: Sheet, directory: Directory | None = None) -> Imported[AttendanceRow]:
    def read(record: Record, problems: Problems) -> AttendanceRow:
        member, status = record["member_id"] or None, record["status"]
        if bool(member) != bool(status):
            problems.add(record.row, "member_without_status" if member else "status_without_member")
        return AttendanceRow(
            record["branch_id"],
            cells.day_or_month(record["date"]),
            _meeting_kind(record, problems),
            member,
            AttendanceStatus(choice("attendance_status", status)) if status else None,
            bool(record["needs_review"]) and choice("truth", record["needs_review"]) == "true",
        )

    return _import("attendance", sheet, directory, read)


def roster_from_files(roster: Path, branches: Path | None = None, assignments: Path | None = None) -> Roster:
    """The people and places of a stateless call. Raises Unreadable (bad rows), documents.errors.Refusal (bad files)."""
    return Roster(
        members=_facts(roster, import_roster),
        branches=_facts(branches, import_branches) if branches else (),
        assignments=_facts(assignments, import_assignments) if assignments else (),
    )


def _facts(path: Path, read: Callable[[Sheet], Imported[T]]) -> tuple[T, ...]:
    found = read(read_table(path))
    if not found.ok:
        raise Unreadable(path.name, found.errors)
    return found.facts


Read = Callable[[Record, Problems], T]
Look = Callable[[list[tuple[int, T]], Problems], None]
_NAMES = {
    "roster": ("member_id", "full_name"), "units": ("unit_id", "name"), "branches": ("branch_id", "name"),
    "assignments": ("member_id",), "schedules": ("branch_id",), "leaves": ("member_id",), "terms": ("body", "term"),
    "attendance": ("branch_id",),
}  # fmt: skip


def _import(kind: str, sheet: Sheet, directory: Directory | None, read: Read[T], *looks: Look[T]) -> Imported[T]:
    problems = Problems()
    facts = list(_facts_of(kind, _records(kind, sheet, directory, problems), read, problems))
    _look_for_repetition(facts, problems)
    for look in looks:
        look(facts, problems)
    kept = () if problems.errors else tuple(dict.fromkeys(fact for _, fact in facts))
    return Imported(kept, tuple(sorted(problems.found, key=lambda one: one.row or 0)))


def _records(kind: str, sheet: Sheet, directory: Directory | None, problems: Problems) -> Iterable[Record]:
    """The rows by column; with a directory also those that name people and branches, and tables of papers."""
    sheet = fitting(kind, sheet, problems)
    for page, rows in sheet.left_out:
        problems.add(None, "table_left_out", str(page), str(rows))
    if sheet.scanned:
        problems.add(None, "read_by_ocr")
    found: Iterable[Record] = records(kind, sheet, problems, by_name=directory is not None)
    if sheet.of_document or sheet.title:
        found = spread(found, problems)
    return found if directory is None else named(kind, found, directory, problems)


def _facts_of(kind: str, rows: Iterable[Record], read: Read[T], problems: Problems) -> Iterator[tuple[int, T]]:
    for record in rows:
        empty = [column for column in _NAMES[kind] if not record[column]]
        for column in empty:
            problems.add(record.row, "missing_value", column)
        try:
            fact = read(record, problems)
        except BadCell as bad:
            problems.add(record.row, bad.code, _column_of(record, bad.value), bad.value, bad.choices)
        else:
            if not empty:
                yield record.row, fact


def _column_of(record: Record, value: str) -> str:
    return next((column for column, cell in record.cells.items() if text(cell) == text(value)), "")


def _reason(record: Record, problems: Problems) -> str:
    if not record["reason"]:
        return ""
    try:
        return choice("leave_reason", record["reason"])
    except BadCell:
        problems.add(record.row, "unknown_reason", "reason", record["reason"])
        return "other"


def _meeting_kind(record: Record, problems: Problems) -> MeetingKind:
    """Registers kept elsewhere have kinds of their own: one that is not known is `other`, and is told."""
    try:
        return MeetingKind(choice("meeting_kind", record["meeting_kind"] or "regular"))
    except BadCell as bad:
        problems.add(record.row, "unknown_meeting_kind", "meeting_kind", bad.value)
        return MeetingKind.OTHER


def _look_for_repetition(facts: list[tuple[int, T]], problems: Problems) -> None:
    seen: set[T] = set()
    for row, fact in facts:
        if fact in seen:
            problems.add(row, "repeated_row")
        seen.add(fact)


def _look_for_other_names(facts: list[tuple[int, Member]], problems: Problems) -> None:
    names: dict[str, str] = {}
    for row, member in facts:
        if not same(names.setdefault(member.id, member.name), member.name):
            problems.add(row, "other_name", "member_id", member.id)
