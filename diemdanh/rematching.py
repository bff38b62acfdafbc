"""Flow: stored readings against today's roster, without reading a page again. The archive comes first, lists later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from diemdanh.desk import Desk
from diemdanh.meetings import PHOTOGRAPHS, PURPOSE, entry_of, thresholds_of
from documents import serialise
from documents.model import Document
from minutes.entry import Entry, Source
from minutes.reading import read_meetings
from minutes.register import RegisterBook
from minutes.rematching import Rematched
from roster.book import Book
from roster.people import Roster
from store import journal, readings
from store.journal import FileRow, FileState

#: pages without the name under which they were shown
Pages = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The register's meetings by their pages, and the files whose meetings go on over several of them."""

    meetings: dict[Pages, str]
    joined: frozenset[str]


def rematch(desk: Desk, since: date | None = None, dry_run: bool = False) -> Iterator[tuple[str, Rematched]]:
    """(File, what changed) of each meeting that was read, book by book. A meeting whose pages a person arranged
    otherwise, or that was entered by hand, is left as it stands."""
    roster, register = Book(desk.store).roster(), RegisterBook(desk.store)
    kept = _kept(register)
    for book in _books(journal.all_files(desk.store, PURPOSE), kept.joined):
        documents = [(row.shown_name, found) for row in book if (found := _document(desk, row)) is not None]
        hashes = {row.shown_name: row.sha256 for row in book}
        for reading in read_meetings(documents, roster, thresholds=thresholds_of(desk)):
            entry = entry_of(reading, hashes)
            meeting_id = kept.meetings.get(_pages(entry.sources))
            if meeting_id is not None and (since is None or entry.date >= since.isoformat()):
                yield book[0].shown_name, _rematched(desk, register, meeting_id, entry, roster, dry_run)


def _kept(register: RegisterBook) -> _Kept:
    meetings: dict[Pages, str] = {}
    joined: set[str] = set()
    for meeting in register.meetings():
        pages = _pages(register.shelf.sources(meeting.id))
        files = {sha256 for sha256, _, _ in pages}
        meetings[pages] = meeting.id
        joined |= files if len(files) > 1 else set()
    meetings.pop(frozenset(), None)
    return _Kept(meetings, frozenset(joined))


def _pages(sources: Sequence[Source]) -> Pages:
    return frozenset((source.sha256, source.page_from, source.page_to) for source in sources)


def _books(files: Sequence[FileRow], joined: frozenset[str]) -> Iterator[list[FileRow]]:
    """What was read together: photographs of one folder of which any goes on in another; every other file by itself."""
    done = [row for row in files if row.state is FileState.DONE]
    for (_, photographs), rows in groupby(done, key=_folder):
        book = list(rows)
        if photographs and any(row.sha256 in joined for row in book):
            yield book
        else:
            yield from ([row] for row in book)


def _folder(row: FileRow) -> tuple[str, bool]:
    name = Path(row.shown_name)
    return str(name.parent), name.suffix.lower() in PHOTOGRAPHS


def _document(desk: Desk, row: FileRow) -> Document | None:
    data = readings.latest(desk.store, row.sha256)
    return None if data is None else serialise.loads(data.decode())


def _rematched(
    desk: Desk, register: RegisterBook, meeting_id: str, entry: Entry, roster: Roster, dry_run: bool
) -> Rematched:
    day = date.fromisoformat(entry.date) if len(entry.date) == 10 else None
    serving = frozenset(m.id for m in (roster.serving_on(day) if day else roster.members))
    with desk.writing(rehearsal=dry_run) as change:
        return register.rematch(change, meeting_id, entry, serving)
