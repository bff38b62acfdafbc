"""Readings of files, kept so that OCR runs once: compressed bytes by (SHA-256, reader version, settings).

The bytes are whatever the reader's room makes of a Document (`documents.serialise`); this room only keeps them.
"""

from __future__ import annotations

import zlib

from store.database import Store
from store.transaction import Transaction

#: level 6 is zlib's own choice between size and time
_LEVEL = 6


def find(store: Store, sha256: str, reader: str, settings: str = "") -> bytes | None:
    """The kept reading, or None."""
    packed = store.value(
        "SELECT data FROM readings WHERE sha256 = ? AND reader = ? AND settings = ?", [sha256, reader, settings]
    )
    return None if packed is None else zlib.decompress(packed)


def latest(store: Store, sha256: str) -> bytes | None:
    """The newest reading of the file by any reader: what the register's evidence was drawn from."""
    packed = store.value("SELECT data FROM readings WHERE sha256 = ? ORDER BY row DESC LIMIT 1", [sha256])
    return None if packed is None else zlib.decompress(packed)


def keep(store: Store, change: Transaction, sha256: str, reader: str, data: bytes, settings: str = "") -> None:
    """Keeps a reading; the same key twice keeps the first."""
    if store.value(
        "SELECT 1 FROM readings WHERE sha256 = ? AND reader = ? AND settings = ?", [sha256, reader, settings]
    ):
        return
    packed = zlib.compress(data, _LEVEL)
    change.record("readings", {"sha256": sha256, "reader": reader, "settings": settings, "data": packed})
    change.note("reading.keep", sha256, after={"reader": reader, "size": len(packed)})


def forget(store: Store, change: Transaction, sha256: str) -> int:
    """Drops the file's readings (they can be made again); how many there were."""
    rows = [row for (row,) in store.connection.execute("SELECT row FROM readings WHERE sha256 = ?", [sha256])]
    for row in rows:
        change.remove("readings", row)
    if rows:
        change.note("reading.forget", sha256, before={"readings": len(rows)})
    return len(rows)
