"""Every page, in both languages, for eyes and for programs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Site

from diemdanh.messages import catalogue
from diemdanh.web import rendering
from diemdanh.web.days import iso_day

PAGES = (
    "/", "/regulations", "/regulations?state=in_review", "/regulations/upload", "/minutes/upload", "/queue", "/queue?blind=true",
    "/queue/bulk", "/meetings", "/meetings?unsettled=true", "/meetings?month=2024-02&branch=pk-cam-ly", "/enter", "/members",
    "/members?q=dung", "/members/pk03", "/branches", "/branches/pk-dong-ha", "/results?period=2024&as_of=2024-05-02",
    "/results?period=2024-Q1&as_of=2024-05-02&status=met", "/due?as_of=2024-05-02", "/reports", "/search?q=dong+ha",
    "/recommendations", "/files", "/files?state=failed", "/manage", "/manage/settings", "/manage/audit", "/manage/verify",
    "/manage/accounts", "/manage/imports", "/manage/aliases", "/manage/backup", "/me", "/options/branches",
    "/options/members?on=2024-01-05", "/results/57-qd-tu-2023/pk03/2024-Q1?as_of=2024-05-02", "/rules/57-qd-tu-2023",
    "/rules/57-qd-tu-2023/versions", "/meetings/mt000001",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_and_its_twin_both_answer(shop: Site, path: str) -> None:
    visitor = shop.visitor("admin")
    for language in ("vi", "en"):
        visitor.cookies.set("diemdanh_language", language)
        page = visitor.get(path)
        assert page.status_code == 200, page.text[-500:]
        assert f'<html lang="{language}">' in page.text
    twin = visitor.get(f"/api/v1{path}")
    assert twin.status_code == 200
    assert isinstance(twin.json(), dict)


def test_a_page_says_what_its_twin_says(shop: Site) -> None:
    visitor = shop.visitor("xem")
    twin = visitor.get("/api/v1/results?period=2024&as_of=2024-05-02").json()
    (matrix,) = twin["matrices"]
    assert matrix["periods"] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    statuses = {row["person"]["id"]: row["cells"][0]["status"] for row in matrix["rows"]}
    assert statuses["pk03"] == "met" and statuses["pk09"] == "unknown" and statuses["pk07"] == "review"
    text = visitor.get("/results?period=2024&as_of=2024-05-02").text
    assert text.count('class="cell ') == sum(len(row["cells"]) for row in matrix["rows"])


def test_statuses_are_told_by_word_and_sign_not_by_colour_alone(shop: Site) -> None:
    twin = shop.visitor("xem").get("/api/v1/results?period=2024&as_of=2024-05-02").json()
    cells = [cell for matrix in twin["matrices"] for row in matrix["rows"] for cell in row["cells"]]
    assert {(c["status"], c["sign"], c["word"]) for c in cells} >= {("met", "✓", "Đạt"), ("unknown", "?", "Chưa rõ")}


def test_search_finds_without_marks_and_puts_the_exact_first(shop: Site) -> None:
    visitor = shop.visitor("xem")
    hits = visitor.get("/api/v1/search", params={"q": "do huu trac"}).json()["hits"]
    assert [hit["link"] for hit in hits][:1] == ["/members/pk01"]
    people = visitor.get("/api/v1/members", params={"q": "Dung"}).json()["rows"]
    assert people[0]["id"] == "pk09"
    assert {p["id"] for p in people} == {"pk07", "pk08", "pk09"}


def test_search_never_reaches_the_debate(shop: Site) -> None:
    hits = shop.visitor("xem").get("/api/v1/search", params={"q": "thống nhất nhiệm vụ"}).json()["hits"]
    assert hits == []


def test_hostile_text_is_shown_as_text(shop: Site) -> None:
    text = shop.visitor("xem").get("/search", params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_opening_a_page_or_a_crop_is_logged_with_who_and_from_where(site: Site) -> None:
    visitor = site.visitor("xem")
    row = visitor.get("/api/v1/meetings/mt000001").json()["rows"][0]["id"]
    source = visitor.get("/api/v1/meetings/mt000001").json()["sources"][0]["sha256"]
    for path in (f"/originals/{source}/pages/1", f"/crops/{row}"):
        answer = visitor.get(path)
        assert answer.content.startswith(b"\x89PNG") and answer.headers["cache-control"].startswith("private")
    opened = [(entry["by"], entry["where_from"], entry["subject"]) for entry in site.audit("page.open")]
    assert opened == [("xem", "web 127.0.0.1", f"{source}#1")] * 2


@pytest.mark.parametrize(
    "path",
    [
        "/originals/" + "0" * 64 + "/pages/1",
        "/crops/at9999999",
        "/meetings/nothing",
        "/rules/nothing",
        "/members/nobody",
        "/uploads/../../etc",
    ],
)
def test_what_is_not_there_is_told_in_words(shop: Site, path: str) -> None:
    answer = shop.visitor("xem").get(path)
    assert answer.status_code == 404
    assert "<h1>" in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/results?period=mai", 400),
        ("/results?as_of=hôm-nay", 422),
        ("/meetings?start=-1", 422),
        ("/queue/bulk?threshold=7", 422),
    ],
)
def test_wrong_values_are_told_in_words(shop: Site, path: str, status: int) -> None:
    visitor = shop.visitor("hanh")
    assert visitor.get(path).status_code == status
    assert visitor.get(f"/api/v1{path}").json()["error"]["message"]


def test_the_matrix_leads_to_the_meetings_and_their_crops(shop: Site) -> None:
    visitor = shop.visitor("xem")
    page = visitor.get("/api/v1/results/57-qd-tu-2023/pk03/2024-Q1", params={"as_of": "2024-05-02"}).json()
    (seen,) = page["seen"]
    assert seen["counted"] and seen["meeting"]["branch_name"] == "Chi bộ thôn Đông Hạ"
    assert visitor.get(f"/crops/{seen['row']['id']}").status_code == 200
    assert any("Điều 1 khoản 1" in line for line in page["explained"])


def test_every_key_that_templates_use_is_in_the_catalogue() -> None:
    used = set()
    for file in (Path(rendering.__file__).parent / "templates").glob("*.html"):
        used |= set(re.findall(r"\bt\('([a-z_]+\.[a-z_]+)'\s*[,)]", file.read_text(encoding="utf-8")))
    assert len(used) > 200
    assert sorted(used - set(catalogue())) == []


@pytest.mark.parametrize(
    ("written", "shown"), [("2023-09-03", "03/09/2023"), ("2023-09", "09/2023"), ("", ""), (None, "")]
)
def test_days_are_written_as_people_write_them(written: str | None, shown: str) -> None:
    assert rendering.day(written) == shown


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2024", "năm 2024"),
        ("2024-H1", "nửa năm thứ 1/2024"),
        ("2024-Q3", "quý 3/2024"),
        ("2024-09", "tháng 9/2024"),
        ("2024-W06", "tuần 6/2024"),
        ("term:2020-2025", "nhiệm kỳ 2020-2025"),
        ("2023-01..2023-02", "tháng 1/2023 – tháng 2/2023"),
        ("mai", "mai"),
    ],
)
def test_periods_are_said_in_words(label: str, words: str) -> None:
    assert rendering.period(label) == words


@pytest.mark.parametrize(
    ("typed", "taken"), [("3/9/2023", "2023-09-03"), (" 03.09.2023 ", "2023-09-03"), ("2023-09-03", "2023-09-03"), ("mai", "mai"), ("", "")]
)  # fmt: skip
def test_days_are_taken_as_people_type_them(typed: str, taken: str) -> None:
    assert iso_day(typed) == taken


def test_addresses_take_days_and_months_as_typed(shop: Site) -> None:
    visitor = shop.visitor("xem")
    typed = visitor.get("/api/v1/results", params={"period": "2024", "as_of": "2/5/2024"}).json()
    assert typed == visitor.get("/api/v1/results", params={"period": "2024", "as_of": "2024-05-02"}).json()
    assert visitor.get("/api/v1/results", params={"period": "2024", "as_of": ""}).status_code == 200
    months = {one["date"][:7] for one in visitor.get("/api/v1/meetings", params={"month": "1/2024"}).json()["rows"]}
    assert months == {"2024-01"}


def test_versions_differ_in_words(site: Site) -> None:
    visitor = site.visitor("hanh")
    form = {"shown": "1", "action": "attend_branch_meeting", "reason": "thử", "who_ids": "provincial_committee_member",
            "where_kind": "any_branch", "min_count": "2", "per": "quarter", "effective_from": "1/2/2024"}  # fmt: skip
    assert visitor.do("/rules/57-qd-tu-2023-2/edit", form).status_code == 200
    page = visitor.get("/api/v1/rules/57-qd-tu-2023-2/versions").json()
    after = {one["field"]: one["after"] for one in page["differences"]}
    assert after["Có hiệu lực từ"] == "01/02/2024" and after["Nơi dự"] == "chi bộ bất kỳ"
    assert not re.search(r"[a-z]_[a-z]", " ".join(after.values()))
