"""Lists that stand in papers: tables of a DOCX or PDF as rosters, branches and assignments, names looked up."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date

import docx
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Table as Drawn

from diemdanh.demo.paper import fonts
from documents.model import Cell, Document, Origin, Page, Table
from documents.read import read_bytes
from roster.appendix import sheet_of_document
from roster.importing import Imported, import_assignments, import_branches, import_roster, import_schedules
from roster.naming import Directory
from roster.people import Assignment, Branch, Member, Post, Roster
from roster.sheets import Sheet

Rows = Sequence[Sequence[str]]
PEOPLE = Roster(
    members=(
        Member("m1", "Lường Văn Pấng", (Post("Tỉnh ủy viên, Giám đốc Sở Công Thương", "Đảng bộ tỉnh", ()),)),
        Member("m2", "Tòng Thị Siêng", (Post("Phó Bí thư Tỉnh ủy", "Tỉnh ủy", ()),)),
        Member("m3", "Quàng Văn Hặc", (Post("Tỉnh ủy viên, Giám đốc Sở Y tế", "Sở Y tế", ()),)),
        Member("m4", "Quàng Văn Hặc", (Post("Tỉnh ủy viên, Bí thư Huyện ủy Mường Chà", "Huyện ủy", ()),)),
    ),
    branches=(
        Branch("b1", "Chi bộ bản Nà Lếch", parent="Đảng bộ xã Mường Tùng"),
        Branch("b2", "Chi bộ bản Nà Lếch", parent="Đảng bộ xã Hừa Ngài"),
        Branch("b3", "Chi bộ tổ dân phố 4", parent="Đảng bộ phường Na Lay"),
    ),
)
PLAN = (
    ("TT", "Họ và tên", "Chức vụ", "Chi bộ được phân công dự sinh hoạt", "Thuộc Đảng bộ", "Ghi chú"),
    ("I", "CÁC ĐỒNG CHÍ THƯỜNG TRỰC", "", "", "", ""),
    ("1", "Tòng Thị Siêng", "Phó Bí thư", "Chi bộ bản Nà Lếch", "Đảng bộ xã Hừa Ngài", ""),
    ("", "", "", "Chi bộ tổ dân phố 4", "Đảng bộ phường Na Lay", ""),
    ("2", "Đ/c Lường Văn Pấng", "TUV", "Chi bộ bản Nà Lếch", "xã Mường Tùng", ""),
)


def tables(*rows: Rows, origin: Origin = Origin.DOCX, one_page: bool = True) -> Document:
    made = [
        Table(tuple(tuple(Cell(t, i, j) for j, t in enumerate(row)) for i, row in enumerate(table))) for table in rows
    ]
    pages = (
        [Page(1, None, (), origin, tuple(made))]
        if one_page
        else [Page(n, (595, 842), (), origin, (table,)) for n, table in enumerate(made, 1)]
    )
    return Document(hashlib.sha256(b"").hexdigest(), "", tuple(pages), "test")


def assigned(*rows: Rows, known: Roster = PEOPLE, one_page: bool = True) -> Imported[Assignment]:
    return import_assignments(
        sheet_of_document(tables(*rows, one_page=one_page), "assignments"), Directory(known, "2024", "2024")
    )


def codes(found: Imported[Assignment]) -> list[tuple[int | None, str]]:
    return [(one.row, one.code) for one in found.problems]


def test_a_plans_appendix_names_people_and_branches() -> None:
    found = assigned(PLAN)
    assert [(one.member_id, one.branch_id) for one in found.facts] == [("m2", "b2"), ("m2", "b3"), ("m1", "b1")]
    assert {(one.validity.start, one.validity.end) for one in found.facts} == {(date(2024, 1, 1), date(2024, 12, 31))}
    assert codes(found) == [(2, "heading_left_out")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("3", "Quàng Văn Hặc", "Tỉnh ủy viên", "Chi bộ tổ dân phố 4", "phường Na Lay", ""), "which_person"),
        (("3", "Quàng Thị Hặc", "Tỉnh ủy viên", "Chi bộ tổ dân phố 4", "phường Na Lay", ""), "nobody_so_named"),
        (("3", "Lường Văn Pấng", "Giám đốc Sở Y tế", "Chi bộ tổ dân phố 4", "", ""), "which_person"),
        (("3", "Lường Văn Pấng", "Tỉnh ủy viên", "Chi bộ bản Nà Lếch", "", ""), "which_branch"),
    ],
)
def test_what_is_in_doubt_keeps_the_whole_list_out(row: Sequence[str], code: str) -> None:
    found = assigned((*PLAN, row))
    assert not found.facts and (6, code) in codes(found)


def test_a_namesake_is_told_by_the_post() -> None:
    row = ("3", "Quàng Văn Hặc", "Giám đốc Sở Y tế", "Chi bộ tổ dân phố 4", "phường Na Lay", "")
    assert ("m3", "b3") in [(one.member_id, one.branch_id) for one in assigned((*PLAN, row)).facts]


def test_a_table_over_two_pages_is_one_and_other_tables_are_told() -> None:
    other = (("Nội dung", "Kinh phí"), ("Xăng xe", "12"))
    found = assigned(PLAN[:4], PLAN[4:], other, one_page=False)
    assert [one.member_id for one in found.facts] == ["m2", "m2", "m1"]
    assert [one.code for one in found.problems] == ["table_left_out", "heading_left_out"]
    assert len(assigned(PLAN[:4], (PLAN[0], PLAN[4]), one_page=False).facts) == 3


def test_a_paper_without_such_a_table_has_no_header() -> None:
    assert [one.code for one in assigned((("Nội dung", "Kinh phí"), ("Xăng xe", "12"))).errors] == ["no_header"]


@pytest.mark.parametrize("between", ["; ", ", ", " "])
def test_several_branches_in_one_cell(between: str) -> None:
    cell = f"Chi bộ tổ dân phố 4, phường Na Lay{between}chi bộ bản Nà Lếch, xã Hừa Ngài"
    row = ("3", "Lường Văn Pấng", "Tỉnh ủy viên", cell, "", "")
    assert [one.branch_id for one in assigned((PLAN[0], row)).facts] == ["b3", "b2"]


def test_a_header_in_two_rows() -> None:
    rows = (
        ("TT", "Họ và tên", "Chức vụ", "Chi bộ phụ trách", "Thời gian", ""),
        ("", "", "", "", "Từ ngày", "Đến ngày"),
        ("1", "Tòng Thị Siêng", "Phó Bí thư Tỉnh ủy", "b3", "01/3/2024", "31/8/2024"),
    )
    (one,) = assigned(rows).facts
    assert (one.branch_id, one.validity.start, one.validity.end) == ("b3", date(2024, 3, 1), date(2024, 8, 31))


def test_rows_of_data_are_no_header() -> None:
    rows = (
        ("member_id", "branch_id"),
        ("m1", "Chi bộ phụ trách Đảng bộ xã"),
    )
    assert len(sheet_of_document(tables(rows), "assignments").rows) == 2
    assert codes(assigned(rows)) == [(2, "which_branch")]


def test_a_list_without_ids_gets_the_same_ids_each_time() -> None:
    rows = (
        ("TT", "Họ và tên", "Chức vụ", "Đơn vị"),
        ("1", "Hạng A Chứ", "Tỉnh ủy viên", "Sở Tư pháp"),
        ("2", "Hàng A Chứ", "Tỉnh ủy viên", "Sở Nội vụ"),
        ("3", "Tòng Thị Siêng", "Phó Bí thư Tỉnh ủy", "Tỉnh ủy"),
    )
    sheet = sheet_of_document(tables(rows), "roster")
    first = import_roster(sheet, Directory(PEOPLE)).facts
    ids = [member.id for member in first]
    assert len(set(ids)) == 3 and ids[2] == "m2"
    again = import_roster(sheet, Directory(Roster(members=(*PEOPLE.members, *first[:2]))))
    assert [member.id for member in again.facts] == ids and not again.problems


def test_a_namesake_without_an_id_is_asked_for() -> None:
    rows = (("TT", "Họ và tên", "Chức vụ"), ("1", "Tòng Thị Siêng", "Bí thư Huyện ủy Tủa Chùa"))
    found = import_roster(sheet_of_document(tables(rows), "roster"), Directory(PEOPLE))
    assert [one.code for one in found.errors] == ["which_person"] and not found.facts


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (("2", "Lò Thị Pành", "Tỉnh ủy viên", "Sở Nội vụ"), ["same_name_twice"]),
        (("2", "Lò Thị Pành", "Phó Chủ nhiệm", "Ủy ban Kiểm tra"), []),
    ],
)
def test_two_rows_of_one_name_without_ids_are_one_person_only_where_the_list_says_so(
    second: Sequence[str], code: list[str]
) -> None:
    rows = [("STT", "Họ và tên", "Chức vụ", "Đơn vị"), ("1", "Lò Thị Pành", "Ủy viên", "Ủy ban Kiểm tra"), second]
    found = import_roster(Sheet(tuple(enumerate(rows, 1))), Directory(Roster()))
    assert [one.code for one in found.errors] == code


def test_branches_and_their_meeting_days() -> None:
    rows = (
        ("TT", "Tên chi bộ", "Đảng bộ", "Loại hình"),
        ("1", "Chi bộ bản Nà Lếch", "Đảng bộ xã Hừa Ngài", "bản"),
        ("2", "Chi bộ bản Phi Hai", "Đảng bộ xã Hừa Ngài", "bản"),
    )
    found = import_branches(sheet_of_document(tables(rows), "branches"), Directory(PEOPLE)).facts
    assert found[0].id == "b2" and found[1].id.startswith("b-chi-bo-ban-phi-hai")
    days = (("TT", "Tên chi bộ", "Trực thuộc", "Ngày sinh hoạt"), ("1", "Chi bộ tổ dân phố 4", "phường Na Lay", "3"))
    (day,) = import_schedules(sheet_of_document(tables(days), "schedules"), Directory(PEOPLE)).facts
    assert (day.branch_id, day.day_rule) == ("b3", "3")


def docx_of(rows: Rows) -> bytes:
    paper = docx.Document()
    paper.add_paragraph("PHỤ LỤC 1. Danh sách phân công (kèm theo Kế hoạch số 14-KH/TU)")
    table = paper.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(2, 1).merge(table.cell(3, 1))
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def pdf_of(rows: Rows) -> bytes:
    style = [("FONT", (0, 0), (-1, -1), fonts()[0], 9), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4)).build([Drawn([list(row) for row in rows], style=style)])
    return out.getvalue()


@pytest.mark.parametrize("compose", [docx_of, pdf_of])
def test_from_the_file_itself(compose: object) -> None:
    document = read_bytes(compose(PLAN))  # type: ignore[operator]
    found = import_assignments(sheet_of_document(document, "assignments"), Directory(PEOPLE))
    assert [(one.member_id, one.branch_id) for one in found.facts] == [("m2", "b2"), ("m2", "b3"), ("m1", "b1")]
