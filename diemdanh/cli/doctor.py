"""`diemdanh doctor`: what is missing on this machine, and what to install."""

from __future__ import annotations

from dataclasses import asdict

import click

from diemdanh.cli import Place
from diemdanh.cli.spoken import SpokenCommand, option, print_json, print_table
from diemdanh.messages import say


@click.command(cls=SpokenCommand, help="cli.doctor")
@option("--json", "as_json", is_flag=True, help="cli.json")
@click.pass_obj
def doctor(place: Place, as_json: bool) -> int:
    from diemdanh.doctor import examine

    checks = examine(place.home)
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        marks = {True: "✓", False: "✗"}
        print_table(("", say("table.what"), say("table.value")), ((marks[c.ok], c.name, c.sentence) for c in checks))
    return 0 if all(check.ok for check in checks if check.needed) else 1
