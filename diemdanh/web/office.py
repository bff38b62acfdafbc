"""What all requests share: the open workspace, the seals, the uploads and the one thread that reads them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from diemdanh.accounts import Accounts
from diemdanh.desk import Desk
from diemdanh.web.batches import Batches
from diemdanh.web.config import WebConfig
from diemdanh.web.pictures import Pictures
from diemdanh.web.sessions import Seals, key_of
from store.database import Store, open_store


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Office:
    """One per process. `nudge` wakes the reader of uploads; `clock` is the application's only look at the time."""

    config: WebConfig
    store: Store
    accounts: Accounts
    seals: Seals
    batches: Batches
    pictures: Pictures
    clock: Callable[[], datetime] = utc_now
    nudge: threading.Event = field(default_factory=threading.Event)

    def desk(self, by: str, where_from: str) -> Desk:
        return Desk(self.store, by, self.clock(), where_from)


def open_office(config: WebConfig) -> Office:
    store = open_store(config.home)
    batches = Batches(config.home)
    batches.sweep()
    seals = Seals(key_of(config.home), config.secure, config.session_hours)
    return Office(config, store, Accounts(store), seals, batches, Pictures())
