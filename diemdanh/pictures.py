"""Flow: the pages of originals as PNG files, for whoever looks at them in a program of his own. Every opening is
written to the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import groupby
from pathlib import Path

from diemdanh.desk import Desk
from diemdanh.hand import Sheet
from documents.errors import Refusal
from documents.intake import Input
from documents.model import Box
from documents.sandbox import run
from minutes.register import RegisterBook
from store import originals
from store.errors import StoreError

#: sharp enough to read handwriting
DPI = 150.0
#: points around a crop
_MARGIN = 16.0


def draw(desk: Desk, sheets: Iterable[Sheet], folder: Path) -> tuple[tuple[Sheet, Path | None], ...]:
    """Each page with its picture in `folder`; None where the original was not kept, or has no pages to show."""
    drawn: list[tuple[Sheet, Path | None]] = []
    for sha256, some in groupby(sheets, key=lambda sheet: sheet.sha256):
        pages = tuple(some)
        images = _images(desk, sha256, [sheet.page for sheet in pages])
        drawn += [(sheet, _written(folder, _name(sheet), image)) for sheet, image in zip(pages, images, strict=True)]
    with desk.writing() as change:
        for sheet, path in drawn:
            if path is not None:
                change.note("page.open", f"{sheet.sha256}#{sheet.page}")
    return tuple(drawn)


def draw_crop(desk: Desk, row_id: str, folder: Path) -> Path | None:
    """The stretch of the page that a row of the register was read from; None where there is no picture of it."""
    register = RegisterBook(desk.store)
    row = register.row(row_id)
    place = register.page_of(row)
    if place is None or row.box is None:
        return None
    try:
        file = originals.path_of(desk.store, place[0])
        image = run(partial(_cut, page=place[1], box=row.box), Input(file, place[0][:12]))
    except (StoreError, Refusal):
        return None
    path = _written(folder, f"{row_id}.png", image)
    if path is not None:
        with desk.writing() as change:
            change.note("page.open", f"{place[0]}#{place[1]}", after={"row": row_id})
    return path


def _images(desk: Desk, sha256: str, numbers: list[int]) -> list[bytes | None]:
    """The pages of one original, drawn in one child process."""
    try:
        original = originals.path_of(desk.store, sha256)
        return run(partial(_page_images, numbers=numbers), Input(original, sha256[:12]))
    except (StoreError, Refusal):
        return [None] * len(numbers)


def _name(sheet: Sheet) -> str:
    return f"{sheet.sha256[:12]}-{sheet.page}.png"


def _cut(source: Input, page: int, box: Box) -> bytes | None:
    from documents.images import crop  # drawing needs libraries that this process does not: they load in the child

    return crop(source, page, box, _MARGIN)


def _page_images(source: Input, numbers: list[int]) -> list[bytes | None]:
    from documents.images import page_image

    return [page_image(source, number, DPI) for number in numbers]


def _written(folder: Path, name: str, image: bytes | None) -> Path | None:
    if image is None:
        return None
    path = folder / name
    path.write_bytes(image)
    return path
