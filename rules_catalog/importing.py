"""Rules that come in a file: kept under their own ids, with the states that they bring, or activated on arrival."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.lifecycle import LIVE, DecisionKind
from rules_catalog.recording import move, new_id
from rules_catalog.rule import RuleState
from rules_catalog.rule_file import FiledRule
from rules_catalog.shelf import Kept, Shelf
from rules_catalog.standing import Standing
from store.transaction import Transaction


class Arrival(StrEnum):
    ADDED = "added"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"


#: versions that an entry does not find: whoever brings the rule again wants it back
_GONE = frozenset({RuleState.WITHDRAWN, RuleState.REJECTED})


@dataclass(frozen=True, slots=True)
class Imported:
    rule_id: str
    version: int
    arrival: Arrival


def import_rules(
    shelf: Shelf, change: Transaction, rules: tuple[FiledRule, ...], activate: bool, reason: str
) -> tuple[Imported, ...]:
    """Takes the rules of a file in one operation. With `activate` (asks for a reason) those without a state are active
    at once, and close the rules that they supersede.

    Raises `conflict` where a version with this number says something else, `incomplete`, `needs_reason`.
    """
    if activate and not reason.strip():
        raise RuleRefusal(RuleFault.NEEDS_REASON, "activate")
    with change.gathering():
        ids = shelf.ids()
        found = tuple(_take(shelf, change, rule, activate, reason, ids) for rule in rules)
    if activate:
        _close_superseded(shelf, change, found, reason)
    return found


def _take(shelf: Shelf, change: Transaction, rule: FiledRule, activate: bool, reason: str, ids: set[str]) -> Imported:
    """`ids`: the rules that are there, those of this file included."""
    if rule.rule_id is None or rule.rule_id in ids:
        change.write_gathered()
    rule_id = rule.rule_id or new_id(shelf, rule.terms)
    known = shelf.versions(rule_id) if rule_id in ids else []
    same = _same(known, rule)
    if same is not None:
        return Imported(rule_id, same.version, Arrival.UNCHANGED)
    version = rule.version or (known[-1].version + 1 if known else 1)
    if any(kept.version == version for kept in known):
        raise RuleRefusal(RuleFault.CONFLICT, f"{rule_id} {version}")
    standing = _arriving(rule, activate, rule_id)
    if not known:
        shelf.add_rule(change, rule_id, rule.terms)
        ids.add(rule_id)
    elif standing.state in LIVE:
        _make_way(shelf, change, known, rule, reason)
    _record(shelf, change, rule, rule_id, version, standing, reason)
    return Imported(rule_id, version, Arrival.NEW_VERSION if known else Arrival.ADDED)


def _same(known: list[Kept], rule: FiledRule) -> Kept | None:
    """The version that the entry already is: by its number, or as the newest of the rule."""
    if rule.version is None:
        last = known[-1] if known else None
        return last if last and last.terms == rule.terms and last.standing.state not in _GONE else None
    return next((kept for kept in known if kept.version == rule.version and kept.terms == rule.terms), None)


def _arriving(rule: FiledRule, activate: bool, rule_id: str) -> Standing:
    """The state that the entry brings; else draft, or active."""
    standing = rule.standing or Standing(RuleState.ACTIVE if activate else RuleState.DRAFT)
    if standing.state not in LIVE or standing.force_from is not None:
        return standing
    terms = rule.terms
    if terms.effective_from is None or None in terms.who_ids or not terms.who_ids:
        raise RuleRefusal(RuleFault.INCOMPLETE, f"{rule_id}: effective_from, who_ids")
    return replace(standing, force_from=terms.effective_from, force_to=terms.effective_to)


def _record(
    shelf: Shelf,
    change: Transaction,
    rule: FiledRule,
    rule_id: str,
    version: int,
    standing: Standing,
    reason: str,
) -> None:
    shelf.add_version(change, rule_id, version, rule.terms, rule.origin)
    row = shelf.add_decision(change, DecisionKind.IMPORT, rule_id, version, reason)
    shelf.put_standing(change, rule_id, version, standing, DecisionKind.IMPORT, row)
    shelf.add_past(change, rule_id, version, rule.decisions)
    change.note("rule.import", rule_id, None, {"version": version, "state": standing.state.value, "reason": reason})


def _make_way(shelf: Shelf, change: Transaction, known: list[Kept], rule: FiledRule, reason: str) -> None:
    """The rule's live version ends where the new one begins."""
    for kept in known:
        if kept.standing.state in LIVE:
            move(shelf, change, kept, DecisionKind.SUPERSEDE, reason, rule.terms.effective_from)


def _close_superseded(shelf: Shelf, change: Transaction, found: tuple[Imported, ...], reason: str) -> None:
    """Predecessors stop the day before the first of their successors starts."""
    starts: dict[str, date] = {}
    for one in found:
        if one.arrival is not Arrival.UNCHANGED:
            _note_starts(starts, shelf, one)
    for rule_id, start in starts.items():
        for kept in shelf.versions(rule_id):
            if kept.standing.state in LIVE:
                move(shelf, change, kept, DecisionKind.SUPERSEDE, reason, start)


def _note_starts(starts: dict[str, date], shelf: Shelf, one: Imported) -> None:
    (kept,) = (kept for kept in shelf.versions(one.rule_id) if kept.version == one.version)
    if kept.standing.force_from is None:
        return
    for rule_id in kept.terms.supersedes:
        starts[rule_id] = min(starts.get(rule_id, kept.standing.force_from), kept.standing.force_from)
