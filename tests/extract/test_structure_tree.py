"""The tree of a directive: stable paths, every paragraph in one provision, any text yields a tree."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from documents.model import Document, Line, LineRole, Origin, Page
from extract.paragraphs import view_of
from extract.structure import Provision, outline


def document(text: str) -> Document:
    """A document of plain lines; a form feed begins a page."""
    pages = tuple(
        Page(number, None, tuple(Line(line) for line in part.split("\n")), Origin.TXT)
        for number, part in enumerate(text.split("\f"), 1)
    )
    return Document(str(hash(text)), "text/plain", pages, "test")


def tree(text: str) -> Provision:
    return outline(view_of(document(text)))


def paths(text: str) -> list[str]:
    return [p.path for p in tree(text).walk() if p.path]


def test_articles_clauses_points_and_dashes() -> None:
    text = "Chương I\nQUY ĐỊNH CHUNG\nĐiều 3. Số lần dự\n1. Mức chung:\na) Tỉnh ủy viên;\nb) Huyện ủy viên:\n- ở xã.\n2. Mức riêng."
    assert paths(text) == [
        "Chương I",
        "Điều 3",
        "Điều 3 khoản 1",
        "Điều 3 khoản 1 điểm a",
        "Điều 3 khoản 1 điểm b",
        "Điều 3 khoản 1 điểm b gạch 1",
        "Điều 3 khoản 2",
    ]


def test_a_plan_of_roman_and_arabic_numbers() -> None:
    assert paths("I- MỤC ĐÍCH\n1. Nắm tình hình.\nII- NỘI DUNG\n1.1. Mức dự.\n2. Thời gian.") == [
        "Mục I",
        "Mục I mục 1",
        "Mục II",
        "Mục II 1.1",
        "Mục II mục 2",
    ]


def test_a_heading_in_capitals_belongs_to_its_chapter() -> None:
    first = next(p for p in tree("Phần II\nNHIỆM VỤ\n1. Dự họp.").walk() if p.path == "Phần II")
    assert first.heading == "NHIỆM VỤ"


def test_lines_broken_by_the_page_are_one_paragraph() -> None:
    text = (
        "1. Từ tháng 4 đến hết tháng 12 năm 2026, mỗi đồng chí Tỉnh ủy viên dự ít nhất hai lần\n"
        "với chi bộ ở xã được phân công; từ năm 2027, mỗi năm dự ít nhất ba lần và báo cáo của\n"
        "Ban Tổ chức Tỉnh ủy ghi rõ số buổi mà từng đồng chí đã dự trong kỳ của năm báo cáo ấy.\n"
        "2. Văn phòng Tỉnh ủy theo dõi.\n"
    )
    view = view_of(document(text))
    assert [view.text[p.start : p.end][:12] for p in view.paragraphs] == ["1. Từ tháng ", "2. Văn phòng"]


def test_a_page_number_between_two_lines_is_no_text() -> None:
    text = "1. Các đồng chí Tỉnh ủy viên dự sinh hoạt với chi bộ\n2\n\fở khu dân cư ít nhất hai lần một năm."
    view = view_of(document(text))
    assert "2" not in view.text
    assert len(view.paragraphs) == 1


def test_running_heads_are_left_out() -> None:
    page = Page(1, None, (Line("Quy định 32", role=LineRole.HEADER), Line("Điều 1. Mức dự.")), Origin.TEXT_LAYER)
    view = view_of(Document("h", "application/pdf", (page,), "test"))
    assert [view.text[p.start : p.end] for p in view.paragraphs] == ["Điều 1. Mức dự."]


@given(st.text(alphabet=st.sampled_from('Điều 1.aI-)+\n\f;: khoảnPhần"“”'), max_size=200))
def test_any_text_yields_a_tree(text: str) -> None:
    view = view_of(document(text))
    root = outline(view)
    seen = [p for provision in root.walk() for p in provision.body]
    assert len({(p.start, p.end) for p in seen}) == len(seen)
    for paragraph in seen:
        assert 0 <= paragraph.start < paragraph.end <= len(view.text)


@given(st.text(max_size=300))
def test_any_unicode_yields_paragraphs(text: str) -> None:
    clean = "".join(c for c in text if c not in "\r\u2028\u2029\x85\x0b\x1c\x1d\x1e")
    view = view_of(document(clean))
    for paragraph in view.paragraphs:
        assert view.text[paragraph.start : paragraph.end].strip()


def test_paragraphs_typed_line_by_line_are_joined_where_a_sentence_plainly_goes_on() -> None:
    lines = (
        "1. Mỗi đồng chí Tỉnh ủy viên dự ít nhất hai lần",
        "với chi bộ ở xã.",
        "2. Văn phòng theo dõi",
        "Ban Tổ chức",
    )
    page = Page(1, None, tuple(Line(line, starts_paragraph=True) for line in lines), Origin.DOCX)
    view = view_of(Document("d", "docx", (page,), "test"))
    assert [view.text[p.start : p.end].split()[-1] for p in view.paragraphs] == ["xã.", "dõi", "chức"]
