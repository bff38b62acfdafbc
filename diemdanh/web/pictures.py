"""Pictures of pages: drawn once in a child process, kept in memory, cut from there."""

from __future__ import annotations

import io
import struct
import threading
from collections import OrderedDict
from functools import partial
from pathlib import Path

from PIL import Image

from documents.images import page_image
from documents.intake import Input
from documents.model import Box
from documents.sandbox import run

#: sharp enough to read a name in handwriting; a page is then about 1,240 × 1,750 pixels
DPI = 150.0
_MARGIN = 16.0
_KEPT = 48


class Pictures:
    """The newest pages as PNG. Two are drawn at a time at most; the rest wait."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], bytes | None] = OrderedDict()
        self._lock = threading.Lock()
        self._drawing = threading.Semaphore(2)

    def page(self, file: Path, sha256: str, number: int) -> bytes | None:
        """The page as PNG; None for kinds of file that have no pages to show. Raises Refusal."""
        key = (sha256, number)
        found, image = self._find(key)
        if found:
            return image
        with self._drawing:
            found, image = self._find(key)
            if not found:
                image = run(partial(page_image, page=number, dpi=DPI), Input(file, sha256[:12]))
                self._keep(key, image)
        return image

    def crop(self, file: Path, sha256: str, number: int, box: Box | None) -> bytes | None:
        """The stretch of the page inside `box` (points) over the page's whole width."""
        image = self.page(file, sha256, number)
        return image if image is None or box is None else cut(image, box)

    def warm_up(self) -> None:
        """Starts the process that children are forked from: its imports take seconds, which the first reader of a page
        should not wait for."""
        run(_nothing, Input(Path(), "nothing"))

    def _find(self, key: tuple[str, int]) -> tuple[bool, bytes | None]:
        with self._lock:
            if key not in self._kept:
                return False, None
            self._kept.move_to_end(key)
            return True, self._kept[key]

    def _keep(self, key: tuple[str, int], image: bytes | None) -> None:
        with self._lock:
            self._kept[key] = image
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


def _nothing(source: Input) -> None:
    """The task of `warm_up`."""


def cut(image: bytes, box: Box) -> bytes:
    """The band of a page around the box, with a margin above and below, as PNG."""
    scale = DPI / 72
    with Image.open(io.BytesIO(image)) as page:
        top = max(0, round((box.top - _MARGIN) * scale))
        bottom = min(page.height, round((box.bottom + _MARGIN) * scale))
        band = page.crop((0, top, page.width, max(bottom, top + 1)))
        out = io.BytesIO()
        band.save(out, "PNG")
    return out.getvalue()


def size_of(image: bytes) -> tuple[float, float]:
    """Width and height of a page's PNG in points."""
    width, height = struct.unpack(">II", image[16:24])
    return width * 72 / DPI, height * 72 / DPI
