"""Random worlds, small and dense, in which every clause of the contract's section 4 meets every other."""

from __future__ import annotations

from datetime import date, timedelta
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


def mostly(usual: Any, other: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The usual value in three of four draws."""
    return st.integers(0, 3).flatmap(lambda number: other if number == 0 else st.just(usual))


days = st.one_of(st.sampled_from(_EDGES), st.dates(FIRST, LAST))


@st.composite
def spans(draw: st.DrawFn) -> Validity:
    if draw(mostly(True, st.just(False))):
        return ALWAYS
    start, end = draw(st.none() | days), draw(st.none() | days)
    if start and end and end < start:
        start, end = end, start
    return Validity(start, end)


def subset(choices: tuple[str, ...], at_least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(choices), min_size=at_least, max_size=2, unique=True).map(tuple)


@st.composite
def rules(draw: st.DrawFn, number: int) -> Rule:
    others = tuple(f"r{other}" for other in range(3) if other != number)
    document = draw(st.integers(0, 1))
    terms = RuleTerms(
        document=Instrument(f"{document}-QĐ/TU", "Quy định", date(2019, 8, 7), "Ban Thường vụ Tỉnh ủy"),
        who_ids=draw(mostly(ROLES[:1], subset(ROLES, 1))),
        who_excludes_ids=draw(mostly((), subset(ROLES))),
        action=draw(mostly(Action.ATTEND_BRANCH_MEETING, st.just(Action.REPORT))),
        where_kind=draw(st.none() | st.sampled_from(tuple(WhereKind))),
        min_count=draw(st.sampled_from((1, 1, 2, 3, 4, 0, None))),
        per=draw(st.sampled_from((Per.YEAR, Per.HALF_YEAR, Per.QUARTER, Per.QUARTER, Per.MONTH, Per.WEEK))),
        every=draw(st.sampled_from((1, 1, 1, 2, 3))),
        effective_from=draw(mostly(date(2019, 8, 7), days)),
        effective_to=draw(mostly(None, days)),
        partial_period=draw(st.sampled_from(tuple(PartialPeriod))),
        supersedes=draw(mostly((), subset(others))),
        excepts=draw(mostly((), subset(others))),
        scope=draw(mostly("", st.sampled_from(("u0", "u1", "u2")))),
        evidence=draw(st.sampled_from(tuple(DocumentEvidence))),
        assumed=draw(mostly((), st.just((("effective_from", "công văn"),)))),
    )
    if terms.per is Per.YEAR and terms.every > 1:
        terms = RuleTerms(**{**{name: getattr(terms, name) for name in RuleTerms.__slots__}, "every": 1})
    state = draw(mostly(RuleState.ACTIVE, mostly(RuleState.ACTIVE, st.just(RuleState.DRAFT))))
    closed, decided = draw(mostly(None, mostly(None, days))), draw(mostly(None, days))
    return Rule(f"r{number}", 1, state, terms, closed_on=closed, needs_decision_after=decided)


@st.composite
def posts(draw: st.DrawFn) -> Post:
    other = st.sampled_from(("u1", "u2", "Đảng bộ xã Phú Lập", "Chi bộ ấp 1", "Chi bộ ấp 1, P1"))
    unit = draw(mostly("u0", other) | other)
    own = draw(mostly(None, st.sampled_from(BRANCHES)))
    return Post("", unit, draw(mostly(ROLES[:1], subset(ROLES, 1))), draw(spans()), own)


@st.composite
def branch_rows(draw: st.DrawFn) -> list[Branch]:
    found = []
    for branch in BRANCHES[: draw(st.integers(2, 4))]:
        name = draw(st.sampled_from(("Chi bộ ấp 1", f"Chi bộ {branch}")))
        for _ in range(draw(st.sampled_from((1, 1, 1, 2)))):
            kind = draw(mostly(BranchKind.RESIDENTIAL, st.just(BranchKind.AGENCY)))
            parent, area = draw(st.sampled_from(("P1", "P2"))), draw(st.sampled_from(("A1", "A2", "")))
            found.append(Branch(branch, name, kind, parent, area, draw(spans())))
    return found


@st.composite
def assignments(draw: st.DrawFn) -> Assignment:
    branch = draw(st.none() | st.sampled_from(BRANCHES))
    area = None if branch else draw(st.sampled_from(("A1", "A2", "P1")))
    return Assignment(draw(st.sampled_from(MEMBERS)), branch, area, draw(spans()))


@st.composite
def leaves(draw: st.DrawFn) -> Leave:
    start = draw(days)
    length = draw(st.sampled_from((0, 5, 13, 14, 15, 28, 29, 30, 90, 400)))
    return Leave(draw(st.sampled_from(MEMBERS)), Validity(start, start + timedelta(days=length)), "sick")


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    return Roster(
        members=tuple(Member(id_, id_, tuple(draw(st.lists(posts(), min_size=1, max_size=3)))) for id_ in MEMBERS),
        units=UNITS,
        branches=tuple(draw(branch_rows())),
        assignments=tuple(draw(st.lists(assignments(), max_size=4))),
        leaves=tuple(draw(st.lists(leaves(), max_size=4))),
    )


@st.composite
def registers(draw: st.DrawFn) -> Register:
    left_out = draw(mostly((), st.lists(st.tuples(st.sampled_from(BRANCHES), st.integers(1, 12)), max_size=4)))
    meetings = [
        MeetingRecord(f"every-{branch}-{month}", branch, f"2023-{month:02d}-03", MeetingKind.REGULAR)
        for branch in BRANCHES
        for month in range(1, 13)
        if (branch, month) not in left_out
    ]
    for number in range(draw(st.integers(0, 8))):
        meetings.append(_meeting(draw, number))
    rows = [] if not meetings else [_row(draw, number, meetings) for number in range(draw(st.integers(0, 20)))]
    return Register(tuple(meetings), tuple(rows))


def _meeting(draw: st.DrawFn, number: int) -> MeetingRecord:
    written = draw(st.one_of(days.map(date.isoformat), days.map(date.isoformat), days.map(lambda d: d.isoformat()[:7])))
    date_ = draw(mostly(written, mostly(written, st.just(""))))
    branch = draw(mostly(draw(st.sampled_from(BRANCHES)), mostly("b1", st.none())))
    kind = draw(
        st.sampled_from((MeetingKind.REGULAR,) * 3 + (MeetingKind.THEMATIC, MeetingKind.CONGRESS, MeetingKind.NONE))
    )
    complete = branch is not None and date_ != "" and draw(mostly(True, st.just(False)))
    return MeetingRecord(f"x{number}", branch, date_, kind, complete)


def _row(draw: st.DrawFn, number: int, meetings: list[MeetingRecord]) -> AttendanceRecord:
    meeting = draw(st.sampled_from(meetings))
    waiting = draw(mostly(False, st.just(True)))
    member = draw(st.sampled_from(MEMBERS) | st.sampled_from((*MEMBERS, None)))
    status = draw(
        st.sampled_from((AttendanceStatus.PRESENT,) * 4 + (AttendanceStatus.ABSENT, AttendanceStatus.DELEGATED))
    )
    capacity = draw(mostly(Capacity.UNCLEAR, st.sampled_from(tuple(Capacity))))
    return AttendanceRecord(f"a{number:02d}", meeting.id, member, status, waiting, draw(subset(MEMBERS)), capacity)


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, date, date]:
    """How a period is written, and its days."""
    return draw(
        st.sampled_from(
            (
                ("2023", date(2023, 1, 1), date(2023, 12, 31)),
                ("2023", date(2023, 1, 1), date(2023, 12, 31)),
                ("2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
                ("2023-Q2", date(2023, 4, 1), date(2023, 6, 30)),
                ("2023-07", date(2023, 7, 1), date(2023, 7, 31)),
                ("2022-Q4..2023-Q1", date(2022, 10, 1), date(2023, 3, 31)),
            )
        )
    )
