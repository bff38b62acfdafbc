"""A minute book photographed page by page: boundaries, order, copies, missing pages."""

from __future__ import annotations

import pytest

from documents.model import Document, Line, Origin, Page, Word
from minutes.books import Book, books

FAMILIES = ("Vàng", "Giàng", "Sùng", "Hờ", "Lầu", "Thào", "Cứ", "Mùa", "Vừ", "Hạng", "Tráng", "Sính")
GIVEN = ("Páo", "Chớ", "Dơ", "Nhè", "Lở", "Say", "Mỷ", "Sò", "Kẻ", "Dợ", "Tủa", "Lềnh")


def who(meeting: int, number: int) -> str:
    return f"{FAMILIES[meeting]} A {GIVEN[(meeting + number) % 12]}"


def first_page(meeting: int) -> list[str]:
    return [
        "ĐẢNG BỘ XÃ LŨNG CÚ",
        "CHI BỘ BẢN SÉO LỦNG",
        "BIÊN BẢN",
        f"Sinh hoạt chi bộ tháng {meeting + 1}/2023",
        f"Thời gian: 19 giờ 30, ngày 03/{meeting + 1:02d}/2023",
        f"Chủ trì: Đồng chí {who(meeting, 0)} - Bí thư chi bộ.",
        f"Thư ký: Đồng chí {who(meeting, 1)} - Đảng viên.",
        f"Khách mời: Đồng chí {who(meeting, 2)}, Phó Bí thư Đảng ủy xã.",
        "II. NỘI DUNG",
        f"1. Trong tháng bản có {meeting + 3} hộ thoát nghèo, vận động {meeting + 20} triệu đồng.",
    ]


def middle_page(meeting: int) -> list[str]:
    return [
        "4. Thảo luận",
        f"- Đ/c {who(meeting, 3)}: đề nghị sửa {meeting + 2} đoạn đường vào bản.",
        f"- Đ/c {who(meeting, 4)}: cần lắp thêm {meeting + 5} bóng điện ở đầu bản.",
        f"- Đ/c {who(meeting, 2)}: chi bộ cần giữ nề nếp sinh hoạt, {meeting + 7} ý kiến đã ghi.",
        f"- Đồng chí {who(meeting, 0)} tiếp thu các ý kiến, giao đồng chí {who(meeting, 1)} theo dõi.",
    ]


def last_page(meeting: int) -> list[str]:
    return [
        "III. KẾT LUẬN",
        f"Đồng chí {who(meeting, 0)} kết luận, giao việc cho {meeting + 4} đảng viên; đồng chí {who(meeting, 1)} đọc lại.",
        f"Chi bộ thống nhất {meeting + 90}% nội dung nghị quyết tháng sau của bản.",
        "Cuộc họp kết thúc lúc 21 giờ 00 cùng ngày.",
        "THƯ KÝ",
        who(meeting, 1),
        "CHỦ TRÌ",
        who(meeting, 0),
    ]


def photographs(pages: list[list[str]]) -> list[tuple[str, Document]]:
    return [(f"so/trang {i}.jpg", photograph(page, i)) for i, page in enumerate(pages, 1)]


def photograph(lines: list[str], number: int) -> Document:
    page = Page(1, (595.0, 842.0), tuple(Line(text) for text in lines), Origin.OCR, confidence=0.95)
    return Document(f"{number:064x}", "image/jpeg", (page,), "test")


def chairs(found: tuple[Book, ...]) -> list[list[int]]:
    """Of each book, the numbers of its photographs in reading order."""
    return [[int(book.sources[leaf.document].file.split()[1][:-4]) for leaf in book.leaves] for book in found]


def book_of(months: int) -> list[list[str]]:
    """Three pages for each odd month, two for each even one."""
    pages: list[list[str]] = []
    for meeting in range(months):
        pages.append(first_page(meeting))
        if meeting % 2 == 0:
            pages.append(middle_page(meeting))
        pages.append(last_page(meeting))
    return pages


def test_twelve_meetings_in_thirty_photographs() -> None:
    found = books(photographs(book_of(12)))
    assert len(found) == 12
    assert [len(book.leaves) for book in found] == [3, 2] * 6
    assert all(not book.warnings for book in found)


def test_one_page_missing_one_twice_two_swapped() -> None:
    pages = book_of(12)
    del pages[4]  # the end of the second meeting
    pages.insert(6, pages[5])  # the first page of the third meeting, photographed again
    pages[11], pages[12] = pages[12], pages[11]  # the first two pages of the fifth
    found = books(photographs(pages))
    assert len(found) == 12
    assert found[1].warnings == ("missing_page",)
    assert "duplicate_page" in found[2].warnings
    assert sum(len(source.pages) for book in found for source in book.sources) == len(pages)


def test_an_end_before_its_beginning_goes_to_the_meeting_whose_people_it_names() -> None:
    pages = [first_page(0), last_page(0), last_page(1), first_page(1), first_page(2), last_page(2)]
    found = books(photographs(pages))
    assert chairs(found) == [[1, 2], [4, 3], [5, 6]]
    assert "page_moved" in found[1].warnings


def test_a_page_that_fits_nowhere_is_told_and_kept() -> None:
    stray = ["4. Thảo luận", *(f"- Đ/c {who(9, i)}: đề nghị quan tâm việc số {i} của bản." for i in range(6))]
    found = books(photographs([first_page(0), last_page(0), stray, first_page(1), last_page(1)]))
    assert [book.warnings for book in found] == [(), ("unplaced_page",), ()]


def test_photographs_are_taken_in_natural_order_and_only_together_unless_separate() -> None:
    pages = photographs([first_page(0), *[middle_page(0)] * 0, last_page(0)])
    shuffled = [(name.replace("trang 1", "trang 10").replace("trang 2", "trang 9"), d) for name, d in pages]
    assert len(books(pages)) == 1
    assert len(books(pages, separate=True)) == 2
    assert chairs(books([shuffled[1], shuffled[0]]))[0] == [10, 9]


@pytest.mark.parametrize("months", [1, 2, 5])
def test_a_year_of_minutes_in_one_file(months: int) -> None:
    lines = [
        Line(text) for meeting in range(months) for page in (first_page(meeting), last_page(meeting)) for text in page
    ]
    document = Document("0" * 64, "text/plain", (Page(1, None, tuple(lines), Origin.TXT),), "test")
    found = books([("nam.txt", document)])
    assert len(found) == months
    assert sum((leaf.last or len(lines)) - leaf.first for book in found for leaf in book.leaves) == len(lines)


def test_an_unreadable_photograph_stays_with_its_meeting_and_is_listed() -> None:
    blur = Document("f" * 64, "image/jpeg", (Page(1, None, (), Origin.OCR, unreadable=True),), "test")
    named = photographs([first_page(0), last_page(0)])
    found = books([named[0], ("so/trang 1b.jpg", blur), named[1]])
    assert len(found) == 1
    assert len(found[0].unreadable) == 1


def test_a_page_of_uncertain_words_is_listed() -> None:
    words = tuple(Word(f"chữ{i}", 0, 4, None, 0.5) for i in range(40))
    page = Page(1, None, (Line("chữ " * 40, None, words, 0.5),), Origin.OCR, confidence=0.6)
    found = books([("a.pdf", Document("a" * 64, "application/pdf", (page,), "test"))])
    assert found[0].unreadable == ((0, 1),)
