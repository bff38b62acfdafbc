"""Reports of meetings in the press: which sentence tells of a meeting of a named branch, and when it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.branches import names_branch
from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.sheet import HeldOn
from minutes.wording import key_of
from vntext.dates import DateMention, Precision, find_dates

_MEETS = sign("report_meets")
#: somebody came, though the day is not told
_CAME = sign("report_came")
#: a day without its year, as the press writes it
_DAY_ALONE = sign("day_without_year")
_RULE = sign("rule_named")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    key: str
    paragraph: int


def tells_of_meeting(paragraphs: Sequence[Paragraph]) -> bool:
    """Does some sentence tell of a meeting of a branch that it names, and any of a date for it?"""
    told = [s for s in _sentences(paragraphs) if _MEETS.search(s.key) and names_branch(s.text)]
    dated = date_in_report(paragraphs).value is not None
    beside = {s.paragraph for s in told}
    dated = dated or any(s.paragraph in beside and _has_day(s) for s in _sentences(paragraphs))
    if any(sign("sat_with_branch").search(s.key) and _has_day(s) for s in _sentences(paragraphs)):
        return True
    return bool(told) and (dated or any(_CAME.search(s.key) or _DAY_ALONE.search(s.key) for s in told))


def _has_day(sentence: _Sentence) -> bool:
    """Does the sentence tell a day, and not of a rule?"""
    day = _DAY_ALONE.search(sentence.key) or any(m.value.precision is Precision.DAY for m in find_dates(sentence.text))
    return bool(day) and not (_RULE.search(sentence.key) or sign("duty_told").search(sentence.key))


def date_in_report(paragraphs: Sequence[Paragraph]) -> HeldOn:
    """The day of the meeting: in the sentence that tells of it, else the dateline that `hôm nay` points at, else the
    month."""
    best: tuple[int, DateMention] | None = None
    for sentence in _sentences(paragraphs):
        if not _MEETS.search(sentence.key):
            continue
        for mention in find_dates(sentence.text):
            weight = _weight(sentence, mention)
            if weight > 0 and (best is None or weight > best[0]):
                best = (weight, mention)
    if best is None:
        return HeldOn(None, False, ("no_date",))
    day = best[1].value.precision is Precision.DAY
    return HeldOn(best[1].value, day, () if day else ("no_day",))


def _weight(sentence: _Sentence, mention: DateMention) -> int:
    if mention.value.precision not in (Precision.DAY, Precision.MONTH):
        return 0
    near = sentence.key[max(0, mention.start - 40) : mention.start]
    if _RULE.search(near) or sign("day_of_something_else").search(near.rstrip()):
        return 0
    day = mention.value.precision is Precision.DAY
    named = names_branch(sentence.text)
    branch = "chi bộ" in sentence.key
    session = sign("session").search(sentence.key) is not None
    return 1 + 4 * day + 2 * named + branch + session if branch else 0


def _sentences(paragraphs: Sequence[Paragraph]) -> Iterator[_Sentence]:
    for index, paragraph in enumerate(paragraphs):
        if paragraph.row:
            continue
        for text in _SENTENCE.split(paragraph.text):
            yield _Sentence(text, key_of(text), index)
