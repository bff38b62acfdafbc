"""Child processes that read: each with a pipe, a deadline and a process group of its own.

One pipe a child, and no queue that children share: a child that is killed at whatever moment — while it takes a task,
while it answers, while it idles — takes nothing with it but its own task. (Pools whose workers share a channel and its
lock break, or wait for ever, when one of them dies at the wrong moment.)
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import pickle
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any

from documents.errors import FileFault, Refusal
from documents.side_by_side import allow

_DIES_WITH_PARENT = 1
#: seconds for which a child may load what its task needs before the task's own time begins
_LOADING = 300.0
#: seconds for which a dead child's exit code is awaited
_BURIAL = 10.0
_BEGUN = "begun"


@dataclass
class Job:
    """A task for one source; `outcome` is None until it is known (a task's own None comes wrapped in a tuple)."""

    source: Any
    outcome: tuple[Any] | None = None
    lost: int = 0  # times that a child died before it had begun with this


class Worker:
    """One child process, started at once; it takes one job at a time."""

    def __init__(self, context: Any, memory: int, threads: int) -> None:
        self._pipe, theirs = context.Pipe()
        # A daemon: whatever becomes of us, it does not outlive this process's orderly end.
        self._process = context.Process(target=_serve, args=(theirs, memory, threads), daemon=True)
        self._process.start()
        theirs.close()
        self.job: Job | None = None
        self.taken = 0
        self._task: Callable[[Any], Any] = _nothing
        self._begun = False
        self._seconds = 0.0
        self._deadline = 0.0

    def begin(self, task: Callable[[Any], Any], job: Job, seconds: float) -> None:
        """Hands over a job; the child is free."""
        self.job, self._task, self._seconds, self._begun = job, task, seconds, False
        self.taken += 1
        self._deadline = monotonic() + _LOADING + seconds
        with suppress(OSError):  # it died idle: its pipe's end tells
            self._pipe.send((task, job.source))

    def untouched(self) -> tuple[Callable[[Any], Any], Job, float] | None:
        """Of a child that is gone: the job that it was given and had not begun, for another to take (once)."""
        job = self.job
        if job is None or self._begun or job.lost:
            return None
        job.lost += 1
        self.job = None
        return self._task, job, self._seconds

    def progress(self, ready: bool) -> bool:
        """Looks at what the child says, or at the clock; False once the child is of no more use.

        A job that a dead child had not begun stays with it (`untouched`).
        """
        if ready:
            return self._heard()
        if monotonic() < self._deadline:
            return True
        return self._ended(Refusal(FileFault.TIMEOUT, "reading took longer than the limit"))

    def _heard(self) -> bool:
        try:
            said = self._pipe.recv()
        except (EOFError, OSError):
            return self._died()
        except Exception as error:  # what came cannot be understood: the child is not to be trusted further
            return self._ended(Refusal(FileFault.CRASHED, f"an unexpected {type(error).__name__}"))
        if said == _BEGUN:
            self._begun, self._deadline = True, monotonic() + self._seconds
        elif self.job is not None:
            self.job.outcome, self.job = said, None
        return True

    def _died(self) -> bool:
        if self.job is not None and not self._begun and not self.job.lost:
            return False
        return self._ended(_expired(self._exit_code()))

    def _ended(self, refusal: Refusal) -> bool:
        if self.job is not None:
            self.job.outcome, self.job = (refusal,), None
        return False

    def _exit_code(self) -> int | None:
        self._process.join(_BURIAL)
        code: int | None = self._process.exitcode
        return code

    @property
    def pipe(self) -> Connection:
        found: Connection = self._pipe
        return found

    @property
    def alive(self) -> bool:
        """Of a free child: an idle child says nothing, so whatever its pipe holds is the pipe's end."""
        return bool(self._process.is_alive()) and not self._pipe.poll()

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return max(0.0, self._deadline - monotonic())

    def stop(self) -> None:
        """Ends the child with all that it started."""
        self._pipe.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join(_BURIAL)


class Crew:
    """Some workers; a dead or used-up one is replaced when there is work again."""

    def __init__(self, jobs: int, memory: int, renewed_after: int, modules: list[str], threads: int = 1) -> None:
        """`threads`: pages of one file that a child may read at once."""
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(modules)
        self._most, self._memory, self._renewed_after = max(1, jobs), memory, renewed_after
        self._threads = threads
        self._workers: list[Worker] = []

    def has_room(self) -> bool:
        return sum(worker.job is not None for worker in self._workers) < self._most

    def begin(self, task: Callable[[Any], Any], job: Job, seconds: float) -> None:
        """Gives the job to a free worker (`has_room`)."""
        free = next((worker for worker in self._workers if worker.job is None), None)
        if free is not None and (free.taken >= self._renewed_after or not free.alive):
            self._dismiss(free)
            free = None
        if free is None:
            free = Worker(self._context, self._memory, self._threads)
            self._workers.append(free)
        free.begin(task, job, seconds)

    def wait(self) -> None:
        """Until one of the busy workers has something to say, or has had its time."""
        busy = {worker.pipe: worker for worker in self._workers if worker.job is not None}
        said = wait(list(busy), min(worker.left for worker in busy.values()))
        for pipe, worker in busy.items():
            if not worker.progress(pipe in said):
                again = worker.untouched()
                self._dismiss(worker)
                if again:
                    self.begin(*again)

    def stop(self) -> None:
        for worker in list(self._workers):
            self._dismiss(worker)

    def _dismiss(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.stop()


def _nothing(source: Any) -> None:
    """The task of a child that has none yet."""


def _expired(code: int | None) -> Refusal:
    """A child that the system ended: by its memory limit (abort, kill) or by a crash of a library."""
    if code in (-signal.SIGKILL, -signal.SIGABRT):
        return Refusal(FileFault.MEMORY, "the reading process was ended, most likely for its memory")
    return Refusal(FileFault.CRASHED, "the reading process ended unexpectedly")


# -- in the child


def _serve(pipe: Connection, memory: int, threads: int) -> None:
    _settle(memory)
    allow(threads)
    while True:
        try:
            task, source = pipe.recv()
        except EOFError:
            return
        pipe.send(_BEGUN)
        outcome = _guarded(task, source)
        try:
            pipe.send((outcome,))
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            pipe.send((Refusal(FileFault.CRASHED, f"an unexpected {type(error).__name__}"),))


def _guarded(task: Callable[[Any], Any], source: Any) -> Any:
    """Refusals come back as values, since an exception's arguments may not survive the way."""
    try:
        return task(source)
    except Refusal as refusal:
        return refusal
    except MemoryError:
        return Refusal(FileFault.MEMORY, "the file needs more memory than the limit")
    except RecursionError:
        return Refusal(FileFault.CORRUPT, "the file is nested too deep")
    except Exception as error:  # a defect of ours in one file must not cost the others
        return Refusal(FileFault.CRASHED, f"an unexpected {type(error).__name__}")


def _settle(memory: int) -> None:
    """Runs first in each child."""
    with suppress(OSError):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
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


def _hush() -> None:
    """C libraries chatter on standard error about every odd page; what matters comes back as a value."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    os.close(quiet)
