"""Small files made on the spot: PDFs with a text layer, DOCX packages, page images. No outside font is needed."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

import cv2
import numpy as np

PAGE = (595, 842)
Placed = tuple[float, float, str]


def pdf(
    pages: Sequence[Iterable[Placed]], rules: Iterable[tuple[float, float, float, float]] = (), size: int = 12
) -> bytes:
    """Text at (x, top) on A4 pages, every letter half an em wide; `rules` are lines on the first page."""
    letters = sorted({c for page in pages for _, _, text in page for c in text})
    code = {c: i + 1 for i, c in enumerate(letters)}
    marks = " ".join(f"{code[c]} [0]" for c in letters if unicodedata.combining(c))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    to_unicode = "".join(f"<{code[c]:04x}> <{c.encode('utf-16-be').hex()}>\n" for c in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{to_unicode}endbfchar endcmap end"
    )
    objects.append(_stream(cmap))
    objects.append(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        f"/Supplement 0 >> /FontDescriptor 5 0 R /DW 500 /W [{marks}] >>"
    )
    objects.append(
        "<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -200 600 800] /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    objects.append(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 3 0 R >>"
    )
    kids = []
    for number, page in enumerate(pages):
        drawn = [
            f"BT /F1 {size} Tf 1 0 0 1 {x} {PAGE[1] - y - size * 0.8} Tm <{_codes(t, code)}> Tj ET" for x, y, t in page
        ]
        if number == 0:
            drawn += [f"0.6 w {a} {PAGE[1] - b} m {c} {PAGE[1] - d} l S" for a, b, c, d in rules]
        objects.append(_stream("\n".join(drawn)))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 6 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return _assembled(objects)


def _codes(text: str, code: dict[str, int]) -> str:
    return "".join(f"{code[c]:04x}" for c in text)


def _stream(text: str) -> str:
    return f"<< /Length {len(text.encode('latin-1'))} >>\nstream\n{text}\nendstream"


def _assembled(objects: Sequence[str]) -> bytes:
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.5\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def image_pdf(pixels: np.ndarray, rotate: int = 0) -> bytes:
    """One page that a JPEG covers."""
    jpeg = cv2.imencode(".jpg", pixels)[1].tobytes()
    height, width = pixels.shape[:2]
    body = f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
    body += (
        f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(jpeg)} >>\nstream\n{jpeg.decode('latin-1')}\nendstream"
    )
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width / 2} {height / 2}] /Contents 4 0 R /Rotate {rotate} "
    page += "/Resources << /XObject << /I 5 0 R >> >> >>"
    draw = _stream(f"q {width / 2} 0 0 {height / 2} 0 0 cm /I Do Q")
    tree = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return _assembled(["<< /Type /Catalog /Pages 2 0 R >>", tree, page, draw, body])


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    """A DOCX whose body is WordprocessingML; `parts` are further parts by stem (`styles`, `numbering`, `footnotes`)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for stem, inner in parts.items():
            package.writestr(f"word/{stem}.xml", f"<w:{stem} {W}>{inner}</w:{stem}>")
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def numbered(text: str, number: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(rows: Sequence[Sequence[str]], borders: bool = True) -> str:
    drawn = "".join(f'<w:{s} w:val="single"/>' for s in ("top", "bottom", "insideH", "insideV")) if borders else ""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{''.join(p(t) for t in cell.split('/n'))}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr><w:tblBorders>{drawn}</w:tblBorders></w:tblPr>{cells}</w:tbl>"


def printed(lines: int = 24, width: int = 1000, height: int = 1400) -> np.ndarray:
    """A grey page with lines of something like print."""
    page = np.full((height, width), 255, np.uint8)
    for i in range(lines):
        words = ["Chi", "bo", "khu", "pho", "ba", "sinh", "hoat", "dinh", "ky", "thang", "chin"]
        text = " ".join(words[(i * 3) % 7 :] + words[: (i * 5) % 4])
        cv2.putText(page, text, (80, 100 + 45 * i), cv2.FONT_HERSHEY_COMPLEX, 1.0, 0, 2)
    return page
