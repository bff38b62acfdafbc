"""The header of an instrument, flattened from two columns in any order: mottoes, number, place and date, issuer lines.

Known pieces are found wherever they stand and blanked; what is left in capitals above the kind is the issuer's block.
Lines are never trusted as columns: `TỈNH ỦY X ĐẢNG CỘNG SẢN VIỆT NAM`, `Số 7-QĐ/TU X, ngày 3 tháng 5 năm 2019` and
their broken forms all give the same pieces. Source: domain notes 1.2; directives bench.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extract.forms import form
from extract.headerpieces import Sheet, take_about, take_bodies, take_motto, take_number, take_place_and_date
from extract.headerzone import Zone, find_zone
from extract.numbers import DocumentNumber, System
from extract.reading import TextLine, text_lines
from extract.terms import DocumentType

_DRAFT = form("draft")
#: how far into a text a header may begin, behind menus and stamps
REACH = 14000
_LINES = 96


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says; `bodies` are the issuer block's names from the superior to the issuer, as in the page.

    `kind_rest` is what stands behind the kind in its line, `about` the `V/v` of a công văn, `end` the offset behind the
    header. `symbol` and `organ` are the number's parts, known also where the number itself is blank.
    """

    system: System
    motto: bool
    number: DocumentNumber | None
    blank_number: bool
    symbol: str | None
    organ: str | None
    issued: date | None
    blank_date: bool
    place: str | None
    kind: DocumentType | None
    kind_rest: TextLine | None
    bodies: tuple[str, ...]
    about: str | None
    draft: bool
    end: int
    spans: tuple[tuple[str, int, int], ...]

    @property
    def strength(self) -> int:
        """How many of the header's marks there are: motto, number line, place and date, kind, issuer."""
        numbered, dated = self.number or self.blank_number, self.issued or self.blank_date
        return sum(bool(mark) for mark in (self.motto, numbered, dated, self.kind, self.bodies))


def read_header(text: str) -> Header:
    """The header of a document's text whose stamps are blanked; all empty where there is none."""
    zone = find_zone(text_lines(text, 0, min(len(text), REACH))[:_LINES])
    sheet = Sheet.of(text, zone.start, zone.end)
    motto = take_motto(sheet)
    numbered = take_number(sheet)
    dated = take_place_and_date(sheet)
    about = take_about(sheet) if zone.kind is None else None
    bodies = take_bodies(sheet)
    number = numbered.number if numbered else None
    return Header(
        system=number.system if number and motto is System.UNKNOWN else motto,
        motto=motto is not System.UNKNOWN,
        number=number,
        blank_number=numbered is not None and number is None,
        symbol=numbered.symbol if numbered else None,
        organ=numbered.organ if numbered else None,
        issued=dated.issued if dated else None,
        blank_date=dated is not None and dated.issued is None,
        place=dated.place if dated else None,
        kind=zone.kind.kind if zone.kind else None,
        kind_rest=zone.kind.rest if zone.kind else None,
        bodies=bodies,
        about=about,
        draft=bool(_DRAFT.search(text[: zone.end])),
        end=zone.kind.line.end if zone.kind else zone.end,
        spans=(*sheet.spans, *_kind_span(zone)),
    )


def _kind_span(zone: Zone) -> tuple[tuple[str, int, int], ...]:
    return (("type", zone.kind.line.start, zone.kind.line.end),) if zone.kind else ()
