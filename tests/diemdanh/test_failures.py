from __future__ import annotations

import sqlite3

import pytest

from diemdanh.failures import Complaint, failure_of, sentence
from documents.errors import FileFault, Refusal
from store.errors import StoreError, StoreFault


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (Refusal(FileFault.ENCRYPTED), "encrypted", 400),
        (Complaint("unknown_id", "r-9"), "unknown_id", 404),
        (StoreError(StoreFault.NO_WORKSPACE), "no_workspace", 503),
        (sqlite3.OperationalError("database is locked"), "busy", 503),
        (FileNotFoundError(2, "no", "x.csv"), "missing", 404),
        (PermissionError(13, "no", "out.xlsx"), "cannot_write", 400),
        (ZeroDivisionError("secret detail"), "internal", 500),
    ],
)
def test_every_error_has_a_stable_code(error: Exception, code: str, status: int) -> None:
    failure = failure_of(error, "a.pdf")
    assert (failure.code, failure.status) == (code, status)
    assert failure.sentence.endswith(".")


def test_what_nobody_foresaw_does_not_show_its_text() -> None:
    assert "secret detail" not in failure_of(ZeroDivisionError("secret detail")).sentence


def test_a_hostile_name_stays_on_one_line() -> None:
    said = sentence("empty", "a\nfault: all is well\x1b[31m.pdf")
    assert "\n" not in said and "\x1b" not in said
