"""Names: family, middle, given; what stands in front."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vntext
from vntext.names import PersonName, is_surname, parse_name, strip_title, surnames

DATA = Path(vntext.__file__).parent / "data"
TITLES: list[dict[str, Any]] = tomllib.loads((DATA / "titles.toml").read_text(encoding="utf-8"))["title"]


@pytest.mark.parametrize(
    "example", [one for record in TITLES for one in record["examples"]], ids=lambda one: one["text"]
)
def test_a_title_is_stripped(example: dict[str, str]) -> None:
    found = parse_name(example["text"])
    assert (found.title, found.full) == (example["title"], example["name"])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Nguyễn Văn Nam", ("Nguyễn", "Văn", "Nam")),
        ("Trần Thị Thu Hà", ("Trần", "Thị Thu", "Hà")),
        ("Mùa A Sơn", ("Mùa", "A", "Sơn")),
        ("H'Hen Niê", ("H'Hen", "", "Niê")),
        ("Lê Lợi", ("Lê", "", "Lợi")),
        ("Cường", ("", "", "Cường")),
        ("Đ/c Đại tá PGS.TS Vi Văn Long", ("Vi", "Văn", "Long")),
        ("đồng chí: Lò Văn Pâng,", ("Lò", "Văn", "Pâng")),
        ("Anh", ("", "", "Anh")),
        ("Ông Anh", ("", "", "Anh")),
        ("Bà Anh Thư", ("", "", "Thư")),
        ("Bác Hồ Văn Bác", ("Hồ", "Văn", "Bác")),
        ("", ("", "", "")),
        (" .,- ", ("", "", "")),
    ],
)
def test_the_parts_of_a_name(text: str, parts: tuple[str, str, str]) -> None:
    found = parse_name(text)
    assert (found.family, found.middle, found.given) == parts


@pytest.mark.parametrize("text", ["Ông Ích Khiêm", "Cô Văn Bình", "Chú Thị Lan", "Anh Đức", "Bà Huyện"])
def test_a_word_of_address_is_no_part_of_the_name(text: str) -> None:
    assert strip_title(text)[1] == text.split(" ", 1)[1]


def test_titles_are_taken_from_the_front_of_a_long_text() -> None:
    tail = "Lò Thị Mai nêu ý kiến; " * 200
    assert strip_title(f"  Đồng chí PGS.TS. {tail}") == ("Đồng chí PGS.TS.", tail)
    assert strip_title("đồng chí " * 200 + "Mai")[1].endswith("Mai")


def test_keys_fold_case_and_placement_and_keep_i_and_y_apart() -> None:
    assert parse_name("ĐINH VĂN HÒA").key() == parse_name("Đinh Văn Hoà").key()
    assert parse_name("Vi Thị Hoa").key() != parse_name("Vy Thị Hoa").key()
    assert parse_name("").key() == "" == PersonName("", "", "").full


def test_surnames() -> None:
    assert is_surname("NGUYỄN") and is_surname("Lò") and not is_surname("Tuấn")
    assert len(surnames()) > 100


@given(st.text(alphabet="NguyễnVănÁnhđ/c.: -'ÔngBàHĐ", max_size=30))
def test_any_text_is_parsed_and_parsing_a_name_again_changes_nothing(text: str) -> None:
    found = parse_name(text)
    again = parse_name(found.full)
    assert len(again.full) <= len(found.full)
    assert parse_name(unicodedata.normalize("NFD", text)).full == parse_name(unicodedata.normalize("NFC", text)).full
