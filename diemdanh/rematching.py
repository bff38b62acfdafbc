"""Flow: stored readings against today's roster, without reading a page again. The archive comes first, lists later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from diemdanh.desk import Desk
from diemdanh.meetings import PHOTOGRAPHS, PURPOSE, entry_of, sources_of, thresholds_of
from documents import serialise
from documents.model import Document
from minutes.entry import Entry, KeptMeeting, Source
from minutes.reading import read_meetings
from minutes.register import RegisterBook
from minutes.rematching import Rematched
from minutes.sheet import Sheet
from minutes.told import Told
from roster.book import Book
from roster.people import MeetingKind
from store import journal, readings
from store.journal import FileRow, FileState

#: pages without the name under which they were shown
Pages = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The register's meetings by their pages, and the files whose meetings go on over several of them."""

    meetings: dict[Pages, KeptMeeting]
    joined: frozenset[str]

    def of(self, sources: Sequence[Source]) -> KeptMeeting | None:
        return self.meetings.get(_pages(sources))

    def told(self, sheet: Sheet, hashes: dict[str, str]) -> Told | None:
        """What a person said of these pages."""
        kept = self.of(tuple(sources_of(sheet, hashes)))
        if kept is None or not kept.complete or not kept.details.settled_by_hand or kept.branch_id is None:
            return None
        no_meeting = sheet.kind in (MeetingKind.NONE, MeetingKind.OTHER)
        return None if no_meeting else Told(kept.branch_id, date.fromisoformat(kept.date))


def rematch(desk: Desk, since: date | None = None, dry_run: bool = False) -> Iterator[tuple[str, Rematched]]:
    """(File, what changed) of each meeting that was read, book by book. A meeting whose pages a person arranged
    otherwise, or that was entered by hand, is left as it stands."""
    register = RegisterBook(desk.store)
    kept = _kept(register, register.meetings())
    for book in _books(journal.all_files(desk.store, PURPOSE), kept.joined):
        for meeting, entry in _matched(desk, book, kept):
            if since is None or entry.date >= since.isoformat():
                yield book[0].shown_name, _rematched(desk, meeting, entry, dry_run)


def settled(desk: Desk, meeting_id: str) -> Rematched | None:
    """After a person said which meeting it is: the names that waited for nothing else are entered, the others are
    matched with the branch and the day that are known now. None where its pages are not as they were read."""
    register = RegisterBook(desk.store)
    kept, files = (
        _kept(register, [register.meeting(meeting_id)]),
        {source.sha256 for source in register.sources(meeting_id)},
    )
    for book in _books(journal.all_files(desk.store, PURPOSE), kept.joined):
        if files & {row.sha256 for row in book}:
            for meeting, entry in _matched(desk, book, kept):
                return _rematched(desk, meeting, entry)
    return None


def _matched(desk: Desk, book: list[FileRow], kept: _Kept) -> Iterator[tuple[KeptMeeting, Entry]]:
    """The register's meetings of a book, with what their stored reading says against today's roster."""
    documents = [(row.shown_name, found) for row in book if (found := _document(desk, row)) is not None]
    hashes = {row.shown_name: row.sha256 for row in book}
    roster, limits = Book(desk.store).roster(), thresholds_of(desk)
    for reading in read_meetings(documents, roster, thresholds=limits, told=lambda sheet: kept.told(sheet, hashes)):
        entry, meeting = entry_of(reading, hashes), kept.of(tuple(sources_of(reading.sheet, hashes)))
        if meeting is not None:
            yield meeting, entry


def _kept(register: RegisterBook, found: Iterable[KeptMeeting]) -> _Kept:
    meetings: dict[Pages, KeptMeeting] = {}
    joined: set[str] = set()
    for meeting in found:
        pages = _pages(register.shelf.sources(meeting.id))
        files = {sha256 for sha256, _, _ in pages}
        meetings[pages] = meeting
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


def _rematched(desk: Desk, meeting: KeptMeeting, entry: Entry, dry_run: bool = False) -> Rematched:
    roster = Book(desk.store).roster()
    day = date.fromisoformat(entry.date) if len(entry.date) == 10 else None
    serving = frozenset(m.id for m in (roster.serving_on(day) if day else roster.members))
    with desk.writing(rehearsal=dry_run) as change:
        return RegisterBook(desk.store).rematch(change, meeting.id, entry, serving)
