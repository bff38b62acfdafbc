"""What the sentence around a name adds to what stands right beside it (`telling.told`): people who are named one after
another and then come together, words of welcome, what is said to the press; and what makes either reading doubtful.

Running text is where a wrong status is entered unasked most easily; so whatever may be of another day, place or paper,
or may have turned out otherwise, goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from minutes.patterns import sign
from minutes.sheet import Section
from minutes.standing import Clause, Standing, absence
from minutes.telling import joined
from minutes.wording import phrasebook
from roster.people import AttendanceStatus as Status

Told = tuple[Clause, Standing, Section]

_OWN_DEEDS = ("speaks", "leads", "attends", "quoted", "acts", "in_discussion")
_DOUBTFUL = 0.7
#: how far behind a name his own deed is told
_HEAD_OF_DEED = 60
#: and how far before it words say of when and where
_BEFORE = 50


def considered(clause: Clause, standing: Standing, press: bool) -> Standing:
    """The standing with what the clause says besides."""
    before, after = clause.before[-_BEFORE:], _deed(clause.after)
    if standing.status is Status.PRESENT and standing.cue in _OWN_DEEDS:
        return _of_deed(standing, f"{before} | {after}", clause, press)
    if standing.status is Status.MENTIONED_ONLY:
        return _of_mention(standing, clause)
    turned = standing.until and sign("contrast").search(clause.after[: standing.until])
    return replace(standing, strength=_DOUBTFUL) if turned else standing


def _of_deed(standing: Standing, around: str, clause: Clause, press: bool) -> Standing:
    if sign("asked_by_press").search(around):
        return Standing(Status.MENTIONED_ONLY, 0.85 if press else _DOUBTFUL, "quoted")
    said = re.match(r"\s*(?:\([^)]*\)\s*)?:", clause.after)
    away = said is not None and absence(clause.after[said.end() : said.end() + 50]) is not None
    if away or sign("maybe_elsewhere").search(around):
        return replace(standing, strength=min(standing.strength, _DOUBTFUL))
    return standing


def _of_mention(standing: Standing, clause: Clause) -> Standing:
    lead = clause.before.rstrip(" ,:")
    if standing.cue in ("object", "unclear") and sign("takes_office").search(clause.after):
        return Standing(Status.PRESENT, 0.9, "leads")
    came = sign("came").match(clause.after) is not None and absence(clause.after[:80]) is None
    if sign("welcomes").search(lead) and (came or standing.cue in ("unclear", "object")):
        return Standing(Status.PRESENT, 0.9, "brought")
    doubtful = sign("maybe_elsewhere").search(clause.before) or sign("asked_by_press").search(clause.before)
    if standing.cue in ("elsewhere", "invited") and sign("but").search(clause.after[:80]):
        standing = replace(standing, strength=min(standing.strength, _DOUBTFUL))
    other_day = any(f.record == "other_time" for f in phrasebook("mentions").find(f"{clause.before} | {clause.after}"))
    if came and standing.cue in ("unclear", "elsewhere") and not other_day:
        return Standing(Status.PRESENT, _DOUBTFUL if doubtful else 0.9, "attends")
    return standing


def _deed(after: str) -> str:
    """What follows a name up to its words: a speech may tell of anything."""
    return after[:_HEAD_OF_DEED].split(":")[0]


def together(told: Sequence[Told]) -> list[Told]:
    """`A, Chủ tịch; B, Trưởng ban; C cùng dự`: those who are only named take the standing of the one with the verb."""
    done = _accompanied(_within_speeches(told))
    for index in range(len(done) - 2, -1, -1):
        clause, standing, _ = done[index]
        following, theirs, section = done[index + 1]
        open_end = standing.cue == "unclear" and joined(following) and not clause.after.strip(" ,;.:&+-–—()vàcùng")
        if open_end and theirs.cue in ("attends", "brought", "leads", "speaks") and _near(clause, following):
            done[index] = (clause, replace(theirs, strength=min(theirs.strength, 0.9), until=None), section)
    return done


def _accompanied(told: Sequence[Told]) -> list[Told]:
    """`Đi cùng đồng chí A có B, C`: the words that bring B stand on both sides of A; C is joined to B."""
    done: list[Told] = []
    for clause, standing, section in told:
        before = done[-1] if done else None
        same = before is not None and before[0].start == clause.start and standing.cue == "unclear"
        if same and before is not None and _brought(before, clause):
            standing, section = Standing(Status.PRESENT, 0.9, "brought"), Section.SUPERIORS
        done.append((clause, standing, section))
    return done


def _brought(before: Told, clause: Clause) -> bool:
    if joined(clause) and before[1].cue == "brought" and before[1].strength == 0.9:
        return True
    lead = f"{before[0].before} … {clause.before}".rstrip(" ,:")
    return clause.before.strip(" ,:") in ("có", "còn có", "gồm", "là") and sign("brings").search(lead) is not None


def _within_speeches(told: Sequence[Told]) -> list[Told]:
    """Whoever is named in somebody's words (`Đ/c A thông tin: …; đồng chí B đã …`) is not plainly there."""
    done: list[Told] = []
    speech = -1
    for clause, standing, section in told:
        doubtful = clause.start == speech and standing.cue in _OWN_DEEDS and ":" not in clause.after[:40]
        done.append((clause, replace(standing, strength=_DOUBTFUL) if doubtful else standing, section))
        if standing.cue in ("speaks", "leads") and ":" in clause.after:
            speech = clause.start
    return done


def _near(one: Clause, two: Clause) -> bool:
    """Are they named in one sentence, with nothing but commas and semicolons between them?"""
    return one.start == two.start
