"""Why the store refuses: one class with a closed set of codes; sentences for people stand in the message catalogue."""

from __future__ import annotations

from enum import StrEnum


class StoreFault(StrEnum):
    """Stable codes."""

    NO_WORKSPACE = "no_workspace"
    WORKSPACE_EXISTS = "workspace_exists"
    NOT_A_WORKSPACE = "not_a_workspace"
    TOO_NEW = "too_new"
    BUSY = "busy"
    DAMAGED = "damaged"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    UNKNOWN_SETTING = "unknown_setting"
    BAD_SETTING = "bad_setting"
    UNKNOWN_ORIGINAL = "unknown_original"
    PURGED = "purged"
    BAD_BACKUP = "bad_backup"


class StoreError(Exception):
    """`code` is stable; `detail` is a plain English fragment without paths."""

    def __init__(self, code: StoreFault, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else str(self.code)


class StoreBusy(StoreError):
    """Another process is writing, and did not stop in time."""

    def __init__(self) -> None:
        super().__init__(StoreFault.BUSY, "another process is writing to the workspace")
