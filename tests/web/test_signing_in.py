"""Who comes in, how long, and what a stranger can do."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie

import httpx
import pytest
from conftest import Site
from hypothesis import given
from hypothesis import strategies as st
from office_world import PASSWORD

from diemdanh.web.limits import Buckets
from diemdanh.web.sessions import Seals, Session, local_path


def test_right_password_leads_on_and_the_page_greets_by_name(shop: Site) -> None:
    visitor = shop.visitor()
    answer = visitor.sign_in("hanh", next="/regulations?state=draft")
    assert (answer.status_code, answer.headers["location"]) == (303, "/regulations?state=draft")
    assert "Hanh" in visitor.get("/").text


@pytest.mark.parametrize(("account", "password"), [("hanh", "sai mật khẩu rồi"), ("ai đó", PASSWORD), ("", "")])
def test_wrong_name_and_wrong_password_sound_the_same(shop: Site, account: str, password: str) -> None:
    answer = shop.visitor().sign_in(account, password)
    assert answer.status_code == 401
    assert "Sai tên hoặc mật khẩu." in answer.text


def test_repeated_failures_lock_the_account(site: Site) -> None:
    visitor = site.visitor()
    for _ in range(5):
        visitor.sign_in("xem", "không phải câu này")
    assert visitor.sign_in("xem").status_code == 401
    assert "tạm khóa" in visitor.sign_in("xem").text


def test_sign_ins_from_one_address_are_bounded(open_site: Callable[..., Site]) -> None:
    visitor = open_site(sign_ins_a_minute=3).visitor()
    answers = [visitor.sign_in("xem", "không phải câu này").status_code for _ in range(4)]
    assert answers == [401, 401, 401, 429]


def test_a_new_password_ends_every_session(site: Site) -> None:
    here, there = site.visitor("xem"), site.visitor("xem")
    assert here.submit("/me/password", {"old": PASSWORD, "new": "một câu hoàn toàn khác"}).status_code == 303
    assert there.get("/api/v1/me").status_code == 401
    assert here.get("/").headers["location"].startswith("/sign-in")
    assert here.sign_in("xem", "một câu hoàn toàn khác").status_code == 303


def test_a_wrong_old_password_changes_nothing(site: Site) -> None:
    visitor = site.visitor("xem")
    visitor.submit("/me/password", {"old": "không phải câu này", "new": "một câu hoàn toàn khác"})
    assert "Mật khẩu hiện nay không đúng." in visitor.see("/me").text


def test_signing_out_forgets_the_session(site: Site) -> None:
    visitor = site.visitor("xem")
    visitor.submit("/sign-out")
    assert visitor.get("/").status_code == 303


def test_cookies_are_kept_from_scripts_and_other_sites(shop: Site, open_site: Callable[..., Site]) -> None:
    plain = SimpleCookie(shop.visitor().get("/sign-in").headers["set-cookie"])["diemdanh"]
    assert plain["httponly"] and plain["samesite"] == "lax" and not plain["secure"]
    secure = open_site(secure=True).visitor().get("/sign-in")
    morsel = SimpleCookie(secure.headers["set-cookie"])["__Host-diemdanh"]
    assert morsel["secure"] and morsel["path"] == "/"
    assert "max-age" in secure.headers["strict-transport-security"]


def test_every_answer_carries_the_security_headers(shop: Site) -> None:
    for path in ("/sign-in", "/static/app.js", "/healthz", "/api/v1/me", "/nothing"):
        headers = shop.visitor().get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_no_page_holds_a_script_or_a_style_of_its_own(shop: Site) -> None:
    visitor = shop.visitor("admin")
    for path in ("/", "/queue", "/results?period=2024", "/manage/settings"):
        text = visitor.get(path).text
        assert "<script>" not in text and " style=" not in text and " onclick=" not in text


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\t//x"]
)
def test_sign_in_never_leads_to_another_site(shop: Site, evil: str) -> None:
    assert shop.visitor().sign_in("xem", next=evil).headers["location"] == "/"


@given(st.text())
def test_local_paths_are_local(wanted: str) -> None:
    found = local_path(wanted)
    assert found.startswith("/") and not found.startswith(("//", "/\\"))


@given(st.text(max_size=60))
def test_a_forged_cookie_is_nobody(cookie: str) -> None:
    assert Seals(b"key", False, 12).open(cookie) is None


def test_a_cookie_of_another_workspace_is_nobody() -> None:
    session = Session.fresh("admin", 1)
    assert Seals(b"one", False, 12).open(Seals(b"other", False, 12).seal(session)) is None
    assert Seals(b"one", False, 12).open(Seals(b"one", False, 12).seal(session)) == session


def test_an_action_without_its_token_is_refused(site: Site) -> None:
    visitor = site.visitor("admin")
    for data in ({}, {"csrf": "0" * 64}):
        answer = visitor.post("/manage/settings/leave_days", data={"value": "10", **data})
        assert answer.status_code == 403
    assert site.audit("setting.put") == []


def test_another_visitors_token_is_refused(site: Site) -> None:
    victim, thief = site.visitor("admin"), site.visitor("xem")
    answer = victim.post("/manage/settings/leave_days", data={"value": "10", "csrf": thief.token})
    assert answer.status_code == 403


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_what_another_site_sends_is_refused_even_with_a_token(site: Site, headers: dict[str, str]) -> None:
    visitor = site.visitor("admin")
    answer = visitor.submit("/manage/settings/leave_days", {"value": "10"}, headers=headers)
    assert answer.status_code == 403


def test_the_language_is_the_persons_choice(site: Site) -> None:
    visitor = site.visitor("xem")
    assert "Việc đang chờ bạn" in visitor.see("/").text
    visitor.submit("/language", {"to": "en", "next": "/members"})
    page = visitor.get("/")
    assert "What waits for you" in page.text and '<html lang="en">' in page.text


def test_strangers_see_no_page_and_no_datum(shop: Site) -> None:
    visitor = shop.visitor()
    paths = visitor.get("/api/v1/openapi.json").json()["paths"]
    for path in (one for one, verbs in paths.items() if "get" in verbs):
        filled = path.replace("{sha256}", "0" * 64).replace("{kind}", "roster").replace("{period}", "2024")
        answer = visitor.get(filled.replace("{", "").replace("}", ""))
        assert answer.status_code == 401, path


def test_requests_of_one_person_are_bounded_with_a_clock_that_stands() -> None:
    now = [0.0]
    buckets = Buckets(60, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(61)] == [True] * 60 + [False]
    assert buckets.take("b")
    now[0] = 1.5
    assert buckets.take("a") and not buckets.take("a")


def test_too_many_requests_are_told_what_to_do(open_site: Callable[..., Site]) -> None:
    visitor = open_site(requests_a_minute=5).visitor()
    answers = [visitor.get("/sign-in") for _ in range(8)]
    assert answers[-1].status_code == 429
    assert "chờ một phút" in answers[-1].text
    assert visitor.get("/healthz").json() == {"status": "ok"}


def test_metrics_name_no_person_and_no_path(shop: Site) -> None:
    visitor = shop.visitor("admin")
    visitor.get("/members/pk01")
    text = visitor.get("/metrics").text
    assert "diemdanh_requests_total" in text
    assert "pk01" not in text and "admin" not in text


def test_unknown_methods_and_pages_are_answered_in_words(shop: Site) -> None:
    visitor: httpx.Client = shop.visitor("xem")
    assert visitor.get("/nothing").status_code == 404
    assert "Không có trang này." in visitor.get("/nothing").text
    assert visitor.request("DELETE", "/api/v1/members").json()["error"]["code"] == "bad_method"
