"""A made-up world of three provinces under the duties that three press reports tell of; people and branches are invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from compliance.reports.report import Letterhead, Recommendation
from extract.obligation import DocumentEvidence, Per, WhereKind
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
    Schedule,
    Unit,
    Validity,
)
from rules_catalog.rule import Instrument, Rule, RuleState, RuleTerms

SINCE = Validity(date(2020, 10, 20), None)
PROVINCES = {"dn": "Đồng Nai", "la": "Long An", "qn": "Quảng Ngãi"}


def _rule(id_: str, number: str, issued: date, start: date, who: tuple[str, ...], **terms: object) -> Rule:
    province = PROVINCES[id_[:2]]
    made = RuleTerms(
        document=Instrument(number, "Quy định", issued, f"Ban Thường vụ Tỉnh ủy {province}"),
        who_ids=who,
        effective_from=start,
        scope=f"u-{id_[:2]}",
        evidence=DocumentEvidence.PRESS_REPORT,
        assumed=(("effective_from", "theo ngày ký, văn bản không nêu"),),
    )
    return Rule(id_, 1, RuleState.ACTIVE, replace(made, **terms))  # type: ignore[arg-type]


MEMBER, HEADS = "provincial_committee_member", ("provincial_secretary", "provincial_deputy_secretary")
RULES = (
    _rule("dn-all", "32-QĐ/TU", date(2019, 8, 7), date(2019, 8, 7), (MEMBER,), min_count=2, per=Per.YEAR,
          where_kind=WhereKind.RESIDENTIAL_BRANCH, quote="dự sinh hoạt chi bộ khu dân cư ít nhất 2 lần/năm"),
    _rule("dn-heads", "32-QĐ/TU", date(2019, 8, 7), date(2019, 8, 7), HEADS, min_count=1, per=Per.YEAR,
          where_kind=WhereKind.RESIDENTIAL_BRANCH, quote="riêng Bí thư, các Phó bí thư dự ít nhất 1 lần/năm"),
    _rule("la-258", "258-QĐ/TU", date(2021, 5, 19), date(2021, 5, 19), (MEMBER, "party_building_board_leader"), min_count=1,
          per=Per.QUARTER, where_kind=WhereKind.ASSIGNED_BRANCH, quote="dự sinh hoạt chi bộ ít nhất mỗi quý 1 lần"),
    _rule("qn-08", "08-KH/TU", date(2020, 11, 20), date(2021, 1, 1), (MEMBER,), min_count=2, per=Per.YEAR,
          where_kind=WhereKind.ANY_BRANCH, quote="tối thiểu phải tham dự sinh hoạt hai lần/năm"),
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Who he is, where he is assigned, and the meetings at which he was: (branch, date)."""

    id: str
    name: str
    position: str
    role: str
    assigned: tuple[str, ...]
    visits: tuple[tuple[str, str], ...] = ()


PEOPLE = (
    Person("dn1", "Quách Minh Khôi", "Phó Bí thư Tỉnh ủy", "provincial_deputy_secretary", ("dn-b1",), (("dn-b1", "2023-09-03"),)),
    Person("dn2", "Tô Thị Lan", "Tỉnh ủy viên", MEMBER, ("dn-b1",), (("dn-b2", "2023-04-05"),)),
    Person("dn3", "Đinh Văn Phước", "Ủy viên Ban Thường vụ Tỉnh ủy", "provincial_standing_committee_member", ("dn-b2",),
           (("dn-b2", "2023-04-05"), ("dn-b1", "2023-09-03"))),
    Person("dn4", "Lại Thị Hồng", "Tỉnh ủy viên", MEMBER, ("dn-b3",), ()),
    Person("la1", "Mạc Thanh Sang", "Tỉnh ủy viên", MEMBER, ("la-b1",),
           (("la-b1", "2023-01-10"), ("la-b1", "2023-02-10"), ("la-b1", "2023-03-10"), ("la-b1", "2023-03-25"))),
    Person("la2", "Ông Thị Út", "Phó Trưởng ban Tổ chức Tỉnh ủy", "party_building_board_leader", ("la-b1",),
           (("la-b1", "2023-02-10"), ("la-b1", "2023-05-10"), ("la-b1", "2023-08-10"), ("la-b1", "2023-11-10"))),
    Person("la3", "Từ Công Danh", "Tỉnh ủy viên", MEMBER, (), ()),
    Person("qn1", "=HYPERLINK(\"http://x\")", "Tỉnh ủy viên", MEMBER, ("qn-b1",), (("qn-b1", "2023-06-05"), ("qn-b2", "2023-10-05"))),
    Person("qn2", "Bùi <b>Đức</b> & Tín", "Tỉnh ủy viên", MEMBER, ("qn-b1",), (("qn-b1", "2023-06-05"),)),
)  # fmt: skip

BRANCHES = tuple(
    Branch(f"{p}-b{n}", name, kind, f"Đảng bộ xã {place}", f"xã {place}", Validity(date(2015, 1, 1), None))
    for p, place in (("dn", "Trà Cổ"), ("la", "Đức Lập"), ("qn", "Tịnh Hòa"))
    for n, name, kind in (
        (1, "Chi bộ ấp 1", BranchKind.RESIDENTIAL),
        (2, "Chi bộ ấp 2", BranchKind.RESIDENTIAL),
        (3, "Chi bộ ấp 3", BranchKind.RESIDENTIAL),
        (4, "Chi bộ Trường tiểu học", BranchKind.SCHOOL),
    )
)


def roster() -> Roster:
    units = tuple(Unit(f"u-{id_}", f"Đảng bộ tỉnh {name}", "province") for id_, name in PROVINCES.items())
    members = tuple(Member(p.id, p.name, (Post(p.position, f"u-{p.id[:2]}", (p.role,), SINCE),)) for p in PEOPLE)
    assignments = tuple(Assignment(p.id, branch, None, SINCE) for p in PEOPLE for branch in p.assigned)
    leaves = (Leave("qn2", Validity(date(2023, 1, 1), date(2023, 2, 15)), "study"),)
    schedules = (Schedule("la-b1", "10", "19:30"), Schedule("dn-b1", "SU1", ""), Schedule("qn-b1", "5", "14:00"))
    return Roster(members, units, BRANCHES, assignments, leaves, schedules)


def register() -> Register:
    """Every branch meets on the 3rd unless somebody's visit says otherwise; one month of one branch has no minutes."""
    visits = {visit for person in PEOPLE for visit in person.visits}
    seen = {(branch, day[:7]) for branch, day in visits}
    months = [f"2023-{month:02d}" for month in range(1, 13)]
    plain = {(b.id, f"{month}-03") for b in BRANCHES for month in months if (b.id, month) not in seen}
    held = sorted((visits | plain) - {("dn-b3", "2023-06-03")})
    meetings = tuple(MeetingRecord(f"s-{b}-{day}", b, day, MeetingKind.REGULAR) for b, day in held)
    rows = [(p.id, b, day) for p in PEOPLE for b, day in p.visits]
    entered = tuple(
        AttendanceRecord(f"a{n:03d}", f"s-{b}-{day}", id_, AttendanceStatus.PRESENT)
        for n, (id_, b, day) in enumerate(rows)
    )
    waiting = AttendanceRecord("w001", "s-qn-b2-2023-05-03", "qn2", AttendanceStatus.PRESENT, True, ("qn2", "qn1"))
    return Register(meetings, (*entered, waiting))


RECOMMENDATIONS = (
    Recommendation("dn-b1", "2023-09-03", "Đề nghị nâng cấp tuyến đường liên ấp, lắp đèn chiếu sáng"),
    Recommendation("la-b1", "2023-02-10", "Kiến nghị cấp trên sớm cấp sổ đỏ cho các hộ tái định cư"),
    Recommendation("la-b1", "2023-05-10", "Đề nghị bổ sung giáo viên cho trường mầm non"),
    Recommendation("qn-b1", "2023-06-05", "=1+1 xử lý rác thải ven sông"),
)
LETTERHEAD = Letterhead(
    superior="TỈNH ỦY ĐỒNG NAI",
    issuer="BAN TỔ CHỨC",
    symbol="BTCTU",
    place="Đồng Nai",
    signing=("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
    signer="",
    recipients=("Ban Thường vụ Tỉnh ủy (để báo cáo)", "Các đồng chí Tỉnh ủy viên"),
    office="Ban Tổ chức Tỉnh ủy",
)
