"""The roster for pages: read once, and again when the log tells of a change to it (or of more than is looked at)."""

from __future__ import annotations

import threading
from collections import OrderedDict

from roster.book import Book
from roster.people import Roster
from roster.rows import FactKind
from store.backup import head
from store.database import Store
from store.log import latest_entries

#: so many entries of the log are looked at; beyond them the roster is read again
_MOST = 50
_KEPT = 4
#: what entries are called that change the roster, or everything
_TELLING = frozenset({*(kind.value for kind in FactKind), "store", "schema"})
_lock = threading.Lock()
_known: OrderedDict[str, tuple[int, Roster]] = OrderedDict()


def roster_of(store: Store) -> Roster:
    """Everybody and every body as the workspace knows them now."""
    with _lock:
        found = _known.get(str(store.home))
    with store.reading():
        last, _ = head(store)
        roster = found[1] if found and _unchanged(store, found[0], last) else Book(store).roster()
    with _lock:
        _known[str(store.home)] = (last, roster)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return roster


def forget() -> None:
    """The log began anew (a backup was put back)."""
    with _lock:
        _known.clear()


def _unchanged(store: Store, since: int, last: int) -> bool:
    """Does no entry after `since` tell of a change to the roster?"""
    if not 0 <= last - since <= _MOST:
        return False
    newer = latest_entries(store, last - since) if last > since else []
    return all(str(entry["what"]).partition(".")[0] not in _TELLING for entry in newer)
