"""What an import would change: rows of a file against the rows that are believed today. Pure.

A row that the file does not have is kept and told (`missing`): a file that lists fewer people ends nobody's post.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from roster.rows import FactKind, Row, Shape


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is added (`before` None), changed, or missing in the file (`after` None). `row`: the old row's key."""

    table: str
    subject: str
    before: Row | None
    after: Row | None
    row: int | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that differ."""
        before, after = self.before or {}, self.after or {}
        return tuple(name for name in after or before if before.get(name) != after.get(name))


@dataclass(frozen=True, slots=True)
class Changes:
    """What applying the import does. `missing` rows stay as they are unless the person asks to retire them."""

    kind: FactKind
    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    missing: tuple[Change, ...] = ()
    unchanged: int = 0

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed)


def compared(kind: FactKind, shapes: Iterable[tuple[Shape, list[Row], list[Row]]]) -> Changes:
    """`shapes`: each table with its rows of the file and its rows believed today (those have a `row` key)."""
    added: list[Change] = []
    changed: list[Change] = []
    missing: list[Change] = []
    unchanged = 0
    for shape, new, old in shapes:
        pairs, extra, left = _paired(shape, new, old)
        for before, after in pairs:
            if _content(shape, before) == _content(shape, after):
                unchanged += 1
            else:
                changed.append(_change(shape, before, after))
        added += [_change(shape, None, row) for row in extra]
        missing += [_change(shape, row, None) for row in left]
    return Changes(kind, tuple(added), tuple(changed), tuple(missing), unchanged)


def _paired(shape: Shape, new: list[Row], old: list[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Old rows with the new ones that speak of the same thing; what is left of both. Tried from strict to loose."""
    pairs: list[tuple[Row, Row]] = []
    for key in _keys(shape):
        found, new, old = _matched(key, new, old)
        pairs += found
    if shape.dated:
        found, new, old = _shifted(shape, new, old)
        pairs += found
    return pairs, new, old


def _keys(shape: Shape) -> Iterator[Callable[[Row], object]]:
    yield lambda row: _content(shape, row)
    if shape.dated:
        yield lambda row: (*_key(shape, row), row["valid_from"])
        for names in shape.loose:
            yield partial(_loosely, names)
    else:
        yield lambda row: _key(shape, row)


def _matched(
    key: Callable[[Row], object], new: list[Row], old: list[Row]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    waiting: dict[object, list[Row]] = defaultdict(list)
    for row in old:
        waiting[key(row)].append(row)
    pairs, extra = [], []
    for row in new:
        same = waiting.get(key(row))
        if same:
            pairs.append((same.pop(0), row))
        else:
            extra.append(row)
    return pairs, extra, [row for rows in waiting.values() for row in rows]


def _shifted(shape: Shape, new: list[Row], old: list[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """The same thing said of other days that overlap the old ones: a corrected date, where only one can be meant."""
    pairs, extra = [], []
    left = list(old)
    for row in new:
        same = [other for other in left if _undated(shape, other) == _undated(shape, row) and _overlap(other, row)]
        if len(same) == 1:
            pairs.append((same[0], row))
            left.remove(same[0])
        else:
            extra.append(row)
    return pairs, extra, left


def _overlap(one: Row, other: Row) -> bool:
    return (one["valid_from"] or "") <= (other["valid_to"] or "9") and (other["valid_from"] or "") <= (
        one["valid_to"] or "9"
    )


def _loosely(names: tuple[str, ...], row: Row) -> tuple[object, ...]:
    return (*(row[name] for name in names), row["valid_from"], row["valid_to"])


def _key(shape: Shape, row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in shape.key)


def _content(shape: Shape, row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in shape.all_columns)


def _undated(shape: Shape, row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in shape.columns)


def _change(shape: Shape, before: Row | None, after: Row | None) -> Change:
    row = after or before
    assert row is not None
    return Change(
        shape.table,
        str(row[shape.columns[0]]),
        {name: before[name] for name in shape.all_columns} if before else None,
        {name: after[name] for name in shape.all_columns} if after else None,
        before["row"] if before else None,
    )
