"""What may still be trusted on a page of print that was read badly as a whole: words that the engine was sure of.

A page by hand, or one that could not be read, lends nothing; badly read print has words that are as sure as those of
any other page. The meeting goes to a person all the same (somebody must look at the page), but a guest whose name, post
and status stand plainly there, at a meeting whose branch and date do, needs no second look.
"""

from __future__ import annotations

from minutes.script import Script
from minutes.sheet import Attendee, Genre, Place, Sheet
from roster.matching import Match, Verdict

#: the least confidence of the OCR engine for each word that is trusted on such a page
_SURE = 0.85
#: how plainly the text must say a status there
_PLAIN = 0.9


def head_is_plain(script: Script, sheet: Sheet) -> bool:
    """Are the branch and the date read surely: on a legible page, or in words of which the engine is sure? The date on
    a badly read page must be one that the title or the line of the date confirms; where two lines say the same day, no
    misread figure can have made them agree."""
    date, names = sheet.held_on.span, sheet.branch.spans
    if date is None or not names or not sheet.held_on.sure or not sheet.branch.sure:
        return False
    dated = (
        _legible(script, sheet, date) or sheet.held_on.agreed or (_surely_read(script, date) and sheet.held_on.backed)
    )
    return dated and any(_legible(script, sheet, span) or _surely_read(script, span) for span in names)


def badly_read(place: Place | None, sheet: Sheet) -> bool:
    """Does it stand on a page that a person must look at?"""
    return place is not None and (place.document, place.page) in sheet.unreadable


def speaks_plainly(person: Attendee, match: Match, genre: Genre) -> bool:
    """Are name, post and status of somebody on a badly read page beyond doubt: the exact name, in words that were
    surely read, with the very post of the roster? Where the kind of text alone says the status (nobody attends an
    invitation), a person who is surely recognised is enough: no word misread can make him present or absent."""
    if genre is Genre.INVITATION:
        return match.verdict is Verdict.SAME and "post_same" in match.reasons
    surely = person.confidence is None or person.confidence >= _SURE
    return surely and person.strength >= _PLAIN and {"name_same", "post_same"} <= set(match.reasons)


def _legible(script: Script, sheet: Sheet, span: tuple[int, int]) -> bool:
    return not badly_read(script.place(*span), sheet)


def _surely_read(script: Script, span: tuple[int, int]) -> bool:
    lowest = script.confidence(*span)
    return lowest is None or lowest >= _SURE
