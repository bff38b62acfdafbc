"""How often and how much: a bucket of requests for each person or address, and a bound on what a body may hold."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Buckets:
    """So many a minute for each key, refilled evenly; a key that was quiet is forgotten."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic, most: int = 10_000) -> None:
        self._full, self._clock, self._most = float(a_minute), clock, most
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: str) -> bool:
        """False when the key has used up its share."""
        now = self._clock()
        with self._lock:
            left, at = self._left.get(key, (self._full, now))
            left = min(self._full, left + (now - at) * self._full / 60)
            if len(self._left) >= self._most:
                self._forget(now)
            self._left[key] = (max(left - 1, 0.0), now)
            return left >= 1

    def _forget(self, now: float) -> None:
        self._left = {key: value for key, value in self._left.items() if now - value[1] < 60}


class TooMuch(Exception):
    """More was sent than announced or allowed; `code` is the failure's."""

    code = "too_large"
