"""The workspace on disk: one SQLite file beside a folder of originals; many readers, one writer.

WAL with `synchronous=FULL`: a committed decision survives a power cut. Every change runs under an advisory lock (so
that writers wait in turn instead of failing) and in one transaction with its audit entries.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from store import audit
from store.errors import StoreBusy, StoreError, StoreFault
from store.lock import WriteLock
from store.transaction import Transaction, stamp

FILE_NAME = "diemdanh.db"
ORIGINALS = "originals"
#: seconds for which a writer waits for another
PATIENCE = 5.0
#: "DmDh": tells the workspace's file from any other SQLite file
APPLICATION_ID = 0x446D4468
#: the migrations that this program knows, in order (`store.migrations` has what they do)
SCHEMA = ("1_first_schema", "2_past_decisions")
#: who is written as having laid or moved the schema
_PROGRAM = "diemdanh"


class Store:
    """An open workspace. Connections are one a thread; `writing` is one at a time across processes."""

    def __init__(self, home: Path, patience: float = PATIENCE) -> None:
        self.home = home
        self._patience = patience
        self._threads = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = WriteLock(home / "write.lock", patience)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if found is None:
            found = _connect(self.home / FILE_NAME, self._patience)
            self._threads.connection = found
            self._opened.append(found)
        return found

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries."""
        with _told():
            return list(audit.rows_of(self.connection, sql, values))

    def value(self, sql: str, values: Iterable[object] = ()) -> Any:
        """The first column of the first row, or None."""
        with _told():
            found = self.connection.execute(sql, tuple(values)).fetchone()
        return found[0] if found else None

    @contextmanager
    def writing(self, *, by: str, at: datetime, where_from: str = "local") -> Iterator[Transaction]:
        """One transaction: all of its rows and audit entries, or nothing. Raises `StoreBusy` where another does not
        stop.

        `by` is the person, `at` the moment (with its zone), `where_from` the door or address that the order came from.
        """
        with self._lock.held(), _told():
            with self._begun("BEGIN IMMEDIATE") as connection:
                change = Transaction(connection, by, at, where_from)
                self._threads.writing = True
                try:
                    yield change
                finally:
                    self._threads.writing = False
                change.finish()
            for action in change.afterwards:
                action()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All queries inside see one and the same state of the workspace."""
        if self.connection.in_transaction:
            yield
            return
        with _told(), self._begun("BEGIN"):
            yield

    @property
    def is_writing(self) -> bool:
        """Is this thread in the middle of a change? (Then what it reads may yet be taken back.)"""
        return bool(getattr(self._threads, "writing", False))

    @contextmanager
    def _begun(self, how: str) -> Iterator[sqlite3.Connection]:
        connection = self.connection
        connection.execute(how)
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes meanwhile (backup, restore)."""
        with self._lock.held():
            yield

    def data_version(self, known_on: datetime | None = None) -> int:
        """The number of the last audit entry that changed a fact: the same number is the same data."""
        if known_on is None:
            return self.value("SELECT max(seq) FROM audit WHERE facts = 1") or 0
        return self.value("SELECT max(seq) FROM audit WHERE facts = 1 AND at <= ?", [stamp(known_on)]) or 0

    def close(self) -> None:
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._threads = threading.local()


def open_store(home: Path, create: bool = False, patience: float = PATIENCE) -> Store:
    """The workspace in `home`, its schema brought up to this program's. With `create`, a new one is laid.

    Raises `StoreError`: no_workspace, workspace_exists, not_a_workspace, too_new, damaged, busy.
    """
    file = home / FILE_NAME
    if create and file.exists():
        raise StoreError(StoreFault.WORKSPACE_EXISTS)
    if not create and not file.is_file():
        raise StoreError(StoreFault.NO_WORKSPACE)
    (home / ORIGINALS).mkdir(parents=True, exist_ok=True)
    store = Store(home, patience)
    try:
        with _told():
            _recognise(store.connection, create)
            _bring_up(store)
    except BaseException:
        store.close()
        raise
    return store


def _connect(file: Path, patience: float) -> sqlite3.Connection:
    # check_same_thread: connections are kept one a thread; close() is called from the last.
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None, check_same_thread=False)
    with _told():
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA mmap_size = 268435456")
    return connection


def _recognise(connection: sqlite3.Connection, create: bool) -> None:
    if create:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    elif connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(StoreFault.NOT_A_WORKSPACE)


def _bring_up(store: Store) -> None:
    names = _applied(store.connection)
    if names - set(SCHEMA):
        raise StoreError(StoreFault.TOO_NEW, "the workspace was written by a newer program")
    if set(SCHEMA) - names:
        # Only now: sqlite-utils takes longer to load than most orders take.
        from store.migrations import bring_up

        with store.alone():
            _note_schema(store, *bring_up(store.connection))


def _applied(connection: sqlite3.Connection) -> set[str]:
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    return {name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations")} if there else set()


def _note_schema(store: Store, name: str, applied_at: str) -> None:
    """The chain remembers the schema, with the time that sqlite-utils gave the migration."""
    with store._begun("BEGIN IMMEDIATE") as connection:
        change = Transaction(connection, _PROGRAM, datetime.fromisoformat(applied_at), "schema")
        change.note("schema", name, after={"schema": audit.schema_hash(connection)})
        change.finish()


@contextmanager
def _told() -> Iterator[None]:
    """SQLite's own errors in our words."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _translated(error) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
            raise
        raise StoreError(StoreFault.DAMAGED, str(error)) from error


def _translated(error: sqlite3.OperationalError) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy()
    if code == sqlite3.SQLITE_FULL:
        return StoreError(StoreFault.DISK_FULL)
    if code == sqlite3.SQLITE_READONLY:
        return StoreError(StoreFault.READ_ONLY)
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreError(StoreFault.DAMAGED, str(error))
    return error
