"""Reading the audit log: for lists and pages; the chain itself is `store.audit`'s."""

from __future__ import annotations

from typing import Any

from store.database import Store


def latest_entries(store: Store, limit: int, subject: str | None = None) -> list[dict[str, Any]]:
    """The newest entries, newest first; of one subject where it is given."""
    where, values = ("WHERE subject = ?", [subject]) if subject is not None else ("", [])
    return store.rows(f"SELECT * FROM audit {where} ORDER BY seq DESC LIMIT ?", [*values, limit])  # noqa: S608
