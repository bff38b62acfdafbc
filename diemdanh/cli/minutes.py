"""Minutes in batches: import, the state of their files, stored readings against today's lists."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from diemdanh.cli import Place
from diemdanh.cli.desk import Day, as_json, by_whom, dry_run, sitting
from diemdanh.cli.entering import enter_by_hand
from diemdanh.cli.facts import plain
from diemdanh.cli.reviewing import review
from diemdanh.cli.spoken import SpokenCommand, SpokenGroup, option, print_json, print_table, tell
from diemdanh.messages import say
from diemdanh.progress import watched

minutes = SpokenGroup("minutes", help="cli.minutes")
minutes.add_command(enter_by_hand)
minutes.add_command(review)


@minutes.command("import", cls=SpokenCommand, help="cli.minutes_import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="cli.jobs")
@option("--separate", is_flag=True, help="cli.separate")
@by_whom
@dry_run
@as_json
@click.pass_obj
def import_files(
    place: Place, paths: tuple[str, ...], jobs: int, separate: bool, by: str, dry_run: bool, as_json: bool
) -> int:
    from diemdanh.meetings import import_minutes

    with sitting(place, by) as desk:
        found = []
        for one in watched(import_minutes(desk, paths, jobs, separate, dry_run), None, say("cli.reading")):
            found.append(one)
            if one.failure is not None:
                tell(f"{one.failure.code}: {one.failure.sentence}")
    if as_json:
        print_json(plain(found))
    else:
        _tell_totals(found)
    return 1 if any(one.failure for one in found) else 0


def _tell_totals(found: list[Any]) -> None:
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
    from diemdanh.meetings import rematch as flow

    with sitting(place, by) as desk:
        found = [
            (file, done) for file, done in watched(flow(desk, since, dry_run), None, say("cli.reading")) if done.any
        ]
    if as_json:
        print_json([{"file": file} | plain(done) for file, done in found])
        return 0
    for file, done in found:
        click.echo(
            f"{file}: "
            + say(
                "minutes.rematched", entered=done.entered + done.settled, waiting=done.waiting, reopened=done.reopened
            )
        )
    click.echo(say("minutes.rematched_all", count=len(found)))
    return 0
