"""Layout lines → paragraphs: what was broken over lines is joined again, what stands in columns is parted.

The lines of a scan, a PDF layer or hard-wrapped text are layout lines; a paragraph goes on over them. Every paragraph
keeps, for each
of its code points, the offset in the script, so that evidence is a verbatim stretch with a page and a box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from documents.model import Origin
from minutes.bars import BAR, cells_of, is_row, labels_in, pairs
from minutes.boxes import boxed
from minutes.layouts import Cell, TextTable, text_tables
from minutes.letters import UPPER
from minutes.mending import mended
from minutes.script import Script, ScriptLine
from minutes.wording import Reading, read
from minutes.wrapping import BULLET, SPECK, Fragment, Manner, continues, goes_on

_GAP = re.compile(r"\s{3,}|\t+")
#: `#.1. `, `2,5. `: the number of an item as a scan leaves it, before a title or a capital
_DAMAGED_BULLET = re.compile(rf"\s*[^\s,.]{{1,2}}\s?[.,]\s?\d{{1,2}}\s?[.,]\s*(?=[{UPPER}])")
_HEADING = re.compile(r"\s*(?:[IVXLC]{1,5}|\d{1,2}|[A-ZĐ])\s*[.)/-]")
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


def paragraphs(script: Script) -> tuple[Paragraph, ...]:
    """The script's paragraphs in reading order; table rows are one paragraph each."""
    tables = tuple(text_tables(script.lines))
    within = {index for table in tables for index in range(table.first, table.last)}
    paired = pairs(script.lines)
    fragments = [f for i, line in enumerate(script.lines) if i not in within for f in _fragments(line, i in paired)]
    manner = Manner(sum(goes_on(f) for f in fragments) >= 2, max((len(f.text) for f in fragments), default=0))
    done: list[list[Fragment]] = []
    for index, fragment in enumerate(fragments):
        parted = _after_table(fragment, tables, script)
        if done and continues(done[-1][-1], fragment, fragments, index, manner, parted):
            done[-1].append(fragment)
        else:
            done.append([fragment])
    found = [_paragraph(group, script.damaged) for group in done]
    rows = [_row_paragraph(row, script.damaged) for table in tables for row in table.rows]
    return tuple(sorted([*found, *rows], key=lambda p: p.offsets[0])) if rows else tuple(found)


def _after_table(fragment: Fragment, tables: Sequence[TextTable], script: Script) -> bool:
    """Does a table stand right before the fragment?"""
    return any(script.lines[t.last - 1].end < fragment.start and _between(t, fragment, script) for t in tables)


def _between(table: TextTable, fragment: Fragment, script: Script) -> bool:
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


def _fragments(line: ScriptLine, pair: bool = False) -> Iterator[Fragment]:
    """A line's pieces: a table row stays whole, wide gaps part columns."""
    if not line.text.strip():
        return
    if pair:
        yield from _of_pair(line)
        return
    if line.upright is None and boxed(line.text):
        yield _fragment(line, 0, len(line.text), True)
        return
    labels = line.table is None and labels_in(line.text)
    if (is_row(line.text) or line.table is not None) and not labels:
        yield _fragment(line, 0, len(line.text), True)
        return
    at, first = 0, True
    for gap in [*(m for m in (BAR if labels else _GAP).finditer(line.text) if line.text[m.end() :][:1] != ":"), None]:
        end = gap.start() if gap else len(line.text)
        if line.text[at:end].strip():
            yield _fragment(line, at, end, first)
            first = False
        at = gap.end() if gap else end


def _of_pair(line: ScriptLine) -> Iterator[Fragment]:
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


def _fragment(line: ScriptLine, start: int, end: int, first: bool) -> Fragment:
    box = line.upright
    if box is None:
        return Fragment(line.text[start:end], line.start + start, line, float(start), float(end), first)
    width = (box.x1 - box.x0) / max(1, len(line.text))
    return Fragment(line.text[start:end], line.start + start, line, box.x0 + width * start, box.x0 + width * end, first)


def _paragraph(group: list[Fragment], damaged: bool) -> Paragraph:
    text, offsets = "", []
    for fragment in group:
        piece = fragment.text
        lead = len(piece) - len(piece.lstrip())
        if fragment.line.upright is not None:
            piece = SPECK.sub("", piece)
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
    row = (not damaged and boxed(text)) or (cells_of(text.join(edges)) if is_row(group[0].text) else ())
    bullet = BULLET.match(text) if not row else None
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
