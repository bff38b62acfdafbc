"""Image files become pages whatever they say, or do not say, of their resolution."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pillow_heif
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from diemdanh.demo.paper import as_pdf
from diemdanh.demo.texts import second_regulation
from documents.errors import FileFault, Refusal
from documents.limits import DEFAULT
from documents.pictures import frames
from documents.read import read_bytes


def picture(form: str, mode: str = "L", text: str = "Chi bộ thôn Đông", **saved: Any) -> bytes:
    image = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(image).text((100, 100), text, fill=0, font_size=60)
    out = io.BytesIO()
    image.convert(mode).save(out, form, **saved)
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_a_picture_without_a_resolution_is_a_page_of_a4(form: str) -> None:
    pages = list(frames(picture(form), DEFAULT))
    assert [page.pixels.shape[:2] for page in pages] == [(1754, 1240)]
    assert pages[0].size == pytest.approx((595, 842), abs=2)


@pytest.mark.parametrize("dpi", [(150, 150), (0, 0), (1, 1), (99999, 99999)])
def test_an_unbelievable_resolution_is_not_believed(dpi: tuple[int, int]) -> None:
    assert next(frames(picture("PNG", dpi=dpi), DEFAULT)).size == pytest.approx((595, 842), abs=2)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    assert np.asarray(next(frames(picture("PNG", mode), DEFAULT)).pixels).min() < 128


@pytest.mark.ocr
def test_a_picture_of_nothing_has_no_text() -> None:
    with pytest.raises(Refusal) as refused:
        read_bytes(picture("PNG", text=""))
    assert refused.value.code is FileFault.NO_TEXT


def test_a_cut_off_photograph_of_a_telephone_is_refused() -> None:
    pillow_heif.register_heif_opener()
    whole = picture("HEIF")
    assert [page.pixels.shape[:2] for page in frames(whole, DEFAULT)] == [(1754, 1240)]
    with pytest.raises(Refusal) as refused:
        list(frames(whole[: len(whole) // 2], DEFAULT))
    assert refused.value.code is FileFault.CORRUPT


@pytest.mark.ocr
@pytest.mark.parametrize("form", ["PNG", "HEIF"])
def test_a_scan_saved_without_its_resolution_is_read(form: str) -> None:
    pillow_heif.register_heif_opener()
    page = pypdfium2.PdfDocument(as_pdf(second_regulation()))[0].render(scale=200 / 72).to_pil()
    out = io.BytesIO()
    page.convert("L").save(out, form)
    assert "dự sinh hoạt chi bộ khu dân cư" in read_bytes(out.getvalue()).text
