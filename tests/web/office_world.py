"""A small office for the web tests: the demo's invented province, with accounts, rules, minutes and a queue.

The papers are PDF with a text layer, so that nothing has to be recognised and the world is made in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from diemdanh.accounts import Accounts, Role
from diemdanh.demo.files import write_lists
from diemdanh.demo.paper import as_pdf
from diemdanh.demo.texts import minutes_of, second_regulation
from diemdanh.demo.world import MEETINGS, PEOPLE, Meeting
from diemdanh.desk import Desk
from diemdanh.rosters import import_facts
from documents import serialise
from documents.intake import Input
from documents.model import Document
from documents.read import read
from extract.assembly import find_regulation
from minutes.entry import Entry, EntryRow, MeetingDetails, Source
from minutes.register import RegisterBook
from roster.people import AttendanceStatus, Capacity, MeetingKind
from roster.rows import FactKind
from rules_catalog.catalogue import Catalogue
from rules_catalog.lifecycle import DecisionKind
from store import journal, originals, readings
from store.database import Store, open_store
from store.journal import FileState

PASSWORD = "một câu dễ nhớ 2024"
ACCOUNTS = {
    "admin": Role.ADMINISTRATOR,
    "clerk": Role.CLERK,
    "hanh": Role.REVIEWER,
    "bao": Role.APPROVER,
    "xem": Role.VIEWER,
}
NOW = datetime(2024, 5, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    home: Path
    papers: Path


def make_office(folder: Path, *, rules: bool = True, minutes: bool = True) -> Office:
    """The workspace in `folder/ws` and the papers it was made of."""
    papers, home = folder / "papers", folder / "ws"
    papers.mkdir(parents=True)
    store = open_store(home, create=True)
    add_accounts(store)
    write_lists(papers)
    desk = Desk(store, "admin", NOW, "test")
    for kind in (FactKind.ROSTER, FactKind.BRANCHES, FactKind.ASSIGNMENTS):
        assert import_facts(desk, kind, papers / f"{kind}.csv", dry_run=False).applied
    (papers / "quy-dinh.pdf").write_bytes(as_pdf(second_regulation()))
    if rules:
        add_rules(store, papers / "quy-dinh.pdf")
    if minutes:
        for number, meeting in enumerate(MEETINGS[:8]):
            add_minutes(store, papers, meeting, doubtful=number in (4, 6), settled=number != 5)
    store.close()
    return Office(home, papers)


def add_accounts(store: Store) -> None:
    """One of each role, all with the same password."""
    with store.writing(by="test", at=NOW) as change:
        accounts = Accounts(store)
        for name, role in ACCOUNTS.items():
            accounts.add(change, name, PASSWORD, role, name.title())


def add_rules(store: Store, paper: Path) -> None:
    """The second regulation: its quota for members is in force, the other waits in review."""
    document = read(Input(paper, paper.name))
    with store.writing(by="clerk", at=NOW) as change:
        sha256 = originals.receive(store, change, paper)
        readings.keep(store, change, sha256, document.reader, serialise.dumps(document).encode())
        found = Catalogue(store).propose(change, find_regulation(document), sha256)
        row = journal.enqueue(store, change, [(sha256, paper.name)], "regulation")[0]
        journal.mark(store, change, row, FileState.DONE)
    first, *others = [one.rule.id for one in found]
    _decide(store, "hanh", first, DecisionKind.SUBMIT)
    _decide(store, "bao", first, DecisionKind.APPROVE, DecisionKind.ACTIVATE)
    for other in others:
        _decide(store, "hanh", other, DecisionKind.SUBMIT)


def _decide(store: Store, by: str, rule_id: str, *kinds: DecisionKind) -> None:
    with store.writing(by=by, at=NOW) as change:
        for kind in kinds:
            Catalogue(store).decide(change, rule_id, kind)


def add_minutes(store: Store, papers: Path, meeting: Meeting, doubtful: bool = False, settled: bool = True) -> str:
    """One meeting's minutes in the register; `doubtful`: its guests wait in the queue."""
    paper = papers / f"bien-ban-{meeting.place_id}-{meeting.day}.pdf"
    paper.write_bytes(as_pdf(minutes_of(meeting)))
    document = read(Input(paper, paper.name))
    with store.writing(by="clerk", at=NOW) as change:
        sha256 = originals.receive(store, change, paper)
        readings.keep(store, change, sha256, document.reader, serialise.dumps(document).encode())
        row = journal.enqueue(store, change, [(sha256, paper.name)], "minutes")[0]
        journal.mark(store, change, row, FileState.DONE)
        rows = tuple(_row(document, name, post, doubtful) for name, post in meeting.guests)
        entry = Entry(
            meeting.place_id if settled else None,
            meeting.day.isoformat() if settled else "",
            MeetingKind.REGULAR,
            rows,
            (Source(sha256, 1, len(document.pages), paper.name),),
            settled,
            details=MeetingDetails(branch="Chi bộ", recommendations=meeting.requests, total_members=5, present_count=5),
        )
        return RegisterBook(store).record(change, entry).meeting_id


def _row(document: Document, name: str, post: str, doubtful: bool) -> EntryRow:
    at = document.text.find(name)
    span = document.spans(at, at + len(name))[0] if at >= 0 else None
    same = tuple(person.id for person in PEOPLE if person.name == name)
    scores = [(one, 0.81 - n / 20) for n, one in enumerate(same)]
    rival = next(person.id for person in PEOPLE if person.id not in same)
    return EntryRow(
        AttendanceStatus.PRESENT,
        same[0],
        name,
        post,
        Capacity.SUPERIOR,
        0.99,
        f"Đồng chí {name}",
        span.page if span else None,
        span.box if span else None,
        (*scores, (rival, 0.31)) if doubtful else ((same[0], 0.99),),
        ("namesake",) if doubtful else (),
        doubtful,
    )


def add_book(
    store: Store, papers: Path, *meetings: Meeting, name: str = "so-bien-ban.pdf", unsettled: bool = False
) -> str:
    """A file with a page for each meeting, of which no meeting was entered; with `unsettled`, one that is not settled was
    read from all its pages, with the guests as doubtful rows on theirs. Returns its SHA-256."""
    paper = papers / name
    with pypdfium2.PdfDocument.new() as book:
        for meeting in meetings:
            with pypdfium2.PdfDocument(as_pdf(minutes_of(meeting))) as page:
                book.import_pages(page, pages=[0])
        book.save(paper)
    document = read(Input(paper, paper.name))
    with store.writing(by="clerk", at=NOW) as change:
        sha256 = originals.receive(store, change, paper)
        readings.keep(store, change, sha256, document.reader, serialise.dumps(document).encode())
        row = journal.enqueue(store, change, [(sha256, paper.name)], "minutes")[0]
        journal.mark(store, change, row, FileState.DONE)
        if unsettled:
            rows = tuple(_row(document, name, post, True) for one in meetings for name, post in one.guests)
            sources = (Source(sha256, 1, len(meetings), paper.name),)
            RegisterBook(store).record(change, Entry(None, "", MeetingKind.REGULAR, rows, sources, False))
    return sha256
