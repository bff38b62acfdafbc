"""Figures and papers: `compliance`, `report`, `due`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from compliance.figure import Figure
from compliance.summing import Sum
from diemdanh.cli import Place
from diemdanh.cli.desk import OUT_FILE, Day, as_json, by_whom, dry_run, end_of, sitting, today
from diemdanh.cli.spoken import SpokenCommand, SpokenGroup, option, print_json, print_table
from diemdanh.failures import Complaint
from diemdanh.messages import say

_PERIOD = option("--period", required=True, metavar="P", help="cli.period")
_AS_OF = option("--as-of", type=Day(), help="cli.as_of")
_KNOWN_ON = option("--as-known-on", help="cli.as_known_on")
_SIGNS = {
    "met": "✓", "short": "✗", "unknown": "?", "review": "…", "pending": "→", "partial": "◐",
    "not_required": "–", "exempt": "–",
}  # fmt: skip


@click.group(cls=SpokenGroup, help="cli.compliance", invoke_without_command=True)
@option("--period", metavar="P", help="cli.period")
@_AS_OF
@_KNOWN_ON
@option("--sum", "summed", is_flag=True, help="cli.sum")
@as_json
@click.pass_context
def compliance(
    ctx: click.Context, period: str | None, as_of: date | None, as_known_on: str | None, summed: bool, as_json: bool
) -> int:
    if ctx.invoked_subcommand is not None:
        return 0
    if not period:
        raise click.UsageError(say("cli.period"))
    return _print_figures(ctx.obj, period, as_of or today(), as_known_on, summed, as_json)


def _print_figures(place: Place, period: str, as_of: date, as_known_on: str | None, summed: bool, as_json: bool) -> int:
    from compliance.rows import as_json as rows_json
    from diemdanh.figures import figures_of, sums_of

    with sitting(place) as desk:
        found = figures_of(desk, period, as_of, end_of(as_known_on))
        rows: tuple[Figure | Sum, ...] = sums_of(desk, found, period) if summed else found
    if as_json:
        click.echo(rows_json(rows), nl=False)
        return 0
    keys = ("name", "rule", "period", "required", "attended", "remaining", "status", "missing")
    print_table(
        tuple(say(f"table.{k}") for k in keys),
        (_cells(row) for row in rows),
        say("figures.title", period=period, as_of=as_of),
    )
    return 0


def _cells(row: Figure | Sum) -> tuple[object, ...]:
    lacking = ", ".join(f"{branch} {month}" for branch, month in row.missing[:3])
    more = f" (+{len(row.missing) - 3})" if len(row.missing) > 3 else ""
    marks = f"{_SIGNS[row.status]} {say(f'status.{row.status}')}" + (" *" if row.provisional else "")
    if row.status == "short":
        marks += f" ({say('figures.confirmed' if row.confirmed else 'figures.unconfirmed')})"
    rule = f"{row.rule.id} ({row.rule.terms.document.number})"
    return row.member.name, rule, row.period.label, row.required, row.attended, row.remaining, marks, lacking + more


@compliance.command("explain", cls=SpokenCommand, help="cli.compliance_explain")
@click.argument("member_id", metavar="MEMBER")
@click.argument("rule_id", metavar="RULE")
@click.argument("period", metavar="PERIOD")
@_AS_OF
@click.pass_obj
def explain(place: Place, member_id: str, rule_id: str, period: str, as_of: date | None) -> int:
    from diemdanh.figures import explanation_of

    with sitting(place) as desk:
        said = explanation_of(desk, member_id, rule_id, period, as_of or today())
    click.echo(said)
    return 0


@compliance.command("confirm", cls=SpokenCommand, help="cli.compliance_confirm")
@click.argument("member_id", metavar="MEMBER")
@click.argument("rule_id", metavar="RULE")
@click.argument("period", metavar="PERIOD")
@_AS_OF
@by_whom
@option("--reason", required=True, help="cli.reason")
@dry_run
@click.pass_obj
def confirm(
    place: Place, member_id: str, rule_id: str, period: str, as_of: date | None, by: str, reason: str, dry_run: bool
) -> int:
    from diemdanh.figures import confirm as flow

    with sitting(place, by) as desk:
        flow(desk, member_id, rule_id, period, as_of or today(), reason, dry_run)
    click.echo(say("figures.would_confirm" if dry_run else "cli.done"))
    return 0


@click.command(cls=SpokenCommand, help="cli.report")
@_PERIOD
@_AS_OF
@option(
    "--format",
    "form",
    type=click.Choice(["xlsx", "docx", "html", "ics", "csv"]),
    default="xlsx",
    show_default=True,
    help="cli.format",
)
@option("--out", type=OUT_FILE, required=True, help="cli.out")
@option("--member", help="cli.only_member")
@option("--unit", help="cli.only_unit")
@option("--branch", help="cli.only_branch")
@option("--pictures", type=click.IntRange(0, 2000), default=200, show_default=True, help="cli.pictures")
@_KNOWN_ON
@by_whom
@click.pass_obj
def report(
    place: Place,
    period: str,
    as_of: date | None,
    form: str,
    out: Path,
    member: str | None,
    unit: str | None,
    branch: str | None,
    pictures: int,
    as_known_on: str | None,
    by: str,
) -> int:
    from diemdanh.reporting import report_bytes

    with sitting(place, by) as desk:
        known_on = end_of(as_known_on)
        data = report_bytes(desk, period, as_of or today(), form, member, unit, branch, known_on, pictures)
    try:
        out.write_bytes(data)
    except OSError as error:
        raise Complaint("cannot_write", str(out)) from error
    click.echo(say("figures.written", name=out))
    return 0


@click.command(cls=SpokenCommand, help="cli.due")
@option("--within", default="30d", show_default=True, help="cli.within")
@_AS_OF
@as_json
@click.pass_obj
def due(place: Place, within: str, as_of: date | None, as_json: bool) -> int:
    from diemdanh.cli.facts import plain
    from diemdanh.reporting import due_of

    digits = within.removesuffix("d")
    if not digits.isdecimal():
        raise click.UsageError(say("cli.within"))
    with sitting(place) as desk:
        rows = due_of(desk, as_of or today(), int(digits))
    if as_json:
        print_json([plain(row) for row in rows])
        return 0
    keys = ("name", "rule", "period", "remaining", "to", "branch")
    print_table(tuple(say(f"table.{k}") for k in keys), (row.cells for row in rows))
    return 0
