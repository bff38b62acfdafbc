"""One walk over the paragraphs: the open part (guests, absences, discussion) decides how each person is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutes.damage import doubted, led, note_behind, telling_words
from minutes.legends import Legend
from minutes.numbering import beside, next_item
from minutes.paragraphs import Paragraph, together
from minutes.parts import AWAY, LISTS, Part, inline, lead_of, left_open, part_of
from minutes.patterns import sign
from minutes.persons import Lexicon, Named, persons
from minutes.sheet import Genre, Section
from minutes.signing import Signer
from minutes.standing import Clause, Standing, absence, clauses, noted, reason_class, unread
from minutes.substituting import substitutions
from minutes.surrounding import considered
from minutes.surrounding import together as together_told
from minutes.telling import joined, told
from minutes.wording import phrasebook
from roster.people import AttendanceStatus as Status

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
ASSUMED = {
    "absent": Status.ABSENT,
    "absent_excused": Status.ABSENT_EXCUSED,
    "absent_unexcused": Status.ABSENT_UNEXCUSED,
}


#: a line of a table whose rulings were not seen: which column was ticked is lost with them
_TABLE_LINE = re.compile(r"\s*\d{1,2}\s*\|?\s*[^\W\d_]")


@dataclass(frozen=True)
class Walk:
    """One paragraph with its people and its part."""

    paragraph: Paragraph
    people: tuple[Named, ...]
    part: Part
    #: the next paragraph may be the rest of its last item
    hanging: bool = False
    #: its list is of those who were asked to come
    invited: bool = False


def walked(whole: Sequence[Paragraph], lexicon: Lexicon, signed: Sequence[Signer]) -> Iterator[Walk]:
    """Every paragraph with its people and its part, in order."""
    standing = opener = ""
    invited = False
    closing = {id(s.paragraph) for s in signed}
    before: Walk | None = None
    for paragraph in whole:
        if standing in LISTS and beside(opener, paragraph.bullet) and not _of_people(paragraph, lexicon):
            standing = ""
        if paragraph.row or id(paragraph) in closing:
            walk = Walk(paragraph, (), Part("table" if paragraph.row else "signature", True))
        else:
            walk = _walk(paragraph, lexicon, standing, before)
            if before is not None and standing in LISTS and _left_over(before, walk):
                before = _walk(together(before.paragraph, paragraph), lexicon, standing, None)
                continue
            if before is not None and _may_hang(before, walk):
                before, walk = replace(before, hanging=True), replace(walk, part=Part(standing, False))
            standing = left_open(walk.part, paragraph, walk.people, standing)
            opener = paragraph.bullet if walk.part.own else opener
            invited = _invited(walk) if walk.part.own else invited
            walk = replace(walk, invited=invited)
        if before is not None:
            yield before
        before = walk
    if before is not None:
        yield before


def _walk(paragraph: Paragraph, lexicon: Lexicon, standing: str, before: Walk | None) -> Walk:
    listing = standing in LISTS or bool(paragraph.bullet) or paragraph.body == 0
    people = persons(paragraph, lexicon, listing=listing)
    follows = before is not None and before.part.name in LISTS and next_item(before.paragraph.bullet, paragraph.bullet)
    return Walk(paragraph, people, part_of(paragraph, people, standing, follows))


def _invited(walk: Walk) -> bool:
    begin, end = lead_of(walk.paragraph, walk.people)
    return walk.part.name in LISTS and sign("only_invited").search(walk.paragraph.reading.key, begin, end) is not None


def _of_people(paragraph: Paragraph, lexicon: Lexicon) -> bool:
    """Does it begin with somebody?"""
    people = persons(paragraph, lexicon, listing=True)
    return bool(people) and people[0].start <= paragraph.body + 2


def _left_over(before: Walk, walk: Walk) -> bool:
    """The rest of an item that the page's layout parted from it: no item, no label, nobody named."""
    text = walk.paragraph.text
    note = text[walk.paragraph.body :][:1].islower() and (not walk.part.own or walk.part.name in AWAY)
    return (
        not walk.people
        and (note or not (walk.part.own or walk.paragraph.bullet))
        and not walk.paragraph.is_heading
        and len(text) < 100
        and (":" not in text[:40] or absence(walk.paragraph.reading.key) is not None)
        and any(p.name for p in before.people)
        and before.part.name in LISTS
        and not before.paragraph.text.rstrip().endswith((".", ";"))
    )


def _may_hang(before: Walk, walk: Walk) -> bool:
    """An item of a list that names nobody and says that somebody was away or sent somebody: of whom, if not of the last
    one? (`- Đ/c A, Trưởng phòng Kinh tế` / `- Kỹ thuật huyện vắng có lý do`)"""
    named = before.part.name in LISTS and before.part.name not in AWAY and any(p.name for p in before.people)
    key = walk.paragraph.reading.key[walk.paragraph.body :]
    labelled = walk.part.own and phrasebook("parts").at(key, 0) is not None
    if not named or walk.people or labelled or before.paragraph.text.rstrip().endswith((".", ";", ":")):
        return False
    return len(key) < 100 and not re.search(r"\d", key) and (absence(key) is not None or _sends(key))


def _sends(key: str) -> bool:
    return any(
        found.record == "sends" and found.end - found.start > 4 for found in phrasebook("substitution").find(key)
    )


def readings(walk: Walk, genre: Genre, legend: Legend | None = None) -> Iterator[tuple[Clause, Standing, Section]]:
    """Each person of a paragraph with his standing and the section it puts him in."""
    listing = walk.part.name in (*LISTS, "chair", "secretary")
    found = _one_by_one(walk, genre, legend or {})
    yield from found if listing else together_told(list(found))


def _one_by_one(walk: Walk, genre: Genre, legend: Legend) -> Iterator[tuple[Clause, Standing, Section]]:
    """Each person by the words around him and what was said of the one before."""
    if not walk.people:
        return
    listing = walk.part.name in (*LISTS, "chair", "secretary")
    parts = clauses(walk.paragraph, walk.people, sentences=not listing and walk.part.name != "counts")
    sent = substitutions(parts)
    part, last = walk.part.name, None
    low = walk.paragraph.body
    for index, clause in enumerate(parts):
        at = clause.person.start
        if listing or walk.part.name == "counts":
            label = inline(walk.paragraph, max(low, clause.start), at)
            if label == "roll" and index == 0 and walk.part.own and part == "superiors":
                label = None  # `Khách mời có mặt: …`
            part = label or (walk.part.name if _softly_away(part, walk, index, parts) else part)
        low = clause.person.stop
        if part in LISTS or part in ("chair", "secretary"):
            following = index + 1 < len(parts) and parts[index + 1].start == clause.start
            shared = _shared(parts, index) if part in AWAY else None
            standing = sent.get(index) or _coded(clause, legend) or shared or _listed(clause, part)
            if walk.paragraph.damaged and index not in sent:
                standing = doubted(standing, clause, following)
                if standing.cue == "listed" and note_behind(walk.paragraph, parts, index):
                    standing = unread(standing, clause.after)
            if standing.cue == "listed" and index and not walk.part.own and _in_sentence(clause):
                otherwise = told(clause, genre is Genre.REPORT)
                if otherwise.status is not Status.PRESENT:
                    standing = replace(otherwise, strength=min(otherwise.strength, 0.7))
            speech = standing.cue == "listed" and not walk.part.own and _in_speech(walk, clause.person)
            if speech:
                said = told(clause, genre is Genre.REPORT)
                standing = replace(said, strength=min(said.strength, 0.7))
            if walk.invited and standing.cue == "listed":
                standing = replace(standing, strength=0.7, cue="invited_only")
            if walk.hanging and standing.cue == "listed" and index == len(parts) - 1:
                standing = unread(standing, "")
            section = Section.OTHER if speech else _SECTIONS[part]
        else:
            standing, section = _in_text(clause, index, sent, last, walk, genre)
        if (
            listing
            and not walk.paragraph.bullet
            and not clause.person.titled
            and _TABLE_LINE.match(walk.paragraph.text)
        ):
            standing, section = Standing(standing.status, 0.6, "lost_table", standing.reason), Section.OTHER
        last = (standing, section)
        yield clause, standing, section


#: `Lành: tháng 6 chi bộ mời đ/c A …`: the list has ended without a heading, and somebody speaks
_SPEECH = re.compile(r"[^:;()\d]{2,40}:\s*[^\W\d_]+(?:[\s,]+[^\W_]+){2,}")


def _in_sentence(clause: Clause) -> bool:
    """Do words of a sentence lead to the person, and no mere joint (`A công bố quyết định (người ký: B)`)?"""
    return not joined(clause) and len(re.findall(r"[^\W\d_]{2,}", clause.before)) >= 4


def _in_speech(walk: Walk, person: Named) -> bool:
    body = walk.paragraph.body
    speech = _SPEECH.match(walk.paragraph.text[body : person.start])
    colon = walk.paragraph.text.find(":", body)
    return speech is not None and not any(colon < other.start < person.start for other in walk.people)


def _softly_away(part: str, walk: Walk, index: int, parts: Sequence[Clause]) -> bool:
    """`…; vắng đồng chí A (bận); đồng chí B`: without a colon or a number the word is said of A alone."""
    if part not in AWAY or walk.part.name not in ("superiors", "roll", "attendance") or index == 0:
        return False
    before = walk.paragraph.reading.key[: parts[index - 1].person.start]
    word = re.search(r"vắng(?: mặt)?(?P<mark>[^.;]{0,30})$", before)
    led = word is not None and re.search(r"[:\d(]", word["mark"]) is not None
    return not led and parts[index].start != parts[index - 1].start


def _shared(parts: Sequence[Clause], index: int) -> Standing | None:
    """`A, B xin phép; C không lý do`: without a bracket a note behind the last of several is said of all of them."""
    last = index
    while last + 1 < len(parts) and parts[last + 1].start == parts[index].start and joined(parts[last + 1]):
        last += 1
    between = [parts[at] for at in range(index, last)]
    if last == index or any(telling_words(part.after) for part in between) or re.match(r"\W*[(:–-]", parts[last].after):
        return None
    said = absence(parts[last].after)
    return replace(said, strength=0.9) if said is not None and said.cue in ("excused", "unexcused") else None


def _coded(clause: Clause, legend: Legend) -> Standing | None:
    """A code behind a name, as the minutes explain it (`… P (đi Hà Nội)`)."""
    found = re.match(r"[\s.:–-]*(?P<code>[a-zđ]{0,3})\s*(?=\(|$|[.;,])", clause.after)
    return legend.get(found["code"]) if found is not None else None


def _listed(clause: Clause, part: str) -> Standing:
    """In a list silence means what the list's heading says."""
    if part in ("chair", "secretary"):
        return Standing(Status.PRESENT, 0.98, part)
    if part in AWAY and sign("kin_or_company").search(clause.before.rstrip(" ,:")):
        return Standing(Status.MENTIONED_ONLY, 0.7, "object")
    said = noted(clause.after, ASSUMED.get(part, Status.PRESENT))
    if said.cue == "denied" and sign("not_there").match(clause.after):
        why = reason_class(clause.after)
        return Standing(Status.ABSENT if why is None else Status.ABSENT_EXCUSED, 0.85, "away", why, until=0)
    if said.status is Status.PRESENT and part not in AWAY and (before := _elsewhere(clause)):
        return before
    turned = said.until and sign("contrast").search(clause.after[: said.until])
    unclear = turned or (said.cue == "listed" and sign("long_note").search(clause.after))
    return replace(said, strength=0.7) if unclear else said


def _elsewhere(clause: Clause) -> Standing | None:
    """Even in a list: `thư chúc mừng của đồng chí A`, `đ/c A gửi lời thăm` say that he was not there."""
    lead = clause.before.rstrip(" ,:")
    hits = [f for f in phrasebook("mentions").find(lead) if f.record == "paper" and f.end == len(lead)]
    if hits:
        return Standing(Status.MENTIONED_ONLY, 0.9, "paper")
    if sign("kin_or_company").search(lead):
        return Standing(Status.MENTIONED_ONLY, 0.7, "object")
    if any(f.record == "excepted" and f.end == len(lead) for f in phrasebook("mentions").find(lead)):
        return Standing(Status.ABSENT, 0.7, "excepted")
    first = next(
        (
            f
            for f in sorted(phrasebook("mentions").find(clause.after), key=lambda f: f.start)
            if f.record == "elsewhere"
        ),
        None,
    )
    if first is not None and first.start <= 2:
        turned = sign("but").search(clause.after[:80]) is not None
        return Standing(Status.MENTIONED_ONLY, 0.7 if turned else 0.8, "elsewhere")
    return None


def _otherwise(clause: Clause) -> bool:
    """Does the clause itself say that he was not there, or sent something?"""
    return absence(clause.after[:80]) is not None or _elsewhere(clause) is not None


def _away_of_brought(clause: Clause, last: tuple[Standing, Section] | None) -> Standing | None:
    """`Đến dự có đồng chí A; đồng chí B báo vắng vì …`."""
    if last is None or last[0].cue != "brought" or not joined(clause):
        return None
    return absence(clause.after[:80])


def _in_text(
    clause: Clause,
    index: int,
    sent: dict[int, Standing],
    last: tuple[Standing, Section] | None,
    walk: Walk,
    genre: Genre,
) -> tuple[Standing, Section]:
    if walk.part.name in ("recipients", "charged"):
        more = _otherwise(clause) or _sends(clause.after)
        return Standing(Status.MENTIONED_ONLY, 0.7 if more else 0.93, walk.part.name), Section.OTHER
    if index in sent and (sent[index].cue != "refuses"):
        return sent[index], Section.OTHER
    if (
        last is not None
        and joined(clause)
        and not _otherwise(clause)
        and last[0].cue in ("brought", "object", "speaks", "attends", "paper")
    ):
        return replace(last[0], strength=last[0].strength - 0.02), last[1]
    press = genre is Genre.REPORT
    standing = _away_of_brought(clause, last) or considered(clause, told(clause, press), press)
    if standing.cue == "invited" and last is not None and last[0].cue == "brought" and not clause.after.strip(" .;"):
        standing = Standing(Status.PRESENT, 0.7, "invited_too")
    if (
        standing.cue == "unclear"
        and walk.part.name == "discussion"
        and not clause.before.strip()
        and walk.paragraph.bullet
    ):
        standing = Standing(Status.PRESENT, 0.7, "in_discussion")
    if walk.paragraph.damaged and standing.cue in ("speaks", "leads", "attends", "quoted") and led(clause.before):
        standing = replace(standing, strength=0.7)
    speech = standing.status is Status.PRESENT and standing.cue != "brought"
    section = Section.SPEECH if speech else Section.SUPERIORS if standing.cue == "brought" else Section.OTHER
    if standing.status in ASSUMED.values():
        section = Section.ABSENT
    return standing, section
