"""Uploads that wait to be read: a folder each, whole or not there, so that a crash loses nothing that was accepted.

`incoming/<id>/` holds the files as they came and `batch.json`, which appears last. When the flow is through, the files
go (the workspace has its originals) and `batch.json` keeps what happened to each.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO

_CHUNK = 1 << 20
_ID = re.compile(r"[0-9]{14}-[0-9a-f]{8}")
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


class BatchKind(StrEnum):
    REGULATIONS = "regulations"
    MINUTES = "minutes"


class BatchState(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: `code` is empty where it was read; `link` leads to what was made of it."""

    name: str
    state: str
    code: str = ""
    sentence: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """One upload. `names` are the files as given; `outcomes` grow while they are read."""

    id: str
    kind: BatchKind
    by: str
    at: str
    where_from: str
    names: tuple[str, ...]
    state: BatchState = BatchState.WAITING
    outcomes: tuple[FileOutcome, ...] = ()
    separate: bool = False
    #: the unit of whoever brought it; empty: the whole workspace's
    unit: str = ""

    @property
    def open(self) -> bool:
        return self.state in (BatchState.WAITING, BatchState.READING)

    @property
    def failed(self) -> tuple[FileOutcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.code)


class Batches:
    """The folder of uploads."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "incoming"
        self._folder.mkdir(exist_ok=True)

    def receive(
        self,
        kind: BatchKind,
        files: Iterable[tuple[str, BinaryIO]],
        by: str,
        at: datetime,
        where_from: str,
        separate: bool,
        unit: str = "",
    ) -> Batch:
        """Keeps the files and returns their batch, or leaves nothing."""
        identity = f"{at:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
        partial = self._folder / f".{identity}"
        try:
            (partial / "files").mkdir(parents=True)
            names = tuple(_keep(partial / "files", name, stream) for name, stream in files)
            batch = Batch(identity, kind, by, at.isoformat(), where_from, names, separate=separate, unit=unit)
            _write(partial, batch)
            partial.rename(self._folder / identity)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        _sync(self._folder)
        return batch

    def find(self, identity: str) -> Batch | None:
        if not _ID.fullmatch(identity):
            return None
        file = self._folder / identity / "batch.json"
        return _read(file) if file.is_file() else None

    def newest(self, kind: BatchKind | None = None, limit: int = 20) -> tuple[Batch, ...]:
        found = (self.find(folder.name) for folder in sorted(self._folder.iterdir(), reverse=True))
        return tuple(batch for batch in found if batch and kind in (None, batch.kind))[:limit]

    def waiting(self) -> tuple[Batch, ...]:
        """What still has to be read, oldest first; a batch whose reader died begins again (the flows resume)."""
        return tuple(reversed([batch for batch in self.newest(limit=100_000) if batch.open]))

    def files(self, batch: Batch) -> Path:
        return self._folder / batch.id / "files"

    def note(self, batch: Batch, **changes: object) -> Batch:
        changed: Batch = replace(batch, **changes)  # type: ignore[arg-type]
        _write(self._folder / batch.id, changed)
        return changed

    def finish(self, batch: Batch, state: BatchState) -> Batch:
        """The files go, the record stays."""
        done = self.note(batch, state=state)
        shutil.rmtree(self.files(batch), ignore_errors=True)
        return done

    def sweep(self) -> int:
        """Removes uploads that were cut off; how many there were."""
        halves = [folder for folder in self._folder.iterdir() if folder.name.startswith(".")]
        for folder in halves:
            shutil.rmtree(folder, ignore_errors=True)
        return len(halves)


def safe_name(given: str) -> str:
    """The relative path below which a file is kept: folders of an upload stay, nothing leaves the batch's own."""
    parts = [_ODD.sub("_", part)[-150:] for part in PurePosixPath(given.replace("\\", "/")).parts]
    kept = [part.lstrip(".") for part in parts if part not in ("", "/", ".", "..")]
    return "/".join(part for part in kept[-4:] if part) or "file"


def _keep(folder: Path, given: str, stream: BinaryIO) -> str:
    name = safe_name(given)
    path = folder / name
    count = 2
    while path.exists():
        path = folder / Path(name).with_name(f"{Path(name).stem}~{count}{Path(name).suffix}")
        count += 1
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        shutil.copyfileobj(stream, out, _CHUNK)
        out.flush()
        os.fsync(out.fileno())
    return str(path.relative_to(folder))


def _write(folder: Path, batch: Batch) -> None:
    partial = folder / f".batch-{secrets.token_hex(4)}"
    with partial.open("w", encoding="utf-8") as out:
        json.dump(asdict(batch), out, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(folder / "batch.json")


def _read(file: Path) -> Batch:
    row = json.loads(file.read_text(encoding="utf-8"))
    outcomes = tuple(FileOutcome(**outcome) for outcome in row.pop("outcomes"))
    kind, state, names = BatchKind(row.pop("kind")), BatchState(row.pop("state")), tuple(row.pop("names"))
    return Batch(kind=kind, state=state, names=names, outcomes=outcomes, **row)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
