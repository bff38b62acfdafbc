"""The paper that a report reports, and codified texts that name their source in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extract.acts import is_issued, sentence_of, sentence_of_span, with_place
from extract.bodies import BodyName, bodies_in
from extract.citations import Citation
from extract.forms import form
from extract.masthead import Masthead
from extract.obligation import DocumentEvidence, DocumentMention, DocumentRole
from extract.reading import folded, loose
from extract.subjects import read_subject
from extract.terms import document_types, type_named
from extract.wordings import wording
from vntext.folding import squeeze

_TOLD_OF = form("report.told-of")
_CARRIED_OUT = form("report.carried-out")
_ATTENDANCE = form("report.attendance")
_PAPER = "quy định|kế hoạch|quyết định|chỉ thị|hướng dẫn|công văn|quy chế|kết luận|thông tri|thông báo|nghị quyết"
_ECHO = form("report.echo")
_GOES_ON = r"\s+(?:này|nêu|yêu cầu|quy định|đề ra|xác định|có hiệu lực|cũng|áp dụng|ghi rõ|gồm|giao|phân công)(?![\w])"
_CODIFIED = form("report.codified")
_ECHO_REACH = 900
#: the weight from which a paper is taken for the one that is reported; an unnumbered act yields to an act only
_ENOUGH, _AN_ACT = 4, 5
#: "Theo Quy định số …, Tỉnh ủy viên dự sinh hoạt …": the sentence tells what the paper asks
_BY_IT = 3
_BY = form("report.by")
_ASKS = form("report.asks")
_SPEECH = wording("speech")
_TITLE = 200


def reported_source(text: str, masthead: Masthead, citations: tuple[Citation, ...]) -> DocumentMention | None:
    """The paper that the report is about; None where no issuing act, title or repeated reference shows one."""
    if _SPEECH.match(squeeze(folded(text)[:_TITLE])):
        return None
    numbered = [c for c in citations if c.number is not None]
    weighed = [(_weight(text, c), -i) for i, c in enumerate(numbered)]
    weight, place = max(weighed, default=(0, 0))
    unnumbered = _unnumbered(text, masthead)
    if weight >= (_ENOUGH if unnumbered is None else _AN_ACT):
        return _reported(numbered[-place], numbered)
    return unnumbered


def _weight(text: str, citation: Citation) -> int:
    """How much the text is about this paper: an issuing act weighs most, then what goes on about it."""
    before = folded(text)[max(sentence_of(text, citation)[0], citation.start - 80) : citation.start]
    weight = _AN_ACT if is_issued(text, citation) else 0
    weight += bool(_TOLD_OF.search(before)) + bool(_CARRIED_OUT.search(before)) + _echoes(text, citation)
    low, high = sentence_of(text, citation)
    about = bool(_ATTENDANCE.search(folded(text), low, high))
    by_it = _BY.search(before) or _ASKS.match(folded(text), citation.phrase_end, high)
    weight += _BY_IT if about and by_it else about
    return weight - (citation.number is not None and citation.number.organ.endswith("TW"))


def _echoes(text: str, citation: Citation) -> int:
    """`Theo đó`, `Quy định này`, `Kế hoạch nêu rõ` behind the citation: the text goes on about that paper."""
    window = folded(text)[citation.phrase_end : citation.phrase_end + _ECHO_REACH]
    kind = folded(citation.type or "")
    named = bool(kind) and loose(rf"(?<![\w]){kind}{_GOES_ON}").search(window) is not None
    return 2 * named + 2 * bool(_ECHO.search(window))


def _reported(citation: Citation, numbered: list[Citation]) -> DocumentMention:
    same_paper = [c for c in numbered if c.number and citation.number and c.number.key == citation.number.key]
    source = as_source(_joined([citation, *same_paper]))
    return replace(source, evidence=DocumentEvidence.PRESS_REPORT, confidence=0.85)


def _type_pattern() -> str:
    return "|".join(folded(kind.name) for kind in document_types() if kind.normative and not kind.statute)


def _unnumbered(text: str, masthead: Masthead) -> DocumentMention | None:
    """`Ban Thường vụ Tỉnh uỷ vừa ban hành văn bản chỉ đạo về việc …`: a paper without a number."""
    searched = folded(text)[: masthead.body_end or len(text)]
    act = loose(
        rf"(?:vừa|đã|mới)\s+(?:k[ýí]\s+)?(?:ban hành|có|ra)\s+(?P<type>{_type_pattern()})"
        r"(?=\s+(?:về|yêu cầu|chỉ đạo|gửi|“|quy định|phân công|tăng cường|triển khai|thực hiện))(?!\s+(?:số|\d))"
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
            issuer=with_place(text, body.text, sentence_of_span(text, match.start(), match.end()), masthead),
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
    known = [c for c in citations if c.number is not None]
    for citation in known:
        before = folded(text)[max(0, citation.start - 40) : citation.start].rstrip()
        if _CODIFIED.search(before):
            group = [c for c in known if c.number and citation.number and c.number.key == citation.number.key]
            return as_source(_joined(group))
    return None


def as_source(citation: Citation, subject: str | None = None) -> DocumentMention:
    """The paper cited, as the one whose text this is; `subject` where the text has a title of its own."""
    return DocumentMention(
        number=citation.number.text if citation.number else None,
        type=citation.type,
        issued=citation.issued,
        issuer=citation.issuer,
        subject=subject or citation.subject,
        role=DocumentRole.SOURCE,
        confidence=0.8,
        start=citation.start,
        end=citation.end,
    )


def _joined(group: list[Citation]) -> Citation:
    """One citation with each field from the first of the group that gives it."""
    first = group[0]
    return replace(
        first,
        type=next((c.type for c in group if c.type), None),
        issued=next((c.issued for c in group if c.issued), None),
        issuer=next((c.issuer for c in group if c.issuer), None),
        subject=next((c.subject for c in group if c.subject), None),
    )
