"""Whatever is changed, removed, added or put in another's place behind the program's back, `verify` names it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from store import audit, originals
from store.backup import head, verify
from store.database import FILE_NAME, Store

TABLES = [
    "accounts",
    "aliases",
    "assignments",
    "attendance",
    "branches",
    "confirmations",
    "decisions",
    "instruments",
    "journal",
    "judgements",
    "leaves",
    "meeting_sources",
    "meetings",
    "members",
    "originals",
    "past_decisions",
    "posts",
    "purges",
    "readings",
    "relations",
    "rule_states",
    "rule_versions",
    "rules",
    "schedules",
    "settings",
    "sign_ins",
    "terms",
    "units",
]


@contextmanager
def behind_the_back(store: Store, table: str) -> Iterator[sqlite3.Connection]:
    """A connection without the guards of one table: no triggers, no foreign keys; the schema is put back."""
    connection = sqlite3.connect(store.home / FILE_NAME)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = connection.execute(sql, [table]).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()


def found(store: Store) -> set[str]:
    return {f"{fault.code} {fault.where}" for fault in verify(store)}


def test_every_table_of_the_workspace_is_tried(full: Store) -> None:
    covered = audit.covered_tables(full.connection)
    assert list(covered) == TABLES
    empty = [table for table in covered if full.value(f"SELECT count(*) FROM {table}") == 0]
    assert empty == []


def test_nothing_is_found_where_nothing_was_done(full: Store) -> None:
    assert verify(full) == ()


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_row_is_found_in_every_column(full: Store, table: str) -> None:
    for column, kind in full.connection.execute("SELECT name, type FROM pragma_table_info(?)", [table]).fetchall():
        if column == "row":
            continue
        value = {"TEXT": "'2019-02-03'", "INTEGER": "77", "REAL": "0.25", "BLOB": "x'01'"}[kind]
        copy = full.rows(f"SELECT * FROM {table} ORDER BY row LIMIT 1")[0]
        try:
            with behind_the_back(full, table) as connection:
                connection.execute("PRAGMA ignore_check_constraints = ON")
                connection.execute(f"UPDATE {table} SET {column} = {value} WHERE row = ?", [copy["row"]])
        except sqlite3.IntegrityError:
            continue  # a unique index refuses even this
        assert f"row_changed {table}:{copy['row']}" in found(full), column
        with behind_the_back(full, table) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE row = ?", [copy[column], copy["row"]])
    assert found(full) == set()


@pytest.mark.parametrize("table", TABLES)
def test_a_removed_row_is_found(full: Store, table: str) -> None:
    row = full.value(f"SELECT max(row) FROM {table}")
    with behind_the_back(full, table) as connection:
        connection.execute(f"DELETE FROM {table} WHERE row = ?", [row])
    assert f"row_removed {table}:{row}" in found(full)


@pytest.mark.parametrize("table", TABLES)
def test_rows_that_change_places_are_found(full: Store, table: str) -> None:
    rows = [row["row"] for row in full.rows(f"SELECT row FROM {table} ORDER BY row")]
    if len(rows) < 2:
        with behind_the_back(full, table) as connection:
            connection.execute(f"UPDATE {table} SET row = row + 1")
        assert {f"row_removed {table}:1", f"row_added {table}:2"} <= found(full)
        return
    one, other = rows[0], rows[-1]
    with behind_the_back(full, table) as connection:
        for old, new in ((one, -1), (other, one), (-1, other)):
            connection.execute(f"UPDATE {table} SET row = ? WHERE row = ?", [new, old])
    assert {f"row_changed {table}:{one}", f"row_changed {table}:{other}"} <= found(full)


def test_an_added_row_is_found(full: Store) -> None:
    with behind_the_back(full, "leaves") as connection:
        connection.execute(
            "INSERT INTO leaves (member_id, reason, recorded_at, recorded_by) VALUES ('m9', 'sick', '', '')"
        )
    assert found(full) == {"row_added leaves:3"}


@pytest.mark.parametrize("column", [name for name in audit.COLUMNS if name != "seq"] + ["previous", "hash"])
def test_the_first_changed_entry_of_the_log_is_named(full: Store, column: str) -> None:
    middle = full.value("SELECT max(seq) / 2 FROM audit")
    with behind_the_back(full, "audit") as connection:
        value = "1 - facts" if column == "facts" else "'[]'" if column == "effects" else f"{column} || '1'"
        if column in ("before", "after"):
            value = "'{}'"
        elif column == "operation":
            value = "operation + 1"
        connection.execute(f"UPDATE audit SET {column} = {value} WHERE seq = ?", [middle])
    first = next(fault for fault in verify(full) if fault.code.startswith("entry"))
    assert first.where in {f"audit:{middle}", f"audit:{middle + 1}"}
    assert column == "hash" or first.where == f"audit:{middle}"


@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_removed_entry_is_named(full: Store, which: str) -> None:
    last = full.value("SELECT max(seq) FROM audit")
    seq = {"first": 1, "middle": last // 2, "last": last}[which]
    with behind_the_back(full, "audit") as connection:
        connection.execute("DELETE FROM audit WHERE seq = ?", [seq])
    assert f"entry_missing audit:{seq}" in found(full)


def test_entries_that_change_places_are_found(full: Store) -> None:
    with behind_the_back(full, "audit") as connection:
        for old, new in ((3, -1), (4, 3), (-1, 4)):
            connection.execute("UPDATE audit SET seq = ? WHERE seq = ?", [new, old])
    assert "entry_broken audit:3" in found(full)


def test_a_chain_cut_off_and_written_anew_does_not_have_the_head_that_was_noted(full: Store) -> None:
    _, noted = head(full)
    assert verify(full, noted) == ()
    assert f"head_unknown {'f' * 64}" in {f"{f.code} {f.where}" for f in verify(full, "f" * 64)}


def test_a_dropped_guard_and_a_changed_transition_are_found(full: Store) -> None:
    connection = sqlite3.connect(full.home / FILE_NAME)
    connection.execute("DROP TRIGGER audit_no_delete")
    connection.commit()
    assert found(full) == {"schema_changed schema"}
    connection.close()


def test_a_transition_added_to_the_table_is_found(full: Store) -> None:
    with behind_the_back(full, "lifecycle") as connection:
        connection.execute("INSERT INTO lifecycle VALUES ('draft', 'activate', 'active')")
    assert "schema_changed schema" in found(full)


def test_a_changed_and_a_missing_original_are_found(full: Store) -> None:
    sha = full.value("SELECT sha256 FROM originals ORDER BY row LIMIT 1")
    file = originals.path_of(full, sha)
    file.chmod(0o600)
    file.write_bytes(b"another regulation")
    assert found(full) == {f"file_changed original:{sha}"}
    file.unlink()
    assert found(full) == {f"file_missing original:{sha}"}


@pytest.mark.parametrize("table", ["audit", "members", "rule_versions", "decisions", "judgements", "lifecycle"])
def test_the_database_itself_refuses_to_forget(full: Store, table: str) -> None:
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET {_some_column(full, table)} = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="append_only"):
            full.connection.execute(sql)


def _some_column(store: Store, table: str) -> str:
    """A text column that is no part of a constraint's choice."""
    chosen = {"audit": "what", "members": "name", "rule_versions": "terms", "decisions": "reason", "judgements": "note"}
    return chosen.get(table, "state")
