"""Files into the workspace: the same bytes are read once, readers that die get another try, names are as shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import recorded

from diemdanh import meetings
from diemdanh.demo.files import write_lists
from diemdanh.demo.texts import minutes_of, second_regulation
from diemdanh.desk import Desk
from diemdanh.engines import Local
from diemdanh.intake import Manner
from diemdanh.meetings import FileOutcome, import_minutes
from diemdanh.regulations import add_regulations
from diemdanh.rosters import import_facts
from documents.errors import FileFault, Refusal
from documents.intake import Input
from documents.limits import DEFAULT, Limits
from documents.model import Document
from minutes.register import RegisterBook
from roster.people import Roster
from roster.rows import FactKind
from store import journal, originals, settings
from store.backup import verify
from store.database import open_store
from store.journal import ErrorClass, FileState

NOW = datetime(2024, 5, 2, 8, 0, tzinfo=UTC)


RECORDED = Manner(recorded.InProcess(), reader=recorded.read)
TYPED = Manner(recorded.InProcess())
PROCESSES = Manner(Local(1), reader=recorded.read)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = open_store(tmp_path / "home", create=True)
    found = Desk(store, "An", NOW)
    write_lists(tmp_path)
    for kind in (FactKind.ROSTER, FactKind.BRANCHES, FactKind.ASSIGNMENTS):
        assert import_facts(found, kind, tmp_path / f"{kind}.csv", dry_run=False).applied
    yield found
    store.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "reads"


def meeting_text(n: int = 1) -> str:
    return recorded.text_of(minutes_of(recorded.meetings(n)[-1]))


def put(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def imported(desk: Desk, *paths: Path, manner: Manner = RECORDED) -> list[FileOutcome]:
    return list(import_minutes(desk, paths, manner=manner))


def test_the_same_bytes_are_read_once_whatever_for(desk: Desk, tmp_path: Path, log: Path) -> None:
    text = recorded.text_of(second_regulation())
    one = put(tmp_path / "in", "a.png", recorded.picture(text, log, "a"))
    assert len(next(iter(add_regulations(desk, [one], manner=RECORDED))).rules) > 0
    imported(desk, one)
    assert recorded.reads(log) == ["a"]
    assert {row.purpose for row in journal.all_files(desk.store)} == {"regulation", "minutes"}


def stumbling_over(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of ours in finding the meetings of the files called so."""
    find = meetings.read_meetings

    def found(documents: list[tuple[str, Document]], *args: object, **options: object) -> object:
        if any(name in shown for shown, _ in documents):
            raise ValueError("max() arg is an empty sequence")
        return find(documents, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(meetings, "read_meetings", found)


def test_a_defect_over_one_file_costs_no_other_and_is_tried_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [put(tmp_path / "in", f"{n}.txt", meeting_text(n).encode()) for n in (1, 2, 3)]
    with monkeypatch.context() as patch:
        stumbling_over("2.txt", patch)
        outcomes = imported(desk, *files, manner=TYPED)
    assert [o.failure.code if o.failure else "" for o in outcomes] == ["", "internal", ""]
    assert [row.state for row in journal.all_files(desk.store)].count(FileState.FAILED) == 1
    again = imported(desk, *files, manner=TYPED)
    assert [o.known for o in again] == [True, False, True] and again[1].meetings


def test_a_defect_over_one_file_gives_its_row_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [put(tmp_path / "in", f"{n}.txt", meeting_text(n).encode()) for n in (1, 2)]
    stumbling_over("1.txt", monkeypatch)
    rows = list(meetings.read_minutes(files, Roster(), jobs=1, separate=False))
    assert [failure.code if failure else "" for _, failure in rows] == ["internal", ""]
    assert rows[0][0]["error"]["code"] == "internal" and rows[1][0]["meeting"]["branch"]


def test_a_run_that_ended_between_reading_and_entering_does_not_read_again(
    desk: Desk, tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in (1, 2, 3):
        put(tmp_path / "book", f"{n}.png", recorded.picture(meeting_text(n), log, str(n)))
    with monkeypatch.context() as patched:
        patched.setattr(RegisterBook, "record", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            imported(desk, tmp_path / "book")
    assert {row.state for row in journal.all_files(desk.store)} == {FileState.TODO}
    imported(desk, tmp_path / "book")
    assert sorted(recorded.reads(log)) == ["1", "2", "3"]
    assert {(row.state, row.attempts) for row in journal.all_files(desk.store)} == {(FileState.DONE, 1)}
    assert len(RegisterBook(desk.store).meetings()) == 3


def _power_cut(*_: object) -> None:
    raise KeyboardInterrupt


def test_other_limits_are_another_reading(desk: Desk, tmp_path: Path, log: Path) -> None:
    one = put(tmp_path / "in", "a.png", recorded.picture(meeting_text(), log, "a"))
    list(add_regulations(desk, [one], manner=RECORDED))
    with desk.writing() as change:
        settings.put(desk.store, change, "refuse_secret", False)
        settings.put(desk.store, change, "file_seconds", 60)
    imported(desk, one)
    assert recorded.reads(log) == ["a", "a"]


def test_a_dry_run_reads_and_writes_nothing(desk: Desk, tmp_path: Path, log: Path) -> None:
    one = put(tmp_path / "in", "a.png", recorded.picture(meeting_text(), log, "a"))
    head = desk.store.value("SELECT max(seq) FROM audit")
    assert [o.failure for o in import_minutes(desk, [one], dry_run=True, manner=RECORDED)] == [None]
    assert desk.store.value("SELECT max(seq) FROM audit") == head
    assert originals.strays(desk.store) == ()


def test_a_reader_that_dies_once_costs_nothing(desk: Desk, tmp_path: Path, log: Path) -> None:
    one = put(tmp_path / "in", "a.png", recorded.picture(meeting_text(), log, "a", dies="once"))
    (outcome,) = imported(desk, one, manner=PROCESSES)
    assert (outcome.failure, len(outcome.meetings)) == (None, 1)
    assert [(row.state, row.attempts) for row in journal.all_files(desk.store)] == [(FileState.DONE, 1)]


def test_a_file_that_always_kills_its_reader_fails_alone_after_two_tries(desk: Desk, tmp_path: Path, log: Path) -> None:
    put(tmp_path / "a", "a.png", recorded.picture(meeting_text(), log, "a", dies="always"))
    put(tmp_path / "b", "b.png", recorded.picture(meeting_text(2), log, "b"))
    bad, good = imported(desk, tmp_path / "a", tmp_path / "b", manner=PROCESSES)
    assert bad.failure is not None and good.meetings
    failed = journal.all_files(desk.store)[0]
    # ended by the system: most likely memory, which is no poison
    assert (failed.state, failed.attempts, failed.error_class) == (FileState.FAILED, 2, ErrorClass.CAPACITY)
    assert recorded.reads(log).count("a") == 2


def breaks_its_reader(source: Input, limits: Limits = DEFAULT) -> Document:
    raise Refusal(FileFault.CRASHED, "the reading process ended unexpectedly")


def takes_too_long(source: Input, limits: Limits = DEFAULT) -> Document:
    raise Refusal(FileFault.TIMEOUT, "reading took longer than the limit")


def test_poison_is_set_aside_after_two_tries_with_its_reason(desk: Desk, tmp_path: Path, log: Path) -> None:
    one = put(tmp_path / "in", "a.png", recorded.picture(meeting_text(), log, "a"))
    imported(desk, one, manner=Manner(recorded.InProcess(), reader=breaks_its_reader))
    (row,) = journal.all_files(desk.store)
    assert (row.state, row.attempts, row.error_class) == (FileState.QUARANTINED, 2, ErrorClass.POISON)
    assert row.detail == "the reading process ended unexpectedly"
    (again,) = imported(desk, one)  # a sound reader does not touch it either
    assert again.failure is not None and again.failure.code == "crashed" and recorded.reads(log) == []


def test_a_file_that_runs_out_of_time_has_its_second_try_in_the_next_run(desk: Desk, tmp_path: Path, log: Path) -> None:
    one = put(tmp_path / "in", "a.png", recorded.picture(meeting_text(), log, "a"))
    slow = Manner(recorded.InProcess(), reader=takes_too_long)
    imported(desk, one, manner=slow)
    assert [(row.state, row.attempts) for row in journal.all_files(desk.store)] == [(FileState.FAILED, 1)]
    imported(desk, one, manner=slow)
    assert [(row.state, row.attempts) for row in journal.all_files(desk.store)] == [(FileState.QUARANTINED, 2)]


def test_bytes_that_change_while_they_are_read_are_refused_and_not_kept(desk: Desk, tmp_path: Path, log: Path) -> None:
    one = put(tmp_path / "in", "a.png", recorded.picture(meeting_text(), log, "a"))
    other = recorded.picture(meeting_text(2), log, "a2")
    engine = recorded.InProcess(lambda: one.write_bytes(other))
    (outcome,) = imported(desk, one, manner=Manner(engine, reader=recorded.read))
    assert outcome.failure is not None and outcome.failure.code == "changed"
    assert journal.all_files(desk.store)[0].error_class is ErrorClass.RETRYABLE
    assert list((desk.store.home / "originals").rglob("*.*")) == []
    assert len(imported(desk, one)[0].meetings) == 1


def test_journal_and_register_have_the_names_as_shown(desk: Desk, tmp_path: Path, log: Path) -> None:
    spool = tmp_path / "incoming" / "20240502-ab" / "files"
    spool.mkdir(parents=True)
    put(spool / "xã Khê Trung", "trang 1.png", recorded.picture(meeting_text(), log, "a"))
    put(spool, "hỏng.pdf", b"")
    manner = Manner(recorded.InProcess(), lambda path: path.partition("/files/")[2], reader=recorded.read)
    outcomes = imported(desk, spool, manner=manner)
    assert {one.file for one in outcomes} == {"xã Khê Trung/trang 1.png", "hỏng.pdf"}
    assert "incoming" not in " ".join(one.failure.sentence for one in outcomes if one.failure)
    assert {row.shown_name for row in journal.all_files(desk.store)} == {"xã Khê Trung/trang 1.png", "hỏng.pdf"}
    register = RegisterBook(desk.store)
    (meeting,) = register.meetings()
    assert register.sources(meeting.id)[0].shown_name == "xã Khê Trung/trang 1.png"


def test_a_purged_file_does_not_come_back_and_stops_nothing(desk: Desk, tmp_path: Path, log: Path) -> None:
    one = put(tmp_path / "a", "a.png", recorded.picture(meeting_text(), log, "a"))
    two = put(tmp_path / "b", "b.png", recorded.picture(meeting_text(2), log, "b"))
    list(add_regulations(desk, [one], manner=RECORDED))
    with desk.writing() as change:
        originals.purge(desk.store, change, journal.all_files(desk.store)[0].sha256, "nhầm")
    gone, there = imported(desk, one, two)
    assert gone.failure is not None and gone.failure.code == "purged"
    assert there.meetings and verify(desk.store) == ()


def test_every_file_is_counted_and_comes_in_order(desk: Desk, tmp_path: Path, log: Path) -> None:
    recorded.write_pictures(tmp_path / "in", 6, log)
    imported(desk, tmp_path / "in" / "003")
    counted: list[int] = []
    manner = Manner(recorded.InProcess(), counted=lambda: counted.append(1), reader=recorded.read)
    outcomes = imported(desk, tmp_path / "in", tmp_path / "gone.pdf", manner=manner)
    assert [Path(one.file).name for one in outcomes] == [f"{n:03d}.png" for n in range(1, 7)] + ["gone.pdf"]
    assert [one.known for one in outcomes] == [False, False, True, False, False, False, False]
    assert len(counted) == 7
