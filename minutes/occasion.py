"""When, where and of which branch: the header, the opening formula and the labelled lines of minutes.

Sources are compared with one another (header against opening, time line against dateline and title); where they
disagree, the value is
told with the disagreement and goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.sheet import HeldOn
from minutes.wording import key_of
from vntext.dates import DateMention, PartialDate, Precision, find_dates

_TIME_LEAD = sign("time_lead")
_DATELINE = sign("dateline")
_CLOCK = sign("clock")
#: `08.00 ngày 30/6/2023`
_DOTTED_CLOCK = sign("dotted_clock")
_DAY_MONTH = sign("day_and_month")
_DIGITS = str.maketrans(
    {"O": "0", "o": "0", "l": "1", "I": "1", "L": "1", "|": "1", "Ô": "0", "S": "5", "s": "5", "B": "8"}
)
_NEAR_DIGIT = sign("letter_for_figure")
_STROKE = sign("colon_for_stroke")
_OF_DATES = (
    (re.compile(r"(?<=\d )th[^\W\d_]ng(?= \d)"), "tháng"),
    (re.compile(r"(?<=\d )n[^\W\d_]m(?= (?:19|20)\d\d)"), "năm"),
    (re.compile(r"(?<![^\W_])ng[^\W\d_]y(?= \d)"), "ngày"),
)
#: figures of a day whose strokes a scan lost or moved: `ngày 25-1 1-2021`, `ngày 1608:2026`
_TORN = sign("torn_day")
#: `năm 20  22`: the two figures of the year that a form leaves to be written
_PARTED_YEAR = re.compile(r"(?P<led>năm\s+)(?P<year>20)(?P<gap>\s{1,6})(?P<rest>\d\d)(?!\d)")
_HEAD = 18


_MEETS = sign("opening_meets")
_ELSEWHERE = sign("other_event")
_OPENINGS = 22


def openings(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs that may tell when and where: labelled ones first, then sentences with a day and an hour, or a
    day and a
    word of meeting; nothing after the business has begun."""
    head = [p for p in paragraphs[: 2 * _HEAD] if not p.row]
    led = [p for p in head if _TIME_LEAD.match(p.reading.key, p.body) and "kết thúc" not in p.reading.key[:40]]
    settled = any(_days(p) or _torn_figures(p) for p in led)
    told = [] if settled else [p for p in head[:_OPENINGS] if p not in led and _tells_when(p)]
    return (*led, *told)


def _days(paragraph: Paragraph) -> list[DateMention]:
    found = find_dates(digits(paragraph.text, paragraph.damaged))
    return [m for m in found if m.value.precision is Precision.DAY]


def _day_of_branch(paragraph: Paragraph) -> DateMention | None:
    """The day behind what is carried out: `Thực hiện Kế hoạch của Đảng ủy, ngày 4/12/2022 Chi bộ A họp`."""
    key = paragraph.reading.key
    return next(
        (
            day
            for day in _days(paragraph)
            if sign("branch_meets").match(key, day.end) and not sign("of_a_paper").search(key[: day.start])
        ),
        None,
    )


def _tells_when(paragraph: Paragraph) -> bool:
    key = paragraph.reading.key
    if not key.startswith("(") and _day_of_branch(paragraph) is not None:
        return True
    if (
        not _days(paragraph)
        or _ELSEWHERE.search(key)
        or (len(key) < 90 and _DATELINE.match(key) and not _MEETS.search(key))
        or key.startswith("(")
    ):
        return False
    return _CLOCK.search(key) is not None or _MEETS.search(key) is not None


@dataclass(frozen=True, slots=True)
class _Dated:
    role: str
    mention: DateMention
    paragraph: Paragraph


#: how surely the words of a stretch of the script were read by OCR; None where they were typed
Legible = Callable[[int, int], float | None]
#: a figure below the first is hardly read, one above the second plainly
_HARDLY, _PLAINLY = 0.6, 0.9


def held_on(paragraphs: Sequence[Paragraph], invitation: bool = False, legible: Legible | None = None) -> HeldOn:
    """The date of a meeting from its minutes, with what speaks against it."""
    found = list(_dated(paragraphs))
    days = {
        role: [d.mention.value for d in found if d.role == role and d.mention.value.precision is Precision.DAY]
        for role in ("time", "dateline", "title")
    }
    months = [d.mention.value for d in found if d.role == "title" and d.mention.value.precision is Precision.MONTH]
    torn = _torn_day(paragraphs, [*days["dateline"], *months]) if not days["time"] else None
    if torn is not None:
        days["time"].append(torn)
    if not days["time"] and (short := _short_year(paragraphs, months)):
        days["time"].append(short)
    value = _first(days["time"]) or _first(days["title"]) or _without_year(paragraphs, months + days["dateline"])
    if value is None:
        value = None if invitation else _first(days["dateline"])
        if value is None:
            return HeldOn(_first(months), False, ("no_day",)) if months else HeldOn(None, False, ("no_date",))
    span = next((_figures_of_day(d) for d in found if d.mention.value == value), None)
    signed = next((_figures_of_day(d) for d in found if d.role == "dateline"), None)
    if months and _same_month(value, months[0]) and _outshines(span, signed, legible):
        days["dateline"] = []
    agreed = value in days["time"] and value in (*days["dateline"], *days["title"])
    reasons = tuple(_doubts(value, days, months, invitation))
    backed = value in days["dateline"] or bool(months and _near_month(value, months[0]))
    return HeldOn(value, not reasons, reasons, span, backed, agreed)


def _outshines(span: tuple[int, int] | None, signed: tuple[int, int] | None, legible: Legible | None) -> bool:
    """Was the day of the meeting read plainly, and that of the line of the date hardly?"""
    if span is None or signed is None or legible is None:
        return False
    meeting, line = legible(*span), legible(*signed)
    return meeting is not None and line is not None and meeting >= _PLAINLY and line < _HARDLY


def _figures_of_day(dated: _Dated) -> tuple[int, int]:
    """Where the number of the day stands, which nothing else in the text repeats."""
    written = dated.paragraph.text[dated.mention.start : dated.mention.end]
    day = re.search(r"\w*\d\w*", written)
    start, end = day.span() if day else (0, len(written))
    return dated.paragraph.span(dated.mention.start + start, dated.mention.start + end)


def _doubts(
    value: PartialDate, days: dict[str, list[PartialDate]], months: list[PartialDate], invitation: bool
) -> Iterator[str]:
    signed = _first(days["dateline"])
    backed = signed is not None and signed == value
    misread = signed is not None and bool(months) and _same_month(value, months[0]) and _misread(signed, value)
    if signed is not None and not invitation and not misread and not 0 <= (signed.first - value.first).days <= 20:
        yield "dateline_differs"
    if not backed and months and not _near_month(value, months[0]):
        yield "title_month_differs"
    if len(set(days["time"][:2])) > 1 and days["time"][0] != days["time"][1] and not backed:
        yield "two_dates"
    if not days["time"] and not days["title"]:
        yield "only_dateline"


def _misread(signed: PartialDate, value: PartialDate) -> bool:
    """The same day with one wrong figure in its month or year (`17 tháng 11 năm 2035` for 2025)."""
    one, other = signed.first.isoformat(), value.first.isoformat()
    return signed.first.day == value.first.day and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _same_month(day: PartialDate, month: PartialDate) -> bool:
    return month.first <= day.first <= month.last


def _near_month(day: PartialDate, month: PartialDate) -> bool:
    """In the month of the title, or in the last days before it, when its meeting is often held."""
    return (day.first - month.first).days >= -5 and day.first <= month.last


def _first(values: Sequence[PartialDate]) -> PartialDate | None:
    return values[0] if values else None


def _dated(paragraphs: Sequence[Paragraph]) -> Iterator[_Dated]:
    """The dates that may be the meeting's, by the place in which they stand."""
    opening = openings(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        if paragraph.row:
            continue
        key = paragraph.reading.key
        mentions = find_dates(digits(paragraph.text, paragraph.damaged))
        led = paragraph in opening
        if led and (day := _day_of_branch(paragraph)) is not None:
            mentions = (day,)
        for mention in mentions:
            if led and mention.value.precision is Precision.DAY and "kết thúc" not in key[: mention.start]:
                yield _Dated("time", mention, paragraph)
                break
        if led or index >= _HEAD:
            continue
        for mention in mentions:
            short = len(paragraph.text) < 90 and not _OTHER_DAY.search(key[: mention.start])
            if short and _DATELINE.match(key) and not _MEETS.search(key) and mention.value.precision is Precision.DAY:
                yield _Dated("dateline", mention, paragraph)
            elif short and (paragraph.text.startswith("(") or _titled(key)):
                yield _Dated("title", mention, paragraph)


#: words before a day that is not the meeting's
_OTHER_DAY = sign("other_day")


def _titled(key: str) -> bool:
    return sign("dated_title").search(key) is not None


def digits(text: str, damaged: bool) -> str:
    """On damaged pages letters beside figures read as figures (`2O16`), colons in a date as strokes (`31:10:2020`), and
    words between figures as those of a date (`16 thẳng 08 nam 2026`); as long as the text."""
    text = _PARTED_YEAR.sub(lambda m: m["gap"] + m["led"] + m["year"] + m["rest"], text)
    if not damaged:
        return text
    for seen, meant in _OF_DATES:
        text = seen.sub(meant, text)
    return _STROKE.sub("/", _NEAR_DIGIT.sub(lambda m: m[0].translate(_DIGITS), text))


def _torn_day(paragraphs: Sequence[Paragraph], near: Sequence[PartialDate]) -> PartialDate | None:
    """A day whose eight figures stand in the time line without their strokes, where the dateline or the title's month
    says the same."""
    for paragraph in openings(paragraphs):
        torn = _torn_figures(paragraph)
        if torn is not None and any(date.first <= torn.first <= date.last for date in near):
            return torn
    return None


def _torn_figures(paragraph: Paragraph) -> PartialDate | None:
    torn = _TORN.search(digits(paragraph.reading.key, paragraph.damaged)) if paragraph.damaged else None
    groups = re.findall(r"\d+", torn["figures"]) if torn else []
    if [len(g) for g in groups] not in ([1, 1, 4], [1, 2, 4], [2, 1, 4]):
        figures = "".join(groups)
        groups = [figures[:2], figures[2:4], figures[4:]] if len(figures) == 8 else []
    found = find_dates("/".join(groups)) if groups else []
    return found[0].value if found else None


def _without_year(paragraphs: Sequence[Paragraph], years: Sequence[PartialDate]) -> PartialDate | None:
    """`ngày 05/6` in the time line, with the year of the title or the dateline."""
    if not years:
        return None
    for paragraph in paragraphs[: 2 * _HEAD]:
        key = paragraph.reading.key
        if _TIME_LEAD.match(key, paragraph.body) and (m := _DAY_MONTH.search(key)):
            found = find_dates(f"{m['d']}/{m['m']}/{years[0].year}")
            if found:
                return found[0].value
    return None


def _short_year(paragraphs: Sequence[Paragraph], months: Sequence[PartialDate]) -> PartialDate | None:
    """`19h 5/3/24` at the head of a notebook's page, where the title tells the same month of the same year."""
    for paragraph in paragraphs[:6] if months else ():
        short = sign("short_year").search(paragraph.reading.key) if not paragraph.row else None
        found = find_dates(f"{short['d']}/{short['m']}/20{short['y']}") if short else []
        if found and _same_month(found[0].value, months[0]):
            return found[0].value
    return None


def start_time(paragraphs: Sequence[Paragraph]) -> str | None:
    """HH:MM at which the meeting began, from the time line, the opening or the bracket under the title."""
    bracketed = [p for p in paragraphs[:_HEAD] if not p.row and re.match(r"\W*\((?:ngày|lúc|\d)", p.reading.key)]
    for paragraph in [*openings(paragraphs), *bracketed]:
        key = key_of(digits(paragraph.text, paragraph.damaged))
        dotted = _DOTTED_CLOCK.search(key)
        if dotted:
            return f"{int(dotted['h']):02d}:{int(dotted['m']):02d}"
        clock = _CLOCK.search(key)
        if clock and "kết thúc" not in key[: clock.start()]:
            minute = 30 if clock["half"] else int(clock["m"] or 0)
            return f"{int(clock['h']):02d}:{minute:02d}"
    return None


_PLACE_LABEL = sign("place_label")
_WITH_TIME = sign("with_time")
_PLACE_END = sign("place_end")
_AT = sign("at_place")


def place(paragraphs: Sequence[Paragraph]) -> str | None:
    """Where the meeting was held, as written."""
    head = [p for p in paragraphs[: 2 * _HEAD] if not p.row]
    for paragraph in head:
        label = _PLACE_LABEL.search(paragraph.reading.key)
        if label and not _WITH_TIME.search(paragraph.reading.key[: label.start()]):
            return _cut_place(paragraph, label.end())
    for paragraph in openings(paragraphs):
        at = _AT.search(paragraph.reading.key)
        if at and not sign("no_place").search(paragraph.reading.key[at.end() :]):
            return _cut_place(paragraph, at.end())
    return next((p for p in map(_bracketed, head[:_HEAD]) if p), None) or _between_marks(head[:_HEAD])


def _between_marks(head: Sequence[Paragraph]) -> str | None:
    """`19 giờ | Nhà văn hóa xóm`: behind the day or the hour, or on the line after it, what begins as places do."""
    dated = False
    for paragraph in head:
        key = paragraph.reading.key
        first = re.search(r"\d", key)
        told = bool(_days(paragraph)) or _CLOCK.search(key) is not None
        if told and first is not None and (found := sign("place_segment").search(key, first.start())):
            return _cut_place(paragraph, found.start("place"))
        if dated and (found := sign("place_segment").match(f". {key}")):
            return _cut_place(paragraph, max(0, found.start("place") - 2))
        dated = told
    return None


def _cut_place(paragraph: Paragraph, at: int) -> str | None:
    key = paragraph.reading.key
    stop = _PLACE_END.search(key, at)
    end = stop.start() if stop else len(key)
    comma = key.find(",", at, end)
    if comma >= 0 and sign("place_then_meeting").search(key[comma:end]):
        end = comma
    return re.sub(r"^[Tt]ại:?\s+", "", paragraph.text[at:end].strip(" .,;:-")) or None


def _bracketed(paragraph: Paragraph) -> str | None:
    """`(ngày 02/02/2024, 16g30, phòng giao dịch trung tâm)` under a title: what is neither date nor hour."""
    text = paragraph.text.strip()
    if not (text.startswith("(") and text.endswith(")") and find_dates(text)):
        return None
    rest = [p.strip() for p in text[1:-1].split(",") if not find_dates(p) and not _CLOCK.search(key_of(p))]
    rest = [p for p in rest if p and not p.isdecimal()]
    return re.sub(r"^tại\s+", "", rest[-1]) if rest else None
