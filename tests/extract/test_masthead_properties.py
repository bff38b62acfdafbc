"""Any text gives a masthead and its papers: nothing raises, spans are true, spelling habits change nothing."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.model import Document, Line, Origin, Page
from extract.citations import find_citations
from extract.masthead import Masthead, read_masthead
from extract.numbers import find_numbers, parse_number
from extract.obligation import DocumentMention
from extract.relations import documents_of
from vntext.cleaning import cleaned

FOLDER = Path(__file__).parent / "cases"
CASES = tomllib.loads((FOLDER / "relations.toml").read_text(encoding="utf-8"))["case"]
TEXT = (
    "Quy định,số,32-QĐ/TU,ngày,19/5/2021,của,Ban Thường vụ,Tỉnh ủy,về việc,thay thế,bãi bỏ,T/M,BAN THƯỜNG VỤ,PHÓ BÍ THƯ,Nơi nhận:,\n,"
    "ĐẢNG CỘNG SẢN VIỆT NAM,TỈNH ỦY X,Số,ĐẾN,QUY ĐỊNH,Điều 1.,khoản 2,“,”,;,.,(,),-----,*,Căn cứ,30/2020/NĐ-CP,ban hành,Luật,Chỉ thị 17,và,Lê Văn A,"
    "PHỤ LỤC,kèm theo,hôm 22-3,V/v,Kính gửi,1.,a),tháng,năm,2020,…,/"
)
WORDS = tuple(TEXT.split(","))


def document(text: str) -> Document:
    pages = tuple(
        Page(n, None, tuple(map(Line, page.split("\n"))), Origin.TXT) for n, page in enumerate(text.split("\f"), 1)
    )
    return Document("0" * 64, "text/plain", pages, "test")


def read(text: str) -> tuple[Masthead, tuple[DocumentMention, ...]]:
    paper = document(text)
    masthead = read_masthead(paper)
    return masthead, documents_of(paper, masthead)


def check(text: str) -> None:
    masthead, mentions = read(text)
    assert 0 <= masthead.body_start <= masthead.body_end <= len(text)
    for _, low, high in masthead.spans:
        assert 0 <= low <= high <= len(text)
    for low, high in masthead.appendices:
        assert masthead.body_end <= low < high <= len(text)
    for mention in mentions:
        assert 0 <= mention.start <= mention.end <= len(text)
    for c in find_citations(text):
        assert 0 <= c.phrase_start <= c.start <= c.end <= c.phrase_end <= len(text)


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    check(cleaned(text).replace("\r", "\n"))


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_order_of_the_fields_words_is_read(words: list[str]) -> None:
    check(" ".join(words))


@given(st.integers(1, 99999), st.sampled_from(["QĐ", "QĐi", "KH", "CT", "KL", "HD", "CV", "TB", "TTr", "CTr"]))
def test_a_party_number_survives_its_spellings(serial: int, symbol: str) -> None:
    written = f"{serial}-{symbol}/TU"
    for spelt in (
        written,
        f"{serial} - {symbol}/TU",
        f"{serial}–{symbol}/ TU",
        f"{serial} {symbol}/TU",
        f"{serial} -\n{symbol}/TU",
    ):
        number = parse_number(f"Số {spelt}")
        assert number is not None
        assert number.text == written


@given(st.dates().map(lambda d: f"{d.day}/{d.month}/{d.year}"), st.integers(0, 99), st.integers(1, 99))
def test_dates_and_counts_are_no_numbers_of_papers(day: str, one: int, other: int) -> None:
    assert find_numbers(f"ngày {day}, có mặt {one}/{other} đồng chí, {one} lần/năm") == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
@pytest.mark.parametrize("habit", ["decomposed", "double spaces", "old tone marks"])
def test_spelling_habits_change_no_paper(case: dict[str, Any], habit: str) -> None:
    text = case["text"].strip("\n")
    if habit == "decomposed":
        other = cleaned(unicodedata.normalize("NFD", text))
    elif habit == "double spaces":
        other = text.replace(" ", "  ")
    else:
        other = text.replace("ủy", "uỷ").replace("Ủy", "Uỷ").replace("ỦY", "UỶ").replace("òa", "oà")
    keys = [(m.number, m.type, m.issued, m.role) for m in read(text)[1]]
    assert [(m.number, m.type, m.issued, m.role) for m in read(other)[1]] == keys


def test_a_long_dull_text_is_read_in_linear_time() -> None:
    for filler in ("\n", " ", "ĐẾN\n", "số ", "thay thế ", "T/M BAN THƯỜNG VỤ\n", "Luật "):
        check(filler * 4000)
