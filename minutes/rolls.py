"""Roll tables: one person a row, ticks or signatures in columns, notes.

Ticks come as letters in text (`x`, `v`, `✓`, `+`) and as ink in a ruled cell on scans (`documents.model.Cell.ink`). A
column says what a tick in
it means by its heading; without headings the shape of the cells decides (number, name, post, note).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.model import Table
from minutes.boxes import ROLES, boxed
from minutes.columns import column_role
from minutes.legends import legend_of, meant
from minutes.mending import mended
from minutes.paragraphs import Paragraph
from minutes.persons import Lexicon
from minutes.standing import Standing, absence, noted, unread
from minutes.ticks import Columns, coded, side_by_side, ticked
from minutes.wording import key_of, phrasebook, read
from roster.people import AttendanceStatus as Status
from vntext.folding import fold
from vntext.names import is_surname, strip_title

#: columns; a register of signatures has about ten
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class RollRow:
    """One row of a roll: what it says of one person, and the paragraph in which it stands."""

    paragraph: Paragraph
    name: str
    name_at: int
    name_length: int
    position: str
    note: str
    standing: Standing


def roll_rows(paragraphs: Sequence[Paragraph], lexicon: Lexicon, tables: dict[int, Table]) -> tuple[RollRow, ...]:
    """Every row of every roll among the paragraphs; tables that are no rolls give none. What a note says of a row by
    its number stands."""
    legend = legend_of(paragraphs)
    found: list[RollRow] = []
    columns: tuple[Columns, ...] = ()
    inks = _ink_by_text(tables)
    business = False
    for index, paragraph in enumerate(paragraphs):
        if not paragraph.row:
            business = business or _opens_business(paragraph)
            if not _interrupts(paragraphs, index):
                continue
            columns = ()
            continue
        if cells := boxed(paragraph.text):
            row = _row(replace(paragraph, row=cells), Columns(ROLES), lexicon, inks, legend)
            found += [replace(row, paragraph=paragraph)] if row is not None else []
            continue
        headed = _headed(paragraph)
        if headed is not None:
            columns = tuple(side_by_side(headed))
            continue
        for one in columns or (None,):
            used = _with_results(one, paragraph) or _guessed(paragraph, lexicon)
            row = _row(paragraph, used, lexicon, inks, legend)
            if row is not None and used is not None:
                found.append(row if _is_roll(used, business) else replace(row, standing=_OTHER_TABLE))
    return tuple(by_number(found, paragraphs))


def by_number(rows: Sequence[RollRow], paragraphs: Sequence[Paragraph]) -> Iterator[RollRow]:
    """`Ghi chú: khách số 2 vắng (tiếp cử tri)` under a roll."""
    said = {
        int(m["n"]): m["note"]
        for p in paragraphs
        if not p.row and p.reading.key.lstrip(" -*+(").startswith("ghi chú")
        for m in _BY_NUMBER.finditer(p.reading.key)
    }
    for row in rows:
        number = re.match(r"\W*(\d{1,3})\W", row.paragraph.text)
        note = said.get(int(number[1])) if number else None
        yield row if note is None else replace(row, standing=replace(noted(note, Status.PRESENT), cue="by_number"))


_BY_NUMBER = re.compile(r"(?<![^\W_])số (?P<n>\d{1,3})(?P<note>[^;.]*)")
#: a table of dues, of votes, of people to be commended
_OTHER_TABLE = Standing(Status.MENTIONED_ONLY, 0.93, "other_table")
_FOREIGN = "other"


def _with_results(columns: Columns | None, paragraph: Paragraph) -> Columns | None:
    """A column of results that says who came (`Dự`, `Không dự`) is one of notes."""
    if columns is None or not columns.has(_FOREIGN) or columns.has("note"):
        return columns
    at = columns.roles.index(_FOREIGN)
    key = key_of(paragraph.row[at]) if at < len(paragraph.row) else ""
    tells = absence(key) is not None or re.match(r"(?:có )?(?:dự|tham dự|có mặt)(?![^\W_])", key) is not None
    return Columns((*columns.roles[:at], "note", *columns.roles[at + 1 :])) if tells else columns


def _opens_business(paragraph: Paragraph) -> bool:
    """Is it a heading of the business of the meeting?"""
    found = phrasebook("parts").at(paragraph.reading.key, paragraph.body)
    return found is not None and found.record in ("content", "discussion", "requests", "conclusion", "charged")


def _is_roll(columns: Columns, business: bool) -> bool:
    """Before the business a table of people is their roll, unless its columns say otherwise; later only one that says
    who was there."""
    tells = any(columns.has(role) for role in ("present", "absent", "mark"))
    return tells or not (business or columns.has(_FOREIGN))


def _interrupts(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Does a paragraph between rows end the table (and is no piece of a broken cell)?"""
    following = paragraphs[index + 1 : index + 3]
    return not any(p.row for p in following) or len(paragraphs[index].text) > 80


def _headed(paragraph: Paragraph) -> Columns | None:
    roles = _beside_absent(tuple(column_role(cell) for cell in paragraph.row))
    roles = _noted_last(_named(roles))
    known = [r for r in roles if r]
    names = "name" in roles
    return Columns(roles) if len(known) >= 2 and (names or len(known) >= 3) and not _has_number(paragraph.row) else None


def _named(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Where no heading names them: the column before the posts, else the one after the numbers."""
    if "name" in roles:
        return roles
    at = roles.index("position") - 1 if "position" in roles else roles.index("number") + 1 if "number" in roles else -1
    return (*roles[:at], "name", *roles[at + 1 :]) if 0 <= at < len(roles) and not roles[at] else roles


def _noted_last(roles: tuple[str, ...]) -> tuple[str, ...]:
    """A last column whose heading cannot be read holds the notes."""
    return (*roles[:-1], "note") if len(roles) > 3 and not roles[-1] and "note" not in roles else roles


def _beside_absent(roles: tuple[str, ...]) -> tuple[str, ...]:
    """A column whose heading cannot be read, between the post and the absences, is the one for ticks of presence."""
    at = next((i for i, role in enumerate(roles) if role in ("absent", "excused")), 0)
    illegible = at > 1 and roles[at - 1] == "" and "present" not in roles
    return (*roles[: at - 1], "present", *roles[at:]) if illegible else roles


def _has_number(cells: Sequence[str]) -> bool:
    return any(re.fullmatch(r"\d{1,3}\.?", cell) for cell in cells[:1])


def _guessed(paragraph: Paragraph, lexicon: Lexicon) -> Columns | None:
    """Columns by the shape of one row: a number, a name, a post, marks, a note. No roll is wider than `_WIDEST`."""
    roles: list[str] = []
    if len(paragraph.row) > _WIDEST:
        return None
    for cell in paragraph.row:
        if re.fullmatch(r"\d{1,3}\.?", cell) and not roles:
            roles.append("number")
        elif "name" not in roles and _name_like(cell, lexicon):
            roles.append("name")
        elif "name" in roles and "position" not in roles and len(cell) > 3:
            roles.append("position")
        else:
            roles.append("note" if len(cell) > 2 else "tick")
    return Columns(tuple(roles)) if "name" in roles else None


def _name_like(cell: str, lexicon: Lexicon) -> bool:
    words = strip_title(cell)[1].split()
    return (
        2 <= len(words) <= 5 and all(w[0].isupper() for w in words) and (is_surname(words[0]) or lexicon.knows(words))
    )


def _row(
    paragraph: Paragraph,
    columns: Columns | None,
    lexicon: Lexicon,
    inks: dict[str, dict[int, float]],
    legend: dict[str, Standing],
) -> RollRow | None:
    if columns is None:
        return None
    cells = paragraph.row
    name = strip_title(columns.cell(cells, "name"))[1].strip(" .,:-")
    name, inner = _parted_cell(name)
    written, name = name, lexicon.parted(name)
    if not _a_name(name, lexicon):
        return None
    position = columns.cell(cells, "position") or inner
    note = columns.cell(cells, "note")
    standing = _by_legend(cells, columns, note, legend, paragraph.damaged) or _standing(
        cells, columns, note, paragraph.damaged, inks.get(paragraph.text)
    )
    if paragraph.damaged and standing.cue in ("listed", "there") and _says_more(note):
        standing = unread(standing, f": {note}")
    at = paragraph.text.find(written)
    return RollRow(paragraph, name, max(at, 0), len(written), position.strip(), note, standing)


def _parted_cell(cell: str) -> tuple[str, str]:
    """`Lê Văn A (Phó Chủ tịch - khách)`, `Lê Văn A, Bí thư` as name and post."""
    for mark in (" (", " - ", " – ", ", "):
        if mark in cell:
            name, _, post = cell.partition(mark)
            return name, re.split(r"\s[-–]\s(?:khách|mời)", post)[0].strip(" ()")
    return cell, ""


def _by_legend(
    cells: Sequence[str], columns: Columns, note: str, legend: dict[str, Standing], damaged: bool
) -> Standing | None:
    """What a code that the text itself explains says; a note that says more goes before it."""
    marked = (
        meant(cells[i].strip(" .()"), legend, damaged)
        for i, role in enumerate(columns.roles)
        if i < len(cells) and role in ("mark", "present", "absent", "signature")
    )
    codes = [said for said in marked if said is not None]
    if len(codes) != 1:
        return None
    told = noted(key_of(note), codes[0].status)
    return told if told.cue not in ("listed", "heading", "unknown_note", "reason_alone") else codes[0]


def _says_more(note: str) -> bool:
    """Words of a note beside what somebody does at the meeting, and when he came."""
    key = re.sub(
        r"có mặt|chủ trì|chủ toạ|thư ký|ghi biên bản|bí thư|cấp uỷ viên|đảng viên|đại biểu|khách mời", "", key_of(note)
    )
    return re.search(r"[^\W\d_]{3}", key) is not None and not re.search(r"\d\s?(?:g|h|:)", key)


def _a_name(name: str, lexicon: Lexicon) -> bool:
    words = name.split()
    return (
        2 <= len(words) <= 6
        and sum(w[0].isupper() for w in words) >= len(words) - 1
        and not any(c.isdigit() for c in name)
    )


def _standing(
    cells: Sequence[str], columns: Columns, note: str, damaged: bool, ink: dict[int, float] | None
) -> Standing:
    tick = ticked(cells, columns, ink)
    key = read(note, damaged).key
    if tick is None and (said := _in_words(cells, columns, key)) is not None:
        return said
    if tick is None and (code := coded(cells, columns)) is not None:
        code = replace(code, strength=min(code.strength, 0.7)) if damaged else code
        told = noted(key, code.status)
        return replace(told, status=code.status, strength=code.strength) if told.cue in ("heading", "listed") else told
    if tick is None:
        signed = columns.has("signature")
        instead = columns.cell(cells, "signature").strip(" -–—_.")
        if signed and instead:  # words in place of a signature
            return replace(noted(read(instead, damaged).key, Status.ABSENT), strength=0.7)
        absent = noted(key, Status.ABSENT if signed else Status.PRESENT)
        unticked = absent.cue == "listed" and (columns.has("present") or columns.has("mark"))
        return replace(absent, strength=0.6) if unticked or (signed and absent.cue == "heading") else absent
    if damaged and tick is Status.PRESENT and columns.has("mark") and not columns.has("present"):
        return replace(noted(key, Status.PRESENT), strength=0.7)  # a letter of leave looks like a tick on a scan
    if tick is Status.PRESENT:
        return replace(noted(key, Status.PRESENT), remark=noted(key, Status.PRESENT).remark)
    told = noted(f": {key}" if key and tick is Status.ABSENT else key, tick)
    if tick is not Status.ABSENT:
        return replace(told, status=tick) if told.status is not Status.DELEGATED else told
    return told if told.status is not Status.PRESENT else Standing(Status.ABSENT, 0.6, "tick_against_note")


def _in_words(cells: Sequence[str], columns: Columns, note: str) -> Standing | None:
    """`có mặt`, `vắng (ốm)` written in a column of marks."""
    words = [
        key_of(cells[i])
        for i, role in enumerate(columns.roles)
        if i < len(cells) and role in ("mark", "present", "absent") and len(re.findall(r"[^\W\d_]", cells[i])) > 3
    ]
    if len(words) != 1:
        return None
    told = noted(f"{words[0]}; {note}" if note else words[0], Status.PRESENT)
    return told if told.cue not in ("listed", "denied", "unknown_note") else None


def _ink_by_text(tables: dict[int, Table]) -> dict[str, dict[int, float]]:
    """The ink of each cell, by the row's text, for rows of ruled tables."""
    found: dict[str, dict[int, float]] = {}
    for table in tables.values():
        for row in table.rows:
            text = " | ".join(cell.text for cell in row)
            found[text] = {cell.column: cell.ink for cell in row if cell.ink is not None}
            found[mended(text, tuple(range(len(text) + 1)))[0]] = found[text]
    return found


def in_sequence(rows: Sequence[RollRow]) -> Iterator[RollRow]:
    """The rows with each name once: a roll that is continued on a second page repeats nobody."""
    seen: set[str] = set()
    for row in rows:
        key = f"{fold(row.name)}|{fold(row.position)}"
        if key not in seen:
            seen.add(key)
            yield row
