"""What a scan leaves of names, posts and notes: read where it is plain, sent to a person where it is not."""

from __future__ import annotations

import pytest

from documents.model import Line, Origin, Page
from minutes.parsing import parse_sheet
from minutes.persons import Lexicon
from minutes.script import Leaf, script_of
from minutes.sheet import Attendee
from roster.people import AttendanceStatus as Status

HEAD = """ĐẢNG BỘ XÃ LŨNG CÚ
CHI BỘ BẢN SÉO LỦNG
BIÊN BẢN
Sinh hoạt chi bộ định kỳ tháng 4/2024
Thời gian: 19 giờ 30 phút, ngày 03/4/2024
Đại biểu cấp trên dự:
"""


def guest(line: str) -> Attendee:
    lines = (*HEAD.strip().split("\n"), *line.split("\n"))
    page = Page(1, (595.0, 842.0), tuple(Line(text) for text in lines), Origin.OCR, confidence=0.92)
    return next(p for p in parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(())).persons if "Giàng" in p.name)


@pytest.mark.parametrize(
    "line",
    [
        "- Đ/c Nguyễn. Giàng Sử - Huyện ủy viên, v Trưởng phòng Y tế huyện",
        "#.1. Đ“c Nguyễn Giàng Sử - Huyện ủy viên, Trưởng phòng Y tế huyện",
        "2,5. Đ‹c Nguyễn Giàng Sử - Huyện ủy viên, Trưởng phòng Y tế huyện",
        "- Đ/c Nguyễn Giàng Sử- - Huyện ủy viên, Trưởng phòng Y tế huyện",
        "- Đ/c Nguyễn' Giàng Sử - Huyện ủy viên, Trưởng phòng Y tế s huyện",
    ],
)
def test_specks_are_no_letters(line: str) -> None:
    found = guest(line)
    assert (found.name, found.position) == ("Nguyễn Giàng Sử", "Huyện ủy viên, Trưởng phòng Y tế huyện")
    assert (str(found.status), found.strength > 0.9) == ("present", True)


@pytest.mark.parametrize(
    ("note", "status"),
    [
        (": xiu pbcp vzầnp (đi công tác ngoà", "absent_excused"),
        (" (đcn lúr 19h45 dn tiếp công dân)", "present"),
        (" vgắnq mật", "present"),
    ],
)
def test_a_note_that_cannot_be_read_is_never_plain(note: str, status: str) -> None:
    found = guest(f"- Đ/c Giàng A Sử - Phó Bí thư Huyện ủy{note}")
    assert (str(found.status), found.strength <= 0.7) == (status, True)


def test_a_speck_within_a_post_hides_no_note() -> None:
    found = guest("- Đ/c Giàng A Sử, Phó Trưởng Ban Dân vận. Huyện ủy bận họp, ủy quyền đ/c Lò Thị Ón dự thay;")
    assert (found.position, str(found.status)) == ("Phó Trưởng Ban Dân vận. Huyện ủy", "delegated")


@pytest.mark.parametrize("note", ["Bận họp, nên xin vắng", "Bận họp, ủy quyên người khác"])
def test_a_note_behind_a_full_stop_is_no_silence(note: str) -> None:
    assert guest(f"- Đ/c Giàng A Sử, Trưởng phòng Nội vụ Mèo Vạc. {note};").strength <= 0.7


@pytest.mark.parametrize(
    ("item", "status", "plain"),
    [
        ("- Đ/c Giàng A Sử, Trưởng phòng Văn hóa\n- Xã hội xã vắng có lý do: dự lớp bồi dưỡng", "absent_excused", True),
        ("- Đ/c Giàng A Sử, Trưởng phòng Vật tư\n- Cơ giới xã vắng có lý do: dự lớp bồi dưỡng", "present", False),
        ("- Đ/c Giàng A Sử, Trưởng phòng Vật tư\n- Vắng có lý do: đ/c Lò Thị Ón", "present", True),
        ("- Đ/c Giàng A-Sử, 'Trưởng phòng Vật tư", "present", True),
    ],
)
def test_an_item_that_goes_on_behind_a_dash(item: str, status: str, plain: bool) -> None:
    found = guest(item)
    assert (found.name, str(found.status), found.strength > 0.8) == ("Giàng A Sử", status, plain)


def test_a_place_called_vang_says_nothing_of_an_absence() -> None:
    found = guest(
        "- Đ/c Giàng A Sử, Trưởng Ban Dân vận Huyện ủy Hòa Vang Bắc; Đ/c Lò Thị Ón, Chủ tịch UBND xã: xin vắng"
    )
    assert (str(found.status), found.strength > 0.9) == ("present", True)


@pytest.mark.parametrize(
    "written", ["03:4:2024", "03:04:2024", "03/04;2024", "0304:2024", "03-0 4-2024", "03 thảng 04 nám 2024"]
)
def test_figures_of_a_day_are_read_without_their_strokes(written: str) -> None:
    text = HEAD.replace("03/4/2024", written).replace("19 giờ 30 phút", "19:30")
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in text.split("\n")), Origin.OCR, confidence=0.92)
    found = parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(()))
    assert (str(found.held_on.value), found.held_on.sure, found.start_time) == ("2024-04-03", True, "19:30")


def test_torn_figures_against_the_title_are_no_day() -> None:
    text = HEAD.replace("03/4/2024", "0305:2024")
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in text.split("\n")), Origin.OCR, confidence=0.92)
    assert str(parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(())).held_on.value) == "2024-04"


@pytest.mark.parametrize(("signed", "sure"), [("L3 thang 4 năm 2034", True), ("14 tháng 4 năm 2034", False)])
def test_a_figure_of_the_line_of_the_date_may_be_misread(signed: str, sure: bool) -> None:
    text = HEAD.replace("BIÊN BẢN", f"Lũng Cú, ngày {signed}\nBIÊN BẢN").replace("03/4/2024", "13 4.2024,")
    text += "Chi bộ nghe thông báo kết luận tại hội nghị giao ban ngày 02 tháng 3 năm 2024."
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in text.split("\n")), Origin.OCR, confidence=0.92)
    found = parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(())).held_on
    assert (str(found.value)[:7], found.sure) == ("2024-04", sure)


@pytest.mark.parametrize(
    ("office", "below", "branch"),
    [
        ("CHIBỘ ẤP7", "*", "CHI BỘ ẤP 7"),
        ("CHI BỘ THÔN HẠ", "ĐÁẲNG CÔNG SẢN VIỆT NAM", "CHI BỘ THÔN HẠ"),
        ("CHI BỘ THÔN THƯỢNG", "L4", "CHI BỘ THÔN THƯỢNG"),
        ("CHI BỘ TRƯỜNG MẦM NON", "HOA BAN TRẮNG", "CHI BỘ TRƯỜNG MẦM NON HOA BAN TRẮNG"),
    ],
)
def test_the_branch_in_a_damaged_head(office: str, below: str, branch: str) -> None:
    text = HEAD.replace("CHI BỘ BẢN SÉO LỦNG", f"{office}\n{below}")
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in text.split("\n")), Origin.OCR, confidence=0.92)
    assert parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(())).branch.name == branch


@pytest.mark.parametrize(
    ("office", "met", "found"),
    [
        ("CHI BỘ TỔ ri DÂN PHỐ 4", "Chi bộ tổ dân phố 4 họp", ("Chi bộ tổ dân phố 4", True)),
        ("CHI BỘ TỔ DÂN PHỐ 5", "Chi bộ tổ dân phố 4 họp", ("CHI BỘ TỔ DÂN PHỐ 5", False)),
    ],
)
def test_dirt_in_the_name_of_the_branch_makes_no_other_branch(office: str, met: str, found: tuple[str, bool]) -> None:
    text = HEAD.replace("CHI BỘ BẢN SÉO LỦNG", office) + f"Hôm nay, ngày 13/4/2024, {met} thường kỳ tháng 4."
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in text.split("\n")), Origin.OCR, confidence=0.92)
    branch = parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(())).branch
    assert (branch.name, branch.sure) == found


@pytest.mark.parametrize(
    ("head", "parent"),
    [
        ("ĐẢẲNG BỘ XÃ LŨNG CÚ", "ĐẢNG BỘ XÃ LŨNG CÚ"),
        ("ĐẢNG BỘ PHƯỜNG MÈO\nTHUỶ", "ĐẢNG BỘ PHƯỜNG MÈO THUỶ"),
        ("ĐẢNG BỘ PHƯỜNG MÈO\n_ VẠC", "ĐẢNG BỘ PHƯỜNG MÈO VẠC"),
    ],
)
def test_the_body_above_in_a_damaged_head(head: str, parent: str) -> None:
    text = HEAD.replace("ĐẢNG BỘ XÃ LŨNG CÚ", head).replace("BIÊN BẢN", "Lũng Cú, ngày 03 tháng 4 năm 2024\nBIÊN BẢN")
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in text.split("\n")), Origin.OCR, confidence=0.92)
    found = parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(())).branch
    assert (found.parent, found.signed_at) == (parent, "Lũng Cú")


def test_a_title_that_lost_its_marks_names_no_branch() -> None:
    text = HEAD.replace("Sinh hoạt chi bộ định kỳ tháng 4/2024", "HỌP CHI BỘ THANG 4 NAM 2024")
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in text.split("\n")), Origin.OCR, confidence=0.92)
    found = parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(())).branch
    assert (found.name, found.reasons) == ("CHI BỘ BẢN SÉO LỦNG", ())


@pytest.mark.parametrize(
    ("note", "status", "plain"),
    [
        ("", "present", True),
        ("thư ký", "present", True),
        ("đến 19h45", "present", True),
        ("CLD - dự họp đột xuất ở tỉnh", "absent_excused", True),
        ("ClLl) - dự họp đột xuất ở tính", "absent_excused", False),
        ("vnq mạt", "present", False),
    ],
)
def test_a_note_in_a_roll_of_a_scan(note: str, status: str, plain: bool) -> None:
    roll = f"STT | Họ và tên | Chức vụ | Có mặt | Vắng | Ghi chú\n1 | Giàng A Sử | Phó Bí thư Huyện ủy | x |  | {note}"
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in (HEAD + roll).split("\n")), Origin.OCR, confidence=0.92)
    found = parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(())).persons[0]
    assert (str(found.status), found.strength > 0.8) == (status, plain)


ROLL = """Điểm danh:
TT | Họ và tên | Điểm danh
1 | Giàng A Sáu (Chủ tịch Hội Nông dân xã) | {mark}
2 | Má Thị Xua | v
3 | Thào A Sính | v
"""


@pytest.mark.parametrize(
    ("mark", "key", "status"),
    [
        ("v", "Ký hiệu: x: có mặt; P: vắng có phép; V: vắng mặt.", Status.PRESENT),
        ("P", "Ký hiệu: x: có mặt; P: vắng có phép; V: vắng mặt.", Status.ABSENT_EXCUSED),
        ("KP", "", Status.ABSENT_UNEXCUSED),
        ("v", "", Status.PRESENT),
    ],
)
def test_marks_in_one_column_of_a_scan_go_to_a_person(mark: str, key: str, status: Status) -> None:
    text = HEAD.replace("Đại biểu cấp trên dự:\n", "") + ROLL.format(mark=mark) + key
    page = Page(1, (595.0, 842.0), tuple(Line(line) for line in text.split("\n")), Origin.OCR, confidence=0.92)
    found = next(p for p in parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(())).persons if "Giàng" in p.name)
    assert (found.status, found.strength < 0.8) == (status, True)
