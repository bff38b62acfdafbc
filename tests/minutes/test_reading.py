"""From documents to rows: who is entered unasked, who goes to a person, and the development samples as the contract
writes them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents.model import Document, Line, Origin, Page
from minutes.reading import MeetingReading, read_meetings
from minutes.rows import meeting_rows
from roster.importing import roster_from_files
from roster.people import Assignment, Branch, BranchKind, Capacity, Member, Post, Roster, Schedule, Validity

TERM = Validity(date(2020, 10, 1), date(2025, 9, 30))


def member(member_id: str, name: str, position: str, unit: str = "Huyện ủy Mèo Vạc") -> Member:
    return Member(member_id, name, (Post(position, unit, (), TERM),))


ROSTER = Roster(
    members=(
        member("h1", "Giàng A Tủa", "Huyện ủy viên, Bí thư Đảng ủy xã Lũng Cú"),
        member("h2", "Sùng Thị Mỷ", "Ủy viên Ban Thường vụ Huyện ủy, Trưởng Ban Tổ chức Huyện ủy"),
        member("h3", "Vàng A Sò", "Huyện ủy viên, Trưởng Công an huyện"),
        member("h4", "Vàng A Sò", "Phó Chủ tịch Hội Nông dân huyện"),
    )
)
MINUTES = """ĐẢNG BỘ XÃ LŨNG CÚ
CHI BỘ BẢN SÉO LỦNG
BIÊN BẢN
Sinh hoạt chi bộ định kỳ tháng 4/2024
Thời gian: 19 giờ 30 phút, ngày 03/4/2024
Địa điểm: Nhà văn hóa bản
Tổng số đảng viên: 21; có mặt: 19; vắng: 02
Vắng có lý do: đ/c Lù Thị Kía (ốm).
Khách mời:
- Đồng chí Giàng A Tủa, Huyện ủy viên, Bí thư Đảng ủy xã Lũng Cú
- Đ/c Sùng Thị Mỷ - Trưởng Ban Tổ chức Huyện ủy: xin phép vắng (đi khám bệnh)
Chủ trì: đ/c Ma Thị Nết, Bí thư chi bộ
Thư ký: đ/c Lò Văn Ón, Đảng viên"""


def document(text: str, digest: str = "0" * 64) -> Document:
    page = Page(1, None, tuple(Line(line) for line in text.split("\n")), Origin.TXT)
    return Document(digest, "text/plain", (page,), "test")


def reading(text: str, roster: Roster = ROSTER) -> MeetingReading:
    (found,) = read_meetings([("bb.txt", document(text))], roster)
    return found


def row(found: MeetingReading, member_id: str) -> Any:
    return next(r for r in found.rows if r.member_id == member_id)


def test_sure_people_at_a_sure_meeting_are_entered_unasked() -> None:
    found = reading(MINUTES)
    assert not found.needs_review
    assert {(r.member_id, str(r.status), r.needs_review) for r in found.rows} == {
        ("h1", "present", False),
        ("h2", "absent_excused", False),
    }
    assert row(found, "h1").capacity is Capacity.SUPERIOR
    assert found.others == ("Ma Thị Nết", "Lò Văn Ón")


def test_the_evidence_of_an_absence_ends_before_its_reason() -> None:
    assert "khám" not in row(reading(MINUTES), "h2").evidence


def test_a_name_that_two_members_bear_goes_to_a_person_with_both() -> None:
    found = reading(MINUTES.replace("Giàng A Tủa, Huyện ủy viên, Bí thư Đảng ủy xã Lũng Cú", "Vàng A Sò"))
    (doubtful,) = [r for r in found.rows if r.member_id in ("h3", "h4")]
    assert doubtful.needs_review
    assert {candidate for candidate, _ in doubtful.candidates} == {"h3", "h4"}


def test_a_post_tells_namesakes_apart() -> None:
    text = MINUTES.replace("Giàng A Tủa, Huyện ủy viên, Bí thư Đảng ủy xã Lũng Cú", "Vàng A Sò, Trưởng Công an huyện")
    assert not row(reading(text), "h3").needs_review


def test_an_unsure_date_sends_every_row_to_a_person() -> None:
    found = reading(MINUTES.replace("03/4/2024", "03/7/2024"))
    assert found.needs_review
    assert all(r.needs_review for r in found.rows)


def test_absent_in_the_list_and_speaking_later_is_a_contradiction() -> None:
    text = f"{MINUTES}\n4. Thảo luận\n- Đ/c Sùng Thị Mỷ (Trưởng Ban Tổ chức Huyện ủy): đề nghị chi bộ cố gắng."
    assert row(reading(text), "h2").needs_review


def test_with_a_list_of_branches_the_branch_must_be_known() -> None:
    known = Branch("b1", "Chi bộ bản Séo Lủng", BranchKind.RESIDENTIAL, "Đảng bộ xã Lũng Cú")
    other = Branch("b2", "Chi bộ bản Séo Lủng", BranchKind.RESIDENTIAL, "Đảng bộ xã Sủng Là")
    settled = reading(MINUTES, Roster(ROSTER.members, branches=(known, other)))
    assert (settled.branch_id, settled.needs_review) == ("b1", False)
    nameless = MINUTES.replace("ĐẢNG BỘ XÃ LŨNG CÚ\n", "")
    unsettled = reading(nameless, Roster(ROSTER.members, branches=(known, other)))
    assert unsettled.needs_review
    assert all(r.needs_review for r in unsettled.rows)


def test_one_of_two_branches_of_a_name_is_settled_by_assignment_and_calendar_together() -> None:
    branches = tuple(
        Branch(f"b{i}", "Chi bộ bản Séo Lủng", BranchKind.RESIDENTIAL, f"Đảng bộ xã {name}")
        for i, name in enumerate(("Lũng Cú", "Sủng Là"), 1)
    )
    nameless = MINUTES.replace("ĐẢNG BỘ XÃ LŨNG CÚ\n", "")
    assigned = Roster(ROSTER.members, branches=branches, assignments=(Assignment("h1", "b1"),))
    assert reading(nameless, assigned).branch_id is None
    scheduled = replace(assigned, schedules=(Schedule("b1", "3"),))
    assert reading(nameless, scheduled).branch_id == "b1"


def test_two_meetings_of_one_file_are_two_rows() -> None:
    text = f"{MINUTES}\nTHƯ KÝ\nLò Văn Ón\nCHỦ TRÌ\nMa Thị Nết\n{MINUTES.replace('4/2024', '5/2024')}"
    rows = meeting_rows(read_meetings([("so.txt", document(text))], ROSTER), ["so"], ["so.txt"])
    assert [r["id"] for r in rows] == ["so", "so#2"]
    assert [r["meeting"]["date"] for r in rows] == ["2024-04-03", "2024-05-03"]


def test_an_empty_roster_gives_a_sheet_without_rows() -> None:
    found = reading(MINUTES, Roster())
    assert not found.rows
    assert found.sheet.chair == "Ma Thị Nết"


FIELDS = (
    "branch",
    "date",
    "start_time",
    "place",
    "chair",
    "secretary",
    "present_count",
    "absent_count",
    "total_members",
)


def samples() -> list[str]:
    return [f"dm{i:02d}" for i in range(1, 11)]


@pytest.mark.parametrize("sample", samples())
def test_the_development_samples_are_read_as_their_gold_says(shared: Path, sample: str) -> None:
    home = shared / "samples" / "minutes"
    rows = [json.loads(line) for line in (home / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = next(r for r in rows if r["id"] == sample)
    text = (home / gold["file"]).read_text(encoding="utf-8").rstrip("\n")
    found = read_meetings([(gold["file"], document(text))], roster_from_files(home / gold["roster"]))
    (got,) = meeting_rows(found, [sample], [gold["file"]])
    assert {a["member_id"]: a["status"] for a in got["attendance"]} == {
        a["member_id"]: a["status"] for a in gold["attendance"]
    }
    for name in FIELDS:
        if gold["meeting"][name] is not None:
            assert str(got["meeting"][name]).casefold() == str(gold["meeting"][name]).casefold(), name
    if gold["kind"] == "negative":
        assert all(got["meeting"][name] is None for name in FIELDS)
    assert got["recommendations"] == gold["recommendations"]
