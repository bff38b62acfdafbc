"""The text layer of a PDF page → tokens, by pdfium's characters and their boxes (six times faster than pure Python).

Mended on the way: decomposed letters, ligatures, doubled glyphs, TCVN3 and VNI fonts.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as raw

from documents.credible import is_leader
from documents.layout import Token
from vntext import legacy
from vntext.cleaning import cleaned
from vntext.legacy import Encoding
from vntext.syllables import soundness

#: codes that Vietnamese Unicode text never holds and legacy fonts are full of
_LEGACY_SIGNS = frozenset("¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾Æ×ØÞßæ÷øþÿñöîäåëïûüç")
_SPACES = frozenset(" \t\r\n\u00a0\u3000\u2002\u2003\u2009")
_HYPHENS = frozenset("\x02\ufffe")
_FARTHEST = 0.28


@dataclass(frozen=True, slots=True)
class Frame:
    """How raw page coordinates become points from the displayed page's top left corner."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int

    def place(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A raw box (y upwards) as x0, top, x1, bottom of the displayed page."""
        a, b = self.point(x0, y0), self.point(x1, y1)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        match self.rotation % 360:
            case 90:
                return y, x
            case 180:
                return self.width - x, y
            case 270:
                return self.height - y, self.width - x
        return x, self.height - y

    @property
    def size(self) -> tuple[float, float]:
        """(width, height) as displayed."""
        return (self.height, self.width) if self.rotation % 180 else (self.width, self.height)


@dataclass(frozen=True, slots=True)
class Glyph:
    letter: str
    x0: float
    top: float
    x1: float
    bottom: float
    index: int


@dataclass(frozen=True, slots=True)
class Layer:
    """`encoding`: what the page's characters were; `valid`, `marked`: shares of syllables (see `soundness`)."""

    tokens: tuple[Token, ...]
    encoding: Encoding
    words: int
    valid: float
    marked: float


def read_layer(textpage: Any, frame: Frame, limit: int) -> Layer:
    """The tokens of a page's text layer, at most `limit` characters of it."""
    glyphs = list(_glyphs(textpage.raw, frame, limit))
    groups = list(_words(glyphs))
    texts, encoding = _decoded(textpage.raw, groups)
    pairs = [(cleaned(text).strip(), group) for text, group in zip(texts, groups, strict=True)]
    tokens = [_token(text, group) for text, group in pairs if text and not is_leader(text)]
    tokens = _undoubled([part for token in tokens for part in _unspaced(token)])
    sound = soundness(" ".join(t.text for t in tokens))
    return Layer(tuple(tokens), encoding, sound.tokens, sound.valid, sound.marked)


def _glyphs(page: Any, frame: Frame, limit: int) -> Iterator[Glyph]:
    count = min(raw.FPDFText_CountChars(page), limit)
    rect = raw.FS_RECTF()
    pointer = ctypes.byref(rect)
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    upright = frame.rotation % 360 == 0
    left, top_edge = frame.left, frame.bottom + frame.height
    for index in range(count):
        code = unicode_of(page, index)
        box_of(page, index, pointer)
        if upright:
            box = (rect.left - left, top_edge - rect.top, rect.right - left, top_edge - rect.bottom)
        else:
            box = frame.place(rect.left, rect.bottom, rect.right, rect.top)
        yield Glyph(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " ", *box, index)


def _words(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Runs of glyphs without white space or a jump between them; a combining mark stays with its letter."""
    word: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.letter in _SPACES:
            if word:
                yield word
            word, last = [], None
            continue
        if last is not None and unicodedata.combining(glyph.letter):
            word.append(glyph)
            continue
        if last is not None and glyph.letter == last.letter and _covers(glyph, last):
            continue
        if last is not None and _parted(last, glyph):
            yield word
            word = []
        word.append(glyph)
        last = glyph
    if word:
        yield word


def _covers(glyph: Glyph, last: Glyph) -> bool:
    """The same letter printed twice at one place, to look bold."""
    return abs(glyph.x0 - last.x0) < 0.2 * max(0.1, last.x1 - last.x0) and abs(glyph.top - last.top) < 1.0


def _parted(last: Glyph, glyph: Glyph) -> bool:
    height = max(last.bottom - last.top, 1.0)
    away = glyph.x0 - last.x1
    level = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    return away > _FARTHEST * height or away < -0.8 * height or level < 0.3 * height


def _decoded(page: Any, groups: list[list[Glyph]]) -> tuple[list[str], Encoding]:
    """The words' texts; those in legacy fonts converted, by the font's name or, failing that, by content."""
    texts = ["".join("-" if g.letter in _HYPHENS else g.letter for g in group) for group in groups]
    if not any(sign in text for text in texts for sign in _LEGACY_SIGNS):
        return texts, Encoding.UNICODE
    fonts = [_font(page, group[0].index) for group in groups]
    named = [legacy.font_encoding(font) for font in fonts]
    if any(encoding is not Encoding.UNICODE for encoding in named):
        decoded = [_by_fonts(page, group, text) for group, text in zip(groups, texts, strict=True)]
        return decoded, max(set(named) - {Encoding.UNICODE}, key=named.count)
    encoding = legacy.detect(" ".join(texts))
    return [legacy.decode(text, encoding) for text in texts], encoding


def _by_fonts(page: Any, group: list[Glyph], text: str) -> str:
    """A word whose letters may stand in several fonts (a capital in .VnTimeH, the rest in .VnTime)."""
    fonts = [_font(page, glyph.index) for glyph in group]
    runs: list[tuple[str, str]] = []
    for font, letter in zip(fonts, text, strict=False):
        if runs and runs[-1][0] == font:
            runs[-1] = (font, runs[-1][1] + letter)
        else:
            runs.append((font, letter))
    return "".join(legacy.decode_font(part, font) for font, part in runs)


def _font(page: Any, index: int) -> str:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(page, index, buffer, 128, ctypes.byref(flags))
    return buffer.value.decode("utf-8", "replace") if length else ""


def _token(text: str, group: list[Glyph]) -> Token:
    solid = [g for g in group if not unicodedata.combining(g.letter)] or group
    return Token(
        text,
        min(g.x0 for g in solid),
        min(g.top for g in solid),
        max(g.x1 for g in solid),
        max(g.bottom for g in solid),
    )


def _unspaced(token: Token) -> Iterator[Token]:
    """A token with a space inside (it came from a ligature or a mended character) as several."""
    parts = token.text.split()
    if len(parts) == 1:
        yield token
        return
    step = (token.x1 - token.x0) / max(1, len(token.text))
    at = 0
    for part in parts:
        at = token.text.index(part, at)
        yield replace(token, text=part, x0=token.x0 + at * step, x1=token.x0 + (at + len(part)) * step)
        at += len(part)


def _undoubled(tokens: list[Token]) -> list[Token]:
    """Words printed twice at one place (false bold) once."""
    seen: dict[tuple[str, int, int], Token] = {}
    kept = []
    for token in tokens:
        near = [
            (token.text, round(token.x0 / 3) + dx, round(token.top / 3) + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        ]
        if any(key in seen and abs(seen[key].x0 - token.x0) < 2 and abs(seen[key].top - token.top) < 2 for key in near):
            continue
        seen[(token.text, round(token.x0 / 3), round(token.top / 3))] = token
        kept.append(token)
    return kept
