"""The scenarios of the development set: each row that is expected, and none besides."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import compliance_world as scenario
import pytest

from compliance.figures import figures
from compliance.rows import as_json, row

NAMES = (
    "01-simple-met-and-short",
    "02-exception-by-role",
    "03-four-visits-in-one-quarter",
    "04-partial-period-modes",
    "05-supersession-mid-year",
    "06-leave",
    "07-unknown-through-missing-minutes",
    "08-pending",
    "choice-1-review-queue",
    "choice-2-own-branch",
    "choice-3-every-two-months",
    "choice-4-term-dates",
    "choice-5-smaller-request-and-as-of",
    "choice-6-meetings",
    "choice-7-tied-rules-and-places",
)


@pytest.mark.parametrize("name", NAMES)
def test_scenario(shared: Path, name: str) -> None:
    folder = shared / "samples" / "compliance" / name
    rules, roster, register = scenario.read(folder)
    for run in json.loads((folder / "expected.json").read_text(encoding="utf-8")):
        found = figures(rules, roster, register, run["period"], date.fromisoformat(run["as_of"]))
        rows: list[dict[str, Any]] = [dict(row(figure)) for figure in found]
        shown = [{key: got[key] for key in expected} for got, expected in zip(rows, run["rows"], strict=False)]
        assert shown == run["rows"]
        assert len(found) == len(run["rows"])


def test_every_scenario_is_run(shared: Path) -> None:
    folders = {path.parent.name for path in (shared / "samples" / "compliance").glob("*/expected.json")}
    assert folders == set(NAMES)


def test_the_order_of_the_facts_changes_no_byte(shared: Path) -> None:
    folder = shared / "samples" / "compliance" / "choice-1-review-queue"
    rules, roster, register = scenario.read(folder)
    turned: dict[str, Any] = {
        name: tuple(reversed(getattr(roster, name))) for name in ("members", "branches", "assignments")
    }
    other = type(register)(tuple(reversed(register.meetings)), tuple(reversed(register.rows)))
    day = date(2024, 1, 15)
    one = as_json(figures(rules, roster, register, "2023", day))
    assert as_json(figures(tuple(reversed(rules)), type(roster)(**turned), other, "2023", day)) == one
