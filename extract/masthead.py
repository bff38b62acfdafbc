"""Whose paper this is: number, kind, issuer, date, subject, signer; or that it is a report of somebody else's paper.

Total: any text gives a `Masthead`; what the page does not say is None. Dates of publication, of incoming stamps and of
signature boxes are never the document's. The issuer is the organ that decides (T/M line, opening words) with the body
and place of the header: `Ban Thường vụ Tỉnh ủy Nam Bình`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from documents.model import Document, MarkKind
from extract.bodies import Level, read_body
from extract.forms import form
from extract.header import REACH, Header, read_header
from extract.issuer import issuer_of, level_of_issuer, organ_of
from extract.numbers import DocumentNumber, System
from extract.openings import deciding_body
from extract.press import is_press, press_end, published_on
from extract.reading import TextLine, folded, text_lines
from extract.signature import Signature, appendices, read_signature
from extract.stamps import blank_stamps
from extract.terms import type_of_symbol
from extract.titles import instrument_title


@dataclass(frozen=True, slots=True)
class Masthead:
    """`body_start:body_end` is what says something: behind the title, before recipients and signature.

    `number` is the normal form (`47-QĐi/TU`), `type` a name ("Quy định"), `level` that of the issuer, `organ` the id of
    what kind of body it is. `press`: a report, whose own date is `published`; its other fields stay None. `spans`
    locates fields as (name, start, end) in `Document.text`.
    """

    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    issued: date | None = None
    subject: str | None = None
    signer: str | None = None
    signer_post: str | None = None
    place: str | None = None
    system: System = System.UNKNOWN
    level: Level | None = None
    organ: str | None = None
    draft: bool = False
    secrecy: MarkKind | None = None
    press: bool = False
    published: date | None = None
    body_start: int = 0
    body_end: int = 0
    appendices: tuple[tuple[int, int], ...] = ()
    warnings: tuple[str, ...] = ()
    spans: tuple[tuple[str, int, int], ...] = ()
    parsed_number: DocumentNumber | None = None


_SECRET = (
    (MarkKind.MOST_SECRET, form("secrecy.most-secret")),
    (MarkKind.TOP_SECRET, form("secrecy.top-secret")),
    (MarkKind.SECRET, form("secrecy.secret")),
    (MarkKind.INTERNAL, form("secrecy.internal")),
)
_APPENDIX = form("signature.prose-appendix")


def read_masthead(document: Document) -> Masthead:
    """The masthead of any document. Never raises on any text."""
    text = document.text
    clear = blank_stamps(text[:REACH]) + text[REACH:]
    header = read_header(clear)
    if is_press(text, header):
        return Masthead(
            press=True,
            published=published_on(document),
            body_start=0,
            body_end=press_end(text),
            secrecy=_secrecy(document),
        )
    return _instrument(document, clear, header)


def _instrument(document: Document, clear: str, header: Header) -> Masthead:
    text = document.text
    title = instrument_title(clear, header)
    signature = read_signature(clear, title.body_start)
    body_end = signature.start if signature else _first_appendix(text, title.body_start)
    opening = deciding_body(clear, title.body_start, body_end)
    issuer = issuer_of(header, signature, opening)
    return Masthead(
        number=header.number.text if header.number else None,
        parsed_number=header.number,
        type=_type(header),
        issuer=issuer,
        issued=header.issued,
        subject=title.subject,
        signer=signature.signer if signature else None,
        signer_post=signature.post if signature else None,
        place=header.place,
        system=_system(header, signature),
        level=level_of_issuer(issuer, header),
        organ=organ_of(issuer),
        draft=header.draft or (header.blank_number and header.blank_date) or _marked(document, MarkKind.DRAFT),
        secrecy=_secrecy(document),
        body_start=title.body_start,
        body_end=body_end,
        appendices=appendices(text, signature.end if signature else body_end) if body_end < len(text) else (),
        warnings=_warnings(header, issuer),
        spans=header.spans + title.spans + (signature.spans if signature else ()),
    )


def _type(header: Header) -> str | None:
    if header.kind is not None:
        return header.kind.name
    if header.about is not None or (header.number and header.number.symbol in (None, "CV")):
        return "Công văn" if header.strength >= 2 else None
    kind = type_of_symbol(header.symbol, header.system is System.PARTY) if header.symbol else None
    return kind.name if kind else None


def _system(header: Header, signature: Signature | None) -> System:
    if header.system is not System.UNKNOWN or signature is None or signature.authority is None:
        return header.system
    body = read_body(signature.authority, 0)
    if body is None:
        return header.system
    return System.STATE if body.organ in ("people_committee", "people_council", "government") else System.PARTY


def _first_appendix(text: str, start: int) -> int:
    """Where an unsigned text's appendix begins; its end where there is none."""
    for line in text_lines(text, start):
        if _APPENDIX.match(line.text) and len(line.text) < 60:
            return line.start
    return len(text)


def _secrecy(document: Document) -> MarkKind | None:
    for kind, _ in _SECRET:
        if _marked(document, kind):
            return kind
    for line in _first_lines(document):
        for kind, pattern in _SECRET:
            if pattern.match(line.text):
                return kind
    return None


def _first_lines(document: Document) -> tuple[TextLine, ...]:
    return text_lines(document.text, 0, min(len(document.text), 3000))[:30]


def _marked(document: Document, kind: MarkKind) -> bool:
    return any(mark.kind is kind for page in document.pages for mark in page.marks)


def _warnings(header: Header, issuer: str | None) -> tuple[str, ...]:
    found = []
    if header.blank_number:
        found.append("number_blank")
    if header.blank_date:
        found.append("date_blank")
    if header.number is not None and header.number.repaired:
        found.append("number_repaired")
    if _conflict(header, issuer):
        found.append("symbol_conflicts_with_issuer")
    return tuple(found)


def _conflict(header: Header, issuer: str | None) -> bool:
    """`1518-QĐ/TW` under a Tỉnh ủy: the symbol and the named issuer disagree; a person decides."""
    if header.number is None or issuer is None or header.number.system is not System.PARTY:
        return False
    central = header.number.organ.endswith("TW")
    level = level_of_issuer(issuer, header)
    key = folded(issuer)
    if central:
        return level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE, Level.BRANCH)
    return header.number.organ.endswith("TU") and (level is Level.CENTRE or "huyện uỷ" in key or "đảng uỷ xã" in key)
