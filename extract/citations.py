"""Citations in running text: `Quy định số 258-QĐ/TU, ngày 19/5/2021 của Ban Thường vụ Tỉnh ủy về việc …`.

The parts come in several orders and any may be missing. The number (or a bare `Chỉ thị 17`) anchors a citation; its type
is read to the left, date, issuer and subject to the right. Besides its key, a citation knows its whole phrase, so that a
title with verbs and figures in it can be masked. Dates belong to a citation only by standing in its phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from extract.bodies import BodyName, read_body
from extract.numbers import DocumentNumber, NumberMention, System, find_numbers, is_assembly
from extract.reading import folded, loose
from extract.subjects import Subject, read_subject
from extract.terms import DocumentType, document_types, type_named, type_of_symbol
from vntext.folding import same, squeeze


@dataclass(frozen=True, slots=True)
class Citation:
    """One document spoken of. `start:end` is its key (type … issuer), `phrase_start:phrase_end` with clause and title.

    `serial` is a bare number without symbol (`Chỉ thị 17`: 17), where `number` is None. `spans` locates the fields.
    """

    start: int
    end: int
    phrase_start: int
    phrase_end: int
    number: DocumentNumber | None
    serial: int | None
    type: str | None
    issued: date | None
    issuer: str | None
    subject: str | None
    clause: str | None = None
    #: a law, charter or inner rule of work, named by its title
    statute: bool = False
    spans: tuple[tuple[str, int, int], ...] = ()
    warnings: tuple[str, ...] = ()


_NUMERIC = r"(?P<d>\d{1,2})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<y>(?:19|20)\d\d)(?!\d)"
_WORDED = r"(?P<d2>\d{1,2})\s*tháng\s*(?P<m2>\d{1,2})\s*(?:,\s*)?năm\s*(?P<y2>(?:19|20)\d\d)(?!\d)"
_DATE = loose(
    rf"\s*[,;(]?\s*(?:(?:được\s+)?(?:ban hành|k[ýí] ban hành|k[ýí]|ra)\s+)?(?:(?:vào\s+)?ngày\s*|hôm\s+)?(?:{_NUMERIC}|{_WORDED})\s*\)?"
)
_DATE_IN_TITLE = loose(rf"(?:ban hành\s+)?ngày\s*(?:{_NUMERIC}|{_WORDED})")
_TYPE_END = loose(r"\s*[(,]?\s*(?:mang |có )?(?:số|sô|s\.)?\s*[:.]?\s*$")
# OCR leaves specks of dust behind line ends
_OF = loose(r"(?:\s*,|\s*[.·'’`](?=\s))?\s*(?:của|do|-)\s+")
_TYPE_OF = loose(r"\S+(?:\s+\S+){0,3}?\s+của\s+")
_ASKED_BY = loose(r"(?:đề nghị|đề xuất|báo cáo|ý kiến)\s+của\s+")
_AT = loose(r"\s*,?\s*(?:tại|ở|theo|\()\s*(?:các\s+)?")
_SEPARATOR = loose(r"\s*(?:[,;]|và|,\s*và|;\s*và|hoặc)?\s*(?:các\s+)?(?:số)?\s*[:.]?\s*")
_CLAUSE = loose(
    r"(?:(?:(?:các\s+)?(?:điểm|khoản|điều|chương|mục|phần|tiết|gạch đầu dòng)\s+(?:thứ\s+)?[\da-zđ]{1,4}(?![\w])(?:\s*(?:,|và)\s*[\da-zđ]{1,3}(?=[\s,]))*"
    r"\s*,?\s*)+)(?:của\s+)?$"
)


@lru_cache(maxsize=1)
def _type_names() -> str:
    names = [folded(n).replace(" ", r"\s+") for kind in document_types() if not kind.press for n in kind.names]
    return "|".join(names)


@lru_cache(maxsize=1)
def _type_before() -> re.Pattern[str]:
    return loose(rf"(?<![\w])(?<!pháp )(?P<type>{_type_names()})(?:\s+(?:này|trên|nêu trên))?$")


@lru_cache(maxsize=1)
def _statute_before() -> re.Pattern[str]:
    return loose(r"(?<![\w])(?<!pháp )(?P<type>bộ luật|luật|pháp lệnh|nghị quyết)\s+[^.;:“”\n]{3,140}$")


@lru_cache(maxsize=1)
def _short() -> re.Pattern[str]:
    names = [
        folded(name).replace(" ", r"\s+")
        for kind in document_types()
        for name in kind.names
        if kind.normative and not kind.press and not kind.statute
    ]
    return loose(
        rf"(?<![\w])(?P<type>{'|'.join(names)})\s+(?P<so>số\s*:?\s*)?(?P<num>\d{{1,5}})(?![\w/%])(?!\s*[-–]\s*[\w])(?![.,]\d)"
    )


# what may follow a bare number that names a document; a noun of measure after it would make it a quantity
_AFTER_SHORT = loose(
    r"\s*(?:$|[,;:.)”\"\n]|(?:của|về|ngày|này|là|và|đã|được|có|thì|nêu|do|năm \d{4}|ban hành|quy định|yêu cầu|tại|không|cũng|mới)(?![\w]))"
)
_UNIT_AFTER = loose(
    r"\s*(?:năm(?! \d{4})|tháng|tuần|ngày|lần|buổi|kỳ|giờ|đồng chí|nội dung|nhiệm vụ|người|%|điểm|khoản|chương|mục|bước|trường hợp|đảng viên)(?![\w])"
)


def find_citations(text: str, start: int = 0, end: int | None = None) -> tuple[Citation, ...]:
    """All documents that `text[start:end]` speaks of, left to right; offsets are those of `text`. Never raises."""
    stop = len(text) if end is None else min(end, len(text))
    reading = _Reading(text, folded(text)[start:stop], start, stop)
    found = list(reading.numbered())
    found += [c for c in reading.short() if not _overlaps(c, found)]
    found += [c for c in reading.titled() if not _overlaps(c, found)]
    found.sort(key=lambda c: c.start)
    return tuple(_cut_subjects(_shared_issuers(found), text))


@dataclass(frozen=True, slots=True)
class _Reading:
    """`folded` is `text[start:stop]` folded, letter for letter."""

    text: str
    folded: str
    start: int
    stop: int

    def numbered(self) -> Iterator[Citation]:
        previous: Citation | None = None
        for mention in find_numbers(self.text, self.start, self.stop):
            citation = self._of_number(mention, previous)
            if citation is not None:
                yield citation
                previous = citation

    def _of_number(self, mention: NumberMention, previous: Citation | None) -> Citation | None:
        kind, begin = self._type_left(mention, previous)
        number = mention.number
        if kind is None and number.symbol is None and not is_assembly(number) and not self._says_number(mention.start):
            return None
        if kind is None and number.symbol is None and number.system is System.STATE and not is_assembly(number):
            return None
        name = kind.name if kind else _type_of(number)
        return self._complete(begin, mention.end, number, None, name, kind is not None and kind.statute)

    def _says_number(self, at: int) -> bool:
        return self.folded[: at - self.start].rstrip(" :.\n").endswith("số")

    def _type_left(self, mention: NumberMention, previous: Citation | None) -> tuple[DocumentType | None, int]:
        """The type to the left of the number and where the citation begins."""
        floor = max(0, mention.start - self.start - 220, (previous.end - self.start) if previous else 0)
        left = self.folded[floor : mention.start - self.start]
        stripped = _TYPE_END.sub("", left)
        begin = self.start + floor
        if (match := _type_before().search(stripped)) is not None:
            return type_named(match["type"]), begin + match.start()
        if (match := self._type_and_issuer(stripped)) is not None:
            return type_named(match["type"]), begin + match.start()
        if previous is not None and previous.type and _SEPARATOR.fullmatch(left):
            return type_named(previous.type), mention.start
        if mention.number.symbol in (None, "QH") and (match := _statute_before().search(stripped)) is not None:
            return type_named(match["type"]), begin + match.start()
        return None, mention.start - _prefix_length(left)

    def _type_and_issuer(self, left: str) -> re.Match[str] | None:
        """`Quy định của Ban Thường vụ Tỉnh ủy (số …` : the issuer stands between type and number."""
        for match in re.finditer(rf"(?<![\w])(?P<type>{_type_names()})\s+của\s+", left):
            body = read_body(left, match.end())
            if body is not None and not left[body.end :].strip(" ,("):
                return match
        return None

    def _complete(
        self,
        begin: int,
        key_end: int,
        number: DocumentNumber | None,
        serial: int | None,
        kind: str | None,
        statute: bool,
    ) -> Citation:
        spans = [("number", key_end - len(str(serial or "")), key_end)] if serial else []
        at, issued, body = key_end, None, None
        for _ in range(2):
            if issued is None and (found := self._date(at)) is not None:
                issued, low, at = found
                spans.append(("issued", low, at))
            if body is None and (named := self._issuer(at)) is not None:
                body, at = named, named.end
                spans.append(("issuer", body.start, body.end))
        body = body or self._issuer_left(begin, key_end)
        subject = read_subject(self.text, at, self.stop)
        if subject is not None and issued is None and (closing := self._closing_act(subject)) is not None:
            subject, issued, body = closing[0], closing[1], closing[2] or body
        if subject is not None:
            spans.append(("subject", subject.start, subject.end))
        clause, phrase_start = self._clause(begin)
        return Citation(
            start=begin,
            end=at,
            phrase_start=phrase_start,
            phrase_end=max(at, subject.phrase_end if subject else at),
            number=number,
            serial=serial,
            type=kind,
            issued=issued,
            issuer=body.text if body else None,
            subject=subject.text if subject else None,
            clause=clause,
            statute=statute,
            spans=tuple(spans),
        )

    def _date(self, at: int) -> tuple[date, int, int] | None:
        match = _DATE.match(self.folded, at - self.start)
        if match is None:
            return None
        day = _calendar_day(match)
        return (day, self.start + match.start(), self.start + match.end()) if day else None

    def _issuer(self, at: int) -> BodyName | None:
        """`của Ban …`, `do Ban … ban hành`, or the body at once (a dropped `của`); not what begins a new clause."""
        match = _OF.match(self.folded, at - self.start)
        if match is not None:
            return read_body(self.text, self.start + match.end(), self.stop)
        if not self.folded[at - self.start : at - self.start + 1].isspace():
            return None
        body = read_body(self.text, at, self.stop)
        follows = self.folded[body.end - self.start :].lstrip() if body else ""
        return body if body and follows.startswith(("về", "“", '"', "quy định", "ngày", "khoá", "ban hành")) else None

    def _closing_act(self, subject: Subject) -> tuple[Subject, date, BodyName | None] | None:
        """`Thông tư số … quy định về … ngày 18/12/2013 của Bộ …`: date and issuer stand behind the title."""
        low, high = subject.start - self.start, subject.end - self.start
        match = _DATE_IN_TITLE.search(self.folded, low, high)
        if match is None or find_numbers(self.text, subject.start, self.start + match.start()):
            return None
        day = _calendar_day(match)
        body = self._issuer(self.start + match.end())
        title = re.sub(r"[\s,]+$", "", self.text[subject.start : self.start + match.start()])
        tail = re.search(r"\s+của\s+(?=\S)(?!.*\scủa\s)", title)
        if tail is not None and body is not None and same(title[tail.end() :], body.text):
            title = title[: tail.start()]
        end = subject.start + len(title)
        return (Subject(squeeze(title), subject.start, end, subject.phrase_end), day, body) if day and title else None

    def _issuer_left(self, begin: int, key_end: int) -> BodyName | None:
        """`Quy định của Ban … số`, and `đề nghị của Ban … tại Tờ trình số`."""
        match = _TYPE_OF.match(self.folded, begin - self.start, key_end - self.start)
        if match is not None:
            return read_body(self.text, self.start + match.end(), key_end)
        low = max(0, begin - self.start - 110)
        for match in reversed(list(_ASKED_BY.finditer(self.folded, low, begin - self.start))):
            body = read_body(self.text, self.start + match.end(), begin)
            if body is not None and _AT.fullmatch(self.folded, body.end - self.start, begin - self.start):
                return body
        return None

    def _clause(self, begin: int) -> tuple[str | None, int]:
        low = max(0, begin - self.start - 80)
        match = _CLAUSE.search(self.folded[low : begin - self.start])
        if match is None:
            return None, begin
        at = self.start + low + match.start()
        return squeeze(self.text[at:begin]).removesuffix(" của").strip(" ,"), at

    def short(self) -> Iterator[Citation]:
        """`Chỉ thị 17 của Tỉnh ủy`, `Quy định số 258`: a serial without symbol."""
        for match in _short().finditer(self.folded):
            if not self._is_short(match):
                continue
            begin, end = self.start + match.start(), self.start + match.end()
            kind = type_named(match["type"])
            yield self._complete(begin, end, None, int(match["num"]), kind.name if kind else None, False)

    def _is_short(self, match: re.Match[str]) -> bool:
        capital = self.text[self.start + match.start()].isupper()
        value = int(match["num"])
        if not (capital or match["so"]) or (1900 <= value <= 2100 and not match["so"]):
            return False
        rest = self.folded[match.end() : match.end() + 30]
        return bool(_AFTER_SHORT.match(rest)) and not _UNIT_AFTER.match(rest)

    def titled(self) -> Iterator[Citation]:
        """Laws, charters, congress and plenum resolutions, inner rules of work: named by title, without number."""
        for match in _titled().finditer(self.folded):
            begin, end = self.start + match.start(), self.start + match.end()
            if not self.text[begin].isupper() or self.folded[match.end() :].lstrip().startswith("này"):
                continue
            kind = type_named(match["type"] or match["type2"] or match["type3"] or match["type4"])
            yield self._complete(begin, end, None, None, kind.name if kind else None, True)


@lru_cache(maxsize=1)
def _titled() -> re.Pattern[str]:
    return loose(
        r"(?<![\w])(?:"
        r"(?P<type>điều lệ)\s+(?:đảng(?:\s+cộng sản việt nam)?|đoàn|hội|công đoàn)"
        r"|(?P<type2>quy chế)\s+(?:làm việc|hoạt động|phối hợp)(?:\s+(?:của|toàn khoá|mẫu))?"
        r"|(?P<type3>nghị quyết)\s+(?:(?:hội nghị\s+)?(?:lần thứ\s+\S+\s+)?(?:trung ương|t\.ư|tw|bch trung ương|ban chấp hành trung ương)(?:\s+(?:\d{1,2}|lần thứ\s+\S+))?"
        r"|đại hội(?:\s+(?:đại biểu|đảng bộ|đảng|toàn quốc|lần thứ|[ivx]+|\S+)){1,8}?(?=\s*(?:[,.;(]|của|về|và|nhiệm kỳ)))(?:\s*[,(]?\s*khoá\s+[ivx\d]+\)?)?"
        r"|(?P<type4>bộ luật|luật|pháp lệnh|hiến pháp)\s+[^.;:“”\n]{2,120}?(?=\s*(?:[.;:,“”\n]|ngày\s+\d|năm\s+\d{4}|của\s|được\s|số\s+\d|và\s|$))"
        r")"
    )


def _prefix_length(left: str) -> int:
    match = re.search(r"số\s*[:.]?\s*$", left)
    return len(left) - match.start() if match else 0


def _type_of(number: DocumentNumber) -> str | None:
    if number.symbol in ("QĐi", "QyĐ") and number.system is System.PARTY:
        return "Quy định"
    if is_assembly(number):
        return "Luật" if number.organ.startswith("QH") else "Nghị quyết"
    kind = type_of_symbol(number.symbol, number.system is System.PARTY) if number.symbol else None
    return kind.name if kind else None


def _calendar_day(match: re.Match[str]) -> date | None:
    day, month, year = (match[g] or match[g + "2"] for g in ("d", "m", "y"))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _overlaps(one: Citation, others: list[Citation]) -> bool:
    return any(one.start < o.end and o.start < one.end for o in others)


def _shared_issuers(found: list[Citation]) -> list[Citation]:
    """`Quy định số A, số B và số C của Ban …`: the issuer behind the last belongs to all that are merely joined."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        one, following = out[i], out[i + 1]
        joined = one.issuer is None and one.subject is None and following.issuer and one.type == following.type
        if joined and following.start - one.end < 24 and not any(name == "type" for name, _, _ in following.spans):
            out[i] = replace(one, issuer=following.issuer)
    return out


def _cut_subjects(found: list[Citation], text: str) -> Iterator[Citation]:
    """A title ends before the next citation that "và", a comma or a semicolon joins to this one, unless it is inside it."""
    for i, one in enumerate(found):
        yield one if i + 1 == len(found) else _cut(one, found[i + 1], text)


_JOINT = loose(r"(?:\s*[,;]\s*|\s+)(?:và|cùng|;|,)?\s*$")


def _cut(one: Citation, following: Citation, text: str) -> Citation:
    span = next(((low, high) for name, low, high in one.spans if name == "subject"), None)
    if span is None or not span[0] < following.phrase_start < span[1]:
        return one
    between = text[span[0] : following.phrase_start]
    if not re.search(r"(?:[,;]|\bvà|\bcùng)\s*$", between) or "“" in text[max(0, span[0] - 4) : span[0] + 1]:
        return one
    end = span[0] + len(re.sub(r"(?:\s*[,;]\s*(?:và)?|\s+và|\s+cùng)\s*$", "", between))
    spans = tuple((n, low, end if n == "subject" else high) for n, low, high in one.spans)
    return replace(one, subject=squeeze(text[span[0] : end]), phrase_end=end, spans=spans)
