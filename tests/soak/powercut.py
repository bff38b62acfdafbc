"""What a power cut may leave of a workspace: what was not synced is lost, torn or garbage; what was committed is not.

SQLite's own rules say what that is (https://www.sqlite.org/atomiccommit.html, https://www.sqlite.org/fileformat2.html
§4): everything in the write-ahead log behind the last commit, the shared-memory index, and pages of the database that
the log still holds (a checkpoint may have been writing them). Of the originals: files that no committed row names.
"""

from __future__ import annotations

import random
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

from store.database import FILE_NAME, ORIGINALS

_HEADER, _FRAME = 32, 24


def cut_power(home: Path, chance: random.Random) -> None:
    """Wrecks, in a workspace that nobody has open, all that need not have reached the disk."""
    database, log = home / FILE_NAME, home / f"{FILE_NAME}-wal"
    (home / f"{FILE_NAME}-shm").unlink(missing_ok=True)
    if log.exists() and log.stat().st_size > _HEADER:
        data = log.read_bytes()
        frames = list(_frames(data))
        end = max((stop for _, stop, commits in frames if commits), default=_HEADER)
        tail = chance.randrange(3)
        garbage = {
            0: b"",
            1: chance.randbytes(chance.randrange(1, 9000)),
            2: data[end : end + chance.randrange(1, 5000)],
        }
        log.write_bytes(data[:end] + garbage[tail])
        _tear_pages(database, {page for page, stop, _ in frames if stop <= end}, _page_size(data), chance)
    _lose_files(home, chance)


def _page_size(log: bytes) -> int:
    size: int = struct.unpack(">I", log[8:12])[0]
    return size


def _frames(log: bytes) -> Iterator[tuple[int, int, bool]]:
    """(page, end of the frame, commits) of the log's present generation, in order."""
    salts, step = log[16:24], _FRAME + _page_size(log)
    for at in range(_HEADER, len(log) - step + 1, step):
        page, after = struct.unpack(">II", log[at : at + 8])
        if log[at + 8 : at + 16] != salts:
            return
        yield page, at + step, after > 0


def _tear_pages(database: Path, pages: set[int], size: int, chance: random.Random) -> None:
    with database.open("r+b") as file:
        for page in pages:
            if chance.random() < 0.5 and page * size <= database.stat().st_size:
                file.seek((page - 1) * size + chance.randrange(size // 2))
                file.write(chance.randbytes(size // 4))


def _lose_files(home: Path, chance: random.Random) -> None:
    with sqlite3.connect(home / FILE_NAME) as connection:
        known = {name for (name,) in connection.execute("SELECT sha256 FROM originals")}
    for file in (home / ORIGINALS).rglob("*"):
        if file.is_file() and file.name not in known:
            file.chmod(0o600)
            file.write_bytes(file.read_bytes()[: chance.randrange(1, 200)])
