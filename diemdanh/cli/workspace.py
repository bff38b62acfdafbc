"""The workspace itself: make it, check it, copy it, its settings, its log, its originals."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diemdanh.cli import Place
from diemdanh.cli.desk import OUT_FILE, as_json, by_whom, dry_run, login, opened, reason, sitting
from diemdanh.cli.spoken import SpokenCommand, SpokenGroup, option, print_json, print_table, tell
from diemdanh.failures import Complaint
from diemdanh.messages import language, say

if TYPE_CHECKING:
    from diemdanh.copies import Held

_HELD = ("until", "members", "branches", "rules", "meetings", "waiting", "originals", "accounts", "entries", "head")


@click.command(cls=SpokenCommand, help="cli.init")
@click.pass_obj
def init(place: Place) -> int:
    opened(place, create=True).close()
    click.echo(say("workspace.made", home=place.home))
    return 0


@click.command(cls=SpokenCommand, help="cli.verify")
@option("--head", help="cli.head")
@as_json
@click.pass_obj
def verify(place: Place, head: str | None, as_json: bool) -> int:
    from store import backup

    with sitting(place) as desk:
        faults = backup.verify(desk.store, head)
        number, digest = backup.head(desk.store)
    if as_json:
        print_json(
            {
                "entries": number,
                "head": digest,
                "faults": [{"code": f.code, "where": f.where, "detail": f.detail} for f in faults],
            }
        )
    elif faults:
        tell(say("workspace.broken", where=faults[0].where, code=faults[0].code, count=len(faults)))
    else:
        click.echo(say("workspace.sound", entries=number, head=digest))
    return 1 if faults else 0


@click.command(cls=SpokenCommand, help="cli.backup")
@click.argument("out", type=OUT_FILE)
@by_whom
@dry_run
@click.pass_obj
def backup(place: Place, out: Path, by: str, dry_run: bool) -> int:
    from diemdanh.copies import held
    from store.backup import backup as copy

    with sitting(place, by) as desk:
        if dry_run:
            _print_held(held(desk.store))
            return 0
        copy(desk.store, out, by=desk.by, at=desk.now)
    click.echo(say("workspace.copied", name=out))
    return 0


def _print_held(copy: Held, now: Held | None = None) -> None:
    """What a backup holds, beside what stands here now."""
    heads = ["", say("web.restore_in_copy"), *([say("web.restore_now")] if now else [])]
    sides = [asdict(side) for side in (copy, now) if side]
    print_table(heads, ([say(f"web.held_{name}"), *(str(side[name])[:19] for side in sides)] for name in _HELD))


@click.command(cls=SpokenCommand, help="cli.restore")
@click.argument("source", type=click.Path(path_type=Path))
@option("--replace", is_flag=True, help="cli.replace")
@by_whom
@dry_run
@click.pass_obj
def restore(place: Place, source: Path, replace: bool, by: str, dry_run: bool) -> int:
    from store.backup import restore as put_back

    if dry_run:
        return _compare(place, source, by)
    put_back(place.home, source, by=by or login(), at=datetime.now(UTC), replace=replace).close()
    click.echo(say("workspace.restored", home=place.home))
    return 0


def _compare(place: Place, source: Path, by: str) -> int:
    """What putting the backup back would bring, beside what it would take away."""
    from diemdanh.copies import Copies, held
    from store.database import FILE_NAME

    offered = Copies(place.home).look(source, by or login(), datetime.now(UTC))
    now = None
    if (place.home / FILE_NAME).exists():
        with sitting(place, by) as desk:
            now = held(desk.store)
    _print_held(offered, now)
    return 0


@click.group(cls=SpokenGroup, help="cli.settings", invoke_without_command=True)
@as_json
@click.pass_context
def settings(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        _list_settings(ctx.obj, as_json)


def _list_settings(place: Place, as_json: bool) -> None:
    from store import settings as table

    with sitting(place) as desk:
        values = table.all_values(desk.store)
    if as_json:
        print_json({name: list(v) if isinstance(v, tuple) else v for name, v in values.items()})
        return
    helps = {s.name: getattr(s, language().value) for s in table.SETTINGS}
    rows = ((name, ", ".join(v) if isinstance(v, tuple) else v, helps[name]) for name, v in values.items())
    print_table((say("table.name"), say("table.value"), ""), rows)


@settings.command("set", cls=SpokenCommand, help="cli.settings_set")
@click.argument("name")
@click.argument("value")
@by_whom
@dry_run
@click.pass_obj
def set_setting(place: Place, name: str, value: str, by: str, dry_run: bool) -> int:
    from store import settings as table

    parsed = table.parsed(name, value)
    with sitting(place, by) as desk:
        before = table.get(desk.store, name)
        if not dry_run:
            with desk.writing() as change:
                table.put(desk.store, change, name, parsed)
    click.echo(f"{name}: {before} → {parsed}")
    return 0


@click.command(cls=SpokenCommand, help="cli.audit")
@option("--limit", type=click.IntRange(1), default=50, show_default=True, help="cli.limit")
@as_json
@click.pass_obj
def audit(place: Place, limit: int, as_json: bool) -> int:
    from diemdanh.papers import audit_entries

    with sitting(place) as desk:
        entries = audit_entries(desk.store, limit)
    if as_json:
        print_json(entries)
        return 0
    heads = ("#", say("table.when"), say("table.by"), say("table.what"), say("table.id"))
    print_table(heads, ((e["seq"], e["at"][:19], e["by"], e["what"], e["subject"]) for e in entries))
    return 0


@click.group(cls=SpokenGroup, help="cli.documents")
def documents() -> None:
    pass


@documents.command("list", cls=SpokenCommand, help="cli.minutes_files")
@as_json
@click.pass_obj
def list_documents(place: Place, as_json: bool) -> int:
    from diemdanh.papers import files_of

    with sitting(place) as desk:
        files = files_of(desk.store)
    if as_json:
        print_json(files)
        return 0
    heads = (say("table.id"), say("table.file"), say("table.what"), say("table.state"), say("table.reasons"))
    cells = ((f["sha256"][:12], f["name"], f["purpose"], f["state"], f["error"] or f["result"]) for f in files)
    print_table(heads, cells)
    return 0


@documents.command("purge", cls=SpokenCommand, help="cli.documents_purge")
@click.argument("id")
@by_whom
@reason
@dry_run
@click.pass_obj
def purge(place: Place, id: str, by: str, reason: str, dry_run: bool) -> int:
    from diemdanh.papers import find_original
    from store import originals

    if not reason:
        raise Complaint("refused", detail=say("workspace.needs_reason"), exit_code=2)
    with sitting(place, by) as desk:
        sha256 = find_original(desk.store, id)
        if not dry_run:
            with desk.writing() as change:
                originals.purge(desk.store, change, sha256, reason)
    click.echo(json.dumps({"purged": sha256, "dry_run": dry_run}))
    return 0
