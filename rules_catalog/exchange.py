"""The catalogue as a file and back: YAML, JSON, CSV, XLSX, all without loss.

One row or entry a version. In tables, lists are JSON in their cell, and a text that a spreadsheet would take for a
formula is written as text (XLSX) or with an apostrophe before it (CSV), which import takes off again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zipfile import BadZipFile

import openpyxl
import xlsxwriter
import yaml

from rules_catalog import plain_yaml
from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.rule_file import FiledRule, RuleEntry, parsed

Entry = dict[str, Any]
_DOCUMENT = ("number", "type", "issued", "issuer")
_COLUMNS = tuple(column for name in RuleEntry.model_fields for column in (_DOCUMENT if name == "document" else (name,)))
_LISTS = frozenset(
    {
        "who_ids",
        "who_excludes_ids",
        "supersedes",
        "excepts",
        "who",
        "who_excludes",
        "bbox",
        "assumed",
        "suspended",
        "decisions",
    }
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_SHEET = "rules"


class Format(StrEnum):
    YAML = "yaml"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def dumped(entries: Iterable[Entry], form: Format) -> bytes:
    """The file's bytes. The same entries give the same bytes (XLSX: the same cells)."""
    listed = [{name: _plain(value, form is Format.YAML) for name, value in entry.items()} for entry in entries]
    match form:
        case Format.YAML:
            text = yaml.dump(listed, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
        case Format.JSON:
            text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
        case Format.CSV:
            text = _csv(listed)
        case Format.XLSX:
            return _xlsx(listed)
    return text.encode()


def loaded(data: bytes, form: Format) -> tuple[FiledRule, ...]:
    """The rules of a file. Raises `bad_rules_file` with the entry and field."""
    try:
        entries = _READERS[form](data)
    except (ValueError, KeyError, OSError, BadZipFile, yaml.YAMLError, csv.Error) as error:
        told = str(error).splitlines() or ["unreadable"]
        raise RuleRefusal(RuleFault.BAD_RULES_FILE, told[0]) from error
    if not isinstance(entries, list):
        raise RuleRefusal(RuleFault.BAD_RULES_FILE, "the file is no list of rules")
    return parsed(entries)


def form_of(name: str) -> Format:
    """By the name's ending; YAML for .yml. Raises `bad_rules_file`."""
    ending = name.lower().rpartition(".")[2].replace("yml", "yaml")
    if ending not in set(Format):
        raise RuleRefusal(RuleFault.BAD_RULES_FILE, "the name ends in none of .yaml, .json, .csv, .xlsx")
    return Format(ending)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # chosen at run time
    """Writes dates as dates; no aliases, which people do not read."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _plain(value: Any, dates: bool) -> Any:
    """Enums as texts, tuples as lists; dates stay where the format has them."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        return {name: _plain(item, dates) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, dates) for item in value]
    return value.isoformat() if isinstance(value, date) and not dates else value


def _rows(entries: Iterable[Entry]) -> Iterable[list[str]]:
    for entry in entries:
        flat = {**entry, **entry["document"]}
        yield [_cell(name, flat.get(name)) for name in _COLUMNS]


def _cell(name: str, value: Any) -> str:
    if value is None or value == []:
        return ""
    if name in _LISTS:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value)


def _csv(entries: Iterable[Entry]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in _rows(entries):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return stream.getvalue()


def _xlsx(entries: Iterable[Entry]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_SHEET)
        for column, name in enumerate(_COLUMNS):
            sheet.write_string(0, column, name)
        for number, row in enumerate(_rows(entries), 1):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell)
        sheet.freeze_panes(1, 1)
    return stream.getvalue()


def _from_csv(data: bytes) -> list[Entry]:
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return _from_table([[cell[1:] if cell.startswith("'") else cell for cell in row] for row in reader])


def _from_xlsx(data: bytes) -> list[Entry]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = [[_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return _from_table(rows)


def _from_table(rows: list[list[str]]) -> list[Entry]:
    if not rows:
        return []
    names = [name.strip() for name in rows[0]]
    return [_entry(dict(zip(names, row, strict=False))) for row in rows[1:] if any(row)]


def _entry(cells: dict[str, str]) -> Entry:
    fields: Entry = {name: cell for name, cell in cells.items() if cell != "" and name and name not in _DOCUMENT}
    for name in _LISTS & set(fields):
        fields[name] = json.loads(fields[name]) if fields[name].startswith("[") else _split(fields[name])
    fields["document"] = {name: cells.get(name) or None for name in _DOCUMENT}
    return fields


def _split(cell: str) -> list[str]:
    """A list as a person types it into a cell."""
    return [part.strip() for part in cell.replace(";", ",").split(",") if part.strip()]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat()
    return "" if value is None else str(value)


def _from_yaml(data: bytes) -> Any:
    # None: an empty file has no rules
    return plain_yaml.load(data) or []


_READERS = {
    Format.YAML: _from_yaml,
    Format.JSON: lambda data: json.loads(data),
    Format.CSV: _from_csv,
    Format.XLSX: _from_xlsx,
}
