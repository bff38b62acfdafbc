"""The life of a rule on the command line: add, list, show, edit, decide, compare, exchange."""

from __future__ import annotations

import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from diemdanh.cli import Place
from diemdanh.cli.desk import OUT_FILE, Day, as_json, by_whom, dry_run, end_of, reason, sitting
from diemdanh.cli.facts import plain
from diemdanh.cli.spoken import SpokenCommand, SpokenGroup, option, print_json, print_table, tell
from diemdanh.messages import language, say
from diemdanh.progress import watched
from diemdanh.rule_words import bearers, frequency_of, line_of, rule_json
from rules_catalog.rule import Rule, RuleState

rules = SpokenGroup("rules", help="cli.rules")
_rule_id = click.argument("rule_id", metavar="ID")
_known_on = option("--as-known-on", help="cli.as_known_on")


@rules.command("add", cls=SpokenCommand, help="cli.rules_add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="cli.jobs")
@by_whom
@dry_run
@as_json
@click.pass_obj
def add(place: Place, paths: tuple[str, ...], jobs: int, by: str, dry_run: bool, as_json: bool) -> int:
    from diemdanh.regulations import add_regulations

    with sitting(place, by) as desk:
        found = list(watched(add_regulations(desk, paths, jobs, dry_run), None, say("cli.reading")))
    for one in found:
        if one.failure is not None:
            tell(f"{one.failure.code}: {one.failure.sentence}")
        elif not as_json:
            click.echo(say("rules.known" if one.known else "rules.added", file=one.file, count=len(one.rules)))
            for recorded in one.rules:
                click.echo(f"  {recorded.rule.id}  {say(f'outcome.{recorded.outcome}')}  {line_of(recorded.rule)}")
    if as_json:
        print_json(plain(found))
    return 1 if any(one.failure for one in found) else 0


@rules.command("list", cls=SpokenCommand, help="cli.rules_list")
@option("--on", type=Day(), help="cli.on")
@option("--state", type=click.Choice([s.value for s in RuleState]), help="cli.state")
@_known_on
@as_json
@click.pass_obj
def list_rules(place: Place, on: date | None, state: str | None, as_known_on: str | None, as_json: bool) -> int:
    from rules_catalog.catalogue import Catalogue

    with sitting(place) as desk:
        found = Catalogue(desk.store).list(on, end_of(as_known_on), RuleState(state) if state else None)
    if as_json:
        print_json([rule_json(rule) for rule in found])
        return 0
    heads = [
        say(f"table.{k}") for k in ("id", "version", "state", "document", "who", "excludes", "frequency", "from", "to")
    ]
    print_table(heads, (_cells(rule) for rule in found))
    return 0


def _cells(rule: Rule) -> tuple[object, ...]:
    t = rule.terms
    last = rule.closed_on or t.effective_to
    return (
        rule.id, rule.version, say(f"state.{rule.state}"), t.document.number or t.document.type,
        bearers(t.who, t.who_ids), bearers(t.who_excludes, t.who_excludes_ids),
        frequency_of(rule), t.effective_from, last,
    )  # fmt: skip


@rules.command("show", cls=SpokenCommand, help="cli.rules_show")
@_rule_id
@option("--version", type=click.IntRange(1), help="cli.rule_version")
@option("--evidence", type=OUT_FILE, help="cli.show_evidence")
@as_json
@click.pass_obj
def show(place: Place, rule_id: str, version: int | None, evidence: Path | None, as_json: bool) -> int:
    from rules_catalog.catalogue import Catalogue

    with sitting(place) as desk:
        rule = Catalogue(desk.store).get(rule_id, version)
        if evidence is not None:
            _write_crop(desk.store, rule, evidence)
    if as_json:
        print_json(rule_json(rule))
        return 0
    fields = rule_json(rule)
    print_table(
        (say("table.name"), say("table.value")), ((k, _shown(v)) for k, v in fields.items() if v not in (None, [], ""))
    )
    return 0


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}: {v}" for k, v in value.items() if v is not None)
    return "; ".join(str(v) for v in value) if isinstance(value, list) else " ".join(str(value).split())


def _write_crop(store: Any, rule: Rule, out: Path) -> None:
    from diemdanh.evidence import crop_of_rule

    picture = crop_of_rule(store, rule)
    if picture is None:
        tell(say("rules.no_picture"))
    else:
        out.write_bytes(picture)


@rules.command("edit", cls=SpokenCommand, help="cli.rules_edit")
@_rule_id
@option("--set", "values", multiple=True, required=True, metavar="FIELD=VALUE", help="cli.set_value")
@option("--assumed", is_flag=True, help="cli.assumed")
@by_whom
@reason
@dry_run
@click.pass_obj
def edit(
    place: Place, rule_id: str, values: tuple[str, ...], assumed: bool, by: str, reason: str, dry_run: bool
) -> int:
    from rules_catalog.catalogue import Catalogue

    fields = dict(_field(value) for value in values)
    with sitting(place, by) as desk:
        catalogue = Catalogue(desk.store)
        before = catalogue.get(rule_id)
        if not dry_run:
            with desk.writing() as change:
                after = catalogue.edit(change, rule_id, fields, reason, assumed=assumed)
            click.echo(f"{rule_id}: v{before.version} → v{after.version}")
    old = rule_json(before)
    for name, value in fields.items():
        click.echo(f"  {name}: {old.get(name)} → {value}")
    return 0


def _field(text: str) -> tuple[str, Any]:
    """`per=quarter`, `who_ids=[a, b]`, `effective_from=2024-01-01`: the value is read as YAML."""
    import yaml

    name, _, value = text.partition("=")
    read = yaml.safe_load(value) if value else None
    return name.strip(), read.isoformat() if isinstance(read, date) else read


@rules.command("history", cls=SpokenCommand, help="cli.rules_history")
@_rule_id
@as_json
@click.pass_obj
def history(place: Place, rule_id: str, as_json: bool) -> int:
    from rules_catalog.catalogue import Catalogue

    with sitting(place) as desk:
        catalogue = Catalogue(desk.store)
        catalogue.get(rule_id)
        rows = catalogue.whole_history(rule_id)
    if as_json:
        print_json(plain(rows))
        return 0
    heads = ("#", *(say(f"table.{k}") for k in ("when", "by", "what", "version", "state", "reasons")))
    cells = (
        (
            r.operation or "–",
            f"{r.at:%Y-%m-%d %H:%M}",
            r.by,
            say(f"decision.{r.kind}"),
            r.version,
            say(f"state.{r.state}"),
            r.reason,
        )
        for r in rows
    )
    print_table(heads, cells)
    return 0


@rules.command("diff", cls=SpokenCommand, help="cli.rules_diff")
@_rule_id
@click.argument("other", required=False, metavar="[OTHER]")
@as_json
@click.pass_obj
def diff(place: Place, rule_id: str, other: str | None, as_json: bool) -> int:
    from rules_catalog.catalogue import Catalogue

    with sitting(place) as desk:
        catalogue = Catalogue(desk.store)
        versions = (catalogue.get(rule_id), catalogue.get(other)) if other else catalogue.versions(rule_id)
    steps = [_step(old, new) for old, new in pairwise(versions)]
    if as_json:
        print_json(steps)
        return 0
    for step in steps:
        old, new = (f"{rule_id} ", f"{other} ") if other else ("", "")
        click.echo(f"{old}v{step['from']} → {new}v{step['to']}")
        for name, (before, after) in step["changes"].items():
            click.echo(f"  {name}: {before} → {after}")
    return 0


def _step(old: Rule, new: Rule) -> dict[str, Any]:
    before, after = rule_json(old), rule_json(new)
    apart = {"version", "state", "closed_on"}
    changes = {k: (before[k], after[k]) for k in after if k not in apart and before[k] != after[k]}
    return {"from": old.version, "to": new.version, "changes": changes}


@rules.command("explain", cls=SpokenCommand, help="cli.rules_explain")
@_rule_id
@click.pass_obj
def explain(place: Place, rule_id: str) -> int:
    from rules_catalog.catalogue import Catalogue
    from rules_catalog.explaining import explain as in_words

    with sitting(place) as desk:
        catalogue = Catalogue(desk.store)
        click.echo(in_words(catalogue.get(rule_id), catalogue.whole_history(rule_id), language().value))
    return 0


@rules.command("import", cls=SpokenCommand, help="cli.rules_import")
@click.argument("path", type=click.Path(path_type=Path))
@option("--activate", is_flag=True, help="cli.activate_flag")
@by_whom
@reason
@dry_run
@as_json
@click.pass_obj
def import_rules(place: Place, path: Path, activate: bool, by: str, reason: str, dry_run: bool, as_json: bool) -> int:
    from diemdanh.exchange import import_file

    with sitting(place, by) as desk:
        done = import_file(desk, path, activate, by, reason, dry_run)
    if as_json:
        print_json([rule_json(rule) for rule in done])
    else:
        click.echo(say("rules.imported", count=len(done)))
    return 0


@rules.command("export", cls=SpokenCommand, help="cli.rules_export")
@option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json", "csv", "xlsx", "legalruleml"]),
    default="yaml",
    show_default=True,
    help="cli.format",
)
@option("--out", type=OUT_FILE, help="cli.out")
@_known_on
@click.pass_obj
def export(place: Place, form: str, out: Path | None, as_known_on: str | None) -> int:
    from diemdanh.exchange import export_catalogue

    with sitting(place) as desk:
        data = export_catalogue(desk, form, end_of(as_known_on))
    if out is not None:
        out.write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
    return 0
