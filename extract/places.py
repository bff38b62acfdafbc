"""Where a duty is done: the place as written, and which kind of branch it is."""

from __future__ import annotations

import re

from extract.clause import Reading, duties
from extract.obligation import Action, WhereKind
from extract.wordings import wording
from vntext.folding import Key, fold, squeeze

_BRANCH = wording("place.branch")
_STOP = wording("place.stop")
#: what parts the place from a further word of doing ("chi bộ, hướng dẫn …")
_DOING = wording("place.doing")
_AT = wording("place.at")
_NO_PLACE = wording("place.no-place")
_AT_STOP = wording("place.at-stop")
_RESIDENTIAL = wording("place.residential")
_ASSIGNED = wording("place.assigned")


def branch_place(reading: Reading, start: int, end: int) -> tuple[str, int, int] | None:
    """The branch phrase of a duty to attend between `start` and `end`: (text, start, end)."""
    folded = reading.folded(start, end)
    for match in _BRANCH.finditer(folded):
        if folded.startswith(" trở lên", match.end()) or _is_number_of(folded, match):
            continue
        stop = _end(reading, start + match.start(), start + match.end(), end)
        text = reading.text(start + match.start(), stop).rstrip(" ,\n")
        if text:
            return squeeze(text.replace("\n", " ")), start + match.start(), start + match.start() + len(text)
    return None


def _is_number_of(folded: str, match: re.Match[str]) -> bool:
    """ "xã có từ 40 chi bộ thôn trở lên": so many there are, nobody goes there."""
    behind = folded[match.end() :]
    many = folded[: match.start()].endswith(("từ ", "có ", "trên ", "dưới ")) and " trở " in behind[:30]
    return many or (behind.startswith((" trên ", " cách ", " dưới ")) and any(map(str.isdigit, behind[:12])))


def _end(reading: Reading, begin: int, behind: int, end: int) -> int:
    """Up to the first mark or word that begins something else, or the next cadence."""
    stops = [m.start for m in reading.of("cadence", behind) if m.start >= behind]
    stop = _STOP.search(reading.folded(behind, end))
    parted = (_DOING.search(reading.folded(behind, m.start)) for m in duties(reading) if m.start > behind)
    stops += [behind + joint.start() for joint in parted if joint]
    if stop:
        stops.append(behind + stop.start() + (1 if stop[0] == ")" else 0))
    return min([end, *stops])


def other_place(reading: Reading, start: int, end: int) -> str | None:
    """A place with "tại" or "ở" for duties other than attending and reporting."""
    match = _AT.search(reading.folded(start, end))
    if not match:
        return None
    begin = start + match.end()
    stop = _AT_STOP.search(reading.folded(begin, end))
    stops = [m.start for m in reading.of("cadence", begin) if m.start < end]
    text = reading.text(begin, min([begin + stop.start() if stop else end, *stops])).strip(" .,;\n")
    if _NO_PLACE.match(fold(text, Key.PLACEMENT)):
        return None
    return squeeze(text.replace("\n", " ")) if 0 < len(text.split()) <= 12 else None


def residence_place(reading: Reading, start: int, end: int) -> str | None:
    """ "dự …, ở ấp, khóm thuộc huyện được phân công": a residence without the word for its branch."""
    match = _RESIDENCE.search(reading.folded(start, end))
    if match is None:
        return None
    begin = start + match.start("where")
    return squeeze(reading.text(begin, _end(reading, begin, start + match.end(), end)).replace("\n", " ")).strip(" ,")


_RESIDENCE = wording("place.residence-at")
_INSPECTED = wording("place.inspected")


def inspected(reading: Reading, start: int, end: int) -> str | None:
    """The Party organisations that are inspected: where an inspection takes place."""
    match = _INSPECTED.match(reading.folded(start, end))
    return (
        squeeze(reading.text(start + match.start("what"), start + match.end("what")).replace("\n", " "))
        if match
        else None
    )


def where_kind(place: str | None, action: Action) -> WhereKind | None:
    """Which branches the place admits; None for duties other than attending, or where nothing is said."""
    if action is not Action.ATTEND_BRANCH_MEETING or not place:
        return None
    folded = fold(place, Key.PLACEMENT)
    residential, assigned = _RESIDENTIAL.search(folded), _ASSIGNED.search(folded)
    if residential and assigned:
        return WhereKind.ASSIGNED_RESIDENTIAL_BRANCH
    if residential:
        return WhereKind.RESIDENTIAL_BRANCH
    return WhereKind.ASSIGNED_BRANCH if assigned else WhereKind.ANY_BRANCH
