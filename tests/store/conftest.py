"""A workspace with a row in every table."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from store_rows import LATER, NOW, ROWS, UNIQUE

from store import journal, originals, readings, settings
from store.database import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "home", create=True)


@pytest.fixture
def full(filled: Path, tmp_path: Path) -> Store:
    """A workspace with at least one row in every table."""
    return open_store(shutil.copytree(filled, tmp_path / "full"))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: rows of the store itself by its own calls, of all other tables as plain rows."""
    store = open_store(tmp_path_factory.mktemp("filled") / "home", create=True)
    with store.writing(by="clerk", at=NOW) as change:
        sha = originals.receive(store, change, b"a regulation")
        gone = originals.receive(store, change, b"a letter")
        readings.keep(store, change, sha, "reader 1", b"{}")
        (row, _) = journal.enqueue(store, change, [(sha, "a.pdf"), (gone, "b.pdf")], "regulation")
        journal.mark(store, change, row, journal.FileState.RUNNING)
        settings.put(store, change, "leave_days", 20)
    with store.writing(by="clerk", at=LATER) as change:
        originals.purge(store, change, gone, "not ours")
        for table, values in ROWS.items():
            change.record(table, values)
            change.record(table, values | dict.fromkeys(UNIQUE.get(table, ()), "other"))
            change.note("test.rows", table)
    store.close()
    return store.home
