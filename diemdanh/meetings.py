"""Flow (b): files and a roster → meetings with their attendance, as the contract's rows or in the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from diemdanh import intake
from diemdanh.desk import Desk
from diemdanh.engines import Local
from diemdanh.failures import Failure, failed, failure_of
from diemdanh.intake import Intake, Manner, Received
from documents import serialise
from documents.errors import Refusal
from documents.intake import Input, walk
from documents.limits import DEFAULT
from documents.model import Document
from documents.read import read
from documents.sandbox import run_many
from minutes.doubts import in_words
from minutes.entry import Entered, Entry, EntryRow, MeetingDetails, Source, Unresolved
from minutes.reading import AttendanceRow, MeetingReading, Thresholds, read_meetings
from minutes.register import RegisterBook
from minutes.rows import kind_of, meeting_rows
from minutes.sheet import Sheet
from roster.book import Book
from roster.matching import in_words as matched_because
from roster.people import AttendanceStatus, Capacity, MeetingKind, Roster
from store import readings, settings

Row = dict[str, Any]
PURPOSE = "minutes"
PHOTOGRAPHS = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".heic", ".heif"})


# -- without a workspace


def read_minutes(
    paths: Sequence[str | Path], roster: Roster, jobs: int, separate: bool
) -> Iterator[tuple[Row, Failure | None]]:
    """One row a meeting. Photographs of one folder or ZIP are one book, in natural order, unless `separate`."""
    listed = list(walk(paths, zips=True))
    done = run_many(read, [item for item in listed if isinstance(item, Input)], jobs, DEFAULT)
    results = ((item if isinstance(item, tuple) else next(done)) for item in listed)
    for _, book in groupby(results, key=lambda pair: _book_of(pair[0], separate)):
        yield from _book_rows(list(book), roster, separate)


def _book_of(source: Input, separate: bool) -> str:
    """What goes together: the folder (or archive) for photographs, the file itself for everything else."""
    name = Path(source.member or source.path)
    if separate or name.suffix.lower() not in PHOTOGRAPHS:
        return f"file {source.id}"
    return f"book {source.path if source.member else source.path.parent} {name.parent if source.member else ''}"


def _book_rows(
    book: list[tuple[Input, Document | Refusal]], roster: Roster, separate: bool
) -> Iterator[tuple[Row, Failure | None]]:
    good = [(source, document) for source, document in book if isinstance(document, Document)]
    if good:
        yield from _meeting_rows(good, roster, separate)
    yield from (failed(source, refusal) for source, refusal in book if isinstance(refusal, Refusal))


def _meeting_rows(
    book: list[tuple[Input, Document]], roster: Roster, separate: bool
) -> Iterator[tuple[Row, Failure | None]]:
    """A defect of ours in one book is told for its files; the others are read."""
    try:
        found = read_meetings([(source.shown, document) for source, document in book], roster, separate=separate)
        rows = list(meeting_rows(found, [source.id for source, _ in book], [source.shown for source, _ in book]))
    except Exception as error:
        yield from (failed(source, error) for source, _ in book)
        return
    yield from ((row, None) for row in rows)


# -- into the register


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of a book's files: its meetings as entered, or why the file failed, or that it was known."""

    file: str
    known: bool = False
    meetings: tuple[Entered, ...] = ()
    failure: Failure | None = None


def import_minutes(
    desk: Desk,
    paths: Sequence[str | Path],
    jobs: int = 1,
    separate: bool = False,
    dry_run: bool = False,
    manner: Manner | None = None,
) -> Iterator[FileOutcome]:
    """Reads minutes into the register, committed book by book: what is sure is entered, the rest waits. A file that is
    known already is passed over, so that a batch resumes where it stopped. `jobs` counts where no `manner` says how."""
    roster = Book(desk.store).roster()
    taken = Intake(desk, PURPOSE, nothing_more, manner or Manner(Local(jobs)), dry_run)
    for _, items in groupby(taken.receive(paths), key=lambda item: _book_of(item.source, separate)):
        book = list(items)
        yield from (_told(item) for item in book if item.failure is not None or item.known)
        if any(item.document is not None for item in book):
            yield _enter(desk, book, roster, separate, dry_run)


def nothing_more(document: Document) -> None:
    """Meetings are found in the parent, a book at a time: the child only reads."""


def _told(item: Received[None]) -> FileOutcome:
    return FileOutcome(item.source.shown, item.known, failure=item.failure)


def _enter(desk: Desk, book: list[Received[None]], roster: Roster, separate: bool, dry_run: bool) -> FileOutcome:
    """One book in one transaction: meetings and journal."""
    new = [item for item in book if item.document is not None]
    there = ((item, item.document or _earlier(desk, item)) for item in book if item.failure is None)
    documents = [(item.source.shown, document) for item, document in there if document is not None]
    hashes = {item.source.shown: item.sha256 for item in book}
    try:
        found = read_meetings(documents, roster, separate=separate, thresholds=thresholds_of(desk))
        entries = [entry_of(reading, hashes) for reading in found]
    except Exception as error:
        return FileOutcome(new[0].source.shown, failure=_stumbled(desk, new, error, dry_run))
    if dry_run:
        return FileOutcome(new[0].source.shown)
    with desk.writing() as change:
        register = RegisterBook(desk.store)
        entered = tuple(register.record(change, entry) for entry in entries)
        for item in new:
            intake.done(desk, item, PURPOSE, change, f"{len(entered)}")
    return FileOutcome(new[0].source.shown, meetings=entered)


def _stumbled(desk: Desk, book: list[Received[None]], error: Exception, dry_run: bool) -> Failure:
    if dry_run:
        return failure_of(error, book[0].source.shown)
    failures = [intake.stumbled(desk, item, PURPOSE, error) for item in book]
    return failures[0]


def _earlier(desk: Desk, item: Received[None]) -> Document | None:
    """The reading that is kept of a page of the same book that came earlier."""
    kept = readings.latest(desk.store, item.sha256)
    return None if kept is None else serialise.loads(kept.decode())


def thresholds_of(desk: Desk) -> Thresholds:
    """The workspace's threshold for entering unasked."""
    return Thresholds(automatic=settings.number(desk.store, "automatic_threshold"))


def entry_of(reading: MeetingReading, hashes: dict[str, str]) -> Entry:
    """A reading as the register takes it. Nothing is entered unasked at a meeting whose branch is not in the book; each
    row carries the doubts about its meeting that touch it (a badly printed page holds up only what stands on it)."""
    sheet = reading.sheet
    sure = not reading.needs_review and reading.branch_id is not None
    return Entry(
        branch_id=reading.branch_id,
        date=str(sheet.held_on.value) if sheet.held_on.value else "",
        kind=kind_of(sheet),
        rows=(*(_entry_row(row, reading.branch_id is not None) for row in reading.rows), *_posts_alone(reading)),
        sources=tuple(sources_of(sheet, hashes)),
        complete=sure,
        details=_details(reading, sure),
    )


def sources_of(sheet: Sheet, hashes: dict[str, str]) -> Iterator[Source]:
    """The sheet's pages by their files' hashes."""
    return (Source(hashes[s.file], min(s.pages), max(s.pages), s.file) for s in sheet.sources if s.pages)


def _entry_row(row: AttendanceRow, placed: bool) -> EntryRow:
    return EntryRow(
        status=row.status,
        member_id=row.member_id,
        name_written=row.name,
        position_written=row.position,
        capacity=row.capacity,
        confidence=row.confidence,
        evidence=row.evidence,
        page=row.place.page if row.place else None,
        box=row.place.box if row.place else None,
        candidates=row.candidates or ((row.member_id, row.confidence),),
        reasons=row.reasons,
        needs_review=row.needs_review or not placed,
    )


def _posts_alone(reading: MeetingReading) -> Iterator[EntryRow]:
    """A post without a name waits for a person where somebody held it on that day; it is never entered unasked."""
    for post in reading.unresolved:
        if post.candidates:
            share = round(0.9 / len(post.candidates), 3)
            yield EntryRow(
                status=AttendanceStatus.PRESENT,
                position_written=post.as_written,
                capacity=Capacity.SUPERIOR,
                evidence=post.as_written,
                page=post.place.page if post.place else None,
                box=post.place.box if post.place else None,
                candidates=tuple((member_id, share) for member_id in post.candidates),
                reasons=matched_because(("post_alone",)),
                needs_review=True,
            )


def _why_unsettled(reading: MeetingReading) -> tuple[str, ...]:
    """Why nobody may take the meeting as settled, where the reading itself had no doubt: it is none of a branch, or no
    list of branches knows it yet."""
    if reading.reasons:
        return reading.reasons
    none = {MeetingKind.NONE: "no_meeting", MeetingKind.OTHER: "no_branch_meeting"}
    return in_words((none.get(kind_of(reading.sheet), "unknown_branch"),))


def _details(reading: MeetingReading, sure: bool) -> MeetingDetails:
    sheet = reading.sheet
    unresolved = (
        Unresolved(u.as_written, u.candidates, u.place.page if u.place else None, u.place.box if u.place else None)
        for u in reading.unresolved
    )
    return MeetingDetails(
        branch=sheet.branch.name or "",
        parent=sheet.branch.parent or "",
        start_time=sheet.start_time or "",
        place=sheet.place or "",
        chair=sheet.chair or "",
        secretary=sheet.secretary or "",
        total_members=sheet.counts.total,
        present_count=sheet.counts.present,
        absent_count=sheet.counts.absent,
        confidence=reading.confidence,
        reasons=() if sure else _why_unsettled(reading),
        warnings=reading.warnings,
        unresolved=tuple(unresolved),
        other_attendees=reading.others,
        recommendations=sheet.recommendations,
        unreadable_pages=tuple(page for _, page in sheet.unreadable),
    )
