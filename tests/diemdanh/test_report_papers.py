"""Papers that leave the workspace: the head that the settings say, the pictures inside an HTML report."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from lxml import html
from reportlab.pdfgen.canvas import Canvas

from diemdanh.desk import Desk
from diemdanh.messages import Language, choose
from diemdanh.papers import audit_entries
from diemdanh.reporting import report_bytes
from documents.model import Box
from minutes.entry import Entry, EntryRow, Source
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import AttendanceStatus, Branch, BranchKind, MeetingKind, Member, Post
from roster.rows import FactKind
from rules_catalog.catalogue import Catalogue
from rules_catalog.exchange import Format, loaded
from store import originals, settings
from store.database import open_store

NOW = datetime(2024, 2, 1, 8, 0, tzinfo=UTC)
RULE = b"""
- id: r1
  document: {number: 7-QD/TU, type: Quy dinh, issued: 2023-01-05, issuer: Ban Thuong vu Tinh uy}
  who_ids: [provincial_committee_member]
  action: attend_branch_meeting
  where_kind: residential_branch
  min_count: 1
  per: year
  effective_from: 2023-01-05
"""


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """Commands of other tests may have chosen English."""
    choose(Language.VI)
    yield
    choose(None)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two members at one meeting whose minutes are one page of print; a third was absent."""
    desk = Desk(open_store(tmp_path / "home", create=True), "Hạnh", NOW)
    people = [
        Member(f"m{n}", f"Lò Văn {n}", (Post("Tỉnh ủy viên", "", ("provincial_committee_member",)),)) for n in "123"
    ]
    book = Book(desk.store)
    with desk.writing() as change:
        book.apply_import(change, FactKind.ROSTER, people)
        book.apply_import(change, FactKind.BRANCHES, [Branch("b1", "Chi bộ bản Cò", BranchKind.RESIDENTIAL)])
        Catalogue(desk.store).import_rules(change, loaded(RULE, Format.YAML), activate=True, reason="r")
        sha256 = originals.receive(desk.store, change, paper(), "application/pdf")
        rows = (
            row(1, AttendanceStatus.PRESENT),
            row(2, AttendanceStatus.PRESENT),
            row(3, AttendanceStatus.ABSENT_EXCUSED),
        )
        source = Source(sha256, 1, 1, "/home/an/bien-ban.pdf")
        RegisterBook(desk.store).record(change, Entry("b1", "2023-05-03", MeetingKind.REGULAR, rows, (source,)))
    return desk


def row(number: int, status: AttendanceStatus) -> EntryRow:
    box = Box(60, 100 * number - 12, 200, 100 * number + 4)
    return EntryRow(
        status, f"m{number}", f"Lo Van {number}", page=1, box=box, confidence=1.0, evidence=f"co Lo Van {number}"
    )


def paper() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, (595, 842))
    for number in (1, 2, 3):
        canvas.drawString(72, 842 - 100 * number, f"Lo Van {number}")
    canvas.save()
    return out.getvalue()


def page(desk: Desk, pictures: int) -> html.HtmlElement:
    return html.fromstring(report_bytes(desk, "2023", date(2024, 1, 15), "html", pictures=pictures).decode())


def test_pictures_of_those_present_are_inside_and_their_opening_is_logged(desk: Desk) -> None:
    found = page(desk, 10)
    assert [image.get("alt") for image in found.xpath("//img")] == ["Ảnh chỗ ghi: Lo Van 1", "Ảnh chỗ ghi: Lo Van 2"]
    assert [entry["subject"] for entry in audit_entries(desk.store, 9) if entry["what"] == "page.open"] == [
        f"{originals_of(desk)}#1"
    ]
    assert "bien-ban.pdf, trang 1" in found.text_content() and "/home/an" not in found.text_content()


def originals_of(desk: Desk) -> str:
    return str(desk.store.value("SELECT sha256 FROM originals"))


def test_pictures_are_bounded_and_the_rest_is_told(desk: Desk) -> None:
    found = page(desk, 1)
    assert len(found.xpath("//img")) == 1 and "còn 1 ảnh nữa" in found.text_content()
    none = page(desk, 0)
    assert not none.xpath("//img") and "ảnh nữa" not in none.text_content()


def test_the_head_and_the_signature_are_settings(desk: Desk) -> None:
    said = {
        "superior": "TỈNH ỦY CÒ NÒI", "issuer": "BAN TỔ CHỨC", "symbol": "BTCTU", "place": "Cò Nòi",
        "signing": "K/T TRƯỞNG BAN; PHÓ TRƯỞNG BAN", "signer": "Cầm Văn Ơn", "recipients": "Ban Thường vụ, để báo cáo;",
        "office": "Ban Tổ chức Tỉnh ủy",
    }  # fmt: skip
    with desk.writing() as change:
        for name, value in said.items():
            settings.put(desk.store, change, f"letterhead_{name}", settings.parsed(f"letterhead_{name}", value))
    letter = Document(io.BytesIO(report_bytes(desk, "2023", date(2024, 1, 15), "docx")))
    texts = [" / ".join(p.text for p in cell.paragraphs) for table in letter.tables for cell in table.rows[0].cells]
    assert texts[0] == "TỈNH ỦY CÒ NÒI / BAN TỔ CHỨC / * / Số      -BC/BTCTU"
    assert any("K/T TRƯỞNG BAN / PHÓ TRƯỞNG BAN" in text and text.endswith("Cầm Văn Ơn") for text in texts)
    assert any("- Ban Thường vụ, để báo cáo," in text for text in texts)
