"""Tables of a DOCX file, written as XML: a cell at a time through python-docx a report of a province takes minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

#: Letters that XML 1.0 cannot hold; minutes read by machine may bring one.
_UNWRITABLE = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
#: A paper's unit of width (EMU) in one twentieth of a point, in which cells are measured.
_EMU_IN_TWIP = 635


def fill(
    table: Any,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    centred: Sequence[bool],
    size: int,
) -> None:
    """Appends a heading row, repeated on each page, and the rows to an empty table. Points and EMU."""
    head = _row(headings, widths, [True] * len(headings), size, heading=True)
    body = "".join(_row(row, widths, centred, size) for row in rows)
    made = parse_xml(f"<w:tbl {nsdecls('w')}>{head}{body}</w:tbl>")
    for row in list(made):
        table._tbl.append(row)


def _row(
    texts: Sequence[str], widths: Sequence[int], centred: Sequence[bool], size: int, *, heading: bool = False
) -> str:
    properties = '<w:cantSplit w:val="true"/>' + ('<w:tblHeader w:val="true"/>' if heading else "")
    cells = (
        _cell(text, width // _EMU_IN_TWIP, middle, size, heading)
        for text, width, middle in zip(texts, widths, centred, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, centred: bool, size: int, bold: bool) -> str:
    look = f'{"<w:b/>" if bold else ""}<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>'
    place = '<w:jc w:val="center"/>' if centred else ""
    said = escape(text.translate(_UNWRITABLE))
    spaced = '<w:spacing w:before="20" w:after="40"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{spaced}{place}</w:pPr>'
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r></w:p></w:tc>'
    )
