"""A progress bar on standard error, only where a person watches; otherwise nothing is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


def watched(items: Iterable[T], total: int | None, label: str) -> Iterator[T]:
    """Passes the items on and counts them."""
    with counting(total, label) as tick:
        for item in items:
            yield item
            tick()


@contextmanager
def counting(total: int | None, label: str) -> Iterator[Callable[[], None]]:
    """What is called for each thing done: a bar with the rate and, where the total is known, the time left."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Any) -> Text:
            return Text("" if not task.speed else f"{60 * task.speed:.1f}/min")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)


def _nothing() -> None:
    """Nobody watches."""
