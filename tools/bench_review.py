"""How quickly a reviewer gets on in the browser: keystrokes and server time a decision, and a page entered by hand.

python tools/bench_review.py [--rows 100000] [--decisions 50] [--pages 10]

A workspace with so many rows of attendance is made up, `diemdanh serve` runs as a process of its own, and a script sits
before Debian's Chromium: it presses keys and nothing else. Keystrokes are counted in the page. Server time is from the
last byte of the request to the first byte of the answer, as the browser saw it. A page by hand is told as keystrokes
÷ the typing speed that is assumed (200 a minute: a clerk, not a typist), plus the server's time; reading the
handwriting comes on top and cannot be scripted.
"""

from __future__ import annotations

import argparse
import itertools
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from diemdanh.accounts import Accounts, Role
from diemdanh.demo.paper import as_pdf
from diemdanh.demo.texts import minutes_of
from diemdanh.demo.world import MEETINGS
from documents import serialise
from documents.intake import Input
from documents.read import read
from minutes.entry import AttendanceRow, Entry, EntryRow, Source
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import AttendanceStatus, Branch, BranchKind, Capacity, MeetingKind, Member, Post, Validity
from roster.rows import FactKind
from store import journal, originals, readings
from store.database import Store, open_store
from store.journal import FileState
from store.transaction import Transaction

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
PASSWORD = "một câu dễ nhớ 2024"
KEYS_A_MINUTE = 200
MEMBERS, BRANCHES = 1000, 933
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ")
MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Quốc", "Ngọc", "Hữu", "Thu")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Khánh", "Lâm", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Thảo")
FLAGS = ["--no-sandbox", "--disable-gpu"]
COUNT_KEYS = "addEventListener('keydown', e => sessionStorage.keys = Number(sessionStorage.keys || 0) + 1, true)"


def make_world(home: Path, rows: int, decisions: int, pages: int) -> None:
    """Members, branches, the register, a queue with its papers, and papers that wait for a hand."""
    store = open_store(home, create=True)
    chance = random.Random(1)
    people, branches = _people(), _branches()
    with store.writing(by="bench", at=NOW) as change:
        Accounts(store).add(change, "clerk", PASSWORD, Role.CLERK)
        book = Book(store)
        book.apply_import(change, FactKind.ROSTER, people)
        book.apply_import(change, FactKind.BRANCHES, branches)
        RegisterBook(store).import_attendance(change, _attendance(rows, people, branches, chance))
    for number in range(decisions + 10):
        _paper(store, home, number, _doubtful(number, people, branches))
    for number in range(pages):
        _paper(store, home, 10_000 + number, None)
    store.close()


def _people() -> tuple[Member, ...]:
    names = [" ".join(parts) for parts in itertools.product(FAMILIES, MIDDLES, GIVEN)]
    random.Random(2).shuffle(names)
    post = (Post("Tỉnh ủy viên", "Tỉnh ủy", ("provincial_committee_member",), Validity(date(2015, 1, 1))),)
    return tuple(Member(f"m{n:05d}", names[n % len(names)], post) for n in range(MEMBERS))


def _branches() -> tuple[Branch, ...]:
    kind = BranchKind.RESIDENTIAL
    return tuple(Branch(f"b{n:04d}", f"Chi bộ ấp {n}", kind, f"Đảng bộ xã số {n % 96}") for n in range(BRANCHES))


def _attendance(
    rows: int, people: tuple[Member, ...], branches: tuple[Branch, ...], chance: random.Random
) -> Iterator[AttendanceRow]:
    """Some ten members a meeting, a meeting a branch and month."""
    for number in range(rows // 10):
        branch, month = branches[number % BRANCHES], number // BRANCHES
        day = date(2016 + month // 12, 1 + month % 12, 3).isoformat()
        for member in chance.sample(people, 10):
            yield AttendanceRow(branch.id, day, MeetingKind.REGULAR, member.id, AttendanceStatus.PRESENT)


def _doubtful(number: int, people: tuple[Member, ...], branches: tuple[Branch, ...]) -> Entry:
    """A meeting of the queue: one name, three people whom it may mean."""
    three = people[number * 3 : number * 3 + 3]
    row = EntryRow(
        AttendanceStatus.PRESENT,
        three[0].id,
        three[0].name,
        "Tỉnh ủy viên",
        Capacity.SUPERIOR,
        0.8,
        f"Đồng chí {three[0].name}",
        1,
        None,
        tuple((one.id, 0.8 - n / 10) for n, one in enumerate(three)),
        ("namesakes",),
        True,
    )
    day = (date(2025, 1, 5) + timedelta(days=number)).isoformat()
    return Entry(branches[number % BRANCHES].id, day, MeetingKind.REGULAR, (row,))


def _paper(store: Store, home: Path, number: int, entry: Entry | None) -> None:
    """A paper of its own, so that crops and pages are drawn as in earnest; without an entry it waits for a hand."""
    file = home.parent / f"paper-{number}.pdf"
    data = as_pdf(minutes_of(MEETINGS[number % len(MEETINGS)])) + b"%% " + str(number).encode()
    file.write_bytes(data)
    document = read(Input(file, file.name))
    with store.writing(by="clerk", at=NOW) as change:
        sha256 = originals.receive(store, change, file)
        readings.keep(store, change, sha256, document.reader, serialise.dumps(document).encode())
        row = journal.enqueue(store, change, [(sha256, file.name)], "minutes")[0]
        journal.mark(store, change, row, FileState.DONE)
        if entry is not None:
            _record(store, change, entry, sha256, file.name)


def _record(store: Store, change: Transaction, entry: Entry, sha256: str, name: str) -> None:
    sources = (Source(sha256, 1, 1, name),)
    RegisterBook(store).record(change, Entry(entry.branch_id, entry.date, entry.kind, entry.rows, sources))


@contextmanager
def served(home: Path) -> Iterator[str]:
    """`diemdanh serve` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "diemdanh", "--home", str(home), "serve", "--port", str(port)]
    process = subprocess.Popen(command)
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait(base: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=2).read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not answer")


class Desk:
    """The script before the screen."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.answers: list[tuple[str, float]] = []
        page.add_init_script(COUNT_KEYS)
        page.on("requestfinished", self._finished)

    def _finished(self, request: Any) -> None:
        if request.is_navigation_request():
            timing = request.timing
            self.answers.append((request.method, timing["responseStart"] - timing["requestStart"]))

    def keys(self) -> int:
        return int(self.page.evaluate("Number(sessionStorage.keys || 0)"))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def sign_in(self) -> None:
        self.page.goto("/sign-in")
        self.page.fill("[name=account]", "clerk")
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.press("Enter")

    def decide(self, number: int) -> None:
        """Candidate 1 or 2, Enter."""
        with self.page.expect_navigation():
            self.press(str(1 + number % 2), "Enter")

    def enter(self, number: int) -> None:
        """Branch, day and two people, typed without marks; then on to the next paper."""
        branch = number * 7 % BRANCHES
        self.page.wait_for_selector("#branch-typed:focus")
        self.page.wait_for_load_state("networkidle")
        self.page.keyboard.type(f"ap {branch} so {branch % 96}")
        self.press("Enter")
        self.page.wait_for_selector("[data-date]:focus")
        self.page.keyboard.type(f"{1 + number}/6/2025")
        self.press("Enter")
        self.page.wait_for_selector("#person-typed:focus")
        for count, name in enumerate(("nguyen van an", "tran thi mai"), 1):
            self.page.keyboard.type(name)
            self.press("Enter")
            self.page.wait_for_selector(f"[data-chosen-people] li:nth-child({count})")
        with self.page.expect_navigation():
            self.press("Control+Enter")


def reviewed(desk: Desk, decisions: int) -> None:
    desk.page.goto("/queue")
    desk.answers.clear()
    before, waited = desk.keys(), []
    for number in range(decisions):
        began = time.perf_counter()
        desk.decide(number)
        waited.append(time.perf_counter() - began)
    keys = (desk.keys() - before) / decisions
    posts = [ms for method, ms in desk.answers if method == "POST"]
    gets = [ms for method, ms in desk.answers if method == "GET"]
    both = [a + b for a, b in zip(posts, gets, strict=False)]
    print(f"{decisions} decisions: {keys:.2f} keystrokes a decision")
    for name, times in (("decision kept", posts), ("next row", gets), ("both", both)):
        print(f"  server, {name}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms ({len(times)})")
    print(f"  key to next row on the screen: median {statistics.median(waited) * 1000:.0f} ms")


def entered(desk: Desk, pages: int) -> None:
    desk.page.goto("/enter")
    with desk.page.expect_navigation():
        desk.page.click("ol.files a >> nth=0")
    desk.answers.clear()
    before, began = desk.keys(), time.perf_counter()
    for number in range(pages):
        desk.enter(number)
    script = (time.perf_counter() - began) / pages
    keys = (desk.keys() - before) / pages
    server = sum(ms for _, ms in desk.answers) / pages / 1000
    seconds = keys / KEYS_A_MINUTE * 60 + server
    print(f"{pages} pages by hand, two people each: {keys:.1f} keystrokes, server {server:.2f} s a page")
    print(f"  at {KEYS_A_MINUTE} keystrokes a minute: {seconds:.1f} s a page (the script alone: {script:.1f} s)")


def main(rows: int, decisions: int, pages: int) -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "ws"
        began = time.perf_counter()
        make_world(home, rows, decisions, pages)
        made = time.perf_counter() - began
        print(f"{rows} rows of attendance, {MEMBERS} members, {BRANCHES} branches (made in {made:.0f} s)")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        with served(home) as base:
            desk = Desk(browser.new_context(base_url=base).new_page())
            desk.sign_in()
            reviewed(desk, decisions)
            entered(desk, pages)
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=50)
    parser.add_argument("--pages", type=int, default=10)
    given = parser.parse_args()
    main(given.rows, given.decisions, given.pages)
