"""What one sentence gives before document-wide knowledge is added: drafts, where they stand, and what was said
before.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.bearers import Bearer
from extract.cadence import Cadence
from extract.effect import NOTHING, Effect
from extract.obligation import Action, Modality
from extract.structure import Provision


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands, and the record that read it."""

    name: str
    start: int
    end: int
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """`start:end` is the sentence; `said` tells whether bearer and verb stand in the clause itself or are inherited."""

    start: int
    end: int
    action: Action
    action_text: str
    cadence: Cadence
    bearer: Bearer | None
    modality: Modality = Modality.MUST
    excluded: tuple[str, ...] = ()
    where: str | None = None
    #: "không cố định ấp": the clause leaves the place open
    anywhere: bool = False
    effect: Effect = NOTHING
    same_effect: str | None = None
    frequency: str | None = None
    conditions: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    own_bearer: bool = True
    own_verb: bool = True
    #: the sentence begins with "riêng": its people are taken out of the duty before
    aside: bool = False
    #: the number of the table's row that the duty stands in
    row: str | None = None
    #: what makes the reading of the clause doubtful (`extract/doubts.py`)
    doubts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft with the provision that it stands in."""

    draft: Draft
    provision: Provision


@dataclass(slots=True)
class Setting:
    """What the sentences before give: the bearer to inherit, the last duty, what kind of text it is."""

    bearer: Bearer | None = None
    last: Draft | None = None
    press: bool = False
    #: the office of the person interviewed, for "tôi"
    speaker: Bearer | None = None
    attending: bool = False
    #: a feature that reports no paper: only what is plainly asked counts
    tale: bool = False
    #: a report that names no paper: what somebody says in it binds nobody
    unsourced: bool = False
    lead_period: Cadence | None = None
    #: who assigned `bearer` earlier in the sentence: what is reported behind it is that one's duty
    assigner: Bearer | None = None
    #: a kind of paper whose deadlines without "hằng năm" come back every year
    normative: bool = False
