"""The figure: what one rule asked of one member in one period, what was done, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from compliance.binding import Binding
from compliance.days import Days, between, common
from compliance.periods import Period
from compliance.visits import Visit, VisitVerdict
from roster.people import Member
from rules_catalog.rule import Rule


class Status(StrEnum):
    """The verdicts, in the order in which they are tried."""

    EXEMPT = "exempt"
    PARTIAL = "partial"
    NOT_REQUIRED = "not_required"
    MET = "met"
    REVIEW = "review"
    PENDING = "pending"
    UNKNOWN = "unknown"
    SHORT = "short"


class Note(StrEnum):
    """What a reader of the figure has to know besides."""

    PERIOD_OPEN = "period_open"
    PRESS_REPORT = "press_report"
    ASSUMED = "assumed"
    NO_ASSIGNMENT = "no_assignment"
    NEEDS_DECISION = "needs_decision"
    UNDATED_MINUTES = "undated_minutes"
    MINUTES_MISSING = "minutes_missing"


Missing = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """All that a row of the contract's section 4 has, and the grounds with which it is explained.

    Counts are meetings, `bound_days` days; `required` and `remaining` are None in a partial row, where `prorated`
    says what the share of the days would ask. `missing` are (branch, YYYY-MM), in an unknown row only.
    `attendance_ids` are the register's rows that count, one a meeting.
    """

    rule: Rule
    member: Member
    period: Period
    data_version: str
    bound_days: int
    required: int | None
    attended: int
    waiting: int
    remaining: int | None
    status: Status
    provisional: bool
    confirmed: bool
    unseen_branches: int
    missing: Missing
    attendance_ids: tuple[str, ...]
    binding: Binding = field(compare=False)
    visits: tuple[Visit, ...] = field(compare=False)
    notes: tuple[Note, ...] = ()
    prorated: int | None = None

    @property
    def member_id(self) -> str:
        return self.member.id

    @property
    def rule_id(self) -> str:
        return self.rule.id

    @property
    def order(self) -> tuple[str, str, Period, int]:
        """By rule, member, period; a rule that changed within a period has a figure for each version."""
        return self.rule.id, self.member.id, self.period, self.rule.version

    @property
    def bound(self) -> Days:
        return common(self.binding.bound, between(self.period.start, self.period.end))

    @property
    def counted(self) -> tuple[Visit, ...]:
        return tuple(visit for visit in self.visits if visit.verdict is VisitVerdict.COUNTED)
