"""The field's closed lists as data: kinds of document with their symbols, and damage that numbers suffer.

The records stand in `extract/data/*.toml`; their examples run as tests. Everything is loaded once and is immutable.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from extract.reading import folded
from vntext.folding import Key, fold, squeeze


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document. `party`, `state`: who issues it. `statute`: a law or charter, the ground of competence."""

    name: str
    symbols: tuple[str, ...]
    party: bool
    state: bool
    normative: bool
    statute: bool = False
    press: bool = False
    spellings: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its other spellings."""
        return self.name, *self.spellings


@dataclass(frozen=True, slots=True)
class Damage:
    """`read` stands where `means` was written; `organ`: at the issuer's place of the number, else at the symbol's."""

    read: tuple[str, ...]
    means: str
    organ: bool = False
    party_only: bool = False
    state_only: bool = False
    needs_type: str | None = None


@lru_cache(maxsize=64)
def records(name: str, table: str) -> tuple[dict[str, Any], ...]:
    """The records of `data/NAME.toml`, table `[[TABLE]]`, with their examples."""
    text = (files("extract") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)[table])


@lru_cache(maxsize=16)
def word_set(name: str) -> frozenset[str]:
    """A list of single words in `data/bodies.toml`, folded."""
    words = next(str(record["words"]) for record in records("bodies", "words") if record["id"] == name)
    return frozenset(folded(words).split())


@lru_cache(maxsize=1)
def document_types() -> tuple[DocumentType, ...]:
    """All kinds, those with the longest name first, so that the first that fits at a place is the one meant."""
    kinds = [
        DocumentType(
            name=r["name"],
            symbols=tuple(r["symbols"]),
            party=r["party"],
            state=r["state"],
            normative=r["normative"],
            statute=r.get("statute", False),
            press=r.get("press", False),
            spellings=tuple(r.get("spellings", ())),
        )
        for r in records("document_types", "type")
    ]
    return tuple(sorted(kinds, key=lambda kind: -len(kind.name)))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, DocumentType]:
    return {folded(name): kind for kind in document_types() for name in kind.names}


def type_named(text: str) -> DocumentType | None:
    """The kind whose name the whole text is, whatever its case and tone placement."""
    return _by_name().get(squeeze(folded(text)))


@lru_cache(maxsize=1)
def _by_bare_name() -> dict[str, DocumentType]:
    return {fold(name, Key.TONELESS): kind for kind in document_types() for name in kind.names}


def type_in_capitals(text: str) -> DocumentType | None:
    """`THÔNG BẢO` → Thông báo: a kind's name in capitals, whose marks machines lose; None for other writing."""
    if not text.isupper():
        return None
    return type_named(text) or _by_bare_name().get(squeeze(fold(text, Key.TONELESS)))


@lru_cache(maxsize=256)
def type_of_symbol(symbol: str, party: bool) -> DocumentType | None:
    """The kind for a number's symbol; None where the symbol names several (QĐ: Quyết định or Quy định)."""
    fits = [k for k in document_types() if symbol in k.symbols and (k.party if party else k.state)]
    plain = [k for k in fits if len(k.name.split()) == min(len(f.name.split()) for f in fits)]
    return plain[0] if len(plain) == 1 else None


@lru_cache(maxsize=1)
def damages() -> tuple[Damage, ...]:
    return tuple(
        Damage(
            read=tuple(r["read"]),
            means=r["means"],
            organ=r.get("organ", False),
            party_only=r.get("party_only", False),
            state_only=r.get("state_only", False),
            needs_type=r.get("needs_type"),
        )
        for r in records("number_damage", "damage")
    )
