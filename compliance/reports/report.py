"""A report: figures with everything that has to stand beside them, built purely; writers only lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from compliance.figure import Figure, Note, Status
from compliance.periods import Period
from compliance.reports.evidence import Evidence
from compliance.settings import ComplianceSettings
from roster.people import Assignment, Branch, Schedule
from rules_catalog.rule import Rule


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who reports to whom; empty parts are left open in the paper, to be filled in by hand.

    `superior` and `issuer` stand in the head's left column; `symbol` in the number (`-BC/BTCTU`); `place` before the
    date; `signing` are the lines above the signature (`TRƯỞNG BAN`); `recipients` the lines under "Nơi nhận"."""

    superior: str = ""
    issuer: str = ""
    symbol: str = ""
    place: str = ""
    signing: tuple[str, ...] = ()
    signer: str = ""
    recipients: tuple[str, ...] = ()
    office: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a branch asked for, as its minutes have it."""

    branch_id: str | None
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as a reader sees it. `position` and `unit` are those held at the end of the bound days.

    `year_total`: visits counted by this rule in the calendar year up to the end of the period; None where the report
    does not know them (a term, or figures of the year not given)."""

    figure: Figure
    position: str
    unit: str
    year_total: int | None


@dataclass(frozen=True, slots=True)
class MissingPapers:
    """One branch with the months of which its minutes are missing, and who cannot be judged for it."""

    branch_id: str
    months: tuple[str, ...]
    member_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row of the register that waits for a person and would count for somebody."""

    row_id: str
    branch_id: str | None
    date: str
    member_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registered:
    """A branch or area assigned to a member within the period."""

    member_id: str
    assignment: Assignment


@dataclass(frozen=True, slots=True)
class RuleTotal:
    """One rule's figures counted by status."""

    rule: Rule
    counts: Mapping[Status, int]
    short_confirmed: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def share(self) -> float | None:
        """Percent met of those met and short; None where nobody is either."""
        judged = self.counts[Status.MET] + self.counts[Status.SHORT]
        return 100 * self.counts[Status.MET] / judged if judged else None


@dataclass(frozen=True, slots=True)
class Report:
    """All that a paper prints. `selection`: in words what the figures were narrowed to; empty for everything."""

    request: Period
    as_of: date
    settings: ComplianceSettings
    data_version: str
    rules: tuple[Rule, ...]
    lines: tuple[Line, ...]
    missing: tuple[MissingPapers, ...]
    waiting: tuple[WaitingRow, ...]
    registered: tuple[Registered, ...]
    recommendations: tuple[Recommendation, ...]
    branches: Mapping[str, Branch]
    schedules: tuple[Schedule, ...]
    names: Mapping[str, str]
    letterhead: Letterhead = field(default_factory=Letterhead)
    evidence: Evidence = field(default_factory=Evidence)
    selection: str = ""
    language: str = "vi"

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(line.figure for line in self.lines)

    def totals(self) -> tuple[RuleTotal, ...]:
        """One for each rule that has figures, in the order of the rules."""
        return tuple(total for rule in self.rules if (total := self._total(rule)).total)

    def _total(self, rule: Rule) -> RuleTotal:
        own = [f for f in self.figures if (f.rule.id, f.rule.version) == (rule.id, rule.version)]
        counts = Counter(figure.status for figure in own)
        return RuleTotal(rule, counts, sum(figure.confirmed for figure in own))

    def by_status(self) -> Mapping[Status, int]:
        return Counter(figure.status for figure in self.figures)

    @property
    def provisional(self) -> int:
        return sum(figure.provisional for figure in self.figures)

    @property
    def unconfirmed(self) -> int:
        return sum(figure.status is Status.SHORT and not figure.confirmed for figure in self.figures)

    @property
    def unseen(self) -> int:
        return max((figure.unseen_branches for figure in self.figures), default=0)

    @property
    def notes(self) -> frozenset[Note]:
        return frozenset(note for figure in self.figures for note in figure.notes)
