"""Does the reading find the right branch in a list that is full of others like it?

    tools/bench_branches.py [DIR/gold.jsonl...] [--noise 0.03] [--cache FOLDER] [--errors]

The list is made of the branches of the gold: each of them under every other body of the set (so that there are many
"Chi bộ ấp 1"), and beside each its confusable neighbours: other figures, one letter or mark otherwise, another kind of
place, its body spelt with one letter or mark otherwise. Each meeting is read three times: with the set's own branches
under all its bodies, with their neighbours too, and with the list from which its own branch is missing, where every
answer is wrong. Rosters, files, `--noise` and `--cache` are those of
bench_minutes.py; without arguments the development samples are read, whole and with damaged letters.

Printed: meetings whose branch was settled rightly and wrongly, with and without a person asked, and those left open.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_minutes import beside, document_of
from bench_noise import noised

from documents.model import Document
from minutes.reading import MeetingReading, read_meetings
from roster.importing import roster_from_files
from roster.people import Branch, Roster
from vntext.folding import fold

Place = tuple[str, str]
#: what poor print or a hurried typist makes of a letter
SWAPPED = {"h": "b", "n": "u", "m": "n", "c": "e", "l": "i", "t": "l", "ạ": "a", "ơ": "o", "ư": "u", "ò": "ó", "ú": "ù"}
KINDS = {"ấp": "thôn", "thôn": "xóm", "khu phố": "tổ dân phố", "tổ dân phố": "khu phố", "xã": "phường", "phường": "xã"}
FIGURES = {"1": "7", "7": "1", "3": "8", "8": "3", "5": "6", "6": "5", "0": "8", "2": "7", "4": "1", "9": "4"}


def neighbours(name: str) -> Iterator[str]:
    """Names that may be taken for `name`."""
    for number in {word for word in name.split() if word.isdecimal()}:
        yield from (_with(name, number, str(other)) for other in (int(number) + 1, int(number) + 10))
        yield _with(name, number, number[:-1] + FIGURES[number[-1]])
    for kind, other in KINDS.items():
        if f" {kind} " in name:
            yield name.replace(f" {kind} ", f" {other} ")
    last = name.split()[-1]
    for letter, other in SWAPPED.items():
        if letter in last[1:]:
            yield f"{name[: -len(last)]}{last[0]}{last[1:].replace(letter, other, 1)}"


def _with(name: str, number: str, other: str) -> str:
    return " ".join(other if word == number else word for word in name.split())


def branch_list(places: Sequence[Place], near: bool = True) -> list[Branch]:
    """The list for some (branch, body above it): each name under each body, and all that may be taken for them."""
    names, bodies = dict.fromkeys(n for n, _ in places), dict.fromkeys(b for _, b in places)
    beside = (one for name, body in places for one in _near(name, body)) if near else ()
    seen: dict[Place, Place] = {}
    for row in (*places, *product(names, bodies), *beside):
        seen.setdefault((fold(row[0]), fold(row[1])), row)
    return [Branch(f"b{at}", name, parent=body) for at, (name, body) in enumerate(seen.values(), 1)]


def _near(name: str, body: str) -> Iterator[Place]:
    yield from ((other, body) for other in neighbours(name))
    yield from ((name, other) for other in neighbours(body))


def own(row: dict[str, Any], branches: Sequence[Branch]) -> str | None:
    """The id of the branch that the gold names."""
    key = (fold(row["meeting"]["branch"]), fold(row["meeting"]["parent"]))
    return next((b.id for b in branches if (fold(b.name), fold(b.parent)) == key), None)


def outcome(found: MeetingReading, right: str | None) -> str:
    """What became of a meeting: its branch right, wrong or open; entered unasked or left to a person."""
    unasked = not found.needs_review or any(not row.needs_review for row in found.rows)
    if found.branch_id is None:
        return "open"
    said = "right" if found.branch_id == right else "wrong"
    return f"{said} unasked" if unasked else f"{said}, asked"


def listed(branches: Sequence[Branch], roster: Path, home: Path) -> Roster:
    """A roster with these branches, through the import that a clerk's file takes."""
    file = home / "branches.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["branch_id", "name", "kind", "parent", "area", "valid_from", "valid_to"])
        writer.writerows([b.id, b.name, "residential", b.parent, "", "", ""] for b in branches)
    return roster_from_files(roster, file)


def measured(gold: Path, noise: float, cache: Path | None, errors: bool) -> dict[str, Counter[str]]:
    """Outcomes by list: without neighbours, with them, and with each meeting's own branch left out."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row["meeting"].get("branch") and row["meeting"].get("parent")]
    rows = [row for row in rows if row.get("kind") != "invitation"]
    places = [(row["meeting"]["branch"], row["meeting"]["parent"]) for row in rows]
    plain, branches = branch_list(places, near=False), branch_list(places)
    with tempfile.TemporaryDirectory() as home:
        rosters = {r: listed(branches, beside(gold.parent, r), Path(home)) for r in {row["roster"] for row in rows}}
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        document = document_of(beside(gold.parent, row["file"]), cache)
        document = noised(document, noise, f"{row['id']}/{noise}") if noise else document
        right, roster = own(row, branches), rosters[row["roster"]]
        known = {
            "no neighbours": roster.branches[: len(plain)],
            "all": roster.branches,
            "own missing": tuple(b for b in roster.branches if b.id != right),
        }
        for name, choice in known.items():
            found = _first(row, document, replace(roster, branches=choice))
            told = outcome(found, right) if found is not None else "open"
            tallies[name][told] += 1
            if errors and told != ("open" if name == "own missing" else "right unasked"):
                explain(row, name, told, found)
    return tallies


def explain(row: dict[str, Any], name: str, told: str, found: MeetingReading | None) -> None:
    said = (found.sheet.branch.name, found.sheet.branch.parent, found.branch_id) if found is not None else None
    print(f"{row['id']} {name}: {told}: {row['meeting']['branch']}, {row['meeting']['parent']}; {said}")


def _first(row: dict[str, Any], document: Document, roster: Roster) -> MeetingReading | None:
    return next(iter(read_meetings([(row["file"], document)], roster)), None)


def default_sets() -> list[Path]:
    shared = Path(os.environ.get("DIEMDANH_SHARED", Path(__file__).resolve().parents[1].parent / "shared"))
    return [shared / "samples" / "minutes" / "gold.jsonl"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="*")
    parser.add_argument("--noise", type=float, action="append", default=[])
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    noise = asked.noise or ([] if asked.gold else [0.02, 0.05])
    for share, gold in product((0.0, *noise), asked.gold or default_sets()):
        if not gold.exists():
            print(f"no set at {gold}")
            continue
        for name, tally in measured(gold, share, asked.cache, asked.errors).items():
            told = ", ".join(f"{count} {what}" for what, count in sorted(tally.items()))
            print(f"{gold.parent.name} {f'{share:.0%} damaged' if share else '':12} {name:14} {told}")


if __name__ == "__main__":
    main()
