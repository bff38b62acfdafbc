"""Reads a scenario folder (rules.yaml and CSV files) straight into the types, without a workspace."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from extract.obligation import Action, Per, WhereKind
from minutes.attendance import AttendanceRecord, MeetingRecord, Register
from roster.people import (
    Assignment,
    AttendanceStatus,
    Branch,
    BranchKind,
    Leave,
    MeetingKind,
    Member,
    Post,
    Roster,
    Term,
    Validity,
    merged,
)
from roster.roles import roles_of
from rules_catalog.rule import Instrument, PartialPeriod, Rule, RuleState, RuleTerms

Row = dict[str, str]


def read(folder: Path) -> tuple[tuple[Rule, ...], Roster, Register]:
    return _rules(folder / "rules.yaml"), _roster(folder), _register(folder / "attendance.csv")


def _table(path: Path) -> list[Row]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(file)]


def _validity(row: Row, start: str = "valid_from", end: str = "valid_to") -> Validity:
    return Validity(_day(row.get(start, "")), _day(row.get(end, "")))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _roster(folder: Path) -> Roster:
    return Roster(
        members=merged(_member(row) for row in _table(folder / "roster.csv")),
        branches=tuple(
            Branch(r["branch_id"], r["name"], BranchKind(r["kind"]), r["parent"], r["area"], _validity(r))
            for r in _table(folder / "branches.csv")
        ),
        assignments=tuple(
            Assignment(r["member_id"], r["branch_id"] or None, r.get("area") or None, _validity(r))
            for r in _table(folder / "assignments.csv")
        ),
        leaves=tuple(
            Leave(r["member_id"], _validity(r, "from", "to"), r["reason"]) for r in _table(folder / "leaves.csv")
        ),
        terms=tuple(Term(r["body"], r["term"], _validity(r, "from", "to")) for r in _table(folder / "terms.csv")),
    )


def _member(row: Row) -> Member:
    roles = roles_of(row["position"], row["unit"])
    own = row.get("own_branch_id") or None
    post = Post(row["position"], row["unit"], roles, _validity(row, "term_from", "term_to"), own)
    return Member(row["member_id"], row["full_name"], (post,), row["note"])


_OTHER_NAMES = {"year_end_review": MeetingKind.REVIEW}


def _register(path: Path) -> Register:
    meetings: dict[tuple[str, str, str], MeetingRecord] = {}
    rows = []
    for number, row in enumerate(_table(path), start=1):
        key = (row["branch_id"], row["date"], row["meeting_kind"])
        if key not in meetings:
            kind = _OTHER_NAMES.get(key[2]) or MeetingKind(key[2])
            meetings[key] = MeetingRecord("/".join(key), key[0], key[1], kind)
        if row["member_id"]:
            waiting = row.get("needs_review", "") == "true"
            status = AttendanceStatus(row["status"])
            entry = AttendanceRecord(f"a{number:05d}", meetings[key].id, row["member_id"], status, waiting)
            rows.append(entry)
    return Register(tuple(meetings.values()), tuple(rows))


def _rules(path: Path) -> tuple[Rule, ...]:
    return tuple(_rule(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8")))


def _rule(entry: dict[str, Any]) -> Rule:
    document = entry["document"]
    terms = RuleTerms(
        document=Instrument(document["number"], document["type"], document["issued"], document["issuer"]),
        who_ids=tuple(entry["who_ids"]),
        who_excludes_ids=tuple(entry.get("who_excludes_ids") or ()),
        action=Action(entry["action"]),
        where_kind=WhereKind(entry["where_kind"]) if entry["where_kind"] else None,
        min_count=entry["min_count"],
        max_count=entry["max_count"],
        per=Per(entry["per"]) if entry["per"] else None,
        every=entry.get("every", 1),
        effective_from=entry["effective_from"],
        effective_to=entry["effective_to"],
        partial_period=PartialPeriod(entry.get("partial_period", "skip")),
        supersedes=tuple(entry.get("supersedes") or ()),
        excepts=tuple(entry.get("excepts") or ()),
        scope=entry.get("scope") or "",
        quote=entry["quote"],
    )
    return Rule(entry["id"], 1, RuleState.ACTIVE, terms)
