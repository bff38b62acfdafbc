"""The book of people and bodies in the workspace: what is known of them, imports that keep history, aliases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from roster import rows
from roster.changes import Change, Changes, compared
from roster.people import Alias, Member, Post, Roster, Unit
from roster.rows import SHAPES, Fact, FactKind, Row, Shape
from store.database import Store
from store.known import known
from store.transaction import Transaction

_T = TypeVar("_T")


class Book:
    """Reads and writes the tables of the roster."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def roster(self, known_on: datetime | None = None) -> Roster:
        """Everybody and every body over all time, as known on that moment (None: now)."""
        with self._store.reading():
            return Roster(
                members=self._members(known_on),
                units=self.units(known_on),
                branches=self._all("branches", rows.branch, known_on, "branch_id, valid_from"),
                assignments=self._all("assignments", rows.assignment, known_on, "member_id, valid_from, row"),
                leaves=self._all("leaves", rows.leave, known_on, "member_id, valid_from, row"),
                schedules=self._all("schedules", rows.schedule, known_on, "branch_id, valid_from, row"),
                terms=self._all("terms", rows.term, known_on, "valid_from, body, label"),
                aliases=self._all("aliases", rows.alias, known_on, "written, member_id, branch_id, valid_from"),
            )

    def units(self, known_on: datetime | None = None) -> tuple[Unit, ...]:
        """The units alone (the catalogue asks which have ended)."""
        return self._all("units", rows.unit, known_on, "unit_id, valid_from")

    def preview_import(self, kind: FactKind, facts: Iterable[Fact]) -> Changes:
        """What `apply_import` would do; writes nothing."""
        new = rows.rows_of(kind, facts)
        with self._store.reading():
            return compared(kind, [(shape, new[shape.table], self._current(shape)) for shape in SHAPES[kind]])

    def apply_import(
        self, change: Transaction, kind: FactKind, facts: Iterable[Fact], retire_missing: bool = False
    ) -> Changes:
        """Records what is new, retires what is said otherwise; what the file lacks stays unless `retire_missing`."""
        found = self.preview_import(kind, facts)
        for one in (*found.changed, *(found.missing if retire_missing else ())):
            self._apply(change, kind, one)
        self._add(change, kind, found.added)
        return found

    def add_alias(self, change: Transaction, alias: Alias) -> None:
        """A spelling that a person accepted; the same one twice is one."""
        self.apply_import(change, FactKind.ALIASES, (alias,))

    def revoke_alias(self, change: Transaction, alias: Alias) -> bool:
        """Retires the spelling; False where it is not there."""
        wanted = rows.rows_of(FactKind.ALIASES, (alias,))["aliases"][0]
        (shape,) = SHAPES[FactKind.ALIASES]
        for row in self._current(shape):
            if all(row[name] == wanted[name] for name in shape.all_columns):
                before = {name: row[name] for name in shape.all_columns}
                self._apply(change, FactKind.ALIASES, Change("aliases", alias.written, before, None, row["row"]))
                return True
        return False

    def _apply(self, change: Transaction, kind: FactKind, one: Change) -> None:
        assert one.row is not None
        change.retire(one.table, one.row)
        if one.after is not None:
            change.record(one.table, one.after)
        change.note(f"{kind}.{'change' if one.after else 'retire'}", one.subject, one.before, one.after)

    def _add(self, change: Transaction, kind: FactKind, added: tuple[Change, ...]) -> None:
        for one in added:
            assert one.after is not None
            change.record(one.table, one.after)
            change.note(f"{kind}.add", one.subject, None, one.after)

    def _members(self, known_on: datetime | None) -> tuple[Member, ...]:
        posts: dict[str, list[Post]] = {}
        for row in self._rows("posts", known_on, "member_id, valid_from, valid_to, position, unit, row"):
            posts.setdefault(row["member_id"], []).append(rows.post(row))
        return tuple(
            Member(row["member_id"], row["name"], tuple(posts.get(row["member_id"], ())), row["note"])
            for row in self._rows("members", known_on, "member_id")
        )

    def _all(self, table: str, read: Callable[[Row], _T], known_on: datetime | None, order: str) -> tuple[_T, ...]:
        return tuple(read(row) for row in self._rows(table, known_on, order))

    def _current(self, shape: Shape) -> list[Row]:
        return self._rows(shape.table, None, "row")

    def _rows(self, table: str, known_on: datetime | None, order: str) -> list[Row]:
        condition, values = known(known_on)
        return self._store.rows(f"SELECT * FROM {table} WHERE {condition} ORDER BY {order}", values)  # noqa: S608
