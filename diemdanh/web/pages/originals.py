"""Page images and crops of originals. Every opening is written to the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from fastapi import Path as UrlPath
from fastapi.responses import Response

from diemdanh.accounts import Role
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.reading import given_name
from diemdanh.web.refusals import Refused
from diemdanh.web.visits import Visit, Visitor, allowed
from documents.model import Box
from store.journal import FileRow, FileState

_HASH = r"^[0-9a-f]{64}$"
#: how long a browser may keep a page that this person opened, in seconds
_KEPT = 600


@TWINS.html.get("/originals/{sha256}/pages/{page}", response_model=None, dependencies=[Depends(allowed(Role.VIEWER))])
def page_picture(
    visit: Visit, sha256: Annotated[str, UrlPath(pattern=_HASH)], page: Annotated[int, UrlPath(ge=1)]
) -> Response:
    """The whole page as PNG."""
    image = visit.office.pictures.page(visit.sight.original(sha256, page), sha256, page)
    return _sent(visit, image, f"{sha256}#{page}")


@TWINS.html.get("/crops/{row_id}", response_model=None, dependencies=[Depends(allowed(Role.VIEWER))])
def row_crop(visit: Visit, row_id: str) -> Response:
    """The line of a register's row, cut from its page."""
    row = visit.sight.row(row_id)
    place = visit.sight.register.page_of(row)
    if place is None:
        raise Refused("not_found")
    sha256, page = place
    image = visit.office.pictures.crop(
        visit.sight.original(sha256, page), sha256, page, Box(*row.box) if row.box else None
    )
    return _sent(visit, image, f"{sha256}#{page}", row_id)


def _sent(visit: Visitor, image: bytes | None, place: str, row_id: str = "") -> Response:
    if image is None:
        raise Refused("no_picture")
    desk = visit.desk
    with desk.writing() as change:
        change.note("page.open", place, after={"row": row_id} if row_id else None)
    return Response(image, media_type="image/png", headers={"Cache-Control": f"private, max-age={_KEPT}"})


@dataclass(frozen=True, slots=True)
class FileLine:
    sha256: str
    name: str
    purpose: str
    state: str
    attempts: int
    error: str
    result: str


@dataclass(frozen=True, slots=True)
class FilesPage:
    files: tuple[FileLine, ...]
    state: FileState | None


@TWINS.page("/files", "files.html")
def files(visit: Visit, state: FileState | None = None) -> FilesPage:
    """Every file received, with its state."""
    bad = (FileState.FAILED, FileState.QUARANTINED)
    wanted = bad if state in bad else (state,)
    rows = [row for row in visit.sight.files() if state is None or row.state in wanted]
    return FilesPage(tuple(_line(row) for row in rows), state)


def _line(row: FileRow) -> FileLine:
    return FileLine(
        row.sha256,
        given_name(row.shown_name),
        row.purpose,
        row.state.value,
        row.attempts,
        row.error_code or "",
        row.result or "",
    )
