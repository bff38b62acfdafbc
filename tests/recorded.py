"""Recorded OCR: pictures that carry their reading with them, so that batches are read in milliseconds.

A picture is a PNG signature and what a reader would see. `read` is importable by name in child processes and on other
machines; it counts itself in a log, so that a test can say how often a page was read.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from diemdanh.demo.texts import Paper, minutes_of
from diemdanh.demo.world import PEOPLE, PLACES, Meeting
from diemdanh.engines import Order
from documents.errors import FileFault, Refusal
from documents.intake import Input, load
from documents.limits import DEFAULT, Limits
from documents.model import Document
from documents.read import read_bytes
from store.database import Store

T = TypeVar("T")
_PNG = b"\x89PNG\r\n\x1a\n"


def read(source: Input, limits: Limits = DEFAULT) -> Document:
    """What the picture says. `seconds`: how long looking takes; `dies`: what happens to the process instead."""
    data = load(source, limits)
    if not data:
        raise Refusal(FileFault.EMPTY)
    told = json.loads(data[len(_PNG) :])
    with Path(told["log"]).open("a", encoding="utf-8") as log:
        log.write(told["name"] + "\n")
    time.sleep(told["seconds"])
    if told["dies"] and not _died_before(told):
        os.kill(os.getpid(), signal.SIGKILL)
    document = read_bytes(told["text"].encode(), limits, suffix=".txt")
    return replace(document, sha256=hashlib.sha256(data).hexdigest(), media_type="image/png")


def _died_before(told: dict[str, Any]) -> bool:
    """`once`: only the first look at it is fatal."""
    return bool(
        told["dies"] == "once" and Path(told["log"]).read_text(encoding="utf-8").split().count(told["name"]) > 1
    )


def picture(text: str, log: Path, name: str, seconds: float = 0.0, dies: str = "") -> bytes:
    told = {"text": text, "log": str(log), "name": name, "seconds": seconds, "dies": dies}
    return _PNG + json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def reads(log: Path) -> list[str]:
    """The names of what was read, in order."""
    return log.read_text(encoding="utf-8").split() if log.exists() else []


def text_of(paper: Paper) -> str:
    head = "\n".join(f"{left}\t{right}" for left, right in zip(*paper.head, strict=False))
    foot = "\n".join(f"{left}\t{right}" for left, right in zip(*paper.foot, strict=False))
    return "\n".join((head, *paper.title, *paper.body, foot))


def meetings(count: int) -> tuple[Meeting, ...]:
    """Meetings of the demo's invented branches, week after week; guests in turn, every fifth without any."""
    found = []
    for n in range(count):
        place, person = PLACES[n % len(PLACES)], PEOPLE[2 + n % 5]
        guests = ((person.name, person.position),) if n % 5 else ()
        found.append(Meeting(place.id, date(2024, 1, 2) + timedelta(days=n), n % 2, guests))
    return tuple(found)


def write_pictures(folder: Path, count: int, log: Path, seconds: float = 0.0) -> None:
    """`001.png` …: one meeting each, in folders of their own so that they are no book."""
    for n, meeting in enumerate(meetings(count), 1):
        place = folder / f"{n:03d}"
        place.mkdir(parents=True)
        (place / f"{n:03d}.png").write_bytes(picture(text_of(minutes_of(meeting)), log, f"{n:03d}", seconds))


class InProcess:
    """An engine without processes: what is tested here is the flow. `meddle` is called after each reading."""

    def __init__(self, meddle: Callable[[], object] = int) -> None:
        self._meddle = meddle

    def map(
        self, task: Callable[[Order], T], orders: Iterable[Order], limits: Limits
    ) -> Iterator[tuple[Order, T | Refusal]]:
        for order in orders:
            try:
                found = task(order)
                self._meddle()
                yield order, found
            except Refusal as refusal:
                yield order, refusal


_TOLD = {
    "meetings": "meeting_id, branch_id, date, kind, complete, origin, duplicate_of, details",
    "meeting_sources": "meeting_id, sha256, page_from, page_to, shown_name",
    "attendance": "attendance_id, meeting_id, member_id, status, settled, name_written, confidence, evidence, candidates",
    "journal": "sha256, shown_name, purpose, state, attempts, error_code, result",
    "originals": "sha256, size, media_type",
    "readings": "sha256, reader, settings, data",
}


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that a batch writes, without the moments at which it did. The order of arrival is that of the files."""
    return {
        table: sorted(store.connection.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)
        for table, columns in _TOLD.items()
    }
