"""Confirmations in the workspace: a person's word that somebody was short, kept with what it was based on."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from compliance.confirming import Confirmation
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


class Confirmations:
    """The confirmations of a workspace; whether one still holds, the figure says (`Confirmation.holds`)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, known_on: datetime | None = None) -> tuple[Confirmation, ...]:
        """As known on that moment, also those that have lapsed; one at most for a member, rule and period."""
        condition, values = known(known_on)
        order = "member_id, rule_id, period"
        rows = self._store.rows(f"SELECT * FROM confirmations WHERE {condition} ORDER BY {order}", values)  # noqa: S608
        return tuple(_confirmation(row) for row in rows)

    def add(self, change: Transaction, confirmation: Confirmation) -> None:
        """Keeps a confirmation; an earlier one of the same member, rule and period gives way.

        Who and when are those of the transaction. Raises `needs_reason`.
        """
        if not confirmation.reason.strip():
            raise ConfirmationRefusal(ConfirmationFault.NEEDS_REASON)
        key = (confirmation.member_id, confirmation.rule_id, confirmation.period)
        before = self._retire(change, key)
        change.record(
            "confirmations",
            {
                "member_id": confirmation.member_id,
                "rule_id": confirmation.rule_id,
                "period": confirmation.period,
                "basis": _basis(confirmation),
                "reason": confirmation.reason,
            },
        )
        after = {"reason": confirmation.reason, "basis": json.loads(_basis(confirmation))}
        change.note("compliance.confirm", "/".join(key), before, after)

    def withdraw(self, change: Transaction, member_id: str, rule_id: str, period: str, reason: str) -> None:
        """Takes a confirmation back. Raises `not_confirmed`, `needs_reason`."""
        if not reason.strip():
            raise ConfirmationRefusal(ConfirmationFault.NEEDS_REASON)
        key = (member_id, rule_id, period)
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


def _basis(confirmation: Confirmation) -> str:
    fields = {
        "rule_version": confirmation.rule_version,
        "attended": confirmation.attended,
        "required": confirmation.required,
        "missing": [list(pair) for pair in confirmation.missing],
    }
    return json.dumps(fields, ensure_ascii=False)


def _confirmation(row: dict[str, Any]) -> Confirmation:
    fields = json.loads(row["basis"])
    return Confirmation(
        row["member_id"],
        row["rule_id"],
        fields["rule_version"],
        row["period"],
        fields["attended"],
        fields["required"],
        tuple((branch, month) for branch, month in fields["missing"]),
        row["recorded_by"],
        row["reason"],
        moment(row["recorded_at"]),
    )
