from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from papers import docx, p

from documents import intake, read
from documents.errors import FileFault, Refusal
from documents.intake import Input
from documents.limits import Limits


def shown(paths: list[Path], zips: bool = True, limits: Limits | None = None) -> list[tuple[str, str, str]]:
    """(id, last part of what is shown, refusal's code)."""
    found = []
    for listed in intake.walk(paths, zips, limits or Limits()):
        source, refusal = listed if isinstance(listed, tuple) else (listed, None)
        found.append((source.id, Path(source.shown).name, str(refusal.code) if refusal else ""))
    return found


def archive(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members.items():
            package.writestr(name.replace("__", "."), text)
    return path


def test_folders_in_natural_order(tmp_path: Path) -> None:
    for name in ("trang 10.txt", "trang 2.txt", ".an.txt", "ghi-chu.json", "b/trang 1.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [name for _, name, _ in shown([tmp_path])] == ["trang 1.txt", "trang 2.txt", "trang 10.txt"]


def test_what_programs_leave_beside_papers_is_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", ".a.txt", "~$a.docx", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as package:
        for name in ("b.txt", "~$b.docx", "__MACOSX/._b.txt"):
            package.writestr(name, b"x")
    assert [name for _, name, _ in shown([tmp_path])] == ["a.txt", "b.txt"]


def test_equal_stems_get_their_extension(tmp_path: Path) -> None:
    for name in ("a.txt", "a.docx", "b.txt"):
        (tmp_path / name).write_text("x")
    assert [i for i, _, _ in shown([tmp_path / "a.txt", tmp_path / "a.docx", tmp_path / "b.txt"])] == [
        "a",
        "a.docx",
        "b",
    ]


def test_a_missing_path_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert [code for _, _, code in shown([tmp_path / "none.pdf", tmp_path / "a.txt"])] == ["missing", ""]


def test_archives_are_listed_and_members_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "bien-ban.zip", trang_10__txt="mười", trang_2__txt="Chi bộ họp")
    sources = [s for s in intake.walk([path], zips=True) if isinstance(s, Input)]
    assert [s.member for s in sources] == ["trang_2.txt", "trang_10.txt"]
    assert read.read(sources[0]).text == "Chi bộ họp"


def test_members_that_climb_out_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("../leo.txt", "x")
        package.writestr("C:\\leo.txt", "x")
        package.writestr("tot.txt", "x")
    assert sorted(code for _, _, code in shown([path])) == ["", "unsupported", "unsupported"]


def test_an_archive_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "bom.zip", a__txt="0" * 500_000)
    assert shown([path], limits=Limits(unpacked_bytes=100_000))[0][2] == "too_large"


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "bom.zip", a__txt="0" * 500_000)
    data = path.read_bytes()
    path.write_bytes(data.replace((500_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(Refusal) as caught:
        intake.load(Input(path, "bom.zip", "a.txt"), Limits(file_bytes=1000))
    assert caught.value.code in (FileFault.TOO_LARGE, FileFault.CORRUPT)


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(p("Chi bộ")))
    assert shown([path]) == [("a", "a.docx", "")]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", "Chi bộ họp".encode(), "corrupt"),
        ("a.txt", b"%PDF-1.4 ...", "unsupported"),
        ("a.txt", b"", "empty"),
        ("a.bin", bytes(range(256)) * 40, "unsupported"),
        ("a.docx", b"PK\x03\x04 broken", "corrupt"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "unsupported"),
    ],
)
def test_refusals_by_content(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refusal) as caught:
        read.read(path)
    assert str(caught.value.code) == code


def test_a_pdf_named_docx_is_read(tmp_path: Path) -> None:
    from papers import pdf

    path = tmp_path / "a.docx"
    path.write_bytes(pdf([[(85, 100, "Chi bộ khu phố")]]))
    assert read.read(path).text == "Chi bộ khu phố"
