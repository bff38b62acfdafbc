"""Writes the generated pages of docs/; `--check` only says which are not current (exit 1).

python tools/docs.py [--check]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from extract.grammar.page import grammar_page
from rules_catalog.lifecycle import lifecycle_page
from rules_catalog.rule_file import schema
from store.settings import settings_page

DOCS = Path(__file__).resolve().parent.parent / "docs"


def schema_page() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "lifecycle.md": lifecycle_page,
    "settings.md": settings_page,
    "grammar.md": grammar_page,
    "rules.schema.json": schema_page,
}


def main(arguments: list[str]) -> int:
    stale = [name for name, page in PAGES.items() if _read(DOCS / name) != page()]
    for name in stale:
        if "--check" in arguments:
            print(f"docs/{name} is not current: run `make docs`")
        else:
            (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
            print(f"docs/{name}")
    return 1 if stale and "--check" in arguments else 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
