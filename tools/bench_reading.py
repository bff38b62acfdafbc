"""Measures the reader: accuracy against composed documents, cost against its floor, and safety on bad input.

    python tools/bench_reading.py                 all of what follows, on regulations rendered for the purpose
    python tools/bench_reading.py accuracy [--shared DIR] [--python BENCH_PYTHON] [--dev]
    python tools/bench_reading.py cost FILE.pdf ... [--pages N]
    python tools/bench_reading.py safety [--shared DIR] [--python BENCH_PYTHON] [--mutants N]

`--python` is an interpreter that has the generator's requirements. Figures are printed as Markdown tables.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "documents")]

from rapidfuzz import fuzz  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402

from documents import intake, ocr, pdf, pictures, read, sandbox, scan  # noqa: E402
from documents.errors import Refusal  # noqa: E402
from documents.intake import Input  # noqa: E402
from documents.limits import DEFAULT, MEBIBYTE, Limits  # noqa: E402
from documents.model import Document, LineRole  # noqa: E402
from vntext.folding import Key, fold  # noqa: E402

_LEVELS = ("clean", "mild", "hard")
_HEAD, _FOOT = 16, 40


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command")
    for name in ("accuracy", "safety"):
        command = commands.add_parser(name)
        command.add_argument("--shared", type=Path, default=os.environ.get("DIEMDANH_SHARED", ROOT.parent / "shared"))
        command.add_argument("--python", default=os.environ.get("SCANBENCH_PYTHON", sys.executable))
        command.add_argument("--dev", action="store_true", help="the development minutes instead of the regulations")
        command.add_argument("--mutants", type=int, default=300)
        command.add_argument("--keep", type=Path, help="keep the rendered files there")
    cost = commands.add_parser("cost")
    cost.add_argument("files", nargs="+", type=Path)
    cost.add_argument("--pages", type=int, default=200)
    args = parser.parse_args()
    return {"accuracy": accuracy, "cost": cost_of_reading, "safety": safety, None: everything}[args.command](args)


def everything(_: argparse.Namespace) -> int:
    """Each part in a process of its own, so that one's memory is not counted as another's."""
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, __file__]
        subprocess.run([*ours, "accuracy", "--keep", folder], check=False)
        for group in ("*-0.pdf", "*-[67].pdf"):
            subprocess.run([*ours, "cost", *map(str, sorted(Path(folder).glob(group)))], check=False)
        return subprocess.run([*ours, "safety"], check=False).returncode


# accuracy


def plain(text: str) -> str:
    return re.sub(r"\s+", "", fold(text, Key.PLACEMENT))


def errors(source: str, document: Document) -> tuple[int, int]:
    """(wrong characters, characters): white space, page numbers and the order inside head and foot left out.

    A line of head or foot may stand elsewhere: it is taken out of both texts, with the errors in it counted, wherever
    that leaves fewer errors in all. Each way is an upper bound of what is wrong, so the lowest counts."""
    lines = [plain(line) for line in source.splitlines() if line.strip()]
    read_lines = (ln for page in document.pages for ln in page.lines if ln.role is not LineRole.PAGE_NUMBER)
    text = plain("\n".join(line.text for line in read_lines))
    return _wrong(lines, text), sum(map(len, lines))


def _wrong(lines: Sequence[str], rest: str) -> int:
    body, moved, total = list(lines), 0, Levenshtein.distance("".join(lines), rest)
    for i, line in enumerate(lines):
        if _HEAD <= i < len(lines) - _FOOT:
            continue
        for place in _places(line, rest):
            without = [*body[:i], "", *body[i + 1 :]]
            inside, left = Levenshtein.distance(line, rest[place]), rest[: place.start] + rest[place.stop :]
            outside = Levenshtein.distance("".join(without), left)
            if moved + inside + outside < total:
                body, rest, moved, total = without, left, moved + inside, moved + inside + outside
                break
    return total


def _places(line: str, text: str) -> list[slice]:
    """Where a line may stand in the text: wherever it does as it is, else where it does with a few errors."""
    if len(line) <= 3 or len(line) > len(text):
        return []
    exact = [slice(m.start(), m.end()) for m in re.finditer(re.escape(line), text)]
    best = None if exact else fuzz.partial_ratio_alignment(line, text, score_cutoff=80)
    return [slice(best.dest_start, best.dest_end)] if best else exact


def rendered(shared: Path, python: str, folder: Path) -> Iterator[tuple[str, Path, str]]:
    """(group, file, source text) for each regulation in each form."""
    forms = [("pdf", ["--as", "pdf"], "pdf"), ("pdf, NFD", ["--as", "pdf", "--encoding", "nfd"], "pdf")]
    forms += [(f"docx, {e}", ["--as", "docx", "--encoding", e], "docx") for e in ("unicode", "nfd", "tcvn3", "vni")]
    forms += [(f"scan, {level}", ["--as", "scan", "--level", level], "pdf") for level in _LEVELS]
    forms += [("scan, mild, turned 90", ["--as", "scan", "--level", "mild", "--turn", "90"], "pdf")]
    forms += [("scan, mild, stamped", ["--as", "scan", "--level", "mild", "--stamp", "TỈNH ỦY", "--color"], "pdf")]
    generator = shared / "bench" / "scanbench.py"
    for source in sorted((shared / "samples" / "regulations").glob("*.txt")):
        for i, (group, options, suffix) in enumerate(forms):
            out = folder / f"{source.stem}-{i}.{suffix}"
            command = [python, str(generator), "render", str(source), "--out", str(out), "--seed", "5", *options]
            subprocess.run(command, check=True, capture_output=True)
            yield group, out, source.read_text(encoding="utf-8")


def development(shared: Path) -> Iterator[tuple[str, Path, str]]:
    """(group, file, source text) of the development minutes."""
    folder = shared / "bench" / "dev"
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        bench = row["bench"]
        levels = "/".join(sorted({page["level"] for page in bench.get("pages", [])})) or bench["form"]
        hand = ", hand" if bench.get("hand") else ""
        text = (folder / "text" / f"{bench['group']}.txt").read_text(encoding="utf-8")
        yield f"{bench['layout']}, {levels}{hand}", folder / row["file"], text


def accuracy(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = args.keep or Path(name)
        folder.mkdir(exist_ok=True)
        table: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
        for group, path, source in development(args.shared) if args.dev else rendered(args.shared, args.python, folder):
            document = read.read(path)
            unread = sum(page.unreadable for page in document.pages)
            table[group].append((*errors(source, document), len(document.pages), unread))
    print("| form | pages | characters wrong, % | worst file, % | pages told as unreadable |\n" + "| --- " * 5 + "|")
    for group, rows in table.items():
        wrong, total, pages, unread = (sum(column) for column in zip(*rows, strict=True))
        worst = max(w / t for w, t, *_ in rows)
        print(f"| {group} | {pages} | {100 * wrong / total:.2f} | {100 * worst:.2f} | {unread} |")
    return 0


# cost


def cost_of_reading(args: argparse.Namespace) -> int:
    files = list(islice(cycle(args.files), args.pages))
    texts = [f for f in files if _has_text(f)]
    scans = [f for f in files if not _has_text(f)]
    if texts:
        _cost_of_texts(texts, args.pages)
    if scans:
        _cost_of_scans(scans, args.pages)
    return 0


def _has_text(path: Path) -> bool:
    document = pdf.open_pdf(path.read_bytes())
    try:
        return bool(document[0].get_textpage().count_chars() > 20)
    finally:
        document.close()


def _cost_of_texts(files: Iterable[Path], limit: int) -> None:
    """Ours against pdfplumber's words, file by file in turn, so that a busy machine burdens both."""
    import pdfplumber

    ours = theirs = 0.0
    pages = 0
    memory: list[int] = []
    for path in files:
        began = time.process_time()
        pages += len(read.read(path).pages)
        middle = time.process_time()
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_words()
                page.close()
        ours, theirs = ours + middle - began, theirs + time.process_time() - middle
        memory.append(_resident())
        if pages >= limit:
            break
    print(f"text PDFs: {pages} pages, {ours / theirs:.2f} x pdfplumber's words ({1000 * ours / pages:.0f} ms a page)")
    print(f"  {_growth(memory)}")


def _cost_of_scans(files: Iterable[Path], limit: int) -> None:
    """All passes of ours against one bare pass of the engine on the same prepared images."""
    engine = ocr.engine()
    ours = bare = 0.0
    pages = 0
    memory: list[int] = []
    for path in files:
        for picture in _pictures(path):
            began = time.process_time()
            reading = scan.read_image(picture.pixels, engine)
            middle = time.process_time()
            engine.words(reading.clean)
            ours, bare = ours + middle - began, bare + time.process_time() - middle
            pages += 1
            memory.append(_resident())
        if pages >= limit:
            break
    print(f"scans: {pages} pages, {ours / bare:.2f} x the bare engine ({ours / pages:.2f} s a page)")
    print(f"  {_growth(memory)}")
    _print_scaling(list(islice(cycle(files), 12)))


def _pictures(path: Path) -> Iterator[pictures.Picture]:
    document = pdf.open_pdf(path.read_bytes())
    try:
        for number in range(len(document)):
            page = document[number]
            yield pictures.of_page(page, pdf.frame_of(page), DEFAULT)
            page.close()
    finally:
        document.close()


def _resident() -> int:
    """Resident memory in MiB, now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // MEBIBYTE


def _growth(memory: Sequence[int]) -> str:
    part = max(1, len(memory) // 5)
    return f"memory: {mean(memory[:part]):.0f} MiB over the first fifth, {mean(memory[-part:]):.0f} over the last"


def count_pages(source: Input) -> int:
    return len(read.read(source).pages)


def _print_scaling(files: Sequence[Path]) -> None:
    speeds = {jobs: _speed(files, jobs) for jobs in (1, 2)}
    print(f"  pages a minute: one process {speeds[1]:.1f}, two {speeds[2]:.1f} ({speeds[2] / speeds[1]:.2f} x)")


def _speed(files: Sequence[Path], jobs: int) -> float:
    inputs = [Input(path, str(path), None, str(i)) for i, path in enumerate(files)]
    began = time.monotonic()
    outcomes = [outcome for _, outcome in sandbox.run_many(count_pages, inputs, jobs)]
    return 60 * sum(o for o in outcomes if isinstance(o, int)) / (time.monotonic() - began)


# safety


def outcome_of(source: Input) -> tuple[str, int]:
    """(what came of the file, peak memory of this child in MiB)."""
    document = read.read(source)
    return f"read as {document.text_source}", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def safety(args: argparse.Namespace) -> int:
    from mutations import mutated  # type: ignore[import-not-found]

    limits = Limits(seconds=120)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generator = str(args.shared / "bench" / "scanbench.py")
        corpus = folder / "corrupt"
        subprocess.run([args.python, generator, "corrupt", "--out", str(corpus)], check=True, capture_output=True)
        files = [
            corpus / row["file"]
            for row in json.loads((corpus / "manifest.json").read_text())
            if "roster" not in row["file"]
        ]
        _print_outcomes("the corrupt corpus", files, limits)
        sound = [f for f in sorted((args.shared / "bench/dev/files").iterdir()) if f.stat().st_size < 60_000]
        mutants = folder / "mutants"
        mutants.mkdir()
        for mutant, data in mutated([(f.name, f.read_bytes()) for f in sound], args.mutants):
            (mutants / mutant).write_bytes(data)
        _print_outcomes(f"{args.mutants} mutants", sorted(mutants.iterdir()), limits)
    return 0


def _print_outcomes(title: str, files: Sequence[Path], limits: Limits) -> None:
    inputs = [s for s in intake.walk(files, zips=False) if isinstance(s, Input)]
    codes: Counter[str] = Counter()
    peak, slowest, last = 0, 0.0, time.monotonic()
    for _, outcome in sandbox.run_many(outcome_of, inputs, 2, limits):
        slowest, last = max(slowest, time.monotonic() - last), time.monotonic()
        codes[str(outcome.code) if isinstance(outcome, Refusal) else outcome[0]] += 1
        peak = max(peak, 0 if isinstance(outcome, Refusal) else outcome[1])
    print(
        f"\n{title}: {sum(codes.values())} of {len(files)} files; slowest {slowest:.0f} s; peak {peak} MiB of",
        end=" ",
    )
    print(f"{limits.memory // MEBIBYTE}\n\n| outcome | files |\n| --- | --- |")
    for code, count in codes.most_common():
        print(f"| {code} | {count} |")


if __name__ == "__main__":
    raise SystemExit(main())
