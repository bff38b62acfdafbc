"""Gaps between a member's posts, which an import offers to close."""

from __future__ import annotations

from datetime import date

from roster.duplicates import closed, gaps_after, short_gaps, without_gaps
from roster.people import Member, Post, Roster, Validity


def member(*terms: tuple[date | None, date | None]) -> Member:
    return Member(
        "m1",
        "Lù Seo Chứ",
        tuple(Post("Tỉnh ủy viên", "Tỉnh ủy", ("provincial_committee_member",), Validity(*term)) for term in terms),
    )


def test_a_gap_of_thirty_days_is_short_and_one_of_thirty_one_is_not() -> None:
    thirty = member((date(2020, 1, 1), date(2020, 12, 31)), (date(2021, 1, 31), None))
    (gap,) = short_gaps([thirty])
    assert (gap.first, gap.last) == (date(2021, 1, 1), date(2021, 1, 30))
    assert not short_gaps([member((None, date(2020, 12, 31)), (date(2021, 2, 1), None))])


def test_closing_lengthens_the_earlier_post() -> None:
    torn = member((None, date(2020, 12, 31)), (date(2021, 1, 10), None))
    mended = closed(torn, short_gaps([torn]))
    assert mended.posts[0].validity.end == date(2021, 1, 9)
    assert not short_gaps([mended])


def test_posts_that_touch_or_overlap_have_no_gap() -> None:
    assert not short_gaps([member((None, date(2020, 12, 31)), (date(2021, 1, 1), None))])
    assert not short_gaps([member((None, None), (date(2020, 5, 1), date(2020, 6, 1)), (date(2020, 6, 10), None))])


def test_a_gap_to_a_post_that_was_known_before() -> None:
    before, after = member((None, date(2020, 12, 31))), member((date(2021, 1, 10), None))
    promoted = Member(after.id, after.name, (Post("Phó Bí thư Tỉnh ủy", "Tỉnh ủy", (), after.posts[0].validity),))
    known = Roster(members=(before,))
    gaps = gaps_after([promoted], known)
    (mended,) = without_gaps([promoted], known, gaps)
    assert [post.validity.end for post in mended.posts] == [None, date(2021, 1, 9)]
    assert without_gaps([promoted], known, ()) == (promoted,)
