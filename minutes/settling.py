"""All that a sheet says of one member → one row: the strongest evidence wins, contradictions go to a person.

Ranks: a note of absence or of a substitute is written on purpose and beats the bare presence in a list; a list, a
tick, an office (chair,
secretary) beat a speech; a speech beats a mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minutes.sheet import Attendee, Section
from roster.people import AttendanceStatus as Status

_AWAY = (Status.ABSENT, Status.ABSENT_EXCUSED, Status.ABSENT_UNEXCUSED, Status.DELEGATED)
#: a status told less plainly than this goes to a person
_PLAIN = 0.8
_SAID_FIRST = {Status.DELEGATED: 3, Status.ABSENT_UNEXCUSED: 2, Status.ABSENT_EXCUSED: 2, Status.ABSENT: 1}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`strength` 0..1: how plainly the text says the status; `doubts` are codes of `data/doubts.toml`."""

    status: Status
    strength: float
    best: Attendee
    doubts: tuple[str, ...] = ()


def settled(evidence: Sequence[Attendee]) -> Verdict:
    """The one verdict on all places that name one person. At least one."""
    best = max(evidence, key=_weight)
    doubts = []
    if best.status in _AWAY and any(_there(e) for e in evidence):
        doubts.append("contradiction")
    kinds = {e.status for e in evidence if e.status in _AWAY}
    if len(kinds - {Status.ABSENT}) > 1 and Status.DELEGATED not in kinds:
        doubts.append("contradiction")
    if best.strength < _PLAIN or (best.status is Status.MENTIONED_ONLY and any(e.strength < _PLAIN for e in evidence)):
        doubts.append("status_unclear")
    return Verdict(best.status, best.strength, best, tuple(dict.fromkeys(doubts)))


def _there(one: Attendee) -> bool:
    """Presence that an absence contradicts: a speech, an office; standing in a list of people is none."""
    return one.status is Status.PRESENT and one.section in (Section.SPEECH, Section.CHAIR, Section.SECRETARY)


def _weight(one: Attendee) -> tuple[int, int, float]:
    if one.status in _AWAY:
        return 4, _SAID_FIRST[one.status], one.strength
    if one.status is Status.PRESENT:
        office = one.section is not Section.SPEECH and one.cue != "signed"
        return (3 if office else 2), 0, one.strength
    return 1, 0, one.strength
