"""Text → tokens for the grammar: one token a syllable, number, date or mark, each with its place in the text.

Numbers (`02 (hai)`, `mười hai`), dates (`<day>`, `<daymonth>` …) and the compounds of the vocabulary (`định kỳ`, `ít
nhất`) are joined to one token, so that the patterns need not spell them out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from vntext.dates import Precision, find_dates
from vntext.folding import Key, fold
from vntext.numerals import NUMBER, number

DATE_CLASSES = {
    Precision.DAY: "<day>",
    Precision.MONTH: "<month>",
    Precision.QUARTER: "<quarter>",
    Precision.HALF_YEAR: "<half>",
    Precision.YEAR: "<year>",
    Precision.TERM: "<term>",
}
DAY_OF_YEAR = "<daymonth>"
#: what `{count}` matches: folded digits and words from 1 to 99
COUNT_WORDS = frozenset(
    [*map(str, range(1, 100))]
    + [f"{n:02d}" for n in range(1, 10)]
    + ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười"]
)

_JOINED = re.compile(
    r"(?P<both>(?<![\w/])\d{1,2}\s*\(\s*(?:" + NUMBER + r")\s*\))"
    r"|(?P<doubled>(?<!\w)(?:" + NUMBER + r")\s*\(\s*\d{1,2}\s*\))"
    r"|(?P<named>(?:ngày\s+)?(?<![\d/.-])\d{1,2}\s*tháng\s*\d{1,2}(?![\d/])"
    r"(?!\s*(?:(?:năm|/|-)\s*\d|lần|buổi|kỳ\b|cuộc|phiên|đợt|lượt|ngày)))"
    r"|(?P<slash>(?:ngày\s+)?(?<![\w/.-])\d{1,2}/\d{1,2}(?![\w/]))"
    r"|(?P<hyphen>ngày\s+\d{1,2}[-.]\d{1,2}(?![\w/-]))"
    r"|(?P<words>(?<!\w)(?:(?:hai|ba|bốn|năm|sáu|bảy|tám|chín) mươi(?: (?:một|mốt|hai|ba|bốn|tư|lăm|sáu|bảy|tám|chín))?"
    r"|mười (?:một|hai|ba|bốn|lăm|sáu|bảy|tám|chín))(?!\w))"
)
#: a figure before what is counted, with O for 0 and l for 1
_DIGITS_MISREAD = re.compile(r"(?<!\w)(?:[o0][1-9l]|1[o0l]|l)(?= ?(?:\(|lần|buổi|kỳ|cuộc|ngày|tháng))")
_AS_DIGITS = str.maketrans("oOlI", "0011")
_PIECE = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_SPACE = re.compile(r"\s+")
_DAY_MONTH = re.compile(r"(\d{1,2})\D+(\d{1,2})")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Token:
    """`word` is folded with `Key.KEYWORD`, or a class in angle brackets; `start:end` in the text that was read."""

    word: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """All tokens in order; white space falls between them. Never raises."""
    folded = _repaired(fold(text, Key.KEYWORD))
    joined = sorted(_joined(text, folded), key=lambda t: (t.start, -t.end))
    return tuple(_woven(text, folded, joined))


def _repaired(folded: str) -> str:
    """The folded text with misread words of the field put right; every place stays."""
    words = _misread().sub(lambda match: misreadings()[match[0]], folded)
    return _DIGITS_MISREAD.sub(lambda match: digits_of(match[0]), words)


def righted(text: str) -> str:
    """The text as it was read, with misread words of the field as they are meant; every place stays."""
    folded = fold(text, Key.KEYWORD)
    found = list(_misread().finditer(folded)) if _misread().search(folded) else []
    for match in found:
        text = text[: match.start()] + misreadings()[match[0]] + text[match.end() :]
    return text


def digits_of(text: str) -> str:
    """O and l that machines read for 0 and 1."""
    return text.translate(_AS_DIGITS)


@lru_cache(maxsize=1)
def misreadings() -> dict[str, str]:
    """The misreadings of `confusions.toml` and what each means, both in the folded spelling and of one length."""
    raw = tomllib.loads((files("extract.grammar") / "confusions.toml").read_text(encoding="utf-8"))
    pairs = ((read, one["means"]) for one in raw["confusion"] for read in one["read"])
    return {fold(read, Key.KEYWORD): fold(means, Key.KEYWORD) for read, means in pairs}


@lru_cache(maxsize=1)
def _misread() -> re.Pattern[str]:
    spelled = "|".join(map(re.escape, sorted(misreadings(), key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)")


def _joined(text: str, folded: str) -> Iterator[Token]:
    for mention in find_dates(text):
        yield Token(DATE_CLASSES[mention.value.precision], mention.start, mention.end)
    for match in _JOINED.finditer(folded):
        word = _joined_word(match)
        if word:
            yield Token(word, match.start(), match.end())


def _joined_word(match: re.Match[str]) -> str | None:
    if match["both"]:
        first = re.match(r"\d+", match[0])
        return first[0] if first else None
    if match["doubled"]:
        figure = re.search(r"\d+", match[0])
        return figure[0] if figure else None
    if match["words"]:
        value = number(match[0])
        return str(value) if value else None
    return DAY_OF_YEAR if day_of_year(match[0]) else None


def day_of_year(text: str) -> tuple[int, int] | None:
    """`ngày 15/12`, `30 tháng 11` → (month, day); None for what is no day of the year."""
    match = _DAY_MONTH.search(text)
    if not match:
        return None
    day, month = int(match[1]), int(match[2])
    return (month, day) if 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] else None


def _woven(text: str, folded: str, joined: list[Token]) -> Iterator[Token]:
    at = 0
    for token in joined:
        if token.start < at:
            continue
        yield from _pieces(text, folded, at, token.start)
        yield token
        at = token.end
    yield from _pieces(text, folded, at, len(folded))


def _pieces(text: str, folded: str, start: int, end: int) -> Iterator[Token]:
    at = start
    for match in _compounds().finditer(folded, start, end):
        if _is_title(text, match.start(), match.end()):
            continue
        yield from _syllables(folded, at, match.start())
        yield Token(_SPACE.sub(" ", match[0]), match.start(), match.end())
        at = match.end()
    yield from _syllables(folded, at, end)


def _is_title(text: str, start: int, end: int) -> bool:
    """Does a later syllable begin with a capital of its own ("Giao Ban Tổ chức": giao, then a body's name)?"""
    words = text[start:end].split()
    return not text[start:end].isupper() and any(word[:1].isupper() for word in words[1:])


def _syllables(folded: str, start: int, end: int) -> Iterator[Token]:
    for match in _PIECE.finditer(folded, start, end):
        yield Token(match[0], match.start(), match.end())


@lru_cache(maxsize=1)
def _compounds() -> re.Pattern[str]:
    """The compounds of `vocabulary.toml`, longest first, with any white space between their syllables."""
    vocabulary = tomllib.loads((files("extract.grammar") / "vocabulary.toml").read_text(encoding="utf-8"))
    phrases = sorted((fold(p, Key.KEYWORD) for p in vocabulary["compounds"]["words"]), key=len, reverse=True)
    spelled = (r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)")


@lru_cache(maxsize=8192)
def words_of(phrase: str) -> tuple[str, ...]:
    """The token words of a phrase of the grammar; a class of the lexer (`<day>`) is one word."""
    if phrase.startswith("<") and phrase.endswith(">"):
        return (phrase,)
    return tuple(token.word for token in tokens(phrase))
