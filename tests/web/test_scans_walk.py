"""Twelve scanned minutes in one ZIP, in the browser: from the upload to a queue in which nothing waits.

`make soak` reads real scans (26 CPU seconds of recognition). The usual run sends the same twelve papers with a recording of
what the engine saw on those scans, so that all but the recognition itself is the program's own work.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Site, Tab, running
from office_world import NOW, make_office

from diemdanh.demo.paper import as_pdf, as_scan
from diemdanh.demo.texts import minutes_of
from diemdanh.demo.world import MEETINGS, PEOPLE, Meeting
from diemdanh.desk import Desk
from diemdanh.intake import limits_of
from documents import serialise
from documents.cache import settings_key
from documents.read import reader_version
from minutes.entry import Settled
from minutes.register import RegisterBook
from roster.people import AttendanceStatus
from store import readings

pytestmark = pytest.mark.browser
Tabs = Callable[..., Tab]
RECORDING = Path(__file__).parent / "recorded" / "minutes.json.xz"


@pytest.fixture
def bare_site(tmp_path: Path) -> Iterator[Site]:
    """The office with its lists, before any rule or minutes."""
    made = make_office(tmp_path / "office", rules=False, minutes=False)
    with running(made.home, made.papers, background=True) as site:
        yield site


def _name(meeting: Meeting) -> str:
    return f"{meeting.day.isoformat()}-{meeting.place_id.removeprefix('pk-')}.pdf"


def _packed(file: Path, paper: Callable[[str, int], bytes]) -> Path:
    """The twelve papers and a damaged one."""
    with zipfile.ZipFile(file, "w") as out:
        for seed, meeting in enumerate(MEETINGS, 10):
            out.writestr(_name(meeting), paper(minutes_of(meeting), seed))
        out.writestr("hỏng.pdf", b"%PDF-1.4 nothing")
    return file


def _plant(site: Site, packed: Path) -> None:
    """Keeps what the engine saw on the scans of these papers as their readings, which the program then finds."""
    recorded: dict[str, str] = json.loads(lzma.decompress(RECORDING.read_bytes()))
    desk = Desk(site.store, "test", NOW, "test")
    with zipfile.ZipFile(packed) as papers, desk.writing() as change:
        for name in set(papers.namelist()) & set(recorded):
            sha256 = hashlib.sha256(papers.read(name)).hexdigest()
            settings = settings_key(limits_of(desk))
            document = replace(serialise.loads(recorded[name]), sha256=sha256)
            readings.keep(site.store, change, sha256, reader_version(), serialise.dumps(document).encode(), settings)


def test_twelve_recorded_scans(bare_site: Site, tab: Tabs, tmp_path: Path) -> None:
    packed = _packed(tmp_path / "bien-ban.zip", lambda text, seed: as_pdf(text))
    _plant(bare_site, packed)
    _walk(bare_site, tab(bare_site, "clerk").page, packed, seconds=60)


@pytest.mark.ocr
@pytest.mark.soak
def test_twelve_real_scans(bare_site: Site, tab: Tabs, tmp_path: Path) -> None:
    _walk(bare_site, tab(bare_site, "clerk").page, _packed(tmp_path / "bien-ban.zip", as_scan), seconds=600)


def _walk(site: Site, page: Any, packed: Path, seconds: int) -> None:
    page.goto("/minutes/upload")
    page.set_input_files("#files", packed)
    page.click("[data-send]")
    page.wait_for_url("**/uploads/*")
    page.wait_for_selector("#progress[data-state=done]", timeout=seconds * 1000)
    assert page.locator("ul.files li").count() == 12, page.inner_text("main")
    assert "không đọc được" in page.inner_text(".card.bad")
    page.click("text=Duyệt các tên chưa chắc")
    register = RegisterBook(site.store)
    for waiting in range(len(register.queue()), 0, -1):
        assert page.inner_text("h1 .count") == f"còn {waiting}"
        page.keyboard.press("1")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert "Không còn tên nào chờ duyệt." in page.inner_text("main")
    _check(register)


def _check(register: RegisterBook) -> None:
    """Every meeting is in, and every guest of the invented province stands where he was, nobody else."""
    assert register.queue() == () and register.unsettled_meetings() == ()
    held = {(one.branch_id, one.date): one for one in register.meetings()}
    assert set(held) == {(one.place_id, one.day.isoformat()) for one in MEETINGS}
    for meeting in MEETINGS:
        rows = register.rows(held[meeting.place_id, meeting.day.isoformat()].id)
        present = [r for r in rows if r.status is AttendanceStatus.PRESENT and r.settled is not Settled.DISMISSED]
        names = {person.id: person.name for person in PEOPLE}
        assert sorted(names[row.member_id or ""] for row in present) == sorted(name for name, _ in meeting.guests)
