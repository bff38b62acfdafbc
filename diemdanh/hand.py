"""Flow: minutes entered by hand — which files wait for it, their pages, and the entry that a form or dialogue makes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diemdanh.books import Page, leave_for_later, narrow, pages_in, rows_on, stretches, unsettled_on
from diemdanh.desk import Desk
from diemdanh.failures import Complaint
from diemdanh.messages import say
from documents import serialise
from documents.intake import load
from documents.model import Document
from minutes.entry import Entered, Entry, EntryRow, KeptMeeting, Origin, RowVerdict, Settled, Source
from minutes.register import RegisterBook
from roster.people import AttendanceStatus, Capacity, MeetingKind, Member, Roster
from store import journal, readings
from store.database import Store
from store.journal import FileRow
from store.transaction import Transaction

PURPOSE = "minutes"
_HEX = re.compile(r"[0-9a-f]{6,64}")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an original; `read`: the machine could read it."""

    sha256: str
    page: int
    width: float
    height: float
    read: bool = True

    @property
    def key(self) -> str:
        return f"{self.sha256}:{self.page}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody from the roster at the meeting, as the form says it."""

    member_id: str
    status: AttendanceStatus
    capacity: Capacity


def sheets_of(store: Store, sha256: str) -> tuple[Sheet, ...]:
    """The pages of an original. A file that could not be read shows its first page."""
    kept = readings.latest(store, sha256)
    if kept is None:
        return (Sheet(sha256, 1, 595.0, 842.0, False),)
    document: Document = serialise.loads(kept.decode())
    return tuple(Sheet(sha256, p.number, *(p.size or (595.0, 842.0)), not p.unreadable) for p in document.pages)


def waiting_files(store: Store) -> Iterator[tuple[str, str, str]]:
    """(SHA-256, name, why) of minutes of which no settled meeting was entered, in the order in which they came."""
    register = RegisterBook(store)
    kept = {one: (main or one, whole) for one, _, main, whole in register.shelf.standings()}
    settled: set[str] = set()
    unsettled: set[str] = set()
    for sha256, meeting_id in register.files():
        main, _ = kept[meeting_id]
        _, whole = kept.get(main, kept[meeting_id])
        (settled if whole else unsettled).add(sha256)
    for row in journal.all_files(store, PURPOSE):
        if row.sha256 in unsettled:
            yield row.sha256, row.shown_name, "unsettled"
        elif row.sha256 not in settled and row.state.value in ("done", "failed"):
            yield row.sha256, row.shown_name, "no_meeting" if row.state.value == "done" else "unread"


def find_file(store: Store, named: str) -> FileRow:
    """The file of minutes meant by a path, the name under which it came, or the start of its SHA-256. Raises the
    complaint `unknown_id`."""
    path = Path(named)
    sha256 = hashlib.sha256(load(path)).hexdigest() if path.is_file() else named.lower()
    found = [row for row in journal.all_files(store, PURPOSE) if _is_meant(row, named, sha256)]
    if len(found) != 1:
        raise Complaint("unknown_id", named)
    return found[0]


def _is_meant(row: FileRow, named: str, sha256: str) -> bool:
    by_hash = bool(_HEX.fullmatch(sha256)) and row.sha256.startswith(sha256)
    return by_hash or named in (row.shown_name, Path(row.shown_name).name)


def unsettled_meeting(register: RegisterBook, sha256: str, meeting_id: str = "") -> KeptMeeting | None:
    """The unsettled meeting that these pages were read as: the one asked for, else the file's first."""
    waiting = register.unsettled_meetings()
    found = [one for one in waiting if any(source.sha256 == sha256 for source in register.sources(one.id))]
    return next((one for one in found if one.id == meeting_id), found[0] if found else None)


def pages_of(register: RegisterBook, kept: KeptMeeting | None) -> tuple[str, ...]:
    """The keys of a meeting's pages, in reading order."""
    sources = register.sources(kept.id) if kept else ()
    return tuple(f"{s.sha256}:{n}" for s in sources for n in range(s.page_from, s.page_to + 1))


def pages_meant(sha256: str, written: str) -> tuple[str, ...]:
    """`1-3,5` as keys of a file's pages. Raises the complaint `refused`."""
    found = [_RANGE.fullmatch(part.strip()) for part in written.split(",")]
    if not all(found):
        raise Complaint("refused", detail=say("hand.bad_pages"), exit_code=2)
    ranges = ((int(m[1]), int(m[2] or m[1])) for m in found if m)
    return tuple(f"{sha256}:{n}" for low, high in ranges for n in range(low, high + 1))


def next_file(store: Store, after: str) -> str:
    """The file that waits after this one; empty when none does."""
    found = [sha256 for sha256, _, _ in waiting_files(store)]
    if after in found and found.index(after) + 1 < len(found):
        return found[found.index(after) + 1]
    return next((sha256 for sha256 in found if sha256 != after), "")


def sources_of(pages: Iterable[str], names: dict[str, str]) -> tuple[Source, ...]:
    """`sha:page` keys in reading order as stretches of originals. Raises the complaint `refused`."""
    found: list[Page] = []
    for key in pages:
        sha256, _, number = key.partition(":")
        if len(sha256) != 64 or not number.isdecimal():
            raise Complaint("refused", detail=say("hand.bad_pages"))
        found.append((sha256, int(number)))
    return stretches(found, names)


def people_of(written: Iterable[str], roster: Roster, on: date | None) -> tuple[Person, ...]:
    """`member|status|capacity`. Raises the complaint `refused` for somebody who did not serve on that day."""
    found = []
    for one in written:
        parts = one.split("|")
        member = roster.by_id.get(parts[0])
        if len(parts) != 3 or member is None:
            raise Complaint("unknown_id", parts[0])
        if on and not member.posts_on(on):
            raise Complaint("refused", detail=say("hand.not_in_office", name=member.name))
        found.append(Person(member.id, AttendanceStatus(parts[1]), Capacity(parts[2])))
    return tuple(found)


def capacity_of(member: Member, branch_id: str, on: date) -> Capacity:
    """As what the member sits there when nobody says otherwise: at home in the own branch, else a superior."""
    at_home = any(post.own_branch_id == branch_id for post in member.posts_on(on))
    return Capacity.OWN_BRANCH if at_home else Capacity.SUPERIOR


def enter(
    desk: Desk,
    branch_id: str,
    day: str,
    kind: MeetingKind,
    people: tuple[Person, ...],
    sources: tuple[Source, ...],
    replaces: str = "",
    dry_run: bool = False,
    later: tuple[Source, ...] | None = None,
) -> Entered:
    """Enters the meeting.

    What was read of its pages and is not settled becomes a copy of it (so does the unsettled meeting `replaces`).
    `later` are pages that are left for later: they wait as a meeting of their own; None: those pages of such a meeting
    that were not chosen. Raises the complaint `refused` where these very pages are a settled meeting's.
    """
    register = RegisterBook(desk.store)
    _refuse_entered(register, sources)
    chosen = pages_in(sources)
    replaced = _replaced(register, chosen, replaces)
    before = pages_in(source for one in replaced for source in register.shelf.sources(one))
    left = pages_in(later) if later is not None else tuple(page for page in before if chosen and page not in chosen)
    names = _names(register, replaced, (*sources, *(later or ())))
    new = stretches((page for page in chosen if page not in before), names)
    rows = tuple(EntryRow(one.status, one.member_id, capacity=one.capacity) for one in people)
    note = say("hand.entered_by_hand")
    with desk.writing(rehearsal=dry_run) as change:
        offered = tuple(row for one in replaced for row in rows_on(register, one, left))
        for one in replaced:
            _set_aside(register, change, one, note)
        done = register.record(change, Entry(branch_id, day, kind, rows, new, True, Origin.HAND))
        for one in replaced:
            narrow(register, change, one, chosen or before)
            register.settle_meeting(change, one, note, branch_id=branch_id, date=day, kind=kind)
        if left:
            leave_for_later(register, change, left, offered, names)
    return done


def _replaced(register: RegisterBook, chosen: tuple[Page, ...], named: str) -> tuple[str, ...]:
    """The unsettled meetings that these pages were read as; the one that is named where no pages are."""
    found = tuple(one.id for one in unsettled_on(register, chosen))
    return found if chosen else ((named,) if named else ())


def _names(register: RegisterBook, replaced: tuple[str, ...], sources: tuple[Source, ...]) -> dict[str, str]:
    known = {one.sha256: one.shown_name for meeting in replaced for one in register.shelf.sources(meeting)}
    return known | {one.sha256: one.shown_name for one in sources if one.shown_name}


def _set_aside(register: RegisterBook, change: Transaction, meeting_id: str, note: str) -> None:
    """What the machine made of these pages gives way to the person's word, row by row."""
    for row in register.rows(meeting_id):
        if row.settled is Settled.WAITING:
            register.judge(change, row.id, RowVerdict.NOT_PRESENT, note=note)
        elif row.settled is not Settled.DISMISSED:
            register.correct(change, row.id, note, dismiss=True)


def _refuse_entered(register: RegisterBook, sources: tuple[Source, ...]) -> None:
    """Raises the complaint `refused` where these very pages are a settled meeting's."""
    for source in sources:
        found = register.shelf.meeting_with_source(source)
        if found and register.meeting(found).complete:
            raise Complaint("refused", detail=say("hand.pages_entered", id=found))
