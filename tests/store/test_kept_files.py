"""Originals, readings, journal, settings, backup: what is kept, what survives a crash, what is put back."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from store_rows import LATER, NOW

from store import journal, originals, readings, settings
from store.backup import backup, restore, verify
from store.database import FILE_NAME, Store, open_store
from store.errors import StoreError, StoreFault
from store.journal import ErrorClass, FileState
from store.transaction import Transaction


def keep(store: Store, data: bytes | Path) -> str:
    with store.writing(by="clerk", at=NOW) as change:
        return originals.receive(store, change, data)


def test_an_original_is_kept_once_under_its_hash(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"a regulation")
    sha = keep(store, file)
    assert keep(store, b"a regulation") == sha
    assert originals.path_of(store, sha).read_bytes() == b"a regulation"
    assert store.value("SELECT count(*) FROM originals") == 1


def test_a_crash_between_file_and_row_leaves_a_stray_that_the_next_receipt_adopts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "record", dies)
        with pytest.raises(KeyboardInterrupt):
            keep(store, b"half way")
    assert [fault.code for fault in verify(store)] == ["file_unknown"]
    sha = keep(store, b"half way")
    assert verify(store) == ()
    assert originals.strays(store) == ()
    assert originals.path_of(store, sha).read_bytes() == b"half way"


def test_a_full_disk_leaves_no_half_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError):
            keep(store, b"too much")
    assert [file for file in (store.home / "originals").rglob("*") if file.is_file()] == []


def test_a_purge_leaves_hash_person_and_reason(store: Store) -> None:
    sha = keep(store, b"a letter")
    with store.writing(by="clerk", at=NOW) as change:
        readings.keep(store, change, sha, "reader 1", b"its text")
    with store.writing(by="head", at=LATER) as change:
        originals.purge(store, change, sha, "not ours")
    assert not originals.place(store, sha).exists()
    assert readings.latest(store, sha) is None
    assert store.rows("SELECT sha256, reason, recorded_by FROM purges") == [
        {"sha256": sha, "reason": "not ours", "recorded_by": "head"}
    ]
    for ask in (lambda: originals.path_of(store, sha), lambda: keep(store, b"a letter")):
        with pytest.raises(StoreError) as refused:
            ask()
        assert refused.value.code is StoreFault.PURGED
    assert verify(store) == ()


def test_a_purge_that_is_rolled_back_keeps_the_file(store: Store) -> None:
    sha = keep(store, b"a letter")
    with pytest.raises(KeyError), store.writing(by="head", at=LATER) as change:
        originals.purge(store, change, sha, "by mistake")
        raise KeyError
    assert originals.path_of(store, sha).is_file()
    assert verify(store) == ()


def test_a_reading_is_found_by_file_reader_and_settings(store: Store) -> None:
    text = "Đồng chí Lê Thị Hoa ".encode() * 1000
    with store.writing(by="clerk", at=NOW) as change:
        readings.keep(store, change, "a" * 64, "reader 1", text)
        readings.keep(store, change, "a" * 64, "reader 2", b"newer")
    assert readings.find(store, "a" * 64, "reader 1") == text
    assert readings.find(store, "a" * 64, "reader 1", "dpi=200") is None
    assert readings.latest(store, "a" * 64) == b"newer"
    assert store.value("SELECT length(data) FROM readings LIMIT 1") < len(text) / 10


def test_the_journal_resumes_where_it_stopped(store: Store) -> None:
    files = [("a" * 64, "a.pdf"), ("b" * 64, "b.pdf"), ("c" * 64, "c.pdf")]
    with store.writing(by="batch", at=NOW) as change:
        a, b, _ = journal.enqueue(store, change, files, "minutes")
        assert journal.enqueue(store, change, files[:1], "minutes") == (a,)
        a, b = (journal.mark(store, change, row, FileState.RUNNING) for row in (a, b))
        journal.mark(store, change, a, FileState.DONE, result="1 meeting")
    with store.writing(by="batch", at=LATER) as change:
        assert journal.resume(store, change, "minutes") == 1
    assert [(row.shown_name, row.attempts) for row in journal.todo(store, "minutes")] == [("b.pdf", 1), ("c.pdf", 0)]
    with store.writing(by="batch", at=LATER) as change:
        failed = journal.mark(
            store, change, b, FileState.QUARANTINED, error_code="crashed", error_class=ErrorClass.POISON
        )
    assert (failed.error_code, failed.error_class) == ("crashed", ErrorClass.POISON)
    assert verify(store) == ()


def test_a_setting_has_a_type_a_default_and_a_history(store: Store) -> None:
    assert settings.flag(store, "approver_not_proposer")
    with store.writing(by="admin", at=NOW) as change:
        settings.put(store, change, "leave_days", settings.parsed("leave_days", "20"))
        settings.put(
            store, change, "counted_meeting_kinds", settings.parsed("counted_meeting_kinds", "regular, review")
        )
    assert settings.number(store, "leave_days") == 20
    assert settings.number(store, "leave_days", known_on=NOW.replace(year=2020)) == 30
    assert settings.texts(store, "counted_meeting_kinds") == ("regular", "review")


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("leave_days", "-1", StoreFault.BAD_SETTING),
        ("leave_days", "many", StoreFault.BAD_SETTING),
        ("leave_days", "1.5", StoreFault.BAD_SETTING),
        ("approver_not_proposer", "perhaps", StoreFault.BAD_SETTING),
        ("counted_meeting_kinds", "regular, picnic", StoreFault.BAD_SETTING),
        ("deadline_reading", "either", StoreFault.BAD_SETTING),
        ("colour", "red", StoreFault.UNKNOWN_SETTING),
    ],
)
def test_a_setting_refuses_what_it_does_not_mean(name: str, written: str, code: StoreFault) -> None:
    with pytest.raises(StoreError) as refused:
        settings.parsed(name, written)
    assert refused.value.code is code


def test_every_setting_explains_itself_in_both_languages() -> None:
    for setting in settings.SETTINGS:
        assert setting.vi.endswith(".") and setting.en.endswith(".")
        assert settings._fits(setting, setting.default), setting.name


def test_a_backup_put_back_is_the_same_workspace(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    backup(full, file, by="admin", at=LATER)
    again = restore(tmp_path / "elsewhere", file, by="admin", at=LATER)
    assert verify(again) == ()
    for table in ("members", "journal", "attendance"):
        assert again.rows(f"SELECT * FROM {table}") == full.rows(f"SELECT * FROM {table}")
    sha = full.value("SELECT sha256 FROM originals EXCEPT SELECT sha256 FROM purges")
    assert originals.path_of(again, sha).read_bytes() == b"a regulation"


def test_a_backup_does_not_overwrite_a_workspace_unasked(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    backup(full, file, by="admin", at=LATER)
    with full.writing(by="clerk", at=LATER) as change:
        settings.put(full, change, "leave_days", 10)
    with pytest.raises(StoreError) as refused:
        restore(full.home, file, by="admin", at=LATER)
    assert refused.value.code is StoreFault.WORKSPACE_EXISTS
    again = restore(full.home, file, by="admin", at=LATER, replace=True)
    assert settings.number(again, "leave_days") == 20
    # a reader that was open all the while sees the restored state
    assert settings.number(full, "leave_days") == 20
    assert verify(again) == ()


@pytest.mark.parametrize("name", ["../evil", "originals/../../evil", "/etc/passwd", "originals/aa/bb", "x"])
def test_a_backup_with_foreign_paths_is_refused(full: Store, tmp_path: Path, name: str) -> None:
    file = tmp_path / "copy.zip"
    backup(full, file, by="admin", at=LATER)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(StoreError) as refused:
        restore(tmp_path / "elsewhere", file, by="admin", at=LATER)
    assert refused.value.code is StoreFault.BAD_BACKUP
    assert not (tmp_path / "elsewhere" / FILE_NAME).exists()


def test_a_backup_that_was_tampered_with_is_refused(full: Store, tmp_path: Path) -> None:
    file, bad = tmp_path / "copy.zip", tmp_path / "bad.zip"
    backup(full, file, by="admin", at=LATER)
    with zipfile.ZipFile(file) as good, zipfile.ZipFile(bad, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, good.read(name).replace("Lê Thị Hoa".encode(), "Lê Thị Hào".encode()[:13]))
    with pytest.raises(StoreError) as refused:
        restore(tmp_path / "elsewhere", bad, by="admin", at=LATER)
    assert refused.value.code is StoreFault.BAD_BACKUP


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"plain text"])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "copy.zip"
    file.write_bytes(data)
    with pytest.raises(StoreError) as refused:
        restore(tmp_path / "elsewhere", file, by="admin", at=LATER)
    assert refused.value.code is StoreFault.BAD_BACKUP


def test_a_workspace_opens_after_its_backup_was_refused(tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    file.write_bytes(b"plain text")
    with pytest.raises(StoreError):
        restore(tmp_path / "home", file, by="admin", at=LATER)
    assert verify(open_store(tmp_path / "home", create=True)) == ()
