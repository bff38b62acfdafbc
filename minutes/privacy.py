"""The quote of an absence ends before its reason: only the class of the reason is kept (contract, section 2).

Illness is personal data; that somebody was away, with or without leave, is all that the figures need.
"""

from __future__ import annotations

from vntext.folding import Key, fold

#: words with which a reason begins, folded; a bracket after a name begins one too
_REASONS = (
    "vì", "do", "bởi", "lý do", "bận", "ốm", "đau", "bệnh", "bị", "nằm viện", "điều trị", "khám", "chữa",
    "phẫu thuật", "mổ", "sinh con", "thai sản", "nghỉ", "đi công tác", "công tác", "đi học", "học", "đi xa",
    "về quê", "việc gia đình", "gia đình", "tai nạn", "sức khoẻ", "chăm", "đám", "hiếu", "hỷ", "du lịch",
    "đi nước ngoài", "xin phép", "xin vắng",
)  # fmt: skip
#: these name the class of an absence and stay
_CLASSES = ("có lý do", "không lý do", "ko lý do", "không có lý do", "có phép", "không phép")
_SEPARATORS = ",;:.\n–-("


def quote_of_absence(quote: str, name: str) -> str:
    """The part of the quote around the name that gives no reason, neither this person's nor another's.

    Always a substring of `quote`; the whole where it gives none, and nothing where the name does not stand in it.
    """
    if not name or name not in quote:
        return _before_reason(quote, 0)
    at = quote.index(name)
    start = _start(quote, at)
    return quote[start : _end(quote, at + len(name))].strip(" ,;-–(")


def _end(quote: str, after: int) -> int:
    """Where the reason begins behind the name: a bracket, or a word of the list."""
    bracket = quote.find("(", after)
    ends = [end for end in (bracket, _first_reason(quote, after)) if end >= 0]
    return min(ends, default=len(quote))


def _start(quote: str, name_at: int) -> int:
    """The start of the quote, or of the name's own part where an earlier part gives somebody's reason."""
    if _first_reason(quote[:name_at], 0) < 0:
        return 0
    return max((quote.rfind(mark, 0, name_at) for mark in _SEPARATORS), default=-1) + 1


def _before_reason(quote: str, start: int) -> str:
    end = _first_reason(quote, start)
    return quote if end < 0 else quote[:end].rstrip(" ,;:-–(")


def _first_reason(quote: str, start: int) -> int:
    """The offset of the first word that begins a reason; "có lý do" and "không lý do" are classes, not reasons."""
    folded = _masked(fold(quote, Key.KEYWORD))
    found = [at for word in _REASONS for at in _places(folded, fold(word, Key.KEYWORD), start)]
    return min(found, default=-1)


def _masked(folded: str) -> str:
    """The classes blotted out, offsets kept."""
    for words in _CLASSES:
        key = fold(words, Key.KEYWORD)
        folded = folded.replace(key, "·" * len(key))
    return folded


def _places(text: str, word: str, start: int) -> list[int]:
    places, at = [], text.find(word, start)
    while at >= 0:
        if _whole(text, at, at + len(word)):
            places.append(at)
        at = text.find(word, at + 1)
    return places


def _whole(text: str, start: int, end: int) -> bool:
    return not (start > 0 and text[start - 1].isalpha()) and not (end < len(text) and text[end].isalpha())
