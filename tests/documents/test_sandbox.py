"""Children that hang, crash or eat memory cost their own file and leave nothing behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents import read, sandbox
from documents.errors import FileFault, Refusal
from documents.intake import Input
from documents.limits import MEBIBYTE, Limits
from documents.workers import Crew, Job

LIMITS = Limits(seconds=20, memory=1500 * MEBIBYTE)


def misbehave(source: Input) -> str:
    """What the input's id tells it to do."""
    match source.id.split("-")[0]:
        case "hang":
            while True:
                pass
        case "crash":
            ctypes.string_at(0)
        case "eat":
            return str(len(bytearray(4000 * MEBIBYTE)))
        case "refuse":
            raise Refusal(FileFault.SECRET, "told to")
        case "fail":
            raise ValueError("a defect")
        case "orphan":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            Path(source.shown).write_text(str(child.pid))
            os._exit(3)
    return source.id.upper()


def text_of(source: Input) -> str:
    return read.read(source).text


def inputs(*names: str) -> list[Input]:
    return [Input(Path(name), name, None, name) for name in names]


def outcomes(found: Iterator[tuple[Input, str | Refusal]]) -> list[str]:
    return [str(o.code) if isinstance(o, Refusal) else o for _, o in found]


def test_each_failure_costs_its_own_file() -> None:
    names = ["a", "crash", "b", "eat", "refuse", "fail", "c"]
    assert outcomes(sandbox.run_many(misbehave, inputs(*names), 2, LIMITS)) == [
        "A",
        "crashed",
        "B",
        "memory",
        "secret",
        "crashed",
        "C",
    ]


def test_a_hanging_file_is_ended() -> None:
    short = Limits(seconds=2, memory=LIMITS.memory)
    assert outcomes(sandbox.run_many(misbehave, inputs("hang", "after"), 1, short)) == ["timeout", "AFTER"]


def test_what_a_worker_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    source = Input(note, str(note), None, "orphan")
    assert outcomes(sandbox.run_many(misbehave, [source], 1, LIMITS)) == ["crashed"]
    assert not _running(int(note.read_text()))


@pytest.fixture
def before() -> set[str]:
    """Readers that other tests of this process keep warm."""
    return _children()


def test_leaving_early_leaves_no_child(before: set[str]) -> None:
    found = sandbox.run_many(misbehave, inputs("a", "hang", "hang-2"), 2, LIMITS)
    next(found)
    found.close()
    assert not _children() - before


def test_a_reader_killed_while_it_waits_for_work_costs_nothing(before: set[str]) -> None:
    def one_by_one() -> Iterator[Input]:
        yield from inputs("a")
        (pid,) = map(int, _children() - before)
        os.kill(pid, signal.SIGKILL)
        assert not _running(pid)
        yield from inputs("b")

    found = sandbox.run_many(misbehave, one_by_one(), 1, LIMITS)
    assert outcomes(found) == ["A", "B"]


def test_a_reader_killed_before_it_begins_costs_nothing(before: set[str]) -> None:
    crew = Crew(1, LIMITS.memory, 200, [])
    first, second = Job(inputs("a")[0]), Job(inputs("b")[0])
    try:
        _settle(crew, first)
        (pid,) = map(int, _children() - before)
        os.kill(pid, signal.SIGSTOP)
        crew.begin(misbehave, second, LIMITS.seconds)
        os.kill(pid, signal.SIGKILL)
        while second.outcome is None:
            crew.wait()
    finally:
        crew.stop()
    assert [first.outcome, second.outcome] == [("A",), ("B",)]


def _settle(crew: Crew, job: Job) -> None:
    crew.begin(misbehave, job, LIMITS.seconds)
    while job.outcome is None:
        crew.wait()


def test_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Chi bộ họp")
    assert sandbox.run(text_of, Input(path, "a.txt", None, "a"), LIMITS) == "Chi bộ họp"
    with pytest.raises(Refusal):
        sandbox.run(text_of, Input(tmp_path / "none", "none", None, "none"), LIMITS)


def _running(pid: int) -> bool:
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return False
        if state == "Z":
            return False
        time.sleep(0.02)
    return True


def _children() -> set[str]:
    """Readers of this very process: children of its fork server (which itself stays) that lead a group of their own."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        parent, group = _parent_and_group(stat)
        if group == int(stat.parent.name) and _parent_and_group(Path(f"/proc/{parent}/stat"))[0] == os.getpid():
            found.add(stat.parent.name)
    return found


def _parent_and_group(stat: Path) -> tuple[int, int]:
    try:
        parent, group = (int(v) for v in stat.read_text().rsplit(")", 1)[1].split()[1:3])
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0
    return parent, group
