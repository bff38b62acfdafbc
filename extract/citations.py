"""Citations in running text: `Quy định số 258-QĐ/TU, ngày 19/5/2021 của Ban Thường vụ Tỉnh ủy về việc …`.

The parts come in several orders and any may be missing. The number (or a bare `Chỉ thị 17`) anchors a citation; its
type is read to the left, date, issuer and subject to the right. Besides its key, a citation knows its whole phrase, so
that a title with verbs and figures in it can be masked. Dates belong to a citation only by standing in its phrase.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from extract.bodies import BodyName, read_body
from extract.citing import calendar_day
from extract.forms import form
from extract.numbers import DocumentNumber, NumberMention, System, find_numbers, is_assembly
from extract.reading import folded
from extract.subjects import Subject, read_subject
from extract.terms import DocumentType, type_named, type_of_symbol
from vntext.folding import same, squeeze

_ASKED_BY = form("asked-by")
_BEHIND_SERIAL = form("behind-serial")
_CLAUSE_BEFORE = form("clause-before")
_DATE_BEHIND = form("date-behind")
_DATE_IN_TITLE = form("date-in-title")
_IN_PAPER = form("in-paper")
_JOINT = form("joint")
_OF = form("of")
_SEPARATOR = form("separator")
_SHORT_CITATION = form("short")
_SIGN_AT_END = form("sign-at-end")
_SIGN_BEFORE_NUMBER = form("sign-before-number")
_STATUTE_BEFORE = form("statute-before")
_TITLED = form("titled")
_TYPE_BEFORE = form("type-before")
_TYPE_OF = form("type-of")
_TYPE_WITH_ISSUER = form("type-with-issuer")
_UNIT_BEHIND = form("unit-behind")


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


def find_citations(text: str, start: int = 0, end: int | None = None) -> tuple[Citation, ...]:
    """All documents that `text[start:end]` speaks of, left to right; offsets are those of `text`. Never raises."""
    stop = len(text) if end is None else min(end, len(text))
    reading = _Reading(text, folded(text)[start:stop], start, stop)
    found = list(reading.numbered())
    for others in (reading.short(), reading.titled()):
        found = _without_overlaps(found, others)
    return tuple(_cut_subjects(_shared_issuers(found), text))


@dataclass(frozen=True, slots=True)
class _Key:
    """What of a citation's key stands behind its number; `end` is behind it."""

    issued: date | None
    issuer: BodyName | None
    end: int
    spans: tuple[tuple[str, int, int], ...]


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
        if kind is None and number.symbol is None and not is_assembly(number):
            return None
        name = kind.name if kind else _type_of(number)
        return self._complete(begin, mention.end, number, None, name, kind is not None and kind.statute)

    def _type_left(self, mention: NumberMention, previous: Citation | None) -> tuple[DocumentType | None, int]:
        """The type to the left of the number and where the citation begins."""
        floor = max(0, mention.start - self.start - 220, (previous.end - self.start) if previous else 0)
        left = self.folded[floor : mention.start - self.start]
        stripped = _SIGN_BEFORE_NUMBER.sub("", left)
        begin = self.start + floor
        if (match := _TYPE_BEFORE.search(stripped)) is not None:
            return type_named(match["type"]), begin + match.start()
        if (match := self._type_and_issuer(stripped)) is not None:
            return type_named(match["type"]), begin + match.start()
        if previous is not None and previous.type and _SEPARATOR.fullmatch(left):
            return type_named(previous.type), mention.start
        if mention.number.symbol in (None, "QH") and (match := _STATUTE_BEFORE.search(stripped)) is not None:
            return type_named(match["type"]), begin + match.start()
        return None, mention.start - _prefix_length(left)

    def _type_and_issuer(self, left: str) -> re.Match[str] | None:
        """`Quy định của Ban Thường vụ Tỉnh ủy (số …` : the issuer stands between type and number."""
        for match in _TYPE_WITH_ISSUER.finditer(left):
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
        """The citation whose type and number stand at `begin:key_end`, with all that follows."""
        key = self._key_behind(key_end)
        issuer = key.issuer or self._issuer_left(begin, key_end)
        issued, subject = key.issued, read_subject(self.text, key.end, self.stop)
        if subject is not None and issued is None and (closing := self._closing_act(subject)) is not None:
            subject, issued, issuer = closing[0], closing[1], closing[2] or issuer
        clause, phrase_start = self._clause(begin)
        return Citation(
            start=begin,
            end=key.end,
            phrase_start=phrase_start,
            phrase_end=max(key.end, subject.phrase_end if subject else 0),
            number=number,
            serial=serial,
            type=kind,
            issued=issued,
            issuer=issuer.text if issuer else None,
            subject=subject.text if subject else None,
            clause=clause,
            statute=statute,
            spans=(*key.spans, *((("subject", subject.start, subject.end),) if subject else ())),
        )

    def _key_behind(self, at: int) -> _Key:
        """Date and issuer behind the number, in either order."""
        issued, issuer, spans = None, None, []
        for _ in range(2):
            if issued is None and (found := self._date(at)) is not None:
                issued, low, at = found
                spans.append(("issued", low, at))
            if issuer is None and (body := self._issuer(at)) is not None:
                issuer, at = body, body.end
                spans.append(("issuer", body.start, body.end))
        return _Key(issued, issuer, at, tuple(spans))

    def _date(self, at: int) -> tuple[date, int, int] | None:
        match = _DATE_BEHIND.match(self.folded, at - self.start)
        if match is None:
            return None
        day = calendar_day(match)
        return (day, self.start + match.start(), self.start + match.end()) if day else None

    def _issuer(self, at: int) -> BodyName | None:
        """`của Ban …`, `do Ban … ban hành`, or the body at once (a dropped `của`); not what begins a new clause."""
        match = _OF.match(self.folded, at - self.start)
        if match is not None:
            return read_body(self.text, self.start + match.end(), self.stop)
        if not self.folded[at - self.start : at - self.start + 1].isspace():
            return None
        body = read_body(self.text, at, self.stop)
        follows = self.folded[body.end - self.start : body.end - self.start + 30].lstrip() if body else ""
        return body if body and follows.startswith(("về", "“", '"', "quy định", "ngày", "khoá", "ban hành")) else None

    def _closing_act(self, subject: Subject) -> tuple[Subject, date, BodyName | None] | None:
        """`Thông tư số … quy định về … ngày 18/12/2013 của Bộ …`: date and issuer stand behind the title."""
        low, high = subject.start - self.start, subject.end - self.start
        match = _DATE_IN_TITLE.search(self.folded, low, high)
        if match is None or find_numbers(self.text, subject.start, self.start + match.start()):
            return None
        day = calendar_day(match)
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
            if body is not None and _IN_PAPER.fullmatch(self.folded, body.end - self.start, begin - self.start):
                return body
        return None

    def _clause(self, begin: int) -> tuple[str | None, int]:
        low = max(0, begin - self.start - 80)
        match = _CLAUSE_BEFORE.search(self.folded[low : begin - self.start])
        if match is None:
            return None, begin
        at = self.start + low + match.start()
        return squeeze(self.text[at:begin]).removesuffix(" của").strip(" ,"), at

    def short(self) -> Iterator[Citation]:
        """`Chỉ thị 17 của Tỉnh ủy`, `Quy định số 258`: a serial without symbol."""
        for match in _SHORT_CITATION.finditer(self.folded):
            if not self._is_short(match):
                continue
            begin, end = self.start + match.start(), self.start + match.end()
            kind = type_named(match["type"])
            yield self._complete(begin, end, None, int(match["num"]), kind.name if kind else None, False)

    def _is_short(self, match: re.Match[str]) -> bool:
        capital = self.text[self.start + match.start()].isupper()
        value = int(match["num"])
        if not (capital or match["sign"]) or (1900 <= value <= 2100 and not match["sign"]):
            return False
        rest = self.folded[match.end() : match.end() + 30]
        return bool(_BEHIND_SERIAL.match(rest)) and not _UNIT_BEHIND.match(rest)

    def titled(self) -> Iterator[Citation]:
        """Laws, charters, congress and plenum resolutions, inner rules of work: named by title, without number."""
        for match in _TITLED.finditer(self.folded):
            begin, end = self.start + match.start(), self.start + match.end()
            if not self.text[begin].isupper() or self.folded[match.end() : match.end() + 9].lstrip().startswith("này"):
                continue
            kind = type_named(match["charter"] or match["inner"] or match["plenum"] or match["law"])
            yield self._complete(begin, end, None, None, kind.name if kind else None, True)


def _prefix_length(left: str) -> int:
    sign = _SIGN_AT_END.search(left)
    return len(left) - sign.start() if sign else 0


def _type_of(number: DocumentNumber) -> str | None:
    if number.symbol in ("QĐi", "QyĐ") and number.system is System.PARTY:
        return "Quy định"
    if is_assembly(number):
        return "Luật" if number.organ.startswith("QH") else "Nghị quyết"
    kind = type_of_symbol(number.symbol, number.system is System.PARTY) if number.symbol else None
    return kind.name if kind else None


def _without_overlaps(found: list[Citation], others: Iterable[Citation]) -> list[Citation]:
    """Both in reading order; of `others` only what lies beside the citations that were found."""
    starts = [c.start for c in found]
    kept = list(found)
    for other in others:
        at = bisect_right(starts, other.start)
        clear = (at == 0 or found[at - 1].end <= other.start) and (at == len(found) or other.end <= starts[at])
        if clear:
            kept.append(other)
    return sorted(kept, key=lambda c: c.start)


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
    """A title ends before the next citation that "và" or a comma joins to this one, unless that stands inside it."""
    for i, one in enumerate(found):
        yield one if i + 1 == len(found) else _cut(one, found[i + 1], text)


def _cut(one: Citation, following: Citation, text: str) -> Citation:
    span = next(((low, high) for name, low, high in one.spans if name == "subject"), None)
    if span is None or not span[0] < following.phrase_start < span[1]:
        return one
    joint = _JOINT.search(text[span[0] : following.phrase_start])
    if joint is None or "“" in text[max(0, span[0] - 4) : span[0] + 1]:
        return one
    end = span[0] + joint.start()
    spans = tuple((n, low, end if n == "subject" else high) for n, low, high in one.spans)
    return replace(one, subject=squeeze(text[span[0] : end]), phrase_end=end, spans=spans)
