"""How papers are cited: the patterns of type, number, date, issuer and clause round a citation, on folded text."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from extract.reading import folded, loose
from extract.terms import document_types, records

_NUMERIC = r"(?P<d>\d{1,2})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<y>(?:19|20)\d\d)(?!\d)"
_WORDED = r"(?P<d2>\d{1,2})\s*tháng\s*(?P<m2>\d{1,2})\s*(?:,\s*)?năm\s*(?P<y2>(?:19|20)\d\d)(?!\d)"
#: the date behind a number, with what may lead to it
DATE_BEHIND = loose(
    r"\s*[,;(]?\s*(?:(?:được\s+)?(?:ban hành|k[ýí] ban hành|k[ýí]|ra)\s+)?(?:(?:vào\s+)?ngày\s*|hôm\s+)?"
    rf"(?:{_NUMERIC}|{_WORDED})\s*\)?"
)
#: a date within a title, which may be the paper's own (`… quy định về … ngày 18/12/2013 của Bộ …`)
DATE_IN_TITLE = loose(rf"(?:ban hành\s+)?ngày\s*(?:{_NUMERIC}|{_WORDED})")
#: what stands between a type and its number
SIGN_BEFORE_NUMBER = loose(r"\s*[(,]?\s*(?:mang |có )?(?:số|sô|s\.)?\s*[:.]?\s*$")
#: what leads to the issuer; machines leave specks behind line ends
OF = loose(r"(?:\s*,|\s*[.·'’`](?=\s))?\s*(?:của|do|-)\s+")
#: a type with its issuer before the number: `Quy định của Ban … số`
TYPE_OF = loose(r"\S+(?:\s+\S+){0,3}?\s+của\s+")
#: the body that lays a paper before somebody: `đề nghị của Ban … tại Tờ trình số`
ASKED_BY = loose(r"(?:đề nghị|đề xuất|báo cáo|ý kiến)\s+của\s+")
IN_PAPER = loose(r"\s*,?\s*(?:tại|ở|theo|\()\s*(?:các\s+)?")
#: all that may stand between two numbers of one list
SEPARATOR = loose(r"\s*(?:[,;]|và|,\s*và|;\s*và|hoặc)?\s*(?:các\s+)?(?:số)?\s*[:.]?\s*")
CLAUSE_BEFORE = loose(
    r"(?:(?:(?:các\s+)?(?:điểm|khoản|điều|chương|mục|phần|tiết|gạch đầu dòng)\s+(?:thứ\s+)?[\da-zđ]{1,4}(?![\w])"
    r"(?:\s*(?:,|và)\s*[\da-zđ]{1,3}(?=[\s,]))*\s*,?\s*)+)(?:của\s+)?$"
)
STATUTE_BEFORE = loose(
    r"(?<![\w])(?<!pháp )(?P<type>bộ luật|luật(?!\s+(?:gia|sư|học|lệ)(?![\w]))|pháp lệnh|nghị quyết)"
    r"\s+[^.;:“”\n]{3,140}$"
)
#: charters, inner rules of work, plenum and congress resolutions, laws: named by title, without a number
TITLED = loose(
    r"(?<![\w])(?:"
    r"(?P<charter>điều lệ)\s+(?:đảng(?:\s+cộng sản việt nam)?|đoàn|hội|công đoàn)"
    r"|(?P<inner>quy chế)\s+(?:làm việc|hoạt động|phối hợp)(?:\s+(?:của|toàn khoá|mẫu))?"
    r"|(?P<plenum>nghị quyết)\s+(?:(?:hội nghị\s+)?(?:lần thứ\s+\S+\s+)?"
    r"(?:trung ương|t\.ư|tw|bch trung ương|ban chấp hành trung ương)"
    r"(?:\s+(?:\d{1,2}|lần thứ\s+\S+))?"
    r"|đại hội(?:\s+(?:đại biểu|đảng bộ|đảng|toàn quốc|lần thứ|[ivx]+|\S+)){1,8}?(?=\s*(?:[,.;(]|của|về|và|nhiệm kỳ)))"
    r"(?:\s*[,(]?\s*khoá\s+[ivx\d]+\)?)?"
    r"|(?P<law>bộ luật|luật(?!\s+(?:gia|sư|học|lệ)(?![\w]))|pháp lệnh|hiến pháp)\s+[^.;:“”\n]{2,120}?"
    r"(?=\s*(?:[.;:,“”\n]|ngày\s+\d|năm\s+\d{4}|của\s|được\s|số\s+\d|và\s|$))"
    r")"
)
SIGN_AT_END = re.compile(r"số\s*[:.]?\s*$")
#: how one citation is joined to the next
JOINT = loose(r"(?:\s*[,;]\s*(?:và|cùng)?|\s+và|\s+cùng)\s*$")


def wording(name: str) -> str:
    """The alternatives of a list in `data/citing.toml`, the longest first."""
    words = next(record["words"] for record in records("citing", "wording") if record["id"] == name)
    return "|".join(sorted(words, key=lambda word: -len(word)))


@lru_cache(maxsize=1)
def type_names() -> str:
    """All kinds' names as alternatives, the longest first."""
    return "|".join(folded(name) for kind in document_types() if not kind.press for name in kind.names)


@lru_cache(maxsize=1)
def type_before() -> re.Pattern[str]:
    """A kind's name that ends where the number's sign begins."""
    return loose(rf"(?<![\w])(?<!pháp )(?P<type>{type_names()})(?:\s+(?:này|trên|nêu trên))?$")


@lru_cache(maxsize=1)
def type_with_issuer() -> re.Pattern[str]:
    return loose(rf"(?<![\w])(?P<type>{type_names()})\s+của\s+")


@lru_cache(maxsize=1)
def short_citation() -> re.Pattern[str]:
    """`Chỉ thị 17`, `Quyết định số 20`: a kind and a bare number."""
    kinds = [kind for kind in document_types() if kind.normative and not kind.press and not kind.statute]
    names = "|".join(folded(name) for kind in kinds for name in kind.names)
    return loose(
        rf"(?<![\w])(?P<type>{names})\s+(?P<sign>số\s*:?\s*)?(?P<num>\d{{1,5}})(?![\w/%])(?!\s*[-–]\s*[\w])(?![.,]\d)"
    )


@lru_cache(maxsize=1)
def behind_serial() -> re.Pattern[str]:
    return loose(rf"\s*(?:$|[,;:.)”\"\n]|(?:{wording('behind_serial')})(?![\w]))")


@lru_cache(maxsize=1)
def unit_behind() -> re.Pattern[str]:
    return loose(rf"\s*(?:{wording('unit')})(?![\w])")


def calendar_day(match: re.Match[str]) -> date | None:
    """The day of a date's match; None for days that no calendar has."""
    day, month, year = (match[name] or match[f"{name}2"] for name in ("d", "m", "y"))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
