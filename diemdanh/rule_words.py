"""A rule in words and as JSON: what every door shows of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from diemdanh.messages import language, say
from roster.roles import known_roles, role
from rules_catalog.rule import Rule


def bearers(written: tuple[str, ...], ids: tuple[str | None, ...]) -> str:
    """The people as the document writes them, else the names of their posts."""
    return "; ".join(written or tuple(role_name(one) for one in ids if one))


def role_name(role_id: str) -> str:
    """A post's name in the user's language."""
    return getattr(role(role_id), language().value) if role_id in known_roles() else role_id


def frequency_of(rule: Rule) -> str:
    """The quota in words: "ít nhất 2 lần/năm"."""
    t = rule.terms
    if t.min_count is None and t.max_count is None:
        return say("rules.no_figure")
    per = say(f"per.{t.per}") if t.per else say("rules.no_period")
    unit = f"{t.every} {per}" if t.every > 1 else per
    parts = [say("rules.at_least", n=t.min_count)] if t.min_count is not None else []
    parts += [say("rules.at_most", n=t.max_count)] if t.max_count is not None else []
    return f"{', '.join(parts)}/{unit}"


def line_of(rule: Rule) -> str:
    """One line that a person recognises the rule by."""
    t = rule.terms
    return " ".join(f"{bearers(t.who, t.who_ids) or '—'}: {say(f'action.{t.action}')}, {frequency_of(rule)}".split())


def rule_json(rule: Rule) -> dict[str, Any]:
    """The contract's fields of a rule, with id, version and state."""
    from rules_catalog.terms_json import as_fields

    head = {"id": rule.id, "version": rule.version, "state": rule.state.value, "closed_on": _iso(rule.closed_on)}
    return head | {"needs_decision_after": _iso(rule.needs_decision_after)} | as_fields(rule.terms, whole=True)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
