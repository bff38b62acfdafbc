"""The paper that a report reports, and codified texts that name their source in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.acts import is_issued, sentence_of
from extract.bodies import BodyName, bodies_in
from extract.citations import Citation
from extract.masthead import Masthead
from extract.obligation import DocumentEvidence, DocumentMention, DocumentRole
from extract.reading import folded
from extract.subjects import read_subject
from extract.terms import document_types, type_named


def reported_source(text: str, masthead: Masthead, citations: tuple[Citation, ...]) -> DocumentMention | None:
    """The paper that the report is about; None where no issuing act, title or repeated reference shows one."""
    numbered = [c for c in citations if c.number is not None]
    scored = [(_weight(text, c, numbered, masthead), -i, c) for i, c in enumerate(numbered)]
    best = max(scored, default=None, key=lambda s: s[:2])
    unnumbered = _unnumbered(text, masthead)
    if best is not None and best[0] >= 3 and (unnumbered is None or best[0] >= 5):
        return _reported(text, best[2], numbered)
    return unnumbered


def _weight(text: str, citation: Citation, numbered: list[Citation], masthead: Masthead) -> int:
    low, _ = sentence_of(text, citation)
    before = folded(text)[max(low, citation.start - 80) : citation.start]
    weight = 5 if is_issued(text, citation) else 0
    if re.search(r"(?:nội dung|thông tin về|theo|giới thiệu|phổ biến|tại|với|hội nghị quán triệt)\s+$", before):
        weight += 1
    if re.search(r"(?:thực hiện|triển khai|căn cứ|quán triệt)\s+(?:\S+\s+){0,2}$", before):
        weight += 1
    weight += _echoes(text, citation)
    if re.search(r"dự (?:sinh hoạt|họp)|sinh hoạt (?:với|tại|cùng|ở) ", folded(citation.subject or "")):
        weight += 1
    if citation.number is not None and citation.number.organ.endswith("TW"):
        weight -= 1
    return weight


def _echoes(text: str, citation: Citation) -> int:
    """`Theo đó`, `Quy định này`, `Kế hoạch nêu rõ` behind the citation: the text goes on about that paper."""
    kind = folded(citation.type or "")
    window = folded(text)[citation.phrase_end : citation.phrase_end + 900]
    found = 0
    if kind and re.search(
        rf"(?<![\w])(?:{re.escape(kind)})\s+(?:này|nêu|yêu cầu|quy định|đề ra|xác định|có hiệu lực|cũng|áp dụng)(?![\w])",
        window,
    ):
        found += 2
    if re.search(
        r"(?<![\w])(?:theo đó|trong đó, |theo (?:nội dung )?(?:quy định|kế hoạch|quyết định|chỉ thị|hướng dẫn|công văn|quy chế)(?:,| này| trên| mới))",
        window,
    ):
        found += 2
    return found


def _reported(text: str, citation: Citation, numbered: list[Citation]) -> DocumentMention:
    group = [
        c
        for c in numbered
        if c.number is not None and citation.number is not None and c.number.key == citation.number.key
    ]
    group.sort(key=lambda c: c is not citation)
    return DocumentMention(
        number=citation.number.text if citation.number else None,
        type=next((c.type for c in group if c.type), None),
        issued=next((c.issued for c in group if c.issued), None),
        issuer=next((c.issuer for c in group if c.issuer), None),
        subject=next((c.subject for c in group if c.subject), None),
        role=DocumentRole.SOURCE,
        evidence=DocumentEvidence.PRESS_REPORT,
        confidence=0.85,
        start=citation.start,
        end=citation.end,
    )


def _type_pattern() -> str:
    return "|".join(folded(kind.name) for kind in document_types() if kind.normative and not kind.statute)


def _unnumbered(text: str, masthead: Masthead) -> DocumentMention | None:
    """`Ban Thường vụ Tỉnh uỷ vừa ban hành văn bản chỉ đạo về việc …`: a paper without a number."""
    searched = folded(text)[: masthead.body_end or len(text)]
    act = re.compile(
        rf"(?:vừa|đã|mới)\s+(?:k[ýí]\s+)?(?:ban hành|có|ra)\s+(?P<type>{_type_pattern()})(?=\s+(?:về|yêu cầu|chỉ đạo|gửi|“|quy định|phân công|tăng cường|triển khai|thực hiện))(?!\s+(?:số|\d))"
    )
    for match in act.finditer(searched):
        body = _subject_of(text, match.start())
        if body is None:
            continue
        subject = _subject_behind(text, match.end())
        kind = type_named(match["type"])
        return DocumentMention(
            number=None,
            type=kind.name if kind else match["type"],
            issued=None,
            issuer=body.text,
            subject=subject,
            role=DocumentRole.SOURCE,
            evidence=DocumentEvidence.PRESS_REPORT,
            confidence=0.6,
            start=match.start(),
            end=match.end(),
        )
    return None


def _subject_of(text: str, at: int) -> BodyName | None:
    bodies = bodies_in(text, max(0, at - 160), at)
    return bodies[-1] if bodies and not re.search(r"[.;\n]", text[bodies[-1].end : at]) else None


def _subject_behind(text: str, at: int) -> str | None:
    subject = read_subject(text, at, len(text))
    return subject.text if subject else None


def codified_source(text: str, citations: Iterable[Citation]) -> DocumentMention | None:
    """`(Điều 13 Nghị định số …, có hiệu lực …)` under a codified article's heading: the text is that paper's."""
    for citation in citations:
        before = folded(text)[max(0, citation.start - 40) : citation.start]
        if citation.number is not None and re.search(r"\(\s*(?:các\s+)?điều\s+[\d, và]+$", before.rstrip()):
            return _as_source(citation, [c for c in citations if c.number and c.number.key == citation.number.key])
    return None


def _as_source(citation: Citation, group: list[Citation]) -> DocumentMention:
    return DocumentMention(
        number=citation.number.text if citation.number else None,
        type=citation.type,
        issued=next((c.issued for c in group if c.issued), None),
        issuer=next((c.issuer for c in group if c.issuer), None),
        subject=next((c.subject for c in group if c.subject), None),
        role=DocumentRole.SOURCE,
        confidence=0.8,
        start=citation.start,
        end=citation.end,
    )
