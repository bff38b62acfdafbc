"""How sure an obligation is: what was inherited or is only told lowers it."""

from __future__ import annotations

from extract.cadence import Shape
from extract.drafts import Draft

#: starting points, by what the clause itself says; calibrated on the development sets
_FULL, _PERIOD, _LOOSE = 0.97, 0.9, 0.8
_INHERITED_BEARER, _INHERITED_VERB, _NO_BEARER, _PRESS = 0.93, 0.95, 0.8, 0.97


def confidence_of(draft: Draft, press: bool = False) -> float:
    """Between 0 and 1."""
    value = _PERIOD if draft.cadence.shape is not Shape.LOOSE else _LOOSE
    if draft.cadence.shape is Shape.FULL:
        value = _FULL
    if draft.bearer is None:
        value *= _NO_BEARER
    elif not draft.own_bearer:
        value *= _INHERITED_BEARER
    if not draft.own_verb:
        value *= _INHERITED_VERB
    return round(value * (_PRESS if press else 1.0), 3)
