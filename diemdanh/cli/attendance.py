"""The register of attendance: list, import, correct."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from diemdanh.cli import Place
from diemdanh.cli.desk import as_json, by_whom, dry_run, end_of, sitting
from diemdanh.cli.facts import plain
from diemdanh.cli.spoken import SpokenCommand, SpokenGroup, option, print_json, print_table, tell
from diemdanh.messages import language, say
from roster.people import AttendanceStatus

attendance = SpokenGroup("attendance", help="cli.attendance")


@attendance.command("list", cls=SpokenCommand, help="cli.attendance_list")
@option("--member", help="cli.only_member")
@option("--branch", help="cli.only_branch")
@option("--month", help="cli.only_month")
@option("--as-known-on", help="cli.as_known_on")
@as_json
@click.pass_obj
def list_rows(
    place: Place, member: str | None, branch: str | None, month: str | None, as_known_on: str | None, as_json: bool
) -> int:
    from diemdanh.register import register_rows

    with sitting(place) as desk:
        rows = register_rows(desk, member, branch, month, end_of(as_known_on))
    if as_json:
        print_json(plain(rows))
        return 0
    keys = ("id", "date", "branch", "name", "position", "status", "review", "evidence")
    print_table(tuple(say(f"table.{k}") for k in keys), (_cells(row) for row in rows))
    return 0


def _cells(row: Any) -> tuple[object, ...]:
    waits = say("cli.yes") if row.waiting else ""
    quote = " ".join(row.evidence.split())
    return row.id, row.date, row.branch, row.name, row.position, say(f"status.{row.status}"), waits, quote[:80]


@attendance.command("import", cls=SpokenCommand, help="cli.attendance_import")
@click.argument("path", type=click.Path(path_type=Path))
@by_whom
@dry_run
@as_json
@click.pass_obj
def import_rows(place: Place, path: Path, by: str, dry_run: bool, as_json: bool) -> int:
    from diemdanh.register import import_attendance_file

    with sitting(place, by) as desk:
        outcome = import_attendance_file(desk, path, dry_run)
    for problem in outcome.problems:
        tell(say("facts.problem", row=problem.row or "-", what=getattr(problem, language().value)))
    if as_json:
        print_json(plain(outcome))
    elif outcome.refused:
        tell(say("facts.nothing"))
    else:
        click.echo(say("attendance.imported", meetings=outcome.meetings, rows=outcome.rows, known=outcome.known))
    return 1 if outcome.refused else 0


@attendance.command("correct", cls=SpokenCommand, help="cli.attendance_correct")
@click.argument("row_id", metavar="ID")
@option("--member", help="cli.correct_member")
@option("--status", type=click.Choice([s.value for s in AttendanceStatus]), help="cli.correct_status")
@option("--dismiss", is_flag=True, help="cli.correct_dismiss")
@by_whom
@option("--reason", required=True, help="cli.reason")
@dry_run
@click.pass_obj
def correct(
    place: Place,
    row_id: str,
    member: str | None,
    status: str | None,
    dismiss: bool,
    by: str,
    reason: str,
    dry_run: bool,
) -> int:
    from minutes.register import RegisterBook

    with sitting(place, by) as desk:
        book = RegisterBook(desk.store)
        before = after = book.row(row_id)
        if not dry_run:
            with desk.writing() as change:
                after = book.correct(
                    change,
                    row_id,
                    reason,
                    member_id=member,
                    status=AttendanceStatus(status) if status else None,
                    dismiss=dismiss,
                )
    click.echo(
        f"{row_id}: {before.member_id} {before.status} ({before.settled})"
        f" → {after.member_id} {after.status} ({after.settled})"
    )
    return 0
