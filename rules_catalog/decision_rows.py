"""The catalogue's rows of decisions: who took which on what version; also those that came with a rule."""

# Queries are put together from our own conditions; every value is bound.
# ruff: noqa: S608

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rules_catalog.lifecycle import DecisionKind
from rules_catalog.rule import RuleState
from rules_catalog.rule_file import PastDecision
from rules_catalog.standing import Standing
from store.database import Store
from store.transaction import Transaction, moment, stamp


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it was taken; `start` and `state` where it moved the version. `undone_by` is an operation."""

    operation: int
    kind: DecisionKind
    rule_id: str
    version: int
    start: str
    state: RuleState
    reason: str
    by: str
    at: datetime
    effective_on: date | None = None
    undoes: int | None = None
    undone_by: int | None = None


class DecisionRows:
    """Decisions in and out; no judgement."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def decisions(self, rule_id: str) -> list[DecisionRow]:
        return self._decisions("d.rule_id = ?", rule_id)

    def operation(self, operation: int) -> list[DecisionRow]:
        return self._decisions("d.operation = ?", operation)

    def recent(self, limit: int) -> list[DecisionRow]:
        """The last decisions, newest first."""
        first = self.store.value("SELECT max(row) - ? FROM decisions", [limit]) or 0
        return self._decisions("d.row > ?", first)[::-1]

    def past(self, rule_id: str) -> list[DecisionRow]:
        """Decisions of another workspace that came with the rule, oldest first; their operation is 0."""
        found = self.store.rows("SELECT * FROM past_decisions WHERE rule_id = ? ORDER BY row", [rule_id])
        return [
            DecisionRow(0, one.kind, row["rule_id"], row["version"], "", one.state, one.reason, one.by, one.at, one.on)
            for row in found
            for one in [_past(row)]
        ]

    def decided(self, known_on: datetime | None) -> dict[tuple[str, int], list[PastDecision]]:
        """All that was decided on each version, here or before it came; without the arrivals of what had decisions."""
        until = stamp(known_on) if known_on else "9"
        found: dict[tuple[str, int], list[PastDecision]] = {}
        for row in self.store.rows("SELECT * FROM past_decisions WHERE recorded_at <= ? ORDER BY row", [until]):
            found.setdefault((row["rule_id"], row["version"]), []).append(_past(row))
        arrived = set(found)
        times: dict[int, datetime] = {}
        for row in self.store.rows(
            "SELECT d.*, s.state FROM decisions d JOIN rule_states s ON s.decision_row = d.row "
            "WHERE d.recorded_at <= ? ORDER BY d.row",
            [until],
        ):
            times.setdefault(row["operation"], moment(row["recorded_at"]))
            key = (row["rule_id"], row["version"])
            if row["kind"] != DecisionKind.IMPORT or key not in arrived:
                found.setdefault(key, []).append(_local(row, times))
        return found

    def moved_by(self, operation: int) -> list[tuple[int, bool, str, int, Standing | None]]:
        """For each version that the operation moved: (state row it left, still current?, rule, version, standing
        before; None for a version that the operation made)."""
        found = self.store.rows(
            "SELECT s.* FROM rule_states s JOIN decisions d ON d.row = s.decision_row WHERE d.operation = ? "
            "ORDER BY s.row",
            [operation],
        )
        first: dict[tuple[str, int], dict[str, Any]] = {}
        last: dict[tuple[str, int], dict[str, Any]] = {}
        for row in found:
            first.setdefault((row["rule_id"], row["version"]), row)
            last[row["rule_id"], row["version"]] = row
        return [(row["row"], row["retired_at"] is None, *key, self._before(first[key])) for key, row in last.items()]

    def _before(self, row: dict[str, Any]) -> Standing | None:
        found = self.store.rows(
            "SELECT * FROM rule_states WHERE rule_id = ? AND version = ? AND row < ? ORDER BY row DESC LIMIT 1",
            [row["rule_id"], row["version"], row["row"]],
        )
        return standing_of(found[0]) if found else None

    def _decisions(self, condition: str, *values: object) -> list[DecisionRow]:
        found = self.store.rows(
            "SELECT d.*, s.came_from, s.state, (SELECT u.operation FROM decisions u WHERE u.undoes = d.operation "
            "ORDER BY u.row DESC LIMIT 1) AS undone_by FROM decisions d JOIN rule_states s ON s.decision_row = d.row "
            f"WHERE {condition} ORDER BY d.row",
            values,
        )
        return [_decision(row) for row in found]

    def add_decision(
        self,
        change: Transaction,
        kind: DecisionKind,
        rule_id: str,
        version: int,
        reason: str,
        on: date | None = None,
        undoes: int | None = None,
    ) -> int:
        return change.record(
            "decisions",
            {
                "operation": change.operation,
                "kind": kind.value,
                "rule_id": rule_id,
                "version": version,
                "reason": reason,
                "effective_on": on.isoformat() if on else None,
                "undoes": undoes,
            },
        )

    def add_past(self, change: Transaction, rule_id: str, version: int, decisions: Iterable[PastDecision]) -> None:
        for one in decisions:
            change.record(
                "past_decisions",
                {
                    "rule_id": rule_id,
                    "version": version,
                    "kind": one.kind.value,
                    "state": one.state.value,
                    "reason": one.reason,
                    "effective_on": iso(one.on),
                    "decided_at": stamp(one.at),
                    "decided_by": one.by,
                    "undoes_at": stamp(one.undoes) if one.undoes else None,
                },
            )


def _local(row: dict[str, Any], times: dict[int, datetime]) -> PastDecision:
    """A decision of this workspace as another one is told of it."""
    return PastDecision(
        DecisionKind(row["kind"]),
        RuleState(row["state"]),
        row["recorded_by"],
        moment(row["recorded_at"]),
        row["reason"],
        day_of(row["effective_on"]),
        times.get(row["undoes"]),
    )


def _past(row: dict[str, Any]) -> PastDecision:
    return PastDecision(
        DecisionKind(row["kind"]),
        RuleState(row["state"]),
        row["decided_by"],
        moment(row["decided_at"]),
        row["reason"],
        day_of(row["effective_on"]),
        moment(row["undoes_at"]) if row["undoes_at"] else None,
    )


def _decision(row: dict[str, Any]) -> DecisionRow:
    return DecisionRow(
        row["operation"],
        DecisionKind(row["kind"]),
        row["rule_id"],
        row["version"],
        row["came_from"],
        RuleState(row["state"]),
        row["reason"],
        row["recorded_by"],
        moment(row["recorded_at"]),
        day_of(row["effective_on"]),
        row["undoes"],
        row["undone_by"],
    )


def standing_of(row: dict[str, Any]) -> Standing:
    spans = json.loads(row["suspended"]) if row["suspended"] != "[]" else ()
    return Standing(
        RuleState(row["state"]),
        day_of(row["force_from"]),
        day_of(row["force_to"]),
        tuple((date.fromisoformat(start), day_of(end)) for start, end in spans),
        bool(row["extended"]),
        row["reviewer"],
    )


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
