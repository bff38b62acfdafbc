"""The pattern files: TOML records with examples, read with errors that name file, record and field.

One record is one way of saying one thing. `template` is written in the language of `extract.grammar.template`, `build`
names a builder of `extract.grammar.builders`, `with` holds its constants, `source` says where the wording is attested.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from extract.grammar.builders import BUILDERS
from extract.grammar.lexer import COUNT_WORDS, DATE_CLASSES, DAY_OF_YEAR
from extract.grammar.template import Sequence_, SlotClass, TemplateError, spell

_FIELDS = {"id", "says", "template", "build", "with", "source", "examples", "counter_examples"}
_NEEDED = ("id", "says", "template", "build", "source", "examples")


class RecordError(ValueError):
    """A pattern file that cannot be used; the message starts with `file: record: field:`."""


@dataclass(frozen=True, slots=True)
class Example:
    """`value` as the builder's result is written in TOML; None where only the match counts."""

    text: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Record:
    kind: str
    id: str
    says: str
    template: str
    build: str
    constants: Mapping[str, Any]
    source: str
    examples: tuple[Example, ...]
    counter_examples: tuple[str, ...]
    #: place in the files: the earlier one wins between equals
    order: int
    #: of overlapping mentions of the kind the longest wins, else the leftmost
    longest: bool = False


@lru_cache(maxsize=1)
def records() -> tuple[Record, ...]:
    """All records of `patterns/*.toml`, in file order. Raises RecordError."""
    found: list[Record] = []
    folder = files("extract.grammar") / "patterns"
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            found.extend(read_records(entry.name, entry.read_text(encoding="utf-8"), len(found)))
    _refuse_twins(found)
    return tuple(found)


def read_records(name: str, text: str, order: int = 0) -> list[Record]:
    """The records of one file's text. Raises RecordError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecordError(f"{name}: {error}") from error
    kind = data.get("kind")
    if not isinstance(kind, str):
        raise RecordError(f"{name}: kind: a file says what kind of mention it finds")
    prefer = data.get("prefer", "leftmost")
    if prefer not in ("leftmost", "longest"):
        raise RecordError(f"{name}: prefer: leftmost or longest")
    longest = prefer == "longest"
    return [_record(name, kind, raw, order + i, longest) for i, raw in enumerate(data.get("pattern", []))]


def _record(name: str, kind: str, raw: dict[str, Any], order: int, longest: bool) -> Record:
    where = f"{name}: {raw.get('id', f'pattern {order}')}"
    for field in _NEEDED:
        if not raw.get(field):
            raise RecordError(f"{where}: {field}: missing")
    if unknown := set(raw) - _FIELDS:
        raise RecordError(f"{where}: {sorted(unknown)[0]}: no such field")
    if raw["build"] not in BUILDERS:
        raise RecordError(f"{where}: build: no builder {raw['build']!r}")
    try:
        spelled(raw["template"])
    except TemplateError as error:
        raise RecordError(f"{where}: template: {error}") from error
    return Record(
        kind,
        raw["id"],
        raw["says"],
        raw["template"],
        raw["build"],
        raw.get("with", {}),
        raw["source"],
        tuple(_example(where, item) for item in raw["examples"]),
        tuple(raw.get("counter_examples", ())),
        order,
        longest,
    )


def _example(where: str, item: Any) -> Example:
    if isinstance(item, str):
        return Example(item)
    if isinstance(item, dict) and isinstance(item.get("text"), str) and set(item) <= {"text", "value"}:
        return Example(item["text"], item.get("value"))
    raise RecordError(f"{where}: examples: a text, or a table of text and value")


def _refuse_twins(found: list[Record]) -> None:
    seen: set[str] = set()
    for record in found:
        if record.id in seen:
            raise RecordError(f"{record.id}: id: twice in the pattern files")
        seen.add(record.id)


@lru_cache(maxsize=4096)
def spelled(template: str) -> tuple[Sequence_, ...]:
    """Every spelling of a template with the classes of the vocabulary. Raises TemplateError."""
    return spell(template, classes())


@lru_cache(maxsize=1)
def classes() -> dict[str, SlotClass]:
    """The slot classes: those of `vocabulary.toml`, counts, and the date classes of the lexer."""
    raw = _vocabulary()
    found = {"count": SlotClass("count", tuple(sorted(COUNT_WORDS)))}
    for word in [*DATE_CLASSES.values(), DAY_OF_YEAR]:
        found[word.strip("<>")] = SlotClass(word.strip("<>"), (word,))
    for name, entry in raw["class"].items():
        found[name] = SlotClass(name, tuple(entry["says"]))
    return found


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, Any]:
    return tomllib.loads((files("extract.grammar") / "vocabulary.toml").read_text(encoding="utf-8"))
