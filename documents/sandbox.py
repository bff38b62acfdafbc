"""Tasks in child processes: a time limit, a memory limit, and a crash that costs one file alone.

Workers are kept warm (the OCR model is loaded once) and renewed after some files. Each worker leads a process group of
its own, so that whatever a parser starts ends with it; a worker also ends when its parent does.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, TimeoutError
from contextlib import suppress
from functools import lru_cache
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from documents.errors import FileFault, Refusal
from documents.limits import DEFAULT, Limits

T = TypeVar("T")
#: what a task is given: an `Input`, or whatever names one
S = TypeVar("S")
#: files that a worker reads before a fresh one takes its place: memory that libraries leak goes with it
RENEWED_AFTER = 200
_PER_WORKER = 3
_DIES_WITH_PARENT = 1


def run(task: Callable[[S], T], source: S, limits: Limits = DEFAULT) -> T:
    """`task(source)` in a child process. Raises Refusal."""
    _, outcome = next(iter(run_many(task, [source], 1, limits)))
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def run_many(
    task: Callable[[S], T], inputs: Iterable[S], jobs: int, limits: Limits = DEFAULT
) -> Iterator[tuple[S, T | Refusal]]:
    """Each input with its result or refusal, in the order of the inputs. `task` must be importable by name.

    Only a window of inputs is under way at a time. Closing the iterator (or Ctrl-C) ends all children.
    """
    workers = Workers(jobs, limits, task)
    waiting: deque[tuple[S, Any]] = deque()
    try:
        for source in inputs:
            waiting.append((source, workers.begin(task, source, limits)))
            if len(waiting) >= max(1, jobs) * _PER_WORKER:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
            workers.sweep()
        workers.close()
    finally:
        workers.stop()


def run_kept(task: Callable[[S], T], source: S, limits: Limits = DEFAULT) -> T | Refusal:
    """As `run`, in a worker that stays warm for the life of this process: for a process that reads file after file."""
    workers = _kept(limits)
    try:
        outcome: T | Refusal = _outcome(workers.begin(task, source, limits))
        return outcome
    finally:
        workers.sweep()


@lru_cache(maxsize=1)
def _kept(limits: Limits) -> Workers:
    return Workers(1, limits)


class Workers:
    """Child processes with their groups; `task` only says what they will need to load."""

    def __init__(self, jobs: int, limits: Limits, task: Callable[..., object] | None = None) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["documents.read", *_modules_of(task)])
        self._pids: Any = context.SimpleQueue()
        self._groups: set[int] = set()
        self._pool: Any = ProcessPool(max(1, jobs), RENEWED_AFTER, _settle, (limits.memory, self._pids), context)

    def begin(self, task: Callable[[S], T], source: S, limits: Limits) -> Any:
        """The future of the task's outcome."""
        return self._pool.schedule(_guarded, args=[task, source], timeout=limits.seconds)

    def sweep(self, everything: bool = False) -> None:
        _sweep(self._pids, self._groups, everything)

    def close(self) -> None:
        self._pool.close()

    def stop(self) -> None:
        self._pool.stop()
        self._pool.join()
        self.sweep(everything=True)


def _modules_of(task: Callable[..., object] | None) -> list[str]:
    """What the process that children are forked from loads beforehand, so that a new child need not."""
    named = [getattr(task, "func", task), *getattr(task, "keywords", {}).values()]
    found = dict.fromkeys(str(getattr(one, "__module__", "")) for one in named if callable(one))
    return [name for name in found if name not in ("", "builtins", "__main__")]


def _next(waiting: deque[tuple[S, Any]]) -> tuple[S, Any]:
    source, future = waiting.popleft()
    return source, _outcome(future)


def _outcome(future: Any) -> Any:
    """The task's result, or the refusal that its end amounts to."""
    try:
        return future.result()
    except TimeoutError:
        return Refusal(FileFault.TIMEOUT, "reading took longer than the limit")
    except ProcessExpired as error:
        return _expired(error)
    except CancelledError:
        return Refusal(FileFault.CRASHED, "the reading was cancelled")
    except Exception as error:  # a defect of ours in one file must not cost the others
        return Refusal(FileFault.CRASHED, f"an unexpected {type(error).__name__}")


def _expired(error: ProcessExpired) -> Refusal:
    """A worker that the system ended: by its memory limit (abort, kill) or by a crash of a library."""
    if error.exitcode in (-signal.SIGKILL, -signal.SIGABRT):
        return Refusal(FileFault.MEMORY, "the reading process was ended, most likely for its memory")
    return Refusal(FileFault.CRASHED, "the reading process ended unexpectedly")


def _guarded(task: Callable[[S], T], source: S) -> T | Refusal:
    """Runs in the child: refusals come back as values, since an exception's arguments may not survive the way."""
    try:
        return task(source)
    except Refusal as refusal:
        return refusal
    except MemoryError:
        return Refusal(FileFault.MEMORY, "the file needs more memory than the limit")
    except RecursionError:
        return Refusal(FileFault.CORRUPT, "the file is nested too deep")


def _settle(memory: int, pids: Any) -> None:
    """Runs first in each worker."""
    with suppress(OSError):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["OMP_THREAD_LIMIT"] = "1"
    _hush()
    with suppress(ImportError):
        import cv2

        cv2.setNumThreads(1)
    pids.put(os.getpid())


def _hush() -> None:
    """C libraries chatter on standard error about every odd page; what matters comes back as a value."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    os.close(quiet)


def _sweep(pids: Any, groups: set[int], everything: bool = False) -> None:
    """Ends what a dead worker's group left behind."""
    while not pids.empty():
        groups.add(pids.get())
    for group in list(groups):
        if everything or not _alive(group):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
            groups.discard(group)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
