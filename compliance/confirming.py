"""A person's word that somebody called short was short; it lapses when what it was based on changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from compliance.figure import Figure, Missing, Status


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed what, with the member's own word or another reason, and the figures that were on the table."""

    member_id: str
    rule_id: str
    rule_version: int
    period: str
    attended: int
    required: int | None
    missing: Missing = ()
    by: str = ""
    reason: str = ""
    at: datetime | None = None

    def holds(self, figure: Figure) -> bool:
        """Still about this figure? Only a short one can be confirmed."""
        return figure.status is Status.SHORT and self._basis == basis(figure)

    @property
    def _basis(self) -> tuple[object, ...]:
        counts = (self.attended, self.required, self.missing)
        return (self.member_id, self.rule_id, self.rule_version, self.period, *counts)


def basis(figure: Figure) -> tuple[object, ...]:
    """What a confirmation rests on: rule version, period, attended, required and missing."""
    counts = (figure.attended, figure.required, figure.missing)
    return (figure.member_id, figure.rule_id, figure.rule.version, figure.period.label, *counts)


def confirmation_of(figure: Figure, by: str, reason: str, at: datetime) -> Confirmation:
    """Raises ValueError when the figure is not short or no reason is given."""
    if figure.status is not Status.SHORT:
        raise ValueError(f"{figure.member_id} {figure.rule_id} {figure.period.label} is {figure.status}, not short")
    if not reason.strip():
        raise ValueError("a confirmation needs the member's own word or a reason")
    return Confirmation(
        member_id=figure.member_id,
        rule_id=figure.rule_id,
        rule_version=figure.rule.version,
        period=figure.period.label,
        attended=figure.attended,
        required=figure.required,
        missing=figure.missing,
        by=by,
        reason=reason.strip(),
        at=at,
    )
