"""Batches whose reader, whose program or whose machine dies at any moment end with the database of a quiet run.

The recognition is recorded (each picture says what is read of it), so that a run takes seconds.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import recorded
from powercut import cut_power

from diemdanh.demo.files import write_lists
from diemdanh.demo.texts import minutes_of
from diemdanh.desk import Desk
from diemdanh.engines import Engine, Local
from diemdanh.intake import Manner
from diemdanh.meetings import import_minutes
from diemdanh.rosters import import_facts
from roster.rows import FactKind
from store.backup import verify
from store.database import open_store

pytestmark = pytest.mark.soak
NOW = datetime(2024, 5, 2, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("SOAK_ROUNDS", "20"))
_MARK = "DIEMDANH_SOAK"
_LONE, _BOOK = 14, 6
Contents = dict[str, list[tuple[Any, ...]]]


class World:
    """A workspace with lists only, pictures to import, and what a quiet run makes of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "reads"
        self.pictures, self.empty = folder / "in", folder / "empty"
        self._write_pictures()
        write_lists(folder)
        desk = Desk(open_store(self.empty, create=True), "An", NOW)
        for kind in (FactKind.ROSTER, FactKind.BRANCHES, FactKind.ASSIGNMENTS):
            assert import_facts(desk, kind, folder / f"{kind}.csv", dry_run=False).applied
        desk.store.close()
        self.expected = self.finished(self.fresh("quiet"))

    def _write_pictures(self) -> None:
        """Photographs one by one, then a book of several pages in one folder."""
        recorded.write_pictures(self.pictures, _LONE, self.log, seconds=0.05)
        book = self.pictures / "900-sổ"
        book.mkdir()
        for n, meeting in enumerate(recorded.meetings(_LONE + _BOOK)[_LONE:], 1):
            text = recorded.text_of(minutes_of(meeting))
            (book / f"trang {n}.png").write_bytes(recorded.picture(text, self.log, f"book{n}", 0.05))

    def fresh(self, name: str) -> Path:
        home = self.folder / name
        shutil.copytree(self.empty, home)
        self.log.unlink(missing_ok=True)
        return home

    def finished(self, home: Path, engine: Engine | None = None) -> Contents:
        """The import run (again) to its end, and what is then in the workspace."""
        desk = Desk(open_store(home), "An", datetime.now(UTC))
        manner = Manner(engine or recorded.InProcess(), reader=recorded.read)
        assert [one.failure for one in import_minutes(desk, [self.pictures], manner=manner) if one.failure] == []
        found = recorded.contents(desk.store)
        assert verify(desk.store) == ()
        desk.store.close()
        return found

    def start(self, home: Path) -> subprocess.Popen[bytes]:
        """The import as a program of its own."""
        found = os.pathsep.join(map(str, (ROOT, ROOT / "tests", ROOT / "tests" / "soak")))
        return subprocess.Popen(
            [sys.executable, "-m", "importing", str(home), str(self.pictures), "2"],
            env=os.environ | {"PYTHONPATH": found, _MARK: str(home)},
        )

    def wait_for_reads(self, count: int, running: Callable[[], bool]) -> None:
        """Until so many pictures were looked at, or nothing runs any more."""
        while running() and len(recorded.reads(self.log)) < count:
            time.sleep(0.005)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("soak"))


@pytest.fixture(params=range(ROUNDS))
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Another moment each round, the same ones each time."""
    return random.Random(f"moment {request.param}")


@pytest.fixture
def home(world: World) -> Iterator[Path]:
    made = world.fresh("disturbed")
    yield made
    shutil.rmtree(made)


def test_a_reader_killed(world: World, home: Path, chance: random.Random) -> None:
    done = threading.Event()

    def kill_a_reader() -> None:
        world.wait_for_reads(chance.randrange(1, _LONE + _BOOK), lambda: not done.is_set())
        time.sleep(chance.random() / 10)
        readers = _readers(os.getpid())
        if readers and not done.is_set():
            with suppress(ProcessLookupError):
                os.kill(chance.choice(readers), signal.SIGKILL)

    killer = threading.Thread(target=kill_a_reader)
    killer.start()
    try:
        found = world.finished(home, Local(2))
    finally:
        done.set()
        killer.join()
    assert found == world.expected


def test_the_program_killed(world: World, home: Path, chance: random.Random) -> None:
    _kill_while_it_reads(world, home, chance)
    assert world.finished(home) == world.expected


def test_the_power_cut(world: World, home: Path, chance: random.Random) -> None:
    _kill_while_it_reads(world, home, chance)
    cut_power(home, chance)
    assert world.finished(home) == world.expected


def _kill_while_it_reads(world: World, home: Path, chance: random.Random) -> None:
    program = world.start(home)
    world.wait_for_reads(chance.randrange(1, _LONE + _BOOK), lambda: program.poll() is None)
    time.sleep(chance.random() / 10)
    program.kill()
    program.wait()
    until = time.monotonic() + 30
    while _marked(str(home)):  # its readers end with it
        assert time.monotonic() < until, "readers outlive their program"
        time.sleep(0.02)


def _marked(value: str) -> list[int]:
    """Processes that were started for this workspace."""
    return [pid for pid in _pids() if f"{_MARK}={value}".encode() in _bytes(pid, "environ")]


def _readers(parent: int) -> list[int]:
    """The reading processes of a program: the children of its children that lead a session of their own."""
    return [pid for pid in _pids() if _is_below(pid, parent) and os.getsid(pid) == pid]


def _is_below(pid: int, parent: int) -> bool:
    above = _parent(pid)
    return above not in (0, 1, parent) and _parent(above) == parent


def _parent(pid: int) -> int:
    told = _bytes(pid, "stat").rpartition(b") ")[2].split()
    return int(told[1]) if len(told) > 1 else 0


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _bytes(pid: int, name: str) -> bytes:
    try:
        return (Path("/proc") / str(pid) / name).read_bytes()
    except OSError:
        return b""
