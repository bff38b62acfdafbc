"""The thread that reads uploads, one after the other, by calling the flows; children do the reading."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

from diemdanh.failures import failure_of
from diemdanh.web.batches import Batch, BatchKind, BatchState, FileOutcome
from diemdanh.web.metrics import BATCHES, FILES
from diemdanh.web.office import Office
from diemdanh.web.reading import minutes_outcomes, regulation_outcomes

_LOG = logging.getLogger("diemdanh.web")
#: how long the thread sleeps when nobody wakes it, in seconds
_REST = 5.0


class Reader(threading.Thread):
    """`stop()` lets it end after the file in hand; what is left begins again with the next start."""

    def __init__(self, office: Office) -> None:
        super().__init__(name="reader", daemon=True)
        self._office = office
        self._stopping = threading.Event()

    def run(self) -> None:
        self._office.pictures.warm_up()
        while not self._stopping.is_set():
            self._office.nudge.clear()
            self.read_all()
            self._office.nudge.wait(_REST)

    def stop(self) -> None:
        self._stopping.set()
        self._office.nudge.set()
        if self.is_alive():
            self.join(timeout=5)

    def read_all(self) -> None:
        """Everything that waits, oldest first."""
        for batch in self._office.batches.waiting():
            if self._stopping.is_set():
                return
            self._read(batch)
        BATCHES.set(0)

    def _read(self, batch: Batch) -> None:
        batches = self._office.batches
        BATCHES.set(len(batches.waiting()))
        batch = batches.note(batch, state=BatchState.READING, outcomes=())
        try:
            for outcome in self._outcomes(batch):
                batch = batches.note(batch, outcomes=(*batch.outcomes, outcome))
                FILES.labels(batch.kind.value, outcome.state).inc()
                if self._stopping.is_set():
                    return
            batches.finish(batch, BatchState.DONE)
        except Exception as error:
            _LOG.exception("a batch broke: %s", batch.id)
            failure = failure_of(error)
            told = FileOutcome("", "failed", failure.code, failure.sentence)
            batches.finish(batches.note(batch, outcomes=(*batch.outcomes, told)), BatchState.BROKEN)

    def _outcomes(self, batch: Batch) -> Iterator[FileOutcome]:
        office = self._office
        desk, folder = office.desk(batch.by, batch.where_from), office.batches.files(batch)
        if batch.kind is BatchKind.REGULATIONS:
            return regulation_outcomes(desk, folder, office.config.jobs, batch.unit)
        return minutes_outcomes(desk, folder, office.config.jobs, batch.separate)
