"""People and bodies: `roster`, `units`, `branches`, `assignments`, `schedules`, `leaves`, `terms`: import and list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import click

from diemdanh.cli import Place
from diemdanh.cli.desk import Day, as_json, by_whom, dry_run, end_of, sitting
from diemdanh.cli.spoken import SpokenCommand, SpokenGroup, option, print_json, print_table, tell
from diemdanh.messages import known, language, say
from roster.rows import FactKind

_ON = option("--on", type=Day(), help="cli.on_day")
_KNOWN = option("--as-known-on", help="cli.as_known_on")
_GAPS = option("--close-gaps", is_flag=True, help="cli.close_gaps")


def _group(kind: FactKind, attribute: str) -> click.Group:
    """The verb of one kind of fact; `attribute` is its name in `roster.people.Roster`."""
    group = SpokenGroup(str(kind), help=f"cli.{kind}")
    group.add_command(_import_command(kind))
    group.add_command(_list_command(attribute))
    return group


def _import_command(kind: FactKind) -> click.Command:
    @click.command("import", cls=SpokenCommand, help="cli.facts_import")
    @click.argument("path", type=click.Path(path_type=Path))
    @option("--retire-missing", is_flag=True, help="cli.retire_missing")
    @option("--from", "start", default="", metavar="D", help="cli.facts_from")
    @option("--to", "end", default="", metavar="D", help="cli.facts_to")
    @by_whom
    @dry_run
    @as_json
    @click.pass_obj
    def command(place: Place, /, path: Path, by: str, dry_run: bool, as_json: bool, **wishes: Any) -> int:
        from diemdanh.rosters import Wishes, import_facts

        with sitting(place, by) as desk:
            outcome = import_facts(desk, kind, path, dry_run, Wishes(**wishes))
        if as_json:
            print_json(plain(outcome))
        else:
            _tell_outcome(outcome, dry_run)
        return 0 if outcome.changes is not None else 1

    return _GAPS(command) if kind is FactKind.ROSTER else command


def _tell_outcome(outcome: Any, dry_run: bool) -> None:
    for problem in outcome.problems:
        tell(say("facts.problem", row=problem.row or "-", what=getattr(problem, language().value)))
    if outcome.changes is None:
        tell(say("facts.nothing"))
        return
    c = outcome.changes
    key = "facts.would" if dry_run else "facts.did"
    click.echo(say(key, added=len(c.added), changed=len(c.changed), same=c.unchanged, missing=len(c.missing)))
    for change in c.added if dry_run else ():
        click.echo("  + " + ", ".join(str(value) for value in (change.after or {}).values() if value))
    for change in c.changed:
        for field in change.fields:
            click.echo(f"  {change.subject}: {field}: {change.before[field]} → {change.after[field]}")
    for subject in dict.fromkeys(change.subject for change in c.missing):
        click.echo(say("facts.kept", subject=subject))
    _tell_gaps(outcome)


def _tell_gaps(outcome: Any) -> None:
    for gap in outcome.gaps:
        days = (gap.last - gap.first).days + 1
        said = {"before": gap.before.position, "after": gap.after.position, "days": days}
        click.echo(say("facts.gap", member=gap.member_id, first=gap.first, last=gap.last, **said))
    if outcome.gaps:
        click.echo(say("facts.gaps_closed" if outcome.gaps_closed else "facts.gaps_open"))


def _list_command(attribute: str) -> click.Command:
    @click.command("list", cls=SpokenCommand, help="cli.facts_list")
    @_ON
    @_KNOWN
    @as_json
    @click.pass_obj
    def command(place: Place, on: date | None, as_known_on: str | None, as_json: bool) -> int:
        from roster.book import Book

        with sitting(place) as desk:
            rows = flat(getattr(Book(desk.store).roster(end_of(as_known_on)), attribute), on)
        if as_json:
            print_json(rows)
        elif rows:
            print_table(tuple(_head(name) for name in rows[0]), (tuple(row.values()) for row in rows))
        return 0

    return command


def _head(column: str) -> str:
    return say(f"column.{column}") if known(f"column.{column}") else column


def flat(facts: Iterable[Any], on: date | None) -> list[dict[str, object]]:
    """One flat row a fact (a member's posts are rows of their own), those that hold on the day only."""
    rows = []
    for fact in facts:
        for part in getattr(fact, "posts", None) or (fact,):
            if on is None or part.validity.holds(on):
                rows.append(
                    {"id": fact.id, "name": fact.name, **_columns(part)} if part is not fact else _columns(fact)
                )
    return rows


def _columns(fact: Any) -> dict[str, object]:
    found: dict[str, object] = {}
    for field in fields(fact):
        value = getattr(fact, field.name)
        if field.name == "validity":
            found |= {"valid_from": plain(value.start), "valid_to": plain(value.end)}
        elif field.name != "posts":
            found[field.name] = ", ".join(value) if isinstance(value, tuple) else plain(value)
    return found


def plain(value: Any) -> Any:
    """A dataclass, date or enum as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


roster = _group(FactKind.ROSTER, "members")
units = _group(FactKind.UNITS, "units")
branches = _group(FactKind.BRANCHES, "branches")
assignments = _group(FactKind.ASSIGNMENTS, "assignments")
schedules = _group(FactKind.SCHEDULES, "schedules")
leaves = _group(FactKind.LEAVES, "leaves")
terms = _group(FactKind.TERMS, "terms")
