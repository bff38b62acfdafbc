"""Layout lines → paragraphs: what was broken over lines is joined again, what stands in columns is parted.

The lines of a scan, a PDF layer or hard-wrapped text are layout lines; a paragraph goes on over them. Every paragraph
keeps, for each
of its code points, the offset in the script, so that evidence is a verbatim stretch with a page and a box.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from documents.model import Origin
from minutes.bars import BAR, cells_of, is_row, labels_in, pairs
from minutes.layouts import Cell, TextTable, text_tables
from minutes.letters import UPPER
from minutes.mending import mended
from minutes.script import Script, ScriptLine
from minutes.wording import Reading, key_of, phrasebook, read

_GAP = re.compile(r"\s{3,}|\t+")
_BULLET = re.compile(
    rf"\s*(?:[-–—+*•·○●▪□■]+\s*|o\s+(?=[{UPPER}])|\(?(?:[IVXLC]{{1,5}}|\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}|[a-zđ](?!/\w))\s*[.)/]\s*|"
    r"(?:[IVXLC]{1,5}|\d{1,2}(?:\.\d{1,2})?)\s*[-–—]\s+|\d{1,2}\.\d{1,2}\s+)+"
)
#: `#.1. `, `2,5. `: the number of an item as a scan leaves it, before a title or a capital
_DAMAGED_BULLET = re.compile(rf"\s*[^\s,.]{{1,2}}\s?[.,]\s?\d{{1,2}}\s?[.,]\s*(?=[{UPPER}])")
_HEADING = re.compile(r"\s*(?:[IVXLC]{1,5}|\d{1,2}|[A-ZĐ])\s*[.)/-]")
_TITLE = re.compile(r"\s*(?:[ĐÐD]\s?[/.]?\s?c\b|[ĐÐ]ồng chí\b|Ông\b|Bà\b|Các đ)", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:[,\-–(]|(?<![^\W_])(?:và|của|(?<!lý )do|cho|đến|với|là|có|theo|tại|các|những|ông|bà|đồng|"
    r"đồng chí|đ/c|ngày|tháng|năm|số|về|được|để|từ|trong))$",
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
_CLOSED_END = re.compile(r"[.;:!?…]\s*[\"”')]?$|\./\.$")
#: a row of a table whose rulings were not seen
_NUMBERED_NAME = re.compile(rf"\d{{1,2}}\s*\|?\s*[{UPPER}][^\W\d_]*\s[{UPPER}]")
#: a speck at the edge of a scan, read as a mark of its own
_SPECK = re.compile(r"(?<=\S)\s+[.,:;'`~|_°^ˆ-]$")
#: a row's number in a table
_ROW_NUMBER = re.compile(r"\s*\|?\s*\d{1,2}\s*\|")
_LEADERS = re.compile(r"[.…_·]{3,}|(?<![.…])\.\.(?![.…])|…")


@dataclass(frozen=True)
class Paragraph:
    """`offsets[i]` is where the code point `i` of `text` stands in the script (one more at the end)."""

    text: str
    offsets: tuple[int, ...]
    bullet: str
    body: int
    row: tuple[str, ...] = ()
    table: int | None = None
    damaged: bool = False
    indent: float | None = None

    @cached_property
    def reading(self) -> Reading:
        return read(self.text, self.damaged)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The script's offsets of `text[start:end]`."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1

    @property
    def is_heading(self) -> bool:
        """Numbered or in capitals, and short."""
        words = self.text[self.body :].strip()
        return bool(words) and len(words) < 90 and (words.isupper() or bool(_HEADING.match(self.bullet)))


@dataclass(frozen=True, slots=True)
class _Fragment:
    """A piece of a line that stands by itself: `left` and `right` are its edges, in points or columns."""

    text: str
    start: int
    line: ScriptLine
    left: float
    right: float
    first: bool


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the text was typed: are its lines broken by the page, and how long is the longest, in letters?"""

    wrapped: bool
    longest: int


def paragraphs(script: Script) -> tuple[Paragraph, ...]:
    """The script's paragraphs in reading order; table rows are one paragraph each."""
    tables = tuple(text_tables(script.lines))
    within = {index for table in tables for index in range(table.first, table.last)}
    paired = pairs(script.lines)
    fragments = [f for i, line in enumerate(script.lines) if i not in within for f in _fragments(line, i in paired)]
    manner = _Manner(sum(_goes_on(f) for f in fragments) >= 2, max((len(f.text) for f in fragments), default=0))
    done: list[list[_Fragment]] = []
    for index, fragment in enumerate(fragments):
        parted = _after_table(fragment, tables, script)
        if done and _continues(done[-1][-1], fragment, fragments, index, manner, parted):
            done[-1].append(fragment)
        else:
            done.append([fragment])
    found = [_paragraph(group, script.damaged) for group in done]
    rows = [_row_paragraph(row, script.damaged) for table in tables for row in table.rows]
    return tuple(sorted([*found, *rows], key=lambda p: p.offsets[0])) if rows else tuple(found)


def _after_table(fragment: _Fragment, tables: Sequence[TextTable], script: Script) -> bool:
    """Does a table stand right before the fragment?"""
    return any(script.lines[t.last - 1].end < fragment.start and _between(t, fragment, script) for t in tables)


def _between(table: TextTable, fragment: _Fragment, script: Script) -> bool:
    return not script.text[script.lines[table.last - 1].end : fragment.start].strip()


def _row_paragraph(row: Sequence[Cell], damaged: bool) -> Paragraph:
    """A row of a table without rulings, as one with bars."""
    text = ""
    offsets: list[int] = []
    for cell in row:
        if text or offsets:
            text += " | "
            offsets += [cell.start] * 3
        text += cell.text
        offsets += range(cell.start, cell.start + len(cell.text))
    offsets.append(offsets[-1] + 1)
    return Paragraph(text, tuple(offsets), "", 0, tuple(c.text.strip() for c in row), damaged=damaged)


def _fragments(line: ScriptLine, pair: bool = False) -> Iterator[_Fragment]:
    """A line's pieces: a table row stays whole, wide gaps part columns."""
    if not line.text.strip():
        return
    if pair:
        yield from _of_pair(line)
        return
    labels = line.table is None and labels_in(line.text)
    if (is_row(line.text) or line.table is not None) and not labels:
        yield _fragment(line, 0, len(line.text), True)
        return
    at, first = 0, True
    for gap in [*(BAR if labels else _GAP).finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        if line.text[at:end].strip():
            yield _fragment(line, at, end, first)
            first = False
        at = gap.end() if gap else end


def _of_pair(line: ScriptLine) -> Iterator[_Fragment]:
    """A label and what it says become `label: what it says`, a number before it an item's; two headings side by side
    stay two."""
    bars = [m.start() for m in re.finditer(r"\|", line.text)]
    text = line.text.replace("|", " ")
    if bars and _ROW_NUMBER.match(line.text):
        text = f"{text[: bars[0]]}.{text[bars[0] + 1 :]}"
        bars = bars[1:]
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    inner = next((at for at in bars if first < at < last), None)
    whole = _fragment(line, 0, len(text), True)
    if inner is None:
        yield replace(whole, text=text)
    elif text[:inner].isupper():
        yield replace(_fragment(line, 0, inner, True), text=text[:inner])
        yield replace(_fragment(line, inner, len(text), False), text=text[inner:])
    else:
        end = len(text[:inner].rstrip())
        yield replace(whole, text=f"{text[:end]}:{text[end + 1 :]}" if text[end - 1] != ":" else text)


def _fragment(line: ScriptLine, start: int, end: int, first: bool) -> _Fragment:
    box = line.upright
    if box is None:
        return _Fragment(line.text[start:end], line.start + start, line, float(start), float(end), first)
    width = (box.x1 - box.x0) / max(1, len(line.text))
    return _Fragment(
        line.text[start:end], line.start + start, line, box.x0 + width * start, box.x0 + width * end, first
    )


def _goes_on(fragment: _Fragment) -> bool:
    """Does the line begin in small letters, as the lines of hard-wrapped text do?"""
    return fragment.first and fragment.text.lstrip()[:1].islower() and not _BULLET.match(fragment.text)


def _continues(
    before: _Fragment, after: _Fragment, all_of: Sequence[_Fragment], index: int, manner: _Manner, parted: bool
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
        one = _SPECK.sub("", one)
    if _HALF_END.search(one) and re.match(rf"-[{UPPER}]", two) and not _TITLE.match(two[1:]) and before.line.upright:
        return True
    if _dashed(one, two):
        return True
    if (_BULLET.match(two) or _NUMBERED_NAME.match(two)) and not _looks_broken(one, two):
        return False
    if one.isupper() and not two.isupper():
        return False
    if _OPEN_END.search(one) and not two.isupper():
        return True
    fresh = bool(_TITLE.match(two) or _labelled(two))
    if _HALF_END.search(one) and not fresh and not two.isupper() and _full(before, after, all_of, index - 1, manner):
        return True
    if _CUT_NAME.search(one) and not fresh:
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


def _laid_out(fragment: _Fragment) -> bool:
    """Do line ends come from the page's width (and not from the writer)?"""
    return fragment.line.upright is not None or len(fragment.text) >= 60


def _full(fragment: _Fragment, after: _Fragment, all_of: Sequence[_Fragment], index: int, manner: _Manner) -> bool:
    """Would the next line's first word not have fitted on this one?"""
    if fragment.line.upright is None:
        return manner.longest <= 130 and len(fragment.text) >= 0.8 * manner.longest
    letter = (fragment.right - fragment.left) / max(1, len(fragment.text))
    word = len(after.text.split()[0]) + 1 if after.text.split() else 1
    return fragment.right + 1.1 * letter * word > _edge(fragment, all_of, index) - letter


def _edge(fragment: _Fragment, all_of: Sequence[_Fragment], index: int) -> float:
    """The right edge of the fragment's column: that of the lines around it, or the column to the right of it."""
    near = [f for f in all_of[max(0, index - 40) : index + 41] if f.line.leaf == fragment.line.leaf]
    edge = max(f.right for f in all_of[max(0, index - 12) : index + 13] if f.line.leaf == fragment.line.leaf)
    beside = [f.left - 10 for f in near if f.left > fragment.right + 4 and _level(f, fragment)]
    return min([edge, *beside, *_next_column(fragment, all_of, index, near)])


def _next_column(
    fragment: _Fragment, all_of: Sequence[_Fragment], index: int, near: Sequence[_Fragment]
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


def _level(one: _Fragment, other: _Fragment) -> bool:
    """Do they stand at one height, give or take a line?"""
    a, b = one.line.upright, other.line.upright
    if a is None or b is None or one.line is other.line:
        return False
    margin = 1.5 * (b.bottom - b.top)
    return a.top < b.bottom + margin and a.bottom > b.top - margin


def _paragraph(group: list[_Fragment], damaged: bool) -> Paragraph:
    text, offsets = "", []
    for fragment in group:
        piece = fragment.text
        lead = len(piece) - len(piece.lstrip())
        if fragment.line.upright is not None:
            piece = _SPECK.sub("", piece)
        piece = _LEADERS.sub(lambda dots: " " * len(dots[0]), piece.strip()).rstrip()
        if text:
            text += " "
            offsets.append(fragment.start)
        text += piece
        offsets.extend(range(fragment.start + lead, fragment.start + lead + len(piece)))
    offsets.append(offsets[-1] + 1 if offsets else 0)
    line = group[0].line
    places = tuple(offsets)
    if damaged and line.line.confidence != 1.0:
        text, places = mended(text, places)
    edges = group[0].text.split(group[0].text.strip() or " ", 1)
    row = cells_of(text.join(edges)) if is_row(group[0].text) else ()
    bullet = _BULLET.match(text) if not row else None
    if bullet is None and damaged and not row:
        bullet = _DAMAGED_BULLET.match(text)
    head = bullet[0] if bullet else ""
    return Paragraph(
        text,
        places,
        head.strip(),
        len(head),
        row,
        None if line.table is None else id(line.table),
        damaged and line.line.confidence != 1.0,
        group[0].left,
    )


def together(one: Paragraph, two: Paragraph) -> Paragraph:
    """Two paragraphs that turn out to be one."""
    return replace(one, text=f"{one.text} {two.text}", offsets=(*one.offsets[:-1], two.offsets[0], *two.offsets))


def origin_of(script: Script) -> Origin:
    """The origin of most pages of the script."""
    origins = [leaf.page.origin for leaf in script.leaves]
    return max(set(origins), key=origins.count) if origins else Origin.TXT
