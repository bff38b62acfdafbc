"""Writes a small workspace of the present schema into the tests' fixtures, when a schema is released.

    python tools/keep_schema.py

Every later program has to open that file, find nothing wrong with it, and answer from it as this one did.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from diemdanh.accounts import Accounts, Role
from minutes.entry import AttendanceRow, Entry, EntryRow, RowVerdict, Source
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import AttendanceStatus, Branch, BranchKind, MeetingKind, Member, Post, Unit, Validity
from roster.rows import FactKind
from rules_catalog.catalogue import Catalogue
from rules_catalog.exchange import Format, loaded
from store import journal, originals, readings, settings
from store.backup import backup
from store.database import SCHEMA, Store, open_store
from store.transaction import Transaction

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "store" / "fixtures"
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
RULES = """
- id: tn15
  document: {number: 15-QĐ/TU, type: Quy định, issued: 2021-03-01, issuer: Ban Thường vụ Tỉnh ủy Tây Ninh}
  who_ids: [provincial_committee_member]
  where_kind: residential_branch
  min_count: 2
  per: year
  effective_from: 2021-03-01
- id: tn40
  document: {number: 40-QĐ/TU, type: Quy định, issued: 2023-07-01, issuer: Ban Thường vụ Tỉnh ủy Tây Ninh}
  who_ids: [provincial_committee_member]
  where_kind: residential_branch
  min_count: 3
  per: year
  effective_from: 2023-07-01
  supersedes: [tn15]
"""


def fill(store: Store) -> None:
    """A little of everything, by the program's own calls."""
    with store.writing(by="lan", at=NOW) as change:
        _facts(store, Book(store), change)
        _file(store, change)
        Catalogue(store).import_rules(change, loaded(RULES.encode(), Format.YAML), activate=True, reason="reviewed")
        settings.put(store, change, "leave_days", 20)
        Accounts(store).add(change, "lan", "mười hai con giáp", Role.ADMINISTRATOR, "Nguyễn Thị Lan")
    with store.writing(by="minh", at=NOW.replace(hour=9)) as change:
        register = RegisterBook(store)
        (waiting,) = register.queue()
        register.judge(change, waiting.id, RowVerdict.ACCEPT, note="the chair confirms")


def _facts(store: Store, book: Book, change: Transaction) -> None:
    post = Post("Tỉnh ủy viên", "Tỉnh ủy Tây Ninh", ("provincial_committee_member",), Validity(date(2020, 10, 20)))
    book.apply_import(change, FactKind.ROSTER, [Member("m1", "Lê Thị Hoa", (post,))])
    book.apply_import(change, FactKind.UNITS, [Unit("tn", "Tỉnh ủy Tây Ninh")])
    branch = Branch("b1", "Chi bộ ấp 1", BranchKind.RESIDENTIAL, "Đảng bộ xã Tân Phú")
    book.apply_import(change, FactKind.BRANCHES, [branch])
    row = AttendanceRow("b1", "2023-08-03", MeetingKind.REGULAR, "m1", AttendanceStatus.PRESENT)
    RegisterBook(store).import_attendance(change, [row])


def _file(store: Store, change: Transaction) -> None:
    sha = originals.receive(store, change, "biên bản".encode())
    journal.enqueue(store, change, [(sha, "biên bản.txt")], "minutes")
    readings.keep(store, change, sha, "reader 1", b"{}")
    row = EntryRow(AttendanceStatus.PRESENT, None, "Hoa", candidates=(("m1", 0.8),), needs_review=True)
    entry = Entry("b1", "2023-09-03", MeetingKind.REGULAR, (row,), (Source(sha, 1, 1, "biên bản.txt"),))
    RegisterBook(store).record(change, entry)


def main() -> None:
    to = FIXTURES / f"schema_{SCHEMA[-1].split('_')[0]}.zip"
    FIXTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), create=True)
        fill(store)
        backup(store, to, by="lan", at=NOW.replace(hour=10))
    print(f"{to.name}: {to.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
