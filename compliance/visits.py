"""What the register says of one member, meeting by meeting, and whether it counts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from compliance.days import FIRST, Days, common, covers, holds, touches
from compliance.papers import Held, MeetingKey
from compliance.places import MemberPlaces
from minutes.attendance import AttendanceRecord
from roster.people import AttendanceStatus, Capacity, MeetingKind

_ID = attrgetter("id")
_MONTH = 31


class VisitVerdict(StrEnum):
    """Whether a row counts, and if not, the first reason why."""

    COUNTED = "counted"
    #: waits in the review queue and would count if accepted
    WAITING = "waiting"
    #: known to the month only, of which some days are not bound
    DAY_UNKNOWN = "day_unknown"
    BRANCH_UNKNOWN = "branch_unknown"
    SAME_MEETING = "same_meeting"
    NOT_PRESENT = "not_present"
    KIND_DOES_NOT_COUNT = "kind_does_not_count"
    OWN_BRANCH = "own_branch"
    NOT_BOUND = "not_bound"
    PLACE_NOT_ADMITTED = "place_not_admitted"


class Sighting(NamedTuple):
    """One row of the register as it concerns one member: he is the one entered, or one of those whom it may mean.

    `barred`: why it counts for no rule and on no day, whatever the place. (A tuple: there are a million of them.)
    """

    held: Held
    row: AttendanceRecord
    barred: VisitVerdict | None


class Visit(NamedTuple):
    """A sighting judged for one figure."""

    sighting: Sighting
    verdict: VisitVerdict

    @property
    def branch_id(self) -> str | None:
        return self.sighting.held.meeting.branch_id

    @property
    def date(self) -> str:
        return self.sighting.held.meeting.date

    @property
    def open(self) -> bool:
        """Can a person still make it count?"""
        # Members of an enumeration hash slowly; there are many visits.
        verdict = self.verdict
        return (
            verdict is VisitVerdict.WAITING
            or verdict is VisitVerdict.DAY_UNKNOWN
            or verdict is VisitVerdict.BRANCH_UNKNOWN
        )


def within(sightings: list[Sighting], first: int, last: int) -> list[Sighting]:
    """Those that may have been on a day from `first` to `last`, of a list in order of their first days."""
    # What has no date at all begins with the first day there is; what is known to its month reaches a month on.
    undated = bisect_right(sightings, FIRST, key=_first_day)
    start = bisect_left(sightings, first - _MONTH, undated, key=_first_day)
    end = bisect_right(sightings, last, undated, key=_first_day)
    near = [each for each in sightings[start:end] if first <= each.held.last]
    return [*(each for each in sightings[:undated] if first <= each.held.last), *near] if undated else near


def _first_day(sighting: Sighting) -> int:
    return sighting.held.first


def sightings_by_member(
    rows: Iterable[AttendanceRecord], meetings: Mapping[str, Held], kinds: tuple[MeetingKind, ...]
) -> dict[str, list[Sighting]]:
    """The rows of the meetings given, for each member whom they concern, in order of date, branch, meeting and row."""
    of_meeting: defaultdict[str, list[AttendanceRecord]] = defaultdict(list)
    for row in rows:
        of_meeting[row.meeting_id].append(row)
    found: defaultdict[str, list[Sighting]] = defaultdict(list)
    for held in sorted((meetings[id_] for id_ in of_meeting), key=_order):
        counts = held.meeting.kind in kinds
        for row in sorted(of_meeting[held.meeting.id], key=_ID):
            sighting = Sighting(held, row, _barred(row, counts))
            if not row.waiting:
                if row.member_id is not None:
                    found[row.member_id].append(sighting)
            else:
                for member in dict.fromkeys((row.member_id, *row.candidates)):
                    if member is not None:
                        found[member].append(sighting)
    return dict(found)


def _barred(row: AttendanceRecord, kind_counts: bool) -> VisitVerdict | None:
    if row.status is not AttendanceStatus.PRESENT:
        return VisitVerdict.NOT_PRESENT
    if not kind_counts:
        return VisitVerdict.KIND_DOES_NOT_COUNT
    return VisitVerdict.OWN_BRANCH if row.capacity is Capacity.OWN_BRANCH else None


def _order(held: Held) -> tuple[int, str, str]:
    return held.first, held.meeting.branch_id or "", held.meeting.id


class Looking:
    """Looks at sightings with the eyes of one rule and one member."""

    def __init__(self, places: MemberPlaces, bound: Days) -> None:
        self._places = places
        self._good = places.good_days(bound)

    def visits(self, sightings: list[Sighting], bound: Days) -> tuple[Visit, ...]:
        """One verdict a row, for a period with its bound days; of several rows of one meeting that count, the first
        counts, then the first that waits."""
        judged = [Visit(each, each.barred or self._plain(each) or self._verdict(each, bound)) for each in sightings]
        keys = {visit.sighting.held.key for visit in judged}
        if len(keys) == len(judged):
            return tuple(judged)
        repeated = _repeated(judged)
        return tuple(
            Visit(visit.sighting, VisitVerdict.SAME_MEETING) if place in repeated else visit
            for place, visit in enumerate(judged)
        )

    def _plain(self, sighting: Sighting) -> VisitVerdict | None:
        """The verdict on nearly every row: a settled day at a settled branch where it counts; else None."""
        held = sighting.held
        branch, day = held.meeting.branch_id, held.first
        if branch is None or day != held.last or not holds(self._good[branch], day):
            return None
        return VisitVerdict.WAITING if sighting.row.waiting else VisitVerdict.COUNTED

    def _verdict(self, sighting: Sighting, bound: Days) -> VisitVerdict:
        branch, first, last = sighting.held.meeting.branch_id, sighting.held.first, sighting.held.last
        if branch is None:
            return self._somewhere(sighting, bound)
        if not touches(bound, first, last):
            return VisitVerdict.NOT_BOUND
        # Of a month only the days of this period are asked: a visit on some day of it may have been in another one.
        days = common(bound, self._good[branch])
        if not touches(days, first, last):
            return self._elsewhere(branch, first, last)
        if not covers(days, first, last):
            return VisitVerdict.DAY_UNKNOWN
        return VisitVerdict.WAITING if sighting.row.waiting else VisitVerdict.COUNTED

    def _elsewhere(self, branch: str, first: int, last: int) -> VisitVerdict:
        own = touches(self._places.own.get(branch, ()), first, last)
        return VisitVerdict.OWN_BRANCH if own else VisitVerdict.PLACE_NOT_ADMITTED

    def _somewhere(self, sighting: Sighting, bound: Days) -> VisitVerdict:
        """A meeting whose branch is not settled may have been at an admitted one."""
        within = touches(bound, sighting.held.first, sighting.held.last)
        return VisitVerdict.BRANCH_UNKNOWN if within else VisitVerdict.NOT_BOUND


def _repeated(judged: list[Visit]) -> set[int]:
    """The places of rows whose meeting another row has already: one that counts, else an earlier one that waits."""
    taken: set[MeetingKey] = set()
    repeated: set[int] = set()
    counted = [place for place, visit in enumerate(judged) if visit.verdict is VisitVerdict.COUNTED]
    waiting = [place for place, visit in enumerate(judged) if visit.open]
    for place in (*counted, *waiting):
        meeting = judged[place].sighting.held.key
        if meeting in taken:
            repeated.add(place)
        taken.add(meeting)
    return repeated
