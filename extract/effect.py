"""From when a duty binds, until when, and on what ground; only what the text supports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from extract.obligation import EffectiveBasis


@dataclass(frozen=True, slots=True)
class Effect:
    """`days`: how many days after signing. `scope` is "document" where the words can only speak of the whole."""

    start: date | None = None
    end: date | None = None
    basis: EffectiveBasis | None = None
    scope: str | None = None
    ends_with_term: str | None = None
    days: int = 0

    def signed(self, issued: date | None) -> Effect:
        """With the start that follows from the day of signing, where the text counts from it and gives it."""
        if self.start or self.basis is not EffectiveBasis.ON_SIGNING or issued is None:
            return self
        return replace(self, start=issued + timedelta(days=self.days))

    @property
    def within_a_year(self) -> bool:
        """Do both ends lie in one calendar year?"""
        return self.start is not None and self.end is not None and self.start.year == self.end.year

    def over(self, other: Effect) -> Effect:
        """This one, with what only the other says."""
        return Effect(
            self.start or other.start,
            self.end or other.end,
            self.basis or other.basis,
            self.scope or other.scope,
            self.ends_with_term or other.ends_with_term,
            self.days or other.days,
        )


NOTHING = Effect()
