"""One report in the format asked for."""

from __future__ import annotations

from enum import StrEnum

from compliance.due import Due
from compliance.reports.report import Report


class ReportFormat(StrEnum):
    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    ICS = "ics"
    CSV = "csv"


MEDIA_TYPES = {
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ReportFormat.HTML: "text/html; charset=utf-8",
    ReportFormat.ICS: "text/calendar; charset=utf-8",
    ReportFormat.CSV: "text/csv; charset=utf-8",
}


def render(report: Report, form: ReportFormat, owed: tuple[Due, ...] = ()) -> bytes:
    """The file's bytes. `owed` is what an ICS file shows; the libraries of a format are loaded when it is asked for."""
    match form:
        case ReportFormat.XLSX:
            from compliance.reports.workbook import workbook

            return workbook(report)
        case ReportFormat.DOCX:
            from compliance.reports.letter import letter

            return letter(report)
        case ReportFormat.HTML:
            from compliance.reports.page import page

            return page(report).encode("utf-8")
        case ReportFormat.ICS:
            from compliance.reports.invitations import invitations

            return invitations(report, owed)
        case ReportFormat.CSV:
            from compliance.reports.plain_table import plain_table

            return plain_table(report)
