"""Pages and schema that are made from the code say what the code says."""

from __future__ import annotations

import json
from pathlib import Path

from rules_catalog.lifecycle import lifecycle_page
from rules_catalog.rule_file import schema

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_of_the_lifecycle_is_the_table_of_transitions() -> None:
    assert (DOCS / "lifecycle.md").read_text(encoding="utf-8") == lifecycle_page()


def test_the_published_schema_is_the_model() -> None:
    assert json.loads((DOCS / "rules.schema.json").read_text(encoding="utf-8")) == schema()
