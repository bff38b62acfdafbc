"""Copies of the whole workspace: taken away, looked into, put back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import Depends, Form, UploadFile
from fastapi.responses import StreamingResponse

from diemdanh.accounts import Role
from diemdanh.copies import Copies, Held, held
from diemdanh.messages import say
from diemdanh.web import lists, reckoning, scope
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.refusals import Refused
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor, allowed, guarded
from store.backup import backup
from vntext.folding import Key, fold, squeeze

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class BackupPage:
    """What the workspace holds now, and how large an offered copy may be (bytes)."""

    now: Held
    most_bytes: int


@TWINS.page("/manage/backup", "backup.html", Role.ADMINISTRATOR, whole=True)
def backup_door(visit: Visit) -> BackupPage:
    """How a copy is taken and put back."""
    return BackupPage(held(visit.office.store), visit.office.config.upload_bytes)


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


@TWINS.action("/manage/restore", Role.ADMINISTRATOR, whole=True)
def restore_offer(visit: Visit, file: UploadFile) -> Done:
    """Keeps a backup for a look; nothing is put back yet."""
    if not file.filename:
        raise Refused("no_files")
    return Done(f"/manage/restore/{Copies(visit.office.config.home).offer(file.file)}")


@dataclass(frozen=True, slots=True)
class RestorePage:
    """What the offered backup holds beside what the workspace holds; `word` is to be typed to put it back."""

    key: str
    offered: Held
    now: Held
    word: str
    busy: bool


@TWINS.page("/manage/restore/{key}", "restore.html", Role.ADMINISTRATOR, whole=True)
def restore_preview(visit: Visit, key: str) -> RestorePage:
    """What the backup holds, after its log, its rows and its files were checked."""
    desk = visit.desk
    offered = Copies(visit.office.config.home).look(_offered(visit, key), desk.by, desk.now)
    return RestorePage(key, offered, held(visit.office.store), say("web.restore_word"), _busy(visit))


@TWINS.action("/manage/restore/{key}", Role.ADMINISTRATOR, whole=True)
def restore_apply(visit: Visit, key: str, word: Annotated[str, Form(max_length=100)]) -> Done:
    """Puts the backup in the workspace's place; the present one is kept aside as a backup of its own."""
    file = _offered(visit, key)
    if _plain(word) != _plain(say("web.restore_word")):
        raise Refused("not_confirmed")
    if _busy(visit):
        raise Refused("batch_running")
    kept = Copies(visit.office.config.home).put_back(visit.desk, file)
    # Figures and reaches are kept by the log's number, which now counts another log.
    reckoning.forget()
    scope.forget()
    lists.forget()
    return Done("/manage/backup", say("web.restored", name=kept))


def _offered(visit: Visitor, key: str) -> Path:
    found = Copies(visit.office.config.home).find(key)
    if found is None:
        raise Refused("not_found")
    return found


def _busy(visit: Visitor) -> bool:
    """Is something being read, or waiting for it? Its files would go into another workspace than they came for."""
    return bool(visit.office.batches.waiting())


def _plain(word: str) -> str:
    return squeeze(fold(word, Key.TONELESS))
