"""Pages of books that a person takes apart and puts together: whose they were, and what is left for later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from minutes.entry import Entry, EntryRow, KeptMeeting, MeetingDetails, Origin, Settled, Source
from minutes.kept import as_entry_row
from minutes.register import RegisterBook
from roster.people import MeetingKind
from store.transaction import Transaction

#: (SHA-256, page)
Page = tuple[str, int]
#: why what is left of a book waits (`minutes/data/doubts.toml`)
PAGES_LEFT = "pages_left"


def pages_in(sources: Iterable[Source]) -> tuple[Page, ...]:
    return tuple((one.sha256, page) for one in sources for page in range(one.page_from, one.page_to + 1))


def stretches(pages: Iterable[Page], names: dict[str, str]) -> tuple[Source, ...]:
    """Pages in reading order as stretches of originals; pages that continue become one stretch."""
    found: list[Source] = []
    for sha256, page in pages:
        last = found[-1] if found else None
        if last and last.sha256 == sha256 and last.page_to + 1 == page:
            found[-1] = replace(last, page_to=page)
        else:
            found.append(Source(sha256, page, page, names.get(sha256, "")))
    return tuple(found)


def unsettled_on(register: RegisterBook, pages: Iterable[Page]) -> tuple[KeptMeeting, ...]:
    """The unsettled meetings that were read from some of these pages."""
    wanted = set(pages)
    known = register.shelf.pages()
    held = {one for one, sha256, first, last in known if any((sha256, n) in wanted for n in range(first, last + 1))}
    return tuple(one for one in register.unsettled_meetings() if one.id in held)


def leave_for_later(
    register: RegisterBook,
    change: Transaction,
    pages: tuple[Page, ...],
    rows: tuple[EntryRow, ...],
    names: dict[str, str],
) -> None:
    """Pages that are no part of what was entered wait as a meeting of their own, with what was read of them."""
    details = MeetingDetails(reasons=(PAGES_LEFT,))
    sources = stretches(pages, names)
    register.record(change, Entry(None, "", MeetingKind.REGULAR, rows, sources, False, Origin.READ, details))


def rows_on(register: RegisterBook, meeting_id: str, pages: Iterable[Page]) -> Iterator[EntryRow]:
    """What was read of these pages, as it can be offered again."""
    wanted = set(pages)
    for row in register.rows(meeting_id):
        if row.settled is not Settled.DISMISSED and register.page_of(row) in wanted:
            yield as_entry_row(row)


def narrow(register: RegisterBook, change: Transaction, meeting_id: str, pages: Iterable[Page]) -> None:
    """Of its pages the meeting keeps these alone."""
    wanted, before = set(pages), register.shelf.sources(meeting_id)
    kept = [page for page in pages_in(before) if page in wanted]
    if len(kept) == len(pages_in(before)):
        return
    names = {one.sha256: one.shown_name for one in before}
    register.shelf.keep_sources(change, meeting_id, stretches(kept, names))
    told = [
        [f"{one.sha256}:{one.page_from}-{one.page_to}" for one in some] for some in (before, stretches(kept, names))
    ]
    change.note("meeting.pages", meeting_id, told[0], told[1])
