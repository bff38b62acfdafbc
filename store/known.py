"""What was known on a moment: the condition on `recorded_at` and `retired_at` that every query of facts carries."""

from __future__ import annotations

from datetime import datetime

from store.transaction import stamp


def known(known_on: datetime | None, table: str = "") -> tuple[str, tuple[str, ...]]:
    """An SQL condition with its values: the rows believed on that moment, or now."""
    prefix = f"{table}." if table else ""
    if known_on is None:
        return f"{prefix}retired_at IS NULL", ()
    on = stamp(known_on)
    return f"({prefix}recorded_at <= ? AND ({prefix}retired_at IS NULL OR {prefix}retired_at > ?))", (on, on)
