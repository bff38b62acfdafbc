"""Turns of phrase that a list of words cannot say: records of `data/signs*.toml`, each with examples that run as tests.

A record is a regular expression on the comparing key of a text (`minutes.wording.key_of`; `raw` ones on the text as it
is), what it says, texts in which it is found, and some in which it is not (`never`). `%name%` stands for the expression
of another record, `%UPPER%` and `%LOWER%` for letters.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from minutes.letters import LOWER, UPPER

_DATA = Path(__file__).with_name("data")


@lru_cache(maxsize=1)
def signs() -> dict[str, dict[str, Any]]:
    """The records by their ids."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_DATA.glob("signs*.toml"))]
    return {record["id"]: record for file in files for record in file["sign"]}


@lru_cache(maxsize=128)
def sign(name: str) -> re.Pattern[str]:
    """The compiled expression of a record. Raises KeyError for an unknown one."""
    return re.compile(expression(name))


@lru_cache(maxsize=32)
def words(name: str) -> frozenset[str]:
    """The words of a record that is a list of words."""
    return frozenset(signs()[name]["words"])


def expression(name: str) -> str:
    """The expression of a record, to be part of another. Raises KeyError for an unknown one."""
    record = signs()[name]
    parts = record["expression"]
    whole = "".join(parts) if isinstance(parts, list) else str(parts)
    return re.sub(r"%(\w+)%", lambda m: _LETTERS.get(m[1]) or expression(m[1]), whole)


_LETTERS = {"UPPER": UPPER, "LOWER": LOWER}
