"""One change of the workspace: rows and the audit entries that tell of them, together or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from store import audit
from store.audit import Effect, canonical

#: changes of these tables are no change of the data that figures are made of
_NO_FACTS = frozenset({"journal", "readings", "originals", "purges", "accounts", "sign_ins", "confirmations"})


def stamp(moment: datetime) -> str:
    """A moment as it is stored: UTC, microseconds, so that text order is time order."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(stamped: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(stamped.replace("Z", "+00:00"))


class Transaction:
    """Writes rows and notes why. Every row that is written must be told by a `note` before the end.

    `operation` groups the entries of one change, so that it can be undone as a whole.
    """

    def __init__(self, connection: sqlite3.Connection, by: str, at: datetime, where_from: str) -> None:
        self._connection = connection
        self._seq, self._hash, last = audit.head(connection)
        self._effects: list[Effect] = []
        self._entries: list[dict[str, Any]] = []
        self._tables: dict[str, _Table] = {}
        # Rows of a gathering, by table, that are not in the file yet.
        self._waiting: dict[str, list[tuple[Any, ...]]] | None = None
        self._last: dict[str, int] = {}
        #: what is done once the change is committed (a file's removal)
        self.afterwards: list[Callable[[], object]] = []
        self.by = by
        self.where_from = where_from
        # A clock that was set back must not make history run backwards.
        self.stamp = max(stamp(at), last)
        self.at = moment(self.stamp)
        self.operation = self._seq + 1

    def record(self, table: str, values: Mapping[str, Any]) -> int:
        """Writes a new row and returns its key; who and when are filled in."""
        return self.record_many(table, [values])[0]

    def record_many(self, table: str, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """As `record`, for many rows of one table, with all their keys in order."""
        known = self._table(table)
        first = self.next_row(table)
        full = [self._filled(known, first + index, values) for index, values in enumerate(rows)]
        self._last[table] = first + len(full) - 1
        self._insert(table, [tuple(row.values()) for row in full])
        self._effects += [(table, row["row"], audit.row_hash(table, row)) for row in full]
        return [row["row"] for row in full]

    def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if self._waiting is None:
            self._connection.executemany(self._table(table).insert, rows)
        else:
            self._waiting.setdefault(table, []).extend(rows)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Within, new rows are gathered and written together, table by table in the order of first use. Nothing that
        is read meanwhile sees them before `write_gathered`, which a change or removal of rows calls too."""
        self._waiting = {}
        try:
            yield
            self.write_gathered()
        finally:
            self._waiting = None

    def write_gathered(self) -> None:
        """Puts the gathered rows into the file."""
        for table, rows in (self._waiting or {}).items():
            self._connection.executemany(self._table(table).insert, rows)
            rows.clear()

    def retire(self, table: str, row: int) -> None:
        """Ends a fact's row: it was believed until now."""
        self.change(table, row, retired_at=self.stamp, retired_by=self.by)

    def replace(self, table: str, row: int, values: Mapping[str, Any]) -> int:
        """Retires a fact's row and records what is believed instead."""
        self.retire(table, row)
        return self.record(table, values)

    def change(self, table: str, row: int, **values: Any) -> None:
        """Writes over columns of a row (a state; or a fact's retirement)."""
        self.write_gathered()
        names = ", ".join(f'"{name}" = ?' for name in values)
        self._connection.execute(
            f'UPDATE "{table}" SET {names} WHERE row = ?',  # noqa: S608  names of the schema
            (*values.values(), row),
        )
        now = next(audit.rows_of(self._connection, f'SELECT * FROM "{table}" WHERE row = ?', [row]))  # noqa: S608
        self._effects.append((table, row, audit.row_hash(table, now)))

    def remove(self, table: str, row: int) -> None:
        """Takes a row away (a state only: facts and records refuse)."""
        self.write_gathered()
        self._connection.execute(f'DELETE FROM "{table}" WHERE row = ?', (row,))  # noqa: S608  a name of the schema
        self._effects.append((table, row, None))

    def note(self, what: str, subject: str, before: object = None, after: object = None) -> None:
        """The audit entry for the rows written since the last one: what happened to whom, and how it was before."""
        entry: dict[str, Any] = {
            "seq": self._seq + 1,
            "at": self.stamp,
            "by": self.by,
            "where_from": self.where_from,
            "operation": self.operation,
            "what": what,
            "subject": subject,
            "before": None if before is None else canonical(before),
            "after": None if after is None else canonical(after),
            "effects": canonical(self._effects),
            "facts": int(any(table not in _NO_FACTS for table, _, _ in self._effects)),
        }
        previous, self._hash = self._hash, audit.entry_hash(self._hash, entry)
        self._entries.append({**entry, "previous": previous, "hash": self._hash})
        self._seq += 1
        self._effects = []

    def finish(self) -> None:
        """Writes the entries. A change that nobody noted is a defect of the program."""
        if self._effects:
            raise RuntimeError(f"rows were written without an audit entry: {self._effects[:3]}")
        if not self._entries:
            return
        names = tuple(self._entries[0])
        quoted = ", ".join(f'"{name}"' for name in names)
        self._connection.executemany(
            f"INSERT INTO audit ({quoted}) VALUES ({', '.join('?' for _ in names)})",  # noqa: S608  our own names
            [tuple(entry.values()) for entry in self._entries],
        )

    def _table(self, table: str) -> _Table:
        if table not in self._tables:
            info = self._connection.execute("SELECT name, type FROM pragma_table_info(?)", [table]).fetchall()
            self._tables[table] = _table(table, dict(info), {"recorded_at": self.stamp, "recorded_by": self.by})
        return self._tables[table]

    def next_row(self, table: str) -> int:
        """The key that the table's next row will have."""
        if table in self._last:
            return self._last[table] + 1
        found = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]).fetchone()
        return (found[0] if found else 0) + 1

    def _filled(self, table: _Table, row: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """The whole row in the table's order, values as SQLite gives them back, so that its hash stays."""
        if not values.keys() <= table.blank.keys():
            raise KeyError(*sorted(set(values) - set(table.blank)))
        filled = {**table.blank, "row": row, **values}
        for name, kind in table.numbers:
            value = filled[name]
            if value is not None:
                filled[name] = kind(value)
        return filled


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as rows are written into it: a blank row with who and when, the columns that hold numbers, the SQL."""

    blank: dict[str, Any]
    numbers: tuple[tuple[str, type[int] | type[float]], ...]
    insert: str


def _table(name: str, kinds: Mapping[str, str], filled: Mapping[str, str]) -> _Table:
    types: dict[str, type[int] | type[float]] = {"INTEGER": int, "REAL": float}
    columns, marks = ", ".join(f'"{column}"' for column in kinds), ", ".join("?" for _ in kinds)
    return _Table(
        {column: filled.get(column) for column in kinds},
        tuple((column, types[kind]) for column, kind in kinds.items() if kind in types),
        f'INSERT INTO "{name}" ({columns}) VALUES ({marks})',  # noqa: S608  names of the schema
    )
