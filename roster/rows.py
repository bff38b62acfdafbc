"""Facts of the roster as rows of its tables, and back: the only place that knows both shapes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from roster.people import (
    Alias,
    Assignment,
    Branch,
    BranchKind,
    Leave,
    Member,
    Post,
    Schedule,
    Term,
    Unit,
    Validity,
    merged,
)

Row = dict[str, Any]
Fact = Member | Unit | Branch | Assignment | Schedule | Leave | Term | Alias


class FactKind(StrEnum):
    """What an import brings; `ROSTER` is members with their posts."""

    ROSTER = "roster"
    UNITS = "units"
    BRANCHES = "branches"
    ASSIGNMENTS = "assignments"
    SCHEDULES = "schedules"
    LEAVES = "leaves"
    TERMS = "terms"
    ALIASES = "aliases"


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its columns, and those that say which thing a row speaks of (the others may change).

    `loose`: columns that, with both dates the same, tell that a row was re-worded (a post, its unit, a reason).
    """

    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    dated: bool = True
    loose: tuple[tuple[str, ...], ...] = ()

    @property
    def all_columns(self) -> tuple[str, ...]:
        return (*self.columns, *(("valid_from", "valid_to") if self.dated else ()))


MEMBERS = Shape("members", ("member_id", "name", "note"), ("member_id",), dated=False)
POSTS = Shape(
    "posts",
    ("member_id", "position", "unit", "roles", "own_branch_id"),
    ("member_id", "position", "unit"),
    loose=(("member_id", "unit"), ("member_id", "position")),
)
SHAPES: dict[FactKind, tuple[Shape, ...]] = {
    FactKind.ROSTER: (MEMBERS, POSTS),
    FactKind.UNITS: (Shape("units", ("unit_id", "name", "level", "parent", "successors"), ("unit_id",)),),
    FactKind.BRANCHES: (Shape("branches", ("branch_id", "name", "kind", "parent", "area"), ("branch_id",)),),
    FactKind.ASSIGNMENTS: (
        Shape("assignments", ("member_id", "branch_id", "area"), ("member_id", "branch_id", "area")),
    ),
    FactKind.SCHEDULES: (Shape("schedules", ("branch_id", "day_rule", "time"), ("branch_id",)),),
    FactKind.LEAVES: (Shape("leaves", ("member_id", "reason"), ("member_id",), loose=(("member_id",),)),),
    FactKind.TERMS: (Shape("terms", ("body", "label"), ("body", "label")),),
    FactKind.ALIASES: (Shape("aliases", ("written", "member_id", "branch_id"), ("written", "member_id", "branch_id")),),
}


def rows_of(kind: FactKind, facts: Iterable[Fact]) -> dict[str, list[Row]]:
    """Table → rows, in the order of the facts."""
    tables: dict[str, list[Row]] = {shape.table: [] for shape in SHAPES[kind]}
    for fact in _merged(facts):
        for table, row in _rows(fact):
            if row not in tables[table]:
                tables[table].append(row)
    return tables


def _merged(facts: Iterable[Fact]) -> list[Fact]:
    given = list(facts)
    members = [fact for fact in given if isinstance(fact, Member)]
    return [*merged(members), *(fact for fact in given if not isinstance(fact, Member))]


def _rows(fact: Fact) -> list[tuple[str, Row]]:
    match fact:
        case Member():
            return [("members", {"member_id": fact.id, "name": fact.name, "note": fact.note}), *_posts(fact)]
        case Unit():
            successors = json.dumps(fact.successors, ensure_ascii=False)
            return _one(
                "units",
                fact.validity,
                unit_id=fact.id,
                name=fact.name,
                level=fact.level,
                parent=fact.parent,
                successors=successors,
            )
        case Branch():
            return _one(
                "branches",
                fact.validity,
                branch_id=fact.id,
                name=fact.name,
                kind=fact.kind.value,
                parent=fact.parent,
                area=fact.area,
            )
        case Assignment():
            return _one(
                "assignments", fact.validity, member_id=fact.member_id, branch_id=fact.branch_id, area=fact.area
            )
        case Schedule():
            return _one("schedules", fact.validity, branch_id=fact.branch_id, day_rule=fact.day_rule, time=fact.time)
        case Leave():
            return _one("leaves", fact.validity, member_id=fact.member_id, reason=fact.reason)
        case Term():
            return _one("terms", fact.validity, body=fact.body, label=fact.label)
        case Alias():
            return _one(
                "aliases", fact.validity, written=fact.written, member_id=fact.member_id, branch_id=fact.branch_id
            )


def _posts(member: Member) -> list[tuple[str, Row]]:
    return [
        pair
        for post in member.posts
        for pair in _one(
            "posts",
            post.validity,
            member_id=member.id,
            position=post.position,
            unit=post.unit,
            roles=json.dumps(post.roles),
            own_branch_id=post.own_branch_id,
        )
    ]


def _one(table: str, validity: Validity, **columns: Any) -> list[tuple[str, Row]]:
    return [(table, {**columns, "valid_from": _iso(validity.start), "valid_to": _iso(validity.end)})]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def validity(row: Row) -> Validity:
    start, end = row["valid_from"], row["valid_to"]
    return Validity(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


def post(row: Row) -> Post:
    return Post(row["position"], row["unit"], tuple(json.loads(row["roles"])), validity(row), row["own_branch_id"])


def unit(row: Row) -> Unit:
    return Unit(
        row["unit_id"], row["name"], row["level"], row["parent"], validity(row), tuple(json.loads(row["successors"]))
    )


def branch(row: Row) -> Branch:
    return Branch(row["branch_id"], row["name"], BranchKind(row["kind"]), row["parent"], row["area"], validity(row))


def assignment(row: Row) -> Assignment:
    return Assignment(row["member_id"], row["branch_id"], row["area"], validity(row))


def schedule(row: Row) -> Schedule:
    return Schedule(row["branch_id"], row["day_rule"], row["time"], validity(row))


def leave(row: Row) -> Leave:
    return Leave(row["member_id"], validity(row), row["reason"])


def term(row: Row) -> Term:
    return Term(row["body"], row["label"], validity(row))


def alias(row: Row) -> Alias:
    return Alias(row["written"], row["member_id"], row["branch_id"], validity(row))
