"""Small worlds, one point of the contract's section 4 each: what a secretary or a jurist would expect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from compliance.explaining import explain
from compliance.figure import Figure, Note, Status
from compliance.figures import figures
from compliance.periods import PeriodError, lay_out, parse
from compliance.rows import as_json, row
from compliance.settings import ComplianceSettings
from compliance.summing import Sum, with_sums
from compliance.visits import VisitVerdict
from extract.obligation import Action, Per, WhereKind
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
    Term,
    Unit,
    Validity,
)
from rules_catalog.rule import Instrument, PartialPeriod, Rule, RuleState, RuleTerms

AS_OF = date(2024, 1, 15)
COMMITTEE, SECRETARY = "provincial_committee_member", "provincial_secretary"


def span(start: str | None, end: str | None = None) -> Validity:
    return Validity(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


def rule(id_: str = "r", *, number: str = "32-QĐ/TU", state: RuleState = RuleState.ACTIVE, **terms: Any) -> Rule:
    given = {
        "document": Instrument(number, "Quy định", date(2019, 8, 7), "Ban Thường vụ Tỉnh ủy"),
        "who_ids": (COMMITTEE,),
        "where_kind": WhereKind.RESIDENTIAL_BRANCH,
        "min_count": 2,
        "per": Per.YEAR,
        "effective_from": date(2019, 8, 7),
    }
    return Rule(id_, 1, state, RuleTerms(**{**given, **terms}))


def member(id_: str = "m1", *posts: Post) -> Member:
    return Member(id_, id_.upper(), posts or (Post("Tỉnh ủy viên", "Đảng bộ tỉnh", (COMMITTEE,)),))


BRANCHES = tuple(
    Branch(f"b{n}", f"Chi bộ ấp {n}", BranchKind.RESIDENTIAL, "Đảng bộ xã Trà Cổ", "xã Trà Cổ") for n in (1, 2)
)
ASSIGNED = (Assignment("m1", "b1"),)


def people(**more: Any) -> Roster:
    return Roster(**{"members": (member(),), "branches": BRANCHES, "assignments": ASSIGNED, **more})


def minutes(
    *visits: str, missing: tuple[str, ...] = (), branch: str = "b1", more: tuple[MeetingRecord, ...] = ()
) -> Register:
    """Minutes of every month of 2023 but the missing ones, and visits of m1 on the days given."""
    months = {f"2023-{month:02d}" for month in range(1, 13)} - {day[:7] for day in visits} - set(missing)
    days = sorted({*visits, *(f"{month}-03" for month in months)})
    meetings = tuple(MeetingRecord(f"s-{day}", branch, day, MeetingKind.REGULAR) for day in days)
    rows = tuple(AttendanceRecord(f"a-{day}", f"s-{day}", "m1", AttendanceStatus.PRESENT) for day in visits)
    return Register((*meetings, *more), rows)


def one(
    rules: tuple[Rule, ...] | Rule, roster: Roster, register: Register, period: str = "2023", **more: Any
) -> Figure:
    found = figures(
        rules if isinstance(rules, tuple) else (rules,), roster, register, period, more.pop("as_of", AS_OF), **more
    )
    assert len(found) == 1, [(f.rule_id, f.member_id, f.period.label) for f in found]
    return found[0]


# -- missing papers are no absence


def test_minutes_read_in_part_make_their_month_missing() -> None:
    half_read = MeetingRecord("x", "b1", "2023-05-20", MeetingKind.REGULAR, complete=False)
    assert one(rule(), people(), minutes("2023-02-05", more=(half_read,))).missing == (("b1", "2023-05"),)


def test_a_second_copy_read_to_the_end_heals_the_first() -> None:
    half_read = MeetingRecord("x", "b1", "2023-05-03", MeetingKind.REGULAR, complete=False)
    assert one(rule(), people(), minutes("2023-02-05", more=(half_read,))).status is Status.SHORT


def test_minutes_of_an_unknown_branch_make_the_month_missing_everywhere() -> None:
    nowhere = MeetingRecord("x", None, "2023-05-20", MeetingKind.REGULAR, complete=False)
    figure = one(rule(), people(), minutes("2023-02-05", more=(nowhere,)))
    assert (figure.status, figure.missing) == (Status.UNKNOWN, (("b1", "2023-05"),))


def test_a_month_without_a_meeting_is_in() -> None:
    none_held = MeetingRecord("x", "b1", "2023-05", MeetingKind.NONE)
    assert one(rule(), people(), minutes(missing=("2023-05",), more=(none_held,))).status is Status.SHORT


def test_minutes_without_a_date_are_told_and_make_the_figure_provisional() -> None:
    undated = MeetingRecord("x", "b1", "", MeetingKind.REGULAR, complete=False)
    figure = one(rule(), people(), minutes(more=(undated,)))
    assert (figure.status, figure.provisional) == (Status.SHORT, True)
    assert Note.UNDATED_MINUTES in figure.notes


def test_minutes_of_an_agency_branch_are_not_waited_for_where_only_residential_branches_count() -> None:
    agency = Branch("b9", "Chi bộ Văn phòng", BranchKind.AGENCY)
    roster = people(branches=(*BRANCHES, agency), assignments=(*ASSIGNED, Assignment("m1", "b9")))
    assert one(rule(), roster, minutes()).status is Status.SHORT


def test_unseen_branches_are_counted_but_do_not_excuse() -> None:
    figure = one(rule(), people(), minutes())
    assert (figure.status, figure.unseen_branches) == (Status.SHORT, 1)


def test_nobody_assigned_where_assignment_decides_is_unknown() -> None:
    figure = one(rule(where_kind=WhereKind.ASSIGNED_BRANCH), people(assignments=()), minutes())
    assert (figure.status, figure.missing, figure.notes) == (Status.UNKNOWN, (), (Note.NO_ASSIGNMENT,))


# -- visits


def waiting(
    day: str, id_: str = "w", branch: str | None = "b1", candidates: tuple[str, ...] = ("m1", "m7")
) -> Register:
    meeting = MeetingRecord(f"s-{id_}", branch, day, MeetingKind.REGULAR, branch is not None and len(day) == 10)
    return Register((meeting,), (AttendanceRecord(id_, meeting.id, None, AttendanceStatus.PRESENT, True, candidates),))


def both(*registers: Register) -> Register:
    return Register(tuple(m for r in registers for m in r.meetings), tuple(a for r in registers for a in r.rows))


@pytest.mark.parametrize("day", ["2023-05-20", "2023-05", ""])
@pytest.mark.parametrize("branch", ["b1", None])
def test_a_queued_row_counts_for_review_for_each_candidate_however_little_is_settled(
    day: str, branch: str | None
) -> None:
    figure = one(rule(), people(), both(minutes("2023-02-05"), waiting(day, branch=branch)))
    assert (figure.status, figure.waiting, figure.provisional) == (Status.REVIEW, 1, True)


def test_a_date_known_to_the_month_counts_when_the_whole_month_is_bound() -> None:
    register = both(minutes("2023-02-05", missing=("2023-05",)), Register(
        (MeetingRecord("x", "b1", "2023-05", MeetingKind.REGULAR),),
        (AttendanceRecord("a", "x", "m1", AttendanceStatus.PRESENT),),
    ))  # fmt: skip
    assert one(rule(), people(), register).status is Status.MET
    arrived = people(members=(member("m1", Post("Tỉnh ủy viên", "", (COMMITTEE,), span("2023-05-10"))),))
    late = one(rule(partial_period=PartialPeriod.FULL), arrived, register)
    assert [visit.verdict for visit in late.visits if visit.date == "2023-05"] == [VisitVerdict.DAY_UNKNOWN]


def test_sitting_in_ones_own_branch_does_not_count() -> None:
    own = people(members=(member("m1", Post("Tỉnh ủy viên", "", (COMMITTEE,), ALWAYS, "b1")),))
    register = minutes("2023-02-05", "2023-06-05")
    assert one(rule(), own, register).attended == 0
    as_member = replace(register.rows[0], capacity=Capacity.OWN_BRANCH)
    assert one(rule(), people(), Register(register.meetings, (as_member, register.rows[1]))).attended == 1


def test_of_branches_with_one_name_the_parent_tells_which_is_ones_own() -> None:
    far = Branch("b7", "Chi bộ ấp 1", BranchKind.RESIDENTIAL, "Đảng bộ xã Phú Lập")
    for unit, attended in (
        ("Chi bộ ấp 1", 2),
        ("Chi bộ ấp 1, Đảng bộ xã Trà Cổ", 0),
        ("Chi bộ ấp 1 - Đảng bộ xã Phú Lập", 2),
    ):
        posts = (Post("Tỉnh ủy viên", "", (COMMITTEE,)), Post("Đảng viên", unit, ("party_member",)))
        roster = people(members=(member("m1", *posts),), branches=(*BRANCHES, far))
        assert one(rule(), roster, minutes("2023-02-05", "2023-06-05")).attended == attended, unit


def test_an_area_admits_each_of_its_branches() -> None:
    by_area = people(assignments=(Assignment("m1", None, "Xã  trà cổ"),))
    figure = one(rule(where_kind=WhereKind.ASSIGNED_BRANCH), by_area, minutes("2023-02-05", branch="b2"))
    assert (figure.attended, figure.unseen_branches) == (1, 0)
    assert {branch for branch, _ in figure.missing} == {"b1"}


def test_the_kinds_of_meeting_that_count_are_a_setting() -> None:
    congress = MeetingRecord("x", "b1", "2023-05-20", MeetingKind.CONGRESS)
    register = both(minutes("2023-02-05"), Register(
        (congress,), (AttendanceRecord("a", "x", "m1", AttendanceStatus.PRESENT),)
    ))  # fmt: skip
    assert one(rule(), people(), register).attended == 1
    wide = ComplianceSettings(counting_kinds=(MeetingKind.REGULAR, MeetingKind.CONGRESS))
    assert one(rule(), people(), register, settings=wide).attended == 2


# -- who is bound


def test_a_leave_of_29_days_takes_no_day_out_and_two_that_touch_count_as_one() -> None:
    short = Leave("m1", span("2023-03-01", "2023-03-29"), "sick")
    assert one(rule(), people(leaves=(short,)), minutes()).bound_days == 365
    next_day = Leave("m1", span("2023-03-30", "2023-03-30"), "sick")
    assert one(rule(), people(leaves=(short, next_day)), minutes()).bound_days == 335
    apart = Leave("m1", span("2023-03-31", "2023-03-31"), "sick")
    assert one(rule(), people(leaves=(short, apart)), minutes()).bound_days == 365


def test_an_excluded_post_excludes_what_it_contains() -> None:
    secretary = member("m1", Post("Bí thư Tỉnh ủy", "", (SECRETARY,)))
    excluding = rule(who_excludes_ids=("provincial_standing_committee_member",))
    assert not figures((excluding,), people(members=(secretary,)), minutes(), "2023", AS_OF)


def test_a_rule_of_another_document_binds_beside_unless_one_excepts_the_other() -> None:
    central = rule("c", number="10-KH/TW", who_ids=(SECRETARY,), min_count=1)
    roster = people(members=(member("m1", Post("Bí thư Tỉnh ủy", "", (SECRETARY,))),))
    assert [f.rule_id for f in figures((rule(), central), roster, minutes(), "2023", AS_OF)] == ["c", "r"]
    excepting = rule("c", number="10-KH/TW", who_ids=(SECRETARY,), min_count=1, excepts=("r",))
    assert [f.rule_id for f in figures((rule(), excepting), roster, minutes(), "2023", AS_OF)] == ["c"]


def test_a_narrower_clause_without_a_number_still_stands_before_the_wider_one() -> None:
    free = rule("free", who_ids=(SECRETARY,), min_count=None, per=None)
    roster = people(members=(member("m1", Post("Bí thư Tỉnh ủy", "", (SECRETARY,))),))
    assert not figures((rule(), free), roster, minutes(), "2023", AS_OF)


def test_a_clause_on_another_duty_stands_before_nothing() -> None:
    report = rule("report", who_ids=(SECRETARY,), action=Action.REPORT)
    roster = people(members=(member("m1", Post("Bí thư Tỉnh ủy", "", (SECRETARY,))),))
    assert one((rule(), report), roster, minutes()).rule_id == "r"


UNITS = (
    Unit("u0", "Đảng bộ tỉnh Đồng Nai"),
    Unit("u1", "Đảng bộ huyện Tân Phú", parent="u0", validity=span(None, "2025-06-30")),
    Unit("u2", "Đảng bộ xã Trà Cổ", parent="u1"),
    Unit("v0", "Đảng bộ tỉnh Long An"),
)


@pytest.mark.parametrize(
    ("unit", "scope", "bound"),
    [
        ("u2", "u0", True),
        ("Đảng bộ xã Trà Cổ", "u1", True),
        ("v0", "u0", False),
        ("u0", "u1", False),
        ("nơi khác", "", True),
    ],
)
def test_a_rule_binds_the_posts_of_its_scope_and_below(unit: str, scope: str, bound: bool) -> None:
    roster = people(members=(member("m1", Post("Tỉnh ủy viên", unit, (COMMITTEE,))),), units=UNITS)
    assert bool(figures((rule(scope=scope),), roster, minutes(), "2023", AS_OF)) is bound


def test_a_post_ends_with_its_unit() -> None:
    roster = people(members=(member("m1", Post("Huyện ủy viên", "u1", ("district_committee_member",))),), units=UNITS)
    district = rule(who_ids=("district_committee_member",))
    assert one(district, roster, Register(), "2025", as_of=date(2026, 1, 2)).bound_days == 181


def test_nobody_is_short_by_a_rule_that_waits_for_a_decision() -> None:
    ended = replace(rule(), needs_decision_after=date(2023, 6, 30))
    figure = one(ended, people(), minutes())
    assert (figure.status, figure.notes) == (Status.UNKNOWN, (Note.NEEDS_DECISION,))
    assert one(replace(ended, needs_decision_after=date(2023, 12, 31)), people(), minutes()).status is Status.SHORT


# -- the life of a rule


def test_days_of_a_suspension_are_not_bound() -> None:
    stopped = replace(rule(), suspended=((date(2023, 3, 1), date(2023, 3, 31)),))
    assert one(stopped, people(), minutes()).bound_days == 334
    still = replace(rule(state=RuleState.SUSPENDED), suspended=((date(2023, 7, 1), None),))
    assert one(still, people(), minutes()).bound_days == 181


def test_each_version_binds_until_the_next_one_starts() -> None:
    first = rule(per=Per.QUARTER, min_count=1)
    second = replace(first, version=2, terms=replace(first.terms, effective_from=date(2023, 7, 1), min_count=2))
    found = figures((second, first), people(), minutes(), "2023", AS_OF)
    assert [(f.period.label, f.rule.version, f.required) for f in found] == [
        ("2023-Q1", 1, 1),
        ("2023-Q2", 1, 1),
        ("2023-Q3", 2, 2),
        ("2023-Q4", 2, 2),
    ]


@pytest.mark.parametrize("state", [RuleState.DRAFT, RuleState.APPROVED, RuleState.WITHDRAWN, RuleState.REJECTED])
def test_rules_that_were_never_in_force_bind_nobody_and_replace_nothing(state: RuleState) -> None:
    successor = rule("s", number="45-QĐ/TU", state=state, supersedes=("r",), effective_from=date(2023, 7, 1))
    assert one((rule(), successor), people(), minutes()).bound_days == 365


def test_a_duty_ends_with_the_term_it_was_made_for() -> None:
    term = Term("Đảng bộ tỉnh", "2020-2025", span("2020-10-22", "2023-10-15"))
    figure = one(rule(ends_with_term="2020-2025"), people(terms=(term,)), minutes())
    assert figure.period.label == "2023" and figure.bound_days == 288


# -- periods


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-Q4", "2023-10-01", "2023-12-31"),
        ("2023-H1", "2023-01-01", "2023-06-30"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("term:2020-2025", "2020-01-01", "2025-12-31"),
        ("2023-01..2023-02", "2023-01-01", "2023-02-28"),
        ("2019..2023", "2019-01-01", "2023-12-31"),
    ],
)
def test_periods_are_read(text: str, start: str, end: str) -> None:
    period = parse(text)
    assert (period.start.isoformat(), period.end.isoformat(), period.label) == (start, end, text)


@pytest.mark.parametrize(
    "text", ["", "23", "2023-13", "2023-Q5", "2023-W54", "2021-W53", "term:2025-2020", "2023-02..2023-01", "năm 2023"]
)
def test_what_is_no_period_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(PeriodError, match="is no period"):
        parse(text)


TERMS = (
    Term("Đảng bộ tỉnh", "2020-2025", span("2020-10-22", "2025-10-15")),
    Term("Đảng bộ xã Trà Cổ", "2020-2025", span("2020-05-10", "2025-06-30")),
)


@pytest.mark.parametrize(
    ("terms", "more", "start", "end"),
    [
        (TERMS[:1], {}, "2020-10-22", "2025-10-15"),
        (TERMS, {}, "2020-10-22", "2025-10-15"),
        (TERMS, {"who_ids": ("commune_committee_member",)}, "2020-05-10", "2025-06-30"),
        (TERMS, {"who_ids": ("party_member",)}, "2020-01-01", "2025-12-31"),
        ((), {}, "2020-01-01", "2025-12-31"),
        (TERMS, {"effective_from": date(2020, 11, 1), "effective_to": date(2025, 9, 30)}, "2020-11-01", "2025-09-30"),
        (
            TERMS[:1],
            {"effective_from": date(2021, 1, 1), "effective_to": date(2025, 9, 30)},
            "2020-10-22",
            "2025-10-15",
        ),
    ],
)
def test_a_term_has_the_rules_own_dates_else_the_files_else_whole_years(
    terms: tuple[Term, ...], more: dict[str, Any], start: str, end: str
) -> None:
    (period,) = lay_out(parse("term:2020-2025", terms), rule(per=Per.TERM, **more), terms)
    assert (period.start.isoformat(), period.end.isoformat(), period.label) == (start, end, "term:2020-2025")


@pytest.mark.parametrize(
    ("per", "every", "request_", "labels"),
    [
        (Per.MONTH, 5, "2023", ["2023-01..2023-05", "2023-06..2023-10"]),
        (Per.QUARTER, 2, "2023", ["2023-Q1..2023-Q2", "2023-Q3..2023-Q4"]),
        (Per.YEAR, 2, "2019..2024", ["2019..2020", "2021..2022", "2023..2024"]),
        (Per.WEEK, 1, "2023-02", ["2023-W06", "2023-W07", "2023-W08"]),
        (Per.YEAR, 1, "2023-Q3", []),
        (Per.MONTH, 2, "2023-02", []),
        (Per.TERM, 1, "2023", []),
        (None, 1, "2023", []),
    ],
)
def test_a_request_holds_the_rules_periods_that_lie_wholly_in_it(
    per: Per | None, every: int, request_: str, labels: list[str]
) -> None:
    assert [period.label for period in lay_out(parse(request_), rule(per=per, every=every))] == labels


# -- rows, sums, words


def test_a_weekly_rule_waits_for_the_months_minutes_though_the_month_still_runs() -> None:
    weekly = rule(per=Per.WEEK, min_count=1)
    early = Register((MeetingRecord("x", "b1", "2023-01-03", MeetingKind.REGULAR),))
    figure = one(weekly, people(), early, "2023-W06", as_of=date(2023, 2, 20))
    assert (figure.status, figure.missing) == (Status.UNKNOWN, (("b1", "2023-02"),))


def test_a_sum_has_the_gravest_standing_and_adds_nothing_up_to_met() -> None:
    quarterly = rule(per=Per.QUARTER, min_count=1)
    visits = minutes("2023-01-05", "2023-02-05", "2023-03-05", "2023-03-20")
    found = with_sums(figures((quarterly,), people(), visits, "2023", AS_OF), parse("2023"))
    total = found[-1]
    assert isinstance(total, Sum) and len(found) == 5
    assert (total.status, total.attended, total.required, total.remaining) == (Status.SHORT, 4, 4, 3)
    assert row(total)["period"] == "2023"


def test_a_request_for_one_period_of_the_rule_gets_no_sum() -> None:
    found = figures((rule(),), people(), minutes(), "2023", AS_OF)
    assert with_sums(found, parse("2023")) == found


def test_a_row_has_the_fields_of_the_contract_in_their_order() -> None:
    text = as_json(figures((rule(),), people(), minutes("2023-02-05"), "2023", AS_OF))
    names = (
        "member_id rule_id rule_version data_version period period_from period_to bound_days required attended waiting "
        "remaining status provisional confirmed unseen_branches missing attendance_ids"
    )
    places = [text.index(f'"{name}":') for name in names.split()]
    assert places == sorted(places)


def test_the_data_version_changes_with_the_data_and_not_with_its_order() -> None:
    register = minutes("2023-02-05", "2023-06-05")
    first = one(rule(), people(), register).data_version
    turned = Register(tuple(reversed(register.meetings)), tuple(reversed(register.rows)))
    assert one(rule(), people(), turned).data_version == first
    assert one(rule(), people(), Register(register.meetings, register.rows[:1])).data_version != first


def test_an_explanation_names_its_period_as_people_do() -> None:
    head, *_ = explain(one(rule(), people(), minutes())).splitlines()
    assert head.endswith(", năm 2023 (từ 01/01/2023 đến 31/12/2023)")


def test_an_explanation_says_which_days_are_bound_and_what_counted_and_why_not() -> None:
    posts = (Post("Tỉnh ủy viên", "", (COMMITTEE,), span("2023-02-01")),)
    leave = Leave("m1", span("2023-07-01", "2023-08-31"), "study")
    congress = MeetingRecord("x", "b1", "2023-05-20", MeetingKind.CONGRESS)
    register = both(minutes("2023-01-05", "2023-03-05", "2023-07-05"), Register(
        (congress,), (AttendanceRecord("a", "x", "m1", AttendanceStatus.PRESENT),)
    ))  # fmt: skip
    roster = people(members=(member("m1", *posts),), leaves=(leave,))
    lines = [line.strip() for line in explain(one(rule(), roster, register), "en", {"b1": "Hamlet 1"}).splitlines()]
    assert "2023-01-01 – 2023-01-31: holds no post that the rule names" in lines
    assert "2023-02-01 – 2023-06-30: bound, being Tỉnh ủy viên" in lines
    assert "2023-07-01 – 2023-08-31: on leave (study)" in lines
    assert "2023-01-05, Hamlet 1 [a-2023-01-05]: does not count: not bound on that day" in lines
    assert "2023-03-05, Hamlet 1 [a-2023-03-05]: counts" in lines
    assert (
        "2023-05-20, Hamlet 1 [a]: does not count: this kind of meeting (congress) is not counted by the settings"
        in lines
    )
