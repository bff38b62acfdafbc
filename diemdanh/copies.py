"""Backups that somebody offers to put back: kept whole, looked into without touching the workspace, put back on a word.

What a backup holds is found by putting it back into an empty folder beside the workspace: the same checks that guard
the real thing (its schema, its audit chain, every row and every file), and nothing of the workspace is touched.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from diemdanh.accounts import Accounts
from diemdanh.desk import Desk
from minutes.register import RegisterBook
from roster.book import Book
from rules_catalog.catalogue import Catalogue
from store import backup
from store.database import ORIGINALS, Store
from store.log import latest_entries

_CHUNK = 1 << 20
_OFFERED, _ASIDE = "offered-copies", "aside"


@dataclass(frozen=True, slots=True)
class Held:
    """What a workspace holds. `entries` and `head` are the end of its audit log, `until` that entry's moment (ISO)."""

    entries: int
    head: str
    until: str
    accounts: int
    members: int
    branches: int
    rules: int
    meetings: int
    waiting: int
    originals: int
    bytes: int


class Copies:
    """The folder of offered backups, at most one at a time, and of workspaces that were kept aside."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def offer(self, stream: BinaryIO) -> str:
        """Keeps the file, in place of any other that was offered; returns its key (its SHA-256)."""
        folder = self._home / _OFFERED
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        digest, partial = hashlib.sha256(), folder / ".partial"
        with partial.open("xb") as out:
            while piece := stream.read(_CHUNK):
                digest.update(piece)
                out.write(piece)
        partial.rename(self._file(digest.hexdigest()))
        return digest.hexdigest()

    def find(self, key: str) -> Path | None:
        whole = len(key) == 64 and key.isalnum() and self._file(key).is_file()
        return self._file(key) if whole else None

    def look(self, file: Path, by: str, at: datetime) -> Held:
        """What the backup holds, once it was found whole. Raises `bad_backup`, `too_new`."""
        beside = next(folder for folder in (self._home, *self._home.absolute().parents) if folder.is_dir())
        with TemporaryDirectory(dir=beside, prefix=".looking-") as folder:
            store = backup.restore(Path(folder) / "copy", file, by=by, at=at)
            try:
                return held(store, skip=1)
            finally:
                store.close()

    def put_back(self, desk: Desk, file: Path) -> str:
        """Keeps the present workspace aside as a backup of its own, then puts the offered one in its place; returns
        the name of the file that was kept. Raises `bad_backup`, `too_new`."""
        aside = self._home / _ASIDE
        aside.mkdir(exist_ok=True)
        kept = aside / f"diemdanh-{desk.now:%Y%m%d-%H%M%S}.zip"
        backup.backup(desk.store, kept, by=desk.by, at=desk.now)
        try:
            backup.restore(self._home, file, by=desk.by, at=desk.now, replace=True).close()
        except BaseException:
            kept.unlink(missing_ok=True)
            raise
        with desk.writing() as change:
            change.note("store.put_back", file.stem, after={"kept_aside": kept.name})
        shutil.rmtree(self._home / _OFFERED, ignore_errors=True)
        return kept.name

    def _file(self, key: str) -> Path:
        return self._home / _OFFERED / f"{key}.zip"


def held(store: Store, skip: int = 0) -> Held:
    """`skip`: so many of the log's last entries are not its own (they tell of the putting back itself)."""
    roster, register = Book(store).roster(), RegisterBook(store)
    last = latest_entries(store, skip + 1)[-1]
    files = [file for file in (store.home / ORIGINALS).glob("*/*") if file.is_file()]
    return Held(
        int(last["seq"]),
        str(last["hash"]),
        str(last["at"]),
        len(Accounts(store).all()),
        len(roster.members),
        len({branch.id for branch in roster.branches}),
        len(Catalogue(store).list()),
        len(register.meetings()),
        register.queue_length(),
        len(files),
        sum(file.stat().st_size for file in files),
    )
