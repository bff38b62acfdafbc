"""Lines of a printed form that tell of one person with boxes to tick: `Họ tên: A  Chức vụ: B  Dự: [x] Có  [ ] Không`.

Such a line is a row of a roll whose columns are its labels. Read only where it was typed: of what OCR makes of an empty
box nothing is sure.
"""

from __future__ import annotations

import re

from minutes.patterns import sign
from minutes.wording import key_of

#: what the cells of such a line are
ROLES = ("name", "position", "present", "absent", "note")
#: a box, whether it is ticked, and what stands beside it
_BOX = re.compile(r"(?:\[\s*(?P<tick>[xXvV✓✔]?)\s*\]|(?P<on>[☑☒■])|[☐□])\s*(?P<says>[^\[\]☑☒■☐□]*)")
_REASON = re.compile(r"(?:lý do|ghi chú)\s*:\s*")


def boxed(text: str) -> tuple[str, ...]:
    """The cells of the line after `ROLES`; none where it is no such line. Where not just one box is ticked, no tick and
    no note is told: a person must look."""
    label = sign("boxed_person").match(key_of(text))
    if label is None:
        return ()
    boxes = list(_BOX.finditer(text, label.start("boxes")))
    chosen = [box for box in boxes if box["tick"] or box["on"]]
    name, post = (text[slice(*label.span(part))].strip(" .,;|") for part in ("name", "post"))
    if len(boxes) < 2 or len(chosen) != 1:
        return (name, post, "", "", "")
    said, reason = _said(text[chosen[0].start("says") : chosen[0].end()], text[boxes[-1].start("says") :])
    there = sign("boxed_there").match(key_of(said)) is not None
    return (name, post, "x" if there else "", "" if there else "x", reason if there or reason else _bare(said))


def _said(chosen: str, last: str) -> tuple[str, str]:
    """What is ticked, and the reason that stands behind the last box."""
    reason = _REASON.search(key_of(last))
    cut = _REASON.search(key_of(chosen))
    return chosen[: cut.start() if cut else None].strip(" .,;|"), last[reason.end() :].strip(" .") if reason else ""


def _bare(said: str) -> str:
    """`Không` beside an empty reason says no more than the tick."""
    return "" if key_of(said) in ("không", "vắng", "vắng mặt", "không dự") else said
