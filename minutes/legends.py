"""Codes that minutes explain themselves: `P = vắng có phép; K: không phép; để trống = có mặt`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.standing import Standing, absence, presence
from roster.people import AttendanceStatus as Status

_MOST = 30
#: code as it is written → what it says (`v` may be there and `V` away); the empty code: nothing is marked
Legend = dict[str, Standing]


def legend_of(paragraphs: Sequence[Paragraph]) -> Legend:
    """Code → what it says of somebody; empty where the minutes explain none."""
    found: Legend = {}
    for paragraph in paragraphs[:_MOST]:
        if not paragraph.row:
            found.update(_explained(paragraph))
    return found


def meant(mark: str, legend: Legend, damaged: bool) -> Standing | None:
    """What a mark says; never plainly on a scan, where every pen stroke is the same tick and `v` may have been `V`."""
    other = mark.lower() if mark != mark.lower() else mark.upper()
    said = legend.get(mark) or (None if damaged else legend.get(other))
    if damaged and legend and mark:
        return replace(said or Standing(Status.PRESENT, 0.6, "code"), strength=0.6)
    return said


def _explained(paragraph: Paragraph) -> Legend:
    key = paragraph.reading.key
    found = list(sign("code_explained").finditer(key))
    pairs = [(paragraph.text[slice(*m.span("code"))], m["meaning"]) for m in found]
    told = {("" if code.lower().endswith("trống") else code): _meant(meaning) for code, meaning in pairs}
    known = {code: standing for code, standing in told.items() if standing is not None}
    return known if len(pairs) > 1 or "đánh dấu" in key else {}


def _meant(meaning: str) -> Standing | None:
    here = presence(meaning)
    if here is not None:
        return here
    away = absence(meaning if "vắng" in meaning or "dự" in meaning else f"vắng {meaning}")
    return Standing(away.status, 0.95, "code") if away is not None and away.status is not Status.PRESENT else None
