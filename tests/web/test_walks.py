"""The walks of the people who use it, in a browser."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Site, Tab, wait_for
from office_world import add_book
from openpyxl import load_workbook

from diemdanh.demo.paper import as_pdf, as_scan
from diemdanh.demo.texts import first_regulation, minutes_of
from diemdanh.demo.world import MEETINGS
from minutes.entry import Settled
from minutes.register import RegisterBook
from rules_catalog.catalogue import Catalogue
from rules_catalog.rule import RuleState

pytestmark = pytest.mark.browser
Tabs = Callable[..., Tab]
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}


def _read(page: Any) -> None:
    """Until the upload's page says that reading is over."""
    page.wait_for_selector("#progress[data-state=done]", timeout=90_000)


def test_a_regulation_from_upload_to_active_by_two_people(
    open_site: Callable[..., Site], tab: Tabs, tmp_path: Path
) -> None:
    site = open_site(background=True)
    paper = tmp_path / "41-qd.pdf"
    paper.write_bytes(as_pdf(first_regulation()))
    page = tab(site, "hanh").page
    page.goto("/regulations/upload")
    page.set_input_files("#files", paper)
    page.click("[data-send]")
    page.wait_for_url("**/uploads/*")
    _read(page)
    page.click("text=41-qd.pdf")
    page.click("ul.rules a >> nth=0")
    rule_id = page.url.rsplit("/", 1)[1]
    page.wait_for_function("document.querySelector('svg.sheet image').getBBox().width > 0")
    frequency = page.locator(".field", has_text="Số lần")
    frequency.click()
    assert frequency.get_attribute("aria-pressed") == "true"
    lit = page.locator("rect.lit")
    assert lit.count() >= 1
    page.locator("rect[data-slot=who]").first.click()
    assert page.locator(".field[aria-pressed=true] .label").inner_text() == "Đối tượng"
    page.click("text=Gửi duyệt")
    page.wait_for_selector(".state-in_review")
    second = tab(site, "bao").page
    second.goto(f"/rules/{rule_id}")
    assert "người trong danh sách phải thực hiện" in second.inner_text("#preview-title + ul")
    second.keyboard.press("a")
    second.wait_for_selector(".state-approved")
    second.keyboard.press("a")
    second.wait_for_selector(".state-active")
    assert Catalogue(site.store).get(rule_id).state is RuleState.ACTIVE


@pytest.mark.ocr
def test_a_zip_with_a_scan_from_upload_to_a_settled_queue(
    open_site: Callable[..., Site], tab: Tabs, tmp_path: Path
) -> None:
    site = open_site(background=True)
    packed = tmp_path / "bien-ban.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("một.pdf", as_scan(minutes_of(MEETINGS[10]), 1))
        out.writestr("hỏng.pdf", b"%PDF-1.4 nothing")
    page = tab(site, "clerk").page
    page.goto("/minutes/upload")
    page.set_input_files("#files", packed)
    page.click("[data-send]")
    page.wait_for_url("**/uploads/*")
    _read(page)
    assert "không đọc được" in page.inner_text(".card.bad")
    page.click("text=Duyệt các tên chưa chắc")
    for _ in range(20):
        if page.locator("form.judge").count() == 0:
            break
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
    assert "Không còn tên nào chờ duyệt." in page.inner_text("main")
    register = RegisterBook(site.store)
    assert register.queue() == ()
    assert MEETINGS[10].day.isoformat() in {meeting.date for meeting in register.meetings()}


def test_the_matrix_down_to_the_crop_and_the_workbook(shop: Site, tab: Tabs, tmp_path: Path) -> None:
    page = tab(shop, "xem").page
    page.goto("/results?period=2024&as_of=2024-05-02")
    row = page.locator("tr", has_text="Nguyễn Đình Khoa")
    assert row.locator(".status-met").inner_text().startswith("✓ Đạt")
    row.locator(".status-met").click()
    crop = page.locator(".crop img").first
    wait_for(lambda: crop.evaluate("image => image.naturalWidth") > 300)
    page.click("text=Chi bộ thôn Đông Hạ, 05/01/2024")
    assert "Đã ghi" in page.inner_text("main")
    page.goto("/reports?period=2024-Q1&as_of=2024-05-02")
    with page.expect_download() as waiting:
        page.click("text=Excel (XLSX)")
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    cells = {
        str(cell)
        for sheet in load_workbook(file)
        for line in sheet.iter_rows(values_only=True)
        for cell in line
        if cell
    }
    assert "Nguyễn Đình Khoa" in cells


def test_a_person_with_the_keyboard_alone(site: Site, tab: Tabs) -> None:
    page = tab(site).sign_in("clerk")
    page.keyboard.press("?")
    assert page.locator("#sheet").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/queue")
    before = RegisterBook(site.store).queue()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.wait_for_selector(".told")
    (row,) = (RegisterBook(site.store).row(one.id) for one in before[:1])
    assert (row.member_id, row.settled) == ("pk08", Settled.ACCEPTED)
    page.keyboard.press("u")
    page.wait_for_url("**/queue?at=*")
    assert RegisterBook(site.store).queue() == before or len(RegisterBook(site.store).queue()) == len(before)
    page.keyboard.press("/")
    page.keyboard.type("dong ha")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=dong*")
    assert "Chi bộ thôn Đông Hạ" in page.inner_text("main")


def _meeting_typed(page: Any, branch: str, day: str) -> None:
    """Branch and date as a clerk types them, Enter after each."""
    page.wait_for_selector("#branch-typed:focus")
    page.wait_for_load_state("networkidle")
    page.keyboard.type(branch)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-date]:focus")
    page.keyboard.type(day)
    page.keyboard.press("Enter")
    page.wait_for_selector("#person-typed:focus")


def test_minutes_by_hand_with_the_keyboard_alone(site: Site, tab: Tabs) -> None:
    page = tab(site, "clerk").page
    page.goto("/enter")
    page.click("ol.files a")
    _meeting_typed(page, "cam ly", "8/2/2024")
    for count, typed in enumerate(("tran quoc", "-lam thi thu"), 1):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.wait_for_selector(f"[data-chosen-people] li:nth-child({count})")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".told")
    register = RegisterBook(site.store)
    (held,) = [
        m for m in register.meetings() if m.branch_id == "pk-cam-ly" and m.date == "2024-02-08" and not m.duplicate_of
    ]
    rows = {row.member_id: row.status.value for row in register.rows(held.id) if row.settled is Settled.HAND}
    assert rows == {"pk04": "present", "pk02": "absent_excused"}
    assert register.unsettled_meetings() == ()


def test_f2_says_that_nobody_from_the_roster_was_there(site: Site, tab: Tabs) -> None:
    page = tab(site, "clerk").page
    page.goto("/enter")
    page.click("ol.files a")
    _meeting_typed(page, "khu pho 2", "12.2.2024")
    page.keyboard.press("F2")
    page.wait_for_selector(".told")
    (held,) = [m for m in RegisterBook(site.store).meetings() if m.date == "2024-02-12" and not m.duplicate_of]
    assert held.complete and held.branch_id == "pk-khu-pho-2"


def test_a_book_is_split_joined_and_reordered(site: Site, tab: Tabs) -> None:
    """Pages out, later, back, in another order, and one of another file; what is typed stays typed."""
    book = add_book(site.store, site.home, *MEETINGS[9:12], name="quyển.pdf")
    loose = add_book(site.store, site.home, MEETINGS[8], name="tờ rời.pdf")
    page = tab(site, "clerk").page
    page.goto(f"/enter/{book}")
    _meeting_typed(page, "khu pho 2", "11/6/2024")
    chosen = page.locator("[data-leaves=pages] li")
    assert [one.split()[1] for one in chosen.all_inner_texts()] == ["1", "2", "3"]
    page.click("[aria-label='Đưa trang 2 lên']")
    page.click("[aria-label='Để trang 1 nhập sau']")
    page.click("[aria-label='Bỏ trang 3 ra']")
    page.select_option("[data-join-file]", loose)
    page.click("[data-join]")
    page.wait_for_selector(f"figure[data-sheet='{loose}:1']:not([hidden])")
    assert chosen.evaluate_all("items => items.map(one => one.dataset.key)") == [f"{book}:2", f"{loose}:1"]
    shown = page.locator(".paper figure:visible").evaluate_all("all => all.map(one => one.dataset.sheet)")
    assert shown == [f"{book}:2", f"{loose}:1"]
    assert page.locator("#branch-typed").input_value() == "Chi bộ khu phố 2"
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/enter/{book}")
    page.wait_for_selector(".told")
    assert [one.split()[1] for one in chosen.all_inner_texts()] == ["1"]
    aside = page.locator("[data-leaves=aside] li").all_inner_texts()
    assert [one.split()[1] for one in aside] == ["2", "3"]
    register = RegisterBook(site.store)
    (held,) = [one for one in register.meetings() if one.date == "2024-06-11"]
    assert [(one.sha256, one.page_from) for one in register.sources(held.id)] == [(book, 2), (loose, 1)]


LOOKED_AT = ("/", "/regulations", "/rules/57-qd-tu-2023-2", "/minutes/upload", "/queue", "/meetings", "/meetings/mt000001", "/members",
             "/branches/pk-dong-ha", "/results?period=2024&as_of=2024-05-02", "/due?as_of=2024-05-02", "/search?q=dung",
             "/manage/settings", "/manage/audit", "/manage/accounts", "/manage/imports", "/enter")  # fmt: skip


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_pages_fit_and_axe_finds_nothing_serious(shop: Site, tab: Tabs, screen: str) -> None:
    page = tab(shop, "admin", **(PHONE if screen == "phone" else {}), bypass_csp=True).page
    found = []
    for path in LOOKED_AT:
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{path}: wider than the screen by {width}"] if width > 0 else []
        page.add_script_tag(path=str(Path(__file__).parent / "axe" / "axe.min.js"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        done = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", tags)
        bad = [v for v in done["violations"] if v["impact"] in ("serious", "critical")]
        found += [f"{path}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in bad]
    assert found == []


def test_on_a_phone_the_page_stands_below_the_form_and_the_menu_is_whole(shop: Site, tab: Tabs) -> None:
    page = tab(shop, "clerk", **PHONE).page
    page.goto("/enter")
    page.click("ol.files a")
    wait_for(lambda: page.locator(".paper img").first.evaluate("image => image.naturalWidth * image.clientHeight") > 0)
    menu = page.locator(".top nav a").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert len(menu) == 7 and max(menu) <= 390


def test_english_by_a_switch(shop: Site, tab: Tabs) -> None:
    page = tab(shop, "xem").page
    page.click("text=English")
    page.wait_for_selector("html[lang=en]")
    page.click("nav >> text=Results")
    assert re.search(r"Results \d{4}", page.inner_text("h1"))
    page.click("text=Tiếng Việt")
    page.wait_for_selector("html[lang=vi]")


def test_a_clerk_finds_no_way_to_approve(shop: Site, tab: Tabs) -> None:
    page = tab(shop, "clerk").page
    page.goto("/rules/57-qd-tu-2023-2")
    assert page.locator("form[action$=decide], form[action$=edit]").count() == 0


def test_without_scripts_the_pages_still_read(shop: Site, tab: Tabs) -> None:
    page = tab(shop, "xem", java_script_enabled=False).page
    page.goto("/results?period=2024&as_of=2024-05-02")
    page.click("td >> text=Đạt >> nth=0")
    assert page.locator("h1").inner_text().endswith("quý 1/2024")
