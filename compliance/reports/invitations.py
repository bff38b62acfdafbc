"""ICS: who still owes a visit, on the usual meeting days of his branches, with the end of the period as a reminder."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from hashlib import sha256

from icalendar import Calendar, Event

from compliance.due import Due, NextMeeting
from compliance.reports.report import Report
from compliance.reports.tables import FigureWords
from compliance.said_periods import period_in_words
from compliance.wording import Wording

#: The time of Vietnam, the same all year; a meeting's hour is local.
ZONE = timezone(timedelta(hours=7))
#: A branch meeting lasts at least 90 minutes (guidance of the central Organising Commission, 2018 and 2025).
LASTS = timedelta(minutes=90)


def invitations(report: Report, owed: tuple[Due, ...]) -> bytes:
    """One event for each owed visit and usual day, all-day where the hour is not known, and one for each deadline."""
    words, says = Wording(report.language), FigureWords(report)
    calendar = Calendar()
    calendar.add("prodid", "-//diemdanh//due//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words.say("due", "calendar"))
    stamp = datetime.combine(report.as_of, time(), UTC)
    positions = {line.figure.member_id: line.position for line in report.lines}
    for each in owed:
        told = _told(each, positions.get(each.figure.member_id, ""), report.language)
        for meeting in each.meetings:
            calendar.add_component(_meeting(each, meeting, told, says.branch(meeting.branch_id), stamp, words))
        calendar.add_component(_deadline(each, told, stamp, words))
    data: bytes = calendar.to_ical()
    return data


def _told(each: Due, position: str, language: str) -> dict[str, object]:
    figure, words = each.figure, Wording(language)
    return {
        "member": figure.member.name or figure.member_id,
        "position": position or "–",
        "remaining": each.remaining,
        "required": words.number(figure.required),
        "attended": figure.attended,
        "period": period_in_words(figure.period, language),
        "document": words.document(figure.rule.terms.document),
        "end": words.day(figure.period.end),
    }


def _event(key: str, summary: str, description: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{sha256(key.encode()).hexdigest()[:24]}@diemdanh")
    event.add("dtstamp", stamp)
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def _meeting(
    each: Due, meeting: NextMeeting, told: dict[str, object], branch: str, stamp: datetime, words: Wording
) -> Event:
    key = f"{each.figure.order} {meeting.branch_id} {meeting.day} {meeting.time}"
    event = _event(key, words.say("due", "summary", **told), words.say("due", "description", **told), stamp)
    event.add("location", branch)
    _when(event, meeting.day, meeting.time)
    return event


def _when(event: Event, day: date, hour: str) -> None:
    hours, _, minutes = hour.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal()):
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        return
    start = datetime.combine(day, time(int(hours), int(minutes)), ZONE).astimezone(UTC)
    event.add("dtstart", start)
    event.add("dtend", start + LASTS)


def _deadline(each: Due, told: dict[str, object], stamp: datetime, words: Wording) -> Event:
    event = _event(
        f"{each.figure.order} end", words.say("due", "deadline", **told), words.say("due", "description", **told), stamp
    )
    event.add("dtstart", each.deadline)
    event.add("dtend", each.deadline + timedelta(days=1))
    return event
