"""The JSON edge of extraction: a `Regulation` as the contract's row, checked by pydantic models."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from documents.model import Document
from extract.obligation import DocumentMention, Obligation, Regulation
from extract.relations import json_role


class DocumentRow(BaseModel):
    number: str | None
    type: str | None
    issued: date | None
    issuer: str | None
    subject: str | None
    evidence: str
    role: str
    confidence: float
    clause: str | None = None
    warnings: list[str] = []


class ObligationRow(BaseModel):
    who: list[str]
    who_ids: list[str | None]
    who_excludes: list[str]
    who_excludes_ids: list[str | None]
    action: str
    action_text: str
    where: str | None
    where_kind: str | None
    modality: str
    min_count: int | None
    max_count: int | None
    per: str | None
    every: int
    frequency_text: str | None
    due: str | None
    effective_from: date | None
    effective_to: date | None
    effective_basis: str
    source_document: str | None
    restates: str | None
    clause: str | None
    conditions: list[str]
    quote: str
    page: int
    bbox: list[float] | None
    confidence: float


class RegulationRow(BaseModel):
    id: str
    file: str
    sha256: str
    pages: int
    text_source: str
    warnings: list[str]
    documents: list[DocumentRow]
    obligations: list[ObligationRow]


def regulation_row(id: str, file: str, document: Document, regulation: Regulation) -> dict[str, Any]:
    """One row of `diemdanh extract`: `id`, the path as given, what was read. Dates are ISO strings."""
    row = RegulationRow(
        id=id,
        file=file,
        sha256=document.sha256,
        pages=len(document.pages),
        text_source=str(document.text_source),
        warnings=[*document.warnings, *regulation.warnings],
        documents=[_document(mention) for mention in regulation.documents],
        obligations=[_obligation(one) for one in regulation.obligations],
    )
    return row.model_dump(mode="json")


def _document(mention: DocumentMention) -> DocumentRow:
    return DocumentRow(
        number=mention.number,
        type=mention.type,
        issued=mention.issued,
        issuer=mention.issuer,
        subject=mention.subject,
        evidence=str(mention.evidence),
        role=json_role(mention.role),
        confidence=mention.confidence,
        clause=mention.clause,
        warnings=list(mention.warnings),
    )


def _obligation(one: Obligation) -> ObligationRow:
    return ObligationRow(
        who=list(one.who),
        who_ids=list(one.who_ids),
        who_excludes=list(one.who_excludes),
        who_excludes_ids=list(one.who_excludes_ids),
        action=str(one.action),
        action_text=one.action_text,
        where=one.where,
        where_kind=str(one.where_kind) if one.where_kind else None,
        modality=str(one.modality),
        min_count=one.min_count,
        max_count=one.max_count,
        per=str(one.per) if one.per else None,
        every=one.every,
        frequency_text=one.frequency_text,
        due=one.due,
        effective_from=one.effective_from,
        effective_to=one.effective_to,
        effective_basis=str(one.effective_basis),
        source_document=one.source_document,
        restates=one.restates,
        clause=one.clause,
        conditions=list(one.conditions),
        quote=one.quote,
        page=one.page,
        bbox=list(one.box) if one.box else None,
        confidence=one.confidence,
    )
