"""Decisions on rules on the command line: one by one or above a confidence, seen before they are taken, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from diemdanh.cli import Place
from diemdanh.cli.desk import Day, by_whom, dry_run, reason, sitting, today
from diemdanh.cli.rules import rules
from diemdanh.cli.spoken import SpokenCommand, option, tell
from diemdanh.desk import Desk
from diemdanh.failures import failure_of
from diemdanh.messages import say
from diemdanh.rehearsal import changing
from diemdanh.rule_words import line_of
from rules_catalog.errors import RuleRefusal
from rules_catalog.lifecycle import IN_WORK, STEPS, DecisionKind
from rules_catalog.rule import Rule


def _decision(kind: DecisionKind, name: str, help_key: str) -> None:
    """A verb that takes one decision on some rules: all or none."""

    @rules.command(name, cls=SpokenCommand, help=help_key)
    @click.argument("rule_ids", nargs=-1, metavar="[ID...]")
    @option("--above", type=click.FloatRange(0, 1), metavar="C", help="cli.above")
    @option("--on", type=Day(), help="cli.decision_day")
    @option("--shown", type=click.IntRange(1), help="cli.shown")
    @by_whom
    @reason
    @dry_run
    @click.pass_obj
    def command(
        place: Place,
        /,
        rule_ids: tuple[str, ...],
        above: float | None,
        on: date | None,
        shown: int | None,
        by: str,
        reason: str,
        dry_run: bool,
    ) -> int:
        from rules_catalog.catalogue import Catalogue

        if bool(rule_ids) == (above is not None):
            raise click.UsageError(say("cli.ids_or_above"))
        with sitting(place, by) as desk:
            catalogue = Catalogue(desk.store)
            chosen = rule_ids if above is None else _above(catalogue, kind, above)
            for rule_id in chosen if dry_run else ():
                _tell_preview(desk, catalogue, rule_id, kind)
            return _decide(desk, catalogue, chosen, kind, dry_run, reason=reason, on=on, shown=shown)


def _above(catalogue: Any, kind: DecisionKind, confidence: float) -> tuple[str, ...]:
    """The rules in work that such a decision may be about and that were read with at least this confidence."""
    states = sorted(state for state, step in STEPS if step is kind and state in IN_WORK)
    if not states:
        raise click.UsageError(say("cli.above_in_work"))
    return tuple(rule.id for state in states for rule in catalogue.above(confidence, state))


def _decide(
    desk: Desk, catalogue: Any, rule_ids: tuple[str, ...], kind: DecisionKind, dry_run: bool, **how: Any
) -> int:
    if not rule_ids:
        click.echo(say("rules.none"))
        return 0
    try:
        with changing(desk, dry_run) as change:
            done = [catalogue.decide(change, each, kind, **how) for each in rule_ids]
    except RuleRefusal as refusal:
        if not dry_run:
            raise
        tell(say("rules.would_refuse", why=failure_of(refusal).sentence))
        return 0
    _tell_done(done, change.operation, dry_run)
    return 0


def _tell_done(done: list[Rule], operation: int, dry_run: bool) -> None:
    for rule in done:
        line = f"{rule.id} v{rule.version}: {say(f'state.{rule.state}')}"
        click.echo(say("rules.would_be", line=line) if dry_run else line)
    if not dry_run:
        click.echo(say("rules.operation", number=operation))


def _tell_preview(desk: Desk, catalogue: Any, rule_id: str, kind: DecisionKind) -> None:
    rule = catalogue.get(rule_id)
    click.echo(f"{rule.id} v{rule.version} ({say(f'state.{rule.state}')}): {line_of(rule)}")
    if kind is not DecisionKind.ACTIVATE:
        return
    preview = catalogue.preview(rule_id)
    for field in preview.lacks:
        click.echo("  " + say("rules.lacks", field=say(f"field.{field}")))
    for other, version, day in preview.closes:
        click.echo("  " + say("rules.closes", rule=other, version=version, day=day))
    if not preview.lacks:
        _tell_foresight(desk, rule_id)


def _tell_foresight(desk: Desk, rule_id: str) -> None:
    from diemdanh.foresight import foresee_activation

    seen = foresee_activation(desk, rule_id, today())
    for one in seen.bound:
        click.echo("  " + say("rules.would_bind", name=one.name, since=one.since, until=one.until or "…"))
    for moved in seen.moved:
        before, after = (say(f"status.{s}") if s else "–" for s in (moved.before, moved.after))
        click.echo("  " + say("rules.would_move", name=moved.name, period=moved.period, before=before, after=after))
    for idle in seen.idle:
        click.echo("  " + say("rules.would_idle", rule=idle))


for _kind, _name, _help in (
    (DecisionKind.SUBMIT, "submit", "cli.rules_submit"),
    (DecisionKind.APPROVE, "approve", "cli.rules_approve"),
    (DecisionKind.REJECT, "reject", "cli.rules_reject"),
    (DecisionKind.REQUEST_CHANGES, "request-changes", "cli.rules_request_changes"),
    (DecisionKind.ACTIVATE, "activate", "cli.rules_activate"),
    (DecisionKind.SUSPEND, "suspend", "cli.rules_suspend"),
    (DecisionKind.RESUME, "resume", "cli.rules_resume"),
    (DecisionKind.EXTEND, "extend", "cli.rules_extend"),
    (DecisionKind.EXPIRE, "expire", "cli.rules_expire"),
    (DecisionKind.WITHDRAW, "withdraw", "cli.rules_withdraw"),
):
    _decision(_kind, _name, _help)


@rules.command("undo", cls=SpokenCommand, help="cli.rules_undo")
@click.argument("operation", type=int)
@by_whom
@reason
@dry_run
@click.pass_obj
def undo(place: Place, operation: int, by: str, reason: str, dry_run: bool) -> int:
    from rules_catalog.catalogue import Catalogue

    with sitting(place, by) as desk, changing(desk, dry_run) as change:
        touched = list(Catalogue(desk.store).undo(change, operation, reason))
    _tell_done(touched, change.operation, dry_run)
    return 0
