"""Flow: pictures of the places on paper that figures rest on, for a report; every page opened is written to the log.

Only rows that say somebody was present are shown: beside an absence stands its reason, which is not kept. Pictures are
cut in child processes, one for each original.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import PurePath

from PIL import Image

from compliance.reports.evidence import Evidence, RowShown, cited
from compliance.reports.report import Report
from diemdanh.desk import Desk
from diemdanh.messages import say
from documents.errors import Refusal
from documents.images import page_image
from documents.intake import Input
from documents.model import Box
from documents.sandbox import run
from minutes.entry import KeptRow, Source
from minutes.register import RegisterBook
from roster.people import AttendanceStatus
from rules_catalog.rule import Rule
from store import originals
from store.errors import StoreError

#: bytes of pictures that one report holds at most; base64 makes a third more of them
MOST_BYTES = 12 << 20
#: enough to read print and handwriting
DPI = 120.0
#: points around a line of text, so that it is seen whole
_MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: `owner` is a row's id, or a rule's id and version."""

    owner: str | tuple[str, int]
    sha256: str
    page: int
    box: Box


def evidence_of(desk: Desk, report: Report, most: int) -> Evidence:
    """What the papers say of the figures, with at most `most` pictures (0: none) of together at most MOST_BYTES."""
    book = RegisterBook(desk.store)
    meetings = {visit.sighting.held.meeting.id for figure in report.figures for visit in figure.visits}
    rows = {row.id: row for meeting in meetings for row in book.rows(meeting)}
    sources = {meeting: book.sources(meeting) for meeting in meetings}
    present = (visit.sighting.row.id for visit in cited(report.figures))
    places = [*_rule_places(report.rules), *_row_places((rows[key] for key in present if key in rows), sources)]
    cut = _cut(desk, places[:most])
    pictures = _within(places[:most], cut)
    left_out = len(places[most:]) + len(cut) - len(pictures)
    return Evidence(
        {key: RowShown(row.name_written, _quote(row), row.page, pictures.get(key)) for key, row in rows.items()},
        {meeting: tuple(map(_said, found)) for meeting, found in sources.items()},
        {key: picture for key, picture in pictures.items() if isinstance(key, tuple)},
        left_out if most else 0,
    )


def _rule_places(rules: Iterable[Rule]) -> Iterator[Place]:
    for rule in rules:
        terms = rule.terms
        if terms.source_sha256 and terms.page and terms.bbox:
            yield Place((rule.id, rule.version), terms.source_sha256, terms.page, Box(*terms.bbox))


def _row_places(rows: Iterable[KeptRow], sources: dict[str, tuple[Source, ...]]) -> Iterator[Place]:
    """Rows whose page is of one original only: of several photographs a page number may mean any."""
    for row in rows:
        page = row.page
        if page is None or row.box is None:
            continue
        holding = {s.sha256 for s in sources[row.meeting_id] if s.page_from <= page <= s.page_to}
        if len(holding) == 1:
            yield Place(row.id, holding.pop(), page, Box(*row.box))


def _cut(desk: Desk, places: list[Place]) -> dict[str | tuple[str, int], bytes]:
    """The pictures of all places, each page noted in the log once."""
    found: dict[str | tuple[str, int], bytes] = {}
    ordered = sorted(places, key=lambda place: (place.sha256, place.page))
    for sha256, group in groupby(ordered, key=lambda place: place.sha256):
        some = list(group)
        pictures = _pictures(desk, sha256, some)
        found |= {place.owner: picture for place, picture in zip(some, pictures, strict=True) if picture}
    opened = sorted({f"{place.sha256}#{place.page}" for place in places if place.owner in found})
    if opened:
        with desk.writing() as change:
            for page in opened:
                change.note("page.open", page, after={"for": "report"})
    return found


def _pictures(desk: Desk, sha256: str, places: list[Place]) -> list[bytes | None]:
    try:
        source = Input(originals.path_of(desk.store, sha256), sha256[:12])
        return run(partial(_crops, places=[(place.page, place.box) for place in places]), source)
    except (StoreError, Refusal):
        return [None] * len(places)


def _crops(source: Input, places: list[tuple[int, Box]]) -> list[bytes | None]:
    """Runs in a child process. Each page is drawn once; the pieces are grey, which makes them small."""
    found: list[bytes | None] = []
    for number, boxes in groupby(places, key=itemgetter(0)):
        image = page_image(source, number, DPI)
        found += [None if image is None else _piece(image, box) for _, box in boxes]
    return found


def _piece(image: bytes, box: Box) -> bytes:
    scale = DPI / 72
    with Image.open(io.BytesIO(image)) as page:
        corners = (box.x0 - _MARGIN, box.top - _MARGIN, box.x1 + _MARGIN, box.bottom + _MARGIN)
        x0, top, x1, bottom = (round(corner * scale) for corner in corners)
        piece = page.crop((max(0, x0), max(0, top), min(page.width, x1), min(page.height, bottom)))
        out = io.BytesIO()
        piece.convert("L").quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def _within(places: list[Place], pictures: dict[str | tuple[str, int], bytes]) -> dict[str | tuple[str, int], bytes]:
    """The first pictures, in the order of the places, that together stay below the bound."""
    kept: dict[str | tuple[str, int], bytes] = {}
    size = 0
    for place in places:
        picture = pictures.get(place.owner)
        if picture is None:
            continue
        size += len(picture)
        if size > MOST_BYTES:
            break
        kept[place.owner] = picture
    return kept


def _quote(row: KeptRow) -> str:
    """Nothing of the debate: who is only spoken of stands in what the branch discussed."""
    return "" if row.status is AttendanceStatus.MENTIONED_ONLY else row.evidence


def _said(source: Source) -> str:
    name = PurePath(source.shown_name).name or source.sha256[:12]
    pages = f"{source.page_from}" if source.page_from == source.page_to else f"{source.page_from}–{source.page_to}"
    return f"{name}, {say('report.pages', pages=pages)}"
