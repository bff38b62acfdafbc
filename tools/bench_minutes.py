"""Reads a set of minutes in this process and measures attendance against its gold, for tuning.

    tools/bench_minutes.py DIR/gold.jsonl... [--noise 0.03] [--out pred.jsonl] [--cache FOLDER] [--errors]

Several sets are measured together; `--noise` may be given more than once and adds each set with that share of its
characters confused as an OCR engine confuses them. Files and rosters are looked for beside the gold file and in its
folders files/, texts/ and rosters/. `--out` writes rows that the bench's scorer takes; `--cache` keeps the Documents,
so that a change of the parser is measured without reading the scans again. Printed: figures by group, the reliability
of the confidence, and the least threshold at which 995 in 1,000 rows that are free of review are right (the setting
`automatic_threshold` is chosen from it).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise, product
from pathlib import Path
from typing import Any

from bench_noise import noised

from documents import serialise
from documents.model import Document
from documents.read import read, reader_version
from minutes.reading import read_meetings
from minutes.rows import meeting_rows
from roster.importing import roster_from_files

TARGET = 0.995
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.001)


@dataclass
class Tally:
    """Decisions of one group: (gold status or None, predicted status or None, automatic, confidence)."""

    decisions: list[tuple[str | None, str | None, bool, float]] = field(default_factory=list)

    def line(self) -> str:
        made = [d for d in self.decisions if d[1] is not None]
        automatic = [d for d in made if d[2]]
        present = [d for d in self.decisions if d[0] == "present"]
        hits = [d for d in made if d[0] == d[1] == "present"]
        claimed = [d for d in made if d[1] == "present"]
        return (
            f"rows {len(self.decisions):4}  right {share([d[0] == d[1] for d in self.decisions])}  "
            f"present P {share([d[0] == 'present' for d in claimed])} R {ratio(len(hits), len(present))}  "
            f"automatic {ratio(len(automatic), len(self.decisions))} right {share([d[0] == d[1] for d in automatic])}"
        )


def share(values: list[bool]) -> str:
    return ratio(sum(values), len(values))


def ratio(a: int, b: int) -> str:
    return f"{a / b:.3f}" if b else "    -"


def beside(home: Path, name: str) -> Path:
    for base in (home, home / "files", home / "texts", home / "rosters"):
        if (base / name).exists():
            return base / name
    raise SystemExit(f"no file {name} beside the gold file")


def document_of(path: Path, cache: Path | None) -> Document:
    """The Document of a file, from the cache where the same reader has read the same bytes."""
    if cache is None:
        return read(path)
    key = hashlib.sha256(path.read_bytes() + reader_version().encode()).hexdigest()
    kept = cache / f"{key}.json"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(serialise.dumps(read(path)), encoding="utf-8")
    return serialise.loads(kept.read_text(encoding="utf-8"))


def predicted(row: dict[str, Any], home: Path, cache: Path | None, noise: float) -> list[dict[str, Any]]:
    document = document_of(beside(home, row["file"]), cache)
    if noise:
        document = noised(document, noise, f"{row['id']}/{noise}")
    found = read_meetings([(row["file"], document)], roster_from_files(beside(home, row["roster"])))
    return meeting_rows(found, [row["id"]], [row["file"]])


def group_of(row: dict[str, Any]) -> str:
    bench = row.get("bench") or {}
    levels = sorted({page["level"] for page in bench.get("pages", [])})
    return " ".join([bench.get("form", row.get("kind", "")), *levels, "hand" if bench.get("hand") else ""]).strip()


def compare(row: dict[str, Any], got: list[dict[str, Any]], tally: Tally, errors: bool) -> None:
    gold = {a["member_id"]: a for a in row["attendance"] if not a.get("ambiguous_with")}
    either = {x for a in row["attendance"] if a.get("ambiguous_with") for x in (a["member_id"], *a["ambiguous_with"])}
    ours = {a["member_id"]: a for r in got for a in r["attendance"] if a["member_id"] not in either}
    for member in [*gold, *(m for m in ours if m not in gold)]:
        want, have = gold.get(member, {}).get("status"), ours.get(member)
        status = have["status"] if have else None
        automatic = bool(have and not have["needs_review"])
        tally.decisions.append((want, status, automatic, float(have["confidence"]) if have else 0.0))
        if errors and want != status:
            said = have["evidence"][:90] if have else ""
            print(f"{row['id']} {member} gold {want} ours {status} {'AUTOMATIC' if automatic else ''} | {said!r}")


def reliability(decisions: list[tuple[str | None, str | None, bool, float]]) -> None:
    print("\nconfidence      rows  right  mean")
    for low, high in pairwise(BINS):
        part = [d for d in decisions if d[1] is not None and low <= d[3] < high]
        if part:
            mean = sum(d[3] for d in part) / len(part)
            print(f"{low:.2f} to {min(high, 1):.2f}  {len(part):5}  {share([d[0] == d[1] for d in part])}  {mean:.3f}")


def threshold(decisions: list[tuple[str | None, str | None, bool, float]]) -> None:
    """The least confidence from which on the rows that are free of review are right often enough."""
    ranked = sorted((d for d in decisions if d[2]), key=lambda d: -d[3])
    right, least = 0, None
    for count, decision in enumerate(ranked, 1):
        right += decision[0] == decision[1]
        last = count == len(ranked) or ranked[count][3] < decision[3]
        if last and right / count >= TARGET:
            least = decision[3]
    wrong = len(ranked) - right
    print(f"\nrows free of review {len(ranked)}, wrong {wrong}; {TARGET} is met from {least} on")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--noise", type=float, action="append", default=[])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    groups: dict[str, Tally] = defaultdict(Tally)
    out: list[dict[str, Any]] = []
    for noise, gold in product((0.0, *asked.noise), asked.gold):
        rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
        for row in rows:
            got = predicted(row, gold.parent, asked.cache, noise)
            compare(row, got, groups[f"{group_of(row)}{f' {noise:.0%} confused' if noise else ''}"], asked.errors)
            out.extend(got)
    for name in sorted(groups):
        print(f"{name:28} {groups[name].line()}")
    whole = Tally([d for tally in groups.values() for d in tally.decisions])
    print(f"{'all':28} {whole.line()}")
    reliability(whole.decisions)
    threshold(whole.decisions)
    if asked.out:
        asked.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in out), encoding="utf-8")


if __name__ == "__main__":
    main()
