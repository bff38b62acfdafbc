"""The paper that a report reports, and codified texts that name their source in brackets.

An issuing act in prose ("Ban Thường vụ Tỉnh ủy X vừa ban hành Kế hoạch số …", "Ngày 10-10 … chúng tôi ban hành …") gives
issuer and day to the citation in it. A day without a year takes the year of the report, or of the last full date before
it; without either it stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from extract.bodies import BodyName, find_body, read_body
from extract.citations import Citation
from extract.masthead import Masthead
from extract.obligation import DocumentEvidence, DocumentMention, DocumentRole
from extract.terms import document_types, type_named
from vntext.dates import Precision, find_dates
from vntext.folding import Key, fold, squeeze

_ISSUES = r"(?:k[ýí] ban hành|ban hành|k[ýí]|ra|có|thông qua|công bố|phát hành|triển khai)"
_ACT_BEFORE = re.compile(
    rf"(?:(?:vừa|đã|mới|chính thức|có|thống nhất)\s+)*(?<!kèm theo ){_ISSUES}\s+(?:một\s+)?(?:tại\s+)?$"
)
_ACT_AFTER = re.compile(
    r"\s*(?:mà|do|được|vừa được|đã được)\s[^.;]{0,80}?(?:k[ýí] ban hành|ban hành|k[ýí]|thông qua)(?![\w])"
)
_DAY_SHORT = re.compile(
    r"(?:ngày|hôm|sáng|chiều)\s+(?:mùng\s+|mồng\s+)?(?P<d>\d{1,2})\s?[-/.]\s?(?P<m>\d{1,2})(?!\s?[-/.]?\d)|ngày\s+(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})(?!\s*(?:năm|[-/.]?\d))"
)
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!?…]\s+|\n")


def with_issuing_acts(text: str, citations: tuple[Citation, ...], masthead: Masthead) -> tuple[Citation, ...]:
    """The citations, with day and issuer that the sentence's issuing act gives to those that lack them."""
    return tuple(_with_act(text, c, masthead) if c.number or c.serial else c for c in citations)


def _with_act(text: str, citation: Citation, masthead: Masthead) -> Citation:
    low, high = _sentence(text, citation)
    before = fold(text[low : citation.start], Key.PLACEMENT)
    after = fold(text[citation.phrase_end : high], Key.PLACEMENT)
    if not (_ACT_BEFORE.search(before) or _ACT_AFTER.match(after)):
        return citation
    issued = citation.issued or (_day_of_act(text, low, citation, high, masthead) if masthead.press else None)
    body = None if citation.issuer else _issuer_of_act(text, low, citation, high)
    issuer = citation.issuer or (_with_place(text, body, low, high) if body else None)
    return replace(citation, issued=issued, issuer=issuer)


def _sentence(text: str, citation: Citation) -> tuple[int, int]:
    starts = [m.end() for m in _SENTENCE_END.finditer(text, max(0, citation.start - 500), citation.start)]
    end = _SENTENCE_END.search(text, citation.phrase_end, min(len(text), citation.phrase_end + 500))
    return (starts[-1] if starts else max(0, citation.start - 500)), (
        end.start() if end else min(len(text), citation.phrase_end + 500)
    )


def _day_of_act(text: str, low: int, citation: Citation, high: int, masthead: Masthead) -> date | None:
    behind = _ACT_AFTER.match(fold(text[citation.phrase_end : high], Key.PLACEMENT))
    windows = [(citation.phrase_end, high)] if behind else [(low, citation.start)]
    for start, end in windows:
        for mention in find_dates(text[start:end]):
            if mention.value.precision is Precision.DAY:
                return mention.value.first
        match = _DAY_SHORT.search(fold(text[start:end], Key.PLACEMENT))
        if match is not None and not _told(text, start + match.end(), citation.start if not behind else high):
            return _with_year(match, text, start, masthead)
    return None


def _told(text: str, at: int, end: int) -> bool:
    """`Sáng 25-11, lãnh đạo … cho biết, … đã ban hành`: the day of the telling, not of the issuing."""
    return bool(
        re.search(
            r"cho biết|thông tin|thông báo|phát biểu|tổ chức|hội nghị|trao đổi", fold(text[at:end], Key.PLACEMENT)
        )
    )


def _with_year(match: re.Match[str], text: str, at: int, masthead: Masthead) -> date | None:
    day, month = int(match["d"] or match["d2"]), int(match["m"] or match["m2"])
    known = masthead.published or _last_date(text, at)
    if known is None:
        return None
    for year in (known.year, known.year - 1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            return None
        if candidate <= known:
            return candidate
    return None


def _last_date(text: str, at: int) -> date | None:
    found = [
        m.value.last
        for m in find_dates(text[max(0, at - 3000) : at])
        if m.value.precision in (Precision.DAY, Precision.MONTH)
    ]
    return found[-1] if found else None


def _issuer_of_act(text: str, low: int, citation: Citation, high: int) -> BodyName | None:
    """The body that is the act's subject: the last one named before the verb, or after "mà"/"do"."""
    behind = _ACT_AFTER.match(fold(text[citation.phrase_end : high], Key.PLACEMENT))
    if behind is not None:
        return find_body(text, citation.phrase_end, citation.phrase_end + behind.end())
    found, at = None, low
    while (body := find_body(text, at, citation.start)) is not None:
        found, at = body, body.end
    return found


def _with_place(text: str, body: BodyName, low: int, high: int) -> str:
    """`Ban Thường vụ Tỉnh ủy` where the same sentence says `Tỉnh ủy Ninh Giang`."""
    match = re.search(r"(tỉnh|thành|huyện|thị|quận|đảng) u[ỷy]$", fold(body.text, Key.PLACEMENT))
    if match is None:
        return body.text
    at = low
    while (other := find_body(text, at, high)) is not None:
        at = other.end
        place = re.search(rf"{match[0]}(\s+\S.*)$", fold(other.text, Key.PLACEMENT))
        if place is not None:
            return squeeze(body.text + other.text[place.start(1) :])
    return body.text


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
    low, high = _sentence(text, citation)
    before = fold(text[low : citation.start], Key.PLACEMENT)
    after = fold(text[citation.phrase_end : high], Key.PLACEMENT)
    weight = 0
    if _ACT_BEFORE.search(before) or _ACT_AFTER.match(after):
        weight += 5
    if re.search(r"(?:nội dung|thông tin về|theo|giới thiệu|phổ biến|tại|với|hội nghị quán triệt)\s+$", before):
        weight += 1
    if re.search(r"(?:thực hiện|triển khai|căn cứ|quán triệt)\s+(?:\S+\s+){0,2}$", before):
        weight += 1
    weight += _echoes(text, citation)
    if re.search(r"dự (?:sinh hoạt|họp)|sinh hoạt (?:với|tại|cùng|ở) ", fold(citation.subject or "", Key.PLACEMENT)):
        weight += 1
    if citation.number is not None and citation.number.organ.endswith("TW"):
        weight -= 1
    return weight


def _echoes(text: str, citation: Citation) -> int:
    """`Theo đó`, `Quy định này`, `Kế hoạch nêu rõ` behind the citation: the text goes on about that paper."""
    kind = fold(citation.type or "", Key.PLACEMENT)
    window = fold(text[citation.phrase_end : citation.phrase_end + 900], Key.PLACEMENT)
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
    return "|".join(fold(kind.name, Key.PLACEMENT) for kind in document_types() if kind.normative and not kind.statute)


def _unnumbered(text: str, masthead: Masthead) -> DocumentMention | None:
    """`Ban Thường vụ Tỉnh uỷ vừa ban hành văn bản chỉ đạo về việc …`: a paper without a number."""
    folded = fold(text[: masthead.body_end or len(text)], Key.PLACEMENT)
    act = re.compile(
        rf"(?:vừa|đã|mới)\s+(?:k[ýí]\s+)?(?:ban hành|có|ra)\s+(?P<type>{_type_pattern()})(?=\s+(?:về|yêu cầu|chỉ đạo|gửi|“|quy định|phân công|tăng cường|triển khai|thực hiện))(?!\s+(?:số|\d))"
    )
    for match in act.finditer(folded):
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
    low = max(0, at - 160)
    found = None
    while (body := find_body(text, low, at)) is not None:
        found, low = body, body.end
    return found if found and not re.search(r"[.;\n]", text[found.end : at]) else None


def _subject_behind(text: str, at: int) -> str | None:
    from extract.subjects import read_subject

    subject = read_subject(text, at, len(text))
    return subject.text if subject else None


_CODIFIED = re.compile(r"\(\s*(?:các\s+)?điều\s+[\d, và]+\s")


def codified_source(text: str, citations: Iterable[Citation]) -> DocumentMention | None:
    """`(Điều 13 Nghị định số …, có hiệu lực …)` under a codified article's heading: the text is that paper's."""
    for citation in citations:
        before = fold(text[max(0, citation.start - 40) : citation.start], Key.PLACEMENT)
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


__all__ = ["codified_source", "read_body", "reported_source", "with_issuing_acts"]
