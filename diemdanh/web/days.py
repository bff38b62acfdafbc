"""Days and months as people here write them: 03/09/2023 or 3.9.2023 is taken wherever an ISO day is."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Form, Query
from pydantic import BeforeValidator

_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[./ -](\d{4})")


def iso_day(written: Any) -> Any:
    """`3/9/2023` as 2023-09-03; nothing for an empty field; anything else as it is."""
    if not isinstance(written, str):
        return written
    found = _DAY.fullmatch(written.strip())
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else written.strip()


def iso_month(written: Any) -> Any:
    """`9/2023` as 2023-09; anything else as it is."""
    if not isinstance(written, str):
        return written
    found = _MONTH.fullmatch(written.strip())
    return f"{found[2]}-{int(found[1]):02d}" if found else written.strip()


def _or_none(written: Any) -> Any:
    return iso_day(written) or None


#: a day in an address; an empty field is no day
AskedDay = Annotated[date | None, Query(), BeforeValidator(_or_none)]
#: a month (or year) in an address
AskedMonth = Annotated[str, Query(pattern=r"^(\d{4}(-\d{2})?)?$"), BeforeValidator(iso_month)]
#: a day of a form that must be given, as text for the register
WrittenDay = Annotated[str, Form(pattern=r"^\d{4}-\d{2}-\d{2}$"), BeforeValidator(iso_day)]
#: a day or month of a form, or nothing
WrittenDayOrMonth = Annotated[str, Form(pattern=r"^(\d{4}-\d{2}(-\d{2})?)?$"), BeforeValidator(iso_day)]
#: a day of a form, or nothing
FormDay = Annotated[str, Form(max_length=40), BeforeValidator(iso_day)]
