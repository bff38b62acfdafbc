"""A rule's terms as JSON and back: short (defaults are left out), and the same text for the same terms."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from rules_catalog.rule import RuleTerms

_ADAPTER: TypeAdapter[RuleTerms] = TypeAdapter(RuleTerms)


def as_text(terms: RuleTerms) -> str:
    return json.dumps(as_fields(terms), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_fields(terms: RuleTerms, whole: bool = False) -> dict[str, Any]:
    """The fields under their names, dates in ISO; with `whole` also those that have their default value."""
    fields: dict[str, Any] = _ADAPTER.dump_python(terms, mode="json", exclude_defaults=not whole)
    return fields


def from_text(text: str) -> RuleTerms:
    return _ADAPTER.validate_json(text)


def from_fields(fields: dict[str, Any]) -> RuleTerms:
    """Raises pydantic's `ValidationError`."""
    return _ADAPTER.validate_python(fields)
