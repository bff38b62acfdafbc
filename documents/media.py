"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from documents.errors import FileFault, Refusal


class Media(StrEnum):
    """The media types that the reader knows; the value goes into `Document.media_type`."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODT = "application/vnd.oasis.opendocument.text"
    ZIP = "application/zip"
    DOC = "application/msword"
    RTF = "application/rtf"
    HTML = "text/html"
    TEXT = "text/plain"
    TIFF = "image/tiff"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    BMP = "image/bmp"
    HEIC = "image/heic"


IMAGES = frozenset({Media.TIFF, Media.PNG, Media.JPEG, Media.WEBP, Media.BMP, Media.HEIC})
#: brands of the container in which telephones keep photographs
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", Media.PNG),
    (b"\xff\xd8\xff", Media.JPEG),
    (b"II*\x00", Media.TIFF),
    (b"MM\x00*", Media.TIFF),
    (b"II+\x00", Media.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Media.DOC),
    (b"{\\rtf", Media.RTF),
)
_HTML_SIGNS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<meta",
    b"<div",
    b"<p>",
    b"<p ",
    b"<table",
    b"<article",
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def sniff(data: bytes) -> Media:
    """The media type of a file's bytes. Raises Refusal EMPTY or UNSUPPORTED."""
    if not data:
        raise Refusal(FileFault.EMPTY, "no bytes")
    head = data[:2048]
    for magic, media in _MAGIC:
        if head.startswith(magic):
            return media
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Media.WEBP
    if head[:2] == b"BM" and data[14:18] == b"\x28\x00\x00\x00":
        return Media.BMP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return Media.HEIC
    if b"%PDF-" in data[:1024]:
        return Media.PDF
    if head.startswith(b"PK"):
        return _package(data)
    return _textual(data)


_BINARY_NAMES = frozenset(
    {".pdf", ".docx", ".doc", ".odt", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".heic", ".heif"}
)
_TEXT_NAMES = frozenset({".txt", ".text"})


def check_name(media: Media, suffix: str) -> None:
    """Raises Refusal where a name promises a format and the bytes are of another nature: the file is damaged.

    One binary format under the name of another is read; text named as a PDF or the reverse is refused."""
    textual = media in (Media.TEXT, Media.HTML)
    if textual and suffix.lower() in _BINARY_NAMES:
        raise Refusal(FileFault.CORRUPT, f"named {suffix.lower()}, but it holds plain text")
    if not textual and suffix.lower() in _TEXT_NAMES:
        raise Refusal(FileFault.UNSUPPORTED, f"named {suffix.lower()}, but it holds no text")


def _package(data: bytes) -> Media:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise Refusal(FileFault.CORRUPT, "a broken ZIP package") from error
    if "word/document.xml" in names:
        return Media.DOCX
    if "xl/workbook.xml" in names:
        return Media.XLSX
    return Media.ODT if "content.xml" in names and "mimetype" in names else Media.ZIP


def _textual(data: bytes) -> Media:
    sample = data[:65536]
    lowered = sample[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lowered.startswith(b"<") and any(sign in lowered for sign in _HTML_SIGNS):
        return Media.HTML
    if sample.startswith(_UTF16_MARKS) or _looks_like_text(sample):
        return Media.TEXT
    raise Refusal(FileFault.UNSUPPORTED, "neither a known format nor text")


def _looks_like_text(sample: bytes) -> bool:
    """Few control bytes; NUL only at every other place (UTF-16 without a mark) or very rarely."""
    if sample.count(0) > len(sample) // 4:
        return sample[1::2].count(0) > len(sample) // 6 or sample[::2].count(0) > len(sample) // 6
    control = sum(sample.count(bytes([code])) for code in range(32) if code not in (0, 9, 10, 11, 12, 13, 27))
    return control <= max(2, len(sample) // 100)
