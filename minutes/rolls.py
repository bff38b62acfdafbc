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
from minutes.columns import column_role
from minutes.mending import mended
from minutes.paragraphs import Paragraph
from minutes.persons import Lexicon
from minutes.standing import Standing, noted, unread
from minutes.wording import key_of, phrasebook, read
from roster.people import AttendanceStatus as Status
from vntext.folding import fold
from vntext.names import is_surname, strip_title

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
class RollRow:
    """One row of a roll: what it says of one person, and the paragraph in which it stands."""

    paragraph: Paragraph
    name: str
    name_at: int
    name_length: int
    position: str
    note: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Columns:
    roles: tuple[str, ...]

    def cell(self, cells: Sequence[str], role: str) -> str:
        return next((cells[i] for i, r in enumerate(self.roles) if r == role and i < len(cells)), "")

    def has(self, role: str) -> bool:
        return role in self.roles


def roll_rows(paragraphs: Sequence[Paragraph], lexicon: Lexicon, tables: dict[int, Table]) -> tuple[RollRow, ...]:
    """Every row of every roll among the paragraphs; tables that are no rolls give none."""
    found: list[RollRow] = []
    columns: _Columns | None = None
    inks = _ink_by_text(tables)
    business = False
    for index, paragraph in enumerate(paragraphs):
        if not paragraph.row:
            business = business or _opens_business(paragraph)
            if not _interrupts(paragraphs, index):
                continue
            columns = None
            continue
        headed = _headed(paragraph)
        if headed is not None:
            columns = headed
            continue
        used = columns or _guessed(paragraph, lexicon)
        row = _row(paragraph, used, lexicon, inks)
        if row is not None and used is not None:
            found.append(row if _is_roll(used, business) else replace(row, standing=_OTHER_TABLE))
    return tuple(found)


#: a table of dues, of votes, of people to be commended
_OTHER_TABLE = Standing(Status.MENTIONED_ONLY, 0.93, "other_table")
_FOREIGN = "other"


def _opens_business(paragraph: Paragraph) -> bool:
    """Is it a heading of the business of the meeting?"""
    found = phrasebook("parts").at(paragraph.reading.key, paragraph.body)
    return found is not None and found.record in ("content", "discussion", "requests", "conclusion", "charged")


def _is_roll(columns: _Columns, business: bool) -> bool:
    """Before the business a table of people is their roll, unless its columns say otherwise; later only one that says
    who was there."""
    tells = any(columns.has(role) for role in ("present", "absent", "mark"))
    return tells or not (business or columns.has(_FOREIGN))


def _interrupts(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Does a paragraph between rows end the table (and is no piece of a broken cell)?"""
    following = paragraphs[index + 1 : index + 3]
    return not any(p.row for p in following) or len(paragraphs[index].text) > 80


def _headed(paragraph: Paragraph) -> _Columns | None:
    roles = _beside_absent(tuple(column_role(cell) for cell in paragraph.row))
    roles = _noted_last(_named(roles))
    known = [r for r in roles if r]
    names = "name" in roles
    return (
        _Columns(roles) if len(known) >= 2 and (names or len(known) >= 3) and not _has_number(paragraph.row) else None
    )


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


def _guessed(paragraph: Paragraph, lexicon: Lexicon) -> _Columns | None:
    """Columns by the shape of one row: a number, a name, a post, marks, a note."""
    roles: list[str] = []
    for cell in paragraph.row:
        if re.fullmatch(r"\d{1,3}\.?", cell) and not roles:
            roles.append("number")
        elif "name" not in roles and _name_like(cell, lexicon):
            roles.append("name")
        elif "name" in roles and "position" not in roles and len(cell) > 3:
            roles.append("position")
        else:
            roles.append("note" if len(cell) > 2 else "tick")
    return _Columns(tuple(roles)) if "name" in roles else None


def _name_like(cell: str, lexicon: Lexicon) -> bool:
    words = strip_title(cell)[1].split()
    return (
        2 <= len(words) <= 5 and all(w[0].isupper() for w in words) and (is_surname(words[0]) or lexicon.knows(words))
    )


def _row(
    paragraph: Paragraph, columns: _Columns | None, lexicon: Lexicon, inks: dict[str, dict[int, float]]
) -> RollRow | None:
    if columns is None:
        return None
    cells = paragraph.row
    name = strip_title(columns.cell(cells, "name"))[1].strip(" .,:-")
    name, _, inner = name.partition(" - ") if " - " in name else name.partition(", ")
    written, name = name, lexicon.parted(name)
    if not _a_name(name, lexicon):
        return None
    position = columns.cell(cells, "position") or inner
    note = columns.cell(cells, "note")
    standing = _standing(cells, columns, note, paragraph.damaged, inks.get(paragraph.text))
    if paragraph.damaged and standing.cue in ("listed", "there") and _says_more(note):
        standing = unread(standing, f": {note}")
    at = paragraph.text.find(written)
    return RollRow(paragraph, name, max(at, 0), len(written), position.strip(), note, standing)


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
    cells: Sequence[str], columns: _Columns, note: str, damaged: bool, ink: dict[int, float] | None
) -> Standing:
    ticked = _ticked(cells, columns, ink)
    key = read(note, damaged).key
    if ticked is None and (coded := _coded(cells, columns)) is not None:
        told = noted(key, coded.status)
        return (
            replace(told, status=coded.status, strength=coded.strength) if told.cue in ("heading", "listed") else told
        )
    if ticked is None:
        signed = columns.has("signature")
        absent = noted(
            key, Status.ABSENT if signed and not columns.cell(cells, "signature").strip(" -–—_.") else Status.PRESENT
        )
        unticked = absent.cue == "listed" and (columns.has("present") or columns.has("mark"))
        return replace(absent, strength=0.6) if unticked or (signed and absent.cue == "heading") else absent
    if ticked is Status.PRESENT:
        return replace(noted(key, Status.PRESENT), remark=noted(key, Status.PRESENT).remark)
    told = noted(f": {key}" if key and ticked is Status.ABSENT else key, ticked)
    if ticked is not Status.ABSENT:
        return replace(told, status=ticked) if told.status is not Status.DELEGATED else told
    return told if told.status is not Status.PRESENT else Standing(Status.ABSENT, 0.6, "tick_against_note")


def _coded(cells: Sequence[str], columns: _Columns) -> Standing | None:
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


def _ticked(cells: Sequence[str], columns: _Columns, ink: dict[int, float] | None) -> Status | None:
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
        return text not in _NONE and not re.search(r"vắng|không|phép|lý do", text)
    if ink is not None and not text:
        return ink >= _INK
    return text in _TICKS or (0 < len(text) <= 2 and text not in _NONE)


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
