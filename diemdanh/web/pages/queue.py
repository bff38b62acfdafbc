"""The queue of doubtful names: one row, its crop, whom it may mean; two keystrokes a decision, one to undo it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Query

from diemdanh.accounts import Role
from diemdanh.finding import exact_key
from diemdanh.messages import say
from diemdanh.web.pages.routes import TWINS, Operation
from diemdanh.web.refusals import Refused
from diemdanh.web.roll import MeetingShown, Names, PersonShown, RowShown, day_of
from diemdanh.web.sight import Sight
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor
from minutes.entry import JudgementRow, KeptRow, RowVerdict, Settled
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import Alias, AttendanceStatus, Validity
from store.transaction import Transaction

_SHOWN = 9
#: rows of one bulk decision
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom the row may mean. `score` is None in blind mode; `rejected`: somebody said no to it for this spelling."""

    key: str
    person: PersonShown
    score: float | None
    rejected: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue is narrowed to; it is kept from row to row."""

    branch: str = ""
    name: str = ""
    blind: bool = False

    def query(self, **more: object) -> str:
        given = {"branch": self.branch, "name": self.name, "blind": "true" if self.blind else "", **more}
        return urlencode({key: value for key, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The row in hand, or none. `left` counts the rows of the filter, this one too; `done_today` the person's own."""

    row: RowShown | None
    meeting: MeetingShown | None
    candidates: tuple[Candidate, ...]
    said_before: tuple[str, ...]
    others: tuple[RowShown, ...]
    sha256: str
    page: int | None
    left: int
    filter: QueueFilter
    after: str
    can_learn: bool
    unsettled: int


@TWINS.page("/queue", "queue.html")
def name_queue(
    visit: Visit, after: str = "", at: str = "", branch: str = "", name: str = "", blind: bool = False
) -> QueuePage:
    """The next doubtful name of the filter, in the queue's own steady order; or the row `at`."""
    return _page(visit, QueueFilter(branch, name, blind), after, at)


def _page(visit: Visitor, chosen: QueueFilter, after: str, row_id: str) -> QueuePage:
    sight, names = visit.sight, visit.sight.names
    row, left = _following(sight, chosen, after, row_id)
    unsettled = len(sight.unsettled_meetings())
    if row is None:
        return QueuePage(None, None, (), (), (), "", None, 0, chosen, after, False, unsettled)
    meeting = sight.meeting(row.meeting_id)
    on = day_of(meeting.date)
    sources = sight.sources(meeting.id)
    said = sight.rejected(row.name_written)
    others = [names.row(one, on) for one in sight.rows(meeting.id) if one.id != row.id]
    return QueuePage(
        row=names.row(row, on),
        meeting=names.meeting(meeting),
        candidates=_candidates(row, names, said, on, chosen.blind),
        said_before=_said_before(said, names),
        others=tuple(others),
        sha256=sources[0].sha256 if sources else "",
        page=row.page,
        left=left,
        filter=chosen,
        after=after,
        can_learn=meeting.branch_id is not None,
        unsettled=unsettled,
    )


def _following(sight: Sight, chosen: QueueFilter, after: str, row_id: str) -> tuple[KeptRow | None, int]:
    """The row asked for, else the first behind `after`, else the first of all; and how many wait under the filter."""
    if chosen.branch or chosen.name:
        waiting = _filtered(sight, chosen)
        behind = [row for row in waiting if row.id > after]
        asked = [row for row in waiting if row.id == row_id]
        return next(iter((*asked, *behind, *waiting)), None), len(waiting)
    asked_for = sight.row(row_id) if row_id else None
    if asked_for and asked_for.settled is Settled.WAITING:
        return asked_for, sight.queue_length()
    return sight.first_in_queue(after) or sight.first_in_queue(), sight.queue_length()


def _filtered(sight: Sight, chosen: QueueFilter) -> list[KeptRow]:
    rows = list(sight.queue())
    if chosen.branch:
        meetings = {one.id: one.branch_id for one in sight.meetings()}
        rows = [row for row in rows if meetings.get(row.meeting_id) == chosen.branch]
    if chosen.name:
        rows = [row for row in rows if exact_key(row.name_written) == exact_key(chosen.name)]
    return rows


def _candidates(
    row: KeptRow, names: Names, said: tuple[JudgementRow, ...], on: date | None, blind: bool
) -> tuple[Candidate, ...]:
    """The best first; in blind mode by name, unscored and with nobody chosen."""
    scored = list(row.candidates) or ([(row.member_id, row.confidence or 0.0)] if row.member_id else [])
    refused = {one.member_id for one in said}
    people = [(names.person(member, on), score) for member, score in scored[:_SHOWN]]
    shown = [(person, score) for person, score in people if person]
    if blind:
        shown.sort(key=lambda pair: pair[0].name)
    clear = _stands_out([score for _, score in shown])
    return tuple(
        Candidate(str(n), person, None if blind else score, person.id in refused, n == 1 and not blind and clear)
        for n, (person, score) in enumerate(shown, 1)
    )


def _stands_out(scores: list[float]) -> bool:
    """Is one so much likelier that Enter alone may mean him? Between namesakes a person has to say a number."""
    return bool(scores) and scores[0] >= 0.9 and (len(scores) == 1 or scores[1] < scores[0] - 0.1)


def _said_before(judgements: tuple[JudgementRow, ...], names: Names) -> tuple[str, ...]:
    """What people decided on names that were written like this."""
    said = []
    for one in judgements[-3:]:
        person = names.person(one.member_id)
        said.append(
            say("web.said_before", by=one.by, verdict=say(f"verdict.{one.verdict}"), who=person.name if person else "")
        )
    return tuple(said)


@TWINS.action("/queue/{row_id}")
def queue_decide(
    visit: Visit,
    row_id: str,
    choice: Annotated[str, Form(max_length=300)],
    status: Annotated[AttendanceStatus | None, Form()] = None,
    note: Annotated[str, Form(max_length=2000)] = "",
    learn: Annotated[bool, Form()] = False,
    branch: Annotated[str, Form(max_length=300)] = "",
    name: Annotated[str, Form(max_length=300)] = "",
    blind: Annotated[bool, Form()] = False,
) -> Done:
    """A person's word on a row: `member:ID` or a verdict. The next row of the same filter follows."""
    desk, register, names = visit.desk, visit.sight.register, visit.sight.names
    kept = visit.sight.row(row_id)
    verdict, member_id = meant(visit, choice, kept)
    with desk.writing() as change:
        register.judge(change, row_id, verdict, member_id=member_id, status=status, note=note)
        if learn and member_id:
            _learn(change, register, kept, member_id)
        operation = change.operation
    to = f"/queue?{QueueFilter(branch, name, blind).query(after=row_id)}"
    who = names.person(member_id)
    said = f"{who.name} ({who.position})" if who else say(f"verdict.{verdict}")
    told = say("web.judged", name=kept.name_written or "—", said=said)
    return Done(to, told, f"/judgements/{operation}/undo")


def meant(visit: Visitor, choice: str, kept: KeptRow) -> tuple[RowVerdict, str | None]:
    """`member:ID` or a verdict, as the register keeps it; whom the person may name. Raises bad_request, not_found."""
    if choice.startswith("member:"):
        member_id = choice.removeprefix("member:")
        asked = {kept.member_id, *(member for member, _ in kept.candidates)}
        if member_id not in asked and not visit.sight.reach.holds_guest(member_id):
            raise Refused("not_found")
        best = kept.candidates[0][0] if kept.candidates else kept.member_id
        return (RowVerdict.ACCEPT if member_id == best else RowVerdict.OTHER_MEMBER), member_id
    if choice in (RowVerdict.NOT_ON_ROSTER, RowVerdict.NOT_PRESENT, RowVerdict.UNSURE):
        return RowVerdict(choice), None
    raise Refused("bad_request")


def _learn(change: Transaction, register: RegisterBook, kept: KeptRow, member_id: str) -> None:
    """The spelling is remembered for this branch, from the day of the meeting on."""
    meeting = register.meeting(kept.meeting_id)
    if meeting.branch_id and kept.name_written:
        alias = Alias(exact_key(kept.name_written), member_id, meeting.branch_id, Validity(day_of(meeting.date)))
        Book(register.store).add_alias(change, alias)


@TWINS.action("/judgements/{operation}/undo")
def judgement_undo(visit: Visit, operation: Operation, reason: Annotated[str, Form(max_length=2000)] = "") -> Done:
    """Takes back all judgements of one operation; the queue goes back to the first of its rows."""
    desk = visit.desk
    visit.sight.judged_in_reach(operation)
    with desk.writing() as change:
        rows = visit.sight.register.undo(change, operation, reason or say("web.undo_reason"))
    return Done(f"/queue?{urlencode({'at': rows[0].id})}", say("web.undone"))


@dataclass(frozen=True, slots=True)
class BulkRow:
    row: RowShown
    who: PersonShown
    score: float
    meeting: MeetingShown


@dataclass(frozen=True, slots=True)
class BulkPage:
    """What accepting all above the threshold would enter; `data_version` guards against a change in between."""

    threshold: float
    rows: tuple[BulkRow, ...]


@TWINS.page("/queue/bulk", "queue_bulk.html", Role.REVIEWER)
def queue_bulk(visit: Visit, threshold: Annotated[float, Query(ge=0.5, le=1.0)] = 0.97) -> BulkPage:
    """The preview of a bulk decision: rows with one candidate above the threshold and no rival near it."""
    found = islice((row for row in visit.sight.queue() if _plain(row, threshold)), _MOST)
    return BulkPage(threshold, tuple(_bulk_row(visit.sight, row) for row in found))


def _plain(row: KeptRow, threshold: float) -> bool:
    scores = [score for _, score in row.candidates]
    return _stands_out(scores) and scores[0] >= threshold


def _bulk_row(sight: Sight, row: KeptRow) -> BulkRow:
    names, meeting = sight.names, sight.meeting(row.meeting_id)
    on = day_of(meeting.date)
    member_id, score = row.candidates[0]
    person = names.person(member_id, on) or PersonShown(member_id, member_id, "")
    return BulkRow(names.row(row, on), person, score, names.meeting(meeting))


@TWINS.action("/queue-bulk", Role.REVIEWER)
def queue_bulk_accept(visit: Visit, rows: Annotated[list[str], Form()]) -> Done:
    """Accepts the chosen rows as previewed: one operation, a judgement for each. `rows` are `ROW=MEMBER`."""
    desk = visit.desk
    register = visit.sight.register
    with desk.writing() as change:
        for pair in rows:
            row_id, _, member_id = pair.partition("=")
            kept = visit.sight.row(row_id)
            if not kept.candidates or kept.candidates[0][0] != member_id:
                raise Refused("stale_rows")
            register.judge(change, row_id, RowVerdict.ACCEPT, member_id=member_id, note=say("web.bulk_note"))
        operation = change.operation
    return Done("/queue", say("web.bulk_done", count=len(rows)), f"/judgements/{operation}/undo")
