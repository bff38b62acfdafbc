"""The register in the shapes that pages show: meetings, rows, people and branches with their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from diemdanh.messages import language
from minutes.doubts import in_words
from minutes.entry import KeptMeeting, KeptRow
from roster.people import Branch, Member, Roster


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A member as he was on a day: `position` of that day, else his last."""

    id: str
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class BranchShown:
    id: str
    name: str
    parent: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """A meeting in a list. `branch_name` is the branch's, else what the minutes say."""

    id: str
    date: str
    branch_id: str | None
    branch_name: str
    kind: str
    complete: bool
    origin: str
    duplicate_of: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the register with the people it names or may mean."""

    id: str
    meeting_id: str
    name_written: str
    position_written: str
    status: str
    capacity: str
    settled: str
    member: PersonShown | None
    confidence: float | None
    evidence: str
    page: int | None
    has_crop: bool
    reasons: tuple[str, ...]


class Names:
    """The roster, asked for names."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster

    @cached_property
    def _branches(self) -> dict[str, Branch]:
        return {branch.id: branch for branch in self.roster.branches}

    def person(self, member_id: str | None, on: date | None = None) -> PersonShown | None:
        member = self.roster.by_id.get(member_id or "")
        if member is None:
            return PersonShown(member_id, member_id, "") if member_id else None
        return PersonShown(member.id, member.name, position_of(member, on))

    def branch(self, branch_id: str | None) -> str:
        found = self._branches.get(branch_id or "")
        return found.name if found else branch_id or ""

    def branch_shown(self, branch_id: str) -> BranchShown:
        found = self._branches.get(branch_id) or Branch(branch_id, branch_id)
        return shown_branch(found)

    def meeting(self, kept: KeptMeeting) -> MeetingShown:
        name = self.branch(kept.branch_id) or kept.details.branch
        return MeetingShown(
            kept.id,
            kept.date,
            kept.branch_id,
            name,
            kept.kind.value,
            kept.complete,
            kept.origin.value,
            kept.duplicate_of,
            tuple(map(reason_words, kept.details.reasons)),
        )

    def row(self, kept: KeptRow, on: date | None) -> RowShown:
        return RowShown(
            kept.id,
            kept.meeting_id,
            kept.name_written,
            kept.position_written,
            kept.status.value,
            kept.capacity.value,
            kept.settled.value,
            self.person(kept.member_id, on),
            kept.confidence,
            kept.evidence,
            kept.page,
            kept.page is not None and kept.box is not None,  # a text without pages has no picture
            tuple(map(reason_words, kept.reasons)),
        )


def shown_branch(branch: Branch) -> BranchShown:
    return BranchShown(branch.id, branch.name, branch.parent, branch.kind.value, branch.area)


def position_of(member: Member, on: date | None) -> str:
    posts = (member.posts_on(on) if on else ()) or member.posts[-1:]
    return "; ".join(dict.fromkeys(post.position for post in posts))


def reason_words(reason: str) -> str:
    """A reason's code in words; what is no code is said as it is."""
    return in_words((reason,), language().value)[0]


def day_of(written: str) -> date | None:
    """A register's date as a day; the first of the month where only that is known."""
    try:
        return date.fromisoformat(written if len(written) == 10 else f"{written}-01")
    except ValueError:
        return None
