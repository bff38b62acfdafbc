"""What the columns of a roll hold, told by their headings (records: `data/columns.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from vntext.folding import Key, fold

_DATA = Path(__file__).with_name("data") / "columns.toml"
_LONGEST = 40


@lru_cache(maxsize=1)
def records() -> tuple[dict[str, Any], ...]:
    """The records in the order in which they are tried."""
    return tuple(tomllib.loads(_DATA.read_text(encoding="utf-8"))["column"])


@lru_cache(maxsize=4096)
def column_role(heading: str) -> str:
    """What the column holds; empty where its heading says nothing that is known."""
    key = re.sub(r"[\s.:()/-]", "", fold(heading, Key.TONELESS))
    if not key or len(key) > _LONGEST:
        return ""
    return next((str(r["role"]) for r in records() if re.search(str(r["expression"]), key)), "")


def heads_a_roll(cells: tuple[str, ...]) -> bool:
    """Are these the headings of a roll: names, and something else that is known?"""
    roles = [column_role(cell) for cell in cells]
    return "name" in roles and len([role for role in roles if role]) >= 2
