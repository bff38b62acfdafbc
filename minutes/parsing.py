"""The pages of one meeting → its sheet. Total: whatever the text, a sheet comes back, with less in it.

Steps: lines to paragraphs, what sort of text it is, the facts of the head (branch, date, hour, place, counts), then one walk over the
paragraphs in which the part that is open (guests, absences, discussion) decides how each person is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from minutes.asking import recommendations
from minutes.branches import branch_name, find_title
from minutes.counting import counts_of
from minutes.genres import genre_of, kind_of
from minutes.occasion import held_on, place, start_time
from minutes.paragraphs import Paragraph, paragraphs
from minutes.parts import AWAY, LISTS, Part, inline, left_open, part_of
from minutes.persons import Lexicon, Named, persons
from minutes.rolls import RollRow, in_sequence, roll_rows
from minutes.script import Script
from minutes.sheet import Attendee, BranchName, Genre, HeldOn, Section, Sheet, UnnamedPost
from minutes.signing import Signer, signers
from minutes.standing import Clause, Standing, clauses, joined, noted, substitutions, told
from minutes.wording import phrasebook, read
from roster.people import AttendanceStatus as Status
from roster.people import MeetingKind

_SECTIONS = {
    "superiors": Section.SUPERIORS,
    "roll": Section.ROLL,
    "attendance": Section.ROLL,
    "absent": Section.ABSENT,
    "absent_excused": Section.ABSENT,
    "absent_unexcused": Section.ABSENT,
    "chair": Section.CHAIR,
    "secretary": Section.SECRETARY,
}
_ASSUMED = {
    "absent": Status.ABSENT,
    "absent_excused": Status.ABSENT_EXCUSED,
    "absent_unexcused": Status.ABSENT_UNEXCUSED,
}


@dataclass(frozen=True)
class _Walk:
    """One paragraph with its people and its part."""

    paragraph: Paragraph
    people: tuple[Named, ...]
    part: Part


@dataclass
class _Finds:
    """What the walk gathers."""

    persons: list[Attendee] = field(default_factory=list)
    unnamed: list[UnnamedPost] = field(default_factory=list)


def parse_sheet(script: Script, lexicon: Lexicon | None = None) -> Sheet:
    """The sheet of one meeting. `lexicon` are names that help to see where a name begins and ends."""
    known = lexicon or Lexicon()
    whole = paragraphs(script)
    genre = genre_of(whole)
    signed = signers(whole, known) if genre is not Genre.REPORT else ()
    walks = tuple(_walked(whole, known, signed))
    finds = _people(script, walks, whole, known, genre)
    finds.persons.extend(_signatures(script, signed, genre))
    if genre is Genre.NONE:
        return _no_meeting(script, finds)
    branch = branch_name(whole, genre, script.confidence(0, len(script.text)))
    kind = kind_of(whole, genre, branch)
    return Sheet(
        text=script.text,
        genre=genre,
        kind=kind,
        branch=branch
        if kind is not MeetingKind.OTHER
        else BranchName(None, branch.parent, False, ("no_branch_meeting",)),
        held_on=held_on(whole, genre is Genre.INVITATION) if genre is not Genre.REPORT else reported_date(whole),
        start_time=start_time(whole),
        place=place(whole),
        chair=_office(finds, signed, Section.CHAIR) if genre is not Genre.INVITATION else None,
        secretary=_office(finds, signed, Section.SECRETARY) if genre is not Genre.INVITATION else None,
        counts=counts_of(_before_business(walks)),
        agenda=_agenda(walks),
        recommendations=recommendations([(w.paragraph, w.part.name) for w in walks]) if genre is Genre.MINUTES else (),
        signatures=tuple(s.name for s in signed),
        persons=tuple(finds.persons),
        unnamed=tuple(finds.unnamed),
    )


def reported_date(whole: Sequence[Paragraph]) -> HeldOn:
    """The date in a report: of the sentence that tells of the meeting."""
    from minutes.reports import date_in_report

    return date_in_report(whole)


def _no_meeting(script: Script, finds: _Finds) -> Sheet:
    """A text that reports no meeting: everybody in it is only mentioned."""
    mentioned = [replace(p, status=Status.MENTIONED_ONLY, cue="no_meeting", reason=None) for p in finds.persons]
    return Sheet(
        script.text,
        Genre.NONE,
        MeetingKind.NONE,
        BranchName(None, None, False, ("no_meeting",)),
        HeldOn(None, False, ("no_meeting",)),
        persons=tuple(mentioned),
    )


def _walked(whole: Sequence[Paragraph], lexicon: Lexicon, signed: Sequence[Signer]) -> Iterator[_Walk]:
    standing = ""
    closing = {id(s.paragraph) for s in signed}
    for paragraph in whole:
        if paragraph.row:
            yield _Walk(paragraph, (), Part("table", True))
            continue
        if id(paragraph) in closing:
            yield _Walk(paragraph, (), Part("signature", True))
            continue
        people = persons(paragraph, lexicon, listing=standing in LISTS or bool(paragraph.bullet) or paragraph.body == 0)
        part = part_of(paragraph, people, standing)
        standing = left_open(part, paragraph, people, standing)
        yield _Walk(paragraph, people, part)


def _people(
    script: Script, walks: Sequence[_Walk], whole: Sequence[Paragraph], lexicon: Lexicon, genre: Genre
) -> _Finds:
    finds = _Finds()
    tables = {id(line.table): line.table for line in script.lines if line.table is not None}
    for row in in_sequence(roll_rows(whole, lexicon, tables)):
        _from_row(script, row, lexicon, finds)
    for walk in walks:
        for clause, standing, section in _readings(walk, genre):
            _take(script, walk, clause, _by_genre(standing, genre), section, finds)
    return finds


def _by_genre(standing: Standing, genre: Genre) -> Standing:
    if genre is Genre.INVITATION:
        return Standing(Status.MENTIONED_ONLY, 0.97, "invited")
    return standing


def _readings(walk: _Walk, genre: Genre) -> Iterator[tuple[Clause, Standing, Section]]:
    """Each person of a paragraph with his standing and the section it puts him in."""
    if not walk.people:
        return
    listing = walk.part.name in (*LISTS, "chair", "secretary")
    parts = clauses(walk.paragraph, walk.people, sentences=not listing)
    sent = substitutions(parts)
    part, last = walk.part.name, None
    low = walk.paragraph.body
    for index, clause in enumerate(parts):
        at = clause.person.start
        if listing or walk.part.name == "counts":
            label = inline(walk.paragraph, max(low, clause.start), at)
            part = label or part
        low = clause.person.stop
        if part in LISTS or part in ("chair", "secretary"):
            standing = sent.get(index) or _listed(clause, part)
            section = _SECTIONS[part]
        else:
            standing, section = _in_text(clause, index, sent, last, walk, genre)
        last = (standing, section)
        yield clause, standing, section


def _listed(clause: Clause, part: str) -> Standing:
    """In a list silence means what the list's heading says."""
    if part in ("chair", "secretary"):
        return Standing(Status.PRESENT, 0.98, part)
    said = noted(clause.after, _ASSUMED.get(part, Status.PRESENT))
    if said.status is Status.PRESENT and part not in AWAY and (before := _elsewhere(clause)):
        return before
    return said


def _elsewhere(clause: Clause) -> Standing | None:
    """Even in a list: `thư chúc mừng của đồng chí A`, `đ/c A gửi lời thăm` say that he was not there."""
    lead = clause.before.rstrip(" ,:")
    hits = [f for f in phrasebook("mentions").find(lead) if f.record == "paper" and f.end == len(lead)]
    if hits:
        return Standing(Status.MENTIONED_ONLY, 0.9, "paper")
    first = next(
        (
            f
            for f in sorted(phrasebook("mentions").find(clause.after), key=lambda f: f.start)
            if f.record == "elsewhere"
        ),
        None,
    )
    if first is not None and first.start <= 2:
        return Standing(Status.MENTIONED_ONLY, 0.8, "elsewhere")
    return None


def _in_text(
    clause: Clause,
    index: int,
    sent: dict[int, Standing],
    last: tuple[Standing, Section] | None,
    walk: _Walk,
    genre: Genre,
) -> tuple[Standing, Section]:
    if index in sent and (sent[index].cue != "refuses"):
        return sent[index], Section.OTHER
    if last is not None and joined(clause) and last[0].cue in ("brought", "object", "speaks", "attends", "paper"):
        return replace(last[0], strength=last[0].strength - 0.02), last[1]
    standing = told(clause, genre is Genre.REPORT)
    if (
        standing.cue == "unclear"
        and walk.part.name == "discussion"
        and not clause.before.strip()
        and walk.paragraph.bullet
    ):
        standing = Standing(Status.PRESENT, 0.7, "in_discussion")
    speech = standing.status is Status.PRESENT and standing.cue != "brought"
    section = Section.SPEECH if speech else Section.SUPERIORS if standing.cue == "brought" else Section.OTHER
    if standing.status in _ASSUMED.values():
        section = Section.ABSENT
    return standing, section


def _take(script: Script, walk: _Walk, clause: Clause, standing: Standing, section: Section, finds: _Finds) -> None:
    person, paragraph = clause.person, walk.paragraph
    if not person.name:
        if standing.status is Status.PRESENT and not _own_post(person.position):
            start, end = paragraph.span(person.start, person.stop)
            finds.unnamed.append(UnnamedPost(person.position, standing.status, start, end, script.place(start, end)))
        return
    if section is Section.CHAIR and any(p.section is Section.CHAIR for p in finds.persons):
        section = Section.ROLL if walk.part.name == "chair" else section
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
            own_branch=_own(person, section),
            reason=standing.reason,
            remark=standing.remark,
            place=script.place(at, until),
            confidence=script.confidence(at, until),
        )
    )


def _from_row(script: Script, row: RollRow, lexicon: Lexicon, finds: _Finds) -> None:
    paragraph = row.paragraph
    start, end = paragraph.span(row.name_at, row.name_at + len(row.name))
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
    position = row.position
    own = _own_post(position) and not re.search(r",", position)
    section = office or (Section.ROLL if own or not position else Section.SUPERIORS)
    if standing.status in _ASSUMED.values():
        section = Section.ABSENT
    whole = paragraph.span(0, len(paragraph.text))
    finds.persons.append(
        Attendee(
            row.name, position, standing.status, section, script.text[whole[0] : whole[1]] if standing.reason is None else script.text[start:end],
            start, end, standing.strength, standing.cue, own, standing.reason, standing.remark,
            script.place(start, end), script.confidence(start, end),
        )
    )  # fmt: skip


def _deputy(paragraph: Paragraph, note: str, lexicon: Lexicon) -> tuple[Named, int] | None:
    """The other person whom a note names (`ủy quyền đ/c B (Phó phòng) dự thay`, `dự thay đ/c A`), with the note's offset."""
    at = paragraph.text.find(note) if note else -1
    if at < 0 or not re.search(r"thay|uỷ quyền|uỷ nhiệm|\bcử\b|đại diện", read(note, paragraph.damaged).key):
        return None
    inner = Paragraph(note, paragraph.offsets[at : at + len(note) + 1], "", 0, damaged=paragraph.damaged)
    named = [p for p in persons(inner, lexicon, listing=True) if p.name]
    return (named[0], at) if named else None


def _with_deputy(script: Script, row: RollRow, deputy: tuple[Named, int], finds: _Finds) -> Standing:
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


def _own(person: Named, section: Section) -> bool:
    if person.position:
        return _own_post(person.position)
    return section in (Section.ROLL, Section.ABSENT)


def _own_post(position: str) -> bool:
    """A post within the branch and nothing else (`Bí thư chi bộ`, `Đảng viên`)."""
    key = read(position).key
    own = phrasebook("posts").at(key, 0)
    if re.match(r"(?:đồng chí )?(?:bí thư|phó bí thư|chi uỷ|chủ trì|chủ toạ|thư ký)$", key.strip()):
        return True
    if own is None or own.record != "own_branch":
        return False
    rest = [f for f in phrasebook("posts").find(key, own.end) if f.record == "post"]
    return not rest


def _office(finds: _Finds, signed: Sequence[Signer], section: Section) -> str | None:
    """Who chairs or writes: as labelled, else as noted in the roll, else as signed."""
    named = [p.name for p in finds.persons if p.section is section and p.status is Status.PRESENT and p.cue != "signed"]
    if named:
        return named[0]
    said = [
        p
        for p in finds.persons
        if section is Section.CHAIR and re.search(r"chủ (?:trì|toạ)|điều hành", read(p.evidence).key[-40:])
    ]
    if (
        said
        and said[0].section in (Section.ROLL, Section.SUPERIORS)
        and re.search(r"[-–(,]\s*[Cc]hủ t(?:ọa|oạ|rì)\W*$", said[0].evidence)
    ):
        return said[0].name
    if section is Section.CHAIR and (own := _chairs_in_text(finds.persons)):
        return own
    return next((s.name for s in signed if s.section is section), None)


def _chairs_in_text(people: Iterable[Attendee]) -> str | None:
    """`dưới sự chủ trì của đồng chí A`, `đồng chí A chủ trì`."""
    for person in people:
        key = read(person.evidence).key
        name = read(person.name).key
        if re.search(rf"(?:chủ trì|điều hành)\s+(?:của|là)\s+[^.;]{{0,20}}{re.escape(name)}", key) or re.search(
            rf"{re.escape(name)}[^.;:]{{0,60}}\s(?:chủ trì|chủ toạ)(?! kết)", key
        ):
            return person.name
    return None


def _signatures(script: Script, signed: Sequence[Signer], genre: Genre) -> Iterator[Attendee]:
    """The two who sign minutes were there; whoever signs an invitation only signs."""
    for signer in signed:
        start, end = signer.paragraph.span(signer.start, signer.start + len(signer.name))
        there = genre is Genre.MINUTES
        yield Attendee(
            signer.name, signer.title, Status.PRESENT if there else Status.MENTIONED_ONLY, signer.section if there else Section.SIGNATURE,
            script.text[start:end], start, end, 0.9 if there else 0.95, "signed", there,
            place=script.place(start, end), confidence=script.confidence(start, end),
        )  # fmt: skip


def _before_business(walks: Sequence[_Walk]) -> list[Paragraph]:
    """The paragraphs before the discussion; all of them where there is no such heading."""
    end = next(
        (
            i
            for i, w in enumerate(walks)
            if w.part.own and w.part.name in ("content", "discussion", "requests") and i > 3
        ),
        len(walks),
    )
    head = [w.paragraph for w in walks[:end]]
    return head if len(head) > 3 else [w.paragraph for w in walks]


def _agenda(walks: Sequence[_Walk]) -> tuple[str, ...]:
    """The headings of the business."""
    return tuple(
        w.paragraph.text[w.paragraph.body :].strip(" :.")
        for w in walks
        if w.part.own
        and w.part.name in ("content", "discussion")
        and w.paragraph.is_heading
        and not find_title(w.paragraph.text)
    )
