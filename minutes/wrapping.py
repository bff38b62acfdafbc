"""Where a paragraph goes on in the next line, and where a new one begins: by how both end and begin, by their labels
and by whether the next word would still have fitted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.bars import is_row
from minutes.letters import UPPER
from minutes.script import ScriptLine
from minutes.wording import key_of, phrasebook

BULLET = re.compile(
    rf"\s*(?:[-–—+*•·○●▪□■]+\s*|o\s+(?=[{UPPER}])|\(?(?:[IVXLC]{{1,5}}|\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}|[a-zđ](?!/\w))\s*[.)/]\s*|"
    r"(?:[IVXLC]{1,5}|\d{1,2}(?:\.\d{1,2})?)\s*[-–—]\s+|\d{1,2}\.\d{1,2}\s+)+"
)
_TITLE = re.compile(r"\s*(?:[ĐÐD]\s?[/.]?\s?c\b|[ĐÐ]ồng chí\b|Ông\b|Bà\b|Các đ)", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:[,\-–(]|(?<![^\W_])(?:và|của|(?<!lý )do|cho|đến|với|là|có|theo|tại|các|những|ông|bà|đồng|"
    r"đồng chí|đ/c|ngày|tháng|năm|số|về|được|để|từ|trong|xin))$",
    re.IGNORECASE,
)
#: a line that ends so is cut within a name or a post, unless the next one begins afresh
_HALF_END = re.compile(
    r"(?<![^\W_])(?:ấp|thôn|xã|phường|huyện|bí|phó|uỷ|ủy|ban|chi|hội|đảng|trường|trưởng|sở|phòng|"
    r"giám|chủ|thường|tịch|đốc|thư|cán bộ|công chức)$",
    re.IGNORECASE,
)
#: a title and one word of a name at the end of a line
_CUT_NAME = re.compile(r"(?:đồng chí|đ/c|(?<![^\W_])(?:ông|bà))\s+[^\W\d_]+$", re.IGNORECASE)
#: a name without its last word, and that word at the head of the next line (`… đ/c Vàng Thị` / `Mỷ, chủ tịch hội`)
_OPEN_NAME = re.compile(rf"(?:đồng chí|đ/c|ông|bà|tá|uý|úy)\s+(?:[{UPPER}][^\W\d_]*\s+){{1,2}}[{UPPER}][^\W\d_]*$")
_LAST_WORD = re.compile(rf"[{UPPER}][^\W\d_{UPPER}]*\s*(?:[,(]|[-–]\s)")
_CLOSED_END = re.compile(r"[.;:!?…]\s*[\"”')]?$|\./\.$")
#: a row of a table whose rulings were not seen
_NUMBERED_NAME = re.compile(rf"\d{{1,2}}\s*\|?\s*[{UPPER}][^\W\d_]*\s[{UPPER}]")
#: a speck at the edge of a scan, read as a mark of its own
SPECK = re.compile(r"(?<=\S)\s+[.,:;'`~|_°^ˆ-]$")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line that stands by itself: `left` and `right` are its edges, in points or columns."""

    text: str
    start: int
    line: ScriptLine
    left: float
    right: float
    first: bool


@dataclass(frozen=True, slots=True)
class Manner:
    """How the text was typed: are its lines broken by the page, and how long is the longest, in letters?"""

    wrapped: bool
    longest: int


def goes_on(fragment: Fragment) -> bool:
    """Does the line begin in small letters, as the lines of hard-wrapped text do?"""
    return fragment.first and fragment.text.lstrip()[:1].islower() and not BULLET.match(fragment.text)


def continues(
    before: Fragment, after: Fragment, all_of: Sequence[Fragment], index: int, manner: Manner, parted: bool
) -> bool:
    """Does the paragraph of `before` go on in `after`? `parted`: a table stands between them."""
    if parted or "|" in before.line.text or "|" in after.line.text:
        return False
    tables = (before.line.table is not None or is_row(before.text), after.line.table is not None or is_row(after.text))
    if any(tables) or not after.first or before.line is after.line:
        return False
    said = after.line.line.starts_paragraph
    if said is not None:
        return not said
    one, two = before.text.rstrip(), after.text.lstrip()
    if before.line.upright is not None:
        one = SPECK.sub("", one)
    if _HALF_END.search(one) and re.match(rf"-[{UPPER}]", two) and not _TITLE.match(two[1:]) and before.line.upright:
        return True
    if _dashed(one, two):
        return True
    if (BULLET.match(two) or _NUMBERED_NAME.match(two)) and not _looks_broken(one, two):
        return False
    if one.isupper() and not two.isupper():
        return False
    if _OPEN_END.search(one) and not two.isupper():
        return True
    fresh = bool(_TITLE.match(two) or _labelled(two))
    if _HALF_END.search(one) and not fresh and not two.isupper() and _full(before, after, all_of, index - 1, manner):
        return True
    if (_CUT_NAME.search(one) and not fresh) or (_OPEN_NAME.search(one) and _LAST_WORD.match(two)):
        return True
    if re.match(r"(?:ngày|lúc|hồi)\s+\d", two) and not _laid_out(before):
        return False
    if two[:1].islower():
        return not _CLOSED_END.search(one) or _full(before, after, all_of, index - 1, manner)
    if one.endswith(":"):
        return two[:1].isdigit() and _laid_out(before) and _full(before, after, all_of, index - 1, manner)
    if _labelled(two) or one.isupper() or (two.isupper() and not one.split()[-1].isupper()):
        return False
    if _TITLE.match(two) and not one.endswith(","):
        return False
    if before.line.upright is None and not manner.wrapped:
        return False
    return _laid_out(before) and _full(before, after, all_of, index - 1, manner) and not one.endswith((";", "./."))


def _dashed(one: str, two: str) -> bool:
    """`Trưởng phòng Văn hóa` / `- Xã hội xã`: the dash stands in the name of an office and begins no item."""
    if not re.match(r"[-–—]", two):
        return False
    end, both = len(key_of(one)), key_of(f"{one} -{two[1:80]}")
    return any(found.start < end < found.end for found in phrasebook("dashes").find(both, max(0, end - 40)))


def _labelled(text: str) -> bool:
    """Does the line begin with a label of the field and its colon (`Chủ trì: …`)?"""
    key = key_of(text[:60]).lstrip()
    colon = key.find(":")
    return 0 < colon < 45 and phrasebook("parts").at(key, 0, colon) is not None


def _looks_broken(one: str, two: str) -> bool:
    """A date or a figure that was broken before its number is no bullet: `ngày` / `12. …` never, `ngày` / `5-8-2023`
    is."""
    return bool(re.search(r"(?:ngày|tháng|năm|số|lúc|hồi|khoảng|có)$", one, re.IGNORECASE)) and two[:1].isdigit()


def _laid_out(fragment: Fragment) -> bool:
    """Do line ends come from the page's width (and not from the writer)?"""
    return fragment.line.upright is not None or len(fragment.text) >= 60


def _full(fragment: Fragment, after: Fragment, all_of: Sequence[Fragment], index: int, manner: Manner) -> bool:
    """Would the next line's first word not have fitted on this one?"""
    if fragment.line.upright is None:
        return manner.longest <= 130 and len(fragment.text) >= 0.8 * manner.longest
    letter = (fragment.right - fragment.left) / max(1, len(fragment.text))
    word = len(after.text.split()[0]) + 1 if after.text.split() else 1
    return fragment.right + 1.1 * letter * word > _edge(fragment, all_of, index) - letter


def _edge(fragment: Fragment, all_of: Sequence[Fragment], index: int) -> float:
    """The right edge of the fragment's column: that of the lines around it, or the column to the right of it."""
    near = [f for f in all_of[max(0, index - 40) : index + 41] if f.line.leaf == fragment.line.leaf]
    edge = max(f.right for f in all_of[max(0, index - 12) : index + 13] if f.line.leaf == fragment.line.leaf)
    beside = [f.left - 10 for f in near if f.left > fragment.right + 4 and _level(f, fragment)]
    return min([edge, *beside, *_next_column(fragment, all_of, index, near)])


def _next_column(
    fragment: Fragment, all_of: Sequence[Fragment], index: int, near: Sequence[Fragment]
) -> Iterator[float]:
    """Where a column begins to the right, though it may have ended higher up: three lines and more keep to its left."""
    lefts = sorted(f.left for f in near if f.left > fragment.right + 4)
    column = next((a for a, b in itertools.pairwise(lefts) if b - a < 6), None)
    if column is None:
        return
    run = 1
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(all_of) and all_of[at].line.leaf == fragment.line.leaf and all_of[at].right < column:
            run, at = run + 1, at + step
    if run >= 4:
        yield column - 10


def _level(one: Fragment, other: Fragment) -> bool:
    """Do they stand at one height, give or take a line?"""
    a, b = one.line.upright, other.line.upright
    if a is None or b is None or one.line is other.line:
        return False
    margin = 1.5 * (b.bottom - b.top)
    return a.top < b.bottom + margin and a.bottom > b.top - margin
