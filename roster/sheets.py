"""Tables that people bring, as rows of text: CSV, XLSX, or a table of a document. Only cells' types are read."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from documents.errors import FileFault, Refusal
from documents.model import Table

_ROWS = 200_000
_BYTES = 100 << 20
#: what stands in a cell that holds a formula: it is told as a problem, never evaluated
FORMULA = "\u0000formula"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows`: (row number as people see it, cells); blank rows are left out. The header is one of the first rows.

    `of_document`: a table of a paper, where cells are merged and headings stand between the rows.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    name: str = ""
    of_document: bool = False
    #: rows that OCR read, and tables of the paper that were left out: (page, rows)
    scanned: bool = False
    left_out: tuple[tuple[int, int], ...] = ()
    #: a workbook's worksheet: its title, and the other ones that people see
    title: str = ""
    others: tuple[Sheet, ...] = ()


def read_table(path: Path) -> Sheet:
    """The table of a CSV file, or the worksheets of an XLSX. Raises documents.errors.Refusal (missing, corrupt, …)."""
    try:
        if path.stat().st_size > _BYTES:
            raise Refusal(FileFault.TOO_LARGE, "a table of more than 100 MiB")
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise Refusal(FileFault.MISSING, "no such file") from error
    return sheet_of_bytes(data, path.name)


def sheet_of_bytes(data: bytes, name: str = "") -> Sheet:
    """As `read_table`, from bytes (an upload)."""
    if data[:4] == b"PK\x03\x04":
        first, *others = _worksheets(data, name)
        return replace(first, others=tuple(others))
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise Refusal(FileFault.UNSUPPORTED, "an old or encrypted Excel file: save it as XLSX without a password")
    return Sheet(tuple(_csv_rows(data)), name)


def table_rows(*tables: Table, name: str = "") -> Sheet:
    """A table of a read document, with the tables that continue it; rows are counted through."""
    rows = ((cell.text for cell in row) for table in tables for row in table.rows)
    return Sheet(tuple(_numbered(rows)), name, of_document=True)


def _csv_rows(data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(FileFault.CORRUPT, "the CSV is not UTF-8") from error
    if "\x00" in text:
        raise Refusal(FileFault.UNSUPPORTED, "no CSV text")
    try:
        yield from _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Refusal(FileFault.CORRUPT, "a broken CSV") from error


def _delimiter(text: str) -> str:
    """The sign that the first lines have most of: a Vietnamese Excel writes semicolons."""
    head = "\n".join(text.splitlines()[:5])
    return max(",;\t", key=head.count)


def _worksheets(data: bytes, name: str) -> list[Sheet]:
    """At least one; hidden worksheets are left out where any can be seen."""
    import openpyxl  # slow to import, and only needed here

    try:
        _guard(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        seen = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets[:1]
        found = [
            Sheet(tuple(_numbered(map(_cells, one.iter_rows(values_only=True)))), name, title=one.title) for one in seen
        ]
        book.close()
        return found
    except Refusal:
        raise
    except Exception as error:  # openpyxl raises whatever its XML and ZIP layers raise
        raise Refusal(FileFault.CORRUPT, "the XLSX cannot be read") from error


def _guard(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        infos = package.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise Refusal(FileFault.ENCRYPTED, "the XLSX needs a password")
        if sum(info.file_size for info in infos) > 3 * _BYTES:
            raise Refusal(FileFault.TOO_LARGE, "the XLSX unpacks to more than the limit")
        if "xl/workbook.xml" not in package.namelist():
            raise Refusal(FileFault.UNSUPPORTED, "no CSV and no XLSX")


def _cells(row: Iterable[object]) -> list[str]:
    return [_cell(value) for value in row]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case float() if value.is_integer():
            return str(int(value))
        case str() if value.startswith("="):
            return FORMULA
    return str(value)


def _numbered(rows: Iterable[Iterable[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in enumerate(rows, 1):
        if number > _ROWS:
            raise Refusal(FileFault.TOO_LARGE, "more rows than the limit")
        cells = tuple(cell.strip() for cell in row)
        if any(cells):
            yield number, cells
