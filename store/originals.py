"""Original files, kept by their SHA-256 in a folder beside the database; removed only with person and reason.

A crash leaves neither a row without its file nor half a file: the bytes are written under another name, synced and
moved into place before the row is written. A file without a row (the crash came between) is found by `strays` and
adopted on the next receipt.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile

from store.audit import Fault
from store.database import ORIGINALS, Store
from store.errors import StoreError, StoreFault
from store.transaction import Transaction

_CHUNK = 1 << 20


def path_of(store: Store, sha256: str) -> Path:
    """Where the original is kept. Raises `unknown_original` or `purged`."""
    if store.value("SELECT 1 FROM originals WHERE sha256 = ?", [sha256]) is None:
        raise StoreError(StoreFault.UNKNOWN_ORIGINAL, sha256[:12])
    if is_purged(store, sha256):
        raise StoreError(StoreFault.PURGED, sha256[:12])
    return place(store, sha256)


def place(store: Store, sha256: str) -> Path:
    return store.home / ORIGINALS / sha256[:2] / sha256


def is_purged(store: Store, sha256: str) -> bool:
    return store.value("SELECT 1 FROM purges WHERE sha256 = ?", [sha256]) is not None


def receive(store: Store, change: Transaction, source: bytes | Path, media_type: str | None = None) -> str:
    """Keeps the bytes (or the file's) and returns their SHA-256. The same bytes twice are kept once."""
    sha256, size = _kept(store, source)
    known = store.value("SELECT 1 FROM originals WHERE sha256 = ?", [sha256])
    if known is None:
        change.record("originals", {"sha256": sha256, "size": size, "media_type": media_type})
        change.note("original.receive", sha256, after={"size": size})
    elif is_purged(store, sha256):
        _unlink(place(store, sha256))
        raise StoreError(StoreFault.PURGED, sha256[:12])
    return sha256


def purge(store: Store, change: Transaction, sha256: str, reason: str) -> None:
    """Removes the file and its readings for good; hash, person and reason stay.

    The file goes once the row is committed; after a crash between the two, `verify` names the file that is still there.
    """
    file = path_of(store, sha256)
    for (row,) in store.connection.execute("SELECT row FROM readings WHERE sha256 = ?", [sha256]).fetchall():
        change.remove("readings", row)
    change.record("purges", {"sha256": sha256, "reason": reason})
    change.note("original.purge", sha256, after={"reason": reason})
    change.afterwards.append(lambda: _unlink(file))


def check_originals(store: Store) -> tuple[Fault, ...]:
    """Every original that is missing or has other bytes, and files that belong to no row."""
    faults = []
    known = {row["sha256"] for row in store.rows("SELECT sha256 FROM originals")}
    purged = {row["sha256"] for row in store.rows("SELECT sha256 FROM purges")}
    for sha256 in sorted(known - purged):
        file = place(store, sha256)
        if not file.is_file():
            faults.append(Fault("file_missing", f"original:{sha256}"))
        elif digest_of(file) != sha256:
            faults.append(Fault("file_changed", f"original:{sha256}"))
    faults += [
        Fault("file_purged_but_there", f"original:{sha256}")
        for sha256 in sorted(purged)
        if place(store, sha256).exists()
    ]
    return (*faults, *(Fault("file_unknown", f"original:{name}") for name in strays(store)))


def strays(store: Store) -> tuple[str, ...]:
    """Files in the folder that no row knows: left by a crash between file and row. Harmless."""
    known = {row["sha256"] for row in store.rows("SELECT sha256 FROM originals")}
    files = (store.home / ORIGINALS).glob("*/*")
    return tuple(sorted(file.name for file in files if file.is_file() and file.name not in known))


def with_prefix(store: Store, start: str) -> tuple[str, ...]:
    """The hashes of originals that begin with these hexadecimal digits (at least six)."""
    if len(start) < 6:
        return ()
    found = store.rows("SELECT sha256 FROM originals WHERE substr(sha256, 1, ?) = ?", [len(start), start])
    return tuple(row["sha256"] for row in found)


def digest_of(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _kept(store: Store, source: bytes | Path) -> tuple[str, int]:
    folder = store.home / ORIGINALS
    with NamedTemporaryFile(dir=folder, prefix=".receiving-", delete=False) as stream:
        partial = Path(stream.name)
        try:
            if isinstance(source, bytes):
                stream.write(source)
            else:
                with source.open("rb") as original:
                    shutil.copyfileobj(original, stream, _CHUNK)
            stream.flush()
            os.fsync(stream.fileno())
            sha256, size = digest_of(partial), partial.stat().st_size
            _move(partial, place(store, sha256))
        except BaseException:
            _unlink(partial)
            raise
    return sha256, size


def _move(partial: Path, to: Path) -> None:
    to.parent.mkdir(exist_ok=True)
    partial.chmod(0o440)
    partial.replace(to)
    handle = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unlink(file: Path) -> None:
    file.unlink(missing_ok=True)
