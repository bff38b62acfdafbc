"""DOCX: the report as a Party office sends it: two-column head, title, results, remarks, annexes, signature block.

The layout is that of Party documents (A4, margins 20, 20, 30 and 15 mm, Times New Roman; the head names the superior
body and the issuer, closed by an asterisk; `./.` ends the text; recipients at the left, signature at the right).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from compliance.figure import Status
from compliance.reports import annexes
from compliance.reports.paper_tables import fill
from compliance.reports.report import Report
from compliance.reports.tables import ORDER, Cell, CellKind, Column, Table, brief, summary, visits
from compliance.reports.topics import topic_of
from compliance.said_periods import period_in_words
from compliance.wording import Wording

FONT = "Times New Roman"
#: Rows that one annex prints; a paper with more is what the workbook is for.
LONGEST_ANNEX = 400
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def letter(report: Report) -> bytes:
    """The report as one DOCX file."""
    return _Letter(report).made()


class _Letter:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._words = Wording(report.language)
        self._head = report.letterhead
        self._period = period_in_words(report.request, report.language)
        self._paper = Document()

    def made(self) -> bytes:
        self._set_up()
        self._two_columns()
        self._title()
        self._results()
        self._remarks()
        self._proposals()
        annexes_ = self._annexes()
        self._list(annexes_)
        self._signature()
        for number, table in enumerate(annexes_, 1):
            self._annex(number, table)
        buffer = BytesIO()
        self._paper.save(buffer)
        return buffer.getvalue()

    # -- the page

    def _set_up(self) -> None:
        style = self._paper.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = Pt(6)
        section = self._paper.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        _margins(section)
        properties = self._paper.core_properties
        properties.title = f"{self._say('title')} {self._say('subject', period=self._period)}"
        properties.author = self._head.issuer
        made = datetime.combine(self._report.as_of, datetime.min.time(), UTC)
        properties.created = properties.modified = made

    def _say(self, key: str, **values: object) -> str:
        return self._words.say("letter", key, **values)

    def _line(self, text: str, align: Any = None, *, bold: bool = False, italic: bool = False, size: int = 14) -> Any:
        return _fill(self._paper.add_paragraph(), text, align, bold=bold, italic=italic, size=size)

    # -- head and title

    def _two_columns(self) -> None:
        table = self._paper.add_table(rows=1, cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        left, right = table.rows[0].cells
        head = self._head
        _stack(left, [(head.superior or "…", False), (head.issuer or "…", True), ("*", False)])
        _add(left, self._say("number", symbol=head.symbol or "…"))
        _stack(right, [(self._say("party"), True)])
        _rule_under(right.paragraphs[0])
        day = self._report.as_of
        _add(right, self._say("undated", place=head.place or "…", year=day.year), italic=True)

    def _title(self) -> None:
        self._line(self._say("title"), _CENTRE, bold=True, size=16)
        self._line(self._say("subject", period=self._period), _CENTRE, bold=True)
        self._line("-----", _CENTRE)
        documents = "; ".join(dict.fromkeys(self._words.document(rule.terms.document) for rule in self._report.rules))
        self._body(
            self._say(
                "opening",
                documents=documents or "…",
                issuer=self._head.office or self._head.issuer or "…",
                period=self._period,
                as_of=self._words.day(self._report.as_of),
            )
        )

    def _body(self, text: str) -> None:
        paragraph = self._line(text, WD_ALIGN_PARAGRAPH.JUSTIFY)
        paragraph.paragraph_format.first_line_indent = Mm(10)

    # -- text

    def _results(self) -> None:
        self._line(self._say("results"), bold=True)
        counts = self._report.by_status()
        parts = [self._count(status, counts[status]) for status in ORDER if counts.get(status)]
        total = len(self._report.lines)
        named = ", ".join(parts) or self._words.say("sentence", "nothing")
        self._body(self._say("overview", total=total, rules=len(self._report.totals()), parts=named))
        self._table(summary(self._report), Mm(165))

    def _count(self, status: Status, number: int) -> str:
        said = f"{number} {self._words.status(status).lower()}"
        if status is not Status.SHORT:
            return said
        return f"{said} ({self._say('of_which_open', count=self._report.unconfirmed)})"

    def _remarks(self) -> None:
        self._line(self._say("remarks"), bold=True)
        for item, value in annexes.notes(self._report).rows:
            self._bullet(f"{item}: {value}")

    def _proposals(self) -> None:
        self._line(self._say("proposals"), bold=True)
        topics = Counter(topic_of(each.text).name(self._report.language) for each in self._report.recommendations)
        if not topics:
            self._body(self._words.say("sentence", "nothing"))
        for topic, number in sorted(topics.items(), key=lambda item: (-item[1], item[0])):
            self._bullet(f"{topic}: {number}")

    def _bullet(self, text: str) -> None:
        paragraph = self._line(f"- {text}", WD_ALIGN_PARAGRAPH.JUSTIFY, size=13)
        paragraph.paragraph_format.left_indent = Mm(6)

    # -- annexes

    def _annexes(self) -> tuple[Table, ...]:
        makers = (
            brief,
            visits,
            annexes.registration,
            annexes.missing,
            annexes.waiting,
            annexes.recommendations,
            annexes.rules,
        )
        return tuple(make(self._report) for make in makers)

    def _list(self, tables: Sequence[Table]) -> None:
        self._line(self._say("annexes"), bold=True)
        for number, table in enumerate(tables, 1):
            self._bullet(f"{self._say('annex', number=number)}: {table.caption} ({len(table.rows)})")
        self._paper.paragraphs[-1].add_run("./.")
        for paragraph in self._paper.paragraphs[-3:]:
            paragraph.paragraph_format.keep_with_next = True  # no page holds a signature alone

    def _annex(self, number: int, table: Table) -> None:
        section = self._paper.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        _margins(section)
        self._line(self._say("annex", number=number), _CENTRE, bold=True)
        self._line(table.caption.upper(), _CENTRE, bold=True, size=13)
        self._line(self._say("annex_of", period=self._period), _CENTRE, italic=True, size=12)
        if table.rows:
            self._table(table, Mm(252))
        else:
            self._line(self._words.say("sentence", "nothing"), size=12)
        if len(table.rows) > LONGEST_ANNEX:
            self._line(self._words.say("sentence", "more_rows", count=len(table.rows) - LONGEST_ANNEX), size=12)

    def _table(self, table: Table, width: Any) -> None:
        made = self._paper.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        made.autofit = False
        widths = _shares(table.columns, width)
        for place, share in enumerate(widths):
            made.columns[place].width = share
        headings = [column.heading for column in table.columns]
        counts = [column.kind is not CellKind.TEXT for column in table.columns]
        rows = ([self._text(cell) for cell in row] for row in table.rows[:LONGEST_ANNEX])
        fill(made, headings, rows, widths, counts, _size(len(headings)))
        self._paper.add_paragraph()

    def _text(self, cell: Cell) -> str:
        if cell is None:
            return ""
        if isinstance(cell, float):
            return f"{cell:.1f}".replace(".", "," if self._report.language == "vi" else ".")
        return self._words.day(cell) if not isinstance(cell, (str, int)) else str(cell)

    # -- the end

    def _signature(self) -> None:
        table = self._paper.add_table(rows=1, cols=2)
        left, right = table.rows[0].cells
        _fill(left.paragraphs[0], self._say("recipients"), None, bold=True, italic=True, size=12)
        office = self._head.office or self._head.symbol or "…"
        for line in (*(f"- {name}," for name in self._head.recipients), self._say("file_copy", office=office)):
            _fill(left.add_paragraph(), line, None, size=11)
        lines = self._head.signing or ("…",)
        _stack(right, [(line, True) for line in lines])
        _add(right, self._say("signature"), italic=True)
        for _ in range(3):
            right.add_paragraph()
        _add(right, self._head.signer, bold=True)
        _keep_together(table.rows[0])


# -- small pieces of a page


def _margins(section: Any) -> None:
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)


def _fill(paragraph: Any, text: str, align: Any, *, bold: bool = False, italic: bool = False, size: int = 14) -> Any:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size, run.font.name = bold, italic, Pt(size), FONT
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _stack(cell: Any, lines: Iterable[tuple[str, bool]]) -> None:
    """Centred lines from the top of a cell; the second of each pair makes it bold."""
    for place, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        _fill(paragraph, text, _CENTRE, bold=bold)


def _add(cell: Any, text: str, *, bold: bool = False, italic: bool = False) -> None:
    _fill(cell.add_paragraph(), text, _CENTRE, bold=bold, italic=italic)


def _keep_together(row: Any) -> None:
    """The row on one page: a name alone on the next one is no signature."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _rule_under(paragraph: Any) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def _shares(columns: Sequence[Column], whole: Any) -> list[int]:
    """The page's width shared by the square root of the columns' characters: long texts wrap, dates do not."""
    roots = [max(5.4 if column.kind is CellKind.DAY else 2.2, column.width**0.5) for column in columns]
    return [int(whole * root / sum(roots)) for root in roots]


def _size(columns: int) -> int:
    return 8 if columns > 10 else 9 if columns > 8 else 10
