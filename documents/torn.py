"""Words that the engine tore in two (`N guyễn`, `17/06/20 19`) made one, letters that it read twice (`số s`) left out.

Both only where they can be nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.layout import Token
from vntext.syllables import is_syllable

#: the gap inside a torn word, and one that may still be one where the rest is no word of its own, in heights
_INSIDE, _WIDE = 0.16, 0.5
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)")
_REST = re.compile(r"\d\d(?!\d)[.,;:)]*")
#: how much of its own width an echo shares with the word that holds it
_SHARED = 0.45
_CLOSING = '.,;:)!?”"'


def joined(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line or cell, from left to right, without the tears and echoes."""
    whole: list[Token] = []
    for token in tokens:
        if whole and _echoes(token, whole[-1]):
            continue
        if whole and _echoes(whole[-1], token):
            whole[-1] = token
        elif whole and _torn(whole[-1], token):
            whole[-1] = _as_one(whole[-1], token)
        else:
            whole.append(token)
    return whole


def _echoes(token: Token, word: Token) -> bool:
    """Is it a letter of the word, read a second time in the word's own place?"""
    letter, bare = token.text.lower(), word.text.lower()
    if not (len(letter) == 1 and letter.isalpha() and len(bare) > 1 and letter in bare):
        return False
    shared = min(token.x1, word.x1) - max(token.x0, word.x0)
    return shared >= _SHARED * (token.x1 - token.x0) and token.x0 < word.x1 and token.x1 > word.x0


def _torn(left: Token, right: Token) -> bool:
    gap = (right.x0 - left.x1) / max(1.0, right.bottom - right.top)
    if gap < -_WIDE or gap > _WIDE:
        return False
    if _DAY.fullmatch(left.text):
        return _REST.fullmatch(right.text) is not None
    rest = right.text.rstrip(_CLOSING)
    first = len(left.text) == 1 and left.text.isupper() and rest.isalpha() and rest.islower()
    return first and is_syllable(left.text + rest) and (gap <= _INSIDE or not is_syllable(rest))


def _as_one(left: Token, right: Token) -> Token:
    sure = None if left.confidence is None or right.confidence is None else min(left.confidence, right.confidence)
    top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
    return replace(left, text=left.text + right.text, x1=right.x1, top=top, bottom=bottom, confidence=sure)
