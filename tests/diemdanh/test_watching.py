"""The watched folder: what has stopped growing is taken once, a book together, and no link is followed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import recorded

from diemdanh.cli import main
from diemdanh.demo.files import write_lists
from diemdanh.demo.paper import as_docx
from diemdanh.demo.texts import minutes_of
from diemdanh.demo.world import MEETINGS
from diemdanh.failures import Complaint
from diemdanh.watching import WatchedFolder, watch
from minutes.register import RegisterBook
from store.database import open_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def names(found: tuple[Path, ...]) -> list[str]:
    return [path.name for path in found]


def put(path: Path, text: str, at: int) -> None:
    """A file last changed at that second."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    os.utime(path, (at, at))


def test_a_file_is_taken_once_when_two_looks_see_the_same(folder: Path) -> None:
    seen = WatchedFolder(folder)
    put(folder / "a.pdf", "one", 1)
    assert seen.look() == ()
    put(folder / "a.pdf", "one more", 2)
    assert seen.look() == ()
    assert names(seen.look()) == ["a.pdf"]
    assert seen.look() == ()


@pytest.mark.parametrize("change", [("longer than before", 1), ("same size", 2)])
def test_a_file_that_changes_again_is_taken_again(folder: Path, change: tuple[str, int]) -> None:
    seen = WatchedFolder(folder)
    put(folder / "a.pdf", "size same", 1)
    seen.look()
    assert names(seen.look()) == ["a.pdf"]
    put(folder / "a.pdf", *change)
    assert [names(seen.look()) for _ in range(3)] == [[], ["a.pdf"], []]


def test_photographs_of_a_folder_wait_for_each_other_and_other_files_do_not(folder: Path) -> None:
    seen = WatchedFolder(folder)
    for name in ("trang 2.jpg", "trang 10.jpg", "biên bản.docx"):
        put(folder / "sổ" / name, "x", 1)
    seen.look()
    put(folder / "sổ" / "trang 10.jpg", "xy", 2)
    assert names(seen.look()) == ["biên bản.docx"]
    assert names(seen.look()) == ["trang 2.jpg", "trang 10.jpg"]
    put(folder / "sổ" / "trang 11.jpg", "x", 3)
    seen.look()
    assert names(seen.look()) == ["trang 2.jpg", "trang 10.jpg", "trang 11.jpg"]  # the whole book, with its new page


def test_links_hidden_empty_and_foreign_files_are_left_alone(folder: Path, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere" / "b.pdf", "x", 1)
    (folder / "link.pdf").symlink_to(tmp_path / "elsewhere" / "b.pdf")
    (folder / "down").symlink_to(tmp_path / "elsewhere")
    for name in (".part.pdf", "film.mp4", "empty.pdf"):
        put(folder / name, "" if name == "empty.pdf" else "x", 1)
    seen = WatchedFolder(folder)
    assert [seen.look() for _ in range(3)] == [(), (), ()]
    with pytest.raises(Complaint):
        WatchedFolder(folder / "down").look()


def test_what_went_away_is_forgotten_and_what_was_not_taken_is_offered_again(folder: Path) -> None:
    seen = WatchedFolder(folder)
    put(folder / "a.pdf", "x", 1)
    put(folder / "b.pdf", "x", 1)
    seen.look()
    (folder / "b.pdf").unlink()
    ready = seen.look()
    assert names(ready) == ["a.pdf"]
    seen.offer_again(ready)
    assert names(seen.look()) == ["a.pdf"]


def test_looks_go_on_until_somebody_stops_them(folder: Path) -> None:
    steps: list[Callable[[], object]] = [
        lambda: put(folder / "a.pdf", "x", 1),
        lambda: None,
        lambda: put(folder / "b.pdf", "x", 1),
        lambda: None,
        lambda: _stop(),
    ]
    taken = []
    with pytest.raises(KeyboardInterrupt):
        for ready in watch((WatchedFolder(folder),), lambda: steps.pop(0)()):
            taken.append(names(ready))
    assert taken == [["a.pdf"], ["b.pdf"]]


def _stop() -> None:
    raise KeyboardInterrupt


def test_the_command_reads_what_comes_and_ends_cleanly(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    assert main(["--home", str(home), "init"]) == 0
    write_lists(tmp_path)
    steps: list[Callable[[], object]] = [
        lambda: (folder / "a.docx").write_bytes(as_docx(minutes_of(MEETINGS[0]))),
        lambda: None,
        lambda: (folder / "empty.pdf").write_bytes(b"no pdf at all"),
        lambda: None,
        _stop,
    ]
    monkeypatch.setattr("diemdanh.engines.engine_named", lambda *_: recorded.InProcess())
    monkeypatch.setattr("diemdanh.cli.minutes.time.sleep", lambda _: steps.pop(0)())
    assert main(["--lang", "en", "--home", str(home), "minutes", "import", "--watch", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert out.count("1 new files") == 1 and "Stopped watching." in err
    store = open_store(home)
    assert [m.date for m in RegisterBook(store).meetings()] == ["2024-01-05"]
    store.close()
