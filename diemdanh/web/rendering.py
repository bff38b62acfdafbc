"""Pages as HTML: one template renders one dataclass; everything is escaped unless a template's own text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from diemdanh.messages import known, language, say

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
    found.globals |= {"t": say, "word": word, "asset": asset, "language": language, "register_words": register_words}
    found.filters |= {"day": day, "moment": moment, "percent": percent, "advice": advice}
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
    """3/9/2023 as people write it here; a month stays a month; nothing for nothing."""
    if not value:
        return ""
    parts = str(value)[:10].split("-")
    return "/".join(str(int(part)) for part in reversed(parts)) if all(p.isdecimal() for p in parts) else str(value)


def moment(value: datetime | str | None) -> str:
    """A time of the audit log in the machine's own zone."""
    if not value:
        return ""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value.replace("Z", "+00:00"))
    local = at.astimezone()
    return f"{local.hour:02d}:{local.minute:02d} {local.day}/{local.month}/{local.year}"


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
