"""Pages that are made from the code say what the code says; pages by hand name no missing file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_generated_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "tools/docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_pages_name_files_that_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"\b(docs/[\w.-]+\.(?:md|json))\b", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_verbs_of_the_readme_exist() -> None:
    from diemdanh.cli import VERBS

    verbs = set(re.findall(r"`?diemdanh ([a-z][a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert verbs and verbs <= set(VERBS)
