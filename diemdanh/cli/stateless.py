"""The verbs that need no workspace: `extract`, `explain`, `read-minutes` (the contract's section 1)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from diemdanh.cli.desk import today
from diemdanh.cli.spoken import SpokenCommand, option, print_line, print_table, tell
from diemdanh.failures import Failure
from diemdanh.messages import say
from diemdanh.progress import watched

Row = dict[str, Any]
_paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
_jobs = option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="cli.jobs")
_jsonl = option("--jsonl", is_flag=True, help="cli.jsonl")


@click.command(cls=SpokenCommand, help="cli.extract")
@_paths
@_jsonl
@_jobs
@option("--html", type=click.Path(path_type=Path, dir_okay=False), help="cli.html_out")
@option("--akn", type=click.Path(path_type=Path, dir_okay=False), help="cli.akn_out")
def extract(paths: tuple[str, ...], jsonl: bool, jobs: int, html: Path | None, akn: Path | None) -> int:
    from diemdanh.regulations import extract_files

    if html is not None or akn is not None:
        return _write_pages(paths, html, akn)
    show = _print_regulation
    return _run(extract_files(paths, jobs), jsonl, show)


def _write_pages(paths: tuple[str, ...], html: Path | None, akn: Path | None) -> int:
    """The one file as a page for people or as Akoma Ntoso for other legal tools."""
    from diemdanh.showing import write_akoma_ntoso, write_html

    if len(paths) != 1:
        raise click.UsageError(say("cli.one_file"))
    if html is not None:
        write_html(paths[0], html)
    if akn is not None:
        write_akoma_ntoso(paths[0], akn, today())
    return 0


@click.command("explain", cls=SpokenCommand, help="cli.explain_file")
@click.argument("path", metavar="FILE")
@option("--obligation", type=click.IntRange(1), help="cli.obligation_number")
def explain(path: str, obligation: int | None) -> int:
    from diemdanh.showing import explained

    for line in explained(path, obligation):
        click.echo(line)
    return 0


@click.command("read-minutes", cls=SpokenCommand, help="cli.read_minutes")
@_paths
@option("--roster", "roster_file", type=click.Path(path_type=Path), required=True, help="cli.roster_file")
@option("--branches", "branches_file", type=click.Path(path_type=Path), help="cli.branches_file")
@option("--assignments", "assignments_file", type=click.Path(path_type=Path), help="cli.assignments_file")
@option("--separate", is_flag=True, help="cli.separate")
@_jsonl
@_jobs
def read_minutes(
    paths: tuple[str, ...],
    roster_file: Path,
    branches_file: Path | None,
    assignments_file: Path | None,
    separate: bool,
    jsonl: bool,
    jobs: int,
) -> int:
    from diemdanh.meetings import read_minutes as flow
    from diemdanh.rosters import load_roster

    roster = load_roster(roster_file, branches_file, assignments_file)
    return _run(flow(paths, roster, jobs, separate), jsonl, _print_meeting)


def _run(rows: Iterable[tuple[Row, Failure | None]], jsonl: bool, show: Any) -> int:
    """Prints each row as it comes; exit 1 when some failed."""
    failures = 0
    for row, failure in watched(rows, None, say("cli.reading")):
        if failure is not None:
            failures += 1
            tell(f"{failure.code}: {failure.sentence}")
        if jsonl:
            print_line(row)
        elif failure is None:
            show(row)
    sys.stdout.flush()
    return 1 if failures else 0


def _print_regulation(row: Row) -> None:
    source: Row = next((d for d in row["documents"] if d["role"] == "source"), {})
    title = " · ".join(
        str(x)
        for x in (row["file"], source.get("type"), source.get("number"), source.get("issuer"), source.get("issued"))
        if x
    )
    heads = tuple(
        say(f"table.{k}")
        for k in ("n", "who", "excludes", "action", "frequency", "where", "from", "clause", "confidence")
    )
    print_table(heads, (_obligation_cells(n, o) for n, o in enumerate(row["obligations"], 1)), title)


def _obligation_cells(n: int, o: Row) -> tuple[object, ...]:
    return (
        n, "; ".join(o["who"]), "; ".join(o["who_excludes"]), say(f"action.{o['action']}"), o["frequency_text"],
        o["where"], o["effective_from"], o["clause"], f"{o['confidence']:.2f}",
    )  # fmt: skip


def _print_meeting(row: Row) -> None:
    meeting = row["meeting"]
    title = " · ".join(
        str(x) for x in (row["file"], meeting["branch"], meeting["date"], say(f"kind.{meeting['kind']}")) if x
    )
    heads = tuple(
        say(f"table.{k}") for k in ("member", "name", "position", "status", "confidence", "review", "reasons")
    )
    print_table(heads, (_attendance_cells(a) for a in row["attendance"]), title)
    for item in row["unresolved"]:
        tell(say("cli.unresolved", name=item["as_written"]))


def _attendance_cells(a: Row) -> tuple[object, ...]:
    return (
        a["member_id"], a["name_as_written"], a["position_as_written"], say(f"status.{a['status']}"),
        f"{a['confidence']:.3f}", say("cli.yes") if a["needs_review"] else "", "; ".join(a["reasons"]),
    )  # fmt: skip
