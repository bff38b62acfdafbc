"""Who is meant: composed sheets, the samples' rosters, and what must hold for every sheet."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.features import FEATURES
from roster.importing import roster_from_files
from roster.matching import Circumstances, Match, Mention, Verdict, holders, identify, in_words
from roster.people import Alias, Assignment, Branch, BranchKind, Member, Post, Roster, Validity
from roster.roles import roles_of
from roster.weighing import Weighing, default_weighing

SAME, UNSURE, DIFFERENT = Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERENT
DAY = date(2023, 9, 3)
SINCE = Validity(date(2020, 10, 22))


def member(
    member_id: str, name: str, position: str, unit: str = "", validity: Validity = SINCE, own: str | None = None
) -> Member:
    return Member(member_id, name, (Post(position, unit, roles_of(position, unit), validity, own),))


ROSTER = Roster(
    members=(
        member("a", "Đoàn Trọng Nghĩa", "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh", "Tỉnh ủy"),
        member("b", "Lưu Bích Hợp", "Tỉnh ủy viên, Giám đốc Sở Y tế", "Đảng bộ tỉnh"),
        member("c", "Lưu Bích Hợp", "Tỉnh ủy viên, Chủ tịch Hội Nông dân tỉnh", "Đảng bộ tỉnh"),
        member("d", "Kha Văn Tuấn", "Tỉnh ủy viên, Bí thư Huyện ủy Quế Sơn", "Đảng bộ tỉnh"),
        member("e", "Kha Văn Tuân", "Huyện ủy viên, Trưởng phòng Nội vụ huyện", "Huyện ủy Quế Sơn"),
        member("f", "Mạc Hồng Thắm", "Chủ tịch UBND xã Phú Ninh", "UBND xã Phú Ninh"),
        member("g", "Âu Dương Quý", "Đảng viên", "Chi bộ ấp 6, xã Phú Ninh"),
        member(
            "h",
            "Tiêu Hoài An",
            "Tỉnh ủy viên, Giám đốc Sở Nội vụ",
            "Đảng bộ tỉnh",
            Validity(date(2020, 10, 22), date(2022, 1, 31)),
        ),
        member("i", "Sầm Thị Hạ", "Tỉnh ủy viên, Trưởng Ban Dân vận Tỉnh ủy", "Đảng bộ tỉnh"),
        member("k", "Quách Thế Vinh", "Đảng ủy viên", "Đảng ủy xã Trà Lĩnh"),
    ),
    branches=(Branch("b6", "Chi bộ ấp 6", BranchKind.RESIDENTIAL, "Đảng bộ xã Phú Ninh", "xã Phú Ninh"),),
    assignments=(Assignment("i", "b6"),),
)
HERE = Circumstances(DAY, False, "Chi bộ ấp 6", None, "Đảng bộ xã Phú Ninh")


def said(*mentions: Mention, roster: Roster = ROSTER, around: Circumstances = HERE) -> tuple[Match, ...]:
    return identify(mentions, roster, around)


def superior(name: str, position: str = "", confidence: float | None = None) -> Mention:
    return Mention(name, position, confidence, section="superiors")


def one(
    name: str, position: str = "", confidence: float | None = None, around: Circumstances = HERE
) -> tuple[Verdict, str | None]:
    (match,) = said(superior(name, position, confidence), around=around)
    return match.verdict, match.member_id


@pytest.mark.parametrize(
    ("name", "position", "found"),
    [
        ("Đoàn Trọng Nghĩa", "Phó Bí thư Tỉnh ủy", (SAME, "a")),
        ("ĐOÀN TRỌNG NGHĨA", "PBT Tỉnh uỷ, CT UBND tỉnh", (SAME, "a")),
        ("Lưu Bích Hợp", "Giám đốc Sở Y tế", (SAME, "b")),
        ("Lưu Bích Hợp", "CT Hội ND tỉnh", (SAME, "c")),
        ("Nghĩa", "Chủ tịch UBND tỉnh", (SAME, "a")),
        ("Đ. T. Nghĩa", "Phó Bí thư Tỉnh ủy", (SAME, "a")),
        ("Sầm Thị Hạ", "", (SAME, "i")),
        ("Mạc Hồng Thắm", "Chủ tịch UBND xã", (SAME, "f")),
    ],
)
def test_a_post_or_an_assignment_makes_a_name_sure(name: str, position: str, found: tuple[Verdict, str]) -> None:
    assert one(name, position) == found


@pytest.mark.parametrize(
    ("name", "position"),
    [
        ("Đoàn Trọng Nghĩa", ""),
        ("Lưu Bích Hợp", ""),
        ("Lưu Bích Hợp", "Tỉnh ủy viên"),
        ("Sầm Thị Hà", "Trưởng Ban Dân vận Tỉnh ủy"),
        ("Nghĩa", "Ủy viên Ban Thường vụ Tỉnh ủy, Giám đốc Công an tỉnh"),
        ("Đoàn Nghĩa", "Chủ tịch UBND tỉnh"),
    ],
)
def test_what_is_not_sure_is_never_the_same(name: str, position: str) -> None:
    assert one(name, position)[0] is not SAME


@pytest.mark.parametrize(
    ("name", "position"),
    [
        ("Lưu Bích Hợp", "Hiệu trưởng Trường Tiểu học Phú Ninh"),
        ("Đoàn Trọng Nghĩa", "Trưởng ban Công tác Mặt trận ấp 6"),
        ("Đoàn Trọng Nghĩa", "đảng viên"),
        ("Kha Văn Tuân", "Chuyên viên Văn phòng Tỉnh ủy"),
        ("Đoàn Trọng Nghỉa", "Phó Chánh Văn phòng"),
        ("Mạc Hồng Thắm", "Chủ tịch UBND xã Tam Dân"),
        ("Nghĩa", ""),
        ("Không Có Ai", "Tỉnh ủy viên"),
    ],
)
def test_a_contradicting_post_is_somebody_else(name: str, position: str) -> None:
    assert one(name, position) == (DIFFERENT, None)


def test_marks_tell_people_apart() -> None:
    assert one("Kha Văn Tuấn", "Tỉnh ủy viên") == (SAME, "d")
    assert one("Kha Văn Tuân", "Trưởng phòng Nội vụ") == (SAME, "e")
    assert one("Kha Văn Tuân", "Bí thư Huyện ủy Quế Sơn", 0.5)[0] is not SAME  # both names are on the roster


def test_an_office_written_short_in_an_unknown_way_contradicts_no_exact_name() -> None:
    assert one("Mạc Hồng Thắm", "Phụ trách TTDVCĐ xã") == (UNSURE, "f")
    assert one("Mạc Hồng Thắm", "Trưởng Công an xã")[0] is DIFFERENT


def test_a_scan_may_lose_marks_where_only_one_person_holds_the_post() -> None:
    assert one("Sầm Thi Ha", "Trưởng Ban Dân vận Tỉnh ủy")[0] is not SAME
    assert one("Sầm Thi Ha", "Trưởng Ban Dân vận Tỉnh ủy", 0.6) == (SAME, "i")
    assert one("Đoàn Trọug Nghĩa", "Cbủ tịch UBNP tỉnh", 0.9) == (SAME, "a")
    assert one("Doan Trọng Nghĩa", "Tỉnh ủy viên", 0.6)[0] is not SAME


def test_only_who_is_in_office_counts() -> None:
    assert one("Tiêu Hoài An", "Giám đốc Sở Nội vụ") == (UNSURE, "h")
    assert one("Tiêu Hoài An") == (DIFFERENT, None)
    before = Circumstances(date(2022, 1, 31), False, "Chi bộ ấp 6", None, "Đảng bộ xã Phú Ninh")
    assert one("Tiêu Hoài An", "Giám đốc Sở Nội vụ", around=before) == (SAME, "h")
    month = Circumstances(date(2022, 1, 1), True, "Chi bộ ấp 6")
    assert one("Tiêu Hoài An", "Giám đốc Sở Nội vụ", around=month) == (SAME, "h")
    partly = Circumstances(date(2020, 10, 1), True, "Chi bộ ấp 6")
    assert one("Tiêu Hoài An", "Giám đốc Sở Nội vụ", around=partly) == (UNSURE, "h")


def test_without_a_day_no_term_can_be_checked() -> None:
    unknown = Circumstances(None, False, "Chi bộ ấp 6")
    assert one("Đoàn Trọng Nghĩa", "Phó Bí thư Tỉnh ủy", around=unknown) == (UNSURE, "a")
    always = Roster((member("z", "Đoàn Trọng Nghĩa", "Phó Bí thư Tỉnh ủy", "", Validity()),))
    (match,) = said(superior("Đoàn Trọng Nghĩa", "Phó Bí thư Tỉnh ủy"), roster=always, around=unknown)
    assert match.verdict is SAME


def test_the_branchs_own_people() -> None:
    own = Mention("Âu Dương Quý", "", section="absent", own_branch=True)
    (here,) = said(own)
    (elsewhere,) = said(own, around=Circumstances(DAY, False, "Chi bộ ấp 5", None, "Đảng bộ xã Phú Ninh"))
    (citizen,) = said(Mention("Đoàn Trọng Nghĩa", "", section="absent", own_branch=True))
    assert (here.verdict, elsewhere.verdict, citizen.verdict) == (SAME, DIFFERENT, DIFFERENT)


def test_a_post_of_another_commune_is_another_person() -> None:
    assert one("Quách Thế Vinh", "Đảng ủy viên")[0] is not SAME
    there = Circumstances(DAY, False, "Chi bộ thôn 2", None, "Đảng bộ xã Trà Lĩnh")
    assert one("Quách Thế Vinh", "Đảng ủy viên", around=there) == (SAME, "k")


def test_the_sheet_explains_its_short_names() -> None:
    full, short, stranger, again = said(
        superior("Lưu Bích Hợp", "Giám đốc Sở Y tế"),
        Mention("Hợp", section="speech"),
        Mention("Nghĩa", section="speech"),
        Mention("Lưu Bích Hợp", section="speech"),
    )
    assert [(seen.verdict, seen.member_id) for seen in (full, again)] == [(SAME, "b")] * 2
    assert (short.verdict, short.member_id) == (UNSURE, "b")  # another Hợp may sit among those who are only counted
    assert stranger.verdict is DIFFERENT


def test_a_short_name_that_two_people_of_the_sheet_share_stays_open() -> None:
    *_, short = said(
        superior("Đoàn Trọng Nghĩa", "Phó Bí thư Tỉnh ủy"),
        Mention("Lại Hữu Nghĩa", "Bí thư chi bộ", section="chair", own_branch=True),
        Mention("Nghĩa", section="speech"),
    )
    assert short.verdict is not SAME


def test_two_namesakes_may_sit_in_one_meeting() -> None:
    both = said(superior("Lưu Bích Hợp", "Giám đốc Sở Y tế"), superior("Lưu Bích Hợp", "Chủ tịch Hội Nông dân tỉnh"))
    assert [match.member_id for match in both] == ["b", "c"]
    *_, bare = said(
        superior("Lưu Bích Hợp", "Giám đốc Sở Y tế"),
        superior("Lưu Bích Hợp", "Chủ tịch Hội Nông dân tỉnh"),
        Mention("Lưu Bích Hợp"),
    )
    assert bare.verdict is UNSURE


def test_one_member_is_not_two_people() -> None:
    right, other = said(
        superior("Sầm Thị Hạ", "Trưởng Ban Dân vận Tỉnh ủy"), superior("Sầm Thị Hà", "Trưởng Ban Dân vận Tỉnh ủy")
    )
    assert (right.verdict, right.member_id, other.verdict) == (SAME, "i", DIFFERENT)
    assert "taken" in other.reasons


def test_an_accepted_spelling_counts_where_and_when_it_was_accepted() -> None:
    alias = Alias("Sầm Hạ Thị", "i", "b6", Validity(date(2023, 1, 1)))
    roster = Roster(ROSTER.members, aliases=(alias,))
    here = Circumstances(DAY, False, "Chi bộ ấp 6", "b6", "Đảng bộ xã Phú Ninh")
    verdicts = [
        said(superior("SẦM HẠ THỊ", "Tỉnh ủy viên"), roster=roster, around=around)[0].verdict
        for around in (here, Circumstances(date(2022, 1, 1), branch_id="b6"), Circumstances(DAY, branch_id="b7"))
    ]
    assert verdicts[0] is SAME and SAME not in verdicts[1:]


def test_a_post_without_a_name_has_candidates_of_the_day() -> None:
    assert [found.member_id for found in holders("Giám đốc Sở Y tế", ROSTER, HERE)] == ["b"]
    assert holders("Giám đốc Sở Nội vụ", ROSTER, HERE) == ()


def test_every_match_says_why_in_two_languages() -> None:
    (match,) = said(superior("Lưu Bích Hợp"))
    assert "namesake" in match.reasons and [candidate.member_id for candidate in match.candidates] == ["b", "c"]
    assert in_words(("namesake",))[0] != in_words(("namesake",), "en")[0]


def test_the_table_is_whole() -> None:
    weights = set(default_weighing().weights)
    texts = tomllib.loads((Path(__file__).parents[2] / "roster" / "reasons.toml").read_text(encoding="utf-8"))
    assert weights == set(FEATURES)
    assert all(feature.__doc__ for feature in FEATURES.values())
    assert set(FEATURES) <= set(texts) and all(text["vi"] and text["en"] for text in texts.values())


def test_thresholds_are_checked() -> None:
    table = default_weighing()
    with pytest.raises(ValueError, match="unsure"):
        Weighing(table.weights, table.start, 0.1, 0.9, 3.0, 0.8, 0.6, 3)


texts = st.sampled_from(
    ["", *(m.name for m in ROSTER.members), "Nghĩa", "Kha V. Tuấn", "Bí thư", "Lê Văn Tám", "...", "Đ/c"]
)
posts = st.sampled_from(
    ["", *(m.posts[0].position for m in ROSTER.members), "đảng viên", "Hiệu trưởng", "nguyên Tỉnh ủy viên", "!!"]
)
mentions = st.builds(
    Mention,
    texts,
    posts,
    st.none() | st.floats(0, 1),
    own_branch=st.booleans(),
    section=st.sampled_from(["superiors", "roll", ""]),
)


@given(st.lists(mentions, max_size=6), st.sampled_from([HERE, Circumstances(), Circumstances(date(1999, 1, 1), True)]))
def test_whatever_is_written_the_answer_is_in_order_and_within_bounds(
    written: list[Mention], around: Circumstances
) -> None:
    found = identify(written, ROSTER, around)
    assert [match.mention for match in found] == written
    for match in found:
        assert 0 <= match.confidence <= 1
        assert (match.member_id is None) == (match.verdict is DIFFERENT)
        if match.verdict is SAME:
            assert match.confidence >= default_weighing().same
            assert around.on is not None and ROSTER.by_id[match.member_id or ""].posts_on(around.on)
    assert found == identify(written, ROSTER, around)


@given(st.lists(mentions, max_size=4))
def test_without_further_ground_namesakes_are_never_the_same(written: list[Mention]) -> None:
    for match in identify([Mention(one.name, "", None, section=one.section) for one in written], ROSTER, HERE):
        assert match.verdict is not SAME or {"assigned", "own_unit"} & set(match.reasons)


def gold(shared: Path) -> Iterator[tuple[str, Mention, str | None, Circumstances, Roster]]:
    folder = shared / "samples/minutes"
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        held = row["meeting"]["date"]
        on = date.fromisoformat(held if len(held) > 7 else f"{held}-01") if held else None
        around = Circumstances(
            on, bool(held) and len(held) == 7, row["meeting"]["branch"] or "", None, row["meeting"]["parent"] or ""
        )
        roster = roster_from_files(folder / row["roster"])
        for seen in row["attendance"]:
            position = seen["position_as_written"] or ""
            yield (
                row["id"],
                Mention(seen["name_as_written"], position, own_branch=not position),
                seen["member_id"],
                around,
                roster,
            )


def test_the_people_of_the_sample_minutes(shared: Path) -> None:
    """Namesakes with another post stand beside each of them. Without a date nobody is sure."""
    for sample, mention, member_id, around, roster in gold(shared):
        (match,) = identify([mention], roster, around)
        assert match.member_id == member_id, (sample, match)
        assert match.verdict is (SAME if around.on else UNSURE), (sample, match)
