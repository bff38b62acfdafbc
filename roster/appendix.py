"""Which table of a paper is the list that somebody brings: an appendix's rows as a `Sheet`. Pure.

A table without a header that has as many columns as the one before it continues it (a table over several pages); a
header that is repeated on the next page is dropped. Tables of other things are left out, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from documents.model import Document, Origin, Page, Table
from roster.cells import Problems
from roster.columns import Record, columns, header_width
from roster.sheets import Sheet, table_rows

_Placed = tuple[Page, Table]


def sheet_of_document(document: Document, kind: str, name: str = "") -> Sheet:
    """The rows of all tables of `kind` (a table of columns.toml) in the paper; no rows where it has none."""
    best = max((_worth(kind, table) for _, table in _tables(document)), default=0)
    if best < 2:
        return Sheet((), name, of_document=True)
    runs, left = _runs(document, kind)
    header = max(runs, key=lambda run: _worth(kind, run[0][1]))[0][1]
    chosen = [run for run in runs if _same_columns(run[0][1], header)]
    others = [placed for run in runs if run not in chosen for placed in run]
    parts = [table for run in chosen for _, table in run]
    sheet = table_rows(parts[0], *(_headless(table, header) for table in parts[1:]), name=name)
    scanned = any(page.origin is Origin.OCR for run in chosen for page, _ in run)
    out = tuple((page.number, len(table.rows)) for page, table in (*others, *left))
    return replace(sheet, scanned=scanned, left_out=out)


def _runs(document: Document, kind: str) -> tuple[list[list[_Placed]], list[_Placed]]:
    """Tables that begin with a header of `kind`, each with those that continue it; and the other tables."""
    runs: list[list[_Placed]] = []
    others: list[_Placed] = []
    running = False
    for page, table in _tables(document):
        if _worth(kind, table) >= 2:
            runs.append([(page, table)])
            running = True
        elif running and _width(table) == _width(runs[-1][-1][1]) and page.number > runs[-1][-1][0].number:
            runs[-1].append((page, table))
        else:
            others.append((page, table))
            running = False
    return runs, others


def _tables(document: Document) -> Iterator[_Placed]:
    return ((page, table) for page in document.pages for table in page.tables)


def _worth(kind: str, table: Table) -> int:
    """How many columns of the kind the table's header names; 0 where one that is needed is missing."""
    sheet = table_rows(table)
    named = header_width(kind, sheet)
    return named if named >= min(2, len(columns(kind))) else 0


def _same_columns(one: Table, other: Table) -> bool:
    return one is other or [cell.text.casefold() for cell in one.rows[0]] == [
        cell.text.casefold() for cell in other.rows[0]
    ]


def _headless(table: Table, header: Table) -> Table:
    """The table without the header that it repeats."""
    if table.rows and _same_columns(table, header):
        return replace(table, rows=table.rows[1:])
    return table


def _width(table: Table) -> int:
    return max(map(len, table.rows), default=0)


def spread(records: Iterable[Record], problems: Problems) -> Iterator[Record]:
    """The rows of a table made for people, where one person's cells span several rows and headings stand between."""
    above: Record | None = None
    for record in records:
        if above is not None and _goes_on(record):
            yield (above := Record(record.row, {**record.cells, **_person_cells(above)}))
        elif _is_heading(record):
            problems.add(record.row, "heading_left_out", "", " ".join(cell for cell in record.cells.values() if cell))
        else:
            yield (above := record)


def _goes_on(record: Record) -> bool:
    """A further branch of the person above: his own cells are empty because they are merged with those above."""
    return bool(record["branch_id"]) and not record["member_id"] and not record["full_name"]


def _person_cells(record: Record) -> dict[str, str]:
    return {column: record[column] for column in ("member_id", "full_name", "position") if column in record.cells}


def _is_heading(record: Record) -> bool:
    """`I. Ban Thường vụ`, `Tổng cộng: 45`: one filled cell where the table has several columns, and no branch."""
    filled = {cell for cell in record.cells.values() if cell}
    return len(filled) == 1 and len(record.cells) > 1 and not record["branch_id"]
