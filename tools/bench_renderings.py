"""Obligations of the development sets, read from each rendering of their texts: does the form cost anything?

    python tools/bench_renderings.py [--shared DIR] [--python BENCH_PYTHON] [--forms text,docx,pdf,clean,mild]

`--python` is an interpreter that has the generator's requirements. The gold's evidence quotes stay those of the text.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORMS = {
    "text": (),
    "docx": ("--as", "docx"),
    "pdf": ("--as", "pdf"),
    "clean": ("--as", "scan", "--level", "clean"),
    "mild": ("--as", "scan", "--level", "mild"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=os.environ.get("DIEMDANH_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--python", default=os.environ.get("SCANBENCH_PYTHON", sys.executable))
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for kind in ("regulations", "directives"):
            for form in args.forms.split(","):
                home = (args.keep or Path(name)) / kind / form
                render(args, args.shared / "samples" / kind, form, home)
                print(f"\n{kind}, {form}:", flush=True)
                print(score(args, home), flush=True)
    return 0


def render(args: argparse.Namespace, source: Path, form: str, home: Path) -> None:
    """The set again under `home`, each of its files in the wanted form."""
    home.mkdir(parents=True, exist_ok=True)
    suffix = {"text": "txt", "docx": "docx"}.get(form, "pdf")
    rows = [json.loads(line) for line in (source / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        text = source / row["file"]
        row["file"] = f"{text.stem}.{suffix}"
        if form == "text":
            shutil.copy(text, home / row["file"])
        elif not (home / row["file"]).exists():
            generator = [args.python, str(args.shared / "bench" / "scanbench.py"), "render", str(text)]
            options = ["--out", str(home / row["file"]), "--seed", "5", *FORMS[form]]
            subprocess.run([*generator, *options], check=True, capture_output=True)
    (home / "gold.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")


def score(args: argparse.Namespace, home: Path) -> str:
    """What the scorer says of our answers, one line."""
    bench, gold, answers = args.shared / "bench", str(home / "gold.jsonl"), str(home / "answers.jsonl")
    program = f"{sys.executable} -m diemdanh"
    asked = [args.python, str(bench / "predict.py"), "obligations", "--gold", gold, "--out", answers, "--cmd", program]
    subprocess.run(asked, check=True, cwd=ROOT)
    scored = [args.python, str(bench / "score.py"), "obligations", "--gold", gold, "--pred", answers, "--json"]
    result = json.loads(subprocess.run(scored, check=False, capture_output=True, text=True).stdout)
    return "  ".join(f"{name} {value:.2f}" for name, value in _shares(result["totals"]))


def _shares(totals: object, name: str = "") -> list[tuple[str, float]]:
    """The shares among the scorer's totals, however deep; counts are left out."""
    if isinstance(totals, dict):
        return [pair for key, inner in totals.items() for pair in _shares(inner, f"{name}.{key}".lstrip("."))]
    return [(name, totals)] if isinstance(totals, float) else []


if __name__ == "__main__":
    raise SystemExit(main())
