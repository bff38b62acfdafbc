"""The originals that the workspace holds: their state, their names, the log of what happened to them."""

from __future__ import annotations

import json
from typing import Any

from diemdanh.failures import Complaint
from store import journal
from store.database import Store
from store.log import latest_entries
from store.originals import with_prefix


def files_of(store: Store, purpose: str | None = None) -> list[dict[str, Any]]:
    """A row a file: hash, name as given, what it was read for, state, attempts, error and result."""
    return [
        {
            "sha256": row.sha256,
            "name": row.shown_name,
            "purpose": row.purpose,
            "state": row.state.value,
            "attempts": row.attempts,
            "error": row.error_code,
            "error_class": row.error_class.value if row.error_class else None,
            "detail": row.detail,
            "result": row.result,
        }
        for row in journal.all_files(store, purpose)
    ]


def find_original(store: Store, start: str) -> str:
    """The one original whose SHA-256 starts so. Raises the complaint `unknown_id`."""
    found = with_prefix(store, start.lower())
    if len(found) != 1:
        raise Complaint("unknown_id", start)
    return found[0]


def audit_entries(store: Store, limit: int) -> list[dict[str, Any]]:
    """The newest entries of the chain, newest first."""
    return [_entry(row) for row in latest_entries(store, limit)]


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    before, after = (json.loads(row[k]) if row[k] else None for k in ("before", "after"))
    kept = ("seq", "at", "by", "where_from", "what", "subject", "operation", "hash")
    return {k: row[k] for k in kept} | {"before": before, "after": after}
