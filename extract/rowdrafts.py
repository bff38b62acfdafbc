"""Rows of a table of minima → drafts: the row names the post and the figure, the table's sentence the duty."""

from __future__ import annotations

from dataclasses import replace

from extract.bearers import Bearer, split_bearers
from extract.cadence import Cadence, Shape, joined
from extract.clause import cadences, read
from extract.drafts import Draft, Setting, Slot
from extract.obligation import Action, Modality
from extract.tables import MinimumRow
from vntext.folding import squeeze


def row_draft(row: MinimumRow, setting: Setting) -> Draft:
    """The draft of one row; the action is that of the text around, else attending."""
    phrases = split_bearers(row.who.replace("\n", " "))
    action = setting.last.action if setting.last and not setting.attending else Action.ATTEND_BRANCH_MEETING
    return Draft(
        start=row.start,
        end=row.end,
        action=action,
        action_text="dự sinh hoạt chi bộ" if action is Action.ATTEND_BRANCH_MEETING else "",
        cadence=_cadence(row),
        bearer=Bearer(phrases, row.start, row.start + len(row.who), "table.row"),
        modality=Modality.MUST,
        where=squeeze(row.place.replace("\n", " ")) if row.place else None,
        frequency=squeeze(row.cadence),
        slots=(Slot("frequency", row.cadence_start, row.cadence_start + len(row.cadence), "table.row"),),
        own_verb=False,
        row=row.number,
    )


def _cadence(row: MinimumRow) -> Cadence:
    parts = [c for m in cadences(read(row.cadence, 0)) for c in m.value]
    found = joined(parts)
    if row.unit is not None:
        digits = "".join(c for c in row.cadence if c.isdigit())
        count = found.minimum if found and found.minimum else int(digits) if digits else 1
        return Cadence(Shape.FULL, minimum=count, per=row.unit)
    return replace(found, shape=Shape.FULL) if found else Cadence(Shape.LOOSE)
