"""The advisory lock of writers: across threads by a lock of the process, across processes by `flock` on a file."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StoreBusy

_PAUSE = 0.01


class WriteLock:
    """Held by one thread of one process; the system lets go of it when the process dies."""

    def __init__(self, file: Path, patience: float) -> None:
        self._file = file
        self._patience = patience
        self._thread = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises `StoreBusy` after `patience` seconds."""
        until = time.monotonic() + self._patience
        if not self._thread.acquire(timeout=self._patience):
            raise StoreBusy
        try:
            handle = self._claimed(until)
            try:
                yield
            finally:
                os.close(handle)
        finally:
            self._thread.release()

    def _claimed(self, until: float) -> int:
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return handle
            except BlockingIOError:
                if time.monotonic() >= until:
                    os.close(handle)
                    raise StoreBusy from None
                time.sleep(_PAUSE)
