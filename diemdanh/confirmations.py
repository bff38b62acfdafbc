"""A person's confirmation that somebody was short, kept with what it was based on: when that changes, it lapses."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from store.database import Store
from store.known import known
from store.transaction import Transaction, moment


class ConfirmationFault(StrEnum):
    """Stable codes."""

    NEEDS_REASON = "needs_reason"
    NOT_CONFIRMED = "not_confirmed"


class ConfirmationRefusal(Exception):
    """`code` is stable."""

    def __init__(self, code: ConfirmationFault, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else str(self.code)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure said when it was confirmed. `missing` are (branch, month)."""

    member_id: str
    rule_id: str
    rule_version: int
    period: str
    attended: int
    required: int | None
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.member_id, self.rule_id, self.period)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`own_word` is what the member himself says, `reason` the confirming person's; one of them at least is there."""

    basis: Basis
    reason: str
    own_word: str
    by: str
    at: datetime

    def stands(self, now: Basis) -> bool:
        """Does it still hold for the figure as it is? (Rule version, period, attended, required and missing count.)"""
        return _sorted(self.basis) == _sorted(now)


class Confirmations:
    """The confirmations of a workspace."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, known_on: datetime | None = None) -> dict[tuple[str, str, str], Confirmation]:
        """By (member, rule, period), as known on that moment; also lapsed ones (ask `stands`)."""
        condition, values = known(known_on)
        rows = self._store.rows(f"SELECT * FROM confirmations WHERE {condition} ORDER BY row", values)  # noqa: S608
        found = (_confirmation(row) for row in rows)
        return {one.basis.key: one for one in found}

    def confirm(self, change: Transaction, basis: Basis, reason: str = "", own_word: str = "") -> Confirmation:
        """Confirms a figure; an earlier confirmation of the same member, rule and period gives way."""
        if not (reason.strip() or own_word.strip()):
            raise ConfirmationRefusal(ConfirmationFault.NEEDS_REASON)
        before = self._retire(change, basis.key)
        change.record(
            "confirmations",
            {
                "member_id": basis.member_id,
                "rule_id": basis.rule_id,
                "period": basis.period,
                "basis": _basis_text(basis),
                "reason": reason,
                "own_word": own_word,
            },
        )
        change.note("compliance.confirm", "/".join(basis.key), before, {"reason": reason, "attended": basis.attended})
        return self.all()[basis.key]

    def withdraw(self, change: Transaction, key: tuple[str, str, str], reason: str) -> None:
        """Takes a confirmation back. Raises `not_confirmed`, `needs_reason`."""
        if not reason.strip():
            raise ConfirmationRefusal(ConfirmationFault.NEEDS_REASON)
        before = self._retire(change, key)
        if before is None:
            raise ConfirmationRefusal(ConfirmationFault.NOT_CONFIRMED, "/".join(key))
        change.note("compliance.withdraw", "/".join(key), before, {"reason": reason})

    def _retire(self, change: Transaction, key: tuple[str, str, str]) -> dict[str, Any] | None:
        rows = self._store.rows(
            "SELECT * FROM confirmations WHERE retired_at IS NULL AND member_id = ? AND rule_id = ? AND period = ?", key
        )
        for row in rows:
            change.retire("confirmations", row["row"])
        return {"reason": rows[0]["reason"], "basis": json.loads(rows[0]["basis"])} if rows else None


def _sorted(basis: Basis) -> Basis:
    return replace(basis, missing=tuple(sorted(basis.missing)))


def _basis_text(basis: Basis) -> str:
    fields = {
        "rule_version": basis.rule_version,
        "attended": basis.attended,
        "required": basis.required,
        "missing": [list(pair) for pair in sorted(basis.missing)],
    }
    return json.dumps(fields, ensure_ascii=False)


def _confirmation(row: dict[str, Any]) -> Confirmation:
    fields = json.loads(row["basis"])
    missing = tuple((branch, month) for branch, month in fields.pop("missing"))
    basis = Basis(row["member_id"], row["rule_id"], period=row["period"], missing=missing, **fields)
    return Confirmation(basis, row["reason"], row["own_word"], row["recorded_by"], moment(row["recorded_at"]))
