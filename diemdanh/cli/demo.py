"""`diemdanh demo`: the main job on papers that the program composes itself."""

from __future__ import annotations

from pathlib import Path

import click

from diemdanh.cli.spoken import SpokenCommand, option


@click.command(cls=SpokenCommand, help="cli.demo")
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="cli.demo_out",
)
def demo(out: Path) -> int:
    from diemdanh.demo.run import run_demo

    run_demo(out)
    return 0
