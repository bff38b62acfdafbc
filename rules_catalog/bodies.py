"""Issuers of documents: one key for the ways of writing a body, its place, and whether it has ended. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from roster.people import Unit
from vntext.folding import Key, fold, squeeze

#: the words that join a name's parts
_JOINTS = ("của ", "và ", "các ", "cơ quan ", "khối ")


@lru_cache(maxsize=16384)
def issuer_key(issuer: str | None) -> str:
    """A body's key: its standing committee and its committee issue as one ("Ban Thường vụ Tỉnh ủy X" is "Tỉnh ủy
    X")."""
    key = _folded(issuer or "")
    for written, read in _data()["same"]:
        key = key.replace(_folded(written) + (" " if written.endswith(" ") else ""), _folded(read))
    return squeeze(key)


@lru_cache(maxsize=16384)
def place_of(issuer: str | None) -> str:
    """What the name says beyond the kind of body: its place, folded; empty where it names none."""
    key = _folded(issuer or "")
    if any(_folded(name) in key for name in _data()["central"]):
        return "trung ương"
    for organ in sorted(_data()["organs"], key=len, reverse=True):
        key = f" {key} ".replace(f" {_folded(organ)} ", " ").strip()
    for joint in _JOINTS:
        key = f"{key} ".replace(joint, "").strip()
    return squeeze(key.strip(" ,.;-"))


def ended_on(issuer: str | None, units: Iterable[Unit] = ()) -> date | None:
    """The last day of the issuing body: by the units file where it names the body, else by what is known of reforms."""
    key = issuer_key(issuer)
    named = [unit for unit in units if key and issuer_key(unit.name) == key]
    if named:
        return _last_day(named)
    return next((record["on"] for record in _data()["ended"] if _matches(record, key, place_of(issuer))), None)


def scope_ended_on(scope: str, units: Iterable[Unit]) -> date | None:
    """The last day of the unit with this id; None while it stands, or where it is unknown."""
    rows = [unit for unit in units if unit.id == scope]
    return _last_day(rows) if scope and rows else None


class Ends:
    """When issuers and scope units ended, each asked once."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = tuple(units)
        self._known: dict[tuple[str | None, str], date | None] = {}

    def of(self, issuer: str | None, scope: str) -> date | None:
        """The last day of the one that ended first; None while both stand."""
        key = (issuer, scope)
        if key not in self._known:
            ends = (ended_on(issuer, self._units), scope_ended_on(scope, self._units))
            self._known[key] = min((end for end in ends if end), default=None)
        return self._known[key]


def _last_day(rows: list[Unit]) -> date | None:
    ends = [unit.validity.end for unit in rows]
    return None if None in ends else max(end for end in ends if end)


def _matches(record: dict[str, Any], key: str, place: str) -> bool:
    named = any(f" {_folded(name)} " in f" {key} " for name in record["named"])
    places = record.get("places")
    return named and (places is None or place in {_folded(name) for name in places})


def _folded(text: str) -> str:
    return squeeze(fold(text, Key.PLACEMENT))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("rules_catalog").joinpath("data/bodies.toml").read_text(encoding="utf-8"))
