"""How tables are written down: facts that are retired, records that stay, and the triggers that keep both so.

Three kinds. A *fact* has valid dates, the moment it was recorded and the moment it was retired; a change retires the
old row and records a new one. A *record* (a version, a decision, an audit entry) is written once. A *state* (the
journal of files, a session) may be written over. All have an integer key `row`, which is how the audit chain names
them.
"""

from __future__ import annotations

from collections.abc import Iterator

_DATED = (
    "valid_from TEXT CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')",
    "valid_to TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')",
)
_RECORDED = ("recorded_at TEXT NOT NULL", "recorded_by TEXT NOT NULL")
_RETIRED = ("retired_at TEXT", "retired_by TEXT")
_IN_ORDER = ("CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)",)


def fact(name: str, *columns: str, dated: bool = True, constraints: tuple[str, ...] = ()) -> Iterator[str]:
    """A table whose rows are retired, never changed and never removed."""
    body = (*columns, *(_DATED if dated else ()), *_RECORDED, *_RETIRED)
    yield _create(
        name, body, (*(_IN_ORDER if dated else ()), "CHECK ((retired_at IS NULL) = (retired_by IS NULL))", *constraints)
    )
    yield _no_delete(name)
    unchanged = " AND ".join(
        f"OLD.{c} IS NEW.{c}" for c in ("row", *map(_column, body)) if not c.startswith("retired_")
    )
    yield (
        f"CREATE TRIGGER {name}_only_retired BEFORE UPDATE ON {name} "
        f"WHEN NOT (OLD.retired_at IS NULL AND NEW.retired_at IS NOT NULL AND {unchanged}) "
        f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
    )


def record(name: str, *columns: str, constraints: tuple[str, ...] = ()) -> Iterator[str]:
    """A table whose rows are written once."""
    yield _create(name, (*columns, *_RECORDED), constraints)
    yield from written_once(name)


def state(name: str, *columns: str, constraints: tuple[str, ...] = ()) -> Iterator[str]:
    """A table whose rows may be written over (the audit chain follows every change)."""
    yield _create(name, (*columns, *_RECORDED), constraints)


def written_once(name: str) -> Iterator[str]:
    yield _no_delete(name)
    yield f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} BEGIN SELECT RAISE(ABORT, 'append_only'); END"


def one_of(column: str, *values: str, null: bool = False) -> str:
    """A text column with a closed choice."""
    choice = ", ".join(f"'{value}'" for value in values)
    return f"{column} TEXT {'' if null else 'NOT NULL '}CHECK ({column} IN ({choice}))"


def _no_delete(name: str) -> str:
    return f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} BEGIN SELECT RAISE(ABORT, 'append_only'); END"


def _create(name: str, columns: tuple[str, ...], constraints: tuple[str, ...]) -> str:
    lines = ",\n  ".join(("row INTEGER PRIMARY KEY AUTOINCREMENT", *columns, *constraints))
    return f"CREATE TABLE {name} (\n  {lines}\n) STRICT"


def _column(definition: str) -> str:
    return definition.split()[0]
