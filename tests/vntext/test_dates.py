"""Dates with their precision; no day is ever invented."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vntext.dates import Precision, find_dates, parse_date, quarter


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7-8-2019", "2019-08-07"), ("07/8/2019", "2019-08-07"), ("4.10.2023", "2023-10-04"), ("ngày 03 tháng 02 năm 2026", "2026-02-03"),
        ("ngày 3 tháng 2, năm 2026", "2026-02-03"), ("ngày mùng ba tháng tư năm 2023", "2023-04-03"), ("ngày hai mươi mốt tháng mười hai năm 2023", "2023-12-21"),
        ("ngày hai mươi lăm tháng ba năm hai nghìn không trăm hai mươi lăm", "2025-03-25"), ("ngày mười tháng tư năm hai ngàn không trăm hai tư", "2024-04-10"),
        ("Ngày 05/3/2026", "2026-03-05"), ("tháng 9-2023", "2023-09"), ("tháng 9 năm 2023", "2023-09"), ("tháng chín năm 2023", "2023-09"), ("9/2023", "2023-09"),
        ("tháng 12/2023", "2023-12"), ("quý II/2024", "2024-Q2"), ("quý 2 năm 2024", "2024-Q2"), ("quý tư năm 2024", "2024-Q4"), ("Quý IV - 2024", "2024-Q4"),
        ("6 tháng đầu năm 2023", "2023-H1"), ("06 tháng cuối năm 2023", "2023-H2"), ("năm 2023", "2023"), ("nhiệm kỳ 2020 - 2025", "term:2020-2025"),
        ("31/02/2023", None), ("tháng 13 năm 2023", None), ("2 lần/năm", None), ("2023", None), ("5/3", None), ("", None), ("khóa XX", None), ("nhiệm kỳ 1990-2025", None),
    ],
)  # fmt: skip
def test_the_whole_text_is_one_date(text: str, value: str | None) -> None:
    found = parse_date(text)
    assert (found and str(found)) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Quy định số 32-QĐ/TU ngày 7-8-2019, có hiệu lực từ 1-1-2021", ["2019-08-07", "2021-01-01"]),
        ("trong quý III/2023 và 6 tháng cuối năm 2023", ["2023-Q3", "2023-H2"]),
        ("Biên bản họp chi bộ tháng 9 năm 2023", ["2023-09"]),
        ("số 08/2023/QĐ-UBND", []),
        ("dự 2/3 số buổi, đạt 15/2000", []),
        ("từ ngày 01/02/2024 đến ngày 30.6.2024", ["2024-02-01", "2024-06-30"]),
        ("ngày 31 tháng 2 năm 2023", ["2023"]),
    ],
)
def test_dates_in_running_text(text: str, values: list[str]) -> None:
    assert [str(found.value) for found in find_dates(text)] == values


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("quý I/2024", "2024-01-01", "2024-03-31"),
        ("tháng 2/2024", "2024-02-01", "2024-02-29"),
        ("6 tháng cuối năm 2023", "2023-07-01", "2023-12-31"),
        ("nhiệm kỳ 2020-2025", "2020-01-01", "2025-12-31"),
        ("5/3/2023", "2023-03-05", "2023-03-05"),
    ],
)
def test_the_days_that_a_period_may_mean(text: str, first: str, last: str) -> None:
    found = parse_date(text)
    assert found and (str(found.first), str(found.last)) == (first, last)


def test_quarters() -> None:
    assert [quarter(text) for text in ("I", "2", "ba", "Tư", "V", "0", "")] == [1, 2, 3, 4, None, None, None]


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_every_day_in_every_form(day: date) -> None:
    for form in (
        "{d}-{m}-{y}",
        "{d:02d}/{m:02d}/{y}",
        "{d}.{m}.{y}",
        "ngày {d:02d} tháng {m:02d} năm {y}",
        "{d} tháng {m} năm {y}",
    ):
        text = f"Hôm nay, {form.format(d=day.day, m=day.month, y=day.year)}, tại hội trường"
        (found,) = find_dates(text)
        assert found.value.precision is Precision.DAY and found.value.first == day
        assert parse_date(text[found.start : found.end]) == found.value


@given(st.text(alphabet="0123456789/-. ngàythángnămquýIV", max_size=40))
def test_nothing_is_invented_and_nothing_overlaps(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert found.start >= end
        assert str(found.value.year) in text[found.start : found.end]
        if found.value.precision is Precision.DAY:
            figures = {int(figure) for figure in re.findall(r"\d+", text[found.start : found.end])}
            assert {found.value.day, found.value.year} <= figures
        end = found.end
