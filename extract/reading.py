"""A text as it is searched: one kind of dash and space, folded, in lines; always letter for letter with the original."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vntext.folding import Key, fold

_DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SAME_LENGTH = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), "\u00d0": "Đ", "\u01a3": "ư", "\u01a2": "Ư", "\u2044": "/", "\u2215": "/"}
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " ")
)
_BREAK = re.compile(r"[\n\f\r\v]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line, without the spaces round it, at `start:end` of the document's text."""

    text: str
    start: int
    end: int


def flat(text: str) -> str:
    """The text with one kind of dash, of space and of Đ; line ends stay; as long as the text."""
    return text.translate(_SAME_LENGTH)


def folded_lines(text: str, key: Key = Key.PLACEMENT) -> str:
    """`fold(text)` with its line ends kept as `\\n`, for patterns that know lines; as long as the text."""
    return "\n".join(fold(line, key) for line in _BREAK.split(text))


def text_lines(text: str, start: int = 0, end: int | None = None) -> tuple[TextLine, ...]:
    """The lines of `text[start:end]` that hold more than space; page breaks end lines too."""
    stop = len(text) if end is None else end
    found, at = [], start
    for piece in _BREAK.split(text[start:stop]):
        bare = piece.strip()
        if bare:
            low = at + piece.index(bare)
            found.append(TextLine(bare, low, low + len(bare)))
        at += len(piece) + 1
    return tuple(found)
