"""Who sent whom: rules that read from one name to the next (`A ủy quyền B dự thay`, `thay mặt A, B dự`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes.patterns import sign
from minutes.standing import Clause, Standing, absence
from minutes.wording import phrasebook
from roster.people import AttendanceStatus as Status

_BODY = re.compile(r"chi bộ|chi uỷ|hội nghị|cuộc họp|đảng uỷ")


def substitutions(parts: Sequence[Clause]) -> dict[int, Standing]:
    """Who sent whom, by position in `parts`; only neighbours within one clause."""
    told: dict[int, Standing] = {}
    for index, part in enumerate(parts):
        if (refused := _has(part.after, "refuses")) and not told.get(index):
            told.setdefault(index, Standing(Status.ABSENT, 0.95, "refuses", until=part.after.find(refused)))
            continue
        before = _ends(part.before, "for")
        if before:
            told[index] = Standing(Status.DELEGATED, 0.96, "for")
            other = _other(parts, index)
            if other is not None:
                told.setdefault(other, Standing(Status.PRESENT, 0.96, "in_place"))
            continue
        if index not in told and index + 1 < len(parts) and _bracketed(part, parts[index + 1]):
            told[index] = Standing(Status.DELEGATED, 0.95, "sends", until=0)
            told[index + 1] = Standing(Status.PRESENT, 0.95, "in_place")
            continue
        if index not in told and index + 1 < len(parts) and _sends_behind(part, parts[index + 1]):
            sure = 0.93 if absence(part.after) is not None else 0.7
            told[index] = Standing(Status.DELEGATED, sure, "sends", until=0)
            told[index + 1] = Standing(Status.PRESENT, sure, "in_place")
            continue
        nxt = parts[index + 1] if index + 1 < len(parts) and parts[index + 1].start == part.start else None
        if nxt is not None and index not in told and _sends(part, nxt):
            told[index] = Standing(Status.DELEGATED, 0.97, "sends", until=0)
            told[index + 1] = Standing(Status.PRESENT, 0.97, "in_place")
    return told


def _sends(one: Clause, two: Clause) -> bool:
    """`A … ủy quyền B dự thay`: a strong word between them, or a weak one (`có`, `do`) and `thay` after the second."""
    found = phrasebook("substitution").ending(one.after, 0, len(one.after))
    if found is None or found.record != "sends":
        return False
    if _BODY.search(re.split(r"[,;:.)]", one.after[: found.start])[-1]):
        return False  # it was the branch that sent somebody
    if _BODY.search(one.after) and absence(one.after) is None:
        return False
    if sign("charged_not_sent").search(two.after):
        return False  # chosen for something here
    word = one.after[found.start : found.end]
    instead = _starts(two.after, "instead", within=24)
    if word.split()[-1] in ("có", "do", "giao", "cho", "công", "là") and not word.startswith(("uỷ", "có uỷ", "đã uỷ")):
        away = absence(one.after) is not None and instead is not None
        return away or (instead is not None and ("thay" in instead or "giùm" in instead or "hộ" in instead))
    return True


def _sends_behind(one: Clause, two: Clause) -> bool:
    """`A: đi công tác; cử B dự`: behind a semicolon the word of sending leads to the second at once."""
    word = two.before.strip(" ,;:-–")
    sends = any(
        f.record == "sends" and (f.start, f.end) == (0, len(word)) for f in phrasebook("substitution").find(word)
    )
    strong = sends and word not in ("có", "do", "cho", "để")
    instead = absence(one.after) is not None or _starts(two.after, "instead", within=24) is not None
    return strong and two.start != one.start and instead


def _bracketed(one: Clause, two: Clause) -> bool:
    """`A (đ/c B dự thay)`: the one in the bracket came in the place of the one before it."""
    said = _starts(two.after, "instead", within=24)
    return one.after.strip() in ("(", "- (", ": (") and said is not None and ("thay" in said or "giùm" in said)


def _other(parts: Sequence[Clause], index: int) -> int | None:
    """The one who came for `index`: the next (`thay mặt A, B dự`), else the one before (`B (dự thay A)`)."""
    here = parts[index]
    after = index + 1 < len(parts) and parts[index + 1].start == here.start
    before = index > 0 and parts[index - 1].start == here.start and not _ends(parts[index - 1].before, "for")
    first = here.before.lstrip(" ,").startswith("thay mặt") and index + 1 < len(parts)
    if before and not first:
        return index - 1
    return index + 1 if after else None


def _has(key: str, record: str) -> str | None:
    hit = next((f for f in phrasebook("substitution").find(key) if f.record == record), None)
    return key[hit.start : hit.end] if hit else None


def _ends(key: str, record: str) -> bool:
    stop = len(key.rstrip(" :"))
    return any(f.record == record and f.end == stop for f in phrasebook("substitution").find(key))


def _starts(key: str, record: str, within: int) -> str | None:
    hits = [
        f
        for f in phrasebook("substitution").find(key, 0, min(len(key), within + 12))
        if f.record == record and f.start <= within
    ]
    return key[hits[0].start : hits[0].end] if hits else None
