"""What happened to each file: one row for a file and a purpose, so that a batch resumes where it stopped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from store.database import Store
from store.transaction import Transaction


class FileState(StrEnum):
    TODO = "todo"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    SKIPPED = "skipped"


class ErrorClass(StrEnum):
    """`INPUT`: the file is refused; `POISON`: it kills its reader; `RETRYABLE`, `CAPACITY`: try again, later or with
    more."""

    INPUT = "input"
    POISON = "poison"
    RETRYABLE = "retryable"
    CAPACITY = "capacity"


@dataclass(frozen=True, slots=True)
class FileRow:
    """`purpose` is what the file is read for: regulation, minutes. `result` is a short outcome in the door's words."""

    row: int
    sha256: str
    shown_name: str
    purpose: str
    state: FileState
    attempts: int
    error_code: str | None = None
    error_class: ErrorClass | None = None
    detail: str | None = None
    result: str | None = None


_COLUMNS = "row, sha256, shown_name, purpose, state, attempts, error_code, error_class, detail, result"


def enqueue(store: Store, change: Transaction, files: Iterable[tuple[str, str]], purpose: str) -> tuple[FileRow, ...]:
    """Adds (SHA-256, shown name) pairs that are not there yet; returns the rows of all, in order."""
    found = []
    for sha256, shown_name in files:
        row = find(store, sha256, purpose)
        if row is None:
            values = {"sha256": sha256, "shown_name": shown_name, "purpose": purpose, "state": "todo", "attempts": 0}
            change.record("journal", values)
            change.note("file.enqueue", sha256, after={"purpose": purpose})
            row = find(store, sha256, purpose)
        assert row is not None
        found.append(row)
    return tuple(found)


def find(store: Store, sha256: str, purpose: str) -> FileRow | None:
    rows = _rows(store, "sha256 = ? AND purpose = ?", sha256, purpose)
    return rows[0] if rows else None


def todo(store: Store, purpose: str, limit: int = 1000) -> tuple[FileRow, ...]:
    """The next files to be read, oldest first."""
    return _rows(store, "purpose = ? AND state = 'todo' ORDER BY row LIMIT ?", purpose, limit)


def all_files(store: Store, purpose: str | None = None) -> tuple[FileRow, ...]:
    return _rows(store, "purpose = ? ORDER BY row", purpose) if purpose else _rows(store, "1 ORDER BY row")


def resume(store: Store, change: Transaction, purpose: str) -> int:
    """Files that were being read when the program died go back to the queue; how many there were."""
    running = _rows(store, "purpose = ? AND state = 'running'", purpose)
    for row in running:
        mark(store, change, row, FileState.TODO)
    return len(running)


def mark(
    store: Store,
    change: Transaction,
    row: FileRow,
    state: FileState,
    *,
    error_code: str | None = None,
    error_class: ErrorClass | None = None,
    detail: str | None = None,
    result: str | None = None,
) -> FileRow:
    """Sets the file's state; going to `RUNNING` counts an attempt."""
    attempts = row.attempts + (state is FileState.RUNNING)
    change.change(
        "journal",
        row.row,
        state=state.value,
        attempts=attempts,
        error_code=error_code,
        error_class=error_class.value if error_class else None,
        detail=detail,
        result=result,
    )
    change.note(f"file.{state}", row.sha256, {"state": row.state.value}, {"state": state.value, "error": error_code})
    return _rows(store, "row = ?", row.row)[0]


def _rows(store: Store, condition: str, *values: object) -> tuple[FileRow, ...]:
    found = store.rows(f"SELECT {_COLUMNS} FROM journal WHERE {condition}", values)  # noqa: S608  our own conditions
    return tuple(
        FileRow(
            **{
                **row,
                "state": FileState(row["state"]),
                "error_class": ErrorClass(row["error_class"]) if row["error_class"] else None,
            }
        )
        for row in found
    )
