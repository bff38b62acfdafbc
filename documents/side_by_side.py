"""Pages of one file read at once: a long scan must not leave all processors but one idle.

OCR releases the interpreter's lock, so threads do; each has an engine of its own. Everything that PDFium does stays in
the caller's thread, which hands over one picture at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_threads = 1


def allow(threads: int) -> None:
    """How many pages this process may read at once: 1 unless its caller has processors to spare."""
    global _threads
    _threads = max(1, threads)


def in_order(tasks: Iterable[Callable[[], T]]) -> Iterator[T]:
    """The results of the tasks in their order; hardly more tasks are taken than are under way."""
    if _threads == 1:
        yield from (task() for task in tasks)
        return
    under_way: deque[Future[T]] = deque()
    with ThreadPoolExecutor(_threads) as pool:
        for task in tasks:
            under_way.append(pool.submit(task))
            if len(under_way) > _threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
