"""What a rule needs before it may bind anybody (the contract's section 2). Pure."""

from __future__ import annotations

from extract.obligation import Action
from rules_catalog.bodies import place_of
from rules_catalog.rule import RuleTerms


def lacking(terms: RuleTerms) -> tuple[str, ...]:
    """The fields that a person has to supply: effective_from, who_ids, who_excludes_ids, where_kind, issuer."""
    found = []
    if terms.effective_from is None:
        found.append("effective_from")
    if not terms.who_ids or None in terms.who_ids:
        found.append("who_ids")
    if None in terms.who_excludes_ids:
        found.append("who_excludes_ids")
    if terms.where_kind is None and terms.action is Action.ATTEND_BRANCH_MEETING:
        found.append("where_kind")
    if not place_of(terms.document.issuer):
        found.append("issuer")
    if terms.effective_from and terms.effective_to and terms.effective_to < terms.effective_from:
        found.append("effective_to")
    return tuple(found)
