"""Codes that minutes explain themselves: `P = vắng có phép; K: không phép; để trống = có mặt`."""

from __future__ import annotations

from collections.abc import Sequence

from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.standing import Standing, absence, presence
from roster.people import AttendanceStatus as Status

_MOST = 30
#: code, folded → what it says; the empty code: nothing is marked
Legend = dict[str, Standing]


def legend_of(paragraphs: Sequence[Paragraph]) -> Legend:
    """Code, folded → what it says of somebody; empty where the minutes explain none."""
    found: Legend = {}
    for paragraph in paragraphs[:_MOST]:
        if not paragraph.row:
            found.update(_explained(paragraph.reading.key))
    return found


def _explained(key: str) -> Legend:
    pairs = [(m["code"], m["meaning"]) for m in sign("code_explained").finditer(key)]
    told = {("" if code.startswith(("để trống", "trống")) else code): _meant(meaning) for code, meaning in pairs}
    known = {code: standing for code, standing in told.items() if standing is not None}
    return known if len(pairs) > 1 or "đánh dấu" in key else {}


def _meant(meaning: str) -> Standing | None:
    here = presence(meaning)
    if here is not None:
        return here
    away = absence(meaning if "vắng" in meaning or "dự" in meaning else f"vắng {meaning}")
    return Standing(away.status, 0.95, "code") if away is not None and away.status is not Status.PRESENT else None
