"""On a badly printed page only what stands there in sure words needs no second look."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

import pytest

from documents.model import Document, Line, Origin, Page, Word
from minutes.reading import read_meetings
from roster.people import Member, Post, Roster, Validity

TERM = Validity(date(2020, 10, 1), date(2025, 9, 30))
ROSTER = Roster(
    members=tuple(
        Member(key, name, (Post(post, "Huyện ủy Mèo Vạc", (), TERM),))
        for key, name, post in (
            ("h1", "Giàng A Tủa", "Chủ tịch Hội Nông dân huyện"),
            ("h2", "Sùng Thị Mỷ", "Trưởng Ban Tổ chức Huyện ủy"),
        )
    )
)
FIRST = """ĐẢNG BỘ XÃ LŨNG CÚ
CHI BỘ BẢN SÉO LỦNG
BIÊN BẢN
Sinh hoạt chi bộ định kỳ tháng 4/2024
Thời gian: 19 giờ 30 phút, ngày 03/4/2024
Khách mời:
- Đồng chí Giàng A Tủa, Chủ tịch Hội Nông dân huyện
Chủ trì: đ/c Ma Thị Nết, Bí thư chi bộ"""
SECOND = """Thảo luận về việc thu gom rác và sửa đoạn đường vào bản trước mùa mưa năm nay
- Đồng chí Sùng Thị Mỷ, Trưởng Ban Tổ chức Huyện ủy phát biểu: chi bộ cần nắm chắc tình hình trong bản
Thư ký: đ/c Lò Văn Ón, Đảng viên của chi bộ ghi biên bản và đọc lại trước khi kết thúc"""


def page(number: int, text: str, weak: Collection[str] = (), uneven: float = 0.006) -> Page:
    """A scanned page; the words of `weak` were hardly read."""
    lines = []
    for line in text.split("\n"):
        words = tuple(
            Word(m[0], m.start(), m.end(), None, 0.4 if m[0].strip(",.:") in weak else 0.96)
            for m in re.finditer(r"\S+", line)
        )
        lines.append(Line(line, None, words, 0.9))
    return Page(number, None, tuple(lines), Origin.OCR, confidence=0.87, uneven=uneven)


def read(*pages: Page) -> tuple[list[str], bool, tuple[str, ...]]:
    """Who is entered unasked; whether the meeting goes to a person, and why."""
    (found,) = read_meetings([("bb.pdf", Document("0" * 64, "application/pdf", pages, "test"))], ROSTER)
    return [row.member_id for row in found.rows if not row.needs_review], found.needs_review, found.reasons


WEAK = frozenset(re.findall(r"\w+", "thu gom rác sửa đoạn đường vào trước mùa mưa năm nay tình hình trong đọc lại khi"))


def test_guests_on_the_legible_page_need_no_second_look_though_the_meeting_does() -> None:
    sure, unsettled, why = read(page(1, FIRST), page(2, SECOND, {*WEAK, "Mỷ"}))
    assert (sure, unsettled, why) == (["h1"], True, ("có trang không đọc được",))


def test_plain_words_on_the_bad_page_are_trusted() -> None:
    assert read(page(1, FIRST), page(2, SECOND, WEAK))[0] == ["h1", "h2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (page(1, FIRST), page(2, SECOND, WEAK, uneven=0.02)),
        (page(1, FIRST, uneven=0.02), page(2, SECOND, WEAK)),
        (page(1, f"{FIRST}\n{SECOND}", {*WEAK, "03/4/2024"}), page(2, SECOND)),
        (page(1, f"{FIRST}\n{SECOND}", {*WEAK, "SÉO"}), page(2, SECOND)),
    ],
    ids=["by hand", "the other by hand", "day hardly read", "branch hardly read"],
)
def test_nothing_is_trusted_beside_a_hand_or_without_branch_and_day(first: Page, second: Page) -> None:
    assert read(first, second)[0] == []


def test_two_lines_that_say_the_same_day_need_no_sure_figures() -> None:
    weak = {*WEAK, "03", "03/4/2024"}
    agreeing = FIRST.replace("BIÊN BẢN", "Lũng Cú, ngày 03 tháng 4 năm 2024\nBIÊN BẢN")
    assert read(page(1, f"{agreeing}\n{SECOND}", weak), page(2, SECOND))[0] == ["h1", "h2"]
    apart = agreeing.replace("03 tháng", "04 tháng")
    assert read(page(1, f"{apart}\n{SECOND}", {*weak, "04"}), page(2, SECOND))[0] == []


@pytest.mark.parametrize(("weak", "waits"), [(("09",), False), ((), True)])
def test_a_hardly_read_line_of_the_date_speaks_against_no_plain_day(weak: tuple[str, ...], waits: bool) -> None:
    """The title's month agrees with the day of the time line, and only the day of the other line could be misread."""
    signed = FIRST.replace("BIÊN BẢN", "Lũng Cú, ngày 01 tháng 4 năm 2024\nBIÊN BẢN").replace("01", "09")
    signed = signed.replace("03/4/2024", "13/4/2024")
    _, _, why = read(page(1, signed, weak, uneven=0.0))
    assert ("ngày họp không khớp với ngày ghi ở đầu văn bản" in why) is waits


INVITATION = """ĐẢNG BỘ XÃ LŨNG CÚ
CHI BỘ BẢN SÉO LỦNG
GIẤY MỜI
Dự sinh hoạt chi bộ định kỳ tháng 4/2024
Kính gửi:
- Đồng chí Giàng A Tủa, Chủ tịch Hội Nông dân huyện
- Đồng chí Sùng Thị Mỹ, Trưởng Ban Tổ chức Huyện ủy
Thời gian: 19 giờ 30 phút, ngày 03/4/2024
Nội dung: thảo luận về việc thu gom rác và sửa đoạn đường vào bản trước mùa mưa năm nay, nắm tình hình trong bản"""


def test_whoever_is_surely_named_on_a_bad_invitation_is_mentioned() -> None:
    """A mark that the print lost changes nothing there: nobody attends an invitation."""
    sure, unsettled, _ = read(page(1, INVITATION, {*WEAK, "Mỹ"}))
    assert (sure, unsettled) == (["h1", "h2"], True)
    assert read(page(1, INVITATION.replace("Giấy mời".upper(), "BIÊN BẢN"), {*WEAK, "Mỹ"}))[0] == ["h1"]
