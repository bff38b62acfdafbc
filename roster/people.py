"""People and bodies, each fact with the dates between which it holds (both ends included; None is open)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Validity:
    """From `start` to `end`, both included; None is an open end."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: Validity) -> bool:
        return not (
            (self.end is not None and other.start is not None and self.end < other.start)
            or (other.end is not None and self.start is not None and other.end < self.start)
        )


ALWAYS = Validity()


class BranchKind(StrEnum):
    RESIDENTIAL = "residential"
    AGENCY = "agency"
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    ARMED_FORCES = "armed_forces"
    BASE_PARTY_ORGANISATION = "base_party_organisation"
    OTHER = "other"


class MeetingKind(StrEnum):
    """`NONE`: the branch held no meeting that month (or the file is no minutes of a branch meeting)."""

    REGULAR = "regular"
    THEMATIC = "thematic"
    CONGRESS = "congress"
    REVIEW = "review"
    COMMITTEE = "committee"
    OTHER = "other"
    NONE = "none"


class AttendanceStatus(StrEnum):
    PRESENT = "present"
    ABSENT_EXCUSED = "absent_excused"
    ABSENT_UNEXCUSED = "absent_unexcused"
    ABSENT = "absent"
    DELEGATED = "delegated"
    MENTIONED_ONLY = "mentioned_only"


class Capacity(StrEnum):
    """As what somebody sat there: as a superior, or in his own branch (which is not this duty)."""

    SUPERIOR = "superior"
    OWN_BRANCH = "own_branch"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Unit:
    id: str
    name: str
    level: str = ""
    parent: str | None = None
    validity: Validity = ALWAYS
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """Several rows with one `id` are the branch over time."""

    id: str
    name: str
    kind: BranchKind = BranchKind.OTHER
    parent: str = ""
    area: str = ""
    validity: Validity = ALWAYS


@dataclass(frozen=True, slots=True)
class Post:
    """One row of the roster: `roles` are the ids of `position` by `roster.roles`, without the wider ones."""

    position: str
    unit: str
    roles: tuple[str, ...]
    validity: Validity = ALWAYS
    own_branch_id: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    id: str
    name: str
    posts: tuple[Post, ...] = ()
    note: str = ""

    def posts_on(self, day: date) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if post.validity.holds(day))


@dataclass(frozen=True, slots=True)
class Assignment:
    """One of `branch_id` and `area` is set; an area admits each of its branches."""

    member_id: str
    branch_id: str | None
    area: str | None = None
    validity: Validity = ALWAYS


@dataclass(frozen=True, slots=True)
class Leave:
    """`reason` is a class (sick, study, maternity, …), never a diagnosis."""

    member_id: str
    validity: Validity
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`day_rule`: `3` the third of the month, `SU1` its first Sunday; `time` is HH:MM or empty."""

    branch_id: str
    day_rule: str
    time: str = ""
    validity: Validity = ALWAYS


@dataclass(frozen=True, slots=True)
class Term:
    """A committee's term of office: `label` is e.g. `2020-2025`."""

    body: str
    label: str
    validity: Validity


@dataclass(frozen=True)
class Roster:
    """Everybody and every body that is known, over all time; ask it for a day."""

    members: tuple[Member, ...] = ()
    units: tuple[Unit, ...] = ()
    branches: tuple[Branch, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    leaves: tuple[Leave, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    terms: tuple[Term, ...] = ()
    #: spellings that a person accepted: (folded name as written, member, branch or "", valid from)
    aliases: tuple[Alias, ...] = field(default=())

    @cached_property
    def by_id(self) -> dict[str, Member]:
        return {member.id: member for member in self.members}

    def serving_on(self, day: date) -> tuple[Member, ...]:
        """Members with at least one post on that day."""
        return tuple(member for member in self.members if member.posts_on(day))

    def branch_rows(self, branch_id: str) -> tuple[Branch, ...]:
        return tuple(branch for branch in self.branches if branch.id == branch_id)


@dataclass(frozen=True, slots=True)
class Alias:
    """A way of writing a member's name that a reviewer accepted; scoped to a branch ("" means everywhere)."""

    written: str
    member_id: str
    branch_id: str = ""
    validity: Validity = ALWAYS


def merged(members: Iterable[Member]) -> tuple[Member, ...]:
    """Several rows of one `id` become one member with all posts, in the order of first appearance."""
    found: dict[str, Member] = {}
    for member in members:
        known = found.get(member.id)
        found[member.id] = (
            member
            if known is None
            else Member(known.id, known.name, (*known.posts, *member.posts), known.note or member.note)
        )
    return tuple(found.values())
