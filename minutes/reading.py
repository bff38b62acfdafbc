"""Documents → meetings with their attendance: the walk from pages to rows, everything passed in as an argument.

`read_meetings` finds the meetings (`books`), parses each (`parsing`), asks the matcher who is meant
(`roster.matching`) and settles what
the sheet says of every member (`settling`). A row is free of review only where the member, the meeting's branch and
its date are sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from documents.model import Document
from minutes.books import Book, books
from minutes.branch_words import spelled_out
from minutes.doubts import in_words
from minutes.letters import LOWER, UPPER
from minutes.parsing import parse_sheet
from minutes.patterns import sign
from minutes.persons import Lexicon
from minutes.plainness import badly_read, head_is_plain, speaks_plainly
from minutes.reconciling import reconciled
from minutes.script import script_of
from minutes.settling import settled
from minutes.sheet import Attendee, Genre, Place, Section, Sheet
from minutes.told import PAGE_DOUBTS, Told, as_told, nothing_told
from minutes.wording import key_of
from roster.branch_matching import resolve_branch
from roster.matching import Circumstances, Match, Mention, Verdict, holders, identify
from roster.matching import in_words as matched_because
from roster.people import AttendanceStatus, Capacity, MeetingKind, Roster
from vntext.dates import PartialDate, Precision
from vntext.folding import fold

#: the head of a post that never stands alone: on a scan, what is left of a longer one
_BARE_POST = re.compile(
    r"(?:phó )?(?:chủ tịch|bí thư|giám đốc|trưởng (?:ban|phòng)|chủ nhiệm|chánh văn phòng|"
    r"công chức|cán bộ)|uỷ viên|pct|pbt|pbt thường trực"
)
#: a speck before a word of a post: `Phó Trưởng .Ban Tổ chức`
_MARKS = re.compile(r"(?<=\s)[.,;'`’‘°](?=[^\W\d_])")
#: below this a status is not plain enough to be entered unasked
_PLAIN = 0.8
_GLUED = re.compile(rf"(?<=[{UPPER}]{{2}})(?=[{UPPER}][{LOWER}])")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Settings of the reading. `automatic`: the least confidence of a row that is entered unasked."""

    automatic: float = 0.9


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One roster member's row; `reasons` are sentences for people; candidates are (member, score), best first."""

    member_id: str
    name: str
    position: str
    capacity: Capacity
    status: AttendanceStatus
    confidence: float
    needs_review: bool
    reasons: tuple[str, ...]
    evidence: str
    place: Place | None
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A post without a name, with whom it may mean on that day."""

    as_written: str
    candidates: tuple[str, ...]
    place: Place | None


@dataclass(frozen=True)
class MeetingReading:
    """One meeting as it would be offered to the register."""

    sheet: Sheet
    branch_id: str | None
    confidence: float
    needs_review: bool
    reasons: tuple[str, ...]
    rows: tuple[AttendanceRow, ...]
    unresolved: tuple[Unresolved, ...] = ()
    others: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def read_meetings(
    documents: Sequence[tuple[str, Document]],
    roster: Roster,
    separate: bool = False,
    thresholds: Thresholds | None = None,
    told: Callable[[Sheet], Told | None] = nothing_told,
) -> tuple[MeetingReading, ...]:
    """Every meeting told by some documents (name as shown, document), in order of their first page.

    Documents of one call whose pages continue are one book, unless `separate`. `told`: what a person said which meeting
    a sheet (known by its `sources`) is of. Never raises on what the pages say.
    """
    lexicon = Lexicon.of(member.name for member in roster.members)
    sheets = (_sheet(book, lexicon) for book in books(documents, separate))
    return tuple(read_sheet(sheet, roster, thresholds, told(sheet)) for sheet in sheets)


def _sheet(book: Book, lexicon: Lexicon) -> Sheet:
    script = script_of(book.leaves)
    sheet = parse_sheet(script, lexicon)
    warnings = (*book.warnings, *reconciled(sheet))
    sheet = replace(sheet, sources=book.sources, unreadable=book.unreadable, warnings=warnings)
    return replace(sheet, plain_head=book.poor_print and head_is_plain(script, sheet))


def read_sheet(
    sheet: Sheet, roster: Roster, thresholds: Thresholds | None = None, told: Told | None = None
) -> MeetingReading:
    """A parsed sheet against a roster: also the way of `rematch`, which reads nothing again."""
    limits = thresholds or Thresholds()
    sheet = as_told(sheet, told, roster) if told else sheet
    asked = [mention(p, own=sheet.kind is not MeetingKind.OTHER) for p in sheet.persons]
    around = circumstances(sheet)
    branch_id, unsettled = (told.branch_id, ()) if told else settled_branch(sheet, roster, around, asked)
    around = replace(around, branch_id=branch_id)
    settled_anyway = ("hardly_legible",) if branch_id else ()
    doubts = (*(d for d in meeting_doubts(sheet) if d not in settled_anyway), *unsettled)
    matches = identify(asked, roster, around) if roster.members else ()
    by_person = tuple(zip(sheet.persons, matches, strict=True)) if matches else ()
    rows = tuple(_rows(by_person, sheet, _for_rows(doubts, sheet), limits, roster))
    known = {fold(p.name) for p, m in by_person if m.verdict is not Verdict.DIFFERENT}
    return MeetingReading(
        sheet=sheet,
        branch_id=around.branch_id,
        confidence=_meeting_confidence(sheet, doubts),
        needs_review=bool(doubts),
        reasons=in_words(doubts),
        rows=rows,
        unresolved=tuple(_unresolved(sheet, roster, around)),
        others=tuple(_others(sheet, known)),
        warnings=in_words(sheet.warnings),
    )


def _unresolved(sheet: Sheet, roster: Roster, around: Circumstances) -> Iterable[Unresolved]:
    for post in sheet.unnamed:
        found = holders(post.as_written, roster, around)
        yield Unresolved(post.as_written, tuple(c.member_id for c in found), post.place)


def meeting_doubts(sheet: Sheet) -> tuple[str, ...]:
    """Why the meeting itself is not sure: its branch, its date, a page that nobody could read."""
    doubts = [*sheet.branch.reasons, *sheet.held_on.reasons]
    if sheet.unreadable:
        doubts.append("unreadable_page")
    doubts.extend(w for w in sheet.warnings if w in PAGE_DOUBTS)
    return tuple(dict.fromkeys(doubts))


def _for_rows(doubts: tuple[str, ...], sheet: Sheet) -> tuple[str, ...]:
    """The doubts about the meeting that hold up its rows: a badly printed page only what stands on it."""
    return tuple(doubt for doubt in doubts if doubt != "unreadable_page" or not sheet.plain_head)


def settled_branch(
    sheet: Sheet, roster: Roster, around: Circumstances, asked: Sequence[Mention]
) -> tuple[str | None, tuple[str, ...]]:
    """The branch's id among the known branches, and why it is not settled; without a list of branches the name is all
    there is.

    The branches assigned to the superiors who surely attended weigh in, where the name alone does not settle it.
    """
    if not roster.branches or sheet.branch.name is None or sheet.kind in (MeetingKind.NONE, MeetingKind.OTHER):
        return None, ()
    name, parent, place = spelled_out(sheet.branch.name), sheet.branch.parent or "", sheet.place or ""
    unclear = "hardly_legible" in sheet.branch.reasons
    signed = sheet.branch.signed_at
    first = resolve_branch(name, parent, place, around.on, roster, unclear=unclear, signed_at=signed)
    if first.verdict is not Verdict.SAME:
        expected = expected_branches(asked, roster, around)
        first = resolve_branch(
            name, parent, place, around.on, roster, expected=expected, unclear=unclear, signed_at=signed
        )
    if first.verdict is Verdict.SAME:
        return first.branch_id, ()
    return None, ("ambiguous_branch" if first.candidates else "unknown_branch",)


def expected_branches(asked: Sequence[Mention], roster: Roster, around: Circumstances) -> frozenset[str]:
    """The branches assigned on the day to those of the guests who are surely recognised."""
    guests = [m for m in asked if m.section == Section.SUPERIORS]
    sure = {m.member_id for m in identify(guests, roster, around) if m.verdict is Verdict.SAME}
    return frozenset(
        a.branch_id
        for a in roster.assignments
        if a.branch_id and a.member_id in sure and (around.on is None or a.validity.holds(around.on))
    )


def circumstances(sheet: Sheet) -> Circumstances:
    """When and where, as far as the sheet knows."""
    value = sheet.held_on.value
    month = value is not None and value.precision is Precision.MONTH
    return Circumstances(_day(value), month, spelled_out(sheet.branch.name or ""), None, sheet.branch.parent or "")


def _day(value: PartialDate | None) -> date | None:
    return value.first if value is not None and value.precision in (Precision.DAY, Precision.MONTH) else None


def mention(person: Attendee, own: bool = True) -> Mention:
    """What the matcher is asked about one place in the text."""
    signed = person.cue == "signed" or (
        person.section is Section.SUPERIORS and sign("role_in_group").search(key_of(person.position)) is not None
    )
    return Mention(
        name=person.name,
        position="" if signed else _of_branch(_unglued(person.position), person.own_branch),
        confidence=person.confidence,
        start=person.start,
        end=person.end,
        section=str(person.section),
        own_branch=own and person.own_branch and not signed,
    )


def _of_branch(position: str, own: bool) -> str:
    """A bare `Phó Bí thư` in the branch's own roll is the branch's."""
    return f"{position} chi bộ" if own and _BARE_SECRETARY.fullmatch(fold(position)) else position


_BARE_SECRETARY = re.compile(r"(?:phó )?(?:bí thư|bt)|pbt")


def _unglued(position: str) -> str:
    """`PBTThường trực` as `PBT Thường trực`: OCR loses spaces after abbreviations; and specks between words."""
    return _MARKS.sub("", re.sub(r"\s+[—_~|•»]+(?=\s|$)", "", _GLUED.sub(" ", position)))


def _rows(
    pairs: Sequence[tuple[Attendee, Match]], sheet: Sheet, doubts: tuple[str, ...], limits: Thresholds, roster: Roster
) -> Iterable[AttendanceRow]:
    sure: dict[str, list[tuple[Attendee, Match]]] = {}
    unsure: dict[str, list[tuple[Attendee, Match]]] = {}
    for person, match in pairs:
        if match.verdict is Verdict.SAME and match.member_id:
            sure.setdefault(match.member_id, []).append((person, match))
        elif match.verdict is Verdict.UNSURE and match.candidates:
            unsure.setdefault(fold(person.name), []).append((person, match))
    for found in unsure.values():
        for person, match in found:
            if match.member_id in sure and "said_before" in match.reasons:
                sure[match.member_id].append((person, match))
    for member_id, found in sure.items():
        yield _row(member_id, found, sheet, doubts, limits)
    told = set(sure)
    for found in sorted(unsure.values(), key=lambda f: -max(m.confidence for _, m in f)):
        best = max((m for _, m in found), key=lambda m: m.confidence)
        meant = _next_namesake(best, told)
        if meant is not None:
            told.add(meant)
            yield _row(meant, found, sheet, doubts, limits, unsure=True)


def _next_namesake(match: Match, told: set[str]) -> str | None:
    """The likeliest candidate; where he stands in the minutes as somebody else, the next of the same full name."""
    first = match.candidates[0]
    if first.member_id not in told:
        return first.member_id
    same = [c for c in match.candidates[1:] if {"name_same"} <= {*first.reasons} & {*c.reasons}]
    return next((c.member_id for c in same if c.member_id not in told and c.score > 0.2), None)


def _row(
    member_id: str,
    found: Sequence[tuple[Attendee, Match]],
    sheet: Sheet,
    doubts: tuple[str, ...],
    limits: Thresholds,
    unsure: bool = False,
) -> AttendanceRow:
    verdict = settled([person for person, _ in found])
    match = max((m for _, m in found), key=lambda m: m.confidence)
    confidence = round(match.confidence * _certainty(verdict.strength), 4)
    why = [*verdict.doubts, *(["unsure_person"] if unsure else []), *(["meeting_unsure"] if doubts else [])]
    if verdict.best.confidence is not None and _BARE_POST.fullmatch(fold(verdict.best.position)):
        why.append("post_cut")
    if sheet.plain_head and badly_read(verdict.best.place, sheet):
        why += [] if any(p is verdict.best and speaks_plainly(p, m, sheet.genre) for p, m in found) else ["badly_read"]
    if confidence < limits.automatic and not why:
        why.append("unsure_person" if match.confidence < verdict.strength else "status_unclear")
    return AttendanceRow(
        member_id=member_id,
        name=verdict.best.name,
        position=verdict.best.position or next((p.position for p, _ in found if p.position), ""),
        capacity=_capacity([p for p, _ in found]),
        status=verdict.status,
        confidence=confidence,
        needs_review=bool(why),
        reasons=(*in_words(why), *matched_because(match.reasons)),
        evidence=verdict.best.evidence,
        place=verdict.best.place,
        candidates=tuple((c.member_id, round(c.score, 3)) for c in match.candidates),
    )


def _certainty(strength: float) -> float:
    """How often a status of this plainness is right: of plain wordings, more often than each wording by itself
    promises."""
    return 1 - (1 - strength) / 5 if strength >= _PLAIN else strength


def _capacity(people: Sequence[Attendee]) -> Capacity:
    if any(p.own_branch for p in people):
        return Capacity.OWN_BRANCH
    if any(p.section is Section.SUPERIORS for p in people):
        return Capacity.SUPERIOR
    return Capacity.UNCLEAR


def _meeting_confidence(sheet: Sheet, doubts: tuple[str, ...]) -> float:
    return 0.98 if not doubts else 0.6 if sheet.branch.name and sheet.held_on.value else 0.2


def _others(sheet: Sheet, known: set[str]) -> Iterable[str]:
    """Named as attending and not on the roster, each once."""
    if sheet.genre is Genre.NONE or sheet.kind is MeetingKind.NONE:
        return
    seen: set[str] = set()
    for person in sheet.persons:
        key = fold(person.name)
        if person.status is AttendanceStatus.PRESENT and len(key.split()) > 1 and key not in known and key not in seen:
            seen.add(key)
            yield person.name
