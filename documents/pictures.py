"""Pages as pictures: the frames of image files, and PDF pages (the scan that covers a page, else the page drawn).

Every picture knows the way from its pixels to the displayed page's points.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import pypdfium2.raw as raw
from PIL import Image as Pillow
from PIL import ImageOps, ImageSequence, UnidentifiedImageError

from documents import imaging
from documents.errors import FileFault, Refusal
from documents.imaging import Image, Matrix
from documents.limits import Limits
from documents.media import Media, sniff
from documents.textlayer import Frame

A4_LONG = 841.89
RENDER_DPI = 300.0
_COVERING = 0.8


@dataclass(frozen=True)
class Picture:
    """`pixels`: BGR or grey; `to_points` (3x3) leads from pixels to points of the page; `size` is in points."""

    pixels: Image
    to_points: Matrix
    size: tuple[float, float]


def frames(data: bytes, limits: Limits) -> Iterator[Picture]:
    """The pages of an image file. Raises Refusal CORRUPT or TOO_LARGE."""
    if sniff(data) is Media.HEIC:
        _learn_heic()
    Pillow.MAX_IMAGE_PIXELS = None  # we look at the declared size ourselves, before any pixel is decoded
    try:
        with Pillow.open(io.BytesIO(data)) as image:
            if getattr(image, "n_frames", 1) > limits.pages:
                raise Refusal(FileFault.TOO_LARGE, "more pages than the limit")
            for frame in ImageSequence.Iterator(image):
                if frame.width * frame.height > limits.pixels:
                    raise Refusal(FileFault.TOO_LARGE, "an image of more pixels than the limit")
                yield _picture(frame)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError) as error:
        raise Refusal(FileFault.CORRUPT, "an image that cannot be decoded") from error


@lru_cache(maxsize=1)
def _learn_heic() -> None:
    """Pillow reads what telephones keep photographs in only with a plug-in."""
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)


def _picture(frame: Pillow.Image) -> Picture:
    dpi = _dpi(frame)
    upright = ImageOps.exif_transpose(frame)
    pixels = _array(upright)
    height, width = pixels.shape[:2]
    factor = 72 / dpi if dpi else A4_LONG / max(height, width)
    return Picture(pixels, imaging.scaling(factor), (round(width * factor, 2), round(height * factor, 2)))


def _dpi(frame: Pillow.Image) -> float | None:
    """The stated resolution, if it makes a page of a believable size."""
    with suppress(KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        dpi = float(frame.info["dpi"][0])
        if dpi > 0 and 280 <= max(frame.size) * 72 / dpi <= 2400:
            return dpi
    return None


def _array(image: Pillow.Image) -> Image:
    if image.mode in ("1", "L", "I;16", "I", "F"):
        return np.array(image.convert("L"), np.uint8)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        white = Pillow.new("RGBA", image.size, "white")
        image = Pillow.alpha_composite(white, image.convert("RGBA"))
    return np.asarray(cv2.cvtColor(np.array(image.convert("RGB"), np.uint8), cv2.COLOR_RGB2BGR), np.uint8)


def of_page(page: Any, frame: Frame, limits: Limits) -> Picture:
    """A PDF page as a picture: the covering image's own pixels, else the page rendered. Raises Refusal TOO_LARGE."""
    image = covering_image(page, frame)
    if image is not None:
        _admit(image, limits)
        with suppress(Exception):  # pdfium's decoders fail in many ways; rendering is the way out
            return _embedded(image, frame)
    return rendered(page, frame, limits)


def covering_image(page: Any, frame: Frame) -> Any | None:
    """The page's only image, when it covers the page."""
    images = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    if len(images) != 1:
        return None
    x0, y0, x1, y1 = _bounds(images[0])
    return images[0] if (x1 - x0) * (y1 - y0) > _COVERING * frame.width * frame.height else None


def image_share(page: Any, frame: Frame) -> float:
    """How much of the page images cover (overlaps counted twice; at most 1)."""
    area = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        x0, y0, x1, y1 = _bounds(image)
        area += max(0.0, x1 - x0) * max(0.0, y1 - y0)
    return min(1.0, area / max(1.0, frame.width * frame.height))


def _bounds(image: Any) -> tuple[float, float, float, float]:
    try:
        return tuple(image.get_bounds() if hasattr(image, "get_bounds") else image.get_pos())
    except Exception:  # a broken image object covers nothing
        return 0.0, 0.0, 0.0, 0.0


def admit_images(page: Any, limits: Limits) -> None:
    """Raises Refusal TOO_LARGE when any image of the page declares more pixels than the limit."""
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        _admit(image, limits)


def _admit(image: Any, limits: Limits) -> None:
    width, height = image.get_px_size() if hasattr(image, "get_px_size") else image.get_size()
    if width * height > limits.pixels:
        raise Refusal(FileFault.TOO_LARGE, "an image of more pixels than the limit")


def _embedded(image: Any, frame: Frame) -> Picture:
    bitmap = image.get_bitmap(render=False)
    pixels = _plain(bitmap)
    height, width = pixels.shape[:2]
    a, b, c, d, e, f = image.get_matrix().get()
    unit = np.array([[1 / width, 0, 0], [0, -1 / height, 1], [0, 0, 1]])
    to_points = _displayed(frame) @ np.array([[a, c, e], [b, d, f], [0, 0, 1]]) @ unit
    if abs(np.linalg.det(to_points[:2, :2])) < 1e-9 or np.linalg.det(to_points[:2, :2]) < 0:
        raise ValueError("a mirrored image")
    return _unturned(Picture(pixels, to_points, frame.size))


def _unturned(picture: Picture) -> Picture:
    """Pixels turned by quarters so that they lie as the page is displayed."""
    right = picture.to_points[:2, :2] @ np.array([1.0, 0.0])
    quarter = round(np.degrees(np.arctan2(right[1], right[0])) / 90) % 4
    degrees = (-90 * quarter) % 360
    pixels, matrix = imaging.turn(picture.pixels, degrees)
    return Picture(pixels, picture.to_points @ np.linalg.inv(matrix), picture.size)


def _displayed(frame: Frame) -> Matrix:
    """Raw page coordinates → points of the displayed page."""
    origin = frame.point(0.0, 0.0)
    x, y = frame.point(1.0, 0.0), frame.point(0.0, 1.0)
    return np.array(
        [[x[0] - origin[0], y[0] - origin[0], origin[0]], [x[1] - origin[1], y[1] - origin[1], origin[1]], [0, 0, 1]]
    )


def rendered(page: Any, frame: Frame, limits: Limits, dpi: float = RENDER_DPI) -> Picture:
    """The displayed page drawn at `dpi`, less if it would be larger than the reader needs."""
    width, height = frame.size
    scale = min(dpi / 72, 4200 / max(width, height, 1.0))
    admit_images(page, limits)
    bitmap = page.render(scale=scale)
    pixels = _plain(bitmap)
    return Picture(pixels, np.diag([width / pixels.shape[1], height / pixels.shape[0], 1.0]), frame.size)


def _plain(bitmap: Any) -> Image:
    """A pdfium bitmap as BGR or grey, copied out of pdfium's memory."""
    pixels = np.array(bitmap.to_numpy(), np.uint8)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[..., 0]
    return np.ascontiguousarray(pixels[..., :3] if pixels.ndim == 3 else pixels)
