"""Rules, posts and counts in words, in the language of the request."""

from __future__ import annotations

from functools import lru_cache

from compliance.wording import Wording
from diemdanh.messages import language, say
from extract.grammar.records import records
from extract.obligation import Action
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
    """What the pattern that read a value says of itself; its id where it has no record."""
    return _says().get(pattern, pattern)
