"""What a meeting that waits for a look at its page holds up in the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from diemdanh.meetings import entry_of
from documents.model import Document, Line, Origin, Page
from minutes.reading import MeetingReading, read_meetings
from roster.people import Branch, Member, Post, Roster, Validity

TERM = Validity(date(2020, 10, 1), date(2025, 9, 30))
ROSTER = Roster(
    members=(Member("h1", "Giàng A Tủa", (Post("Chủ tịch Hội Nông dân huyện", "Huyện ủy Mèo Vạc", (), TERM),)),),
    branches=(Branch("b1", "Chi bộ bản Séo Lủng", parent="Đảng bộ xã Lũng Cú"),),
)
TEXT = """ĐẢNG BỘ XÃ LŨNG CÚ
CHI BỘ BẢN SÉO LỦNG
BIÊN BẢN
Sinh hoạt chi bộ định kỳ tháng 4/2024
Thời gian: 19 giờ 30 phút, ngày 03/4/2024
Khách mời có mặt:
- Đồng chí Giàng A Tủa, Chủ tịch Hội Nông dân huyện
Chủ trì: đ/c Ma Thị Nết, Bí thư chi bộ"""


def reading() -> MeetingReading:
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in TEXT.splitlines()), Origin.TXT)
    (found,) = read_meetings([("a.txt", Document("0" * 64, "text/plain", (page,), "test"))], ROSTER)
    assert found.branch_id == "b1" and not found.needs_review and not found.rows[0].needs_review
    return found


def test_a_row_that_was_plainly_read_is_entered_though_its_meeting_waits_for_a_look() -> None:
    entry = entry_of(replace(reading(), needs_review=True, reasons=("trang khó đọc",)), {"a.txt": "0" * 64})
    assert not entry.complete, "nobody is absent on a meeting that waits"
    assert [row.needs_review for row in entry.rows] == [False]


def test_no_row_of_an_unknown_branch_is_entered_unasked() -> None:
    entry = entry_of(replace(reading(), branch_id=None), {"a.txt": "0" * 64})
    assert not entry.complete and all(row.needs_review for row in entry.rows)
