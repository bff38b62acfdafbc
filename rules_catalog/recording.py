"""Writing what a file said into the catalogue: its documents, their relations, its duties as draft versions."""

from __future__ import annotations

import re
from datetime import date

from extract.obligation import DocumentMention, DocumentRole, Regulation
from rules_catalog.identity import document_key
from rules_catalog.lifecycle import DecisionKind
from rules_catalog.proposals import Proposal, instrument_of
from rules_catalog.relations import KINDS
from rules_catalog.rule import RuleState, RuleTerms
from rules_catalog.shelf import Kept, Shelf
from rules_catalog.standing import Standing, moved
from store.transaction import Transaction
from vntext.folding import Key, fold

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def propose(shelf: Shelf, change: Transaction, plan: Proposal, reader: str, grammar: str) -> str:
    """Records a new rule, or a new version of one; the version that was in work gives way. Returns the rule's id."""
    rule_id = plan.rule_id or new_id(shelf, plan.terms)
    if plan.rule_id is None:
        shelf.add_rule(change, rule_id, plan.terms)
    add_draft(shelf, change, rule_id, plan.terms, "extraction", DecisionKind.PROPOSE, "", reader, grammar)
    return rule_id


def add_draft(
    shelf: Shelf,
    change: Transaction,
    rule_id: str,
    terms: RuleTerms,
    origin: str,
    kind: DecisionKind,
    reason: str,
    reader: str = "",
    grammar: str = "",
    base: Kept | None = None,
) -> int:
    """A new draft version. A person's edit takes the place of the version in work that it started from; a reading only
    that of an earlier draft reading: what people work on stays beside it. Returns the version's number.
    """
    version = shelf.last_version(rule_id) + 1
    based_on = base.version if base else (version - 1 or None)
    reviewer = base.standing.reviewer if base else None
    shelf.add_version(change, rule_id, version, terms, origin, based_on, reader, grammar)
    row = shelf.add_decision(change, kind, rule_id, version, reason)
    shelf.put_standing(
        change, rule_id, version, Standing(RuleState.DRAFT, reviewer=reviewer), DecisionKind.PROPOSE, row
    )
    change.note(f"rule.{kind}", rule_id, None, {"version": version, "state": "draft", "reason": reason})
    for kept in shelf.in_work(rule_id):
        replaced = kept == base or (base is None and _only_read(kept))
        if kept.version != version and replaced:
            move(shelf, change, kept, DecisionKind.EDIT, f"version {version}")
    return version


def _only_read(kept: Kept) -> bool:
    return kept.standing.state is RuleState.DRAFT and kept.origin == "extraction"


def move(
    shelf: Shelf,
    change: Transaction,
    kept: Kept,
    kind: DecisionKind,
    reason: str,
    on: date | None = None,
) -> None:
    """One decision on one version, with its audit entry."""
    after = moved(kept.standing, kind, kept.terms, on, change.by)
    row = shelf.add_decision(change, kind, kept.rule_id, kept.version, reason, on)
    put(shelf, change, kept, after, kind, row)
    change.note(f"rule.{kind}", kept.rule_id, told(kept, kept.standing), {**told(kept, after), "reason": reason})


def put(shelf: Shelf, change: Transaction, kept: Kept, after: Standing, kind: DecisionKind, decision_row: int) -> None:
    before = (kept.row, kept.standing.state)
    shelf.put_standing(change, kept.rule_id, kept.version, after, kind, decision_row, before)


def told(kept: Kept, standing: Standing) -> dict[str, object]:
    """A standing as the audit log tells it."""
    days = [str(day) if day else None for day in (standing.force_from, standing.force_to)]
    return {"version": kept.version, "state": standing.state.value, **({"in_force": days} if days[0] else {})}


def new_id(shelf: Shelf, terms: RuleTerms) -> str:
    """An id that a person can type: number, year and a count ("32-qd-tu-2019", "32-qd-tu-2019-2")."""
    document = terms.document
    words = fold(document.number or document.type or "rule", Key.TONELESS)
    year = str(document.issued.year) if document.issued else ""
    stem = "-".join(part for part in (_NOT_PLAIN.sub("-", words).strip("-"), year) if part)
    candidate, count = stem, 1
    while shelf.exists(candidate):
        count += 1
        candidate = f"{stem}-{count}"
    return candidate


def record_documents(shelf: Shelf, change: Transaction, regulation: Regulation, sha256: str) -> None:
    """The documents that the file is or names, and how they hang together; what is known already is left."""
    own = next((mention for mention in regulation.documents if mention.role is DocumentRole.SOURCE), None)
    for mention in regulation.documents:
        _record_document(shelf, change, mention, sha256)
        if own is not None and mention is not own and mention.role in KINDS:
            _record_relation(shelf, change, own, mention, sha256)


def _record_document(shelf: Shelf, change: Transaction, mention: DocumentMention, sha256: str) -> None:
    own = mention.role is DocumentRole.SOURCE
    values = {
        "key": document_key(instrument_of(mention)),
        "number": mention.number,
        "type": mention.type,
        "issued": mention.issued.isoformat() if mention.issued else None,
        "issuer": mention.issuer,
        "subject": mention.subject,
        "evidence": mention.evidence.value,
        "sha256": sha256 if own else None,
    }
    if shelf.add_document(change, values):
        change.note("document.add", str(values["key"]), None, {"number": mention.number, "role": mention.role.value})


def _record_relation(
    shelf: Shelf, change: Transaction, own: DocumentMention, mention: DocumentMention, sha256: str
) -> None:
    values = {
        "source": document_key(instrument_of(own)),
        "target": document_key(instrument_of(mention)),
        "kind": KINDS[mention.role].value,
        "clause": mention.clause or "",
        "sha256": sha256,
        "valid_from": own.issued.isoformat() if own.issued else None,
        "valid_to": None,
    }
    if values["source"] != values["target"] and shelf.add_relation(change, values):
        change.note("relation.add", str(values["source"]), None, {"kind": values["kind"], "target": values["target"]})
