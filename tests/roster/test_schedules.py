"""Usual meeting days, against the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from roster.people import Schedule, Validity
from roster.schedules import meeting_day, meeting_days, meets_on


@pytest.mark.parametrize(
    ("rule", "year", "month", "day"),
    [
        ("3", 2023, 9, "2023-09-03"),
        ("31", 2023, 2, "2023-02-28"),
        ("SU1", 2023, 9, "2023-09-03"),
        ("MO5", 2023, 9, "None"),
        ("SA-1", 2024, 2, "2024-02-24"),
        ("X1", 2024, 2, "None"),
        ("0", 2024, 2, "None"),
    ],
)
def test_the_day_of_a_month(rule: str, year: int, month: int, day: str) -> None:
    assert str(meeting_day(rule, year, month)) == day


def test_days_of_a_period_within_validity() -> None:
    schedule = Schedule("b1", "5", "19:30", Validity(date(2023, 2, 1), date(2023, 4, 4)))
    assert [str(day) for day in meeting_days(schedule, date(2023, 1, 1), date(2023, 12, 31))] == [
        "2023-02-05",
        "2023-03-05",
    ]
    assert meets_on(schedule, date(2023, 3, 5)) and not meets_on(schedule, date(2023, 4, 5))
