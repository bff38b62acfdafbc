"""`minutes enter`: pages that only a person can read, entered by dialogue or, for scripts, by options."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from diemdanh.cli import Place
from diemdanh.cli.desk import Day, as_json, by_whom, dry_run, sitting
from diemdanh.cli.dialogue import Answers, asked
from diemdanh.cli.facts import plain
from diemdanh.cli.spoken import SpokenCommand, option, print_json, print_table, tell
from diemdanh.desk import Desk
from diemdanh.failures import Complaint
from diemdanh.hand import (
    Person,
    Sheet,
    capacity_of,
    enter,
    find_file,
    pages_meant,
    pages_of,
    people_of,
    sheets_of,
    sources_of,
    unsettled_meeting,
    waiting_files,
)
from diemdanh.messages import say
from diemdanh.pictures import draw
from minutes.entry import Entered
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import AttendanceStatus, Capacity, MeetingKind, Roster
from store.journal import FileRow


@click.command("enter", cls=SpokenCommand, help="cli.minutes_enter")
@click.argument("file", required=False)
@option("--list", "only_list", is_flag=True, help="cli.enter_list")
@option("--branch", default="", metavar="ID", help="cli.enter_branch")
@option("--date", "day", type=Day(), help="cli.enter_date")
@option("--kind", type=click.Choice([k.value for k in MeetingKind]), default="regular", help="cli.enter_kind")
@option("--member", "members", multiple=True, metavar="ID[:STATUS[:CAPACITY]]", help="cli.enter_member")
@option("--nobody", is_flag=True, help="cli.enter_nobody")
@option("--meeting", default="", metavar="ID", help="cli.enter_meeting")
@option("--pages", default="", metavar="1-3,5", help="cli.enter_pages")
@option("--pictures", type=click.Path(path_type=Path, file_okay=False), help="cli.enter_pictures")
@by_whom
@dry_run
@as_json
@click.pass_obj
def enter_by_hand(
    place: Place,
    file: str | None,
    only_list: bool,
    branch: str,
    day: date | None,
    kind: str,
    members: tuple[str, ...],
    nobody: bool,
    meeting: str,
    pages: str,
    pictures: Path | None,
    by: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    with sitting(place, by) as desk:
        if only_list:
            return _list(desk, as_json)
        given = Given(desk, pages, meeting, dry_run, as_json)
        if branch or day or members or nobody:
            given.from_options(file, branch, day, MeetingKind(kind), members, nobody)
        else:
            with _folder(pictures) as folder:
                given.by_dialogue(file, folder)
    return 0


def _list(desk: Desk, as_json: bool) -> int:
    found = [{"sha256": sha256, "name": name, "why": why} for sha256, name, why in waiting_files(desk.store)]
    if as_json:
        print_json(found)
    else:
        heads = tuple(say(f"table.{k}") for k in ("id", "file", "reasons"))
        print_table(heads, ((one["sha256"][:12], one["name"], say(f"hand.why_{one['why']}")) for one in found))
    return 0


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    """Where the pictures go: the folder that was named, else one that is readable to its owner alone and goes away."""
    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
        yield named
        return
    with TemporaryDirectory(prefix="diemdanh-pages-") as folder:
        yield Path(folder)


class Given:
    """One call of the verb: which pages it speaks of and whether it may write."""

    def __init__(self, desk: Desk, pages: str, meeting: str, dry_run: bool, as_json: bool) -> None:
        self.desk, self.pages, self.meeting, self.dry_run, self.as_json = desk, pages, meeting, dry_run, as_json
        self.register = RegisterBook(desk.store)
        self.roster = Book(desk.store).roster()

    def from_options(
        self,
        file: str | None,
        branch: str,
        day: date | None,
        kind: MeetingKind,
        members: tuple[str, ...],
        nobody: bool,
    ) -> None:
        """Everything is said on the command line. Raises complaints: refused (wrong usage), unknown_id."""
        if not (file and branch and day and bool(members) != nobody):
            raise Complaint("refused", detail=say("hand.needs_all"), exit_code=2)
        if not self.roster.branch_rows(branch):
            raise Complaint("unknown_id", branch)
        written = [_person(one, self.roster, branch, day) for one in members]
        row = find_file(self.desk.store, file)
        self.save(row, Answers(branch, day, kind, people_of(written, self.roster, day)))

    def by_dialogue(self, file: str | None, folder: Path) -> None:
        """The file named, else each that waits, until nothing is left or the person stops."""
        if file is not None:
            self.ask(find_file(self.desk.store, file), "done", 0, folder)
            return
        passed: set[str] = set()
        while waiting := [one for one in waiting_files(self.desk.store) if one[0] not in passed]:
            sha256, _, why = waiting[0]
            if not self.ask(find_file(self.desk.store, sha256), why, len(waiting), folder) or self.dry_run:
                passed.add(sha256)
        tell(say("hand.none_waiting"))

    def ask(self, row: FileRow, why: str, left: int, folder: Path) -> bool:
        """Shows the pages, asks, and enters; False where the person left the file as it is."""
        kept = unsettled_meeting(self.register, row.sha256, self.meeting)
        tell(say("hand.file_heading", name=row.shown_name, why=say(f"hand.why_{why}"), left=left))
        for sheet, path in draw(self.desk, self.sheets(row), folder):
            key = "hand.page_at" if path else "hand.page_without"
            tell(say(key, page=sheet.page, **({"path": path} if path else {"name": row.shown_name})))
        answers = asked(self.roster, kept)
        if answers is not None:
            self.save(row, answers)
        return answers is not None

    def sheets(self, row: FileRow) -> tuple[Sheet, ...]:
        """The pages that were named, else those of the unsettled meeting, else all of the file."""
        there = {sheet.key: sheet for sheet in sheets_of(self.desk.store, row.sha256)}
        kept = unsettled_meeting(self.register, row.sha256, self.meeting)
        wanted = pages_meant(row.sha256, self.pages) if self.pages else pages_of(self.register, kept)
        for sha256 in {key.partition(":")[0] for key in wanted} - {row.sha256}:
            there |= {sheet.key: sheet for sheet in sheets_of(self.desk.store, sha256)}
        if any(key not in there for key in wanted):
            raise Complaint("refused", detail=say("hand.bad_pages"), exit_code=2)
        return tuple(there[key] for key in wanted or there)

    def save(self, row: FileRow, answers: Answers) -> None:
        kept = unsettled_meeting(self.register, row.sha256, self.meeting)
        sources = sources_of((sheet.key for sheet in self.sheets(row)), {row.sha256: row.shown_name})
        replaces = kept.id if kept and not self.pages else self.meeting
        day = answers.day.isoformat()
        done = enter(self.desk, answers.branch_id, day, answers.kind, answers.people, sources, replaces, self.dry_run)
        self._tell(done, answers.people)

    def _tell(self, done: Entered, people: tuple[Person, ...]) -> None:
        if self.as_json:
            print_json({"dry_run": self.dry_run, "people": plain(people)} | plain(done))
        else:
            key = "hand.would_enter" if self.dry_run else "hand.entered"
            click.echo(say(key, count=len(people), **({} if self.dry_run else {"id": done.meeting_id})))


def _person(written: str, roster: Roster, branch_id: str, day: date) -> str:
    """`ID[:STATUS[:CAPACITY]]` as `people_of` takes it. Raises the complaint `refused`."""
    member_id, status, capacity = (*written.split(":"), "", "")[:3]
    member = roster.by_id.get(member_id)
    usual = capacity_of(member, branch_id, day) if member else Capacity.SUPERIOR
    try:
        return f"{member_id}|{AttendanceStatus(status or 'present')}|{Capacity(capacity or usual)}"
    except ValueError as error:
        raise Complaint("refused", detail=say("hand.bad_person", written=written), exit_code=2) from error
