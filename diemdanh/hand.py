"""Flow: minutes entered by hand — which files wait for it, their pages, and the entry that a form or dialogue makes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

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
_COLUMNS = "meeting_id, duplicate_of, complete"
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
    # Three columns of each meeting: what its minutes say is not read for this.
    kept = {one: (main or one, whole) for one, main, whole in register.shelf.raw("meetings", _COLUMNS, None)}
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
    """`sha:page` keys in reading order as stretches of originals; pages that continue become one stretch."""
    found: list[Source] = []
    for key in pages:
        sha256, _, number = key.partition(":")
        if len(sha256) != 64 or not number.isdecimal():
            raise Complaint("refused", detail=say("hand.bad_pages"))
        page, last = int(number), found[-1] if found else None
        if last and last.sha256 == sha256 and last.page_to + 1 == page:
            found[-1] = Source(sha256, last.page_from, page, last.shown_name)
        else:
            found.append(Source(sha256, page, page, names.get(sha256, "")))
    return tuple(found)


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
) -> Entered:
    """Enters the meeting; `replaces` is the unsettled meeting whose pages these are: it becomes a copy of this one."""
    register = RegisterBook(desk.store)
    replaces = replaces or _entered_before(register, sources)
    rows = tuple(EntryRow(one.status, one.member_id, capacity=one.capacity) for one in people)
    entry = Entry(branch_id, day, kind, rows, () if replaces else sources, True, Origin.HAND)
    note = say("hand.entered_by_hand")
    with desk.writing(rehearsal=dry_run) as change:
        if replaces:
            _set_aside(register, change, replaces, note)
        done = register.record(change, entry)
        if replaces:
            register.settle_meeting(change, replaces, note, branch_id=branch_id, date=day, kind=kind)
    return done


def _set_aside(register: RegisterBook, change: Transaction, meeting_id: str, note: str) -> None:
    """What the machine made of these pages gives way to the person's word, row by row."""
    for row in register.rows(meeting_id):
        if row.settled is Settled.WAITING:
            register.judge(change, row.id, RowVerdict.NOT_PRESENT, note=note)
        elif row.settled is not Settled.DISMISSED:
            register.correct(change, row.id, note, dismiss=True)


def _entered_before(register: RegisterBook, sources: tuple[Source, ...]) -> str:
    """The unsettled meeting of these very pages. Raises the complaint `refused` where they are a settled one's."""
    for source in sources:
        found = register.shelf.meeting_with_source(source)
        if found and register.meeting(found).complete:
            raise Complaint("refused", detail=say("hand.pages_entered", id=found))
        if found:
            return found
    return ""
