"""Pages as HTML: one template renders one dataclass; everything is escaped unless a template's own text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from diemdanh.messages import known, language, say

#: a day as it is typed; the server says what is wrong with the rest
_DAY_TYPED = r"\d{1,2}[\/. \-]\d{1,2}[\/. \-]\d{4}|\d{4}-\d{2}-\d{2}"
_DAY_FIELD = Markup('inputmode="numeric" placeholder="{hint}" title="{hint}" maxlength="10" pattern="{typed}"')
_HERE = Path(__file__).parent
STATIC = _HERE / "static"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates with the few words they may use besides their page."""
    found = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {
        "t": say,
        "word": word,
        "asset": asset,
        "language": language,
        "register_words": register_words,
        "dayfield": dayfield,
    }
    found.filters |= {"day": day, "period": period, "moment": moment, "percent": percent, "advice": advice}
    return found


def render(template: str, page: object, status: int = 200, **extra: Any) -> HTMLResponse:
    return HTMLResponse(environment().get_template(template).render(page=page, **extra), status)


def render_bare(
    template: str, page: object, status: int, title: str, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A page of somebody who may be nobody: no menu, no name."""
    answer = render(template, page, status, visit=None, title=title, told=None)
    answer.headers.update(headers or {})
    return answer


def word(group: str, value: object) -> str:
    """The word for one of a closed choice (`status.met`); the value itself where the catalogue has none."""
    key = f"{group}.{value}"
    return say(key) if known(key) else str(value)


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """The address of a static file, new whenever its bytes are."""
    return f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


def day(value: date | str | None) -> str:
    """03/09/2023 as offices write it here; a month stays a month; nothing for nothing."""
    if not value:
        return ""
    parts = str(value)[:10].split("-")
    return "/".join(reversed(parts)) if all(part.isdecimal() for part in parts) else str(value)


def dayfield() -> Markup:
    """What a field for a day needs: browsers' own date fields follow the machine's language, which is often English."""
    return _DAY_FIELD.format(hint=say("web.date_hint"), typed=_DAY_TYPED)


def moment(value: datetime | str | None) -> str:
    """A time of the audit log in the machine's own zone."""
    if not value:
        return ""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value.replace("Z", "+00:00"))
    local = at.astimezone()
    return f"{local:%H:%M %d/%m/%Y}"


_PERIODS = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"(?P<year>\d{4})", "year"),
        (r"(?P<year>\d{4})-H(?P<n>[12])", "half"),
        (r"(?P<year>\d{4})-Q(?P<n>[1-4])", "quarter"),
        (r"(?P<year>\d{4})-(?P<n>\d{2})", "month"),
        (r"(?P<year>\d{4})-W(?P<n>\d{2})", "week"),
        (r"term:(?P<year>.+)", "term"),
    )
)


def period(label: str) -> str:
    """A period's label in words: 2023-Q3 is quý 3/2023; a block is its two ends."""
    if ".." in label:
        return " – ".join(map(period, label.split("..", 1)))
    for pattern, key in _PERIODS:
        if found := pattern.fullmatch(label):
            given = found.groupdict()
            return say(f"period_words.{key}", year=given["year"], n=(given.get("n") or "").lstrip("0"))
    return label


def percent(value: float | None) -> str:
    return "" if value is None else f"{value * 100:.0f} %"


def advice(code: str) -> str:
    """The key of what to do about a failure."""
    return f"web_advice.{code}" if known(f"web_advice.{code}") else "web_advice.other"


def register_words() -> dict[str, dict[str, str]]:
    """The words that the form of a meeting needs in the browser."""
    return {
        "status": {
            one: say(f"status.{one}")
            for one in ("present", "absent_excused", "absent_unexcused", "absent", "delegated")
        },
        "capacity": {one: say(f"capacity.{one}") for one in ("superior", "own_branch", "unclear")},
        "buttons": {"remove": say("web.remove")},
    }
