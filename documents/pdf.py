"""A PDF → pages: each page decides by itself whether its text layer is to be trusted or the page is read by OCR."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from documents import layout, pictures, rulings, scanpage, tables
from documents.errors import FileFault, Refusal
from documents.limits import Limits
from documents.model import Origin, Page, Problem
from documents.ocr import Engine
from documents.rulings import Rule
from documents.side_by_side import in_order
from documents.textlayer import Frame, Layer, read_layer
from vntext.legacy import Encoding

#: shares of valid syllables and of words with marks below which a text layer is not believed
SOUND, MARKED = 0.75, 0.35
#: the same where the layer lies hidden under a scan: some other engine's OCR
SOUND_HIDDEN, MARKED_HIDDEN = 0.95, 0.55
_FEW_WORDS = 12
_RULE_TOLERANCE = 1.5
#: a rectangle thinner than this (points) is a line
_THIN = 2.0

Read = tuple[Page, tuple[Problem, ...]]


def open_pdf(data: bytes) -> Any:
    """Raises Refusal ENCRYPTED or CORRUPT."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        fault = FileFault.ENCRYPTED if locked else FileFault.CORRUPT
        raise Refusal(fault, "the PDF needs a password" if locked else "the PDF cannot be opened") from error


def read_pdf(data: bytes, limits: Limits, engine: Callable[[], Engine]) -> Iterator[Read]:
    """The pages in order, each with its problems. Raises Refusal."""
    document = open_pdf(data)
    try:
        count = len(document)
        if count == 0:
            raise Refusal(FileFault.CORRUPT, "a PDF without pages")
        if count > limits.pages:
            raise Refusal(FileFault.TOO_LARGE, "more pages than the limit")
        yield from in_order(_page(document, number, limits, engine) for number in range(1, count + 1))
    finally:
        document.close()


def _page(document: Any, number: int, limits: Limits, engine: Callable[[], Engine]) -> Callable[[], Read]:
    """What is left to do of a page once PDFium has given its layer or its picture."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        return partial(_broken, number, "the page cannot be opened")
    try:
        return _read_page(page, number, limits, engine)
    except pdfium.PdfiumError:
        return partial(_broken, number, "the page cannot be read")
    finally:
        page.close()


def _broken(number: int, detail: str) -> Read:
    page = Page(number, None, (), Origin.TEXT_LAYER, unreadable=True)
    return page, (Problem("pdf", number, "page_corrupt", detail),)


def frame_of(page: Any) -> Frame:
    left, bottom, right, top = page.get_cropbox()
    return Frame(left, bottom, right - left, top - bottom, page.get_rotation())


def _read_page(page: Any, number: int, limits: Limits, engine: Callable[[], Engine]) -> Callable[[], Read]:
    frame = frame_of(page)
    textpage = page.get_textpage()
    try:
        layer = read_layer(textpage, frame, limits.characters)
    finally:
        textpage.close()
    reason = _distrust(page, frame, layer)
    if reason is None:
        read = _from_layer(page, frame, layer, number)
        return lambda: read
    pictures.admit_images(page, limits)
    picture = pictures.of_page(page, frame, limits)
    problems = (Problem("text_layer", number, reason, _account(layer)),) if layer.words else ()
    return lambda: (scanpage.read_picture(picture, number, engine()), problems)


def _account(layer: Layer) -> str:
    return f"{layer.words} words, {layer.valid:.0%} valid syllables, {layer.marked:.0%} with marks"


def _distrust(page: Any, frame: Frame, layer: Layer) -> str | None:
    """Why the page is read by OCR; None where the text layer is good, or where there is nothing to read."""
    share = pictures.image_share(page, frame)
    if not layer.tokens:
        return "no_text_layer" if share > 0.02 or _drawn(page) else None
    if share > 0.5:
        poor = layer.valid < SOUND_HIDDEN or layer.marked < MARKED_HIDDEN
        return "poor_hidden_layer" if poor or layer.words < _FEW_WORDS else None
    unmarked = layer.marked < MARKED and layer.words > 3 * _FEW_WORDS
    garbled = layer.valid < SOUND and layer.words > _FEW_WORDS
    return "broken_text_layer" if garbled or unmarked else None


def _drawn(page: Any) -> bool:
    """Many paths and no text: letters turned to outlines."""
    return bool(raw.FPDFPage_CountObjects(page.raw) > 30)


def _from_layer(page: Any, frame: Frame, layer: Layer, number: int) -> Read:
    grids = rulings.grids(page_rules(page, frame), _RULE_TOLERANCE)
    outside, inside = tables.split(layer.tokens, grids)
    ruled = [tables.ruled(grid, tokens, layout.own_points) for grid, tokens in zip(grids, inside, strict=True)]
    ordered = layout.reading_order(outside)
    lines = [(min(t.top for t in ts), layout.make_line(ts, layout.own_points)) for ts in ordered]
    woven, tabled = tables.weave(lines, ruled)
    size = (round(frame.size[0], 2), round(frame.size[1], 2))
    read = Page(number, size, woven, Origin.TEXT_LAYER, tabled)
    if layer.encoding is Encoding.UNICODE:
        return read, ()
    return read, (Problem("encoding", number, f"legacy_{layer.encoding}", "converted to Unicode"),)


def page_rules(page: Any, frame: Frame) -> list[Rule]:
    """Straight lines and thin rectangles drawn on a PDF page, in points of the displayed page."""
    found: list[Rule] = []
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        handle = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(handle) == raw.FPDF_PAGEOBJ_PATH:
            found += _path_rules(handle, frame)
        if len(found) > 5000:
            return []
    return found


def _path_rules(handle: Any, frame: Frame) -> list[Rule]:
    bounds = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *map(ctypes.byref, bounds)):
        return []
    x0, top, x1, bottom = frame.place(*(b.value for b in bounds))
    if bottom - top <= _THIN < x1 - x0:
        return [Rule(True, (top + bottom) / 2, x0, x1)]
    if x1 - x0 <= _THIN < bottom - top:
        return [Rule(False, (x0 + x1) / 2, top, bottom)]
    return _box_rules(handle, x0, top, x1, bottom)


def _box_rules(handle: Any, x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
    """The four sides of a stroked rectangle."""
    if raw.FPDFPath_CountSegments(handle) not in (4, 5):
        return []
    return [
        Rule(True, top, x0, x1),
        Rule(True, bottom, x0, x1),
        Rule(False, x0, top, bottom),
        Rule(False, x1, top, bottom),
    ]
