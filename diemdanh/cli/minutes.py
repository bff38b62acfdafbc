"""Minutes in batches: import, the state of their files, stored readings against today's lists."""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diemdanh.cli import Place
from diemdanh.cli.desk import Day, as_json, by_whom, dry_run, sitting
from diemdanh.cli.facts import plain
from diemdanh.cli.spoken import SpokenCommand, SpokenGroup, option, print_json, print_line, print_table, tell
from diemdanh.desk import Desk
from diemdanh.messages import say
from diemdanh.progress import counting, watched

if TYPE_CHECKING:  # the readers take a second to load, which the other verbs need not pay
    from diemdanh.engines import Engine
    from diemdanh.meetings import FileOutcome

#: so many names are told of a longer list
_NAMED = 8
#: verbs whose rooms are loaded only when they are called: name → (module of this package, attribute)
_LATER = {"review": ("reviewing", "review"), "enter": ("entering", "enter_by_hand")}


class _Minutes(SpokenGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_LATER]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _LATER:
            return super().get_command(ctx, name)
        module, attribute = _LATER[name]
        command: click.Command = getattr(importlib.import_module(f"diemdanh.cli.{module}"), attribute)
        return command


minutes = _Minutes("minutes", help="cli.minutes")


@minutes.command("import", cls=SpokenCommand, help="cli.minutes_import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="cli.jobs")
@option("--engine", default="local", show_default=True, metavar="local|tls://…", help="cli.engine")
@option("--separate", is_flag=True, help="cli.separate")
@option("--watch", is_flag=True, help="cli.watch")
@option("--every", type=click.FloatRange(0.1, 3600), default=10, show_default=True, help="cli.every")
@by_whom
@dry_run
@as_json
@click.pass_obj
def import_files(
    place: Place,
    paths: tuple[str, ...],
    jobs: int,
    engine: str,
    separate: bool,
    watch: bool,
    every: float,
    by: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    from diemdanh.engines import engine_named

    with sitting(place, by) as desk:
        chosen = engine_named(desk, engine, jobs)
        if watch:
            return watch_folders(desk, paths, chosen, separate, dry_run, every, as_json)
        found = imported(desk, paths, chosen, separate, dry_run)
    if as_json:
        print_json(plain(found))
    else:
        _tell_totals(found)
    tell_passed_over(paths)
    return 1 if any(one.failure for one in found) else 0


def tell_passed_over(paths: Sequence[str | Path]) -> None:
    """Names the files of folders that are of no kind that is read."""
    from documents.intake import passed_over

    names = passed_over(paths)
    if names:
        more = ", …" if len(names) > _NAMED else ""
        tell(say("batch.passed_over", count=len(names), names=", ".join(names[:_NAMED]) + more))


def imported(
    desk: Desk, paths: Sequence[str | Path], engine: Engine, separate: bool, dry_run: bool
) -> list[FileOutcome]:
    """One import with its progress; failures are told as they come."""
    from diemdanh.intake import Manner
    from diemdanh.meetings import import_minutes
    from documents.intake import walk

    found = []
    total = sum(1 for _ in walk(paths, zips=True))
    with counting(total, say("cli.reading")) as tick:
        for one in import_minutes(desk, paths, 1, separate, dry_run, Manner(engine, counted=tick)):
            found.append(one)
            if one.failure is not None:
                tell(f"{one.failure.code}: {one.failure.sentence}")
    return found


def watch_folders(
    desk: Desk,
    folders: Sequence[str],
    engine: Engine,
    separate: bool,
    dry_run: bool,
    every: float,
    as_json: bool,
) -> int:
    """Takes what is ready at each look until Ctrl-C, which is how this ends; one JSON line a file with `--json`."""
    from diemdanh.watching import WatchedFolder, watch
    from store.errors import StoreBusy

    tell(say("batch.watching", folders=", ".join(folders)))
    watched_folders = tuple(WatchedFolder(Path(folder)) for folder in folders)
    try:
        for ready in watch(watched_folders, lambda: time.sleep(every)):
            now = replace(desk, now=datetime.now(UTC))
            try:
                found = imported(now, ready, engine, separate, dry_run)
            except StoreBusy:
                tell(say("batch.waits_for_writer"))
                for folder in watched_folders:
                    folder.offer_again(ready)
                continue
            if as_json:
                for one in found:
                    print_line(plain(one))
            else:
                _tell_totals(found)
    except KeyboardInterrupt:
        tell(say("batch.stopped"))
    return 0


def _tell_totals(found: list[FileOutcome]) -> None:
    meetings = [meeting for one in found for meeting in one.meetings]
    click.echo(
        say(
            "minutes.imported",
            files=sum(1 for one in found if not one.failure and not one.known),
            known=sum(one.known for one in found),
            failed=sum(1 for one in found if one.failure),
            meetings=len(meetings),
            entered=sum(m.entered for m in meetings),
            waiting=sum(m.waiting for m in meetings),
        )
    )


@minutes.command("files", cls=SpokenCommand, help="cli.minutes_files")
@as_json
@click.pass_obj
def files(place: Place, as_json: bool) -> int:
    from diemdanh.meetings import PURPOSE
    from diemdanh.papers import files_of

    with sitting(place) as desk:
        found = files_of(desk.store, PURPOSE)
    if as_json:
        print_json(found)
        return 0
    keys = ("file", "state", "reasons")
    print_table(
        tuple(say(f"table.{k}") for k in keys), ((f["name"], f["state"], f["error"] or f["result"]) for f in found)
    )
    return 0


@minutes.command("rematch", cls=SpokenCommand, help="cli.minutes_rematch")
@option("--since", type=Day(), help="cli.rematch_since")
@by_whom
@dry_run
@as_json
@click.pass_obj
def rematch(place: Place, since: date | None, by: str, dry_run: bool, as_json: bool) -> int:
    from collections import Counter

    from diemdanh.rematching import rematch as flow
    from minutes.register import RegisterBook

    with sitting(place, by) as desk:
        found = [
            (file, done) for file, done in watched(flow(desk, since, dry_run), None, say("cli.reading")) if done.any
        ]
        left, rows = RegisterBook(desk.store).unsettled_meetings(), RegisterBook(desk.store).queue_length()
    if as_json:
        print_json([{"file": file} | plain(done) for file, done in found])
        return 0
    for file, done in found:
        told = {"waiting": done.waiting + done.changed, "reopened": done.reopened}
        click.echo(f"{file}: " + say("minutes.rematched", entered=done.entered + done.settled, **told))
    click.echo(say("minutes.rematched_all", count=len(found)))
    if not dry_run:
        reasons = Counter(reason for meeting in left for reason in meeting.details.reasons).most_common(5)
        why = "; ".join(f"{reason}: {count}" for reason, count in reasons)
        click.echo(say("minutes.rematch_left", meetings=len(left), rows=rows, reasons=why or "–"))
    return 0
