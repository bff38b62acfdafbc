"""Why a whole file could not be read: one class, a closed set of codes (the contract's section 1)."""

from __future__ import annotations

from enum import StrEnum


class FileFault(StrEnum):
    """Stable codes; the sentences stand in the message catalogue."""

    MISSING = "missing"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    CORRUPT = "corrupt"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    NO_TEXT = "no_text"
    SECRET = "secret"
    NEEDS_PROGRAM = "needs_program"
    #: the bytes changed while they were read: try again
    CHANGED = "changed"


class Refusal(Exception):
    """A file that is refused: `code` is stable, `detail` is a plain English fragment without paths."""

    def __init__(self, code: FileFault, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else str(self.code)
