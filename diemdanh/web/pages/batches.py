"""One upload while it is read and afterwards: progress, and what became of each file."""

from __future__ import annotations

from dataclasses import dataclass

from diemdanh.web.batches import Batch, BatchKind, BatchState, FileOutcome
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.refusals import Refused
from diemdanh.web.visits import Visit, Visitor


@dataclass(frozen=True, slots=True)
class BatchPage:
    """`read` of `total` files are through; a ZIP counts as one until its files are known. `next` leads on."""

    id: str
    kind: BatchKind
    state: BatchState
    open: bool
    by: str
    at: str
    read: int
    total: int
    outcomes: tuple[FileOutcome, ...]
    failed: tuple[FileOutcome, ...]
    waiting: tuple[str, ...]
    next: str


@TWINS.page("/uploads/{identity}", "batch.html")
def upload_state(visit: Visit, identity: str) -> BatchPage:
    return _page(visit, identity)


@TWINS.page("/uploads/{identity}/progress", "batch_progress.html")
def upload_progress(visit: Visit, identity: str) -> BatchPage:
    """The part of the page that is asked for again and again."""
    return _page(visit, identity)


def _page(visit: Visitor, identity: str) -> BatchPage:
    batch = visit.office.batches.find(identity)
    if batch is None:
        raise Refused("not_found")
    return BatchPage(
        batch.id,
        batch.kind,
        batch.state,
        batch.open,
        batch.by,
        batch.at,
        len(batch.outcomes),
        max(len(batch.names), len(batch.outcomes)),
        tuple(outcome for outcome in batch.outcomes if not outcome.code),
        batch.failed,
        _waiting(batch),
        "/regulations" if batch.kind is BatchKind.REGULATIONS else "/queue",
    )


def _waiting(batch: Batch) -> tuple[str, ...]:
    through = {outcome.name for outcome in batch.outcomes}
    return tuple(name for name in batch.names if name not in through) if batch.open else ()
