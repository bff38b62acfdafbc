"""The papers on a made-up world of three provinces: what they must say, and that data never becomes code in them."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import compliance_provinces as provinces
import openpyxl
import pytest
from docx import Document
from icalendar import Calendar
from lxml import html

from compliance.confirming import confirmation_of
from compliance.due import due
from compliance.figure import Figure, Status
from compliance.figures import figures
from compliance.periods import parse
from compliance.reports.composing import Selection, compose
from compliance.reports.evidence import Evidence, RowShown, cited
from compliance.reports.rendering import ReportFormat, render
from compliance.reports.report import Report
from compliance.reports.topics import topic_of, topics
from compliance.said_periods import period_in_words, schedule_in_words
from compliance.wording import LANGUAGES
from roster.people import AttendanceStatus, Schedule

AS_OF = date(2024, 1, 15)
ROSTER, REGISTER = provinces.roster(), provinces.register()
FIGURES = figures(provinces.RULES, ROSTER, REGISTER, "2023", AS_OF)


def report(found: tuple[Figure, ...] = FIGURES, **more: Any) -> Report:
    given = {"recommendations": provinces.RECOMMENDATIONS, "letterhead": provinces.LETTERHEAD, **more}
    return compose(found, ROSTER, parse("2023"), AS_OF, **given)


def standing(member: str) -> list[tuple[str, Status, int]]:
    return [(f.period.label, f.status, f.attended) for f in FIGURES if f.member_id == member]


def test_a_deputy_secretary_with_one_visit_has_met_the_rule_and_a_member_with_one_has_not() -> None:
    assert standing("dn1") == [("2023", Status.MET, 1)]
    assert standing("dn2") == [("2023", Status.SHORT, 1)]


def test_four_visits_in_the_first_quarter_meet_one_quarter_of_four() -> None:
    quarters = [("2023-Q1", Status.MET, 4), *((f"2023-Q{n}", Status.SHORT, 0) for n in (2, 3, 4))]
    assert standing("la1") == quarters


def test_rules_of_one_province_bind_nobody_of_another() -> None:
    assert {f.member_id[:2] for f in FIGURES if f.rule_id == "qn-08"} == {"qn"}


def test_the_running_total_of_the_year_grows_from_quarter_to_quarter() -> None:
    totals = [line.year_total for line in report().lines if line.figure.member_id == "la2"]
    assert totals == [1, 2, 3, 4]


# -- XLSX


def book(found: Report) -> Any:
    return openpyxl.load_workbook(BytesIO(render(found, ReportFormat.XLSX)))


def test_the_workbook_has_its_sheets_filters_and_frozen_headings() -> None:
    sheets = book(report()).worksheets
    assert [sheet.title for sheet in sheets[:2]] == ["Tổng hợp", "Chi tiết"]
    assert {"Thiếu biên bản", "Chờ duyệt", "Quy định áp dụng", "Ghi chú và thiết lập"} < {s.title for s in sheets}
    assert all(sheet.freeze_panes == "A4" and sheet.auto_filter.ref for sheet in sheets)
    assert _has_chart(report())


def _has_chart(found: Report) -> bool:
    with ZipFile(BytesIO(render(found, ReportFormat.XLSX))) as archive:
        return any(name.startswith("xl/charts/") for name in archive.namelist())


def test_cells_are_typed_and_no_text_of_data_is_a_formula_or_a_link() -> None:
    found = book(report())
    details = found["Chi tiết"]
    headings = {cell.value: cell.column for cell in details[3]}
    first = {name: details.cell(4, column) for name, column in headings.items()}
    assert first["Từ ngày"].value == datetime(2023, 1, 1)
    assert (first["Định mức"].value, first["Định mức"].data_type) == (2, "n")
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(cell.value == '=HYPERLINK("http://x")' and cell.data_type == "s" for cell in cells)


def test_the_workbook_is_the_same_when_it_is_made_again() -> None:
    assert render(report(), ReportFormat.XLSX) == render(report(), ReportFormat.XLSX)


# -- DOCX


def test_the_letter_has_the_official_head_title_signature_and_annexes() -> None:
    paper = Document(BytesIO(render(report(), ReportFormat.DOCX)))
    head = [paragraph.text for cell in paper.tables[0].rows[0].cells for paragraph in cell.paragraphs]
    assert head[:4] == ["TỈNH ỦY ĐỒNG NAI", "BAN TỔ CHỨC", "*", "Số      -BC/BTCTU"]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in head
    text = [paragraph.text for paragraph in paper.paragraphs]
    assert text[text.index("BÁO CÁO") + 1] == "kết quả dự sinh hoạt chi bộ của cấp ủy viên năm 2023"
    assert [line for line in text if re.fullmatch(r"PHỤ LỤC \d", line)] == [f"PHỤ LỤC {n}" for n in range(1, 8)]
    assert any(line.endswith("./.") for line in text)
    signature = " ".join(cell.text for table in paper.tables for cell in table.rows[0].cells)
    assert "K/T TRƯỞNG BAN" in signature and "Nơi nhận:" in signature


def test_the_letters_visits_have_the_columns_of_the_committees_practice() -> None:
    paper = Document(BytesIO(render(report(), ReportFormat.DOCX)))
    headings = [[cell.text for cell in table.rows[0].cells] for table in paper.tables]
    wanted = ["TT", "Họ và tên", "Chức vụ", "Chi bộ dự", "Ngày dự", "Loại buổi sinh hoạt", "Nội dung tham gia, chỉ đạo"]
    assert any(found[:7] == wanted for found in headings)


# -- HTML


def page(found: Report) -> Any:
    return html.fromstring(render(found, ReportFormat.HTML).decode())


def test_the_page_loads_nothing_and_escapes_what_data_says() -> None:
    text = render(report(), ReportFormat.HTML).decode()
    assert "Bùi &lt;b&gt;Đức&lt;/b&gt; &amp; Tín" in text and "<b>Đức</b>" not in text
    tree = page(report())
    assert not tree.xpath("//*[@src and not(starts-with(@src, 'data:'))] | //link | //*[starts-with(@href, 'http')]")


def test_each_figure_of_the_page_opens_to_its_grounds() -> None:
    entries = page(report()).xpath("//details[contains(@class, 'entry')]")
    assert len(entries) == len(FIGURES)
    assert "Chi bộ ấp 2, Đảng bộ xã Trà Cổ [a001]: được tính" in entries[0].text_content()


def test_every_link_of_the_page_leads_to_a_place_in_it() -> None:
    tree = page(report())
    places = set(tree.xpath("//@id"))
    links = [link[1:] for link in tree.xpath("//a/@href")]
    assert links and set(links) <= places
    assert any(link.startswith("m") and link[1:].isdecimal() for link in links)


def test_a_meeting_shows_its_paper_inside_the_page() -> None:
    shown = RowShown("Đ/c Nguyễn A", "Dự có <đồng chí> A", 2, b"\x89PNG")
    evidence = Evidence({"a001": shown}, {"s-dn-b1-2023-09-03": ("bien-ban.pdf, trang 2",)}, left_out=7)
    tree = page(replace(report(), evidence=evidence))
    (image,) = tree.xpath("//img")
    assert image.get("src").startswith("data:image/png;base64,") and "Đ/c Nguyễn A" in image.get("alt")
    (meeting,) = tree.xpath("//article[.//img]")
    assert "Dự có <đồng chí> A" in meeting.text_content()
    assert tree.xpath(f"//details[@id='f1']//a[@href='#{meeting.get('id')}']")
    assert meeting.xpath(".//a[@href='#f1']")
    assert "còn 7 ảnh nữa" in tree.xpath("//section[@id='meetings']")[0].text_content()


def test_an_absence_is_never_worth_a_picture() -> None:
    assert {visit.sighting.row.status for visit in cited(FIGURES)} == {AttendanceStatus.PRESENT}


def test_the_bars_say_their_figures_in_words() -> None:
    labels = page(report()).xpath("//svg[@role='img']/@aria-label")
    assert any("258-QĐ/TU" in label and "Chưa đạt 3, Chưa rõ 4, Đạt 5" in label for label in labels)


# -- nobody is short without the mark


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_printed_short_without_the_mark_of_confirmation(language: str) -> None:
    open_mark, done_mark = {"vi": ("CHƯA xác nhận", "đã xác nhận"), "en": ("NOT confirmed", "confirmed")}[language]
    one = next(f for f in FIGURES if f.status is Status.SHORT)
    word = confirmation_of(one, "Trưởng ban", "đồng chí nhận đã bận công tác", datetime(2024, 1, 10))
    found = figures(provinces.RULES, ROSTER, REGISTER, "2023", AS_OF, confirmations=(word,))
    made = report(found, language=language)
    entries = page(made).xpath("//details[contains(@class, 'entry')]/summary")
    short = [
        entry.text_content() for figure, entry in zip(found, entries, strict=True) if figure.status is Status.SHORT
    ]
    assert sum(done_mark in text and open_mark not in text for text in short) == 1
    assert sum(open_mark in text for text in short) == len(short) - 1 == 3
    assert made.unconfirmed == 3


def test_a_confirmation_lapses_when_what_it_was_based_on_changes() -> None:
    one = next(f for f in FIGURES if f.status is Status.SHORT)
    word = confirmation_of(one, "Trưởng ban", "đã trao đổi", datetime(2024, 1, 10))
    assert word.holds(one)
    assert not replace(word, attended=0).holds(one)
    assert not replace(word, rule_version=2).holds(one)
    assert not word.holds(replace(one, status=Status.UNKNOWN, missing=(("dn-b1", "2023-05"),)))


def test_only_a_short_figure_can_be_confirmed_and_only_with_a_reason() -> None:
    met = next(f for f in FIGURES if f.status is Status.MET)
    with pytest.raises(ValueError, match="not short"):
        confirmation_of(met, "Trưởng ban", "vì", datetime(2024, 1, 10))
    short = next(f for f in FIGURES if f.status is Status.SHORT)
    with pytest.raises(ValueError, match="reason"):
        confirmation_of(short, "Trưởng ban", "  ", datetime(2024, 1, 10))


# -- CSV, ICS, reminders


def test_the_plain_table_guards_spreadsheets_against_formulas() -> None:
    text = render(report(), ReportFormat.CSV).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == len(FIGURES)
    assert [row["Họ và tên"] for row in rows if row["Mã"] == "qn1"] == ['\'=HYPERLINK("http://x")']


EARLY = date(2023, 11, 1)
OPEN = figures(provinces.RULES, ROSTER, REGISTER, "2023", EARLY)


def test_reminders_name_what_is_owed_and_the_branches_next_usual_days() -> None:
    owed = {each.figure.member_id: each for each in due(OPEN, ROSTER, EARLY, 30)}
    assert set(owed) == {"dn2", "dn4", "la1", "la2", "la3"}
    assert [(m.day, m.time) for m in owed["la1"].meetings] == [(date(2023, 11, 10), "19:30")]
    assert [m.day for m in owed["dn2"].meetings] == [date(2023, 11, 5)]
    assert (owed["dn4"].remaining, owed["dn4"].branches, owed["dn4"].meetings) == (2, ("dn-b3",), ())


def test_no_meeting_is_announced_after_the_end_of_the_period() -> None:
    owed = due(OPEN, ROSTER, EARLY, 400)
    assert max(m.day for each in owed for m in each.meetings) <= date(2023, 12, 31)


def test_the_calendar_has_an_event_for_each_usual_day_and_each_deadline() -> None:
    owed = due(OPEN, ROSTER, EARLY, 30)
    calendar = Calendar.from_ical(render(report(OPEN), ReportFormat.ICS, owed))
    events = calendar.walk("VEVENT")
    assert len(events) == sum(1 + len(each.meetings) for each in owed)
    assert len({str(event["uid"]) for event in events}) == len(events)
    timed = [e for e in events if isinstance(e.decoded("dtstart"), datetime) and "Mạc Thanh Sang" in str(e["summary"])]
    assert timed[0].decoded("dtstart").isoformat() == "2023-11-10T12:30:00+00:00"


# -- narrowing and words


def test_a_report_can_be_narrowed_to_a_member_a_unit_or_a_branch() -> None:
    def members(selection: Selection) -> set[str]:
        return {line.figure.member_id for line in report(selection=selection).lines}

    assert members(Selection(member_id="la1")) == {"la1"}
    assert members(Selection(unit="Đảng bộ tỉnh Quảng Ngãi")) == {"qn1", "qn2"}
    assert members(Selection(branch_id="dn-b1")) == {"dn1", "dn2", "dn3"}


def test_an_empty_report_is_made_in_every_format() -> None:
    for form in ReportFormat:
        assert render(report(()), form)


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.id)
def test_examples_of_topics_are_found(topic: Any) -> None:
    assert [topic_of(example).id for example in topic.examples] == [topic.id] * len(topic.examples)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("2023", "năm 2023"),
        ("2023-H1", "6 tháng đầu năm 2023"),
        ("2023-Q3", "quý III năm 2023"),
        ("2023-09", "tháng 09 năm 2023"),
        ("2023-W36", "tuần 36 năm 2023"),
        ("term:2020-2025", "nhiệm kỳ 2020-2025"),
        ("2023-01..2023-02", "kỳ 2023-01..2023-02 (01/01/2023 – 28/02/2023)"),
    ],
)
def test_periods_are_said_as_a_sentence_has_them(label: str, said: str) -> None:
    assert period_in_words(parse(label)) == said


def test_meeting_days_are_said() -> None:
    assert schedule_in_words(Schedule("b", "3", "19:30")) == "ngày 03 hằng tháng, 19:30"
    assert schedule_in_words(Schedule("b", "SU1")) == "Chủ nhật thứ 1 của tháng"
    assert schedule_in_words(Schedule("b", "SU-1")) == "Chủ nhật cuối tháng"
