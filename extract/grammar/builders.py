"""What a match means: small functions from the texts of the slots and the record's constants to a value.

A builder returns None when the slots make no sense together (a thirteenth month): the match is then no mention.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from extract.cadence import Cadence, Shape, interval
from extract.duties import Duty, Form
from extract.effect import Effect
from extract.grammar.lexer import day_of_year, digits_of
from extract.obligation import Action, EffectiveBasis, Modality, Per
from vntext.dates import PartialDate, Precision, find_dates, quarter
from vntext.folding import Key, fold, squeeze
from vntext.numerals import number

Slots = dict[str, str]
Builder = Callable[[Slots, Mapping[str, Any]], Any]

_UNITS = {
    "tuần": Per.WEEK,
    "tháng": Per.MONTH,
    "quý": Per.QUARTER,
    "năm": Per.YEAR,
    "nhiệm kỳ": Per.TERM,
    "nửa năm": Per.HALF_YEAR,
    # two in a school year
    "học kỳ": Per.HALF_YEAR,
}


def cadence(slots: Slots, constants: Mapping[str, Any]) -> tuple[Cadence, ...] | None:
    """One cadence. Slots: n (count), cap or atleast, unit, k (units), day; constants: shape, per, min, every."""
    count = _count(slots.get("n")) if "n" in slots else constants.get("min")
    if "n" in slots and count is None:
        return None
    shape = Shape(constants.get("shape", "full"))
    per, every = _period(slots, constants)
    capped = "cap" in slots or constants.get("bound") == "max"
    if shape in (Shape.LOOSE, Shape.SHARE):
        per, every = None, 1
        count = None
    return (
        Cadence(
            shape,
            minimum=None if capped else count,
            maximum=count if capped else _count(slots.get("m")),
            per=per,
            every=every,
            due=None if shape is Shape.SHARE else _due(slots),
            things=bool(constants.get("things", False)),
        ),
    )


def cadences(slots: Slots, constants: Mapping[str, Any]) -> tuple[Cadence, ...] | None:
    """Several periods in one phrase ("định kỳ 6 tháng, một năm"): slots a, b, c, d, each a span."""
    found = []
    for name in "abcd":
        if name not in slots:
            continue
        inner = {key.removeprefix(f"{name}."): value for key, value in slots.items() if key.startswith(f"{name}.")}
        per, every = _period(inner, {})
        if per is None:
            return None
        found.append(Cadence(Shape.PERIOD, minimum=constants.get("min", 1), per=per, every=every, due=_due(inner)))
    return tuple(found) or None


def modality(slots: Slots, constants: Mapping[str, Any]) -> Modality:
    return Modality(constants["is"])


def duty(slots: Slots, constants: Mapping[str, Any]) -> Duty:
    """A verb of duty; constants: is (the action), form."""
    return Duty(Action(constants["is"]) if "is" in constants else None, Form(constants.get("form", "verb")))


def effect(slots: Slots, constants: Mapping[str, Any]) -> Effect | None:
    """From and until when. Slots: when, until, year with q or m, term, n (days after signing)."""
    until = _date(slots.get("until"))
    start = _start(slots, until)
    basis = constants.get("basis") or ("stated" if start else None)
    if basis is None and until is None and "term" not in slots:
        return None
    term = _date(slots.get("term"))
    return Effect(
        start=start.first if start else None,
        end=until.last if until else None,
        basis=EffectiveBasis(basis) if basis else None,
        scope=constants.get("scope"),
        ends_with_term=str(term).removeprefix("term:") if term else None,
        days=_count(slots.get("n")) or 0 if basis == "on_signing" else 0,
    )


def _start(slots: Slots, until: PartialDate | None) -> PartialDate | None:
    if "when" in slots:
        return _date(slots["when"])
    year = _date(slots.get("year")) or until
    if year is not None and "q" in slots:
        return PartialDate(Precision.QUARTER, year.year, quarter(slots["q"])) if quarter(slots["q"]) else None
    month = _count(slots.get("m"))
    if year is not None and month is not None and 1 <= month <= 12:
        return PartialDate(Precision.MONTH, year.year, month)
    return None


def _date(text: str | None) -> PartialDate | None:
    found = find_dates(text) if text else ()
    return found[0].value if found else None


def marker(slots: Slots, constants: Mapping[str, Any]) -> str:
    """What only marks a place: the constant `is`."""
    return str(constants.get("is", ""))


#: the most code points of a figure
_FIGURE = 3


def _count(text: str | None) -> int | None:
    written = (text or "").split("(")[0].strip()
    digits = digits_of(written) if len(written) <= _FIGURE else ""
    if digits.isdecimal():
        return int(digits)
    return number(squeeze(written))


def _period(slots: Slots, constants: Mapping[str, Any]) -> tuple[Per | None, int]:
    if "per" in constants:
        return Per(constants["per"]), int(constants.get("every", 1))
    if "unit" not in slots:
        return None, 1
    unit = _UNITS[squeeze(fold(slots["unit"], Key.KEYWORD))]
    times = _count(slots["k"]) if "k" in slots else 1
    return interval(times or 1, unit)


def _due(slots: Slots) -> str | None:
    text = slots.get("daymonth") or slots.get("day")
    found = day_of_year(text) if text else None
    return f"{found[0]:02d}-{found[1]:02d}" if found else None


BUILDERS: dict[str, Builder] = {
    "cadence": cadence,
    "cadences": cadences,
    "modality": modality,
    "effect": effect,
    "duty": duty,
    "marker": marker,
}
