"""How the catalogue bears 100,000 rules of 20,000 documents: import, listing, what is in force, activation, size.

python tools/bench_catalogue.py [--rules 100000]
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from rules_catalog.catalogue import Catalogue
from rules_catalog.exchange import Format, dumped, loaded
from rules_catalog.lifecycle import DecisionKind
from store.backup import verify
from store.database import FILE_NAME, open_store

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
PLACES = ["Tây Ninh", "Đồng Tháp", "Cà Mau", "An Giang", "Lâm Đồng", "Gia Lai", "Quảng Trị", "Thanh Hóa"]
POSTS = ["provincial_committee_member", "provincial_secretary", "commune_committee_member", "party_member"]


def entries(count: int, seed: int = 5) -> list[dict[str, Any]]:
    """Five rules a document; four documents of five have been replaced since, as over 25 years they would be."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        document, duty = divmod(number, 5)
        chain, link = divmod(document, 5)
        start = date(2001, 1, 1) + timedelta(days=1800 * link + chance.randrange(300))
        end = None if link == 4 else start + timedelta(days=1499)
        issuer = f"Ban Thường vụ Đảng ủy xã số {chain}, tỉnh {PLACES[chain % len(PLACES)]}"
        found.append(
            {
                "id": f"r{number:06d}",
                "document": {"number": f"{link + 1}-QĐ/ĐU", "type": "Quy định", "issued": start, "issuer": issuer},
                "who_ids": [POSTS[duty % 4]],
                "where_kind": "residential_branch",
                "min_count": duty + 1,
                "per": "year" if duty < 4 else "quarter",
                "effective_from": start,
                "effective_to": end,
                "quote": f"Đồng chí thuộc diện nêu tại khoản {duty + 1} dự sinh hoạt chi bộ ít nhất {duty + 1} lần.",
                "clause": f"Điều 3 khoản {duty + 1}",
                "page": 2,
                "bbox": [72.0, 100.0, 520.0, 130.0],
                "state": "active",
            }
        )
    return found


def timed(name: str, act: Callable[[], Any], times: int = 7) -> Any:
    """Prints the first time and the median of several runs, by the clock and by the processor."""
    clock, processor, result = [], [], None
    for _ in range(times):
        begun, worked = time.perf_counter(), time.process_time()
        result = act()
        clock.append(1000 * (time.perf_counter() - begun))
        processor.append(1000 * (time.process_time() - worked))
    print(
        f"| {name} | {clock[0]:,.0f} | {statistics.median(clock):,.1f} | {statistics.median(processor):,.1f} |",
        flush=True,
    )
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rules", type=int, default=100_000)
    count = parser.parse_args().rules
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), count)


def run(folder: Path, count: int) -> None:
    data = dumped(entries(count), Format.YAML)
    catalogue = Catalogue(open_store(folder, create=True))
    print(f"{count:,} rules of {count // 5:,} documents; YAML {len(data) / 1e6:.1f} MB; times in ms\n")
    print("| | first | median | median, processor |\n| --- | --- | --- | --- |")
    filed = timed("read the YAML", lambda: loaded(data, Format.YAML), 1)
    timed("import in one transaction", lambda: _import(catalogue, filed), 1)
    size = (folder / FILE_NAME).stat().st_size
    on = date(2024, 6, 1)
    timed("list, a page of 50", lambda: catalogue.list(limit=50, after=f"r{count // 2:06d}"))
    timed("list, everything", lambda: catalogue.list(), 3)
    in_force = timed("active(on)", lambda: catalogue.active(on))
    cold = Catalogue(catalogue.store)
    timed("active(on), nothing cached", lambda: cold.active(on), 1)
    timed("active(on) as known before", lambda: catalogue.active(on, NOW - timedelta(days=1)))
    timed("one rule with its history", lambda: (catalogue.get("r000123"), catalogue.history("r000123")))
    ids = iter([rule.id for rule in in_force])
    timed("edit, approve, activate", lambda: _renew(catalogue, next(ids)), 15)
    faults = timed("verify everything", lambda: verify(catalogue.store), 1)
    print(f"\n{len(in_force):,} rules in force; file {size / 1e6:.0f} MB, {size / count:,.0f} bytes a rule;", end=" ")
    print(f"faults {len(faults)}")


def _import(catalogue: Catalogue, filed: Any) -> None:
    with catalogue.store.writing(by="clerk", at=NOW) as change:
        catalogue.import_rules(change, filed)


def _renew(catalogue: Catalogue, rule_id: str) -> None:
    """A correction of a rule in force, until it is in force itself: three decisions, three transactions."""
    with catalogue.store.writing(by="lan", at=NOW) as change:
        catalogue.edit(change, rule_id, {"min_count": 9}, "misread")
    for kind in (DecisionKind.APPROVE, DecisionKind.ACTIVATE):
        with catalogue.store.writing(by="head", at=NOW) as change:
            catalogue.decide(change, rule_id, kind)


if __name__ == "__main__":
    main()
