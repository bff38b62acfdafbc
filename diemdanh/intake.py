"""Receiving files into the workspace, for both flows: weigh, known already?, read by an engine, keep, journal.

Original and reading are kept as soon as a file is read, before anything is made of it: whatever ends the program then,
no page is read twice. A file with a secrecy mark leaves nothing but its hash and its name in the journal; a file that
cannot be read keeps its row with the reason, so that it is told again and can be tried again.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from diemdanh.desk import Desk
from diemdanh.engines import HERE, Engine, Order
from diemdanh.failures import Failure, failure_of
from documents import serialise
from documents.cache import settings_key
from documents.errors import FileFault, Refusal
from documents.intake import Input, load, walk
from documents.limits import DEFAULT, Limits
from documents.model import Document
from documents.read import read, reader_version
from store import journal, originals, readings, settings
from store.errors import StoreError, StoreFault
from store.journal import ErrorClass, FileRow, FileState
from store.transaction import Transaction

T = TypeVar("T")
#: importable by name: it is called in a child process
Reader = Callable[[Input, Limits], Document]
_POISON = frozenset({FileFault.CRASHED, FileFault.TIMEOUT})
#: the reading process ended: by the file, or by something that has nothing to do with it
_DIED = frozenset({FileFault.CRASHED, FileFault.MEMORY})
_CAPACITY = frozenset({FileFault.MEMORY, FileFault.NEEDS_PROGRAM})


def _nothing() -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are read and told. `named` makes the name that people see of the path as given; `counted` is called
    once a file; `reader` is another one in tests alone."""

    engine: Engine = HERE
    named: Callable[[str], str] = str
    counted: Callable[[], None] = _nothing
    reader: Reader = read


@dataclass(frozen=True, slots=True)
class Received(Generic[T]):
    """One file's fate: `known` (done before), a `document` with its `result`, or a `failure`. `sha256` is empty where
    no byte was read."""

    source: Input
    sha256: str = ""
    known: bool = False
    document: Document | None = None
    result: T | None = None
    failure: Failure | None = None

    @property
    def unread(self) -> bool:
        return not self.known and self.document is None and self.failure is None


def limits_of(desk: Desk) -> Limits:
    """The workspace's settings as limits of reading."""
    seconds = settings.number(desk.store, "file_seconds")
    return replace(DEFAULT, seconds=seconds, refuse_secret=settings.flag(desk.store, "refuse_secret"))


def read_kept(order: Order, finish: Callable[[Document], T], reader: Reader, limits: Limits) -> tuple[Document, T]:
    """The task of every engine: the reading that is kept, else a new one; and what the flow makes of it."""
    document = reader(order.source, limits) if order.kept is None else serialise.loads(order.kept.decode())
    return document, finish(document)


@dataclass(frozen=True, slots=True)
class Intake(Generic[T]):
    """Files for one purpose; `finish` is what is found in each document, in the process that reads it."""

    desk: Desk
    purpose: str
    finish: Callable[[Document], T]
    manner: Manner = Manner()
    dry_run: bool = False

    def receive(self, paths: Sequence[str | Path], zips: bool = True) -> Iterator[Received[T]]:
        """Each file in order, read unless the journal knows it as done. The caller commits what came of it with `done`;
        originals, readings and failures are written here."""
        limits = limits_of(self.desk)
        listed: deque[Received[T]] = deque()
        task = partial(read_kept, finish=self.finish, reader=self.manner.reader, limits=limits)
        for order, outcome in self.manner.engine.map(task, self._orders(paths, zips, limits, listed), limits):
            while not listed[0].unread:
                yield self._counted(listed.popleft())
            yield self._counted(self._outcome(listed.popleft(), order, outcome, task, limits))
        while listed:
            yield self._counted(listed.popleft())

    def _counted(self, item: Received[T]) -> Received[T]:
        self.manner.counted()
        return item

    def _orders(
        self, paths: Sequence[str | Path], zips: bool, limits: Limits, listed: deque[Received[T]]
    ) -> Iterator[Order]:
        """An order for each file that has to be read, weighed only when the engine asks for it."""
        for found in walk(paths, zips, limits):
            source, refusal = found if isinstance(found, tuple) else (found, None)
            source = replace(source, shown=self.manner.named(source.shown))
            item = self._weighed(source, limits) if refusal is None else self._refused(source, refusal)
            listed.append(item)
            if item.unread:
                yield Order(source, readings.find(self.desk.store, item.sha256, reader_version(), settings_key(limits)))

    def _weighed(self, source: Input, limits: Limits) -> Received[T]:
        """The file's hash, and what the workspace knows of it."""
        try:
            sha256 = hashlib.sha256(load(source, limits)).hexdigest()
        except Refusal as refusal:
            return self._refused(source, refusal)
        if originals.is_purged(self.desk.store, sha256):
            error = StoreError(StoreFault.PURGED, sha256[:12])
            return Received(source, sha256, failure=failure_of(error, source.shown))
        row = journal.find(self.desk.store, sha256, self.purpose)
        if row is not None and row.state is FileState.QUARANTINED:
            return self._refused(source, Refusal(FileFault.CRASHED), sha256)
        return Received(source, sha256, known=row is not None and row.state is FileState.DONE)

    def _refused(self, source: Input, refusal: Refusal, sha256: str = "") -> Received[T]:
        return Received(source, sha256, failure=failure_of(refusal, source.shown))

    def _outcome(
        self,
        item: Received[T],
        order: Order,
        outcome: tuple[Document, T] | Refusal,
        task: Callable[[Order], tuple[Document, T]],
        limits: Limits,
    ) -> Received[T]:
        """What became of a file that was read. A reader that died gets another try, alone: perhaps it was not the
        file's doing."""
        tries, most = 1, settings.number(self.desk.store, "poison_attempts")
        while isinstance(outcome, Refusal) and outcome.code in _DIED and tries < most:
            ((_, outcome),) = self.manner.engine.map(task, [order], limits)
            tries += 1
        if not isinstance(outcome, Refusal):
            outcome = self._kept(item, *outcome, limits)
        if not isinstance(outcome, Refusal):
            return replace(item, document=outcome[0], result=outcome[1])
        if not self.dry_run:
            self._note_failure(item, outcome, tries)
        return self._refused(item.source, outcome, item.sha256)

    def _kept(self, item: Received[T], document: Document, result: T, limits: Limits) -> tuple[Document, T] | Refusal:
        """Keeps the original and its reading; refuses bytes that changed between weighing and reading."""
        try:
            data = load(item.source, limits)
        except Refusal as refusal:
            return refusal
        if not hashlib.sha256(data).hexdigest() == item.sha256 == document.sha256:
            return Refusal(FileFault.CHANGED, "the file changed while it was read")
        if not self.dry_run:
            with self.desk.writing() as change:
                entered(self.desk, item, self.purpose, change)
                originals.receive(self.desk.store, change, data, document.media_type)
                packed = serialise.dumps(document).encode()
                readings.keep(self.desk.store, change, item.sha256, document.reader, packed, settings_key(limits))
        return document, result

    def _note_failure(self, item: Received[T], refusal: Refusal, tries: int) -> None:
        store = self.desk.store
        most = settings.number(store, "poison_attempts")
        with self.desk.writing() as change:
            row = entered(self.desk, item, self.purpose, change)
            for _ in range(tries):
                row = journal.mark(store, change, row, FileState.RUNNING)
            poison = refusal.code in _POISON and row.attempts >= most
            journal.mark(
                store,
                change,
                row,
                FileState.QUARANTINED if poison else FileState.FAILED,
                error_code=str(refusal.code),
                error_class=_class(refusal.code),
                detail=refusal.detail,
            )


def entered(desk: Desk, item: Received[T], purpose: str, change: Transaction) -> FileRow:
    """The file's row of the journal, made where there is none."""
    return journal.enqueue(desk.store, change, [(item.sha256, item.source.shown)], purpose)[0]


def done(desk: Desk, item: Received[T], purpose: str, change: Transaction, result: str) -> None:
    """Marks the file as done, in the transaction that records what came of it."""
    row = entered(desk, item, purpose, change)
    if row.state is not FileState.DONE:  # the same bytes may come twice in one call
        row = journal.mark(desk.store, change, row, FileState.RUNNING)
        journal.mark(desk.store, change, row, FileState.DONE, result=result)


def stumbled(desk: Desk, item: Received[T], purpose: str, error: Exception) -> Failure:
    """A defect of ours in what comes after the reading: told for this file, tried again in the next call."""
    failure = failure_of(error, item.source.shown)
    with desk.writing() as change:
        row = journal.mark(desk.store, change, entered(desk, item, purpose, change), FileState.RUNNING)
        journal.mark(
            desk.store,
            change,
            row,
            FileState.FAILED,
            error_code=failure.code,
            error_class=ErrorClass.RETRYABLE,
            detail=type(error).__name__,
        )
    return failure


def _class(code: FileFault) -> ErrorClass:
    if code in _POISON:
        return ErrorClass.POISON
    if code in _CAPACITY:
        return ErrorClass.CAPACITY
    return ErrorClass.RETRYABLE if code is FileFault.CHANGED else ErrorClass.INPUT
