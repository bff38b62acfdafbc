"""A text as it is searched: one kind of dash and space, folded, in lines; always letter for letter with the original.

Long texts are folded once: every question about a document is asked of slices of the same folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vntext.folding import Key, fold

_DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SAME_LENGTH = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), "\u00d0": "Đ", "\u01a3": "ư", "\u01a2": "Ư", "\u2044": "/", "\u2215": "/"}
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " ")
)
_LATIN = tuple(map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))))
#: Vietnamese capitals and small letters, for use inside a regular expression's brackets
UPPER = "A-Z" + "".join(c for c in _LATIN if c.isupper())
LOWER = "a-z" + "".join(c for c in _LATIN if c.islower())
# an escape, a bracket class, a look-behind (its width is fixed), or one character
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<[=!](?:[^()]|\([^()]*\))*\)|.", re.DOTALL)
_LONG = 1000
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _SAME_LENGTH)))}]")
_BREAK = re.compile(r"[\n\f\r\v]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line, without the spaces round it, at `start:end` of the document's text."""

    text: str
    start: int
    end: int


def flat(text: str) -> str:
    """The text with one kind of dash, of space and of Đ; line ends stay; as long as the text."""
    return text.translate(_SAME_LENGTH) if _ODD.search(text) else text


def folded(text: str) -> str:
    """Lower case, one tone placement, one kind of dash and space, line ends as spaces; as long as the text."""
    return _folded_long(text) if len(text) > _LONG else _folded(text)


def folded_lines(text: str) -> str:
    """`folded(text)` with line and page ends kept as `\n`, for patterns that know lines; as long as the text."""
    return _lines_long(text) if len(text) > _LONG else _lines(text)


def _folded(text: str) -> str:
    key = fold(flat(text), Key.PLACEMENT)
    # a text that is not NFC would shrink; no reader gives one, and no question about it may fail
    return key if len(key) == len(text) else "".join((fold(c, Key.PLACEMENT) or c)[0] for c in text)


def _lines(text: str) -> str:
    key = list(folded(text))
    for match in _BREAK.finditer(text):
        key[match.start()] = "\n"
    return "".join(key)


_folded_long = lru_cache(maxsize=4)(_folded)
_lines_long = lru_cache(maxsize=4)(_lines)


@lru_cache(maxsize=512)
def loose(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern with every literal space standing for any run of white space (not in brackets nor behind `(?<`)."""
    return re.compile("".join(_loosened(pattern)), flags)


def _loosened(pattern: str) -> Iterator[str]:
    for piece in _PIECE.finditer(pattern):
        yield r"\s+" if piece[0] == " " else piece[0]


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
