"""Errors translated once, at the edge: a stable code, exit code, HTTP status, and a sentence in the user's language."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from diemdanh.messages import known, say
from documents.errors import Refusal
from documents.intake import Input

_HTTP = {
    "missing": 404,
    "unknown_id": 404,
    "no_workspace": 503,
    "busy": 503,
    "stale": 409,
    "exists": 409,
    "refused": 409,
    "too_large": 413,
    "unsupported": 415,
    "secret": 422,
    "internal": 500,
}


_WRONG_USAGE = frozenset({"bad_period", "bad_date"})


@dataclass(frozen=True, slots=True)
class Failure:
    """`code` is stable; `sentence` is for people; `exit_code` follows the contract (1 failed, 2 wrong usage)."""

    code: str
    sentence: str
    exit_code: int = 1

    @property
    def status(self) -> int:
        return _HTTP.get(self.code, 400)


class Complaint(Exception):
    """What a flow refuses: `code` is a key of the catalogue's group `fault`."""

    def __init__(self, code: str, name: str = "", detail: str = "", exit_code: int = 1) -> None:
        super().__init__(code, name, detail)
        self.code, self.name, self.detail, self.exit_code = code, name, detail, exit_code


def failure_of(error: BaseException, name: str = "") -> Failure:
    """The failure that an exception means. What nobody foresaw is `internal`: its type is told, its text is not."""
    if isinstance(error, Complaint):
        return Failure(error.code, sentence(error.code, error.name or name, error.detail), error.exit_code)
    if isinstance(error, Refusal):
        return Failure(str(error.code), sentence(str(error.code), name, error.detail))
    code = getattr(error, "code", None)
    if isinstance(code, str):
        return _coded(str(code), error, name)
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return Failure("busy", sentence("busy", name))
    if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
        return Failure("cannot_write", sentence("cannot_write", error.filename or name))
    if isinstance(error, FileNotFoundError):
        return Failure("missing", sentence("missing", str(error.filename or name)))
    return Failure("internal", sentence("internal", name, type(error).__name__))


def failed(source: Input, error: Exception) -> tuple[dict[str, Any], Failure]:
    """The contract's error row of a file, and the failure to tell."""
    failure = failure_of(error, source.shown)
    return {
        "id": source.id,
        "file": source.shown,
        "error": {"code": failure.code, "message": failure.sentence},
    }, failure


def _coded(code: str, error: BaseException, name: str) -> Failure:
    """An error of one of the rooms: it has a stable `code`, perhaps a `name` and a `detail`."""
    detail = str(getattr(error, "detail", "") or error)
    if code == "incomplete":
        detail = ", ".join(say(f"field.{one}") if known(f"field.{one}") else one for one in detail.split(", "))
    about = str(getattr(error, "name", "") or name)
    said = sentence(code if known(f"fault.{code}") else "refused", about, detail)
    return Failure(code, said, 2 if code in _WRONG_USAGE else 1)


def sentence(code: str, name: str = "", detail: str = "") -> str:
    """One line, without line ends that a hostile file name may hold."""
    key = f"fault.{code}" if known(f"fault.{code}") else "fault.internal"
    return " ".join(say(key, name=_plain(name), detail=_plain(detail or code)).split())


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)
