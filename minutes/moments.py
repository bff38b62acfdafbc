"""The day and the hour of a meeting where no time line and no opening formula tells them: in a title, between bars, in
the first line of a notebook, in what somebody says first.

Every day in the head is weighed by the word nearest before it; one that an hour or a word of meeting leads is the
meeting's. A day without its year takes the year of the month that the head names; another year makes it unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.sheet import HeldOn
from vntext.dates import PartialDate, Precision, find_dates
from vntext.numerals import NUMBER, number

_HEAD = 20
_NEAR = 44
_SHORT_MONTH = re.compile(r"(?<![^\W_])t(?:háng)?\.? ?(?P<m>1[0-2]|0?[1-9]) ?[/-] ?(?:20)?(?P<y>\d\d)(?!\d)")
#: what may stand between a day and its hour
_TO_HOUR = re.compile(r"^(?:[\s,;:|(–-]|lúc|vào|hồi|giờ(?= ?:))+")
_HOUR_IN_WORDS = re.compile(rf"(?<![^\W_])(?P<h>{NUMBER}) giờ(?: (?P<m>{NUMBER}) phút)?(?![^\W_])")


@dataclass(frozen=True, slots=True)
class _Day:
    value: PartialDate
    weight: int
    #: the head names its year with its month, or it has its year itself
    dated: bool
    span: tuple[int, int]


def day_elsewhere(paragraphs: Sequence[Paragraph], known: HeldOn) -> HeldOn:
    """The day of the meeting, where `known` has none; `known` where nothing in the head tells it."""
    months = list(_months(paragraphs))
    if known.value is not None and known.value.precision is Precision.MONTH:
        months.insert(0, known.value)
    found = sorted(_days(paragraphs, months), key=lambda d: -d.weight)
    if not found or found[0].weight < 1:
        return known
    best = found[0]
    rivals = {d.value for d in found if d.weight >= max(2, best.weight - 1)}
    reasons = [] if len(rivals) < 2 else ["two_dates"]
    reasons += [] if best.dated else ["year_apart"]
    reasons += [] if best.weight >= 2 or _in_month(best.value, months) else ["only_dateline"]
    if months and not _in_month(best.value, months):
        reasons.append("title_month_differs")
    backed = _in_month(best.value, months)
    return HeldOn(best.value, not reasons, tuple(reasons), best.span, backed)


def _in_month(day: PartialDate, months: Sequence[PartialDate]) -> bool:
    return any((month.year, month.part) == (day.year, day.part) for month in months)


def _months(paragraphs: Sequence[Paragraph]) -> Iterator[PartialDate]:
    """The months that the first lines name: `tháng 9/2022`, `T12/25`."""
    for paragraph in paragraphs[:5]:
        key = paragraph.reading.key
        if len(key) < 200:
            yield from (m.value for m in find_dates(paragraph.text) if m.value.precision is Precision.MONTH)
            for short in _SHORT_MONTH.finditer(key):
                yield PartialDate(Precision.MONTH, 2000 + int(short["y"]), int(short["m"]))


def _days(paragraphs: Sequence[Paragraph], months: Sequence[PartialDate]) -> Iterator[_Day]:
    years = {m.value.year for p in paragraphs[:8] for m in find_dates(p.text)} | {m.year for m in months}
    for index, paragraph in enumerate(paragraphs[:_HEAD]):
        key = paragraph.reading.key
        whole = [m for m in find_dates(paragraph.text) if m.value.precision is Precision.DAY]
        for mention in whole:
            weight = _weight(key, mention.start, mention.end, index)
            yield _Day(mention.value, weight, True, paragraph.span(mention.start, mention.end))
        for match in sign("moment_day").finditer(key):
            if any(m.start < match.end() and match.start() < m.end for m in whole):
                continue
            day, dated = _with_year(match, months, years)
            if day is not None:
                weight = _weight(key, match.start(), match.end(), index) - 1
                yield _Day(day, weight, dated, paragraph.span(match.start(), match.end()))


def _with_year(match: re.Match[str], months: Sequence[PartialDate], years: set[int]) -> tuple[PartialDate | None, bool]:
    day, month = int(match["d"] or match["d2"]), int(match["m"] or match["m2"])
    written = match["y"] or match["y2"]
    if written:
        return _real(day, month, 2000 + int(written) % 100), True
    same = next((m.year for m in months if m.part == month), None)
    if same is not None:
        return _real(day, month, same), True
    return (_real(day, month, next(iter(years))), False) if len(years) == 1 else (None, False)


def _real(day: int, month: int, year: int) -> PartialDate | None:
    found = find_dates(f"{day}/{month}/{year}")
    return found[0].value if found else None


def _weight(key: str, start: int, end: int, index: int) -> int:
    """3: a word of meeting or an hour leads it; 2: an hour follows; 1: it stands at the head; less: another day."""
    near = key[max(0, start - _NEAR) : start]
    led, other = _last(near, "moment_led"), _last(near, "moment_other")
    if other > led:
        return -1
    if sign("moment_dateline").search(key[:start]) and len(key) < 90 and led < 0:
        return 0
    follows = sign("moment_hour").match(_TO_HOUR.sub("", key[end : end + 40]))
    return 3 if led >= 0 else 2 if follows and "kết thúc" not in near else 1 if index < 4 else 0


def _last(key: str, name: str) -> int:
    return max((m.start() for m in sign(name).finditer(key)), default=-1)


def hour_elsewhere(paragraphs: Sequence[Paragraph]) -> str | None:
    """HH:MM at which the meeting began, where its time line does not tell it."""
    for plain in (False, True):
        for paragraph in paragraphs[:_HEAD]:
            for match in sign("moment_hour").finditer(paragraph.reading.key):
                before = paragraph.reading.key[: match.start()]
                if _last(before[-30:], "moment_ends") >= 0 or not _begins(before, plain):
                    continue
                if (told := _clock(match)) is not None:
                    return told
    return next((t for p in paragraphs[:3] if (t := _in_words(p.reading.key))), None)


def _begins(before: str, plain: bool) -> bool:
    """Does a word of beginning lead the hour? `plain`: a bare `lúc`, a date or the line's beginning will do."""
    if re.search(r"(?:họp|hop|sinh hoạt|khai mạc|bắt đầu|bây giờ là|thời gian|giờ(?: họp)?\s*:)[^.;\d]{0,16}$", before):
        return True
    return plain and sign("moment_begins").search(before) is not None


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["h"] or match["h2"]), int(match["m"] or match["m2"] or 0)
    if match["half"]:
        minute = 30
    if match["less"]:
        hour, minute = hour - 1, 60 - int(match["less"])
    if match["part"] in ("chiều", "tối", "đêm") and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if 5 <= hour < 23 and 0 <= minute < 60 else None


def _in_words(key: str) -> str | None:
    """`mười chín giờ bốn mươi lăm phút`."""
    match = _HOUR_IN_WORDS.search(key)
    hour = number(match["h"]) if match else None
    if match is None or hour is None or match["h"].isdecimal():
        return None
    return f"{hour:02d}:{number(match['m']) or 0 if match['m'] else 0:02d}" if 5 <= hour < 23 else None
