"""The JSON rows of the contract's section 4: the same figures give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypedDict

from compliance.figure import Figure
from compliance.summing import Sum


class MissingRow(TypedDict):
    branch_id: str
    month: str


class Row(TypedDict):
    """One row as printed; the fields stand in this order."""

    member_id: str
    rule_id: str
    rule_version: int
    data_version: str
    period: str
    period_from: str
    period_to: str
    bound_days: int
    required: int | None
    attended: int
    waiting: int
    remaining: int | None
    status: str
    provisional: bool
    confirmed: bool
    unseen_branches: int
    missing: list[MissingRow]
    attendance_ids: list[str]


def row(figure: Figure | Sum) -> Row:
    return Row(
        member_id=figure.member.id,
        rule_id=figure.rule.id,
        rule_version=figure.rule.version,
        data_version=figure.data_version,
        period=figure.period.label,
        period_from=figure.period.start.isoformat(),
        period_to=figure.period.end.isoformat(),
        bound_days=figure.bound_days,
        required=figure.required,
        attended=figure.attended,
        waiting=figure.waiting,
        remaining=figure.remaining,
        status=figure.status.value,
        provisional=figure.provisional,
        confirmed=figure.confirmed,
        unseen_branches=figure.unseen_branches,
        missing=[MissingRow(branch_id=branch, month=month) for branch, month in figure.missing],
        attendance_ids=list(figure.attendance_ids),
    )


def as_json(figures: Iterable[Figure | Sum]) -> str:
    """A JSON array, one row a line."""
    lines = (json.dumps(row(figure), ensure_ascii=False, separators=(",", ":")) for figure in figures)
    body = ",\n".join(lines)
    return f"[\n{body}\n]\n" if body else "[]\n"
