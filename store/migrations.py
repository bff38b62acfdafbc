"""The schema, step by step forward. A released migration is never changed; a new one follows it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from store.schema_keeping import AUDIT, KEEPING
from store.schema_register import PEOPLE, REGISTER
from store.schema_roster import ROSTER
from store.schema_rules import LIFECYCLE_1, LIFECYCLE_GUARD, PAST_DECISIONS, RULES

MIGRATIONS = Migrations("diemdanh")


@MIGRATIONS(name="1_first_schema")
def first_schema(db: Database) -> None:
    _run(db, (*AUDIT, *KEEPING, *ROSTER, *RULES))
    db.conn.executemany("INSERT INTO lifecycle (start, decision, state) VALUES (?, ?, ?)", LIFECYCLE_1)
    _run(db, (*LIFECYCLE_GUARD, *REGISTER, *PEOPLE))


@MIGRATIONS(name="2_past_decisions")
def past_decisions(db: Database) -> None:
    """Decisions that were taken in another workspace and came with its rules."""
    _run(db, PAST_DECISIONS)


def bring_up(connection: sqlite3.Connection) -> tuple[str, str]:
    """Applies what is missing; returns the last migration's name and the time that it was applied."""
    database = Database(connection)
    MIGRATIONS.apply(database)
    last = MIGRATIONS.applied(database)[-1]
    return last.name, last.applied_at


def _run(db: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        db.conn.execute(statement)
