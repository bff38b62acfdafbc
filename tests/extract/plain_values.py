"""Values of the grammar's builders as the pattern files write them."""

from __future__ import annotations

from typing import Any

from extract.cadence import Cadence, Shape
from extract.duties import Duty, Form
from extract.effect import Effect


def plain(value: Any) -> Any:
    """TOML's way of writing a builder's result; what is at its default is left out."""
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, Cadence):
        return _cadence(value)
    if isinstance(value, Duty):
        return _without_none(action=value.action, form=None if value.form is Form.VERB else value.form)
    if isinstance(value, Effect):
        return _without_none(
            start=value.start and value.start.isoformat(),
            end=value.end and value.end.isoformat(),
            basis=value.basis,
            scope=value.scope,
            ends_with_term=value.ends_with_term,
            days=value.days or None,
        )
    return str(value)


def _cadence(value: Cadence) -> dict[str, Any]:
    return _without_none(
        shape=None if value.shape is Shape.FULL else value.shape,
        min=value.minimum,
        max=value.maximum,
        per=value.per,
        every=None if value.every == 1 else value.every,
        due=value.due,
        things=value.things or None,
    )


def _without_none(**fields: Any) -> dict[str, Any]:
    return {
        name: value if isinstance(value, int) else str(value) for name, value in fields.items() if value is not None
    }
