"""Head counts as written in figures: of all members, of those there, of those away (records: `data/counts.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from minutes.occasion import digits
from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.sheet import Counts
from minutes.wording import key_of

_DATA = Path(__file__).with_name("data") / "counts.toml"
_PARTS = {
    "N": r"(?<!\d)(?P<n>\d{1,3})(?![\d/.]?\d)(?!\s?(?:h|g|giờ|phút)(?:\s?\d|\s|$)|:\d)",
    "MID": r"[^\d.;:()]{0,42}[:=]?\s*",
    "MEMBERS": r"(?:đảng viên|đ/c|đồng chí|đv)",
}


_FIGURE = re.compile(r"\d")
#: the line that adds up what was told by groups
_SUM = re.compile(r"\W*(?:tổng hợp|tổng cộng|cộng)(?![^\W_])[^.;]{0,30}\d")


@lru_cache(maxsize=1)
def records() -> tuple[dict[str, Any], ...]:
    """The records in the order in which they are tried."""
    return tuple(tomllib.loads(_DATA.read_text(encoding="utf-8"))["count"])


@lru_cache(maxsize=8)
def patterns(tells: str) -> tuple[re.Pattern[str], ...]:
    """The compiled records that tell of one sort: total, present, absent, split (of the absent) or fraction."""
    return tuple(compiled(str(r["expression"])) for r in records() if r["tells"] == tells)


@lru_cache(maxsize=64)
def compiled(expression: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%(\w+)%", lambda m: _PARTS[m[1]], expression))


def counts_of(head: Sequence[Paragraph], business: Sequence[Paragraph] = ()) -> Counts:
    """The first figure of each sort in the head of the minutes; where it has none, in a roll call of the business, as
    a congress has it."""
    found = _counts(head)
    if found != Counts(None, None, None):
        return found
    return _counts([p for p in business if not p.row and sign("roll_call").search(p.reading.key)])


def _counts(paragraphs: Sequence[Paragraph]) -> Counts:
    keys = [key for p in paragraphs if (key := _told(p))]
    summed = [key for key in keys if _SUM.match(key)]
    keys = [*summed, *(key for key in keys if key not in summed)]
    fraction = None if summed else next((m for m in _found(keys, "fraction") if _plausible(m)), None)
    total, present = _figure(keys, "total"), _figure(keys, "present")
    if fraction is not None:
        present = int(fraction["p"])
        total = total if total and total >= present else int(fraction["t"])
    return Counts(total, present, _absent(keys))


def _told(paragraph: Paragraph) -> str:
    """The words that may count: of a table only the row of all members (`Đảng viên chi bộ | 33 đ/c | vắng 2`)."""
    if not paragraph.row:
        return digits(paragraph.reading.key, paragraph.damaged)[paragraph.body :]
    cells = [key_of(cell) for cell in paragraph.row if cell.strip() and not cell.strip(" .").isdecimal()]
    told = (
        len(cells) > 1 and sign("members_together").match(cells[0]) and any(_FIGURE.search(cell) for cell in cells[1:])
    )
    return digits(f"{cells[0]}: {', '.join(cells[1:])}", paragraph.damaged) if told else ""


def _absent(keys: Sequence[str]) -> int | None:
    """As one figure, else the sum of those with and without a reason."""
    said = _figure(keys, "absent")
    if said is not None:
        return said
    for pattern in patterns("split"):
        split = [int(m["n"]) for key in keys for m in pattern.finditer(key)]
        if split:
            return sum(split)
    return None


def _found(keys: Sequence[str], tells: str) -> Iterator[re.Match[str]]:
    """Every place that tells of a sort: the records in their order, each over the text; fractions as the text has
    them."""
    if tells == "fraction":
        return (m for key in keys for pattern in patterns(tells) if (m := pattern.search(key)))
    return (m for pattern in patterns(tells) for key in keys if (m := pattern.search(key)))


def _plausible(match: re.Match[str]) -> bool:
    return 2 < int(match["t"]) < 400 and 0 < int(match["p"]) <= int(match["t"])


def _figure(keys: Sequence[str], tells: str) -> int | None:
    found = next(_found(keys, tells), None)
    return int(found["n"]) if found else None
