"""One person's sitting at the workspace: the open store, who acts, when, and from which door."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from store.database import Store
from store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Desk:
    """`writing()` opens the one transaction of a change; every flow takes a desk and nothing else of its door."""

    store: Store
    by: str
    now: datetime
    where_from: str = "cli"

    def writing(self) -> AbstractContextManager[Transaction]:
        return self.store.writing(by=self.by, at=self.now, where_from=self.where_from)
