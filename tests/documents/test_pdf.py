from __future__ import annotations

import unicodedata

import pytest
from papers import image_pdf, pdf, printed

from documents import ocr, read
from documents.errors import FileFault, Refusal
from documents.limits import Limits
from documents.model import LineRole, Origin
from documents.ocr import Recorded, Seen

BODY = [
    (85, 200 + 20 * i, text)
    for i, text in enumerate(
        [
            "Điều 1. Các đồng chí ủy viên ban chấp hành đảng bộ tỉnh",
            "dự sinh hoạt với chi bộ khu dân cư ít nhất hai lần trong năm,",
            "báo cáo kết quả với ban thường vụ trước ngày ba mươi.",
        ]
    )
]


def lines(data: bytes) -> list[str]:
    return [line.text for page in read.read_bytes(data).pages for line in page.lines]


def test_text_layer_with_boxes() -> None:
    document = read.read_bytes(pdf([BODY]))
    page = document.pages[0]
    assert document.text_source is Origin.TEXT_LAYER
    assert [line.text for line in page.lines] == [text for _, _, text in BODY]
    word = page.lines[0].words[1]
    assert word.text == "1." and word.box is not None
    assert word.box.x0 == pytest.approx(85 + 5 * 6, abs=0.5) and word.box.top == pytest.approx(200, abs=4)
    assert page.lines[0].text[word.start : word.end] == "1."


def test_decomposed_layer_is_composed() -> None:
    decomposed = [(x, y, unicodedata.normalize("NFD", text)) for x, y, text in BODY]
    assert lines(pdf([decomposed]))[0] == BODY[0][2]


def test_letters_printed_twice_are_read_once() -> None:
    assert lines(pdf([[*BODY, *((x + 0.3, y, t) for x, y, t in BODY)]])) == [t for _, _, t in BODY]


HEAD = [
    (90, 60, "ĐẢNG BỘ XÃ TÂN PHÚ"),
    (320, 60, "ĐẢNG CỘNG SẢN VIỆT NAM"),
    (100, 80, "CHI BỘ ẤP NĂM"),
    (310, 86, "Tân Phú, ngày 3 tháng 9 năm 2023"),
    (140, 100, "*"),
    (250, 140, "BIÊN BẢN"),
]


def test_a_head_in_two_columns_is_read_as_columns() -> None:
    assert lines(pdf([[*HEAD, *BODY]]))[:6] == [
        "ĐẢNG BỘ XÃ TÂN PHÚ",
        "CHI BỘ ẤP NĂM",
        "*",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Tân Phú, ngày 3 tháng 9 năm 2023",
        "BIÊN BẢN",
    ]


def test_signatures_are_read_as_columns() -> None:
    foot = [
        (120, 400, "THƯ KÝ"),
        (380, 400, "CHỦ TRÌ"),
        (100, 480, "Trần Thị Bình"),
        (370, 480, "Lê Văn An"),
    ]
    assert lines(pdf([[*BODY, *foot]]))[3:] == ["THƯ KÝ", "Trần Thị Bình", "CHỦ TRÌ", "Lê Văn An"]


def test_aligned_names_and_posts_stay_together() -> None:
    listed = [(90, 300 + 20 * i, f"{i}. {name}") for i, name in enumerate(["Lê Văn An", "Trần Thị Bình", "Võ Trí"], 1)]
    posts = [(330, 300 + 20 * i, post) for i, post in enumerate(["Bí thư", "Phó bí thư", "Đảng viên"], 1)]
    assert lines(pdf([[*BODY, *listed, *posts]]))[3:] == [
        "1. Lê Văn An Bí thư",
        "2. Trần Thị Bình Phó bí thư",
        "3. Võ Trí Đảng viên",
    ]


def test_a_ruled_table_is_one_line_a_row() -> None:
    words = [(95, 305, "STT"), (160, 305, "Họ và tên"), (330, 305, "Có mặt")]
    words += [(95, 325, "1"), (160, 325, "Lê Văn An"), (330, 325, "v")]
    words += [(95, 345, "2"), (160, 345, "Võ Trí")]
    rules = [(90.0, y, 450.0, y) for y in (300.0, 320.0, 340.0, 360.0)]
    rules += [(x, 300.0, x, 360.0) for x in (90.0, 150.0, 320.0, 450.0)]
    page = read.read_bytes(pdf([[*BODY, *words]], rules)).pages[0]
    table = page.tables[0]
    assert [line.text for line in page.lines[table.first_line : table.last_line]] == [
        "STT | Họ và tên | Có mặt",
        "1 | Lê Văn An | v",
        "2 | Võ Trí | ",
    ]
    assert page.lines[table.first_line + 1].cell == (0, 1, 0)
    assert table.rows[1][1].text == "Lê Văn An" and table.rows[1][1].box is not None


def test_page_numbers_are_told_apart() -> None:
    pages = [[*BODY, (295, 30, str(n))] for n in range(1, 4)]
    document = read.read_bytes(pdf(pages))
    assert [line.text for page in document.pages for line in page.lines if line.role is LineRole.PAGE_NUMBER] == list(
        "123"
    )


def test_a_running_head_is_told_apart() -> None:
    pages = [[(85, 30, f"Công báo số {n}"), *BODY] for n in (11, 12, 13)]
    assert all(page.lines[0].role is LineRole.HEADER for page in read.read_bytes(pdf(pages)).pages)


RECORDED = tuple(
    Seen(w, 100.0 * i, 100, 100.0 * i + 90, 130, 0.95, 1) for i, w in enumerate(["Chi", "bộ", "khu", "phố", "Năm"])
)


def test_a_page_without_text_is_read_by_ocr() -> None:
    document = read.read_bytes(image_pdf(printed()), engine=Recorded([RECORDED]))
    page = document.pages[0]
    assert page.origin is Origin.OCR and page.lines[0].text == "Chi bộ khu phố Năm"
    assert page.confidence == pytest.approx(0.95) and not page.unreadable
    assert page.size == (500.0, 700.0)


def test_a_page_that_ocr_cannot_read_goes_to_people() -> None:
    unsure = tuple(Seen(w.text, w.x0, w.top, w.x1, w.bottom, 0.4, 1) for w in RECORDED)
    document = read.read_bytes(image_pdf(printed()), engine=Recorded([unsure]))
    assert document.pages[0].unreadable
    assert document.warnings == ("Pages that could not be read: 1.",)


def test_a_garbled_layer_is_not_believed() -> None:
    garbled = [(85, 100 + 18 * i, "xqzt wkrf jjbn dfgh qwrt zxcv bnmk") for i in range(8)]
    document = read.read_bytes(pdf([garbled]), engine=Recorded([RECORDED]))
    assert document.pages[0].origin is Origin.OCR
    assert document.problems[0].code == "broken_text_layer"


def test_without_a_model_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "model_folder", lambda: None)
    ocr.forget()
    with pytest.raises(Refusal) as caught:
        read.read_bytes(image_pdf(printed()))
    ocr.forget()
    assert caught.value.code is FileFault.NEEDS_PROGRAM and "tesseract-ocr-vie" in caught.value.detail


@pytest.mark.parametrize(
    ("limits", "data"), [(Limits(pages=1), pdf([BODY, BODY])), (Limits(pixels=1000), image_pdf(printed()))]
)
def test_too_large(limits: Limits, data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        read.read_bytes(data, limits, Recorded([RECORDED]))
    assert caught.value.code is FileFault.TOO_LARGE


def test_reading_twice_gives_the_same() -> None:
    data = pdf([[*HEAD, *BODY]])
    assert read.read_bytes(data) == read.read_bytes(data)


def test_boxes_of_a_turned_page_are_in_the_page_as_displayed() -> None:
    sideways = image_pdf(printed(), rotate=90)
    document = read.read_bytes(sideways, engine=Recorded([RECORDED]))
    box = document.pages[0].lines[0].box
    assert document.pages[0].size == (700.0, 500.0)
    assert box is not None and 0 <= box.x0 < box.x1 <= 700 and 0 <= box.top < box.bottom <= 500


def test_a_page_without_height_is_no_crash() -> None:
    flat = pdf([BODY]).replace(b"[0 0 595 842]", b"[0 0 595 000]")
    try:
        assert read.read_bytes(flat).pages
    except Refusal as refusal:
        assert refusal.code in (FileFault.NO_TEXT, FileFault.CORRUPT)
