"""One entry of a rules file (the contract's section 3): what people write by hand, and what an export carries beyond
it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from documents.model import Box
from extract.obligation import Action, DocumentEvidence, Per, WhereKind
from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.lifecycle import DecisionKind
from rules_catalog.rule import Instrument, PartialPeriod, RuleState, RuleTerms
from rules_catalog.standing import Standing


class DocumentEntry(BaseModel):
    """The document in whose text the duty stands; all four together are its identity."""

    model_config = ConfigDict(extra="forbid")

    number: str | None = Field(default=None, description="as printed: 32-QĐ/TU")
    type: str | None = Field(default=None, description="Quy định, Quyết định, Kế hoạch, …")
    issued: date | None = None
    issuer: str | None = Field(default=None, description="the issuing body with its place")


class DecisionEntry(BaseModel):
    """A decision on a version as it was taken; moments are UTC and tell which were taken together."""

    model_config = ConfigDict(extra="forbid")

    kind: DecisionKind
    state: RuleState = Field(description="the state in which it left the version")
    by: str
    at: datetime
    reason: str = ""
    on: date | None = Field(default=None, description="the decision's own day, where it has one")
    undoes: datetime | None = Field(default=None, description="the moment of the decisions that it took back")


class RuleEntry(BaseModel):
    """One rule. The fields after `quote` are for a lossless export; a person need not write them."""

    model_config = ConfigDict(extra="forbid", title="Rule", coerce_numbers_to_str=True)

    id: str | None = Field(
        default=None, min_length=1, max_length=200, description="made by the program where it is missing"
    )
    document: DocumentEntry
    who_ids: list[str | None] = Field(default_factory=list, description="ids of roles.toml; null: an unknown post")
    who_excludes_ids: list[str | None] = Field(default_factory=list)
    action: Action = Action.ATTEND_BRANCH_MEETING
    where_kind: WhereKind | None = None
    min_count: int | None = Field(default=None, ge=0)
    max_count: int | None = Field(default=None, ge=0)
    per: Per | None = None
    every: int = Field(default=1, ge=1)
    effective_from: date | None = None
    effective_to: date | None = None
    partial_period: PartialPeriod = PartialPeriod.SKIP
    supersedes: list[str] = Field(default_factory=list, description="ids of the rules that this one replaces")
    excepts: list[str] = Field(default_factory=list, description="ids of the rules that this one is an exception to")
    scope: str = Field(default="", description="a unit id; empty: the whole workspace")
    quote: str = ""
    # beyond what people write
    state: RuleState | None = None
    version: int | None = Field(default=None, ge=1)
    who: list[str] = Field(default_factory=list)
    who_excludes: list[str] = Field(default_factory=list)
    where: str | None = None
    due: str | None = None
    clause: str | None = None
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    evidence: DocumentEvidence = DocumentEvidence.INSTRUMENT
    source_sha256: str | None = None
    confidence: float | None = None
    assumed: list[tuple[str, str]] = Field(default_factory=list, description="[field, reason] supplied by a person")
    ends_with_term: str | None = None
    restates: str | None = Field(default=None, description="the number of the document that this one reaffirms")
    in_force_from: date | None = None
    in_force_to: date | None = None
    suspended: list[tuple[date, date | None]] = Field(default_factory=list)
    extended: bool = False
    reviewer: str | None = None
    origin: str | None = None
    decisions: list[DecisionEntry] = Field(default_factory=list, description="who decided what when, oldest first")

    @field_validator("who_ids", "who_excludes_ids", "who", "who_excludes", "supersedes", "excepts", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """A single text stands for a list of one, nothing for an empty list."""
        if value is None:
            return []
        return [value] if isinstance(value, str) else value

    @field_validator("every", "partial_period", "scope", "quote", "evidence", "action", "extended", mode="before")
    @classmethod
    def _defaulted(cls, value: object, info: Any) -> object:
        return cls.model_fields[info.field_name].default if value is None else value


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision that was taken in another workspace; `undoes` is the moment of what it took back."""

    kind: DecisionKind
    state: RuleState
    by: str
    at: datetime
    reason: str = ""
    on: date | None = None
    undoes: datetime | None = None


@dataclass(frozen=True, slots=True)
class FiledRule:
    """An entry as the catalogue takes it: `standing` None for a rule that begins as a draft."""

    rule_id: str | None
    version: int | None
    terms: RuleTerms
    standing: Standing | None
    origin: str = "import"
    decisions: tuple[PastDecision, ...] = ()


def parsed(entries: list[Any]) -> tuple[FiledRule, ...]:
    """Entries read from YAML or JSON. Raises `bad_rules_file` with the entry and field."""
    found = []
    for number, entry in enumerate(entries, 1):
        try:
            found.append(filed(RuleEntry.model_validate(entry)))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise RuleRefusal(RuleFault.BAD_RULES_FILE, f"entry {number}, {place}: {first['msg']}") from error
    return tuple(found)


def filed(entry: RuleEntry) -> FiledRule:
    decided = tuple(PastDecision(**one.model_dump()) for one in entry.decisions)
    return FiledRule(entry.id, entry.version, _terms(entry), _standing(entry), entry.origin or "import", decided)


def written(
    rule_id: str,
    version: int,
    terms: RuleTerms,
    standing: Standing,
    *,
    origin: str | None = None,
    decisions: Iterable[PastDecision] = (),
) -> dict[str, Any]:
    """The entry of a version, fields in the contract's order; what is empty and not the contract's is left out."""
    entry = RuleEntry(
        id=rule_id,
        document=DocumentEntry(
            number=terms.document.number,
            type=terms.document.type,
            issued=terms.document.issued,
            issuer=terms.document.issuer,
        ),
        version=version,
        state=standing.state,
        in_force_from=standing.force_from,
        in_force_to=standing.force_to,
        suspended=list(standing.suspended),
        extended=standing.extended,
        reviewer=standing.reviewer,
        **{name: _plain(getattr(terms, name)) for name in _TERMS},
        origin=origin,
        decisions=[DecisionEntry.model_validate(one, from_attributes=True) for one in decisions],
    )
    fields: dict[str, Any] = entry.model_dump()
    fields["decisions"] = [one.model_dump(mode="json", exclude_defaults=True) for one in entry.decisions]
    defaults = _BARE.model_dump()
    return {name: value for name, value in fields.items() if name in _CONTRACT or value != defaults[name]}


def schema() -> dict[str, Any]:
    """docs/rules.schema.json: a rules file is a list of rules."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rules",
        "type": "array",
        "items": RuleEntry.model_json_schema(),
    }


_TERMS = tuple(name for name in RuleTerms.__dataclass_fields__ if name != "document")
_FIELDS = tuple(RuleEntry.model_fields)
_CONTRACT = frozenset(_FIELDS[: _FIELDS.index("version") + 1])
_BARE = RuleEntry(document=DocumentEntry())


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) and not isinstance(value, Box) else value


def _terms(entry: RuleEntry) -> RuleTerms:
    document = entry.document
    given = {name: getattr(entry, name) for name in _TERMS}
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    given["bbox"] = Box(*entry.bbox) if entry.bbox else None
    return RuleTerms(Instrument(document.number, document.type, document.issued, document.issuer), **given)


def _standing(entry: RuleEntry) -> Standing | None:
    if entry.state is None:
        return None
    return Standing(
        entry.state,
        entry.in_force_from,
        entry.in_force_to,
        tuple(entry.suspended),
        entry.extended,
        entry.reviewer,
    )
