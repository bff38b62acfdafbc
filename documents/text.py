"""Plain text → one page: UTF-8 and UTF-16, else Windows-1258, TCVN3 or VNI by content."""

from __future__ import annotations

import codecs
import re

from documents.errors import FileFault, Refusal
from documents.limits import Limits
from documents.model import Line, Origin, Page
from vntext import legacy
from vntext.cleaning import cleaned
from vntext.legacy import Encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_BREAK = re.compile(r"\r\n?|[\f\v]")
#: no gap of a page is wider: columns that it parts are still parted
_WIDEST_GAP = 200
_WIDE = re.compile(rf"[^\S\n]{{{_WIDEST_GAP},}}")


def read_text(data: bytes, limits: Limits) -> tuple[Page, tuple[str, ...]]:
    """The page and the warnings. Raises Refusal EMPTY, TOO_LARGE."""
    if len(data) > limits.characters * 4:
        raise Refusal(FileFault.TOO_LARGE, "more text than the limit")
    text, name = decode(data)
    warnings = () if name.startswith("utf") else (f"The text was in {name} and was converted to Unicode.",)
    if name == "utf-8" and "\ufffd" in text:
        warnings = ("Some bytes are no valid text and were replaced.",)
    lines = tuple(Line(line) for line in split_lines(text))
    if not any(line.text for line in lines):
        raise Refusal(FileFault.EMPTY, "no text")
    return Page(1, None, lines, Origin.TXT), warnings


def decode(data: bytes) -> tuple[str, str]:
    """(text, name of its encoding)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[0 if name != "utf-8" else len(mark) :].decode(name, "replace"), name
    sample = data[:4096]
    if sample.count(0) > len(sample) // 6:
        name = "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
        return data.decode(name, "replace"), name
    return _eight_bit(data)


def _eight_bit(data: bytes) -> tuple[str, str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(data, error):
            return data.decode("utf-8", "replace"), "utf-8"
        return legacy.decode_bytes(data)
    encoding = legacy.detect(text)
    return (text, "utf-8") if encoding is Encoding.UNICODE else (legacy.decode(text, encoding), str(encoding))


def _mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """A few bad bytes in otherwise sound UTF-8, rather than another encoding."""
    text = data.decode("utf-8", "replace")
    high = sum(c > "\x7f" for c in text)
    return high > 0 and text.count("\ufffd") < 0.2 * high


def split_lines(text: str) -> list[str]:
    """Clean lines without trailing space; runs of empty lines are one, since each line costs memory downstream, and a
    gap is never wider than a page."""
    result: list[str] = []
    for raw in _WIDE.sub(" " * _WIDEST_GAP, cleaned(_BREAK.sub("\n", text))).split("\n"):
        line = raw.rstrip()
        if line or (result and result[-1]):
            result.append(line)
    return result
