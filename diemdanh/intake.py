"""Receiving files into the workspace, for both flows: hash, known already?, read in a child process, journal.

A file with a secrecy mark leaves nothing but its hash and its name in the journal; a file that cannot be read keeps its
row with the reason, so that it is told again and can be tried again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from diemdanh.desk import Desk
from diemdanh.failures import Failure, failure_of
from documents.errors import FileFault, Refusal
from documents.intake import Input, load, walk
from documents.limits import DEFAULT, Limits
from documents.sandbox import run_many
from store import journal, settings
from store.journal import ErrorClass, FileRow, FileState
from store.transaction import Transaction

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_POISON = frozenset({FileFault.CRASHED, FileFault.TIMEOUT})
_CAPACITY = frozenset({FileFault.MEMORY, FileFault.NEEDS_PROGRAM})


class Task(Protocol[T_co]):
    """What is done with a file in a child process: importable by name."""

    def __call__(self, source: Input, limits: Limits = DEFAULT) -> T_co: ...


@dataclass(frozen=True, slots=True)
class Received(Generic[T]):
    """One file's fate: `known` (done before), a `result`, or a `failure`. `sha256` is empty where no byte was read."""

    source: Input
    sha256: str = ""
    known: bool = False
    result: T | None = None
    failure: Failure | None = None


def limits_of(desk: Desk) -> Limits:
    """The workspace's settings as limits of reading."""
    seconds = settings.number(desk.store, "file_seconds")
    return replace(DEFAULT, seconds=seconds, refuse_secret=settings.flag(desk.store, "refuse_secret"))


def receive(
    desk: Desk,
    paths: Sequence[str | Path],
    purpose: str,
    task: Task[T],
    jobs: int,
    zips: bool = True,
) -> Iterator[Received[T]]:
    """Each file in order, read by `task` in a child process unless the journal knows it as done. The caller commits
    what came of it with `done`; failures are written here."""
    limits = limits_of(desk)
    listed: list[Received[T] | tuple[Input, Refusal]] = [
        item if isinstance(item, tuple) else _weighed(desk, item, purpose, limits) for item in walk(paths, zips, limits)
    ]
    unread = [item.source for item in listed if isinstance(item, Received) and not item.known and item.failure is None]
    read = run_many(partial(task, limits=limits), unread, jobs, limits)
    for item in listed:
        if not isinstance(item, Received):
            yield Received(item[0], failure=failure_of(item[1], item[0].shown))
        elif item.known or item.failure is not None:
            yield item
        else:
            yield _outcome(desk, item, purpose, next(read)[1])


def _weighed(desk: Desk, source: Input, purpose: str, limits: Limits) -> Received[T]:
    """The file's hash, and whether the journal has it as done."""
    try:
        sha256 = hashlib.sha256(load(source, limits)).hexdigest()
    except Refusal as refusal:
        return Received(source, failure=failure_of(refusal, source.shown))
    row = journal.find(desk.store, sha256, purpose)
    poison = row is not None and row.state is FileState.QUARANTINED
    if poison:
        return Received(source, sha256, failure=failure_of(Refusal(FileFault.CRASHED), source.shown))
    return Received(source, sha256, known=row is not None and row.state is FileState.DONE)


def _outcome(desk: Desk, item: Received[T], purpose: str, result: T | Refusal) -> Received[T]:
    if not isinstance(result, Refusal):
        return replace(item, result=result)
    _note_failure(desk, item, purpose, result)
    return replace(item, failure=failure_of(result, item.source.shown))


def _note_failure(desk: Desk, item: Received[T], purpose: str, refusal: Refusal) -> None:
    tries = settings.number(desk.store, "poison_attempts")
    with desk.writing() as change:
        row = entered(desk, item, purpose, change)
        row = journal.mark(desk.store, change, row, FileState.RUNNING)
        poison = refusal.code in _POISON and row.attempts >= tries
        state = FileState.QUARANTINED if poison else FileState.FAILED
        journal.mark(
            desk.store,
            change,
            row,
            state,
            error_code=str(refusal.code),
            error_class=_class(refusal.code),
            detail=refusal.detail,
        )


def entered(desk: Desk, item: Received[T], purpose: str, change: Transaction) -> FileRow:
    """The file's row of the journal, made where there is none."""
    return journal.enqueue(desk.store, change, [(item.sha256, item.source.shown)], purpose)[0]


def done(desk: Desk, item: Received[T], purpose: str, change: Transaction, result: str) -> None:
    """Marks the file as done, in the transaction that records what came of it."""
    row = journal.mark(desk.store, change, entered(desk, item, purpose, change), FileState.RUNNING)
    journal.mark(desk.store, change, row, FileState.DONE, result=result)


def _class(code: FileFault) -> ErrorClass:
    if code in _POISON:
        return ErrorClass.POISON
    return ErrorClass.CAPACITY if code in _CAPACITY else ErrorClass.INPUT
