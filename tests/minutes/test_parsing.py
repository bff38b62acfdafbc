"""Sheets of texts composed here: every status by its place in the text, in more than one wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.model import Line, Origin, Page
from minutes.parsing import parse_sheet
from minutes.persons import Lexicon
from minutes.script import Leaf, script_of
from minutes.sheet import Attendee, Genre, ReasonClass, Section, Sheet
from roster.people import MeetingKind

HEAD = """ĐẢNG BỘ XÃ LŨNG CÚ
CHI BỘ BẢN SÉO LỦNG
BIÊN BẢN
Sinh hoạt chi bộ định kỳ tháng 4/2024
Thời gian: 19 giờ 30 phút, ngày 03/4/2024
Địa điểm: Nhà văn hóa bản
"""


def sheet(text: str, *known: str) -> Sheet:
    page = Page(1, None, tuple(Line(line) for line in text.strip("\n").split("\n")), Origin.TXT)
    return parse_sheet(script_of([Leaf(0, page)]), Lexicon.of(known))


def people(text: str) -> dict[str, str]:
    """name → status of the strongest line, for texts that name everybody once."""
    return {p.name: str(p.status) for p in sheet(HEAD + text).persons}


def one(found: Sheet, name: str) -> Attendee:
    return next(p for p in found.persons if p.name == name)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã", "present"),
        ("- Phó Bí thư Đảng ủy xã: đồng chí Sùng Thị Mỷ", "present"),
        ("- Chủ tịch UBND xã Sùng Thị Mỷ", "present"),
        ("- Sùng Thị Mỷ (Phó Bí thư Đảng ủy xã)", "present"),
        ("- Đ/c Sùng Thị Mỷ - Phó Bí thư Đảng ủy xã (đến muộn vì bận họp)", "present"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã, dự đến 20h00 thì xin phép về", "present"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã (trực tuyến)", "present"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã: vắng", "absent"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã: vắng, không rõ lý do", "absent"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã vắng có lý do: đi công tác", "absent_excused"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã (xin vắng, dự lớp bồi dưỡng)", "absent_excused"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã không dự được do trùng lịch", "absent_excused"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã (P)", "absent_excused"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã: KLD", "absent_unexcused"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã vắng không phép", "absent_unexcused"),
        ("- Đ/c Sùng Thị Mỷ, Phó Bí thư Đảng ủy xã gửi thư chúc mừng", "mentioned_only"),
    ],
)
def test_in_the_list_of_guests_silence_is_presence_and_a_note_decides(line: str, status: str) -> None:
    assert people(f"Đại biểu cấp trên:\n{line}")["Sùng Thị Mỷ"] == status


@pytest.mark.parametrize(
    "line",
    [
        "- Đ/c Vàng A Sò, Chủ tịch UBND xã bận họp, ủy quyền đ/c Ly Thị Dợ - Phó Chủ tịch UBND xã dự thay",
        "- Đ/c Vàng A Sò, Chủ tịch UBND xã vắng, cử đồng chí Ly Thị Dợ, Phó Chủ tịch UBND xã đi thay",
        "- Thay mặt đồng chí Vàng A Sò, Chủ tịch UBND xã, đồng chí Ly Thị Dợ - Phó Chủ tịch UBND xã dự",
        "- Đồng chí Ly Thị Dợ - Phó Chủ tịch UBND xã, dự thay đồng chí Vàng A Sò, Chủ tịch UBND xã",
        "- Đ/c Vàng A Sò (Chủ tịch UBND xã) không dự được, có đ/c Ly Thị Dợ (Phó Chủ tịch) đi thay",
    ],
)
def test_somebody_sent_was_there_and_the_sender_was_not(line: str) -> None:
    found = people(f"Khách mời:\n{line}")
    assert (found["Vàng A Sò"], found["Ly Thị Dợ"]) == ("delegated", "present")


def test_nobody_was_sent_where_the_text_says_so() -> None:
    found = people("Khách mời:\n- Ông Vừ Mí Kẻ, Trưởng Công an xã: không dự, không ủy quyền")
    assert found["Vừ Mí Kẻ"] == "absent"


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Đồng chí Hờ A Lềnh, Bí thư Đảng ủy xã phát biểu: chi bộ cần giữ nề nếp.", "present"),
        ("Phát biểu tại buổi họp, Phó Bí thư Huyện ủy Hờ A Lềnh ghi nhận kết quả của chi bộ.", "present"),
        ("- Đ/c Hờ A Lềnh (Bí thư Đảng ủy xã): đề nghị quan tâm hộ nghèo.", "present"),
        ("Báo cáo tháng do đồng chí Hờ A Lềnh, Phó Bí thư chi bộ trình bày.", "present"),
        ("Chi bộ nghe đọc thư của đồng chí Hờ A Lềnh, Bí thư Đảng ủy xã.", "mentioned_only"),
        ("Phổ biến văn bản do đồng chí Hờ A Lềnh, Bí thư Đảng ủy xã ký ngày 02/3/2024.", "mentioned_only"),
        ("Đảng viên đề nghị chuyển ý kiến này đến đồng chí Hờ A Lềnh, Bí thư Đảng ủy xã.", "mentioned_only"),
        ("Đồng chí Hờ A Lềnh, Bí thư Đảng ủy xã được phân công theo dõi chi bộ.", "mentioned_only"),
        ("Đồng chí Hờ A Lềnh, Bí thư Đảng ủy xã đã gọi điện thăm hỏi chi bộ.", "mentioned_only"),
        ("Tháng trước đồng chí Hờ A Lềnh, Bí thư Đảng ủy xã đã dự sinh hoạt với chi bộ.", "mentioned_only"),
        ("Kỳ họp tới chi bộ dự kiến mời đồng chí Hờ A Lềnh, Bí thư Đảng ủy xã về dự.", "mentioned_only"),
        ("Thực hiện ý kiến chỉ đạo của đồng chí Hờ A Lềnh, Bí thư Đảng ủy xã, chi bộ rà soát.", "mentioned_only"),
    ],
)
def test_in_running_text_the_place_in_the_sentence_decides(sentence: str, status: str) -> None:
    assert people(f"II. NỘI DUNG\n4. Thảo luận\n{sentence}")["Hờ A Lềnh"] == status


def test_own_absences_and_their_reasons_keep_only_the_class() -> None:
    found = sheet(HEAD + "Vắng: 03 (đ/c Thào Mí Già - ốm; đ/c Sính Thị Máy - không lý do; đ/c Lầu A Chớ).")
    sick = one(found, "Thào Mí Già")
    assert (str(sick.status), sick.reason, sick.own_branch) == ("absent_excused", ReasonClass.SICK, True)
    assert "ốm" not in sick.evidence
    assert str(one(found, "Sính Thị Máy").status) == "absent_unexcused"
    assert str(one(found, "Lầu A Chớ").status) == "absent"


def test_a_roll_table_with_signatures_and_letters_of_leave() -> None:
    found = sheet(
        """CHI BỘ TRẠM Y TẾ XÃ LŨNG CÚ
BẢNG ĐIỂM DANH VÀ BIÊN BẢN HỌP THÁNG 3/2024
TT | Họ tên | Chức vụ | Ký tên | Ghi chú
1 | Giàng Thị Say | Bí thư chi bộ | Say | Chủ trì
2 | Cứ A Dơ | Đảng viên | - | Vắng (P)
3 | Hạng Thị Xía | Đảng viên |  | Vắng (K)
4 | Mùa A Nhè | Phó Bí thư Đảng ủy xã | Nhè | Trễ 15'
5 | Tráng Seo Lở | Trưởng Công an xã |  | cử đ/c Lù Thị Kía, Phó Trưởng Công an xã đi thay"""
    )
    assert {p.name: str(p.status) for p in found.persons} == {
        "Giàng Thị Say": "present",
        "Cứ A Dơ": "absent_excused",
        "Hạng Thị Xía": "absent_unexcused",
        "Mùa A Nhè": "present",
        "Tráng Seo Lở": "delegated",
        "Lù Thị Kía": "present",
    }
    assert found.chair == "Giàng Thị Say"


def test_the_head_of_the_minutes() -> None:
    found = sheet(
        HEAD
        + """Tổng số đảng viên: 21; có mặt: 19; vắng: 02
Chủ trì: đ/c Ma Thị Nết, Bí thư chi bộ
Thư ký: đ/c Lò Văn Ón
II. NỘI DUNG
5. Kiến nghị, đề xuất
- Đề nghị UBND xã sớm sửa mương nước ở bản.
III. KẾT LUẬN
Kết thúc lúc 21 giờ."""
    )
    assert (found.branch.name, found.branch.parent) == ("CHI BỘ BẢN SÉO LỦNG", "ĐẢNG BỘ XÃ LŨNG CÚ")
    assert (str(found.held_on.value), found.held_on.sure, found.start_time) == ("2024-04-03", True, "19:30")
    assert (found.place, found.chair, found.secretary) == ("Nhà văn hóa bản", "Ma Thị Nết", "Lò Văn Ón")
    assert (found.counts.total, found.counts.present, found.counts.absent) == (21, 19, 2)
    assert found.recommendations == ("Đề nghị UBND xã sớm sửa mương nước ở bản.",)
    assert (found.genre, found.kind) == (Genre.MINUTES, MeetingKind.REGULAR)


@pytest.mark.parametrize(
    ("second", "parent"),
    [
        ("LŨNG CÚ", "ĐẢNG BỘ PHƯỜNG MẬU LŨNG CÚ"),
        ("HUYỆN ỦY ĐỒNG VĂN", "ĐẢNG BỘ PHƯỜNG MẬU"),
        ("*", "ĐẢNG BỘ PHƯỜNG MẬU"),
    ],
)
def test_a_parent_broken_over_two_lines_is_one(second: str, parent: str) -> None:
    head = HEAD.replace("ĐẢNG BỘ XÃ LŨNG CÚ\n", f"ĐẢNG BỘ PHƯỜNG MẬU\n{second}\n")
    assert sheet(head).branch.parent == parent


def test_a_date_against_the_title_is_not_sure() -> None:
    found = sheet(HEAD.replace("03/4/2024", "03/5/2024"))
    assert not found.held_on.sure
    assert "title_month_differs" in found.held_on.reasons


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("BIÊN BẢN\nĐại hội chi bộ nhiệm kỳ 2022 - 2025", MeetingKind.CONGRESS),
        ("BIÊN BẢN\nSinh hoạt chuyên đề quý II/2024", MeetingKind.THEMATIC),
        ("BIÊN BẢN\nHọp chi ủy tháng 4/2024", MeetingKind.COMMITTEE),
        ("BIÊN BẢN\nHọp kiểm điểm, đánh giá, xếp loại đảng viên năm 2023", MeetingKind.REVIEW),
        ("BIÊN BẢN\nHọp chi bộ thường kỳ tháng 4/2024", MeetingKind.REGULAR),
    ],
)
def test_the_kind_of_meeting_stands_in_the_title(title: str, kind: MeetingKind) -> None:
    text = f"CHI BỘ BẢN SÉO LỦNG\n{title}\nThời gian: 8 giờ, ngày 03/4/2024\nChủ trì: đ/c Ma Thị Nết"
    assert sheet(text).kind is kind


def test_an_invitation_names_and_nobody_attends() -> None:
    found = sheet(
        """CHI BỘ BẢN SÉO LỦNG
GIẤY MỜI
Chi bộ bản Séo Lủng trân trọng kính mời:
- Đồng chí Vừ Mí Kẻ, Bí thư Đảng ủy xã
Thời gian: 7h30, ngày 9/7/2024. Địa điểm: Nhà văn hóa bản."""
    )
    assert found.genre is Genre.INVITATION
    assert {str(p.status) for p in found.persons} == {"mentioned_only"}
    assert str(found.held_on.value) == "2024-07-09"


def test_a_report_of_rules_is_no_report_of_a_meeting() -> None:
    found = sheet(
        """Tỉnh ủy ban hành quy định về dự sinh hoạt chi bộ
Phó Bí thư Tỉnh ủy Đèo Thị Hặc cho biết, các đồng chí Tỉnh ủy viên dự sinh hoạt chi bộ ấp, khu phố ít nhất 2 lần/năm."""
    )
    assert (found.genre, found.branch.name, found.held_on.value) == (Genre.NONE, None, None)
    assert [(p.name, str(p.status)) for p in found.persons] == [("Đèo Thị Hặc", "mentioned_only")]


def test_a_name_broken_over_lines_is_one_name() -> None:
    found = sheet(HEAD + "Khách mời: đồng chí Giàng\nA Tủa, Phó Bí thư Huyện\nủy Đồng Văn.")
    guest = one(found, "Giàng A Tủa")
    assert (guest.position, guest.section) == ("Phó Bí thư Huyện ủy Đồng Văn", Section.SUPERIORS)


def test_a_note_parted_from_its_name_by_the_layout_is_his() -> None:
    found = people("Khách mời:\n- Đ/c Vừ Mí Kẻ, Trưởng Công an huyện Mèo Vạc\n- vắng có lý do: đi công tác ngoài tỉnh")
    assert found["Vừ Mí Kẻ"] == "absent_excused"


def test_a_post_without_a_name_is_told_apart() -> None:
    found = sheet(
        HEAD + "II. NỘI DUNG\nPhát biểu tại buổi họp, đồng chí Trưởng ban Tuyên giáo Tỉnh ủy đề nghị chi bộ cố gắng."
    )
    assert [u.as_written for u in found.unnamed] == ["Trưởng ban Tuyên giáo Tỉnh ủy"]


WORDS = st.sampled_from(
    [
        "đồng chí",
        "đ/c",
        "Lê Văn Tám",
        "Vàng A Sò",
        "vắng",
        "có lý do",
        ":",
        ";",
        ",",
        "(",
        ")",
        "-",
        "Phó Bí thư",
        "Huyện ủy",
        "ủy quyền",
        "thay mặt",
        "phát biểu",
        "1.",
        "II.",
        "Khách mời",
        "Chủ trì",
        "ngày 3/4/2024",
        "19h30",
        "tại",
        "\n",
        "chi bộ ấp 6",
        "BIÊN BẢN",
        " ",
        " ",
        "",
        " x ",
        "ký",
        "của",
        "./.",
    ]
)


@given(st.lists(WORDS, max_size=60))
def test_whatever_the_text_a_sheet_comes_back_with_true_spans(words: list[str]) -> None:
    found = sheet(" ".join(words))
    for person in found.persons:
        assert " ".join(found.text[person.start : person.end].split()) == " ".join(person.name.split())
