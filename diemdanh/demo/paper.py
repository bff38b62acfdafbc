"""Puts a paper on pages: PDF with text, DOCX, and the picture of a scan (image-only PDF)."""

from __future__ import annotations

import io
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from diemdanh.demo.texts import Paper
from diemdanh.failures import Complaint

_FOLDERS = (
    Path(os.environ.get("DIEMDANH_FONTS", "/nonexistent")),
    Path(sys.prefix) / "share" / "fonts",
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/liberation"),
)


@lru_cache(maxsize=1)
def fonts() -> tuple[str, str]:
    """Registers and names the regular and bold face; both have the Vietnamese letters."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for face in ("Regular", "Bold"):
        file = next(
            (f / f"LiberationSerif-{face}.ttf" for f in _FOLDERS if (f / f"LiberationSerif-{face}.ttf").exists()), None
        )
        if file is None:
            raise Complaint("needs_program", "PDF", "fonts-liberation2")
        pdfmetrics.registerFont(TTFont(f"Demo{face}", str(file)))
    return "DemoRegular", "DemoBold"


def as_pdf(paper: Paper) -> bytes:
    """A4 with a text layer."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    out = io.BytesIO()
    sheet = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=30 * mm, rightMargin=15 * mm, topMargin=20 * mm, bottomMargin=20 * mm, invariant=1
    )
    sheet.build(_story(paper))
    return out.getvalue()


def as_docx(paper: Paper) -> bytes:
    """The same words in a Word file; head and foot stand in borderless tables, as offices do it."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    _docx_columns(document, paper.head)
    for line in paper.title:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in paper.body:
        document.add_paragraph(line)
    _docx_columns(document, paper.foot)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_scan(paper: Paper, seed: int, dpi: int = 200) -> bytes:
    """Printed, put a little askew on the glass and scanned in grey: a PDF that holds pictures only."""
    import pypdfium2

    noise = np.random.default_rng(seed)
    pdf = pypdfium2.PdfDocument(as_pdf(paper))
    pages = [_scanned(page.render(scale=dpi / 72).to_pil().convert("L"), noise) for page in pdf]
    pdf.close()
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:], quality=70)
    return out.getvalue()


def _scanned(page: Image.Image, noise: np.random.Generator) -> Image.Image:
    askew = page.rotate(float(noise.uniform(-0.8, 0.8)), resample=Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(askew, dtype=np.float32) * 0.92 + 14 + noise.normal(0, 5, (askew.height, askew.width))
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8), "L")


def _story(paper: Paper) -> list[Any]:
    from reportlab.platypus import Spacer

    body = [_paragraph(line) for line in paper.body]
    rolls = [_ruled(paper.table)] if paper.table else []
    at = next((i for i, line in enumerate(paper.body) if line == "NỘI DUNG"), len(body))
    titles = [_paragraph(line, bold=i == 0, centred=True) for i, line in enumerate(paper.title)]
    return [
        _columns(paper.head), Spacer(1, 10), *titles, Spacer(1, 8),
        *body[:at], *rolls, *body[at:], Spacer(1, 12), _columns(paper.foot),
    ]  # fmt: skip


def _paragraph(text: str, bold: bool = False, centred: bool = False) -> Any:
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "demo", fontName=fonts()[bold], fontSize=13, leading=18, alignment=1 if centred else 0, spaceAfter=3
    )
    return Paragraph(escape(text), style)


def _columns(columns: tuple[tuple[str, ...], tuple[str, ...]]) -> Any:
    from reportlab.platypus import Table

    cells = [[_paragraph(line, bold=i == 0, centred=True) for i, line in enumerate(column)] for column in columns]
    return Table([cells], colWidths=[215, 250], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _ruled(rows: tuple[tuple[str, ...], ...]) -> Any:
    from reportlab.platypus import Table

    cells = [[_paragraph(cell) for cell in row] for row in rows]
    return Table(cells, colWidths=[30, 115, 140, 42, 42, 96], style=[("GRID", (0, 0), (-1, -1), 0.7, (0, 0, 0))])


def _docx_columns(document: Any, columns: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
