"""Texts that set no rule: calendars, reports, proposals, minutes, awards, speeches; features that only tell."""

from __future__ import annotations

from documents.model import Document
from extract.masthead import Masthead
from extract.wordings import wording
from vntext.folding import Key, fold, squeeze

#: kinds of paper that tell, propose or record
_TELLING = frozenset({"Báo cáo", "Tờ trình", "Đề án", "Biên bản", "Giấy mời", "Dự án", "Thông cáo"})
_TALE = wording("past.tale")
#: how many different marks of telling make a text a tale
_TALE_MARKS = 2
_SCHEDULE = wording("schedule")
_SPEECH = wording("speech")
_AWARD = wording("award")
#: so much of a text is its head, and so much may announce a calendar
_HEAD = 600
_OPENING = 1500


def sets_no_rule(document: Document, masthead: Masthead) -> bool:
    """Such papers bind nobody, whatever they count, plan or wish."""
    speech = _SPEECH.match(squeeze(fold(document.text[:_HEAD], Key.PLACEMENT))) is not None
    awards = _AWARD.match(fold(masthead.subject or "", Key.PLACEMENT)) is not None
    told = not masthead.press and (awards or masthead.type in _TELLING)
    return speech or told or _is_schedule(document.text)


def _is_schedule(text: str) -> bool:
    """A calendar of visits lists what is planned once."""
    return _SCHEDULE.search(_lines(text[:_OPENING])) is not None


def _lines(text: str) -> str:
    """Folded line by line, since folding turns line ends into spaces."""
    return "\n".join(squeeze(fold(line, Key.PLACEMENT)) for line in text.split("\n"))


def is_tale(text: str) -> bool:
    """A feature or talk that reports no paper: several marks of telling."""
    return len({m[0] for m in _TALE.finditer(fold(text, Key.PLACEMENT))}) >= _TALE_MARKS
