"""CSV: the details of a report, for programs; UTF-8 with a byte-order mark, because spreadsheets ask for one."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

from compliance.reports.report import Report
from compliance.reports.tables import Cell, details

#: A cell that starts so would be taken for a formula by a spreadsheet that opens the file.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def plain_table(report: Report) -> bytes:
    """Rows end in CRLF; dates are ISO; text that a spreadsheet would compute gets an apostrophe in front."""
    table = details(report)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([column.heading for column in table.columns])
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_STARTS) and len(text) > 1 else text
