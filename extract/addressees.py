"""To whom a letter is written: "Kính gửi: …" names those of whom its items speak where they name nobody."""

from __future__ import annotations

from extract.bearers import Bearer, bearer_at
from extract.clause import read
from extract.paragraphs import Paragraph, View
from extract.wordings import wording
from vntext.folding import Key, fold

_TO = wording("letter.to")
_FURTHER = wording("letter.further")
#: code points of a letter's head: behind them "kính gửi" begins somebody else's form
_HEAD = 1500


def addressee_of(view: View) -> Bearer | None:
    """All whom the letter is written to, as one bearer; None where the text is no letter."""
    named: list[Bearer] = []
    for paragraph in view.paragraphs:
        if paragraph.start > _HEAD:
            break
        mark = (_FURTHER if named else _TO).match(fold(view.text[paragraph.start : paragraph.end], Key.PLACEMENT))
        if mark is None and named:
            break
        found = _named(view, paragraph, paragraph.start + mark.end()) if mark else None
        named += [found] if found else []
    if not named:
        return None
    phrases = tuple(phrase for one in named for phrase in one.phrases)
    return Bearer(phrases, named[0].start, named[-1].end, "bearer.addressee")


def _named(view: View, paragraph: Paragraph, start: int) -> Bearer | None:
    return bearer_at(read(view.text[start : paragraph.end], start), start, paragraph.end)
