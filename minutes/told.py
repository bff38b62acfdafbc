"""What a person said of a meeting goes before what its pages say: which branch met, and on which day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from minutes.sheet import BranchName, HeldOn, Sheet
from roster.people import Roster
from vntext.dates import PartialDate, Precision

#: doubts about the pages of a meeting: whoever settled it has looked at them
PAGE_DOUBTS = ("unplaced_page", "missing_page", "page_moved")


@dataclass(frozen=True, slots=True)
class Told:
    """The branch's id and the day, as a person settled them."""

    branch_id: str
    day: date


def as_told(sheet: Sheet, told: Told, roster: Roster) -> Sheet:
    """The sheet without doubt about which meeting it is. A branch that nobody lists keeps its written name."""
    meant = [branch for branch in roster.branches if branch.id == told.branch_id]
    known = next((branch for branch in meant if branch.validity.holds(told.day)), meant[0] if meant else None)
    name, parent = (known.name, known.parent) if known else (sheet.branch.name, sheet.branch.parent)
    return replace(
        sheet,
        branch=BranchName(name, parent, True),
        held_on=HeldOn(PartialDate(Precision.DAY, told.day.year, told.day.month, told.day.day), True),
        unreadable=(),
        warnings=tuple(warning for warning in sheet.warnings if warning not in PAGE_DOUBTS),
    )


def nothing_told(_: Sheet) -> None:
    """The first reading of a sheet: nobody has said anything yet."""
