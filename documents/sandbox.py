"""Tasks in child processes: a time limit, a memory limit, and a crash that costs one file alone.

Children are kept warm (the OCR model is loaded once) and renewed after some files. Each leads a process group of its
own, so that whatever a parser starts ends with it; a child also ends when its parent does.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from functools import lru_cache
from typing import Any, TypeVar

from documents.errors import Refusal
from documents.limits import DEFAULT, Limits
from documents.workers import Crew, Job

T = TypeVar("T")
#: what a task is given: an `Input`, or whatever names one
S = TypeVar("S")
#: files that a child reads before a fresh one takes its place: memory that libraries leak goes with it
RENEWED_AFTER = 200
_PER_WORKER = 3
_END = object()


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

    Only a window of inputs is under way at a time; where there are fewer inputs than `jobs`, pages of one file are read
    at once. Closing the iterator (or Ctrl-C) ends all children.
    """
    modules = ["documents.read", *_modules_of(task)]
    crew = Crew(jobs, limits.memory, RENEWED_AFTER, modules, _threads(inputs, jobs))
    window: deque[Job] = deque()
    upcoming, most = iter(inputs), max(1, jobs) * _PER_WORKER
    try:
        while True:
            exhausted = not _filled(crew, window, upcoming, task, limits, most)
            while window and window[0].outcome is not None:
                job = window.popleft()
                yield job.source, _known(job)
                exhausted = not _filled(crew, window, upcoming, task, limits, most)
            if exhausted and not window:
                return
            crew.wait()
    finally:
        crew.stop()


def _threads(inputs: Iterable[Any], jobs: int) -> int:
    """Pages of one file at once: what is left of `jobs` where there are fewer files than that."""
    return max(1, jobs // max(1, len(inputs))) if isinstance(inputs, Sized) else 1


def _filled(
    crew: Crew, window: deque[Job], upcoming: Iterator[Any], task: Callable[[Any], Any], limits: Limits, most: int
) -> bool:
    """Gives work to everybody who is free; False once there is no more."""
    while crew.has_room() and len(window) < most:
        source = next(upcoming, _END)
        if source is _END:
            return False
        window.append(Job(source))
        crew.begin(task, window[-1], limits.seconds)
    return True


def _known(job: Job) -> Any:
    assert job.outcome is not None
    return job.outcome[0]


def run_kept(task: Callable[[S], T], source: S, limits: Limits = DEFAULT) -> T | Refusal:
    """As `run`, in a child that stays warm for the life of this process: for a process that reads file after file."""
    crew, lock = _kept(limits.memory)
    job = Job(source)
    with lock:
        crew.begin(task, job, limits.seconds)
        while job.outcome is None:
            crew.wait()
    outcome: T | Refusal = _known(job)
    return outcome


@lru_cache(maxsize=1)
def _kept(memory: int) -> tuple[Crew, threading.Lock]:
    return Crew(1, memory, RENEWED_AFTER, ["documents.read"]), threading.Lock()


def _modules_of(task: Callable[..., object]) -> list[str]:
    """What the process that children are forked from loads beforehand, so that a new child need not."""
    named = [getattr(task, "func", task), *getattr(task, "keywords", {}).values()]
    found = dict.fromkeys(str(getattr(one, "__module__", "")) for one in named if callable(one))
    return [name for name in found if name not in ("", "builtins", "__main__")]
