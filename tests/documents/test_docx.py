from __future__ import annotations

import io
import zipfile

import pytest
from papers import docx, numbered, p, r, table

from documents import read
from documents.docx_numbering import spoken
from documents.errors import FileFault, Refusal
from documents.limits import Limits
from documents.model import LineRole, MarkKind
from vntext import legacy
from vntext.legacy import Encoding

NUMBERING = """
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def lines(data: bytes) -> list[str]:
    return [line.text for line in read.read_bytes(data).pages[0].lines]


def test_numbering_as_word_prints_it() -> None:
    body = "".join(
        [
            numbered("Phạm vi"),
            numbered("Trong tỉnh", level=1),
            numbered("Ở xã", level=2),
            numbered("Ở phường", level=2),
            numbered("Ngoài tỉnh", level=1),
            numbered("Đối tượng"),
            numbered("Cấp tỉnh", level=1),
            numbered("Phần sau", number=2),
            numbered("Phần cuối", number=2),
        ]
    )
    assert lines(docx(body, numbering=NUMBERING)) == [
        "Điều 1. Phạm vi",
        "1.1. Trong tỉnh",
        "a) Ở xã",
        "b) Ở phường",
        "1.2. Ngoài tỉnh",
        "Điều 2. Đối tượng",
        "2.1. Cấp tỉnh",
        "Điều 5. Phần sau",
        "Điều 6. Phần cuối",
    ]


@pytest.mark.parametrize(
    ("count", "form", "label"),
    [
        (4, "lowerRoman", "iv"),
        (9, "upperRoman", "IX"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (2, "none", ""),
    ],
)
def test_number_formats(count: int, form: str, label: str) -> None:
    assert spoken(count, form) == label


def test_tracked_changes_give_the_final_text_and_a_mark() -> None:
    body = "<w:p>" + r("Định kỳ ") + f'<w:ins w:id="1">{r("hằng quý")}</w:ins>'
    body += '<w:del w:id="2"><w:r><w:delText>hằng năm</w:delText></w:r></w:del></w:p>' + p("Câu sau.")
    document = read.read_bytes(docx(body))
    assert document.text == "Định kỳ hằng quý\nCâu sau."
    mark = document.pages[0].marks[0]
    assert mark.kind is MarkKind.TRACKED_CHANGE
    assert document.pages[0].text[mark.start : mark.end] == "Định kỳ hằng quý"
    assert any("tracked changes" in w for w in document.warnings)


def test_tables_are_rows_and_layout_tables_are_columns() -> None:
    head = table([["TỈNH ỦY/nSố: 1-QĐ/TU", "ĐẢNG CỘNG SẢN VIỆT NAM/nngày 1 tháng 2 năm 2023"]], borders=False)
    listed = table([["STT", "Họ và tên"], ["1", "Lê Văn An"], ["2", "Võ/nTrí"]])
    document = read.read_bytes(docx(head + p("Danh sách") + listed + p("Hết")))
    page = document.pages[0]
    assert [line.text for line in page.lines] == [
        "TỈNH ỦY",
        "Số: 1-QĐ/TU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "ngày 1 tháng 2 năm 2023",
        "Danh sách",
        "STT | Họ và tên",
        "1 | Lê Văn An",
        "2 | Võ Trí",
        "Hết",
    ]
    assert (page.tables[0].first_line, page.tables[0].last_line) == (5, 8)
    assert page.lines[6].cell == (0, 1, 0)
    assert [w.text for w in page.lines[6].words] == ["1", "Lê", "Văn", "An"]


def test_legacy_fonts_run_by_run() -> None:
    small = legacy.encode("ảng bộ xã", Encoding.TCVN3)
    body = "<w:p>" + r("®", '<w:rFonts w:ascii=".VnTimeH"/>') + r(small, '<w:rFonts w:ascii=".VnTime"/>') + "</w:p>"
    body += (
        "<w:p>"
        + r("boä ", '<w:rFonts w:ascii="VNI-Times"/>')
        + r("đã gõ Unicode", '<w:rFonts w:ascii="VNI-Times"/>')
        + "</w:p>"
    )
    document = read.read_bytes(docx(body))
    assert document.text.startswith("Đảng bộ xã")
    assert document.problems[0].code == "legacy_tcvn3"


def test_a_legacy_font_given_by_the_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>'
    )
    assert lines(docx(p(legacy.encode("chi bộ", Encoding.TCVN3)), styles=styles)) == ["chi bộ"]


def test_fields_show_their_result() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@ x</w:instrText></w:r>'
    field += (
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("3/9/2023")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(docx(f"<w:p>{r('Ngày ')}{field}{r(' họp')}</w:p>")) == ["Ngày 3/9/2023 họp"]


def test_footnotes_and_hidden_text() -> None:
    body = "<w:p>" + r("Quy định") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("ẩn", "<w:vanish/>") + "</w:p>"
    notes = f'<w:footnote w:id="2">{p("Ghi chú dưới trang")}</w:footnote>'
    page = read.read_bytes(docx(body, footnotes=notes)).pages[0]
    assert [(line.text, line.role) for line in page.lines] == [
        ("Quy định", LineRole.BODY),
        ("Ghi chú dưới trang", LineRole.FOOTNOTE),
    ]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('Trong khung')}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = (
        f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert lines(docx(f"<w:p>{r('Ngoài')}<w:r>{both}</w:r></w:p>")) == ["Ngoài", "Trong khung"]


def test_entities_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>')
    with pytest.raises(Refusal) as caught:
        read.read_bytes(out.getvalue())
    assert caught.value.code is FileFault.CORRUPT


def test_a_part_that_unpacks_too_far_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        read.read_bytes(docx(p("a" * 100_000)), Limits(xml_bytes=50_000))
    assert caught.value.code is FileFault.TOO_LARGE
