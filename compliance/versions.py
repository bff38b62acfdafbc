"""The version of the data behind a set of figures: equal data give equal versions, in any workspace."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from minutes.attendance import AttendanceRecord, MeetingRecord
from roster.people import Roster
from rules_catalog.rule import Rule


def data_version(
    rules: Iterable[Rule], roster: Roster, meetings: Iterable[MeetingRecord], rows: Iterable[AttendanceRecord]
) -> str:
    """Sixteen hexadecimal digits over everything that was looked at, in whatever order it came."""
    digest = sha256()
    for part in (_rules(rules), _people(roster), _bodies(roster), _meetings(meetings), _rows(rows)):
        lines = sorted(part)
        digest.update(f"{len(lines)}\n".encode())
        digest.update("\n".join(lines).encode())
    return digest.hexdigest()[:16]


def _rules(rules: Iterable[Rule]) -> list[str]:
    return [f"{r.id}\t{r.version}\t{r.state}\t{r.closed_on}\t{r.needs_decision_after}\t{r.terms!r}" for r in rules]


def _people(roster: Roster) -> list[str]:
    return [
        f"{member.id}\t{member.name}\t{p.position}\t{p.unit}\t{p.roles}\t{p.validity.start}\t{p.validity.end}\t{p.own_branch_id}"
        for member in roster.members
        for p in member.posts
    ]


def _bodies(roster: Roster) -> list[str]:
    return [
        *(f"unit\t{u.id}\t{u.name}\t{u.parent}\t{u.validity.start}\t{u.validity.end}" for u in roster.units),
        *(
            f"branch\t{b.id}\t{b.name}\t{b.kind}\t{b.parent}\t{b.area}\t{b.validity.start}\t{b.validity.end}"
            for b in roster.branches
        ),
        *(
            f"assignment\t{a.member_id}\t{a.branch_id}\t{a.area}\t{a.validity.start}\t{a.validity.end}"
            for a in roster.assignments
        ),
        *(f"leave\t{v.member_id}\t{v.validity.start}\t{v.validity.end}\t{v.reason}" for v in roster.leaves),
        *(f"term\t{t.body}\t{t.label}\t{t.validity.start}\t{t.validity.end}" for t in roster.terms),
    ]


def _meetings(meetings: Iterable[MeetingRecord]) -> list[str]:
    return [f"{m.id}\t{m.branch_id}\t{m.date}\t{m.kind}\t{m.complete}" for m in meetings]


def _rows(rows: Iterable[AttendanceRecord]) -> list[str]:
    return [
        f"{r.id}\t{r.meeting_id}\t{r.member_id}\t{r.status}\t{r.capacity}\t{r.candidates if r.waiting else ''}"
        for r in rows
    ]
