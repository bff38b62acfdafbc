"""The OCR engine behind one small interface: Tesseract in this process, or a recording for tests.

One engine object a process (or thread that reads): the model takes a second to load and is used for every page.
Settings found best for Vietnamese print: the `vie` model (fast), LSTM only, page segmentation 3.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from documents.errors import FileFault, Refusal
from vntext.cleaning import mend_ocr

Gray = npt.NDArray[np.uint8]
_SYSTEM_FOLDERS = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata")
_INSTALL = "install the Vietnamese model (Debian: tesseract-ocr-vie and tesseract-ocr-osd) or run tools/setup.sh"
_MODEL = "vie.traineddata"
_OSD_MODEL = "osd.traineddata"
_WORD_LEVEL = "5"
_OWN = threading.local()


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as the engine saw it: pixels of the image given; confidence 0..1; words of one line share `line`."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: int = 0


class Extent(StrEnum):
    """What an image given to the engine holds."""

    PAGE = "page"
    BLOCK = "block"
    LINE = "line"
    #: a column of numbers
    NUMBERS = "numbers"


class Engine(Protocol):
    """What the reader needs of an OCR engine."""

    @property
    def version(self) -> str: ...

    def words(self, image: Gray, extent: Extent = Extent.PAGE) -> tuple[Seen, ...]:
        """The words of a grey image, in the engine's reading order."""
        ...

    def orientation(self, image: Gray) -> tuple[int, float]:
        """(degrees counter-clockwise by which to turn the image upright, confidence); confidence 0 when unknown."""
        ...


def model_folder() -> Path | None:
    """Where the Vietnamese model is, or None: $DIEMDANH_TESSDATA, this environment, $TESSDATA_PREFIX, the system's."""
    named = os.environ.get("DIEMDANH_TESSDATA")
    prefix = os.environ.get("TESSDATA_PREFIX")
    own = Path(sys.prefix) / "share" / "tessdata"
    places = [Path(p) for p in (named, own, prefix, prefix and f"{prefix}/tessdata", *_SYSTEM_FOLDERS) if p]
    return next((place for place in places if (place / _MODEL).is_file()), None)


def engine_version() -> str:
    """`tesseract-5.5.1/vie-1a2b3c4d` (the model by its hash), or `no-ocr`: part of the reader's version."""
    folder = model_folder()
    return f"tesseract-{_library()}/vie-{_model_hash(folder)}" if folder and _library() else "no-ocr"


@lru_cache(maxsize=1)
def _library() -> str:
    try:
        import tesserocr
    except ImportError:
        return ""
    return str(tesserocr.tesseract_version()).split()[1]


@lru_cache(maxsize=4)
def _model_hash(folder: Path) -> str:
    return sha256((folder / _MODEL).read_bytes()).hexdigest()[:8]


def engine() -> Engine:
    """This thread's engine, made once. Raises Refusal NEEDS_PROGRAM with what to install."""
    if not hasattr(_OWN, "engine"):
        _OWN.engine = _made()
    made: Engine = _OWN.engine
    return made


def forget() -> None:
    """Ends this thread's engine: the next page gets a new one."""
    _OWN.__dict__.clear()


def _made() -> Engine:
    folder = model_folder()
    if folder is None or not _library():
        raise Refusal(FileFault.NEEDS_PROGRAM, f"no OCR model: {_INSTALL}")
    return Tesseract(folder)


class Tesseract:
    """tesserocr with the models of one folder."""

    def __init__(self, folder: Path) -> None:
        import tesserocr

        self._folder = folder
        psm = tesserocr.PSM
        self._modes = {
            Extent.PAGE: psm.AUTO,
            Extent.BLOCK: psm.SINGLE_BLOCK,
            Extent.LINE: psm.SINGLE_LINE,
            Extent.NUMBERS: psm.SINGLE_BLOCK,
        }
        try:
            self._api = tesserocr.PyTessBaseAPI(
                path=str(folder), lang="vie", psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY
            )
        except RuntimeError as error:
            raise Refusal(FileFault.NEEDS_PROGRAM, f"the OCR model cannot be loaded: {_INSTALL}") from error
        self._osd: Any = None
        self.version = engine_version()

    def words(self, image: Gray, extent: Extent = Extent.PAGE) -> tuple[Seen, ...]:
        self._api.SetPageSegMode(self._modes[extent])
        self._api.SetVariable("tessedit_char_whitelist", "0123456789" if extent is Extent.NUMBERS else "")
        _give(self._api, image)
        self._api.Recognize()  # without the interpreter's lock, which GetTSVText would keep all the while
        rows = self._api.GetTSVText(0).splitlines()
        self._api.Clear()
        return tuple(word for row in rows if (word := _word(row)))

    def orientation(self, image: Gray) -> tuple[int, float]:
        if not (self._folder / _OSD_MODEL).is_file():
            return 0, 0.0
        import tesserocr

        if self._osd is None:
            self._osd = tesserocr.PyTessBaseAPI(path=str(self._folder), lang="osd", psm=tesserocr.PSM.OSD_ONLY)
        _give(self._osd, image)
        found = None
        with suppress(RuntimeError):
            found = self._osd.DetectOrientationScript()
        self._osd.Clear()
        return (int(found["orient_deg"]) % 360, float(found["orient_conf"])) if found else (0, 0.0)


def _give(api: object, image: Gray) -> None:
    """The pixels as they are: handing over a file or a PIL image costs a PNG encoding."""
    packed = np.ascontiguousarray(image)
    height, width = packed.shape
    api.SetImageBytes(packed.tobytes(), width, height, 1, width)  # type: ignore[attr-defined]
    api.SetSourceResolution(300)  # type: ignore[attr-defined]


def _word(row: str) -> Seen | None:
    """A row of the engine's TSV: level page block paragraph line word left top width height confidence text."""
    parts = row.split("\t", 11)
    if len(parts) < 12 or parts[0] != _WORD_LEVEL or not parts[11].strip():
        return None
    _, page, block, paragraph, line, _, left, top, width, height = map(int, parts[:10])
    key = ((page * 1000 + block) * 1000 + paragraph) * 1000 + line
    text = mend_ocr(parts[11].strip())
    x, y = float(left), float(top)
    return Seen(text, x, y, x + width, y + height, max(0.0, float(parts[10]) / 100), key)


class Recorded:
    """An engine that says what it was told, image by image in order of asking: for tests and demonstrations."""

    version = "recorded"

    def __init__(
        self, pages: tuple[tuple[Seen, ...], ...], turns: Mapping[int, tuple[int, float]] | None = None
    ) -> None:
        self._pages, self._turns, self.asked = pages, dict(turns or {}), 0

    def words(self, image: Gray, extent: Extent = Extent.PAGE) -> tuple[Seen, ...]:
        if extent is not Extent.PAGE:
            return ()
        page = self._pages[min(self.asked, len(self._pages) - 1)]
        self.asked += 1
        return page

    def orientation(self, image: Gray) -> tuple[int, float]:
        return self._turns.get(self.asked, (0, 0.0))
