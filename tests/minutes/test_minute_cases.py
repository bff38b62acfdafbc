"""Whole minutes composed here (`cases/*.toml`), read as `read-minutes` does: who was there, where, when, what was asked.

Nobody is entered unasked who was not there, and everything that a careful clerk would enter is found. What the reading
cannot tell yet stands in the case itself as `not_yet`, so that an improvement shows.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents.model import Document, Line, Origin, Page
from minutes.reading import read_meetings
from minutes.rows import meeting_rows
from roster.people import Member, Post, Roster, Validity
from roster.roles import roles_of

_CASES = Path(__file__).with_name("cases")


def cases() -> list[Any]:
    found = []
    for path in sorted(_CASES.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["meeting"]:
            found.append(pytest.param(case, id=f"{path.stem}/{case['id']}"))
    return found


def roster(text: str) -> Roster:
    """`id | name | post | unit | from | to` a line; several lines of one id are his posts over time."""
    members: dict[str, Member] = {}
    for line in text.strip().splitlines():
        who, name, position, unit, since, until = [*(c.strip() for c in line.split("|")), "", "", ""][:6]
        post = Post(position, unit, roles_of(position, unit), Validity(_day(since), _day(until)))
        earlier = members[who].posts if who in members else ()
        members[who] = Member(who, name, (*earlier, post))
    return Roster(members=tuple(members.values()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def rows(case: dict[str, Any]) -> list[dict[str, Any]]:
    lines = tuple(Line(line) for line in case["text"].strip("\n").split("\n"))
    document = Document("0" * 64, "text/plain", (Page(1, None, lines, Origin.TXT),), "test")
    return meeting_rows(read_meetings([("m.txt", document)], roster(case["roster"])), ["m"], ["m.txt"])


def expected(case: dict[str, Any]) -> list[dict[str, Any]]:
    first = {"attendance": case.get("attendance", []), **case.get("meeting", {})}
    return [first, *case.get("further", [])]


@pytest.mark.parametrize("case", cases())
def test_minutes_are_read_as_a_clerk_would(case: dict[str, Any]) -> None:
    missing = set(case.get("not_yet", []))
    for want, got in zip(expected(case), rows(case), strict=False):
        said = {row["member_id"]: row["status"] for row in got["attendance"]}
        for entry in want["attendance"]:
            member, status = entry.split()[:2]
            if member not in missing:
                assert said.get(member) == status, member
        for key, value in want.items():
            if key != "attendance" and key not in missing:
                assert _same(got["meeting"][key], value), key
    if case.get("kind") and "kind" not in missing:
        assert rows(case)[0]["meeting"]["kind"] == case["kind"]


@pytest.mark.parametrize("case", cases())
def test_nobody_is_entered_unasked_who_is_not_so_in_the_minutes(case: dict[str, Any]) -> None:
    for want, got in zip(expected(case), rows(case), strict=False):
        true = dict(entry.split()[:2] for entry in want["attendance"])
        doubtful = {word for entry in want["attendance"] if len(entry.split()) > 2 for word in entry.split()}
        for row in got["attendance"]:
            if not row["needs_review"]:
                assert row["member_id"] not in doubtful
                assert true.get(row["member_id"]) == row["status"], row["member_id"]


@pytest.mark.parametrize("case", [c for c in cases() if c.values[0].get("recommendations") is not None])
def test_what_the_branch_asks_is_told(case: dict[str, Any]) -> None:
    if "recommendations" not in case.get("not_yet", []):
        found = [text.strip(" .") for text in rows(case)[0]["recommendations"]]
        assert found == [text.strip(" .") for text in case["recommendations"]]


def _same(got: object, want: object) -> bool:
    if isinstance(got, str) and isinstance(want, str):
        return got.casefold().strip(" .") == want.casefold().strip(" .")
    return got == want
