"""Decisions on rules: which version they are about, what they need, and what else they move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from rules_catalog import activation, recording, terms_json
from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.lifecycle import IN_WORK, LIVE, NEEDS_REASON, STEPS, DecisionKind
from rules_catalog.proposals import same_terms
from rules_catalog.rule import RuleState, RuleTerms
from rules_catalog.shelf import Kept, Shelf
from rules_catalog.standing import Standing
from store import settings
from store.transaction import Transaction

_SETTING = "approver_not_proposer"
_DAY = timedelta(days=1)
#: decisions that a draft may take without having been submitted first: the submission is written with them
_FROM_REVIEW = frozenset({DecisionKind.APPROVE, DecisionKind.REQUEST_CHANGES})
#: fields of the terms that no edit sets
_KEPT_FIELDS = frozenset({"assumed", "confidence", "source_sha256", "bbox", "page", "quote"})


@dataclass(frozen=True, slots=True)
class Preview:
    """What activating a version would do: the fields it `lacks`, the versions it closes and their last days."""

    rule_id: str
    version: int
    terms: RuleTerms
    lacks: tuple[str, ...]
    closes: tuple[tuple[str, int, date], ...]


def decide(
    shelf: Shelf,
    change: Transaction,
    rule_id: str,
    kind: DecisionKind,
    reason: str,
    on: date | None,
    shown: int | None,
    version: int | None,
) -> int:
    """Takes the decision and returns the version's number; `Catalogue.decide` has the errors."""
    kept = target(shelf, rule_id, kind, version)
    if shown is not None and (shown != kept.version or (shelf.last_version(rule_id) > shown and kind in _ON_WORK)):
        raise RuleRefusal(RuleFault.STALE, f"{rule_id}: version {shelf.last_version(rule_id)}")
    if kind in NEEDS_REASON and not reason.strip():
        raise RuleRefusal(RuleFault.NEEDS_REASON, kind)
    if kind is DecisionKind.APPROVE:
        _check_approver(shelf, kept, change.by)
    if kind in _FROM_REVIEW and kept.standing.state is RuleState.DRAFT:
        recording.move(shelf, change, kept, DecisionKind.SUBMIT, reason)
        kept = target(shelf, rule_id, kind, kept.version)
    if kind is DecisionKind.ACTIVATE:
        _close_others(shelf, change, kept, reason)
        _clear_older_work(shelf, change, kept)
    recording.move(shelf, change, kept, kind, reason, on)
    return kept.version


_ON_WORK = frozenset({kind for state, kind in STEPS if state in IN_WORK} - {DecisionKind.WITHDRAW})


def target(shelf: Shelf, rule_id: str, kind: DecisionKind, version: int | None) -> Kept:
    """The version that such a decision is about. Raises `unknown_rule`, `unknown_version`, `forbidden`."""
    found = shelf.versions(rule_id)
    if not found:
        raise RuleRefusal(RuleFault.UNKNOWN_RULE, rule_id)
    if version is not None:
        found = [kept for kept in found if kept.version == version]
        if not found:
            raise RuleRefusal(RuleFault.UNKNOWN_VERSION, f"{rule_id} {version}")
    fitting = [kept for kept in found if _fits(kept, kind)]
    in_work = [kept for kept in fitting if kept.standing.state in IN_WORK]
    if not fitting:
        raise RuleRefusal(RuleFault.FORBIDDEN, f"{kind} in state {found[-1].standing.state}")
    return (in_work or fitting)[-1]


def edit(
    shelf: Shelf,
    change: Transaction,
    rule_id: str,
    fields: Mapping[str, Any],
    reason: str,
    assumed: bool,
    shown: int | None,
) -> int:
    """A new draft version by hand; returns its number."""
    if not reason.strip():
        raise RuleRefusal(RuleFault.NEEDS_REASON, DecisionKind.EDIT)
    base = _base(shelf, rule_id)
    if shown is not None and shown != base.version:
        raise RuleRefusal(RuleFault.STALE, f"{rule_id}: version {base.version}")
    terms = edited(base.terms, fields)
    if same_terms(terms, base.terms) and terms.supersedes == base.terms.supersedes:
        raise RuleRefusal(RuleFault.NO_CHANGE, rule_id)
    if assumed:
        others = tuple(pair for pair in terms.assumed if pair[0] not in fields)
        terms = replace(terms, assumed=(*others, *((name, reason) for name in fields)))
    return recording.add_draft(shelf, change, rule_id, terms, "hand", DecisionKind.EDIT, reason, base=base)


def edited(terms: RuleTerms, fields: Mapping[str, Any]) -> RuleTerms:
    """The terms with some fields otherwise. Raises `unknown_field`, `bad_value`."""
    whole = terms_json.as_fields(terms, whole=True)
    for name, value in fields.items():
        if name not in whole or name in _KEPT_FIELDS:
            raise RuleRefusal(RuleFault.UNKNOWN_FIELD, name)
        whole[name] = {**whole[name], **value} if name == "document" and isinstance(value, Mapping) else value
    try:
        return terms_json.from_fields(whole)
    except ValidationError as error:
        first = error.errors()[0]
        raise RuleRefusal(RuleFault.BAD_VALUE, ".".join(map(str, first["loc"]))) from error


def preview(shelf: Shelf, rule_id: str) -> Preview:
    kept = _base(shelf, rule_id)
    closes = (
        ()
        if kept.terms.effective_from is None
        else tuple(
            (other.rule_id, other.version, kept.terms.effective_from - _DAY) for other in _predecessors(shelf, kept)
        )
    )
    return Preview(rule_id, kept.version, kept.terms, activation.lacking(kept.terms), closes)


def undo(shelf: Shelf, change: Transaction, operation: int, reason: str) -> tuple[str, ...]:
    """Every version that the operation moved goes back to where it stood; versions that it made are withdrawn."""
    if not reason.strip():
        raise RuleRefusal(RuleFault.NEEDS_REASON, DecisionKind.UNDO)
    touched = shelf.moved_by(operation)
    if not touched:
        raise RuleRefusal(RuleFault.UNKNOWN_OPERATION, str(operation))
    later = [f"{rule_id} {version}" for _, current, rule_id, version, _ in touched if not current]
    if later:
        raise RuleRefusal(RuleFault.LATER_DECISIONS, ", ".join(later))
    # What goes out of force goes first: two versions of one rule are never active at once.
    for _, _, rule_id, version, before in sorted(touched, key=lambda t: t[4] is not None and t[4].state in LIVE):
        _take_back(shelf, change, rule_id, version, before or Standing(RuleState.WITHDRAWN), operation, reason)
    return tuple(dict.fromkeys(rule_id for _, _, rule_id, _, _ in touched))


def _take_back(
    shelf: Shelf, change: Transaction, rule_id: str, version: int, after: Standing, operation: int, reason: str
) -> None:
    (kept,) = (kept for kept in shelf.versions(rule_id) if kept.version == version)
    if kept.standing.state is RuleState.WITHDRAWN and after.state is RuleState.WITHDRAWN:
        return
    row = shelf.add_decision(change, DecisionKind.UNDO, rule_id, version, reason, undoes=operation)
    recording.put(shelf, change, kept, after, DecisionKind.UNDO, row)
    change.note(
        "rule.undo",
        rule_id,
        recording.told(kept, kept.standing),
        {**recording.told(kept, after), "undoes": operation, "reason": reason},
    )


def _close_others(shelf: Shelf, change: Transaction, kept: Kept, reason: str) -> None:
    """Checks what activation needs; closes the rule's live version and the rules it supersedes the day before."""
    lacks = activation.lacking(kept.terms)
    if lacks:
        raise RuleRefusal(RuleFault.INCOMPLETE, ", ".join(lacks))
    for other in _predecessors(shelf, kept):
        recording.move(shelf, change, other, DecisionKind.SUPERSEDE, reason, kept.terms.effective_from)


def _clear_older_work(shelf: Shelf, change: Transaction, kept: Kept) -> None:
    """Older versions of the rule that were still in work are overtaken."""
    for other in shelf.in_work(kept.rule_id):
        if other.version < kept.version:
            recording.move(shelf, change, other, DecisionKind.EDIT, f"version {kept.version}")


def _predecessors(shelf: Shelf, kept: Kept) -> list[Kept]:
    """Live versions that this one replaces: of its own rule, and of the rules that it names."""
    ids = dict.fromkeys((kept.rule_id, *kept.terms.supersedes))
    return [
        other
        for rule_id in ids
        for other in shelf.versions(rule_id)
        if other.standing.state in LIVE and (other.rule_id, other.version) != (kept.rule_id, kept.version)
    ]


def _base(shelf: Shelf, rule_id: str) -> Kept:
    """The version that an edit or a preview starts from."""
    found = shelf.versions(rule_id)
    if not found:
        raise RuleRefusal(RuleFault.UNKNOWN_RULE, rule_id)
    for states in (IN_WORK, LIVE):
        wanted = [kept for kept in found if kept.standing.state in states]
        if wanted:
            return wanted[-1]
    return found[-1]


def _fits(kept: Kept, kind: DecisionKind) -> bool:
    state = kept.standing.state
    return (state, kind) in STEPS or (kind in _FROM_REVIEW and state is RuleState.DRAFT)


def _check_approver(shelf: Shelf, kept: Kept, by: str) -> None:
    """Whoever proposed or edited the version, or one that it is based on, does not approve it (setting)."""
    if not settings.flag(shelf.store, _SETTING):
        return
    versions = {one.version: one for one in shelf.versions(kept.rule_id)}
    at: int | None = kept.version
    while at is not None and at in versions:
        if versions[at].made_by == by:
            raise RuleRefusal(RuleFault.SAME_PERSON, by)
        at = versions[at].based_on
