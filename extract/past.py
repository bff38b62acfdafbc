"""Sentences that only tell: what was done, counted, praised, planned or said is no duty."""

from __future__ import annotations

from extract.wordings import wording
from vntext.folding import Key, fold

_TOLD = wording("past.done")
#: a past form that only tells which ones are meant
_ATTRIBUTE = wording("past.attribute")
_REPORTED = wording("past.reported")
_WHEN = wording("past.when")
_PROPOSED = wording("past.proposed")
_COUNTED = wording("past.counted")
_REPEALED = wording("past.repealed")
_DEFINED = wording("past.defined")
_SPOKEN = wording("past.spoken")


def tells(text: str, first_cadence: int | None = None) -> bool:
    """Does the sentence tell of what was or might be, count, define, repeal or quote, rather than ask?

    A past form behind the first cadence (its offset) only describes ("thông báo số buổi đã dự"), save right behind it
    ("trong năm đã dự").
    """
    folded = fold(text, Key.PLACEMENT)
    return (
        _was_done(folded[:first_cadence])
        or (first_cadence is not None and _is_done(folded[first_cadence:].lstrip(" ,")))
        or _WHEN.search(folded) is not None
        or any(pattern.search(folded) for pattern in (_PROPOSED, _COUNTED, _DEFINED, _REPEALED))
    )


def is_spoken(text: str) -> bool:
    """Is it somebody's speech, which binds nobody?"""
    return _SPOKEN.search(fold(text, Key.PLACEMENT)) is not None


def _was_done(folded: str) -> bool:
    for match in _TOLD.finditer(folded):
        before = folded[: match.start()]
        describes = before.rstrip().endswith(("nơi", "mà", "theo", "việc")) or _REPORTED.search(before)
        if not describes and not _ATTRIBUTE.match(folded, match.start()):
            return True
    return False


def _is_done(folded: str) -> bool:
    """Does the text begin with a past form that tells?"""
    return _TOLD.match(folded) is not None and _ATTRIBUTE.match(folded) is None
