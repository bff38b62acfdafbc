"""Workspaces of every released schema open in this program, whole, and answer as they did."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from store_rows import LATER

from minutes.register import RegisterBook
from roster.book import Book
from rules_catalog.catalogue import Catalogue
from store import audit, settings
from store.backup import restore, verify
from store.database import SCHEMA, open_store

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("schema_*.zip"))


def test_every_released_schema_has_its_workspace() -> None:
    assert [file.stem for file in FIXTURES] == [f"schema_{name.split('_')[0]}" for name in SCHEMA]


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_a_workspace_of_that_schema_opens_and_answers(file: Path, tmp_path: Path) -> None:
    store = restore(tmp_path / "home", file, by="lan", at=LATER)
    assert verify(store) == ()
    found = Catalogue(store).in_force(date(2023, 1, 1), date(2023, 12, 31))
    assert [(rule.id, rule.closed_on) for rule in found] == [("tn15", date(2023, 6, 30)), ("tn40", None)]
    assert Book(store).roster().by_id["m1"].posts[0].roles == ("provincial_committee_member",)
    rows = RegisterBook(store).snapshot().rows
    assert [(row.member_id, row.waiting) for row in rows] == [("m1", False), ("m1", False)]
    assert settings.number(store, "leave_days") == 20


def test_a_released_migration_is_not_changed(tmp_path: Path) -> None:
    """A workspace made anew has the very schema that was released."""
    old = restore(tmp_path / "old", FIXTURES[-1], by="lan", at=LATER)
    new = open_store(tmp_path / "new", create=True)
    sql = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    assert old.rows(sql) == new.rows(sql)
    assert old.rows("SELECT * FROM lifecycle") == new.rows("SELECT * FROM lifecycle")
    stated = old.value("SELECT after FROM audit WHERE what = 'schema' ORDER BY seq DESC LIMIT 1")
    assert json.loads(stated)["schema"] == audit.schema_hash(old.connection)
