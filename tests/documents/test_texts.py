"""Plain text, web pages, marks and damage."""

from __future__ import annotations

import pytest

from documents import read
from documents.errors import FileFault, Refusal
from documents.limits import Limits
from documents.model import MarkKind, Origin
from vntext import legacy
from vntext.legacy import Encoding

BODY = "Điều 1. Các đồng chí ủy viên dự sinh hoạt chi bộ ít nhất hai lần trong năm."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings(encoding: str) -> None:
    assert read.read_bytes(BODY.encode(encoding)).text == BODY


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_legacy_bytes_by_content(encoding: Encoding) -> None:
    document = read.read_bytes(legacy.encode(BODY.lower(), encoding).encode("cp1252"))
    assert document.text == BODY.lower()
    assert str(encoding) in document.warnings[0]


def test_invisible_and_foreign_characters_are_mended() -> None:
    document = read.read_bytes("\ufeffsố 32-Q\u200bÐ/TU, nh\u01a3 sau\r\n\r\n\r\nhết".encode())
    assert document.text == "số 32-QĐ/TU, như sau\n\nhết"
    assert document.text_source is Origin.TXT and document.pages[0].size is None


def test_damage_is_mended_with_a_warning_and_words_keep_their_places() -> None:
    document = read.read_bytes("phờng Tân Phong\nđợc công nhận, trờng học".encode())
    assert document.text == "phường Tân Phong\nđược công nhận, trường học"
    assert document.problems[0].code == "damaged_lost_u_horn"


HTML = """<html><head><title>Báo</title><meta property="article:published_time" content="2023-11-27T08:00:00+07:00">
<script>document.write('ĐÃ CHẠY')</script><style>p{}</style></head><body><nav><a href=/>Trang chủ</a></nav>
<article><h1>Cùng dự sinh hoạt chi bộ</h1><p>%s</p><p>Quy định có hiệu lực kể từ ngày ký.</p></article>
<footer>Bản quyền</footer></body></html>"""


def test_the_article_of_a_web_page() -> None:
    document = read.read_bytes((HTML % (BODY * 3)).encode())
    assert BODY in document.text and "kể từ ngày ký" in document.text
    assert "CHẠY" not in document.text and "Trang chủ" not in document.text
    assert dict(document.outer_dates)["published"] == "2023-11-27"
    assert document.text_source is Origin.HTML


def test_a_web_page_nested_without_end_is_read_as_text() -> None:
    document = read.read_bytes(b"<div>" * 5000 + BODY.encode() + b"</div>" * 5000)
    assert document.text == BODY and document.warnings


def test_declared_charset_does_not_matter() -> None:
    assert read.read_bytes(f"<meta charset='iso-8859-1'><p>{BODY}</p>".encode()).text == BODY


@pytest.mark.parametrize("stamp", ["MẬT", "[ TỐI MẬT ]", "TUYỆT MẬT", "Độ mật: Tối mật"])
def test_a_state_secret_is_refused(stamp: str) -> None:
    data = f"TỈNH ỦY\n{stamp}\n{BODY}".encode()
    with pytest.raises(Refusal) as caught:
        read.read_bytes(data)
    assert caught.value.code is FileFault.SECRET
    kinds = {m.kind for m in read.read_bytes(data, Limits(refuse_secret=False)).pages[0].marks}
    assert kinds & {MarkKind.SECRET, MarkKind.TOP_SECRET, MarkKind.MOST_SECRET}


@pytest.mark.parametrize("text", ["Bảo vệ bí mật nhà nước", "mật", "Tài liệu mật phải được bảo quản", "MẬT ĐỘ DÂN CƯ"])
def test_the_word_in_a_sentence_is_no_stamp(text: str) -> None:
    assert read.read_bytes(f"{text}\n{BODY}".encode()).pages[0].marks == ()


def test_a_stamp_far_down_is_none() -> None:
    assert read.read_bytes(("\n".join([BODY] * 60) + "\nMẬT").encode()).text.endswith("MẬT")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DỰ THẢO", MarkKind.DRAFT),
        ("DỰ THẢO LẦN 2", MarkKind.DRAFT),
        ("Lưu hành nội bộ", MarkKind.INTERNAL),
        ("ĐẾN", MarkKind.INCOMING_STAMP),
        ("Ký bởi: Văn phòng Tỉnh ủy", MarkKind.DIGITAL_SIGNATURE),
    ],
)
def test_marks(text: str, kind: MarkKind) -> None:
    page = read.read_bytes(f"{text}\n{BODY}".encode()).pages[0]
    assert [(m.kind, page.text[m.start : m.end]) for m in page.marks] == [(kind, text)]


def test_no_text_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        read.read_bytes(b"\n \n")
    assert caught.value.code is FileFault.EMPTY


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0"])
def test_no_gap_is_wider_than_a_page(blank: str) -> None:
    page = read.read_bytes(f"Bí thư{blank * 9000}Thư ký\nhai{blank * 9}cột".encode()).pages[0]
    assert page.lines[0].text.split() == ["Bí", "thư", "Thư", "ký"]
    assert len(page.lines[0].text) < 300
    assert page.lines[1].text == f"hai{blank * 9}cột"
