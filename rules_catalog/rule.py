"""A rule as it binds people: the reviewed form of an obligation, in immutable versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from documents.model import Box
from extract.obligation import Action, DocumentEvidence, Per, WhereKind


class RuleState(StrEnum):
    """`DRAFT` is what the contract's section 2 calls draft and the issue calls proposed."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class PartialPeriod(StrEnum):
    """What happens when a member is not bound for the whole period (the contract's section 4)."""

    SKIP = "skip"
    PRORATE = "prorate"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Instrument:
    """The document in whose text the duty stands. A number is no key: all four together are."""

    number: str | None
    type: str | None
    issued: date | None
    issuer: str | None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two rules rules of one document: issuer, number, date."""
        return (self.issuer or "", self.number or "", self.issued.isoformat() if self.issued else "")


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """What the rule asks of whom: the fields that a person reviews. Ids are those of `roster/roles.toml`."""

    document: Instrument
    who_ids: tuple[str | None, ...]
    who_excludes_ids: tuple[str | None, ...] = ()
    who: tuple[str, ...] = ()
    who_excludes: tuple[str, ...] = ()
    action: Action = Action.ATTEND_BRANCH_MEETING
    where: str | None = None
    where_kind: WhereKind | None = None
    min_count: int | None = None
    max_count: int | None = None
    per: Per | None = None
    every: int = 1
    due: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    partial_period: PartialPeriod = PartialPeriod.SKIP
    supersedes: tuple[str, ...] = ()
    excepts: tuple[str, ...] = ()
    #: a unit id; empty: the whole workspace
    scope: str = ""
    clause: str | None = None
    quote: str = ""
    page: int | None = None
    bbox: Box | None = None
    evidence: DocumentEvidence = DocumentEvidence.INSTRUMENT
    source_sha256: str | None = None
    confidence: float | None = None
    #: fields that the text does not say and a reviewer supplied: (field, reason)
    assumed: tuple[tuple[str, str], ...] = ()
    #: a term's label ("2020-2025") with which the duty ends where no date is written
    ends_with_term: str | None = None
    #: the number of the document that this one reaffirms; whether the figure stood there already is unknown
    restates: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule with its state. `version` counts from 1; versions are never changed, only followed."""

    id: str
    version: int
    state: RuleState
    terms: RuleTerms
    recorded_at: datetime | None = None
    recorded_by: str = ""
    #: the day before its successor starts, set by the superseding decision
    closed_on: date | None = None
    #: days taken out by suspensions, both ends included; None: until further notice
    suspended: tuple[tuple[date, date | None], ...] = ()
    #: why the rule needs a person's decision before it may call anybody short (issuer or scope unit ended)
    needs_decision_after: date | None = None
