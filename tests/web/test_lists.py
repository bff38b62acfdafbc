"""The roster that pages keep is the workspace's own at every moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from diemdanh.web import lists
from diemdanh.web.lists import roster_of
from roster.book import Book
from roster.people import Alias, Member
from roster.rows import FactKind
from store.database import Store, open_store

NOW = datetime(2024, 5, 2, 8, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "ws", create=True)
    yield opened
    opened.close()


def _add(store: Store, *ids: str) -> None:
    with store.writing(by="test", at=NOW) as change:
        Book(store).apply_import(change, FactKind.ROSTER, [Member(one, f"Người {one}") for one in ids])


def _note(store: Store, count: int = 1) -> None:
    """Entries that are about something else."""
    with store.writing(by="test", at=NOW) as change:
        for _ in range(count):
            change.note("page.open", "x")


def test_what_is_imported_is_there_at_once(store: Store) -> None:
    _add(store, "m1")
    assert set(roster_of(store).by_id) == {"m1"}
    _note(store)
    _add(store, "m2")
    _note(store)
    assert set(roster_of(store).by_id) == {"m1", "m2"}
    with store.writing(by="test", at=NOW) as change:
        Book(store).add_alias(change, Alias("nguoi m1", "m1"))
    assert [one.member_id for one in roster_of(store).aliases] == ["m1"]


@pytest.mark.parametrize(("entries", "same"), [(0, True), (1, True), (50, True), (51, False)])
def test_it_is_read_again_only_for_a_change_or_after_much_else(store: Store, entries: int, same: bool) -> None:
    _add(store, "m1")
    before = roster_of(store)
    _note(store, entries) if entries else None
    assert (roster_of(store) is before) is same


def test_a_shorter_log_is_another_log(store: Store) -> None:
    before = roster_of(store)
    lists._known[str(store.home)] = (10_000, before)
    assert roster_of(store) is not before
