"""Rules, posts and counts in words, in the language of the request."""

from __future__ import annotations

import re
from functools import lru_cache

from compliance.wording import Wording
from diemdanh.messages import known, language, say
from diemdanh.web.rendering import day
from extract.grammar.records import records
from extract.obligation import Action, Per, WhereKind
from roster.roles import known_roles, role
from rules_catalog.rule import Rule, RuleTerms


def wording() -> Wording:
    """The compliance words of this request's language."""
    return Wording(language().value)


def role_name(role_id: str | None) -> str:
    """The post's name; an id that the ladder does not know is said as it is."""
    if role_id is None:
        return say("web.unknown_role")
    if role_id not in known_roles():
        return role_id
    found = role(role_id)
    name: str = getattr(found, language().value)
    return name


def who(terms: RuleTerms) -> str:
    named = ", ".join(role_name(one) for one in terms.who_ids) or ", ".join(terms.who) or say("web.nobody")
    spared = ", ".join(role_name(one) for one in terms.who_excludes_ids)
    return say("web.who_except", who=named, spared=spared) if spared else named


def summary(terms: RuleTerms) -> str:
    """One line: what is asked, how often, where."""
    words = wording()
    parts = [say(f"action.{terms.action}")]
    if terms.min_count is not None:
        parts.append(words.cadence(terms))
    if terms.action is Action.ATTEND_BRANCH_MEETING and terms.where_kind:
        parts.append(words.place(terms.where_kind))
    if terms.due:
        month, day = terms.due.split("-")
        parts.append(say("web.due_each_year", day=int(day), month=int(month)))
    return "; ".join(parts)


def title(rule: Rule) -> str:
    clause = f", {rule.terms.clause}" if rule.terms.clause else ""
    return f"{wording().document(rule.terms.document)}{clause}"


@lru_cache(maxsize=1)
def _says() -> dict[str, str]:
    return {record.id: record.says for record in records()}


def pattern_words(pattern: str) -> str:
    """What the pattern that read a value says of itself; nothing where it has no record."""
    return _says().get(pattern, "")


def value_words(field: str, value: object) -> str:
    """A value of the rule's terms as people say it; nothing for nothing."""
    if isinstance(value, list):
        return ", ".join(filter(None, (value_words(field, one) for one in value)))
    if isinstance(value, dict):
        return ", ".join(filter(None, (value_words(f"{field}.{name}", one) for name, one in value.items())))
    if value in (None, "", False):
        return ""
    return _said(field, str(value))


def _said(field: str, text: str) -> str:
    """Posts, places, periods and days in words; a field's own name where an assumption tells of it."""
    words = wording()
    if field in ("who_ids", "who_excludes_ids"):
        return role_name(text)
    if field == "where_kind":
        return words.place(WhereKind(text))
    if field == "per":
        return words.say("per", Per(text))
    for group in _GROUPS.get(field, ()):
        if known(f"{group}.{text}"):
            return say(f"{group}.{text}")
    return day(text) if _ISO_DAY.fullmatch(text) else text


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: where the words of a field's values stand
_GROUPS = {"action": ("action",), "partial_period": ("partial",), "assumed": ("field",), "state": ("state",)}
