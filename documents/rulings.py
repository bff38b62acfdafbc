"""Ruled lines → the grid of a table: cells, merged cells included. In any upright frame; y grows downwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.model import Box


@dataclass(frozen=True, slots=True)
class Rule:
    """A level (`level`) or upright line at `at`, from `start` to `end` along the other axis."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of the grid: its first row and column, and its box."""

    row: int
    column: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    box: Box
    rows: int
    columns: int
    slots: tuple[Slot, ...]

    def holds(self, x: float, y: float) -> bool:
        return self.box.x0 <= x <= self.box.x1 and self.box.top <= y <= self.box.bottom

    def slot_at(self, x: float, y: float) -> Slot | None:
        return next((s for s in self.slots if s.box.x0 <= x <= s.box.x1 and s.box.top <= y <= s.box.bottom), None)


def grids(rules: Iterable[Rule], tolerance: float) -> list[Grid]:
    """Every grid of at least two rows and two columns, top to bottom. `tolerance`: how far ends of lines may miss."""
    merged = _joined(list(rules), tolerance)
    found = [grid for group in _groups(merged, tolerance) if (grid := _grid(group, tolerance))]
    return sorted(found, key=lambda grid: grid.box.top)


def _joined(rules: list[Rule], tolerance: float) -> list[Rule]:
    """Pieces of one line made one."""
    result: list[Rule] = []
    for level in (True, False):
        for rule in sorted((r for r in rules if r.level is level), key=lambda r: (round(r.at / tolerance), r.start)):
            last = result[-1] if result and result[-1].level is level else None
            if last and abs(last.at - rule.at) <= tolerance and rule.start <= last.end + tolerance:
                result[-1] = Rule(level, last.at, min(last.start, rule.start), max(last.end, rule.end))
            else:
                result.append(rule)
    return result


def _groups(rules: list[Rule], tolerance: float) -> list[list[Rule]]:
    """Lines that touch one another, as sets."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [g for g in groups if any(_touch(rule, other, tolerance) for other in g)]
        joined = [rule, *(r for g in touching for r in g)]
        groups = [g for g in groups if not any(g is t for t in touching)] + [joined]
    return groups


def _touch(one: Rule, other: Rule, tolerance: float) -> bool:
    if one.level == other.level:
        return False
    return (
        one.start - tolerance <= other.at <= one.end + tolerance
        and other.start - tolerance <= one.at <= other.end + tolerance
    )


def _grid(rules: Sequence[Rule], tolerance: float) -> Grid | None:
    ys = _places([r.at for r in rules if r.level], tolerance)
    xs = _places([r.at for r in rules if not r.level], tolerance)
    if len(ys) < 3 or len(xs) < 3:
        return None
    slots = _slots(rules, xs, ys, tolerance)
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    return Grid(box, len(ys) - 1, len(xs) - 1, tuple(slots)) if len(slots) >= 4 else None


def _places(values: list[float], tolerance: float) -> list[float]:
    places: list[list[float]] = []
    for value in sorted(values):
        if places and value - places[-1][-1] <= 2 * tolerance:
            places[-1].append(value)
        else:
            places.append([value])
    return [sum(p) / len(p) for p in places]


def _slots(rules: Sequence[Rule], xs: list[float], ys: list[float], tolerance: float) -> list[Slot]:
    """The cells; neighbours that no line parts are one cell."""
    taken: set[tuple[int, int]] = set()
    slots = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            right = _extent(rules, xs, ys, row, column, tolerance)
            below = _depth(rules, xs, ys, row, column, tolerance)
            taken |= {(r, c) for r in range(row, below) for c in range(column, right)}
            slots.append(Slot(row, column, Box(xs[column], ys[row], xs[right], ys[below])))
    return slots


def _extent(rules: Sequence[Rule], xs: list[float], ys: list[float], row: int, column: int, tolerance: float) -> int:
    middle = (ys[row] + ys[row + 1]) / 2
    right = column + 1
    while right < len(xs) - 1 and not _parted(rules, False, xs[right], middle, tolerance):
        right += 1
    return right


def _depth(rules: Sequence[Rule], xs: list[float], ys: list[float], row: int, column: int, tolerance: float) -> int:
    middle = (xs[column] + xs[column + 1]) / 2
    below = row + 1
    while below < len(ys) - 1 and not _parted(rules, True, ys[below], middle, tolerance):
        below += 1
    return below


def _parted(rules: Sequence[Rule], level: bool, at: float, where: float, tolerance: float) -> bool:
    return any(
        r.level is level and abs(r.at - at) <= 2 * tolerance and r.start - tolerance <= where <= r.end + tolerance
        for r in rules
    )
