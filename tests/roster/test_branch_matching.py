"""Which branch is meant."""

from __future__ import annotations

from datetime import date

import pytest

from roster.branch_matching import resolve_branch
from roster.matching import Verdict
from roster.people import Branch, BranchKind, Roster, Schedule, Validity

R = BranchKind.RESIDENTIAL
ROSTER = Roster(
    branches=(
        Branch("b1", "Chi bộ ấp 1", R, "Đảng bộ xã Tân Hà", "xã Tân Hà"),
        Branch("b2", "Chi bộ ấp 1", R, "Đảng bộ xã Lộc An", "xã Lộc An"),
        Branch("b3", "Chi bộ ấp 11", R, "Đảng bộ xã Tân Hà", "xã Tân Hà"),
        Branch("b4", "Chi bộ Trường Mầm non Hoa Ban", BranchKind.SCHOOL, "Đảng bộ xã Lộc An", "xã Lộc An"),
        Branch(
            "b5", "Chi bộ khu phố 2", R, "Đảng bộ thị trấn Tân Hà", "thị trấn Tân Hà", Validity(None, date(2025, 6, 30))
        ),
        Branch("b6", "Chi bộ khu phố 2", R, "Đảng bộ xã Tân Hà", "xã Tân Hà", Validity(date(2025, 7, 1))),
        Branch("b7", "Chi bộ ấp Thới Thủy", R, "Đảng bộ xã Lộc An", "xã Lộc An"),
    ),
    schedules=(Schedule("b2", "3", "19:30"),),
)
SAME, UNSURE, DIFFERENT = Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERENT
DAY = date(2023, 9, 5)


@pytest.mark.parametrize(
    ("name", "parent", "place", "day", "found"),
    [
        ("Chi bộ ấp 1", "Đảng bộ xã Tân Hà", "", DAY, (SAME, "b1")),
        ("CHI BỘ ẤP 01", "ĐẢNG ỦY XÃ LỘC AN", "", DAY, (SAME, "b2")),
        ("Chi bộ ấp 1, xã Lộc An", "", "", DAY, (SAME, "b2")),
        ("Chi bộ ấp 1", "", "Nhà văn hóa ấp 1, xã Lộc An", DAY, (SAME, "b2")),
        ("Chi bộ mầm non Hoa Ban", "", "", DAY, (SAME, "b4")),
        ("Chi bộ KP2", "Đảng ủy thị trấn Tân Hà", "", DAY, (SAME, "b5")),
        ("Chi bộ khu phố 2", "Đảng bộ xã Tân Hà", "", date(2025, 8, 1), (SAME, "b6")),
        ("Chi bộ ấp Thới Thuỷ", "Đảng bộ xã Lộc An", "", DAY, (SAME, "b7")),
        ("Chi bộ ấp Thới Thúy", "Đảng bộ xã Lộc An", "", DAY, (UNSURE, "b7")),
        ("Chi bộ 1", "Đảng bộ xã Lộc An", "", DAY, (UNSURE, "b2")),
        ("Chi bộ ấp 1", "Đảng bộ xã Tân Há", "", DAY, (UNSURE, "b1")),
        ("Chi bộ ấp 1", "Đảng bộ xã Tân Há", "Nhà văn hóa xã Tân Há", DAY, (UNSURE, "b1")),
        ("Chi bộ Ấp 1", "ĐẢNG BỘ XA LỘC AN", "", DAY, (SAME, "b2")),
        ("Chi bộ ấp 11", "", "Nhà văn hóa phường Tân Hà", DAY, (UNSURE, "b3")),
        ("Chi bộ ấp Thới Thủi", "Đảng bộ xã Lộc An", "Hội trường xã Lộc An", DAY, (UNSURE, "b7")),
        ("Chi bộ thôn 1", "Đảng bộ xã Tân Hà", "", DAY, (DIFFERENT, None)),
        ("Chi bộ ấp 7", "Đảng bộ xã Tân Hà", "", DAY, (DIFFERENT, None)),
        ("", "Đảng bộ xã Tân Hà", "", DAY, (DIFFERENT, None)),
    ],
)
def test_a_branch_by_name_parent_place_and_day(
    name: str, parent: str, place: str, day: date, found: tuple[Verdict, str | None]
) -> None:
    match = resolve_branch(name, parent, place, day, ROSTER)
    assert (match.verdict, match.branch_id) == found


@pytest.mark.parametrize(
    ("name", "parent", "verdict"),
    [
        ("CHI BỘ ẤP THƠI THUÝ", "ĐẢNG BỘ XÃ LỘC AN", SAME),
        ("CHI BỘ ẤP THỚITHUỲ", "ĐẢNG BỘ XÃ LỘCAN", SAME),
        ("CHI BỘ ẤP THƠI THUÝ", "", UNSURE),
        ("CHI BỘ ẤP 1", "ĐẢNG BỘ XÃ TÂN HÀ", UNSURE),
        ("CHI BỘ ẤP 1", "ĐẢNG BỘ XÃ LỘC AN", UNSURE),
        ("CHI BỘ ẤP 2", "ĐẢNG BỘ XÃ LỘC AN", DIFFERENT),
    ],
)
def test_a_hardly_legible_name_is_settled_where_no_other_is_like_it(name: str, parent: str, verdict: Verdict) -> None:
    """A hardly legible figure may have been any other."""
    assert resolve_branch(name, parent, "", DAY, ROSTER, unclear=True).verdict is verdict


@pytest.mark.parametrize(
    ("signed", "verdict"), [("Lộc An", SAME), ("Lộc Ân", UNSURE), ("Tân Hà", UNSURE), ("", UNSURE)]
)
def test_the_line_of_the_date_says_the_communes_marks(signed: str, verdict: Verdict) -> None:
    assert resolve_branch("CHI BỘ ẤP 1", "ĐẢNG BỘ XÃ LÔC AN", "", DAY, ROSTER, signed_at=signed).verdict is verdict


def test_a_hamlets_name_alone_settles_nothing() -> None:
    match = resolve_branch("Chi bộ ấp 1", "", "", DAY, ROSTER)
    assert match.verdict is UNSURE and {one.member_id for one in match.candidates} == {"b1", "b2"}


def test_unless_all_known_branches_have_one_parent() -> None:
    one_commune = Roster(branches=tuple(b for b in ROSTER.branches if b.parent == "Đảng bộ xã Tân Hà"))
    assert resolve_branch("Chi bộ ấp 11", "", "", DAY, one_commune).verdict is SAME


def test_assignment_and_usual_day_rank_and_do_not_decide_alone() -> None:
    expected = resolve_branch("Chi bộ ấp 1", "", "", DAY, ROSTER, expected=frozenset({"b2"}))
    usual = resolve_branch("Chi bộ ấp 1", "", "", date(2023, 9, 3), ROSTER)
    assert [(one.verdict, one.branch_id) for one in (expected, usual)] == [(UNSURE, "b2")] * 2
    both = resolve_branch("Chi bộ ấp 1", "", "", date(2023, 9, 3), ROSTER, expected=frozenset({"b2"}))
    assert (both.verdict, both.branch_id) == (SAME, "b2")


def test_a_branch_that_changed_needs_the_day() -> None:
    rows = (
        Branch("b1", "Chi bộ ấp 1", R, "Đảng bộ xã A Lưới"),
        Branch("b1", "Chi bộ thôn 1", R, "Đảng bộ xã A Lưới", "", Validity(date(2025, 7, 1))),
    )
    assert resolve_branch("Chi bộ ấp 1", "Đảng bộ xã A Lưới", "", None, Roster(branches=rows)).verdict is UNSURE
