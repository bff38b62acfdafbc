"""Copies of the whole workspace: made here, put back on the command line while nobody works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Depends
from fastapi.responses import StreamingResponse

from diemdanh.accounts import Role
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.visits import Visit, allowed, guarded
from store.backup import backup, head

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class BackupPage:
    entries: int
    head: str
    home: str


@TWINS.page("/manage/backup", "backup.html", Role.ADMINISTRATOR, whole=True)
def backup_door(visit: Visit) -> BackupPage:
    """How a copy is taken and put back."""
    return BackupPage(*head(visit.office.store), str(visit.office.config.home))


@TWINS.html.post(
    "/manage/backup/file",
    response_model=None,
    dependencies=[Depends(guarded), Depends(allowed(Role.ADMINISTRATOR, whole=True))],
)
def backup_file(visit: Visit) -> StreamingResponse:
    """A consistent copy as one ZIP, written beside the workspace and sent from there."""
    desk = visit.desk
    name = f"diemdanh-{desk.now:%Y%m%d-%H%M}.zip"
    folder = TemporaryDirectory(dir=visit.office.config.home, prefix=".copy-")
    file = Path(folder.name) / name
    backup(desk.store, file, by=desk.by, at=desk.now)

    def pieces() -> Iterator[bytes]:
        with folder, file.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(file.stat().st_size)}
    return StreamingResponse(pieces(), media_type="application/zip", headers=headers)
