"""The demo's steps: every one is a public command, printed so that the reader can repeat it."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from diemdanh.demo.files import write_lists, write_papers
from diemdanh.demo.world import AS_OF, MEETINGS, PERIOD, YEAR
from diemdanh.failures import Complaint
from diemdanh.messages import language, say
from diemdanh.progress import watched

_PROPOSER, _REVIEWER = "Ngô Văn Bảo", "Trần Thị Hạnh"


class Demo:
    """Runs commands in one folder; `home` is the workspace below it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "workspace"

    def run(self, *arguments: str, quiet: bool = False) -> str:
        """Prints and runs one command; what it says on standard error goes through. Raises Complaint when it fails."""
        shown = ["diemdanh", "--home", str(self.home), *arguments]
        if not quiet:
            click.secho(f"\n$ {shlex.join(shown)}", bold=True)
        command = [sys.executable, "-m", "diemdanh", "--lang", language().value, *shown[1:]]
        done = subprocess.run(  # noqa: S603  our own program with our own words
            command, stdout=subprocess.PIPE, text=True, encoding="utf-8", stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise Complaint("refused", detail=f"{shlex.join(shown)} → {done.returncode}", exit_code=done.returncode)
        return done.stdout

    def show(self, *arguments: str) -> None:
        click.echo(self.run(*arguments).rstrip())


def run_demo(folder: Path) -> None:
    """Composes the papers, then walks both roads to the figures and the report."""
    demo = Demo(folder)
    if demo.home.exists():
        shutil.rmtree(demo.home)
    _compose(demo)
    demo.show("init")
    _rules(demo)
    _people(demo)
    _minutes(demo)
    _figures(demo)


def _compose(demo: Demo) -> None:
    click.secho(say("demo.composing"), bold=True)
    demo.folder.mkdir(parents=True, exist_ok=True)
    for _ in watched(write_papers(demo.folder), len(MEETINGS) + 2, say("demo.papers")):
        pass
    write_lists(demo.folder)


def _rules(demo: Demo) -> None:
    papers = sorted(str(p) for p in (demo.folder / "quy-dinh").iterdir())
    demo.show("extract", *papers)
    demo.show("rules", "add", *papers, "--by", _PROPOSER)
    click.echo(say("demo.review"))
    for rule in _attendance_rules(demo):
        demo.run("rules", "submit", rule["id"], "--by", _PROPOSER)
        demo.run("rules", "approve", rule["id"], "--by", _REVIEWER)
        demo.run("rules", "activate", rule["id"], "--by", _REVIEWER)
    demo.show("rules", "list")


def _attendance_rules(demo: Demo) -> list[dict[str, Any]]:
    """The quotas of attendance, older document first, so that the newer one closes it."""
    rules = json.loads(demo.run("rules", "list", "--json", quiet=True))
    quotas = [r for r in rules if r["action"] == "attend_branch_meeting" and r["min_count"]]
    return sorted(quotas, key=lambda r: str(r["document"]["issued"]))


def _people(demo: Demo) -> None:
    for verb in ("roster", "branches", "assignments"):
        demo.show(verb, "import", str(demo.folder / f"{verb}.csv"), "--by", _PROPOSER)


def _minutes(demo: Demo) -> None:
    demo.show("minutes", "import", str(demo.folder / "bien-ban"), "--jobs", "2", "--by", _PROPOSER)
    demo.show("attendance", "list")


def _figures(demo: Demo) -> None:
    as_of = AS_OF.isoformat()
    report = demo.folder / "bao-cao-2024-Q1.xlsx"
    demo.run("report", "--period", PERIOD, "--as-of", as_of, "--format", "xlsx", "--out", str(report))
    demo.show("minutes", "review")
    demo.show("verify")
    demo.show("compliance", "--period", YEAR, "--as-of", as_of)
    click.secho("\n" + say("demo.end", report=report), bold=True)
