"""Where files are read: in processes of this machine, or on the office's other machines; one interface for both.

An engine only computes. It is given a task and a stream of orders, takes a window of them at a time, and returns each
with its result or refusal in the order in which they came; whoever asked writes what came of it (one writer).
"""

from __future__ import annotations

import importlib
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from diemdanh.desk import Desk
from diemdanh.failures import Complaint
from documents import sandbox
from documents.errors import FileFault, Refusal
from documents.intake import Input, load
from documents.limits import Limits
from store import settings
from store.database import Store

T = TypeVar("T")
LOCAL = "local"
#: the folder of the workspace with this machine's papers for the cluster
CERTIFICATES = "cluster"
#: seconds within which the scheduler and one worker must answer
PATIENCE = 60.0
_PER_WORKER = 2


@dataclass(frozen=True, slots=True)
class Order:
    """What a reader is to do with one file. `kept`: a reading of the same bytes that is there already."""

    source: Input
    kept: bytes | None = None


class Engine(Protocol):
    """Local processes and a cluster are such."""

    def map(
        self, task: Callable[[Order], T], orders: Iterable[Order], limits: Limits
    ) -> Iterator[tuple[Order, T | Refusal]]:
        """Each order with its outcome, in order. `task` must be importable by name. Closing the iterator stops."""
        ...


@dataclass(frozen=True, slots=True)
class Local:
    """`jobs` processes of this machine, each file with its time limit; a crash costs one file."""

    jobs: int = 1

    def map(
        self, task: Callable[[Order], T], orders: Iterable[Order], limits: Limits
    ) -> Iterator[tuple[Order, T | Refusal]]:
        return sandbox.run_many(task, orders, self.jobs, limits)


HERE = Local()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Workers behind a dask scheduler that this machine and they trust by certificates. The bytes travel with the
    order; nothing is fetched from paths, and a worker keeps nothing."""

    address: str
    certificates: Path
    patience: float = PATIENCE

    def map(
        self, task: Callable[[Order], T], orders: Iterable[Order], limits: Limits
    ) -> Iterator[tuple[Order, T | Refusal]]:
        """Raises the complaints needs_cluster, no_cluster."""
        client = self._client()
        waiting: deque[tuple[Order, Any]] = deque()
        try:
            window = max(1, sum(client.nthreads().values())) * _PER_WORKER
            for order in orders:
                waiting.append((order, client.submit(fenced, _packed(task, order, limits), limits, pure=False)))
                if len(waiting) >= window:
                    yield self._next(client, waiting, limits)
            while waiting:
                yield self._next(client, waiting, limits)
        finally:
            client.cancel([future for _, future in waiting])
            client.close()

    def _client(self) -> Any:
        distributed = _distributed()
        papers = {name: str(self.certificates / f"{name}.pem") for name in ("ca", "cert", "key")}
        security = distributed.Security(
            tls_ca_file=papers["ca"],
            tls_client_cert=papers["cert"],
            tls_client_key=papers["key"],
            require_encryption=True,
        )
        try:
            client: Any = distributed.Client(
                self.address, security=security, timeout=self.patience, set_as_default=False
            )
            client.wait_for_workers(1, timeout=self.patience)
        except (OSError, TimeoutError) as error:
            raise Complaint("no_cluster", self.address) from error
        return client

    def _next(self, client: Any, waiting: deque[tuple[Order, Any]], limits: Limits) -> tuple[Order, Any]:
        order, future = waiting.popleft()
        killed = _distributed().scheduler.KilledWorker
        while True:
            try:
                return order, future.result(timeout=limits.seconds)
            except killed:
                return order, Refusal(FileFault.CRASHED, "the workers that read it ended, one after the other")
            except TimeoutError as error:
                # A full window may take longer than one file may; a cluster without workers never ends.
                if not client.nthreads():
                    raise Complaint("no_cluster", self.address) from error


def _distributed() -> Any:
    """dask.distributed, an optional extra. Raises the complaint needs_cluster."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise Complaint("needs_cluster") from error


def fenced(packed: bytes, limits: Limits) -> Any:
    """Runs on a worker: the same task in the same kind of child process, with the same limits, as on this machine. Only
    the child unpacks it: neither scheduler nor worker loads a reader."""
    return sandbox.run_kept(_unpacked, packed, limits)


def _unpacked(packed: bytes) -> Any:
    task, order = pickle.loads(packed)  # noqa: S301  made by `_packed`; both ends of the way are known by certificate
    return task(order)


def _packed(task: Callable[[Order], T], order: Order, limits: Limits) -> bytes:
    """The task and its order with the file's bytes, and no path of this machine."""
    if order.kept is not None:
        data = b""
    else:
        try:
            data = load(order.source, limits)
        except Refusal:
            data = b""  # the file went away since it was weighed: what is read differs from it, and is told as such
    source = order.source
    carried = replace(order, source=replace(source, path=Path(source.path.name), shown=source.id, data=data))
    return pickle.dumps((task, carried))


def engine_named(desk: Desk, name: str, jobs: int) -> Engine:
    """`local`, or the address of the one cluster that the administrator allowed. Raises the complaint
    cluster_not_allowed."""
    if name == LOCAL:
        return Local(jobs)
    if not name.startswith("tls://") or name != _allowed(desk.store):
        raise Complaint("cluster_not_allowed", name)
    return Cluster(name, desk.store.home / CERTIFICATES)


def _allowed(store: Store) -> object:
    return settings.get(store, "cluster")
