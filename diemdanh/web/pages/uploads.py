"""Bringing files: regulations or minutes, several at once, a folder, a ZIP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, UploadFile

from diemdanh.accounts import Role
from diemdanh.messages import say
from diemdanh.web.batches import Batch, BatchKind
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.refusals import Refused
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The form, and the newest uploads of its kind."""

    kind: BatchKind
    newest: tuple[Batch, ...]
    most_files: int
    most_bytes: int


@TWINS.page("/regulations/upload", "upload.html", Role.CLERK)
def regulations_upload(visit: Visit) -> UploadPage:
    return _page(visit, BatchKind.REGULATIONS)


@TWINS.page("/minutes/upload", "upload.html", Role.CLERK)
def minutes_upload(visit: Visit) -> UploadPage:
    return _page(visit, BatchKind.MINUTES)


def _page(visit: Visitor, kind: BatchKind) -> UploadPage:
    config = visit.office.config
    return UploadPage(kind, visit.sight.uploads(kind, 8), config.upload_files, config.upload_bytes)


@TWINS.action("/regulations/upload")
def upload_regulations(visit: Visit, files: list[UploadFile]) -> Done:
    return _received(visit, BatchKind.REGULATIONS, files, False)


@TWINS.action("/minutes/upload")
def upload_minutes(visit: Visit, files: list[UploadFile], separate: Annotated[bool, Form()] = False) -> Done:
    return _received(visit, BatchKind.MINUTES, files, separate)


def _received(visit: Visitor, kind: BatchKind, files: list[UploadFile], separate: bool) -> Done:
    """Keeps the files, then wakes the reader: what was answered for is on the disk."""
    given = [(file.filename, file.file) for file in files if file.filename]
    if not given:
        raise Refused("no_files")
    if len(given) > visit.office.config.upload_files:
        raise Refused("too_many_files")
    desk = visit.desk
    batch = visit.office.batches.receive(kind, given, desk.by, desk.now, desk.where_from, separate, visit.sight.unit)
    with desk.writing() as change:
        change.note("upload.receive", batch.id, after={"kind": kind.value, "files": len(batch.names)})
    visit.office.nudge.set()
    return Done(f"/uploads/{batch.id}", say("web.upload_kept", count=len(batch.names)))
