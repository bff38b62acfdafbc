"""One writer, whole transactions, files of other programs and other times refused in one sentence."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from store_rows import LATER, NOW

from store import audit
from store.backup import verify
from store.database import FILE_NAME, SCHEMA, Store, open_store
from store.errors import StoreBusy, StoreError, StoreFault
from store.migrations import MIGRATIONS

MEMBER = {"member_id": "m1", "name": "Lê Thị Hoa", "note": ""}


def refusal(home: Path, create: bool = False) -> StoreFault:
    with pytest.raises(StoreError) as refused:
        open_store(home, create)
    return refused.value.code


def add(store: Store, member_id: str = "m1") -> None:
    with store.writing(by="clerk", at=NOW) as change:
        change.record("members", MEMBER | {"member_id": member_id})
        change.note("roster.add", member_id)


def test_a_workspace_is_made_once_and_found_again(tmp_path: Path) -> None:
    assert refusal(tmp_path) is StoreFault.NO_WORKSPACE
    add(open_store(tmp_path, create=True))
    assert open_store(tmp_path).value("SELECT name FROM members") == "Lê Thị Hoa"
    assert refusal(tmp_path, create=True) is StoreFault.WORKSPACE_EXISTS


def test_other_files_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all, but long enough to look like one" * 100)
    assert refusal(tmp_path) is StoreFault.DAMAGED
    (tmp_path / FILE_NAME).unlink()
    with sqlite3.connect(tmp_path / FILE_NAME) as other:
        other.execute("CREATE TABLE t (x)")
    assert refusal(tmp_path) is StoreFault.NOT_A_WORKSPACE


def test_a_file_of_a_newer_program_is_refused_untouched(store: Store) -> None:
    sql = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('diemdanh', '99_later', '2031')"
    store.connection.execute(sql)
    store.close()
    before = (store.home / FILE_NAME).read_bytes()
    assert refusal(store.home) is StoreFault.TOO_NEW
    assert (store.home / FILE_NAME).read_bytes() == before


def test_the_list_of_migrations_is_the_one_that_runs(store: Store) -> None:
    assert tuple(step.name for step in MIGRATIONS._migrations) == SCHEMA


def test_a_change_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.writing(by="clerk", at=NOW) as change:
        change.record("members", MEMBER)
        change.note("roster.add", "m1")
        change.record("members", MEMBER)
    assert store.value("SELECT count(*) FROM members") == 0
    assert store.value("SELECT max(seq) FROM audit") == 1
    add(store)
    assert verify(store) == ()


def test_a_change_that_nobody_noted_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing(by="clerk", at=NOW) as change:
        change.record("members", MEMBER)
    assert store.value("SELECT count(*) FROM members") == 0


def test_history_does_not_run_backwards_when_a_clock_does(store: Store) -> None:
    with store.writing(by="clerk", at=LATER) as change:
        change.note("a", "x")
    with store.writing(by="clerk", at=NOW) as change:
        assert change.at == LATER


def test_the_data_version_follows_facts_alone(store: Store) -> None:
    add(store)
    version = store.data_version()
    with store.writing(by="clerk", at=LATER) as change:
        change.note("page.opened", "x")
    assert store.data_version() == version
    add(store, "m2")
    assert store.data_version() > version
    assert store.data_version(NOW - timedelta(seconds=1)) == 0


def test_what_is_read_together_is_one_state(store: Store) -> None:
    add(store)
    other = open_store(store.home)
    with store.reading():
        assert store.value("SELECT count(*) FROM members") == 1
        add(other, "m2")
        assert store.value("SELECT count(*) FROM members") == 1
    assert store.value("SELECT count(*) FROM members") == 2


def test_a_second_writer_waits_and_then_gets_a_sentence(store: Store) -> None:
    impatient = open_store(store.home, patience=0.05)
    with store.writing(by="clerk", at=NOW) as change:
        change.note("a", "x")
        with pytest.raises(StoreBusy):
            add(impatient)
    add(impatient)
    assert verify(store) == ()


def test_a_program_that_holds_the_file_itself_is_busy_too(store: Store) -> None:
    impatient = open_store(store.home, patience=0.05)
    holder = sqlite3.connect(store.home / FILE_NAME, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        add(impatient)
    holder.close()


def test_threads_write_in_turn(store: Store) -> None:
    threads = [threading.Thread(target=add, args=(store, f"m{i}")) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.value("SELECT count(*) FROM members") == 8
    assert verify(store) == ()


def _write_many(home: Path, name: str) -> None:
    store = open_store(home, patience=60)
    for i in range(20):
        add(store, f"{name}{i}")


def test_processes_write_in_turn_and_nothing_is_lost(store: Store) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_write_many, args=(store.home, name)) for name in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert store.value("SELECT count(*) FROM members") == 40
    assert verify(store) == ()


def test_moments_are_stored_so_that_text_order_is_time_order(store: Store) -> None:
    from store.transaction import moment, stamp

    assert moment(stamp(NOW)) == NOW
    assert stamp(NOW) < stamp(NOW + timedelta(microseconds=1)) < stamp(LATER)
    with pytest.raises(ValueError):
        stamp(NOW.replace(tzinfo=None))


def test_a_row_hashes_the_same_before_and_after_it_was_stored(store: Store) -> None:
    with store.writing(by="clerk", at=NOW) as change:
        change.record("sign_ins", {"account": "lan", "failures": True})
        change.note("t", "x")
    assert list(audit.check_rows(store.connection)) == []
