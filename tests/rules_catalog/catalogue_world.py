"""A small world of directives for the catalogue's tests: own wording, known shapes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from documents.model import Box
from extract.obligation import (
    Action,
    DocumentEvidence,
    DocumentMention,
    DocumentRole,
    Modality,
    Obligation,
    Per,
    Regulation,
    WhereKind,
)

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
SOURCE = DocumentMention(
    "15-QĐ/TU",
    "Quy định",
    date(2021, 3, 1),
    "Ban Thường vụ Tỉnh ủy Tây Ninh",
    "về dự sinh hoạt chi bộ",
    DocumentRole.SOURCE,
)
NEWER = replace(SOURCE, number="40-QĐ/TU", issued=date(2023, 7, 1))


def hour(number: int) -> datetime:
    return NOW + timedelta(hours=number)


def duty(who: str = "provincial_committee_member", count: int | None = 2, **more: Any) -> Obligation:
    """A duty as a reading finds it."""
    words = {"provincial_committee_member": "Tỉnh ủy viên", "provincial_secretary": "Bí thư Tỉnh ủy"}
    given: dict[str, Any] = {
        "who": (words.get(who, who),),
        "who_ids": (who,),
        "action": Action.ATTEND_BRANCH_MEETING,
        "action_text": "dự sinh hoạt",
        "modality": Modality.MUST,
        "quote": f"{words.get(who, who)} dự sinh hoạt chi bộ ít nhất {count} lần/năm",
        "start": 0,
        "end": 10,
        "page": 1,
        "box": Box(1, 2, 3, 4),
        "where": "chi bộ khu dân cư",
        "where_kind": WhereKind.RESIDENTIAL_BRANCH,
        "min_count": count,
        "per": Per.YEAR,
        "clause": "Điều 3 khoản 1",
        "source_document": "15-QĐ/TU",
        "effective_from": date(2021, 3, 1),
        "confidence": 0.97,
    }
    return Obligation(**(given | more))


def regulation(
    *duties: Obligation, source: DocumentMention = SOURCE, mentions: tuple[DocumentMention, ...] = ()
) -> Regulation:
    own = tuple(replace(d, source_document=source.number) for d in duties)
    return Regulation((source, *mentions), own)


def press(*duties: Obligation) -> Regulation:
    """What a news page says of the same document: no clause, no issuer's committee."""
    source = replace(SOURCE, issuer="Tỉnh ủy Tây Ninh", evidence=DocumentEvidence.PRESS_REPORT)
    told = tuple(replace(d, clause=None, effective_from=None, quote="phải dự ít nhất hai lần/năm") for d in duties)
    return regulation(*told, source=source)


def successor(count: int = 3, role: DocumentRole = DocumentRole.SUPERSEDED) -> Regulation:
    """A newer document that replaces the first."""
    new = duty(count=count, effective_from=date(2023, 7, 1))
    return regulation(new, source=NEWER, mentions=(replace(SOURCE, role=role),))
