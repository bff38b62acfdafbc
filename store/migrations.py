"""The schema, step by step forward. A released migration is never changed; a new one follows it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from store.schema_keeping import AUDIT, KEEPING
from store.schema_register import PEOPLE, REGISTER
from store.schema_roster import ROSTER
from store.schema_rules import LIFECYCLE_1, LIFECYCLE_GUARD, RULES

MIGRATIONS = Migrations("diemdanh")
#: "DmDh": tells the workspace's file from any other SQLite file
APPLICATION_ID = 0x446D4468


@MIGRATIONS(name="1_first_schema")
def first_schema(db: Database) -> None:
    _run(db, (*AUDIT, *KEEPING, *ROSTER, *RULES))
    db.conn.executemany("INSERT INTO lifecycle (start, decision, state) VALUES (?, ?, ?)", LIFECYCLE_1)
    _run(db, (*LIFECYCLE_GUARD, *REGISTER, *PEOPLE))


def known_names() -> tuple[str, ...]:
    """The migrations of this program, in order."""
    return tuple(migration.name for migration in MIGRATIONS.pending(Database(memory=True)))


def _run(db: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        db.conn.execute(statement)
