"""Many people at once, and a server that is killed: nothing accepted is lost, nothing is doubled, the chain holds."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from conftest import Site, Visitor, wait_for
from office_world import NOW, Office

from diemdanh.web.batches import Batches
from minutes.entry import Entry, EntryRow, Settled
from minutes.register import RegisterBook
from roster.people import AttendanceStatus, MeetingKind
from rules_catalog.catalogue import Catalogue
from store import journal
from store.backup import verify
from store.database import Store, open_store

PAPER = "TỈNH ỦY PHÚ KHÊ\nSố {n}-QĐ/TU\nQUY ĐỊNH\nĐiều 1. Tỉnh ủy viên dự sinh hoạt chi bộ ít nhất 02 lần/năm.\n"


def fill_queue(store: Store, count: int) -> list[str]:
    """So many meetings with one doubtful name each; the ids of their rows."""
    register = RegisterBook(store)
    with store.writing(by="test", at=NOW) as change:
        for n in range(count):
            row = EntryRow(
                AttendanceStatus.PRESENT,
                "pk07",
                "Hoàng Văn Dũng",
                candidates=(("pk07", 0.8), ("pk08", 0.8)),
                needs_review=True,
            )
            entry = Entry(
                f"b{n % 7}",
                f"20{10 + n // 28 % 10}-{1 + n // 280 % 12:02d}-{1 + n % 28:02d}",
                MeetingKind.REGULAR,
                (row,),
            )
            register.record(change, entry)
    return [row.id for row in register.queue(limit=100_000)]


def upload(visitor: Visitor, n: int) -> httpx.Response:
    files = [("files", (f"qd-{n}.txt", PAPER.format(n=n).encode(), "text/plain"))]
    return visitor.post("/api/v1/regulations/upload", files=files, headers={"X-CSRF-Token": visitor.token})


def test_twenty_people_at_once(open_site: Callable[..., Site]) -> None:
    site = open_site(background=True)
    rows = fill_queue(site.store, 40)
    accounts = ["clerk", "hanh", "bao", "admin"]
    people = [site.visitor(accounts[n % 4]) for n in range(20)]

    def work(n: int) -> Counter[int]:
        answers = Counter([upload(people[n], n).status_code])
        for row in rows[n::20]:
            answers[people[n].get("/queue", params={"at": row}).status_code] += 1
            answers[people[n].do(f"/queue/{row}", {"choice": "member:pk08"}).status_code] += 1
        return answers

    with ThreadPoolExecutor(20) as pool:
        answers = sum(pool.map(work, range(20)), Counter())
    assert set(answers) == {200}, answers
    register = RegisterBook(site.store)
    judged = [register.row(row) for row in rows if row.startswith("at")]
    assert {(row.settled, row.member_id) for row in judged} == {(Settled.ACCEPTED, "pk08")}
    assert all(len(register.judgements(row.id)) == 1 for row in judged)
    assert len(Batches(site.home).newest(limit=100)) == 20
    assert verify(site.store) == ()


class Served:
    """`diemdanh serve` as a process of its own, to be killed."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "diemdanh", "--home", str(home), "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        self.base = f"http://127.0.0.1:{self.port}"
        wait_for(self._answers, 90)

    def _answers(self) -> bool:
        assert self.process.poll() is None
        try:
            return httpx.get(f"{self.base}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.mark.soak
def test_killed_twenty_times(made: Office, tmp_path: Path) -> None:
    home = tmp_path / "ws"
    shutil.copytree(made.home, home)
    store = open_store(home)
    rows = fill_queue(store, 400)
    store.close()
    accepted_rows: set[str] = set()
    accepted_files: set[str] = set()
    for cycle in range(int(os.environ.get("DIEMDANH_KILLS", "20"))):
        served = Served(home)
        _work_until_killed(served, rows, cycle, accepted_rows, accepted_files)
        _check(home, accepted_rows, accepted_files)
    sys.stderr.write(f"accepted before the kills: {len(accepted_rows)} decisions, {len(accepted_files)} uploads\n")
    assert accepted_rows and accepted_files
    _read_to_the_end(home, accepted_files)


def _read_to_the_end(home: Path, files: set[str]) -> None:
    """Left alone, the server reads every upload that it had accepted; the same paper gave its rules once."""
    served = Served(home)
    try:
        wait_for(lambda: Batches(home).waiting() == (), 900)
    finally:
        served.kill()
    batches, store = Batches(home), open_store(home)
    for one in files:
        batch = batches.find(one)
        assert batch is not None and [outcome.state for outcome in batch.outcomes] in (["done"], ["known"])
    rules = Counter(rule.terms.source_sha256 for rule in Catalogue(store).list())
    mine = {row.sha256 for row in journal.all_files(store, "regulation") if row.shown_name.startswith("qd-")}
    assert {rules[sha256] for sha256 in mine} == {1}
    assert verify(store) == ()
    store.close()


def _work_until_killed(served: Served, rows: list[str], cycle: int, done: set[str], sent: set[str]) -> None:
    visitor = Visitor(base_url=served.base, timeout=30)
    assert visitor.sign_in("hanh").status_code == 303
    chance = random.Random(cycle)
    threading.Timer(chance.uniform(0.3, 2.5), served.kill).start()
    left = [row for row in rows if row not in done]
    try:
        for n, row in enumerate(left):
            if visitor.do(f"/queue/{row}", {"choice": "member:pk08"}).status_code == 200:
                done.add(row)
            if n % 12 == 0 and (answer := upload(visitor, cycle * 1000 + n)).status_code == 200:
                sent.add(re.sub(r".*/", "", answer.json()["to"]))
    except httpx.HTTPError:
        pass
    wait_for(lambda: served.process.poll() is not None)


def _check(home: Path, rows: set[str], files: set[str]) -> None:
    store = open_store(home)
    register = RegisterBook(store)
    for row in rows:
        assert register.row(row).member_id == "pk08" and len(register.judgements(row)) == 1
    batches = Batches(home)
    assert {batch.id for batch in batches.newest(limit=100_000)} >= files
    for batch in batches.waiting():
        assert all((batches.files(batch) / name).is_file() for name in batch.names)
    assert [fault for fault in verify(store) if fault.code != "file_unknown"] == []
    store.close()
