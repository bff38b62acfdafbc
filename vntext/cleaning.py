"""One place where damaged characters are mended, with the way back to every source offset.

What is mended and why: U+00D0 looks like Đ and is another letter; `ƣ` U+01A3 is ư in copied PDFs; decomposed
(NFD) layers come from macOS and some printers; zero-width and bidirectional marks are web furniture; ligatures are
the fonts' doing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_REPLACE = {
    "\u00d0": "Đ",
    "\u0189": "Đ",
    "\u01a3": "ư",
    "\u01a2": "Ư",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0085": "\n",
}
_DROP = frozenset(
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00"
)
_LONE_MARKS = "ˆ^~´`¨"
_DOUBLE_D = re.compile("ĐÐ|ÐĐ")
_INVISIBLE = "".join(sorted(_DROP))
#: a letter with its marks, whatever invisible stands between them
_CLUSTER = re.compile(rf"[^{_INVISIBLE}](?:[{_INVISIBLE}]*[\u0300-\u036f])*|[{_INVISIBLE}]+")
_TO_DROP = dict.fromkeys(map(ord, _DROP))


@dataclass(frozen=True)
class Aligned:
    """`text` is clean; `source[i]` is the offset in `raw` of what became `text[i]` (and one offset more at the end)."""

    raw: str
    text: str
    source: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in `raw`."""
        if start >= end:
            return self.source[start], self.source[start]
        while end < len(self.text) and self.source[end] == self.source[end - 1]:
            end += 1  # a part of a ligature: all of it stood there
        return self.source[start], self.source[end]

    def find(self, raw_offset: int) -> int:
        """The offset in `text` of what stood at `raw_offset` in `raw`."""
        return max(0, bisect_right(self.source, raw_offset) - 1)


def clean(raw: str) -> Aligned:
    """NFC, real Đ and ư, no invisible characters; letters, spaces and line ends otherwise as they stood."""
    pieces: list[str] = []
    source: list[int] = []
    for match in _CLUSTER.finditer(raw):
        mended = _mend(match[0])
        pieces.append(mended)
        source.extend([match.start()] * len(mended))
    source.append(len(raw))
    return Aligned(raw, "".join(pieces), tuple(source))


def cleaned(raw: str) -> str:
    """The text of `clean(raw)` for those who need no way back."""
    return clean(raw).text


def _mend(cluster: str) -> str:
    composed = unicodedata.normalize("NFC", cluster.translate(_TO_DROP))
    if not composed:
        return ""
    return unicodedata.normalize("NFC", _REPLACE.get(composed[0], composed[0]) + composed[1:])


def mend_ocr(text: str) -> str:
    """What the OCR engine makes of Đ (`ĐÐ`, `ÐĐ`, `Ð`): one rule that is worth a third of all document numbers; and
    marks that stand alone at a word's edge, where no language has them (`7ˆ`)."""
    plain = _DOUBLE_D.sub("Đ", unicodedata.normalize("NFC", text)).replace("Ð", "Đ")
    return plain.strip(_LONE_MARKS) if any(c.isalnum() for c in plain) else plain
