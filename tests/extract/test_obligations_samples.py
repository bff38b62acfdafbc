"""The development sets: what the last committed run found, and the floors of the task."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parent.parent.parent / "tools"
sys.path.insert(0, str(TOOLS))

import bench_extract as bench  # noqa: E402

QUOTAS = ("seed-000", "seed-001", "seed-002")
WITHOUT = ("seed-003", "seed-004", "neg-")


@pytest.fixture(scope="module")
def found(shared: Path) -> dict[str, list[bench.Row]]:
    return {row["id"]: row["obligations"] for name in bench.SETS for row in bench.run(name)[0]}


def quotas(duties: list[bench.Row]) -> list[bench.Row]:
    return [d for d in duties if d["action"] == "attend_branch_meeting" and d["min_count"] is not None]


def test_nothing_was_lost_since_the_last_committed_run(found: dict[str, list[bench.Row]]) -> None:
    old = bench.golden()
    assert old, "tools/bench_extract.py --update writes the first run"
    meanings = {one: [{n: d[n] for n in bench.MEANING} for d in duties] for one, duties in found.items()}
    said = [line for one in old for line in bench.changes(old[one], meanings.get(one, []))]
    assert said == [], "\n".join(said)


def test_reports_with_a_quota_give_exactly_it(found: dict[str, list[bench.Row]], shared: Path) -> None:
    gold_rows = (shared / "samples" / "regulations" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, gold_rows):
        if row["id"].startswith(QUOTAS):
            named = ("min_count", "per", "effective_from", "source_document", "who_excludes")
            got = [[d[n] for n in named] for d in quotas(found[row["id"]])]
            assert got == [[d[n] for n in named] for d in quotas(row["obligations"])]


def test_texts_without_a_quota_give_none(found: dict[str, list[bench.Row]]) -> None:
    for one, duties in found.items():
        if one.startswith(WITHOUT):
            assert quotas(duties) == [], one


@pytest.mark.parametrize("name", bench.SETS)
def test_the_scorer_sees_the_floors(name: str, shared: Path) -> None:
    table = bench.score(name, bench.run(name)[0])
    figures = {line.split()[0]: line.split()[1] for line in table.splitlines() if len(line.split()) == 2}
    floors = {"exact_obligation_rate": 0.9, "obligation_f1": 0.93, "matched_count": 0.95, "matched_where": 0.85}
    for figure, floor in floors.items():
        assert float(figures[figure]) >= floor, table
