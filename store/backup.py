"""A consistent copy of the whole workspace in one ZIP, putting it back, and checking that nothing was touched."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from store import audit, originals
from store.audit import Fault
from store.database import FILE_NAME, ORIGINALS, Store, open_store
from store.errors import StoreError, StoreFault


def verify(store: Store, head: str | None = None) -> tuple[Fault, ...]:
    """What is not as the audit chain says: the first broken entry, rows, files. Empty: all is well.

    `head` is the hash of a last entry that somebody wrote down: it must still stand in the chain (a chain that was cut
    off and written anew is otherwise as good as the old).
    """
    with store.reading():
        chain = tuple(audit.check_chain(store.connection))
        if head and store.value("SELECT 1 FROM audit WHERE hash = ?", [head]) is None:
            chain = (*chain, Fault("head_unknown", head))
        return (*chain, *_integrity(store), *_rows(store), *originals.check_originals(store))


def head(store: Store) -> tuple[int, str]:
    """(number, hash) of the last entry: worth writing down elsewhere."""
    seq, digest, _ = audit.head(store.connection)
    return seq, digest


def backup(store: Store, to: Path, *, by: str, at: datetime) -> None:
    """Writes database and originals as they stand at one moment. The file appears whole or not at all."""
    with store.writing(by=by, at=at) as change:
        change.note("store.backup", to.name)
    with TemporaryDirectory(dir=to.parent, prefix=".backup-") as folder:
        copy, packed = Path(folder) / FILE_NAME, Path(folder) / "backup.zip"
        with sqlite3.connect(copy) as target:
            store.connection.backup(target)
        target.close()
        _pack(store, copy, packed)
        packed.replace(to)


def restore(home: Path, source: Path, *, by: str, at: datetime, replace: bool = False) -> Store:
    """Puts a backup back into `home` and opens it. Nothing is touched before the backup was found whole.

    Raises `bad_backup`; `workspace_exists` where there is a workspace and `replace` is not said; `too_new`.
    """
    if (home / FILE_NAME).exists() and not replace:
        raise StoreError(StoreFault.WORKSPACE_EXISTS)
    home.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        fresh = Path(folder)
        _unpack(source, fresh)
        _check(fresh)
        _put_back(fresh, home)
    store = open_store(home)
    with store.writing(by=by, at=at) as change:
        change.note("store.restore", source.name)
    return store


def _rows(store: Store) -> tuple[Fault, ...]:
    try:
        return tuple(audit.check_rows(store.connection))
    except sqlite3.DatabaseError as error:
        return (Fault("damaged", "database", str(error)),)


def _integrity(store: Store) -> list[Fault]:
    found = store.rows("PRAGMA quick_check(5)")
    return [Fault("damaged", "database", row["quick_check"]) for row in found if row["quick_check"] != "ok"]


def _pack(store: Store, copy: Path, packed: Path) -> None:
    with sqlite3.connect(copy) as connection:
        kept = connection.execute("SELECT sha256 FROM originals EXCEPT SELECT sha256 FROM purges ORDER BY 1").fetchall()
    connection.close()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(copy, FILE_NAME)
        for (sha256,) in kept:
            file = originals.place(store, sha256)
            if file.is_file():
                archive.write(file, f"{ORIGINALS}/{sha256[:2]}/{sha256}", zipfile.ZIP_STORED)


def _unpack(source: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            if FILE_NAME not in names or not all(_expected(name) for name in names):
                raise StoreError(StoreFault.BAD_BACKUP, "not a backup of a workspace")
            archive.extractall(folder)
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise StoreError(StoreFault.BAD_BACKUP, "not a readable ZIP file") from error


def _expected(name: str) -> bool:
    parts = name.split("/")
    return name == FILE_NAME or (
        len(parts) == 3
        and parts[0] == ORIGINALS
        and parts[2][:2] == parts[1]
        and parts[2].isalnum()
        and len(parts[2]) == 64
    )


def _check(folder: Path) -> None:
    """Refuses a backup that is newer than the program, damaged or tampered with."""
    try:
        store = open_store(folder)
        faults = verify(store)
        store.close()
    except StoreError as error:
        if error.code is StoreFault.TOO_NEW:
            raise
        raise StoreError(StoreFault.BAD_BACKUP, error.detail) from error
    if faults:
        raise StoreError(StoreFault.BAD_BACKUP, f"{faults[0].code} {faults[0].where}")


def _put_back(fresh: Path, home: Path) -> None:
    (home / ORIGINALS).mkdir(exist_ok=True)
    for file in sorted((fresh / ORIGINALS).glob("*/*")):
        to = home / ORIGINALS / file.parent.name / file.name
        to.parent.mkdir(exist_ok=True)
        if not to.exists():
            shutil.move(file, to)
    # SQLite's own copy runs under its locks: other processes see the old state or the new, never a mixture.
    target = Store(home)
    with target.alone(), sqlite3.connect(fresh / FILE_NAME) as source:
        source.backup(target.connection)
    source.close()
    target.close()
