"""Ticks, codes and ink in the columns of a roll: what a marked cell says of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes.standing import Standing
from minutes.wording import key_of
from roster.people import AttendanceStatus as Status

_TICKS = frozenset(
    {
        "x",
        "v",
        "✓",
        "✔",
        "√",
        "+",
        "☑",
        "☒",
        "✗",
        "×",
        "có",
        "c",
        "1",
        "●",
        "•",
        "✕",
        "k",
        "đã ký",
        "(đã ký)",
        "/",
        "\\",
        "y",
        "√.",
        "x.",
        "v.",
    }
)
#: letters that say more than a tick, in whatever column they stand
_CODES = {
    "p": Status.ABSENT_EXCUSED, "cp": Status.ABSENT_EXCUSED, "cld": Status.ABSENT_EXCUSED, "vp": Status.ABSENT_EXCUSED,
    "k": Status.ABSENT_UNEXCUSED, "kp": Status.ABSENT_UNEXCUSED, "kld": Status.ABSENT_UNEXCUSED,
    "vk": Status.ABSENT_UNEXCUSED,
    "vắng": Status.ABSENT, "v": Status.ABSENT,
}  # fmt: skip
_NONE = frozenset({"", "-", "–", "—", "0", "_", ".", "|"})
_INK = 0.045


@dataclass(frozen=True, slots=True)
class Columns:
    roles: tuple[str, ...]

    def cell(self, cells: Sequence[str], role: str) -> str:
        return next((cells[i] for i, r in enumerate(self.roles) if r == role and i < len(cells)), "")

    def has(self, role: str) -> bool:
        return role in self.roles


def side_by_side(columns: Columns) -> Iterator[Columns]:
    """Two rolls beside each other (`TT | Họ và tên | Điểm danh | TT | Họ và tên | …`), each with its columns."""
    names = [i for i, role in enumerate(columns.roles) if role == "name"]
    starts = [i - 1 if i and columns.roles[i - 1] == "number" else i for i in names] if len(names) > 1 else []
    parts = list(pairwise([*starts, len(columns.roles)])) if len(starts) > 1 else []
    if not parts or len({columns.roles[low:high] for low, high in parts}) > 1:
        yield columns
        return
    for low, high in parts:
        yield Columns(tuple(role if low <= i < high else "" for i, role in enumerate(columns.roles)))


def coded(cells: Sequence[str], columns: Columns) -> Standing | None:
    """`P` or `K` in a column of presence, of absence or of marks."""
    found = [
        (cells[i], role)
        for i, role in enumerate(columns.roles)
        if i < len(cells) and role in ("present", "absent", "mark", "signature") and _code(cells[i])
    ]
    if len(found) != 1:
        return None
    cell, role = found[0]
    if _code(cell) == "v":
        return Standing(Status.ABSENT, 0.6, "code") if role == "mark" and cell.strip() == "V" else None
    return Standing(_CODES[_code(cell)], 0.97, "code")


def _code(cell: str) -> str:
    text = re.sub(r"[\s.()]", "", key_of(cell))
    return text if text in _CODES else ""


def ticked(cells: Sequence[str], columns: Columns, ink: dict[int, float] | None) -> Status | None:
    """The status of the column in which there is a tick; None where there is none, or more than one."""
    states = {
        "present": Status.PRESENT,
        "mark": Status.PRESENT,
        "absent": Status.ABSENT,
        "excused": Status.ABSENT_EXCUSED,
        "unexcused": Status.ABSENT_UNEXCUSED,
    }
    marked = {
        role
        for i, role in enumerate(columns.roles)
        if i < len(cells) and role in (*states, "signature") and _marked(cells[i], role, (ink or {}).get(i))
    }
    if "signature" in marked and len(marked) == 1:
        return Status.PRESENT
    marked.discard("signature")
    return states[marked.pop()] if len(marked) == 1 else None


def _marked(cell: str, role: str, ink: float | None) -> bool:
    text = key_of(cell).strip(" .,'’`")
    if role != "unexcused" and _code(cell) and not (_code(cell) == "v" and cell.strip() == cell.strip().lower()):
        return role == "excused" or (_code(cell) == "v" and role != "mark")
    if role == "signature":
        told = re.search(r"vắng|không|phép|lý do|trống|báo|bận", text) is not None or len(text.split()) > 5
        return text not in _NONE and not told
    if ink is not None and not text:
        return ink >= _INK
    return text in _TICKS or (0 < len(text) <= 2 and text not in _NONE)
