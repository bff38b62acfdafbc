"""Periods and meeting days as a sentence has them: "quý III năm 2023", "ngày 03 hằng tháng"."""

from __future__ import annotations

from compliance.periods import Period
from compliance.wording import Wording
from roster.people import Schedule

_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def period_in_words(period: Period, language: str = "vi") -> str:
    """A period of the calendar by its name, any other by its label and days."""
    words = Wording(language)
    year, _, rest = period.label.partition("-")
    if period.label.startswith("term:"):
        return words.say("period_word", "term", label=period.label.removeprefix("term:"))
    if ".." in period.label:
        label = f"{period.label} ({words.day(period.start)} – {words.day(period.end)})"
        return words.say("period_word", "other", label=label)
    if not rest:
        return words.say("period_word", "year", year=year)
    number = int(rest.lstrip("HQW"))
    if rest[0] == "H":
        half = words.say("period_word", "first_half" if number == 1 else "second_half")
        return words.say("period_word", "half", half=half, number=number, year=year)
    if rest[0] == "Q":
        return words.say("period_word", "quarter", roman=_ROMAN[number], number=number, year=year)
    shown = f"{number:02d}"
    return words.say("period_word", "week" if rest[0] == "W" else "month", number=shown, year=year)


def schedule_in_words(schedule: Schedule, language: str = "vi") -> str:
    """The branch's usual day, with the hour where it is known; a rule of another kind as it is written."""
    words, rule = Wording(language), schedule.day_rule
    if rule.isdecimal():
        said = words.say("meeting_day", "day", number=f"{int(rule):02d}")
    elif rule[:2] in _WEEKDAYS and rule[2:].lstrip("-").isdecimal():
        weekday = words.say("weekday", rule[:2])
        last = rule[2:].startswith("-")
        said = words.say("meeting_day", "last" if last else "weekday", weekday=weekday, number=rule[2:])
    else:
        said = rule
    return f"{said}, {schedule.time}" if schedule.time else said


_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
