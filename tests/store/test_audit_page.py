"""The page for outsiders tells the truth: its own lines find what the program finds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from store.database import FILE_NAME, Store
from store.settings import settings_page

ROOT = Path(__file__).resolve().parents[2]
LINES = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "audit.md").read_text(encoding="utf-8"), re.DOTALL)


def outsider(home: Path) -> str:
    assert LINES is not None
    done = subprocess.run([sys.executable, "-c", LINES[1]], cwd=home, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip()


def test_an_untouched_workspace_is_ok(full: Store) -> None:
    assert outsider(full.home) == "ok"


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE members SET name = 'Somebody' WHERE row = 1", "members 1 is not as the log says"),
        ("DELETE FROM leaves WHERE row = 2", "rows are missing: [('leaves', 2)]"),
        ("UPDATE audit SET by = 'nobody' WHERE seq = 3", "entry 3 is broken"),
        ("DELETE FROM audit WHERE seq = 2", "entry 2 is broken"),
        ("UPDATE readings SET data = x'00'", "readings 1 is not as the log says"),
    ],
)
def test_an_outsider_finds_what_was_done_behind_the_programs_back(full: Store, sql: str, told: str) -> None:
    import sqlite3

    connection = sqlite3.connect(full.home / FILE_NAME)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(sql)
    connection.commit()
    connection.close()
    assert outsider(full.home) == told


def test_the_page_of_settings_is_the_table_of_settings() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == settings_page()
