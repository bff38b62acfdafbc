"""Persons as they were read → attendees of the sheet, with evidence and place: from the walk, from roll tables, from
signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from minutes.legends import legend_of
from minutes.letters import LOWER, UPPER
from minutes.naming import MAX_WORDS, TITLE
from minutes.paragraphs import Paragraph
from minutes.persons import Lexicon, Named, persons
from minutes.rolls import RollRow, in_sequence, roll_rows
from minutes.script import Script
from minutes.sheet import Attendee, Genre, Section, UnnamedPost
from minutes.signing import Signer
from minutes.standing import Clause, Standing
from minutes.walking import ASSUMED, Walk, readings
from minutes.wording import phrasebook, read
from roster.people import AttendanceStatus as Status


@dataclass
class Finds:
    """What the walk gathers."""

    persons: list[Attendee] = field(default_factory=list)
    unnamed: list[UnnamedPost] = field(default_factory=list)


def gathered(
    script: Script, walks: Sequence[Walk], whole: Sequence[Paragraph], lexicon: Lexicon, genre: Genre
) -> Finds:
    finds = Finds()
    tables = {id(line.table): line.table for line in script.lines if line.table is not None}
    rows = roll_rows(whole, lexicon, tables)
    for row in in_sequence(rows):
        _from_row(script, row, lexicon, finds)
    told = {id(row.paragraph) for row in rows}
    for paragraph in whole:
        if paragraph.row and (genre is Genre.NONE or id(paragraph) not in told):
            _named_only(script, paragraph, lexicon, finds)
    legend = legend_of(whole)
    for walk in walks:
        for clause, standing, section in readings(walk, genre, legend):
            _take(script, walk, clause, _by_genre(standing, genre), section, finds)
    return finds


def _named_only(script: Script, paragraph: Paragraph, lexicon: Lexicon, finds: Finds) -> None:
    """Known people in a table that is no roll (a plan, a list of papers) are named there and no more."""
    for at, cell in _cells_of(paragraph):
        words = [*cell.split()][:MAX_WORDS]
        known = [n for n in range(len(words), 1, -1) if lexicon.knows([w.strip(" .,;()") for w in words[:n]])]
        if not known:
            continue
        name = " ".join(w.strip(" .,;()") for w in words[: known[0]])
        start, end = paragraph.span(at, at + len(name))
        position = cell[len(name) :].strip(" ,;-–()")
        finds.persons.append(
            Attendee(
                name, position, Status.MENTIONED_ONLY, Section.OTHER, script.text[start:end], start, end, 0.9,
                "other_table",
                place=script.place(start, end), confidence=script.confidence(start, end),
            )
        )  # fmt: skip


def _cells_of(paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    """The cells of a row that begin with a capital, with their offsets."""
    at = 0
    for cell in paragraph.row:
        found = paragraph.text.find(cell, at) if cell else -1
        if found >= 0:
            at = found + len(cell)
            if cell[:1].isupper():
                yield found, cell


def _by_genre(standing: Standing, genre: Genre) -> Standing:
    if genre is Genre.INVITATION:
        return Standing(Status.MENTIONED_ONLY, 0.97, "invited")
    return standing


def _take(script: Script, walk: Walk, clause: Clause, standing: Standing, section: Section, finds: Finds) -> None:
    person, paragraph = clause.person, walk.paragraph
    if not person.name:
        if standing.status is Status.PRESENT and not is_own_post(person.position):
            start, end = paragraph.span(person.start, person.stop)
            finds.unnamed.append(UnnamedPost(person.position, standing.status, start, end, script.place(start, end)))
        return
    if section is Section.CHAIR and any(p.section is Section.CHAIR for p in finds.persons):
        section = Section.ROLL if walk.part.name == "chair" else section
    section = _noted_office(clause.after) or section
    end = clause.person.stop if standing.until is not None or standing.reason else min(clause.end, person.stop + 160)
    start, stop = paragraph.span(
        max(clause.start, paragraph.body) if clause.start <= person.start else person.start, end
    )
    at, until = paragraph.span(person.name_start, person.name_end)
    finds.persons.append(
        Attendee(
            name=person.name,
            position=person.position,
            status=standing.status,
            section=section,
            evidence=script.text[start:stop].strip(),
            start=at,
            end=until,
            strength=standing.strength,
            cue=standing.cue,
            own_branch=_own(person, section, walk.part.name),
            reason=standing.reason,
            remark=standing.remark,
            place=script.place(at, until),
            confidence=script.confidence(at, until),
        )
    )


def _noted_office(after: str) -> Section | None:
    """`… (chủ trì)`, `… - thư ký` right after somebody."""
    note = re.match(r"\W*(?P<what>chủ trì|chủ toạ|thư ký|ghi biên bản)\s*(?:[);,.]|$|cuộc họp|hội nghị)", after)
    if note is None:
        return None
    return Section.CHAIR if note["what"].startswith("chủ") else Section.SECRETARY


def _from_row(script: Script, row: RollRow, lexicon: Lexicon, finds: Finds) -> None:
    paragraph = row.paragraph
    start, end = paragraph.span(row.name_at, row.name_at + row.name_length)
    key = read(row.note, paragraph.damaged).key
    office = (
        Section.CHAIR
        if re.search(r"chủ (?:trì|toạ)", key)
        else Section.SECRETARY
        if re.search(r"thư ký|ghi biên bản", key)
        else None
    )
    standing = row.standing
    deputy = _deputy(paragraph, row.note, lexicon)
    if deputy is not None:
        standing = _with_deputy(script, row, deputy, finds)
    if paragraph.damaged and deputy is None and standing.status in ASSUMED.values() and _names_another(row.note):
        standing = replace(standing, strength=0.7)
    position = row.position
    own = is_own_post(position) and not re.search(r",", position)
    section = office or (Section.ROLL if own or not position else Section.SUPERIORS)
    if standing.status in ASSUMED.values():
        section = Section.ABSENT
    whole = paragraph.span(0, len(paragraph.text))
    finds.persons.append(
        Attendee(
            row.name, position, standing.status, section, script.text[whole[0] : whole[1]] if standing.reason is None
            else script.text[start:end],
            start, end, standing.strength, standing.cue, own, standing.reason, standing.remark,
            script.place(start, end), script.confidence(start, end),
        )
    )  # fmt: skip


def _names_another(note: str) -> bool:
    """Is somebody named in a note of absence of which nothing else could be read?"""
    return (
        TITLE.search(read(note).key) is not None
        or re.search(rf"[{UPPER}][{LOWER}]+ [{UPPER}][{LOWER}]", note) is not None
    )


def _deputy(paragraph: Paragraph, note: str, lexicon: Lexicon) -> tuple[Named, int] | None:
    """The other person whom a note names (`ủy quyền đ/c B (Phó phòng) dự thay`, `dự thay đ/c A`), with the note's
    offset."""
    at = paragraph.text.find(note) if note else -1
    if at < 0 or not re.search(r"thay|uỷ quyền|uỷ nhiệm|\bcử\b|đại diện", read(note, paragraph.damaged).key):
        return None
    inner = Paragraph(note, paragraph.offsets[at : at + len(note) + 1], "", 0, damaged=paragraph.damaged)
    named = [p for p in persons(inner, lexicon, listing=True) if p.name]
    return (named[0], at) if named else None


def _with_deputy(script: Script, row: RollRow, deputy: tuple[Named, int], finds: Finds) -> Standing:
    """The row's standing where its note names another: he was sent, or the row's own person came for him."""
    person, at = deputy
    before = read(row.note[: person.start], row.paragraph.damaged).key.rstrip(" :")
    came_for = any(f.record == "for" and f.end == len(before) for f in phrasebook("substitution").find(before))
    start, end = row.paragraph.span(at + person.name_start, at + person.name_end)
    status = Status.DELEGATED if came_for else Status.PRESENT
    finds.persons.append(
        Attendee(
            person.name, person.position, status, Section.SUPERIORS, script.text[start:end], start, end, 0.96,
            "for" if came_for else "in_place",
            place=script.place(start, end), confidence=script.confidence(start, end),
        )
    )  # fmt: skip
    return Standing(Status.PRESENT if came_for else Status.DELEGATED, 0.97, "in_place" if came_for else "sends")


def _own(person: Named, section: Section, part: str) -> bool:
    if person.position:
        bare = _BARE.fullmatch(read(person.position).key.strip()) is not None
        return is_own_post(person.position) and not (bare and "superiors" in (section.value, part))
    return section is Section.ROLL or (section is Section.ABSENT and part not in _BUSINESS)


#: where somebody may be said to be away who is none of the branch's own
_BUSINESS = ("content", "discussion", "requests", "conclusion")


#: of a guest, the post of the body under whose heading he stands
_BARE = re.compile(r"(?:phó )?bí thư(?: thường trực)?")


def is_own_post(position: str) -> bool:
    """A post within the branch and nothing else (`Bí thư chi bộ`, `Đảng viên`)."""
    key = read(position).key
    own = phrasebook("posts").at(key, 0)
    if re.match(r"(?:đồng chí )?(?:bí thư|phó bí thư|chi uỷ|chủ trì|chủ toạ|thư ký)$", key.strip()):
        return True
    if own is None or own.record != "own_branch":
        return False
    rest = [f for f in phrasebook("posts").find(key, own.end) if f.record == "post"]
    return not rest


def signing_people(script: Script, signed: Sequence[Signer], genre: Genre) -> Iterator[Attendee]:
    """The two who sign minutes were there; whoever signs an invitation only signs."""
    for signer in signed:
        start, end = signer.paragraph.span(signer.start, signer.start + len(signer.name))
        there = genre is Genre.MINUTES
        yield Attendee(
            signer.name, signer.title, Status.PRESENT if there else Status.MENTIONED_ONLY, signer.section if there else
            Section.SIGNATURE,
            script.text[start:end], start, end, 0.9 if there else 0.95, "signed", there,
            place=script.place(start, end), confidence=script.confidence(start, end),
        )  # fmt: skip
