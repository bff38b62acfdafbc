"""What is sent in: kept whole before it is answered for, bounded, named safely."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import httpx
import pytest
from conftest import Site, Visitor
from hypothesis import given
from hypothesis import strategies as st

from diemdanh.web.batches import Batches, BatchKind, BatchState, FileOutcome, safe_name

NOW = datetime(2024, 5, 2, tzinfo=UTC)


def _sent(visitor: Visitor, path: str, *files: tuple[str, bytes], token: str | None = None) -> httpx.Response:
    given_files = [("files", (name, data, "application/octet-stream")) for name, data in files]
    headers = {"X-CSRF-Token": visitor.token if token is None else token}
    return visitor.post(f"/api/v1{path}", files=given_files, headers=headers)


def test_an_upload_is_on_the_disk_before_it_is_answered_for(site: Site) -> None:
    visitor = site.visitor("clerk")
    answer = _sent(visitor, "/minutes/upload", ("một.pdf", b"%PDF-1"), ("thư mục/hai.pdf", b"%PDF-2"))
    batch = Batches(site.home).find(answer.json()["to"].rsplit("/", 1)[1])
    assert batch is not None and batch.names == ("một.pdf", "thư mục/hai.pdf") and batch.by == "clerk"
    assert (Batches(site.home).files(batch) / "thư mục" / "hai.pdf").read_bytes() == b"%PDF-2"
    assert [entry["subject"] for entry in site.audit("upload.receive")] == [batch.id]
    assert "một.pdf" in visitor.get(answer.json()["to"]).text


def test_what_is_too_large_is_refused_by_its_announcement_and_by_its_bytes(open_site: Callable[..., Site]) -> None:
    site = open_site(upload_bytes=100_000)
    visitor = site.visitor("clerk")
    assert _sent(visitor, "/minutes/upload", ("groß.pdf", b"x" * 200_000)).status_code == 413

    def drops() -> object:
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
        for _ in range(40):
            yield b"x" * 10_000

    headers = {"Content-Type": "multipart/form-data; boundary=b", "X-CSRF-Token": visitor.token}
    assert visitor.post("/api/v1/minutes/upload", content=drops(), headers=headers).status_code == 413
    assert Batches(site.home).newest() == ()


def test_a_stranger_may_send_next_to_nothing(open_site: Callable[..., Site]) -> None:
    site = open_site()
    visitor = site.visitor()
    visitor.see("/sign-in")
    assert _sent(visitor, "/minutes/upload", ("a.pdf", b"x" * 100_000)).status_code == 413
    assert _sent(visitor, "/minutes/upload", ("a.pdf", b"x")).status_code == 401


def test_too_many_files_none_and_a_viewers_are_refused(open_site: Callable[..., Site]) -> None:
    site = open_site(upload_files=2)
    clerk = site.visitor("clerk")
    assert _sent(clerk, "/minutes/upload", *[(f"{n}.pdf", b"x") for n in range(3)]).status_code == 413
    assert _sent(clerk, "/minutes/upload").status_code == 422
    assert _sent(clerk, "/minutes/upload", ("a.pdf", b"x"), token="0").status_code == 403
    assert _sent(site.visitor("xem"), "/minutes/upload", ("a.pdf", b"x")).status_code == 403
    assert Batches(site.home).newest() == ()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\a\\b.pdf", "C_/a/b.pdf"),
        ("..", "file"),
        (".bashrc", "bashrc"),
        ("a\x00b.pdf", "a_b.pdf"),
    ],
)
def test_names_stay_inside(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder(given_name: str) -> None:
    path = PurePosixPath(safe_name(given_name))
    assert not path.is_absolute() and ".." not in path.parts and path.parts


def test_the_same_name_twice_is_two_files(tmp_path: Path) -> None:
    batches = Batches(tmp_path)
    batch = batches.receive(
        BatchKind.MINUTES, [("a.pdf", io.BytesIO(b"1")), ("a.pdf", io.BytesIO(b"2"))], "x", NOW, "test", False
    )
    assert batch.names == ("a.pdf", "a~2.pdf")


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError

    batches = Batches(tmp_path)
    with pytest.raises(ConnectionResetError):
        batches.receive(BatchKind.MINUTES, [("a.pdf", Broken())], "x", NOW, "test", False)
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_batch_whose_reader_died_is_read_again(tmp_path: Path) -> None:
    batches = Batches(tmp_path)
    batch = batches.receive(BatchKind.REGULATIONS, [("a.pdf", io.BytesIO(b"1"))], "x", NOW, "test", False)
    batches.note(batch, state=BatchState.READING, outcomes=(FileOutcome("a.pdf", "done"),))
    (again,) = Batches(tmp_path).waiting()
    assert again.id == batch.id and (batches.files(again) / "a.pdf").exists()
    batches.finish(again, BatchState.DONE)
    assert batches.waiting() == () and not batches.files(again).exists()
    found = batches.find(batch.id)
    assert found is not None and found.outcomes == (FileOutcome("a.pdf", "done"),)
