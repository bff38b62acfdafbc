"""Tables without rulings, labels between bars, and the headings that tell what a column holds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.model import Line, Origin, Page
from minutes.columns import column_role, records
from minutes.paragraphs import paragraphs
from minutes.parsing import parse_sheet
from minutes.persons import Lexicon
from minutes.script import Leaf, Script, script_of
from vntext.folding import Key, fold

HEAD = """CHI BỘ BẢN NÀ LUÔNG
BIÊN BẢN HỌP CHI BỘ
Thời gian: 19h30 ngày 05/6/2024
"""


def script(text: str) -> Script:
    page = Page(1, None, tuple(Line(line) for line in text.strip("\n").split("\n")), Origin.TXT)
    return script_of([Leaf(0, page)])


def statuses(text: str) -> dict[str, str]:
    return {p.name: str(p.status) for p in parse_sheet(script(HEAD + text), Lexicon()).persons}


@pytest.mark.parametrize("record", records(), ids=lambda r: str(r["role"]))
def test_a_heading_says_what_its_column_holds(record: dict[str, Any]) -> None:
    assert {column_role(text) for text in record["examples"]} == {record["role"]}
    for text in record["never"]:
        assert not re.search(record["expression"], re.sub(r"[\s.:()/-]", "", fold(text, Key.TONELESS)))


def test_a_table_with_one_cell_a_line_is_a_roll() -> None:
    table = """TT
Họ và tên
Chức vụ
Điểm danh
Ghi chú
1
Lò Văn Inh
Bí thư Chi bộ
x
chủ trì
2
Cà Thị Muôn
Phó Chủ tịch UBND xã
x

3
Quàng Văn Hặc
Đảng viên
P
đi viện
4
Tòng Thị Lả
Đảng viên
KP

Tổng số: 4; có mặt 2; vắng 2."""
    found = statuses(table)
    assert found == {
        "Lò Văn Inh": "present",
        "Cà Thị Muôn": "present",
        "Quàng Văn Hặc": "absent_excused",
        "Tòng Thị Lả": "absent_unexcused",
    }


def test_columns_held_apart_by_spaces_are_a_roll() -> None:
    table = """STT   Họ và tên            Chức vụ            Có mặt   Vắng    Ghi chú
1     Lò Văn Inh           Bí thư Chi bộ        x
2     Cà Thị Muôn          Phó Chủ tịch UBND             x      bận họp huyện
3     Quàng Văn Hặc        Đảng viên            x               đến muộn"""
    assert statuses(table) == {"Lò Văn Inh": "present", "Cà Thị Muôn": "absent_excused", "Quàng Văn Hặc": "present"}


def test_a_label_and_what_it_says_between_bars_are_one_line() -> None:
    page = """| CHI BỘ TIỂU KHU 4 | SỔ BIÊN BẢN 2024 |
| Ngày, giờ | 15/4/2024, 8 giờ sáng |
| Địa điểm | Hội trường tiểu khu |
| Chủ trì | Lò Văn Inh, BT |
| Vắng | 1 (đ/c Tòng Thị Lả: KP) |"""
    found = parse_sheet(script(page), Lexicon())
    assert (found.branch.name, found.place, found.chair) == ("CHI BỘ TIỂU KHU 4", "Hội trường tiểu khu", "Lò Văn Inh")
    assert {p.name: str(p.status) for p in found.persons}["Tòng Thị Lả"] == "absent_unexcused"


def test_bars_between_labels_make_no_table() -> None:
    found = parse_sheet(script("CHI BỘ TỔ 9\nBIÊN BẢN\nNgày họp: 06-11-2023 | Giờ: 7h30 | Nơi họp: phòng khách tầng 2"))
    assert (str(found.held_on.value), found.place) == ("2023-11-06", "phòng khách tầng 2")


@given(st.lists(st.text("aÀ1| \tTT", max_size=30), max_size=12))
def test_every_paragraph_knows_where_it_stands(lines: list[str]) -> None:
    whole = script("STT\nHọ và tên\nChức vụ\n" + "\n".join(lines))
    for paragraph in paragraphs(whole):
        assert len(paragraph.offsets) == len(paragraph.text) + 1
        assert list(paragraph.offsets) == sorted(paragraph.offsets)


def test_a_line_that_ends_with_a_word_of_asking_goes_on() -> None:
    text = "Đại biểu: đ/c Lò Thị Mai - Trưởng ban xã: xin\n(dự họp ở tỉnh) phép vắng"
    assert [p.text for p in paragraphs(script(text))] == [text.replace("\n", " ")]
