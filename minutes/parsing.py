"""The pages of one meeting → its sheet. Total: whatever the text, a sheet comes back, with less in it.

Steps: lines to paragraphs, what sort of text it is, the facts of the head (branch, date, hour, place, counts), then
one walk over the
paragraphs in which the part that is open (guests, absences, discussion) decides how each person is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from minutes.asking import recommendations
from minutes.branches import branch_name, find_title
from minutes.counting import counts_of
from minutes.gathering import Finds, gathered, signing_people
from minutes.genres import genre_of, kind_of
from minutes.lengths import bounded
from minutes.moments import day_elsewhere, hour_elsewhere
from minutes.occasion import held_on, place, start_time
from minutes.offices import office
from minutes.paragraphs import Paragraph, paragraphs
from minutes.persons import Lexicon
from minutes.reports import date_in_report
from minutes.script import Script
from minutes.sheet import BranchName, Genre, HeldOn, Section, Sheet
from minutes.signing import signers
from minutes.walking import Walk, walked
from roster.people import AttendanceStatus as Status
from roster.people import MeetingKind
from vntext.dates import Precision


def parse_sheet(script: Script, lexicon: Lexicon | None = None) -> Sheet:
    """The sheet of one meeting. `lexicon` are names that help to see where a name begins and ends."""
    known = lexicon or Lexicon()
    whole = bounded(paragraphs(script))
    genre = genre_of(whole)
    signed = signers(whole, known) if genre is not Genre.REPORT else ()
    walks = tuple(walked(whole, known, signed))
    finds = gathered(script, walks, whole, known, genre)
    finds.persons.extend(signing_people(script, signed, genre))
    if genre is Genre.NONE:
        return _no_meeting(script, finds)
    branch = branch_name(whole, genre, script.confidence)
    kind = kind_of(whole, genre, branch)
    return Sheet(
        text=script.text,
        genre=genre,
        kind=kind,
        branch=branch
        if kind is not MeetingKind.OTHER
        else BranchName(None, branch.parent, False, ("no_branch_meeting",)),
        held_on=_held_on(whole, genre, script),
        start_time=start_time(whole) or hour_elsewhere(_before_business(walks)),
        place=place(whole),
        chair=office(finds.persons, signed, Section.CHAIR, script.text) if genre is not Genre.INVITATION else None,
        secretary=office(finds.persons, signed, Section.SECRETARY, script.text)
        if genre is not Genre.INVITATION
        else None,
        counts=counts_of(_before_business(walks), whole),
        agenda=_agenda(walks),
        recommendations=_asked(walks, genre, finds),
        signatures=tuple(s.name for s in signed),
        persons=tuple(finds.persons),
        unnamed=tuple(finds.unnamed),
    )


def _asked(walks: Sequence[Walk], genre: Genre, finds: Finds) -> tuple[str, ...]:
    """What is asked of bodies above, by the branch's own people."""
    if genre not in (Genre.MINUTES, Genre.REPORT):
        return ()
    guests = [p.name for p in finds.persons if p.section is Section.SUPERIORS and not p.own_branch]
    return recommendations([(w.paragraph, w.part.name) for w in walks], guests)


def _held_on(whole: Sequence[Paragraph], genre: Genre, script: Script) -> HeldOn:
    found = (
        date_in_report(whole) if genre is Genre.REPORT else held_on(whole, genre is Genre.INVITATION, script.confidence)
    )
    told = found.value is not None and found.value.precision is Precision.DAY
    return found if told or genre is Genre.INVITATION else day_elsewhere(whole, found)


def _no_meeting(script: Script, finds: Finds) -> Sheet:
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


def _before_business(walks: Sequence[Walk]) -> list[Paragraph]:
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


def _agenda(walks: Sequence[Walk]) -> tuple[str, ...]:
    """The headings of the business."""
    return tuple(
        w.paragraph.text[w.paragraph.body :].strip(" :.")
        for w in walks
        if w.part.own
        and w.part.name in ("content", "discussion")
        and w.paragraph.is_heading
        and not find_title(w.paragraph.text)
    )
