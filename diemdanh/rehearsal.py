"""A change that is made for real and taken back at once: what a dry run shows is what would be, refusals too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from diemdanh.desk import Desk
from store.transaction import Transaction


class _TakenBack(Exception):
    pass


@contextmanager
def changing(desk: Desk, dry_run: bool = False) -> Iterator[Transaction]:
    """The one transaction of a change; with `dry_run` nothing of it stays."""
    try:
        with desk.writing() as change:
            yield change
            if dry_run:
                raise _TakenBack
    except _TakenBack:
        pass
