"""Where the header of an instrument ends and its body begins, and who decides there.

`Ban Thường vụ Tỉnh ủy quy định như sau:`, `TRƯỞNG BAN TUYÊN GIÁO … QUYẾT ĐỊNH` and a line that is nothing but a body's
name in front of the recitals all say who issues.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.bodies import is_body_name, read_body
from extract.forms import form
from extract.reading import TextLine, folded, loose, text_lines
from extract.terms import records
from vntext.folding import squeeze

_RULE = form("opening.rule")
_DECIDES = form("opening.decides")
_FIRST_ARTICLE = form("opening.first-article")
_ACT_BEHIND = form("opening.act-behind")
_SENTENCE = form("opening.sentence")
_OPENING_LINES = 40
_HEADS_ALONE = ("đảng uỷ", "ban chấp hành", "uỷ ban nhân dân", "văn phòng")
_HEADS_BEFORE = ("bộ ", "sở ", "chính phủ")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    alternatives = [pattern for record in records("openings", "opening") for pattern in record["patterns"]]
    return loose(rf"[-–+*•]?\s*(?:{'|'.join(alternatives)})")


def opens_body(line: str) -> bool:
    """Does the instrument's body begin with this line?"""
    return bool(_pattern().match(folded(line)))


def is_rule(line: str) -> bool:
    """A printed rule: dashes, stars, dots, and the o's that a machine reads for stars."""
    return bool(_RULE.match(line))


def begins_body_name(line: str) -> bool:
    """Does the line begin with a body's name, or with the head of one that goes on in the next line?"""
    key = folded(line)
    return read_body(line, 0) is not None or key in _HEADS_ALONE or key.startswith(_HEADS_BEFORE)


def names_decider(line: str) -> bool:
    """A body's name in a line of its own (capitals; or all small, as some corpora have everything)."""
    capitals = line.isupper() and begins_body_name(line)
    return len(line) < 100 and (capitals or (line.islower() and is_body_name(line)))


def deciding_body(text: str, start: int, end: int) -> str | None:
    """The body that decides, as the opening of `text[start:end]` says; in capitals where the text has it so."""
    alone: str | None = None
    for line in text_lines(text, start, end)[:_OPENING_LINES]:
        said = _said_in(line)
        if said is not None:
            return said
        if alone is None and names_decider(line.text):
            alone = squeeze(_ACT_BEHIND.sub("", line.text.strip(" ,:")))
        if _FIRST_ARTICLE.match(folded(line.text)):
            break
    return alone


def _said_in(line: TextLine) -> str | None:
    starts = [0] if line.text[:1].isupper() or line.text.islower() else []
    for at in [*starts, *(match.end() for match in _SENTENCE.finditer(line.text))]:
        body = read_body(line.text, at)
        if body is not None and _DECIDES.match(folded(line.text), body.end):
            return body.text
    return None
