"""Any file → a `Document`, or one typed refusal: the one entrance of this room (in this process; see `sandbox`)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from documents import docx, furniture, html, intake, marks, media, ocr, office, pdf, pictures, scanpage, text
from documents.errors import FileFault, Refusal
from documents.intake import Input
from documents.limits import DEFAULT, Limits
from documents.media import IMAGES, Media
from documents.model import Document, Line, Origin, Page, Problem
from documents.ocr import Engine
from documents.pictures import Picture
from documents.side_by_side import in_order
from vntext import legacy

READER = "diemdanh-reader/6"


@dataclass(frozen=True)
class Found:
    """What a format's reader gives before the document is put together."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    outer_dates: tuple[tuple[str, str], ...] = ()


def reader_version() -> str:
    """Part of every reading's key: this reader, the OCR engine and its model."""
    return f"{READER}+{ocr.engine_version()}"


def read(source: Input | Path, limits: Limits = DEFAULT, engine: Engine | None = None) -> Document:
    """The document in a file or archive member. Raises Refusal."""
    name = source if isinstance(source, Path) else source.member or source.path.name
    return read_bytes(intake.load(source, limits), limits, engine, PurePosixPath(name).suffix)


def read_bytes(data: bytes, limits: Limits = DEFAULT, engine: Engine | None = None, suffix: str = "") -> Document:
    """The document in these bytes, its kind told by the bytes (`suffix` may only contradict). Raises Refusal."""
    kind = media.sniff(data)
    media.check_name(kind, suffix)
    try:
        found = _found(kind, data, limits, (lambda: engine) if engine else ocr.engine)
    except (MemoryError, RecursionError) as error:
        raise Refusal(FileFault.MEMORY, "the file needs more memory than the limit") from error
    document = Document(
        hashlib.sha256(data).hexdigest(),
        str(kind),
        furniture.told_apart(found.pages),
        f"{READER}+{engine.version}" if engine else reader_version(),
        found.problems,
        found.warnings,
        found.outer_dates,
    )
    return _finished(document, limits)


def _found(kind: Media, data: bytes, limits: Limits, engine: Callable[[], Engine]) -> Found:
    match kind:
        case Media.PDF:
            return _gathered(pdf.read_pdf(data, limits, engine))
        case Media.DOCX:
            page, problems, warnings = docx.read_docx(data, limits)
            return Found((page,), problems, warnings)
        case Media.HTML:
            page, dates, warnings = html.read_html(data, limits)
            return Found((page,), (), warnings, dates)
        case Media.TEXT:
            page, warnings = text.read_text(data, limits)
            return Found((page,), (), warnings)
        case Media.DOC | Media.RTF | Media.ODT:
            return _found(Media.DOCX, office.to_docx(data, kind, limits), limits, engine)
        case kind if kind in IMAGES:
            return _gathered(_pictured(data, limits, engine))
    raise Refusal(FileFault.UNSUPPORTED, f"no reader for {kind}")


def _pictured(data: bytes, limits: Limits, engine: Callable[[], Engine]) -> Iterable[pdf.Read]:
    frames = enumerate(pictures.frames(data, limits), 1)
    return in_order(partial(_of_picture, picture, number, engine) for number, picture in frames)


def _of_picture(picture: Picture, number: int, engine: Callable[[], Engine]) -> pdf.Read:
    return scanpage.read_picture(picture, number, engine()), ()


def _gathered(reads: Iterable[pdf.Read]) -> Found:
    pages: list[Page] = []
    problems: list[Problem] = []
    for page, troubles in reads:
        pages.append(page)
        problems += troubles
    return Found(tuple(pages), tuple(problems), tuple(_warnings(pages, problems)))


def _warnings(pages: list[Page], problems: list[Problem]) -> Iterable[str]:
    unreadable = [str(page.number) for page in pages if page.unreadable]
    if unreadable:
        yield f"Pages that could not be read: {', '.join(unreadable)}."
    poor = [str(p.page) for p in problems if p.code in ("broken_text_layer", "poor_hidden_layer")]
    if poor:
        yield f"The text layer of pages {', '.join(poor)} is not usable; they were read by OCR."
    legacies = sorted({p.code.removeprefix("legacy_") for p in problems if p.code.startswith("legacy_")})
    if legacies:
        yield f"The text was in {', '.join(legacies)} and was converted to Unicode."


def _finished(document: Document, limits: Limits) -> Document:
    """Damage mended, marks told, secrets refused, emptiness refused."""
    document = marks.with_marks(_mended(document))
    if limits.refuse_secret:
        marks.refuse_secret(document)
    if not any(line.text.strip() for page in document.pages for line in page.lines) and not _unread(document):
        raise Refusal(FileFault.NO_TEXT, "no page holds any text")
    return document


def _unread(document: Document) -> bool:
    """Pages that a person must look at are no empty file."""
    return any(page.unreadable and page.origin is Origin.OCR for page in document.pages)


def _mended(document: Document) -> Document:
    """Damage by a wrong conversion is seen at document level; its certain part is reversed, the rest named."""
    if document.text_source is Origin.OCR:
        return document
    repaired = legacy.repair(document.text)
    if repaired.damage is None:
        return document
    pages = tuple(_undone(page, repaired.damage) for page in document.pages)
    unsure = f" Unsure words: {', '.join(repaired.unsure[:20])}." if repaired.unsure else ""
    warning = f"The text was damaged by a wrong conversion ({repaired.damage}) and was repaired.{unsure}"
    problem = Problem("encoding", None, f"damaged_{repaired.damage}", ", ".join(repaired.unsure[:50]))
    return replace(
        document, pages=pages, warnings=(*document.warnings, warning), problems=(*document.problems, problem)
    )


def _undone(page: Page, damage: legacy.Damage) -> Page:
    return replace(page, lines=tuple(_rewritten(line, lambda text: legacy.undo(text, damage)) for line in page.lines))


def _rewritten(line: Line, change: Callable[[str], str]) -> Line:
    """The line with each word changed and the offsets moved along; what stands between words stays."""
    if not line.words:
        return replace(line, text=change(line.text))
    text, words, at = "", [], 0
    for word in line.words:
        text += line.text[at : word.start]
        renewed = change(word.text)
        words.append(replace(word, text=renewed, start=len(text), end=len(text) + len(renewed)))
        text += renewed
        at = word.end
    return replace(line, text=text + line.text[at:], words=tuple(words))
