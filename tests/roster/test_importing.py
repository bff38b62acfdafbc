"""Files that people bring: headers by meaning, dates with their ends, problems by row, nothing half imported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.errors import FileFault, Refusal
from documents.model import Cell, Table
from roster.cells import BadCell, choice, clock, day_rule, first_day, last_day
from roster.importing import (
    Imported,
    Severity,
    Unreadable,
    import_assignments,
    import_attendance,
    import_branches,
    import_leaves,
    import_roster,
    import_schedules,
    import_terms,
    import_units,
    read_table,
    roster_from_files,
)
from roster.naming import Directory
from roster.people import AttendanceStatus, BranchKind, MeetingKind, Member, Roster
from roster.sheets import Sheet, sheet_of_bytes, table_rows

ROSTER = """member_id,full_name,position,unit,term_from,term_to,note
m1,Lương Bá Thiều,"Tỉnh ủy viên, Giám đốc Sở Y tế",Đảng bộ tỉnh,2020-10-22,15/10/2025,
m1,Lương Bá Thiều,Ủy viên Ban Thường vụ Tỉnh ủy,Đảng bộ tỉnh,16/10/2025,,
m2,Chẩu Thị Nhình,Đảng ủy viên,Đảng ủy xã Vân Hồ,2021,2025,
"""


def sheet(text: str) -> Sheet:
    return sheet_of_bytes(text.encode())


def codes(imported: Imported[Member]) -> list[tuple[int | None, str]]:
    return [(one.row, one.code) for one in imported.problems]


def test_rows_of_one_member_are_his_posts_over_time() -> None:
    found = import_roster(sheet(ROSTER))
    first, second = found.facts
    assert found.ok and [post.roles for post in first.posts] == [
        ("provincial_committee_member", "provincial_department_director"),
        ("provincial_standing_committee_member",),
    ]
    assert first.posts[0].validity.end == date(2025, 10, 15) and first.posts[1].validity.end is None
    assert (second.posts[0].validity.start, second.posts[0].validity.end) == (date(2021, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace(",", ";").replace('"', "").encode(),
    ],
)
def test_csv_with_and_without_mark_and_with_semicolons(encode: object) -> None:
    plain = ROSTER.replace('"Tỉnh ủy viên, Giám đốc Sở Y tế"', "Tỉnh ủy viên")
    assert len(import_roster(sheet_of_bytes(encode(plain))).facts) == 2  # type: ignore[operator]


def test_xlsx_with_a_title_vietnamese_headers_numbering_and_typed_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["DANH SÁCH CẤP ỦY VIÊN"])
    page.append([])
    page.append(["STT", "Mã", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Từ ngày", "Đến ngày (nếu có)"])
    page.append([1, 2, 3, 4, 5, 6, 7])
    page.append([1, 101, "Nông Đức Kiệm", "Huyện ủy viên", "Huyện ủy Bảo Lâm", date(2020, 7, 1), 2025])
    book.save(path := tmp_path / "danh-sach.xlsx")
    (member,) = import_roster(read_table(path)).facts
    assert (member.id, member.name, member.posts[0].roles) == ("101", "Nông Đức Kiệm", ("district_committee_member",))
    assert (member.posts[0].validity.start, member.posts[0].validity.end) == (date(2020, 7, 1), date(2025, 12, 31))


def test_the_list_may_stand_behind_a_cover_and_above_a_closing_line(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["ĐẢNG BỘ TỈNH MƯỜNG THANH"])
    for title, name in (("Danh sách", "Lò Văn Muôn"), ("Danh sách cũ", "Cà Thị Xôm")):
        sheet = book.create_sheet(title)
        sheet.append(["STT", "Họ và tên", "Chức vụ", "Từ ngày"])
        sheet.append([1, name, "Tỉnh ủy viên", "2020-10-15"])
        sheet.append([None, "Danh sách này có 01 đồng chí"])
    book.create_sheet("Ẩn").sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")
    found = import_roster(read_table(tmp_path / "list.xlsx"), Directory(Roster()))
    assert [member.name for member in found.facts] == ["Lò Văn Muôn"]
    assert [one.code for one in found.problems] == ["sheet_left_out", "made_id", "heading_left_out"]


@pytest.mark.parametrize("kind", ["thôn bản", "Thôn, bản", "xóm/khu phố", "Tổ dân phố"])
def test_several_spellings_of_one_kind_are_that_kind(kind: str) -> None:
    assert choice("branch_kind", kind) == "residential"


def test_a_kind_that_is_none_is_answered_with_those_that_are() -> None:
    found = import_branches(sheet("branch_id,name,loại\nb1,Chi bộ 1,thôn công ty\n"))
    (problem,) = found.problems
    assert "cột “loại” (ghi một trong: khu dân cư; cơ quan;" in problem.vi and "residential; agency" in problem.en


def test_a_formula_is_told_and_never_evaluated(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["member_id", "full_name", "position"])
    page.append(["m1", "=HYPERLINK(A1)", "Tỉnh ủy viên"])
    book.save(path := tmp_path / "r.xlsx")
    found = import_roster(read_table(path))
    assert not found.facts and (2, "formula") in codes(found)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("m1,Hà Văn Tứ,Tỉnh ủy viên,,31/02/2020,,", "bad_date"),
        ("m1,Hà Văn Tứ,Tỉnh ủy viên,,2025-01-01,2024-01-01,", "from_after_to"),
        ("m1,,Tỉnh ủy viên,,,,", "missing_value"),
        ("m1,Người Khác Hẳn,Tỉnh ủy viên,,,,", "other_name"),
    ],
)
def test_an_error_keeps_the_whole_file_out(row: str, code: str) -> None:
    found = import_roster(sheet(f"{ROSTER}m9,Bế Thị Lan,Tỉnh ủy viên,,,,\n{row}\n"))
    assert not found.facts and not found.ok
    assert (6, code) in codes(found)


def test_warnings_do_not_keep_it_out() -> None:
    found = import_roster(
        sheet(
            ROSTER
            + "m3,Lương Bá Thiều,Trưởng thôn,Thôn Nà Lùng,,,\nm4,Chẩu Thị Nhình,Đảng ủy viên,Đảng ủy xã Vân Hồ,,,\n"
            "m5,Ma Văn Páo,Người giữ kho,Kho xã,,,\nm2,Chẩu Thị Nhình,Đảng ủy viên,Đảng ủy xã Vân Hồ,2023,2027,\n"
        )
    )
    assert found.ok and len(found.facts) == 5
    assert codes(found) == [(5, "namesake"), (6, "duplicate_person"), (7, "unknown_post"), (8, "overlap")]
    assert all(one.severity is Severity.WARNING and one.vi and one.en for one in found.problems)


def test_a_missing_column_is_named() -> None:
    found = import_roster(sheet("full_name,position\nHà Văn Tứ,Tỉnh ủy viên\n"))
    assert (found.errors[0].code, found.errors[0].column) == ("missing_column", "member_id")


def test_branches_units_and_their_kinds() -> None:
    (branch,) = import_branches(
        sheet("Mã chi bộ,Tên chi bộ,Loại hình,Đảng bộ,Địa bàn\nb1,Chi bộ ấp 3,Khu dân cư,Đảng bộ xã Tân An,xã Tân An\n")
    ).facts
    assert (branch.kind, branch.parent) == (BranchKind.RESIDENTIAL, "Đảng bộ xã Tân An")
    (unit,) = import_units(
        sheet("unit_id,name,level,parent,valid_from,valid_to,successors\nu1,Huyện Bảo Lâm,Huyện,p1,,30/6/2025,u2; u3\n")
    ).facts
    assert (unit.level, unit.successors, unit.validity.end) == ("district", ("u2", "u3"), date(2025, 6, 30))
    assert [one.code for one in import_branches(sheet("branch_id,name,kind\nb1,Chi bộ,câu lạc bộ\n")).errors] == [
        "unknown_kind"
    ]


def test_an_assignment_has_a_branch_or_an_area() -> None:
    both = "member_id,branch_id,area,valid_from,valid_to\nm1,b1,xã A,,\nm1,,,,\n"
    assert [(one.row, one.code) for one in import_assignments(sheet(both)).errors] == [
        (2, "branch_or_area"),
        (3, "branch_or_area"),
    ]
    (one,) = import_assignments(sheet("member_id,area,valid_from\nm1,xã Tân An,2023-01-01\n")).facts
    assert (one.branch_id, one.area) == (None, "xã Tân An")


def test_of_a_leave_only_the_class_is_kept() -> None:
    found = import_leaves(
        sheet("member_id,from,to,reason\nm1,2023-01-01,2023-03-01,Thai sản\nm2,2023-01-01,,mổ ruột thừa\n")
    )
    assert [leave.reason for leave in found.facts] == ["maternity", "other"]
    assert [one.code for one in found.problems] == ["unknown_reason"]


def test_schedules_terms_and_attendance() -> None:
    (rule,) = import_schedules(sheet("branch_id,day_rule,time\nb1,ngày 03 hằng tháng,19h30\n")).facts
    assert (rule.day_rule, rule.time) == ("3", "19:30")
    (term,) = import_terms(sheet("body,term,from,to\nĐảng bộ tỉnh,2020 - 2025,2020-10-22,2025-10-15\n")).facts
    assert term.label == "2020-2025"
    rows = import_attendance(
        sheet(
            "branch_id,date,meeting_kind,member_id,status\nb1,2023-09-03,Định kỳ,m1,có mặt\nb1,9/2023,không họp,,\nb1,3/10/2023,vui,m1,x\n"
        )
    )
    assert [(row.date, row.kind, row.status) for row in rows.facts] == [
        ("2023-09-03", MeetingKind.REGULAR, AttendanceStatus.PRESENT),
        ("2023-09", MeetingKind.NONE, None),
        ("2023-10-03", MeetingKind.OTHER, AttendanceStatus.PRESENT),
    ]
    assert [one.code for one in rows.problems] == ["unknown_meeting_kind"]


def test_a_table_of_a_document_is_a_sheet() -> None:
    rows = (("Mã", "Họ và tên", "Chức vụ"), ("m1", "Hà Văn\nTứ", "Tỉnh ủy viên"))
    table = Table(tuple(tuple(Cell(text, i, j) for j, text in enumerate(row)) for i, row in enumerate(rows)))
    assert import_roster(table_rows(table)).facts[0].name == "Hà Văn Tứ"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"\xff\xfa\x00abc", FileFault.CORRUPT),
        (b"PK\x03\x04junk", FileFault.CORRUPT),
        (b"\xd0\xcf\x11\xe0old", FileFault.UNSUPPORTED),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, fault: FileFault) -> None:
    with pytest.raises(Refusal) as refused:
        sheet_of_bytes(data)
    assert refused.value.code is fault


def test_a_roster_for_one_call(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "bad.csv").write_text("branch_id,name,kind\nb1,Chi bộ,câu lạc bộ\n", encoding="utf-8")
    assert len(roster_from_files(tmp_path / "r.csv").members) == 2
    with pytest.raises(Unreadable, match="row 2"):
        roster_from_files(tmp_path / "r.csv", tmp_path / "bad.csv")
    with pytest.raises(Refusal):
        roster_from_files(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2/2024", "2024-02-01", "2024-02-29"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("tháng 7 năm 2025", "2025-07-01", "2025-07-31"),
        ("1.7.2025", "2025-07-01", "2025-07-01"),
        ("2025-07-01 00:00:00", "2025-07-01", "2025-07-01"),
    ],
)
def test_a_cell_means_a_first_and_a_last_day(cell: str, first: str, last: str) -> None:
    assert (str(first_day(cell)), str(last_day(cell))) == (first, last)


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for form in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}"):
        assert first_day(form) == last_day(form) == day


@given(st.text(max_size=12))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    for read in (first_day, last_day, clock, day_rule):
        try:
            read(cell)
        except BadCell as bad:
            assert bad.code in ("bad_date", "bad_time", "bad_day_rule")


def test_rosters_of_the_development_sets(shared: Path) -> None:
    files = [
        *shared.glob("samples/minutes/rosters/*.csv"),
        *shared.glob("bench/dev/*.csv"),
        *shared.glob("samples/compliance/*/roster.csv"),
    ]
    assert files
    for path in files:
        found = import_roster(read_table(path))
        assert found.ok and found.facts, path.name
