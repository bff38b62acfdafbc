"""`--sum`: one row more where a request holds several periods of a rule, with the gravest standing among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from compliance.figure import Figure, Missing, Status
from compliance.periods import Period
from roster.people import Member
from rules_catalog.rule import Rule

#: The first of these that is present is the sum's; the contract names those up to `met`.
GRAVEST_FIRST = (
    Status.SHORT,
    Status.UNKNOWN,
    Status.REVIEW,
    Status.PENDING,
    Status.PARTIAL,
    Status.MET,
    Status.NOT_REQUIRED,
    Status.EXEMPT,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """The figures of one rule and member over the asked period. Each period is still judged by itself: the counts
    are added up to be read, and four visits in one quarter do not make the sum met."""

    rule: Rule
    member: Member
    period: Period
    data_version: str
    parts: tuple[Figure, ...]

    @property
    def status(self) -> Status:
        return gravest(figure.status for figure in self.parts)

    @property
    def bound_days(self) -> int:
        return sum(figure.bound_days for figure in self.parts)

    @property
    def required(self) -> int | None:
        """Over the judged periods; None when none is."""
        return _total(figure.required for figure in self.parts)

    @property
    def remaining(self) -> int | None:
        return _total(figure.remaining for figure in self.parts)

    @property
    def attended(self) -> int:
        return sum(figure.attended for figure in self.parts)

    @property
    def waiting(self) -> int:
        return sum(figure.waiting for figure in self.parts)

    @property
    def provisional(self) -> bool:
        return any(figure.provisional for figure in self.parts)

    @property
    def confirmed(self) -> bool:
        """Every short period of it is confirmed."""
        short = [figure.confirmed for figure in self.parts if figure.status is Status.SHORT]
        return bool(short) and all(short)

    @property
    def unseen_branches(self) -> int:
        return max(figure.unseen_branches for figure in self.parts)

    @property
    def missing(self) -> Missing:
        return tuple(sorted({each for figure in self.parts for each in figure.missing}))

    @property
    def attendance_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row for figure in self.parts for row in figure.attendance_ids))


def gravest(statuses: Iterable[Status]) -> Status:
    return min(statuses, key=GRAVEST_FIRST.index)


def _total(counts: Iterable[int | None]) -> int | None:
    known = [number for number in counts if number is not None]
    return sum(known) if known else None


def with_sums(figures: Iterable[Figure], request: Period) -> tuple[Figure | Sum, ...]:
    """After the figures of each rule and member their sum, where there are several or the request is larger."""
    result: list[Figure | Sum] = []
    for _, group in groupby(figures, key=lambda figure: (figure.rule_id, figure.member_id)):
        parts = tuple(group)
        result += parts
        if len(parts) > 1 or parts[0].period.label != request.label:
            first = parts[0]
            result.append(Sum(first.rule, first.member, request, first.data_version, parts))
    return tuple(result)
