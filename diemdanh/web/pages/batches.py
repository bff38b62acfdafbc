"""One upload while it is read and afterwards: progress, and what became of each file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from diemdanh.messages import say
from diemdanh.web.batches import Batch, BatchKind, BatchState, FileOutcome
from diemdanh.web.pages.routes import TWINS
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
    batch = visit.sight.upload(identity)
    return BatchPage(
        batch.id,
        batch.kind,
        batch.state,
        batch.open,
        batch.by,
        batch.at,
        len(batch.outcomes),
        max(len(batch.names), len(batch.outcomes)),
        tuple(_seen(visit, outcome) for outcome in batch.outcomes if not outcome.code),
        batch.failed,
        _waiting(batch),
        "/regulations" if batch.kind is BatchKind.REGULATIONS else "/queue",
    )


def _seen(visit: Visitor, outcome: FileOutcome) -> FileOutcome:
    """Minutes go where the paper says: a meeting of another unit's branch is told without a way to it."""
    kind, _, identity = outcome.link.lstrip("/").partition("/")
    hidden = (kind == "meetings" and not visit.sight.holds_meeting(identity)) or (
        kind == "regulations" and not visit.sight.holds_file(identity)
    )
    return replace(outcome, link="", sentence=say("web.beyond_unit")) if hidden else outcome


def _waiting(batch: Batch) -> tuple[str, ...]:
    through = {outcome.name for outcome in batch.outcomes}
    return tuple(name for name in batch.names if name not in through) if batch.open else ()
