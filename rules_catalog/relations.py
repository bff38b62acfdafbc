"""How documents hang together, and what is wrong in a chain of rules that replace each other. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from extract.obligation import DocumentRole
from rules_catalog.rule import Rule

_DAY = timedelta(days=1)


class RelationKind(StrEnum):
    """What the newer document does to the older one."""

    CITES = "cites"
    SUPERSEDES = "supersedes"
    AMENDS = "amends"
    REAFFIRMS = "reaffirms"
    REPEALS = "repeals"
    IMPLEMENTS = "implements"


KINDS: dict[DocumentRole, RelationKind] = {
    DocumentRole.CITED: RelationKind.CITES,
    DocumentRole.SUPERSEDED: RelationKind.SUPERSEDES,
    DocumentRole.AMENDED: RelationKind.AMENDS,
    DocumentRole.REAFFIRMED: RelationKind.REAFFIRMS,
    DocumentRole.REPEALED: RelationKind.REPEALS,
    DocumentRole.IMPLEMENTED: RelationKind.IMPLEMENTS,
}


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge between two documents (keys of `identity.document_key`)."""

    source: str
    target: str
    kind: RelationKind
    clause: str = ""
    since: date | None = None


class ChainFault(StrEnum):
    """`GAP`: days on which neither rule is in force; `OVERLAP`: days on which both are; `CONTRADICTION`: two successors
    of one rule, or rules that replace each other."""

    GAP = "gap"
    OVERLAP = "overlap"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class ChainProblem:
    fault: ChainFault
    rules: tuple[str, ...]
    start: date | None = None
    end: date | None = None


def in_force(rule: Rule) -> tuple[date, date | None] | None:
    """The first and last day of a rule's force; None for one that never was."""
    start = rule.terms.effective_from
    ends = [end for end in (rule.terms.effective_to, rule.closed_on) if end]
    end = min(ends) if ends else None
    return None if start is None or (end is not None and end < start) else (start, end)


def chain_problems(rules: Iterable[Rule]) -> tuple[ChainProblem, ...]:
    """Gaps, overlaps and contradictions among live and superseded rules that name their predecessors."""
    by_id = {rule.id: rule for rule in rules}
    found: list[ChainProblem] = []
    successors: dict[str, list[str]] = {}
    for rule in by_id.values():
        for old_id in rule.terms.supersedes:
            successors.setdefault(old_id, []).append(rule.id)
            if old_id in by_id:
                found += _between(by_id[old_id], rule)
    found += [
        ChainProblem(ChainFault.CONTRADICTION, (old, *sorted(ids)))
        for old, ids in sorted(successors.items())
        if len(ids) > 1 and _overlapping([by_id[i] for i in ids])
    ]
    return tuple(found)


def _between(old: Rule, new: Rule) -> list[ChainProblem]:
    if new.id != old.id and new.id in old.terms.supersedes:
        return [ChainProblem(ChainFault.CONTRADICTION, tuple(sorted((old.id, new.id))))]
    before, after = in_force(old), in_force(new)
    if before is None or after is None:
        return []
    end, start = before[1], after[0]
    if end is None or end >= start:
        return [ChainProblem(ChainFault.OVERLAP, (old.id, new.id), start, end)]
    if end + _DAY < start:
        return [ChainProblem(ChainFault.GAP, (old.id, new.id), end + _DAY, start - _DAY)]
    return []


def _overlapping(rules: list[Rule]) -> bool:
    """Do two of these bind the same people on the same days?"""
    spans = [(rule, in_force(rule)) for rule in rules]
    return any(
        one and other and _meet(one, other) and set(a.terms.who_ids) & set(b.terms.who_ids)
        for i, (a, one) in enumerate(spans)
        for b, other in spans[i + 1 :]
    )


def _meet(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])
