"""What this machine has and lacks: the OCR model, fonts, LibreOffice, room on the disk."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diemdanh.messages import say


@dataclass(frozen=True, slots=True)
class Check:
    """`needed`: without it a main job cannot be done (otherwise it only makes something easier)."""

    name: str
    ok: bool
    needed: bool
    sentence: str


def examine(home: Path) -> tuple[Check, ...]:
    return tuple(_checks(home))


def _checks(home: Path) -> Iterator[Check]:
    yield Check("python", sys.version_info[:2] >= (3, 11), True, f"Python {sys.version.split()[0]}")
    yield _ocr_engine()
    for model, needed in (("vie", True), ("osd", False)):
        yield _ocr_model(model, needed)
    yield _fonts()
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield Check(
        "libreoffice", office is not None, False, say("doctor.office_ok" if office else "doctor.office_missing")
    )
    yield _disk(home)


def _ocr_engine() -> Check:
    try:
        import tesserocr

        return Check("ocr", True, True, tesserocr.tesseract_version().splitlines()[0])
    except ImportError:
        return Check("ocr", False, True, say("doctor.ocr_missing"))


def _ocr_model(model: str, needed: bool) -> Check:
    from documents.ocr import model_folder

    folder = model_folder()
    ok = folder is not None and (Path(folder) / f"{model}.traineddata").exists()
    return Check(f"ocr-{model}", ok, needed, say("doctor.model_ok" if ok else "doctor.model_missing", model=model))


def _fonts() -> Check:
    from diemdanh.demo.paper import fonts
    from diemdanh.failures import Complaint

    try:
        return Check("fonts", True, False, say("doctor.fonts_ok", name=fonts()[0]))
    except Complaint:
        return Check("fonts", False, False, say("doctor.fonts_missing"))


def _disk(home: Path) -> Check:
    place = next(p for p in (home, *home.parents) if p.exists())
    free = shutil.disk_usage(place).free / 2**30
    return Check("disk", free > 2, True, say("doctor.disk", free=f"{free:.1f}"))
