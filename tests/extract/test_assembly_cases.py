"""The composed cases of tests/cases: every duty exact, none too many."""

from __future__ import annotations

import re
import textwrap
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from test_structure_tree import document

from extract.assembly import find_regulation
from extract.obligation import Action, Obligation
from vntext.cleaning import cleaned
from vntext.folding import Key, fold, squeeze

CASES: list[dict[str, Any]] = [
    case
    for path in sorted((Path(__file__).parent.parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8")).get("case", [])
]
_PLURAL = re.compile(r"^(?:(?:toàn thể|tất cả|các|những|mỗi|từng|đồng chí|đ/c)\s+)+")


def plain(text: str | None) -> str:
    """A phrase without case, tone placement and leading plural words."""
    return _PLURAL.sub("", squeeze(fold(text or "", Key.PLACEMENT).replace("\n", " "))).strip(" .,;:")


def value(one: Obligation, name: str) -> Any:
    match name:
        case "who" | "excluded":
            return [plain(p) for p in (one.who if name == "who" else one.who_excludes)]
        case "where":
            return plain(one.where)
        case "who_ids":
            return list(one.who_ids)
        case "effective_from" | "effective_to":
            day = getattr(one, name)
            return day.isoformat() if day else None
        case "min_count" | "max_count" | "every" | "due" | "source_document":
            return getattr(one, name)
    found = getattr(one, name)
    return str(found) if found else None


def wanted(name: str, said: Any) -> Any:
    if name in ("who", "excluded"):
        return [plain(p) for p in said]
    return plain(said) if name == "where" else said


def differences(want: dict[str, Any], one: Obligation) -> dict[str, tuple[Any, Any]]:
    full = {"min_count": None, "per": None} | want
    return {n: (v, value(one, n)) for n, v in full.items() if value(one, n) != wanted(n, v)}


def compared(case: dict[str, Any], found: Sequence[Obligation]) -> list[str]:
    """What is wrong, in words; empty where everything is exact."""
    rest, wrong = list(found), []
    for want in case.get("obligations", []):
        near = sorted(rest, key=lambda one: len(differences(want, one)))
        if not near or near[0].action != want["action"]:
            wrong.append(f"missed: {want['who']} {want['action']}")
            continue
        rest.remove(near[0])
        if differences(want, near[0]):
            wrong.append(f"{want['who']} {near[0].frequency_text}: {differences(want, near[0])}")
    return wrong + [f"too many: {one.who} {one.action} {one.frequency_text}" for one in rest]


@cache
def read(text: str) -> tuple[Obligation, ...]:
    return find_regulation(document(cleaned(text.strip("\n")))).obligations


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_case(case: dict[str, Any]) -> None:
    assert compared(case, read(case["text"])) == []


@pytest.mark.parametrize("case", [c for c in CASES if "assignments" in c], ids=lambda c: c["id"])
def test_assignments_of_an_appendix(case: dict[str, Any]) -> None:
    rows = find_regulation(document(cleaned(case["text"].strip("\n")))).assignments
    assert [[row.name, row.position, row.place] for row in rows] == case["assignments"]


def test_the_cases_are_many_and_about_attendance() -> None:
    duties = [duty for case in CASES for duty in case.get("obligations", [])]
    assert len(duties) >= 60
    assert sum(duty["action"] == Action.ATTEND_BRANCH_MEETING for duty in duties) >= 30


def _other_placement(text: str) -> str:
    """The tone mark on the other vowel (uỷ, hoà)."""
    pairs = (("ủy", "uỷ"), ("Ủy", "Uỷ"), ("ỦY", "UỶ"), ("òa", "oà"), ("hóa", "hoá"), ("thúy", "thuý"))
    for one, other in pairs:
        text = text.replace(one, other)
    return text


def _broken(text: str, width: int) -> str:
    """The lines broken as on a page; rows of tables stay."""
    lines = text.split("\n")
    return "\n".join(line if " | " in line else textwrap.fill(line, width, break_on_hyphens=False) for line in lines)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "doubled spaces": lambda text: re.sub(r"(?<=\w) (?=\w)", "  ", text),
    "other tone placement": _other_placement,
    "broken lines": lambda text: _broken(text, 88),
    "narrow lines": lambda text: _broken(text, 70),
}


@pytest.mark.parametrize(
    ("case", "spelling"),
    [(case, list(SPELLINGS)[i % len(SPELLINGS)]) for i, case in enumerate(CASES)],
    ids=lambda value: value["id"] if isinstance(value, dict) else value,
)
def test_the_spelling_of_the_file_does_not_matter(case: dict[str, Any], spelling: str) -> None:
    """Each case in one of the spellings: letters, spaces, tone marks and line ends give the same duties."""
    assert compared(case, read(SPELLINGS[spelling](case["text"].strip("\n")))) == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_every_quote_and_slot_is_a_substring_at_its_place(case: dict[str, Any]) -> None:
    text = document(cleaned(case["text"].strip("\n"))).text
    for one in read(case["text"]):
        assert one.quote == text[one.start : one.end]
        assert 0 < one.confidence <= 1
        for slot in one.evidence:
            assert slot.quote == text[slot.start : slot.end]
            assert slot.quote.strip()
