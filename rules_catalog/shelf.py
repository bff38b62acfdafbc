"""The catalogue's rows: versions, standings, decisions. Its only SQL."""

# Queries are put together from our own conditions; every value is bound.
# ruff: noqa: S608

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rules_catalog import terms_json
from rules_catalog.decision_rows import DecisionRows, day_of, iso, standing_of
from rules_catalog.identity import document_key, identity, number_key
from rules_catalog.lifecycle import IN_WORK, LIVE, DecisionKind
from rules_catalog.relations import Relation, RelationKind
from rules_catalog.rule import RuleState, RuleTerms
from rules_catalog.standing import Standing
from store.database import Store
from store.known import known
from store.transaction import Transaction, moment

_SELECT = (
    "SELECT s.*, v.row AS version_row, v.terms, v.origin, v.based_on, v.recorded_at AS version_at, "
    "v.recorded_by AS version_by FROM rule_states s JOIN rule_versions v USING (rule_id, version)"
)
#: SQLite takes 32,766 values at most in one query
_CHUNK = 5000
_OPEN = ", ".join(f"'{state}'" for state in sorted(IN_WORK | LIVE))


@dataclass(frozen=True, slots=True)
class Kept:
    """One version as it stands: `row` is the key of its state, which changes with every decision."""

    row: int
    rule_id: str
    version: int
    standing: Standing
    terms: RuleTerms
    origin: str
    based_on: int | None
    made_at: datetime
    made_by: str


class Shelf(DecisionRows):
    """Rows in and out; no judgement."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        # A state row never changes but for its retirement, so what was read of it stays true.
        self._read: dict[int, Kept] = {}
        self._seen: tuple[Any, ...] = (0, "")
        #: counts how often what was read had to be forgotten
        self.generation = 0

    # -- reading

    def in_force(self, start: date, end: date, known_on: datetime | None) -> list[Kept]:
        """Versions in force on some day between, also those superseded since."""
        # A version that was corrected ends before it begins: it is in force on no day.
        condition = "s.force_from <= ? AND (s.force_to IS NULL OR s.force_to >= max(?, s.force_from))"
        return self._kept(f"s.force_from IS NOT NULL AND {condition}", [end.isoformat(), start.isoformat()], known_on)

    def heads(
        self,
        known_on: datetime | None,
        state: RuleState | None,
        limit: int | None = None,
        offset: int = 0,
        after: str = "",
    ) -> list[Kept]:
        """Of each rule what is in work and what is live; else its last version. `after`: the last id already seen."""
        if state is not None:
            return self._kept("s.state = ? AND s.rule_id > ?", [state.value, after], known_on, limit, offset)
        inner, values = known(known_on, "o")
        condition = (
            f"s.rule_id > ? AND (s.state IN ({_OPEN}) OR NOT EXISTS (SELECT 1 FROM rule_states o "
            f"WHERE o.rule_id = s.rule_id AND {inner} "
            f"AND (o.state IN ({_OPEN}) OR o.version > s.version)))"
        )
        return self._kept(condition, [after, *values], known_on, limit, offset)

    def versions(self, rule_id: str, known_on: datetime | None = None) -> list[Kept]:
        return self._kept("s.rule_id = ?", [rule_id], known_on)

    def in_work(self, rule_id: str) -> list[Kept]:
        return [kept for kept in self.versions(rule_id) if kept.standing.state in IN_WORK]

    def of_document(self, number: str | None, document: str) -> list[Kept]:
        """All versions of rules of documents with this number (or, without one, with this key)."""
        column, key = ("number", number_key(number)) if number_key(number) else ("document", document)
        found = self.store.rows(f"SELECT DISTINCT rule_id FROM rule_versions WHERE {column} = ?", [key])
        return [kept for row in found for kept in self.versions(row["rule_id"])]

    def everything(self, known_on: datetime | None = None) -> list[Kept]:
        return self._kept("1", [], known_on)

    def exists(self, rule_id: str) -> bool:
        return self.store.value("SELECT 1 FROM rules WHERE rule_id = ?", [rule_id]) is not None

    def ids(self) -> set[str]:
        return {row["rule_id"] for row in self.store.rows("SELECT rule_id FROM rules")}

    def last_version(self, rule_id: str) -> int:
        return self.store.value("SELECT max(version) FROM rule_versions WHERE rule_id = ?", [rule_id]) or 0

    def _kept(
        self,
        condition: str,
        values: Sequence[object],
        known_on: datetime | None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Kept]:
        """Rows in the order of rule and version. First their keys; then what was not read before."""
        self._forget_if_restored()
        current, moments = known(known_on, "s")
        window = f" LIMIT {int(limit)} OFFSET {int(offset)}" if limit is not None else ""
        order = f"ORDER BY s.rule_id, s.version{window}"
        sql = f"SELECT s.row FROM rule_states s WHERE {current} AND {condition} {order}"
        keys = [key for (key,) in self.store.connection.execute(sql, [*moments, *values])]
        fresh = self._load([key for key in keys if key not in self._read])
        return [self._read.get(key) or fresh[key] for key in keys]

    def _forget_if_restored(self) -> None:
        """A backup put back while we were open has other rows under the same keys."""
        seq, digest = self._seen
        if self.store.value("SELECT hash FROM audit WHERE seq = ?", [seq]) != (digest or None):
            self._read.clear()
            self.generation += 1
        if not self.store.is_writing:
            self._seen = tuple(self.store.rows("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")[0].values())

    def _load(self, keys: list[int]) -> dict[int, Kept]:
        """Rows not read before; they are remembered once they are sure to stay."""
        fresh = {}
        for start in range(0, len(keys), _CHUNK):
            part = keys[start : start + _CHUNK]
            marks = ",".join("?" * len(part))
            for row in self.store.rows(f"{_SELECT} WHERE s.row IN ({marks})", part):
                fresh[row["row"]] = _kept(row)
        if not self.store.is_writing:
            self._read.update(fresh)
        return fresh

    # -- writing

    def add_document(self, change: Transaction, values: dict[str, Any]) -> bool:
        """Records a document as one file tells of it; False where that is known already."""
        return self._add_new(change, "instruments", values, ("key", "number", "type", "issued", "issuer", "sha256"))

    def add_relation(self, change: Transaction, values: dict[str, Any]) -> bool:
        """Records an edge between documents; False where it is known already."""
        return self._add_new(change, "relations", values, ("source", "target", "kind", "clause"))

    def relations(self, known_on: datetime | None = None) -> list[Relation]:
        current, values = known(known_on)
        rows = self.store.rows(f"SELECT * FROM relations WHERE {current} ORDER BY row", values)
        return [
            Relation(r["source"], r["target"], RelationKind(r["kind"]), r["clause"], day_of(r["valid_from"]))
            for r in rows
        ]

    def _add_new(self, change: Transaction, table: str, values: dict[str, Any], key: tuple[str, ...]) -> bool:
        condition = " AND ".join(f"{name} IS ?" for name in key)
        sql = f"SELECT 1 FROM {table} WHERE retired_at IS NULL AND {condition}"
        if self.store.value(sql, [values[name] for name in key]):
            return False
        change.record(table, values)
        return True

    def add_rule(self, change: Transaction, rule_id: str, terms: RuleTerms) -> None:
        change.record("rules", {"rule_id": rule_id, "identity": identity(terms)})

    def add_version(
        self,
        change: Transaction,
        rule_id: str,
        version: int,
        terms: RuleTerms,
        origin: str,
        based_on: int | None = None,
        reader: str = "",
        grammar: str = "",
    ) -> None:
        change.record(
            "rule_versions",
            {
                "rule_id": rule_id,
                "version": version,
                "document": document_key(terms.document),
                "number": number_key(terms.document.number),
                "action": terms.action.value,
                "scope": terms.scope,
                "terms": terms_json.as_text(terms),
                "origin": origin,
                "reader": reader,
                "grammar": grammar,
                "based_on": based_on,
            },
        )

    def put_standing(
        self,
        change: Transaction,
        rule_id: str,
        version: int,
        standing: Standing,
        decision: DecisionKind,
        decision_row: int,
        before: tuple[int, RuleState] | None = None,
    ) -> None:
        """Retires the standing before (its row and state) and records the new one."""
        if before:
            change.retire("rule_states", before[0])
        change.record(
            "rule_states",
            {
                "rule_id": rule_id,
                "version": version,
                "came_from": before[1].value if before else "new",
                "decision": decision.value,
                "state": standing.state.value,
                "decision_row": decision_row,
                "force_from": iso(standing.force_from),
                "force_to": iso(standing.force_to),
                "suspended": json.dumps([[iso(start), iso(end)] for start, end in standing.suspended]),
                "extended": standing.extended,
                "reviewer": standing.reviewer,
            },
        )


def _kept(row: dict[str, Any]) -> Kept:
    return Kept(
        row["row"],
        row["rule_id"],
        row["version"],
        standing_of(row),
        terms_json.from_text(row["terms"]),
        row["origin"],
        row["based_on"],
        moment(row["version_at"]),
        row["version_by"],
    )
