"""Random worlds, small and dense, in which every clause of the contract's section 4 meets every other."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from extract.obligation import Action, DocumentEvidence, Per, WhereKind
from minutes.attendance import AttendanceRecord, MeetingRecord, Register
from roster.people import (
    ALWAYS,
    Assignment,
    AttendanceStatus,
    Branch,
    BranchKind,
    Capacity,
    Leave,
    MeetingKind,
    Member,
    Post,
    Roster,
    Unit,
    Validity,
)
from rules_catalog.rule import Instrument, PartialPeriod, Rule, RuleState, RuleTerms

FIRST, LAST = date(2022, 11, 1), date(2024, 2, 15)
ROLES = (
    "provincial_committee_member",
    "provincial_standing_committee_member",
    "provincial_deputy_secretary",
    "provincial_secretary",
    "party_building_board_leader",
    "commune_committee_member",
)
BRANCHES = ("b1", "b2", "b3", "b4")
MEMBERS = ("m1", "m2")
UNITS = (
    Unit("u0", "Đảng bộ tỉnh"),
    Unit("u1", "Đảng bộ xã Trà Cổ", parent="u0"),
    Unit("u2", "Đảng bộ huyện Tân Phú", parent="u0", validity=Validity(None, date(2023, 6, 30))),
    Unit("u3", "Đảng bộ xã Phú Lập", parent="u2"),
)

# Dates cluster on the edges of months, quarters and years, where calculations go wrong.
_EDGES = tuple(
    day
    for year, month in ((2022, 12), (2023, 1), (2023, 3), (2023, 4), (2023, 6), (2023, 7), (2023, 12), (2024, 1))
    for day in (date(year, month, 1), date(year, month, 1) - timedelta(days=1), date(year, month, 15))
)


_ONE_IN_FOUR = st.sampled_from((False, True, False, False))


def often(draw: st.DrawFn, usual: Any, other: st.SearchStrategy[Any]) -> Any:
    """The usual value in three of four draws, and when a failing world is made smaller."""
    return draw(other) if draw(_ONE_IN_FOUR) else usual


@cache
def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


days = st.one_of(st.sampled_from(_EDGES), st.dates(FIRST, LAST))


_OPEN_DAYS = st.none() | days


@st.composite
def spans(draw: st.DrawFn) -> Validity:
    if not draw(_ONE_IN_FOUR):
        return ALWAYS
    start, end = draw(_OPEN_DAYS), draw(_OPEN_DAYS)
    if start and end and end < start:
        start, end = end, start
    return Validity(start, end)


@cache
def subset(choices: tuple[str, ...], at_least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(choices), min_size=at_least, max_size=2, unique=True).map(tuple)


_REPORT, _FALSE, _TRUE = st.just(Action.REPORT), st.just(False), st.just(True)
_ASSUMED = st.just((("effective_from", "công văn"),))
_SPANS = spans()


@st.composite
def rules(draw: st.DrawFn, number: int) -> Rule:
    others = tuple(f"r{other}" for other in range(3) if other != number)
    per = draw(one_of(Per.YEAR, Per.HALF_YEAR, Per.QUARTER, Per.QUARTER, Per.MONTH, Per.WEEK))
    terms = RuleTerms(
        document=Instrument(f"{draw(one_of(0, 1))}-QĐ/TU", "Quy định", date(2019, 8, 7), "Ban Thường vụ Tỉnh ủy"),
        who_ids=often(draw, ROLES[:1], subset(ROLES, 1)),
        who_excludes_ids=often(draw, (), subset(ROLES)),
        action=often(draw, Action.ATTEND_BRANCH_MEETING, _REPORT),
        where_kind=draw(one_of(None, *WhereKind)),
        min_count=draw(one_of(1, 1, 2, 3, 4, 0, None)),
        per=per,
        every=1 if per is Per.YEAR else draw(one_of(1, 1, 1, 2, 3)),
        effective_from=often(draw, date(2019, 8, 7), days),
        effective_to=often(draw, None, days),
        partial_period=draw(one_of(*PartialPeriod)),
        supersedes=often(draw, (), subset(others)),
        excepts=often(draw, (), subset(others)),
        scope=often(draw, "", one_of("u0", "u1", "u2")),
        evidence=draw(one_of(*DocumentEvidence)),
        assumed=often(draw, (), _ASSUMED),
    )
    state = often(draw, RuleState.ACTIVE, one_of(RuleState.ACTIVE, RuleState.DRAFT))
    closed, decided = often(draw, None, _OPEN_DAYS), often(draw, None, days)
    return Rule(f"r{number}", 1, state, terms, closed_on=closed, needs_decision_after=decided)


_UNITS_WRITTEN = one_of("u0", "u1", "u2", "Đảng bộ xã Phú Lập", "Chi bộ ấp 1", "Chi bộ ấp 1, P1")


@st.composite
def posts(draw: st.DrawFn) -> Post:
    unit = often(draw, "u0", _UNITS_WRITTEN)
    own = often(draw, None, one_of(*BRANCHES))
    return Post("", unit, often(draw, ROLES[:1], subset(ROLES, 1)), draw(_SPANS), own)


@st.composite
def branch_rows(draw: st.DrawFn) -> list[Branch]:
    found = []
    for branch in BRANCHES[: draw(one_of(2, 3, 4))]:
        name = draw(one_of("Chi bộ ấp 1", f"Chi bộ {branch}"))
        for _ in range(draw(one_of(1, 1, 1, 2))):
            kind = often(draw, BranchKind.RESIDENTIAL, one_of(BranchKind.AGENCY))
            found.append(
                Branch(branch, name, kind, draw(one_of("P1", "P2")), draw(one_of("A1", "A2", "")), draw(_SPANS))
            )
    return found


@st.composite
def assignments(draw: st.DrawFn) -> Assignment:
    branch = draw(one_of(None, *BRANCHES))
    area = None if branch else draw(one_of("A1", "A2", "P1"))
    return Assignment(draw(one_of(*MEMBERS)), branch, area, draw(_SPANS))


@st.composite
def leaves(draw: st.DrawFn) -> Leave:
    start = draw(days)
    length = draw(one_of(0, 5, 13, 14, 15, 28, 29, 30, 90, 400))
    return Leave(draw(one_of(*MEMBERS)), Validity(start, start + timedelta(days=length)), "sick")


_POSTS = st.lists(posts(), min_size=1, max_size=3).map(tuple)
_BRANCH_ROWS = branch_rows().map(tuple)
_ASSIGNMENTS = st.lists(assignments(), max_size=4).map(tuple)
_LEAVES = st.lists(leaves(), max_size=4).map(tuple)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    members = tuple(Member(id_, id_, draw(_POSTS)) for id_ in MEMBERS)
    return Roster(members, UNITS, draw(_BRANCH_ROWS), draw(_ASSIGNMENTS), draw(_LEAVES))


_EVERY_MONTH = tuple(
    MeetingRecord(f"every-{branch}-{month}", branch, f"2023-{month:02d}-03", MeetingKind.REGULAR)
    for branch in BRANCHES
    for month in range(1, 13)
)
_LEFT_OUT = st.sets(st.integers(0, len(_EVERY_MONTH) - 1), max_size=4)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    left_out = often(draw, frozenset(), _LEFT_OUT)
    meetings = [meeting for place, meeting in enumerate(_EVERY_MONTH) if place not in left_out]
    meetings += [_meeting(draw, number) for number in range(draw(one_of(0, 1, 2, 4, 8)))]
    rows = tuple(_row(draw, number, meetings) for number in range(draw(one_of(0, 1, 3, 6, 12, 20))))
    return Register(tuple(meetings), rows)


def _meeting(draw: st.DrawFn, number: int) -> MeetingRecord:
    written = draw(days).isoformat()[: draw(one_of(10, 10, 7))]
    if draw(_ONE_IN_FOUR):
        written = draw(one_of(written, ""))
    branch = often(draw, draw(one_of(*BRANCHES)), one_of("b1", None))
    kinds = (MeetingKind.REGULAR,) * 3 + (MeetingKind.THEMATIC, MeetingKind.CONGRESS, MeetingKind.NONE)
    complete = branch is not None and written != "" and often(draw, True, _FALSE)
    return MeetingRecord(f"x{number}", branch, written, draw(one_of(*kinds)), complete)


def _row(draw: st.DrawFn, number: int, meetings: list[MeetingRecord]) -> AttendanceRecord:
    # Those that were made last are the ones with something unusual.
    place = draw(st.integers(0, len(meetings) - 1))
    meeting = meetings[-1 - place]
    statuses = (AttendanceStatus.PRESENT,) * 4 + (AttendanceStatus.ABSENT, AttendanceStatus.DELEGATED)
    return AttendanceRecord(
        f"a{number:02d}",
        meeting.id,
        draw(one_of(*MEMBERS, *MEMBERS, None)),
        draw(one_of(*statuses)),
        often(draw, False, _TRUE),
        draw(subset(MEMBERS)),
        often(draw, Capacity.UNCLEAR, one_of(*Capacity)),
    )


#: How a period is written, and its days.
requests = st.sampled_from(
    (
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023-Q2", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023-07", date(2023, 7, 1), date(2023, 7, 31)),
        ("2022-Q4..2023-Q1", date(2022, 10, 1), date(2023, 3, 31)),
    )
)
as_of_days = st.one_of(st.just(date(2024, 1, 15)), st.just(date(2024, 1, 15)), days)
