"""A wrong command line is told in the language of the moment, in one sentence with a code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from diemdanh.cli import main
from diemdanh.messages import Language, choose


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    choose(Language.VI)
    yield
    choose(Language.VI)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("frob", "usage: không có lệnh frob."),
        ("extract", "usage: thiếu PATH."),
        ("extract --jsonk a.pdf", "usage: không có tùy chọn --jsonk. Ý của bạn có phải là: --jsonl"),
        (
            "extract --jobs x a.pdf",
            "usage: giá trị của --jobs không dùng được: phải là số nguyên trong khoảng cho phép.",
        ),
        ("--lang fr", "usage: giá trị của --lang không dùng được: chọn một trong vi, en."),
    ],
)
def test_what_was_wrong_is_said(line: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 2
    said = capsys.readouterr().err
    assert sentence in said and "Xem thêm: diemdanh" in said
    assert "Error" not in said and "Try" not in said


@pytest.mark.parametrize("line", [["explain"], ["extract", "--html", "out.html"]])
def test_a_file_that_cannot_be_read_is_named(
    line: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.7 nothing else")
    for name, code in (("hong.pdf", "corrupt"), ("nao.pdf", "missing")):
        assert main([*line, name]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"{code}: ") and name in said
