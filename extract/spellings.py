"""Other spellings of the field's words (quí, gởi), read as the usual ones: `data/spellings.toml`."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.terms import records


def usual(text: str) -> str:
    """The text in the usual spellings; as long as the text."""
    for pattern, means in _spellings():
        text = pattern.sub(means, text)
    return text


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(one["written"]), one["means"]) for one in records("spellings", "spelling"))
