"""The book keeps history: a re-import shows what changes, and ends nobody silently."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from roster.book import Book
from roster.people import Alias, Assignment, Branch, BranchKind, Leave, Member, Post, Schedule, Term, Unit, Validity
from roster.rows import Fact, FactKind
from store.backup import verify
from store.database import Store, open_store

DAY_ONE = datetime(2026, 1, 5, 8, tzinfo=UTC)
DAY_TWO = DAY_ONE + timedelta(days=1)
SINCE_2020 = Validity(date(2020, 10, 20))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "home", create=True)


def member(number: str, name: str, *posts: Post) -> Member:
    return Member(
        number, name, posts or (Post("Tỉnh ủy viên", "Đảng bộ tỉnh", ("provincial_committee_member",), SINCE_2020),)
    )


def load(store: Store, kind: FactKind, *facts: Fact, at: datetime = DAY_ONE, retire_missing: bool = False) -> None:
    with store.writing(by="clerk", at=at) as change:
        Book(store).apply_import(change, kind, facts, retire_missing)


def test_every_kind_comes_back_as_it_was_given(store: Store) -> None:
    ended = Validity(date(2020, 1, 1), date(2025, 6, 30))
    facts: dict[FactKind, Fact] = {
        FactKind.ROSTER: member("m1", "Lê Thị Hoa"),
        FactKind.UNITS: Unit("u1", "Huyện ủy Đức Hòa", "district", "p1", ended, ("u2", "u3")),
        FactKind.BRANCHES: Branch(
            "b1", "Chi bộ ấp 1", BranchKind.RESIDENTIAL, "Đảng bộ xã Tân Phú", "xã Tân Phú", ended
        ),
        FactKind.ASSIGNMENTS: Assignment("m1", None, "xã Tân Phú", ended),
        FactKind.SCHEDULES: Schedule("b1", "SU1", "19:30"),
        FactKind.LEAVES: Leave("m1", Validity(date(2023, 1, 1), date(2023, 3, 1)), "study"),
        FactKind.TERMS: Term("Đảng bộ tỉnh", "2020-2025", ended),
        FactKind.ALIASES: Alias("le thi hoa", "m1", "b1"),
    }
    for kind, fact in facts.items():
        load(store, kind, fact)
    book = Book(store).roster()
    found = (
        book.members,
        book.units,
        book.branches,
        book.assignments,
        book.schedules,
        book.leaves,
        book.terms,
        book.aliases,
    )
    assert found == tuple((fact,) for fact in facts.values())
    assert verify(store) == ()


def test_a_second_import_shows_what_changes_and_keeps_who_is_not_in_the_file(store: Store) -> None:
    load(store, FactKind.ROSTER, member("m1", "Lê Thị Hoa"), member("m2", "Trần Văn Tám"))
    ended = Post(
        "Tỉnh ủy viên",
        "Đảng bộ tỉnh",
        ("provincial_committee_member",),
        Validity(date(2020, 10, 20), date(2025, 10, 15)),
    )
    changes = Book(store).preview_import(
        FactKind.ROSTER, (member("m1", "Lê Thị Hoa", ended), member("m3", "Đỗ Văn Ba"))
    )
    assert [(c.subject, c.fields) for c in changes.changed] == [("m1", ("valid_to",))]
    assert {c.subject for c in changes.added} == {"m3"}
    assert {c.subject for c in changes.missing} == {"m2"}
    load(store, FactKind.ROSTER, member("m1", "Lê Thị Hoa", ended), at=DAY_TWO)
    now, before = Book(store).roster(), Book(store).roster(known_on=DAY_ONE)
    assert now.by_id["m1"].posts == (ended,)
    assert "m2" in now.by_id
    assert before.by_id["m1"].posts[0].validity == SINCE_2020


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    load(store, FactKind.ROSTER, member("m1", "Lê Thị Hoa"))
    version = store.data_version()
    load(store, FactKind.ROSTER, member("m1", "Lê Thị Hoa"), at=DAY_TWO)
    assert store.data_version() == version


def test_a_missing_row_ends_only_when_asked(store: Store) -> None:
    load(store, FactKind.ASSIGNMENTS, Assignment("m1", "b1"), Assignment("m1", "b2"))
    load(store, FactKind.ASSIGNMENTS, Assignment("m1", "b2"), at=DAY_TWO, retire_missing=True)
    assert Book(store).roster().assignments == (Assignment("m1", "b2"),)
    assert len(Book(store).roster(DAY_ONE).assignments) == 2


def test_a_new_assignment_does_not_replace_another_of_the_member(store: Store) -> None:
    load(store, FactKind.ASSIGNMENTS, Assignment("m1", "b1"))
    load(store, FactKind.ASSIGNMENTS, Assignment("m1", "b2"), at=DAY_TWO)
    assert {row.branch_id for row in Book(store).roster().assignments} == {"b1", "b2"}


def test_several_rows_of_one_member_are_his_posts(store: Store) -> None:
    early = Post(
        "Đảng ủy viên", "Đảng ủy xã", ("commune_committee_member",), Validity(date(2015, 1, 1), date(2020, 10, 19))
    )
    load(store, FactKind.ROSTER, member("m1", "Lê Thị Hoa", early), member("m1", "Lê Thị Hoa"))
    assert [post.position for post in Book(store).roster().by_id["m1"].posts] == ["Đảng ủy viên", "Tỉnh ủy viên"]


def test_an_alias_can_be_revoked(store: Store) -> None:
    alias = Alias("h. hoa", "m1", "b1", Validity(date(2024, 1, 1)))
    with store.writing(by="reviewer", at=DAY_ONE) as change:
        Book(store).add_alias(change, alias)
        Book(store).add_alias(change, alias)
    assert Book(store).roster().aliases == (alias,)
    with store.writing(by="reviewer", at=DAY_TWO) as change:
        assert Book(store).revoke_alias(change, alias)
        assert not Book(store).revoke_alias(change, alias)
    assert Book(store).roster().aliases == ()
    assert verify(store) == ()
