"""XLSX: a sheet for each table, typed cells, filters, frozen headings, and a chart of the statuses on the first sheet.

No text from data becomes a formula or a link: the workbook is told so, and cells are written by their kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from compliance.figure import Status
from compliance.reports.annexes import all_tables
from compliance.reports.report import Report
from compliance.reports.tables import Cell, CellKind, Table
from compliance.said_periods import period_in_words
from compliance.wording import Wording, sign

_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
#: Excel's longest cell.
LONGEST = 32767
#: One colour a status, told apart by their lightness too; the sign and the word stand beside each.
COLOURS = {
    Status.MET: "#1B6E3C",
    Status.SHORT: "#9E1B1B",
    Status.UNKNOWN: "#C98A00",
    Status.REVIEW: "#7A5AA6",
    Status.PENDING: "#3B6FB5",
    Status.PARTIAL: "#8C8C8C",
    Status.NOT_REQUIRED: "#B9B9B9",
    Status.EXEMPT: "#D5D5D5",
}


def workbook(report: Report) -> bytes:
    """The whole report as one XLSX file."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, _SAFE)
    # The time of making would be the only thing in the file that differs when it is made again.
    book.set_properties({"title": _title(report), "created": _noon(report.as_of)})
    formats = _Formats(book)
    for place, each in enumerate(all_tables(report)):
        sheet = book.add_worksheet(each.sheet)
        _write(sheet, each, formats, _title(report))
        if place == 0:
            _chart(book, sheet, report, len(each.rows), formats)
    book.close()
    return buffer.getvalue()


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - the format has no time zone


def _title(report: Report) -> str:
    return Wording(report.language).say("page", "title", period=period_in_words(report.request, report.language))


class _Formats:
    """The looks of cells, made once a workbook."""

    def __init__(self, book: Any) -> None:
        base = {
            "valign": "top",
            "border": 1,
            "border_color": "#BFBFBF",
            "font_name": "Times New Roman",
            "font_size": 11,
        }
        wrapped = {**base, "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 14, "font_name": "Times New Roman"})
        self.heading = book.add_format({**wrapped, "bold": True, "bg_color": "#E7E6E6", "align": "center"})
        self._kinds = {
            CellKind.TEXT: book.add_format(wrapped),
            CellKind.COUNT: book.add_format({**base, "num_format": "0", "align": "right"}),
            CellKind.SHARE: book.add_format({**base, "num_format": "0.0", "align": "right"}),
            CellKind.DAY: book.add_format({**base, "num_format": "dd/mm/yyyy", "align": "center"}),
        }

    def of(self, kind: CellKind) -> Any:
        return self._kinds[kind]


#: Points of one line of text, and of the tallest row that a spreadsheet can show.
_LINE, _TALLEST = 15.0, 409.0
#: Row 0 is the caption, row 1 the period, row 2 the headings.
_HEADINGS = 2


def _write(sheet: Any, table: Table, formats: _Formats, title: str) -> None:
    sheet.write_string(0, 0, table.caption, formats.title)
    sheet.write_string(1, 0, title)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(_HEADINGS, place, column.heading, formats.heading)
    sheet.set_row(_HEADINGS, _height([column.heading for column in table.columns], table, bold=True))
    for number, row in enumerate(table.rows, _HEADINGS + 1):
        sheet.set_row(number, _height(row, table))
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _cell(sheet, number, place, cell, formats.of(column.kind))
    last = max(_HEADINGS + 1, _HEADINGS + len(table.rows))
    sheet.autofilter(_HEADINGS, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(_HEADINGS + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADINGS)


def _height(row: Sequence[Cell], table: Table, *, bold: bool = False) -> float:
    """Points for the row's longest text, wrapped at its column's width: not every program fits rows by itself."""
    room = 0.85 if bold else 1.0
    lines = (
        ceil(len(cell) / (column.width * room))
        for cell, column in zip(row, table.columns, strict=True)
        if isinstance(cell, str)
    )
    return min(_TALLEST, _LINE * max(1, *lines, 1))


def _cell(sheet: Any, row: int, place: int, cell: Cell, look: Any) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, place, None, look)
    elif isinstance(cell, str):
        sheet.write_string(row, place, cell[:LONGEST], look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, _noon(cell).replace(hour=0), look)
    else:
        sheet.write_number(row, place, cell, look)


def _chart(book: Any, sheet: Any, report: Report, rows: int, formats: _Formats) -> None:
    """A bar for each status that there is, with its number; its figures stand below, out of the filter's way."""
    words = Wording(report.language)
    counts = report.by_status()
    shown = [status for status in COLOURS if counts.get(status)]
    if not shown:
        return
    top = _HEADINGS + rows + 3
    sheet.write_string(top, 0, words.say("column", "status"), formats.heading)
    sheet.write_string(top, 1, words.say("column", "total"), formats.heading)
    for number, status in enumerate(shown, top + 1):
        sheet.write_string(number, 0, f"{sign(status)} {words.status(status)}", formats.of(CellKind.TEXT))
        sheet.write_number(number, 1, counts[status], formats.of(CellKind.COUNT))
    first, last = top + 1, top + len(shown)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": words.say("page", "by_status"),
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, 1, last, 1],
            "points": [{"fill": {"color": COLOURS[status]}} for status in shown],
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    chart.set_title({"name": words.say("page", "by_status"), "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "num_format": "0"})
    chart.set_size({"width": 620, "height": 60 + 42 * len(shown)})
    sheet.insert_chart(top, 3, chart)
