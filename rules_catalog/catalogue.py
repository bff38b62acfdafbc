"""The catalogue: rules proposed, decided on, in force on a day; every version and decision kept.

Who decides and when are those of the transaction. All that one transaction decides is one operation, undone as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from extract.obligation import DocumentEvidence, Regulation
from roster.book import Book
from rules_catalog import bodies, deciding, importing, proposals, recording
from rules_catalog.decision_rows import DecisionRow
from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.identity import document_key
from rules_catalog.lifecycle import IN_WORK, LIVE, DecisionKind
from rules_catalog.proposals import Outcome
from rules_catalog.relations import ChainProblem, Relation, chain_problems
from rules_catalog.rule import Rule, RuleState, RuleTerms
from rules_catalog.rule_file import FiledRule, written
from rules_catalog.shelf import Kept, Shelf
from store.database import Store
from store.transaction import Transaction

#: states of versions that are or were in force
_FORCED = LIVE | {RuleState.SUPERSEDED, RuleState.EXPIRED}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one duty of a file. `rule` is the version that stands for it now."""

    outcome: Outcome
    rule: Rule


class Catalogue:
    """The rules of a workspace."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.shelf = Shelf(store)
        # Rules as they were built, and what they rest on beside their rows.
        self._built: dict[int, Rule] = {}
        self._basis: tuple[object, ...] = ()

    # -- asking

    def active(self, on: date, known_on: datetime | None = None) -> tuple[Rule, ...]:
        """The versions in force on that day, as known on that moment. There is no default day."""
        found = self.shelf.in_force(on, on, known_on)
        return self._rules([k for k in found if not k.standing.suspended or k.standing.in_force(on)], known_on)

    def in_force(self, start: date, end: date, known_on: datetime | None = None) -> tuple[Rule, ...]:
        """Every version that was in force on some day between, also superseded ones (`closed_on` their last day)."""
        return self._rules(self.shelf.in_force(start, end, known_on), known_on)

    def list(
        self,
        on: date | None = None,
        as_known_on: datetime | None = None,
        state: RuleState | None = None,
        limit: int | None = None,
        offset: int = 0,
        after: str = "",
    ) -> tuple[Rule, ...]:
        """Of each rule the version in work and the live one (else its last), or those in force `on` a day.

        For pages, `limit` with `after` (the last id already seen) takes the same time anywhere; `offset` counts.
        """
        if on is not None:
            found = self.active(on, as_known_on)
            return tuple(rule for rule in found if state in (None, rule.state))
        return self._rules(self.shelf.heads(as_known_on, state, limit, offset, after), as_known_on)

    def get(self, rule_id: str, version: int | None = None, known_on: datetime | None = None) -> Rule:
        """The version asked for; else the one in work, else the live one, else the last. Raises `unknown_rule`."""
        found = self.shelf.versions(rule_id, known_on)
        if not found:
            raise RuleRefusal(RuleFault.UNKNOWN_RULE, rule_id)
        if version is None:
            return self._rule(head_of(found), known_on)
        wanted = [kept for kept in found if kept.version == version]
        if not wanted:
            raise RuleRefusal(RuleFault.UNKNOWN_VERSION, f"{rule_id} {version}")
        return self._rule(wanted[0], known_on)

    def versions(self, rule_id: str, known_on: datetime | None = None) -> tuple[Rule, ...]:
        """All versions, oldest first."""
        return self._rules(self.shelf.versions(rule_id, known_on), known_on)

    def history(self, rule_id: str) -> tuple[DecisionRow, ...]:
        """Every decision on the rule, oldest first."""
        return tuple(self.shelf.decisions(rule_id))

    def whole_history(self, rule_id: str) -> tuple[DecisionRow, ...]:
        """`history`, after the decisions of another workspace that came with the rule (their operation is 0)."""
        return (*self.shelf.past(rule_id), *self.shelf.decisions(rule_id))

    def last_operation(self, rule_id: str) -> int | None:
        """The operation that moved the rule last: what `undo` takes back."""
        rows = self.shelf.decisions(rule_id)
        return rows[-1].operation if rows else None

    # -- proposing

    def propose(
        self, change: Transaction, regulation: Regulation, sha256: str, reader: str = "", grammar: str = ""
    ) -> tuple[Recorded, ...]:
        """Draft rules for the duties of a file. The same file twice adds nothing."""
        recording.record_documents(self.shelf, change, regulation, sha256)
        found = proposals.with_predecessors(
            proposals.drafts(regulation, sha256), regulation.documents, self._standing_terms(regulation)
        )
        plans = proposals.proposed(found, self._known(found))
        return tuple(self._record(change, plan, reader, grammar) for plan in plans)

    def _record(self, change: Transaction, plan: proposals.Proposal, reader: str, grammar: str) -> Recorded:
        rule_id = plan.rule_id
        if rule_id is None or plan.outcome is Outcome.NEW_VERSION:
            rule_id = recording.propose(self.shelf, change, plan, reader, grammar)
        return Recorded(plan.outcome, self.get(rule_id))

    def _known(self, found: Iterable[RuleTerms]) -> tuple[proposals.KnownRule, ...]:
        """The rules of the documents that the readings speak of."""
        kept: dict[str, list[Kept]] = {}
        asked = {(terms.document.number, document_key(terms.document)) for terms in found}
        for number, document in sorted(asked, key=str):
            for one in self.shelf.of_document(number, document):
                versions = kept.setdefault(one.rule_id, [])
                if one not in versions:
                    versions.append(one)
        return tuple(_known_rule(rule_id, versions) for rule_id, versions in kept.items())

    def _standing_terms(self, regulation: Regulation) -> tuple[tuple[str, RuleTerms], ...]:
        """The rules that stand of the documents that this one names."""
        mentioned = [proposals.instrument_of(mention) for mention in regulation.documents]
        return tuple(
            (kept.rule_id, kept.terms)
            for document in mentioned
            for kept in self.shelf.of_document(document.number, document_key(document))
            if kept.standing.state in LIVE | IN_WORK
        )

    # -- deciding

    def decide(
        self,
        change: Transaction,
        rule_id: str,
        kind: DecisionKind,
        reason: str = "",
        *,
        on: date | None = None,
        shown: int | None = None,
        version: int | None = None,
    ) -> Rule:
        """Takes one decision on the version it is about. `on` is the decision's day where it has one; `shown` the
        version that the person saw.

        Raises `forbidden`, `stale`, `needs_reason`, `needs_date`, `same_person`, `incomplete`, `unknown_rule`.
        """
        made = deciding.decide(self.shelf, change, rule_id, kind, reason, on, shown, version)
        return self.get(rule_id, made)

    def decide_all(
        self, change: Transaction, rule_ids: Iterable[str], kind: DecisionKind, reason: str = "", on: date | None = None
    ) -> tuple[Rule, ...]:
        """One decision on many rules: all or none, one operation."""
        return tuple(self.decide(change, rule_id, kind, reason, on=on) for rule_id in rule_ids)

    def edit(
        self,
        change: Transaction,
        rule_id: str,
        fields: Mapping[str, Any],
        reason: str,
        *,
        assumed: bool = False,
        shown: int | None = None,
    ) -> Rule:
        """A new version with these fields otherwise (names and values as in the contract's YAML). With `assumed` the
        fields are marked as supplied by a person, with the reason. Raises `bad_value`, `unknown_field`, `no_change`."""
        made = deciding.edit(self.shelf, change, rule_id, fields, reason, assumed, shown)
        return self.get(rule_id, made)

    def undo(self, change: Transaction, operation: int, reason: str) -> tuple[Rule, ...]:
        """Takes back all that one operation decided, as new decisions. Raises `later_decisions` where something came
        after, `unknown_operation`."""
        touched = deciding.undo(self.shelf, change, operation, reason)
        return tuple(self.get(rule_id) for rule_id in touched)

    def preview(self, rule_id: str) -> deciding.Preview:
        """What activating the rule would do: what it lacks, and what it closes on which day."""
        return deciding.preview(self.shelf, rule_id)

    def above(self, confidence: float, state: RuleState = RuleState.DRAFT) -> tuple[Rule, ...]:
        """The rules in this state that were read with at least this confidence: for a bulk decision's preview."""
        return tuple(rule for rule in self.list(state=state) if (rule.terms.confidence or 0.0) >= confidence)

    def chain_problems(self, known_on: datetime | None = None) -> tuple[ChainProblem, ...]:
        """Gaps, overlaps and contradictions among rules that replace each other."""
        return chain_problems(rule for rule in self.list(as_known_on=known_on) if rule.state in _FORCED)

    def relations(self, known_on: datetime | None = None) -> tuple[Relation, ...]:
        """How the documents hang together: who supersedes, amends, reaffirms, repeals or implements whom."""
        return tuple(self.shelf.relations(known_on))

    # -- exchange

    def import_rules(
        self, change: Transaction, rules: tuple[FiledRule, ...], activate: bool = False, reason: str = ""
    ) -> tuple[importing.Imported, ...]:
        """Takes the rules of a file (`exchange.loaded`). Raises `conflict`, `incomplete`, `needs_reason`."""
        return importing.import_rules(self.shelf, change, rules, activate, reason)

    def export(self, known_on: datetime | None = None) -> tuple[dict[str, Any], ...]:
        """Every version as an entry of a rules file (for `exchange.dumped`), by id and version."""
        decided = self.shelf.decided(known_on)
        return tuple(
            written(
                kept.rule_id,
                kept.version,
                kept.terms,
                kept.standing,
                origin=kept.origin,
                decisions=decided.get((kept.rule_id, kept.version), ()),
            )
            for kept in self.shelf.everything(known_on)
        )

    # -- rules from their rows

    def _rule(self, kept: Kept, known_on: datetime | None) -> Rule:
        return self._rules((kept,), known_on)[0]

    def _rules(self, found: Sequence[Kept], known_on: datetime | None) -> tuple[Rule, ...]:
        units = Book(self.store).units(known_on)
        if (self.shelf.generation, units) != self._basis:
            self._built, self._basis = {}, (self.shelf.generation, units)
        ends = bodies.Ends(units)
        # Rows of a change that is under way may yet be taken back.
        built = dict[int, Rule]() if self.store.is_writing else self._built
        built.update({kept.row: _rule(kept, ends) for kept in found if kept.row not in built})
        return tuple(built[kept.row] for kept in found)


def _rule(kept: Kept, ends: bodies.Ends) -> Rule:
    standing, terms = kept.standing, kept.terms
    return Rule(
        kept.rule_id,
        kept.version,
        standing.state,
        terms,
        kept.made_at,
        kept.made_by,
        closed_on=standing.force_to if standing.force_to != terms.effective_to else None,
        suspended=standing.suspended,
        needs_decision_after=None if standing.extended else ends.of(terms.document.issuer, terms.scope),
    )


def head_of(found: list[Kept]) -> Kept:
    """Of a rule's versions: the one in work, else the live one, else the last."""
    for states in (IN_WORK, LIVE):
        wanted = [kept for kept in found if kept.standing.state in states]
        if wanted:
            return wanted[-1]
    return found[-1]


def _known_rule(rule_id: str, versions: list[Kept]) -> proposals.KnownRule:
    ordered = sorted(versions, key=lambda kept: kept.version)
    read = [kept for kept in ordered if kept.origin != "hand"] or ordered
    gone = all(kept.standing.state is RuleState.WITHDRAWN for kept in ordered)
    return proposals.KnownRule(rule_id, ordered[-1].terms, read[-1].terms, ordered[-1].origin == "hand", gone)


def provisional(rule: Rule) -> bool:
    """Figures of a rule known only from the press, or with assumed values, are provisional."""
    return rule.terms.evidence is DocumentEvidence.PRESS_REPORT or bool(rule.terms.assumed)
