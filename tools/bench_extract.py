#!/usr/bin/env python3
"""Obligations read from the development sets: the score, and what changed against the last committed run, in words.

  bench_extract.py [--update] [--reliability] [--pages DIR]

`--update` writes the run to tests/goldens/obligations.jsonl (meaning only: no places, no pattern ids, no confidence).
`--reliability` shows how often obligations of each confidence are right in tests/cases, clean and with misread letters.
`--pages DIR` times extraction against pdfplumber's extract_words on the PDFs of a folder, in one run.
The sets are found by DIEMDANH_SHARED, else `../shared` beside the repository. Figures, not judgements: exits 0.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from reliability import NOISE, decisions, table  # noqa: E402

from documents.model import Document, Line, Origin, Page  # noqa: E402
from documents.read import read as read_document  # noqa: E402
from extract.assembly import find_regulation  # noqa: E402
from extract.obligation import Obligation  # noqa: E402
from extract.rows import regulation_row  # noqa: E402
from vntext.cleaning import cleaned  # noqa: E402

GOLDEN = ROOT / "tests" / "goldens" / "obligations.jsonl"
CASES = ROOT / "tests" / "cases"
SETS = ("regulations", "directives")
MEANING = (
    "who", "who_ids", "who_excludes", "who_excludes_ids", "action", "where", "where_kind", "modality", "min_count",
    "max_count", "per", "every", "due", "effective_from", "effective_to", "effective_basis", "source_document",
    "restates", "clause",
)  # fmt: skip
Row = dict[str, Any]


def shared() -> Path:
    return Path(os.environ.get("DIEMDANH_SHARED", ROOT.parent / "shared"))


def document(path: Path) -> Document:
    """The text alone, without the file readers: what is measured is extraction."""
    lines = tuple(Line(line) for line in cleaned(path.read_text(encoding="utf-8-sig")).replace("\r", "").split("\n"))
    return Document(path.stem, "text/plain", (Page(1, None, lines, Origin.TXT),), "bench")


def run(name: str) -> tuple[list[Row], float]:
    """The rows of one set and the seconds of processor time that they took."""
    files = [(path.stem, document(path)) for path in sorted((shared() / "samples" / name).glob("*.txt"))]
    for stem, one in files:  # patterns are compiled when first needed
        find_regulation(replace(one, sha256=f"warm-{stem}"))
    start = time.process_time()
    found = [(stem, one, find_regulation(one)) for stem, one in files]
    seconds = time.process_time() - start
    return [regulation_row(stem, f"{stem}.txt", one, regulation) for stem, one, regulation in found], seconds


def meaning(rows: list[Row]) -> dict[str, list[Row]]:
    """What a golden keeps: by document, the duties without provenance."""
    return {row["id"]: [{name: duty[name] for name in MEANING} for duty in row["obligations"]] for row in rows}


def in_words(duty: Row) -> str:
    often = f"{duty['min_count'] or duty['max_count'] or 'unmeasured'}"
    per = f" per {duty['every'] if duty['every'] > 1 else ''}{duty['per']}" if duty["per"] else ""
    return f"{' + '.join(duty['who']) or 'nobody named'}: {duty['action']}, {often}{per}"


def changes(old: list[Row], new: list[Row]) -> list[str]:
    """Gains, losses and changed values of one document, in words."""
    gone = [duty for duty in old if duty not in new]
    come = [duty for duty in new if duty not in old]
    said = []
    for duty in list(gone):
        twin = next(
            (c for c in come if (c["who"], c["action"], c["clause"]) == (duty["who"], duty["action"], duty["clause"])),
            None,
        )
        if twin:
            gone.remove(duty)
            come.remove(twin)
            said += [
                f"  changed {in_words(duty)}: {n} {duty[n]!r} -> {twin[n]!r}" for n in MEANING if duty[n] != twin[n]
            ]
    return said + [f"  lost    {in_words(d)}" for d in gone] + [f"  gained  {in_words(d)}" for d in come]


def golden() -> dict[str, list[Row]]:
    if not GOLDEN.exists():
        return {}
    rows = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row["obligations"] for row in rows}


def score(name: str, rows: list[Row]) -> str:
    """The scorer's own table."""
    base = shared()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        file.flush()
        command = [sys.executable, str(base / "bench" / "score.py"), "obligations"]
        command += ["--gold", str(base / "samples" / name / "gold.jsonl"), "--pred", file.name]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def show_reliability() -> None:
    def read(text: str) -> list[Obligation]:
        lines = tuple(Line(line) for line in cleaned(text).split("\n"))
        return list(
            find_regulation(Document("case", "text/plain", (Page(1, None, lines, Origin.TXT),), "bench")).obligations
        )

    for share in NOISE:
        print(f"-- tests/cases, {share:.1%} of the letters misread\n{table(list(decisions(CASES, read, share)))}\n")


def seconds_of(work: Callable[[], object]) -> float:
    """Processor seconds that a call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def words_of(path: Path) -> int:
    """pdfplumber's words of all pages."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return sum(len(page.extract_words()) for page in pdf.pages)


def show_pages(folder: Path) -> None:
    """Pages a second of extraction from read Documents, and of pdfplumber's words, on the same PDFs."""
    paths = sorted(folder.glob("*.pdf"))
    read = [read_document(path) for path in paths]
    pages = sum(len(one.pages) for one in read)
    for one in read:
        find_regulation(replace(one, sha256="warm"))
    extraction = sum(seconds_of(lambda one=one: find_regulation(one)) for one in read)
    words = sum(seconds_of(lambda path=path: words_of(path)) for path in paths)
    rate, theirs = pages / extraction, pages / words
    print(f"== {pages} pages: extraction {rate:.0f} a second, pdfplumber's words {theirs:.0f}: x{rate / theirs:.1f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="make this run the committed one")
    parser.add_argument("--reliability", action="store_true", help="how often each confidence is right")
    parser.add_argument("--pages", type=Path, help="a folder of PDFs to time against pdfplumber")
    options = parser.parse_args()
    if options.reliability:
        show_reliability()
        return 0
    if options.pages:
        show_pages(options.pages)
        return 0
    if not (shared() / "samples").is_dir():
        print("the development sets are not on this machine (set DIEMDANH_SHARED)")
        return 0
    new: dict[str, list[Row]] = {}
    for name in SETS:
        rows, seconds = run(name)
        words = sum(
            len((shared() / "samples" / name / row["file"]).read_text(encoding="utf-8").split()) for row in rows
        )
        print(f"== {name}\n{score(name, rows)}\n{words / 450 / seconds:.0f} pages of 450 words a second a core\n")
        new |= meaning(rows)
    old = golden()
    print("== against the last committed run")
    for one in sorted(new.keys() | old.keys()):
        said = changes(old.get(one, []), new.get(one, []))
        if said:
            print("\n".join([one, *said]))
    print("nothing changed" if old == new else "")
    if options.update:
        GOLDEN.parent.mkdir(exist_ok=True)
        lines = [json.dumps({"id": k, "obligations": v}, ensure_ascii=False) for k, v in sorted(new.items())]
        GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
