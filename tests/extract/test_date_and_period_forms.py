"""Dates and periods in every attested form, and forms that are none: a value never says more than its form."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extract.cadence import Cadence, Shape
from extract.grammar.engine import grammar
from vntext.dates import parse_date

FORMS = tomllib.loads((Path(__file__).parent / "cases" / "date_and_period_forms.toml").read_text(encoding="utf-8"))


def said(cadence: Cadence) -> str:
    """A cadence in the notation of the file."""
    if cadence.shape is Shape.LOOSE:
        return "loose"
    number = str(cadence.minimum or "")
    if cadence.maximum:
        number = f"{cadence.minimum}-{cadence.maximum}" if cadence.minimum else f"<={cadence.maximum}"
    if cadence.shape is Shape.COUNT:
        return f"count {number}"
    per = f"{cadence.per}*{cadence.every}" if cadence.every > 1 else f"{cadence.per}"
    return f"{number} {per} @{cadence.due}" if cadence.due else f"{number} {per}"


@pytest.mark.parametrize(("form", "value"), FORMS["dates"])
def test_a_date_is_as_precise_as_its_form(form: str, value: str) -> None:
    found = parse_date(form)
    assert (str(found) if found else "-") == value


@pytest.mark.parametrize(("form", "value"), FORMS["periods"])
def test_a_period_means_its_cadence(form: str, value: str) -> None:
    found = [mention.value for mention in grammar("cadence").find(form)]
    assert len(found) <= 1
    assert " + ".join(map(said, found[0] if found else ())) == ("" if value == "-" else value)


def test_there_are_three_hundred_forms() -> None:
    forms = [form for form, _ in (*FORMS["dates"], *FORMS["periods"])]
    assert len(set(forms)) >= 300
