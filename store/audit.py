"""The audit log: append-only, chained by SHA-256, and aware of every row that the program ever wrote.

An entry's hash is the SHA-256 of the previous entry's hash, a line feed, and the canonical JSON of its other columns.
Its `effects` name each row that was written: [table, row, SHA-256 of the row as it then was], or null instead of the
hash where the row was removed. So the chain alone says what every table must hold (docs/audit.md shows how to check
it with SQLite and a dozen lines of Python).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

#: the hash before the first entry
GENESIS = "0" * 64
COLUMNS = ("seq", "at", "by", "where_from", "operation", "what", "subject", "before", "after", "effects", "facts")
#: tables that no row hash covers: the log itself, SQLite's own, and the two that the schema's own entry pins
_APART = frozenset({"audit", "lifecycle", "_sqlite_migrations"})

Effect = tuple[str, int, str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as the chain says. `code` is stable; `where` names the entry, row or file."""

    code: str
    where: str
    detail: str = ""


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: one text for one value. Bytes count by their SHA-256."""
    return _ENCODER.encode(value)


def row_hash(table: str, row: dict[str, Any]) -> str:
    """What the chain remembers of a row: all its columns, and of which table."""
    return hashlib.sha256(f"{table}\n{canonical(row)}".encode()).hexdigest()


def entry_hash(previous: str, entry: dict[str, Any]) -> str:
    return hashlib.sha256(f"{previous}\n{canonical({name: entry[name] for name in COLUMNS})}".encode()).hexdigest()


def head(connection: sqlite3.Connection) -> tuple[int, str, str]:
    """(number, hash) of the last entry, and the time of the last that somebody made (not a migration)."""
    last = connection.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone() or (0, GENESIS)
    at = connection.execute("SELECT at FROM audit WHERE what <> 'schema' ORDER BY seq DESC LIMIT 1").fetchone()
    return (*last, at[0] if at else "")


def schema_hash(connection: sqlite3.Connection) -> str:
    """The SHA-256 of everything that shapes the database, and of the tables that only a migration fills."""
    shape = list(
        connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
        )
    )
    steps = list(connection.execute("SELECT * FROM lifecycle ORDER BY start, decision, state"))
    applied = list(connection.execute("SELECT * FROM _sqlite_migrations ORDER BY id"))
    return hashlib.sha256(canonical([shape, steps, applied]).encode()).hexdigest()


def check_chain(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The first broken entry, and whether entries are missing from the end."""
    previous, seq = GENESIS, 0
    for entry in rows_of(connection, "SELECT * FROM audit ORDER BY seq"):
        if entry["seq"] != seq + 1:
            yield Fault("entry_missing", f"audit:{seq + 1}")
            return
        if entry["previous"] != previous or entry["hash"] != entry_hash(previous, entry):
            yield Fault("entry_broken", f"audit:{entry['seq']}", f"{entry['what']} {entry['at']}")
            return
        previous, seq = entry["hash"], entry["seq"]
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").fetchone()
    if last and last[0] != seq:
        yield Fault("entry_missing", f"audit:{seq + 1}")


def check_rows(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Every row that was changed, removed, added or put in another's place behind the program's back."""
    for table, expected in sorted(expected_rows(connection).items()):
        yield from _check_table(connection, table, expected)
    yield from _check_schema(connection)


def expected_rows(connection: sqlite3.Connection) -> dict[str, dict[int, str]]:
    """What the chain says each table holds: table → row → hash."""
    tables: dict[str, dict[int, str]] = {name: {} for name in covered_tables(connection)}
    for (effects,) in connection.execute("SELECT effects FROM audit ORDER BY seq"):
        for table, row, digest in json.loads(effects):
            if digest is None:
                tables.get(table, {}).pop(row, None)
            else:
                tables.setdefault(table, {})[row] = digest
    return tables


def covered_tables(connection: sqlite3.Connection) -> tuple[str, ...]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return tuple(sorted(name for (name,) in names if name not in _APART))


def rows_of(connection: sqlite3.Connection, sql: str, values: Iterable[object] = ()) -> Iterator[dict[str, Any]]:
    """The rows of a query as dictionaries, one by one."""
    cursor = connection.execute(sql, tuple(values))
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def _check_table(connection: sqlite3.Connection, table: str, expected: dict[int, str]) -> Iterator[Fault]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [table]).fetchone():
        yield Fault("table_missing", table)
        return
    left = dict(expected)
    for row in rows_of(connection, f'SELECT * FROM "{table}" ORDER BY row'):  # noqa: S608  a name from sqlite_master
        digest = left.pop(row["row"], None)
        if digest is None:
            yield Fault("row_added", f"{table}:{row['row']}")
        elif digest != row_hash(table, row):
            yield Fault("row_changed", f"{table}:{row['row']}")
    for missing in sorted(left):
        yield Fault("row_removed", f"{table}:{missing}")


def _check_schema(connection: sqlite3.Connection) -> Iterator[Fault]:
    found = connection.execute("SELECT after FROM audit WHERE what = 'schema' ORDER BY seq DESC LIMIT 1").fetchone()
    if not found or json.loads(found[0])["schema"] != schema_hash(connection):
        yield Fault("schema_changed", "schema")


def _by_hash(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest()}
    raise TypeError(type(value).__name__)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_by_hash)
