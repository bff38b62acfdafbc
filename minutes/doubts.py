"""Why something goes to a person: stable codes and the words people read (`data/doubts.toml`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from minutes.wording import records


def in_words(codes: Iterable[str], language: str = "vi") -> tuple[str, ...]:
    """The sentences of some codes; a code without a record stands for itself (the matcher's own reasons)."""
    return tuple(_sentences().get((code, language), code) for code in dict.fromkeys(codes))


@lru_cache(maxsize=1)
def _sentences() -> dict[tuple[str, str], str]:
    return {(str(r["id"]), lang): str(r[lang]) for r in records("doubts") for lang in ("vi", "en")}
