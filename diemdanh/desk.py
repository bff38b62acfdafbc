"""One person's sitting at the workspace: the open store, who acts, when, and from which door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from store.database import Store
from store.transaction import Transaction


class _TakenBack(Exception):
    """Ends a rehearsal."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`writing()` opens the one transaction of a change; every flow takes a desk and nothing else of its door."""

    store: Store
    by: str
    now: datetime
    where_from: str = "cli"

    @contextmanager
    def writing(self, rehearsal: bool = False) -> Iterator[Transaction]:
        """One change. A `rehearsal` does all of it, so that it can be shown, and takes it back at the end."""
        with suppress(_TakenBack), self.store.writing(by=self.by, at=self.now, where_from=self.where_from) as change:
            yield change
            if rehearsal:
                raise _TakenBack
