"""The types of the extraction: what a directive asks of whom, with the place in the page for every value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from documents.model import Box


class Action(StrEnum):
    ATTEND_BRANCH_MEETING = "attend_branch_meeting"
    REPORT = "report"
    INSPECT = "inspect"
    HOLD_MEETING = "hold_meeting"
    MEET_CITIZENS = "meet_citizens"
    EVALUATE = "evaluate"
    STUDY = "study"
    OTHER = "other"


class Modality(StrEnum):
    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    MUST_NOT = "must_not"


class Per(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TERM = "term"


class WhereKind(StrEnum):
    RESIDENTIAL_BRANCH = "residential_branch"
    ASSIGNED_BRANCH = "assigned_branch"
    ASSIGNED_RESIDENTIAL_BRANCH = "assigned_residential_branch"
    ANY_BRANCH = "any_branch"


class EffectiveBasis(StrEnum):
    STATED = "stated"
    ON_SIGNING = "on_signing"
    UNKNOWN = "unknown"


class DocumentEvidence(StrEnum):
    INSTRUMENT = "instrument"
    PRESS_REPORT = "press_report"


class DocumentRole(StrEnum):
    SOURCE = "source"
    CITED = "cited"
    SUPERSEDED = "superseded"
    AMENDED = "amended"
    REAFFIRMED = "reaffirmed"
    REPEALED = "repealed"
    IMPLEMENTED = "implemented"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One slot's ground: `quote` is `Document.text[start:end]`; `pattern` is the id of the record that read it."""

    slot: str
    quote: str
    start: int
    end: int
    page: int
    box: Box | None
    pattern: str


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A document that the text is, or speaks of. `number` is normalised (`32-QĐ/TU`); None where none is given.

    `issued` only where the text gives it. `clause` is the clause that is amended, as written.
    """

    number: str | None
    type: str | None
    issued: date | None
    issuer: str | None
    subject: str | None
    role: DocumentRole
    evidence: DocumentEvidence = DocumentEvidence.INSTRUMENT
    confidence: float = 1.0
    clause: str | None = None
    warnings: tuple[str, ...] = ()
    #: offsets in `Document.text`
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty: (people, action, cadence). Counts None with `per` None: recurrent without a figure ("thường xuyên")."""

    who: tuple[str, ...]
    who_ids: tuple[str | None, ...]
    action: Action
    action_text: str
    modality: Modality
    quote: str
    start: int
    end: int
    page: int
    box: Box | None
    who_excludes: tuple[str, ...] = ()
    who_excludes_ids: tuple[str | None, ...] = ()
    where: str | None = None
    where_kind: WhereKind | None = None
    min_count: int | None = None
    max_count: int | None = None
    per: Per | None = None
    every: int = 1
    frequency_text: str | None = None
    #: a yearly deadline, "12-15" for 15 December
    due: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    effective_basis: EffectiveBasis = EffectiveBasis.UNKNOWN
    source_document: str | None = None
    restates: str | None = None
    clause: str | None = None
    conditions: tuple[str, ...] = ()
    #: the label of the term with which the duty ends ("2020-2025"), where no date follows from the text
    ends_with_term: str | None = None
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AppendixAssignment:
    """A row of a plan's appendix: who is assigned where (STT, Họ và tên, Chức vụ, Chi bộ được phân công)."""

    name: str
    position: str
    place: str
    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class Regulation:
    """All that one file says. `documents[0]` is the source where the file is or reports one."""

    documents: tuple[DocumentMention, ...]
    obligations: tuple[Obligation, ...]
    assignments: tuple[AppendixAssignment, ...] = ()
    warnings: tuple[str, ...] = ()
