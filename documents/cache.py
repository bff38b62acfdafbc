"""A reading is kept by (SHA-256, reader version, settings), so that reading again costs nothing."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple, Protocol

from documents import serialise
from documents.limits import Limits
from documents.model import Document


class ReadingKey(NamedTuple):
    """`settings` is a short hash of what else changes a reading (limits that cut, secrecy refusal, model)."""

    sha256: str
    reader: str
    settings: str


def settings_key(limits: Limits) -> str:
    """What of the limits may change a reading: all but those of time and memory, which only end it."""
    told = {name: value for name, value in asdict(limits).items() if name not in ("seconds", "memory")}
    return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:12]


class Readings(Protocol):
    """Where readings are kept; the SQL store and `FolderReadings` are such."""

    def get(self, key: ReadingKey) -> Document | None: ...

    def put(self, key: ReadingKey, document: Document) -> None: ...


class FolderReadings:
    """Readings as files of one folder: for command-line use without a workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: ReadingKey) -> Document | None:
        try:
            return serialise.loads(self._path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: ReadingKey, document: Document) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(key)
        draft = path.with_suffix(".part")
        draft.write_text(serialise.dumps(document), encoding="utf-8")
        draft.replace(path)

    def _path(self, key: ReadingKey) -> Path:
        return self._folder / f"{hashlib.sha256('|'.join(key).encode()).hexdigest()}.json"
