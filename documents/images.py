"""Pictures for people: a page, or the stretch of it that is the evidence, as PNG."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from documents import media, pdf, pictures
from documents.errors import FileFault, Refusal
from documents.imaging import Image
from documents.intake import Input, load
from documents.limits import DEFAULT, Limits
from documents.media import IMAGES, Media
from documents.model import Box

CROP_DPI = 150.0


def page_image(source: Input | Path, page: int, dpi: float = 110.0, limits: Limits = DEFAULT) -> bytes | None:
    """The page (from 1) as PNG; None for kinds of file that have no pages to show. Raises Refusal."""
    pixels = _pixels(source, page, dpi, limits)
    return None if pixels is None else _png(pixels)


def crop(source: Input | Path, page: int, box: Box, margin: float = 6.0, limits: Limits = DEFAULT) -> bytes | None:
    """The part of the page inside `box` (points) with `margin` points around it; None as for `page_image`."""
    pixels = _pixels(source, page, CROP_DPI, limits)
    if pixels is None:
        return None
    height, width = pixels.shape[:2]
    scale = CROP_DPI / 72
    x0, top = max(0, round((box.x0 - margin) * scale)), max(0, round((box.top - margin) * scale))
    x1, bottom = min(width, round((box.x1 + margin) * scale)), min(height, round((box.bottom + margin) * scale))
    return _png(pixels[top:bottom, x0:x1]) if x1 > x0 and bottom > top else None


def _pixels(source: Input | Path, page: int, dpi: float, limits: Limits) -> Image | None:
    data = load(source, limits)
    kind = media.sniff(data)
    if kind is Media.PDF:
        return _of_pdf(data, page, dpi, limits)
    return _of_image(data, page, dpi, limits) if kind in IMAGES else None


def _of_pdf(data: bytes, number: int, dpi: float, limits: Limits) -> Image:
    document = pdf.open_pdf(data)
    try:
        page = document[_checked(number, len(document)) - 1]
        try:
            return pictures.rendered(page, pdf.frame_of(page), limits, dpi).pixels
        finally:
            page.close()
    finally:
        document.close()


def _of_image(data: bytes, number: int, dpi: float, limits: Limits) -> Image:
    picture = next(islice(pictures.frames(data, limits), number - 1, number), None)
    if picture is None:
        raise Refusal(FileFault.MISSING, "no such page")
    width, height = (max(1, round(side * dpi / 72)) for side in picture.size)
    return np.asarray(cv2.resize(picture.pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _checked(number: int, count: int) -> int:
    if not 1 <= number <= count:
        raise Refusal(FileFault.MISSING, "no such page")
    return number


def _png(pixels: Image) -> bytes:
    done, buffer = cv2.imencode(".png", pixels)
    if not done:
        raise Refusal(FileFault.CORRUPT, "the page cannot be drawn")
    return buffer.tobytes()
