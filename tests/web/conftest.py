"""A server in a thread for each test that changes something; one for all that only look."""

from __future__ import annotations

import functools
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher
from office_world import PASSWORD, Office, make_office

from diemdanh import accounts
from diemdanh.web.app import make_app
from diemdanh.web.config import WebConfig
from store.database import Store, open_store

# argon2 is slow on purpose; what is tested here is the door, not the lock.
accounts.PasswordHasher = functools.partial(PasswordHasher, time_cost=1, memory_cost=256, parallelism=1)  # type: ignore[attr-defined,misc,assignment]
CHROMIUM = "/usr/bin/chromium"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Visitor(httpx.Client):
    """A browser without a screen: keeps cookies, knows the CSRF token of the page last seen."""

    token = ""

    def see(self, path: str, **more: Any) -> httpx.Response:
        answer = self.get(path, **more)
        found = re.search(r'name="csrf" (?:value|content)="(\w+)"', answer.text)
        self.token = found[1] if found else self.token
        return answer

    def submit(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        return self.post(path, data={"csrf": self.token, **(data or {})}, **more)

    def do(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """The action's JSON twin."""
        return self.post(f"/api/v1{path}", data=data, headers={"X-CSRF-Token": self.token}, **more)

    def sign_in(self, account: str, password: str = PASSWORD, next: str = "/") -> httpx.Response:
        self.see("/sign-in")
        answer = self.submit("/sign-in", {"account": account, "password": password, "next": next})
        if answer.status_code == 303:
            self.see("/me")
        return answer


@dataclass
class Site:
    """A running application."""

    base: str
    home: Path
    papers: Path
    store: Store
    visitors: list[Visitor] = field(default_factory=list)
    #: account → what its first visitor got at sign-in; the next ones come with the same session
    known: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)

    def visitor(self, account: str = "") -> Visitor:
        """Somebody new; signed in where an account is named."""
        made = Visitor(base_url=self.base, timeout=60, verify=False)
        self.visitors.append(made)
        if account in self.known:
            cookies, made.token = self.known[account]
            made.cookies.update(cookies)
        elif account:
            assert made.sign_in(account).status_code == 303
            self.known[account] = (dict(made.cookies), made.token)
        return made

    def audit(self, what: str) -> list[dict[str, Any]]:
        return self.store.rows("SELECT * FROM audit WHERE what = ? ORDER BY seq", [what])


@contextmanager
def running(home: Path, papers: Path, **settings: Any) -> Iterator[Site]:
    """The application on a free port of this machine."""
    config = WebConfig(
        home, **{"background": False, "sign_ins_a_minute": 1000, "requests_a_minute": 100_000, **settings}
    )
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(config), log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    wait_for(lambda: server.started)
    site = Site(f"http://127.0.0.1:{listener.getsockname()[1]}", home, papers, open_store(home))
    try:
        yield site
    finally:
        for visitor in site.visitors:
            visitor.close()
        server.should_exit = True
        thread.join(timeout=15)
        site.store.close()
        listener.close()


def wait_for(true: Callable[[], object], seconds: float = 60) -> None:
    """Until something is so; fails when it never is."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def shop(made: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for looking only."""
    home = tmp_path_factory.mktemp("looking") / "ws"
    shutil.copytree(made.home, home)
    with running(home, made.papers) as site:
        yield site


@pytest.fixture
def open_site(made: Office, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Opens sites with their own copy of the office and their own settings."""
    opened: list[Any] = []

    def open_one(**settings: Any) -> Site:
        home = tmp_path / f"ws{len(opened)}"
        shutil.copytree(made.home, home)
        manager = running(home, made.papers, **settings)
        site = manager.__enter__()
        opened.append(manager)
        return site

    yield open_one
    for manager in opened:
        manager.__exit__(None, None, None)


@pytest.fixture
def site(open_site: Callable[..., Site]) -> Site:
    """A site of one's own, to change at will."""
    return open_site()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium by Playwright; in CI its absence is a failure, elsewhere it is told."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail("the browser tests need Debian's chromium")
        pytest.skip("Debian's chromium is not on this machine: browser tests are skipped")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


class Tab:
    """A page of the browser with its console watched: an error there fails the test that closes it."""

    def __init__(self, browser: Any, site: Site, **context: Any) -> None:
        self.site = site
        self.context = browser.new_context(base_url=site.base, accept_downloads=True, **context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def enter_as(self, account: str) -> Any:
        """Signed in by a cookie: quicker than by the page, which one walk does by keyboard."""
        visitor = self.site.visitor(account)
        self.context.add_cookies([{"name": n, "value": v, "url": self.site.base} for n, v in visitor.cookies.items()])
        self.page.goto("/")
        return self.page

    def sign_in(self, account: str) -> Any:
        self.page.goto("/sign-in")
        self.page.wait_for_selector("[name=account]:focus")
        self.page.keyboard.type(account)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/")
        return self.page

    def close(self) -> None:
        self.context.close()
        assert self.errors == []


@pytest.fixture
def tab(chromium: Any) -> Iterator[Callable[..., Tab]]:
    opened: list[Tab] = []

    def open_tab(site: Site, account: str = "", **context: Any) -> Tab:
        made = Tab(chromium, site, **context)
        opened.append(made)
        if account:
            made.enter_as(account)
        return made

    yield open_tab
    for one in opened:
        one.close()
