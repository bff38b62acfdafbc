"""One decision for all sheets of a branch that write a name the same way: what it would reach, then yes; one undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Query

from diemdanh.accounts import Role
from diemdanh.everywhere import Spread, SpreadRow, decide_everywhere
from diemdanh.messages import known, say
from diemdanh.web.pages.queue import meant
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.refusals import Refused
from diemdanh.web.roll import PersonShown
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor

Choice = Annotated[str, Query(max_length=300)]


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that the decision does not reach, and why."""

    row: SpreadRow
    why: str


@dataclass(frozen=True, slots=True)
class EverywherePage:
    """What saying `choice` of every such row would do; nothing was written yet."""

    row_id: str
    choice: str
    name: str
    branch: str
    verdict: str
    person: PersonShown | None
    decided: tuple[SpreadRow, ...]
    left: tuple[LeftRow, ...]


@TWINS.page("/queue/{row_id}/everywhere", "queue_everywhere.html", Role.CLERK)
def queue_everywhere(visit: Visit, row_id: str, choice: Choice) -> EverywherePage:
    """The preview: the rows of the branch with this spelling that the decision reaches, and those that it leaves."""
    found = _decided(visit, row_id, choice, dry_run=True)
    person = visit.sight.names.person(found.member_id)
    left = tuple(LeftRow(row, _why(row.left)) for row in found.left)
    branch = visit.sight.names.branch(found.branch)
    return EverywherePage(
        row_id, choice, found.decided[0].name_written, branch, found.verdict.value, person, found.decided, left
    )


@TWINS.action("/queue/{row_id}/everywhere")
def queue_decide_everywhere(visit: Visit, row_id: str, choice: Annotated[str, Form(max_length=300)]) -> Done:
    """The decision for every such row: one operation, a judgement for each."""
    done = _decided(visit, row_id, choice, dry_run=False)
    told = say("web.decided_everywhere", count=len(done.decided), left=len(done.left))
    return Done(f"/queue?after={row_id}", told, f"/judgements/{done.operation}/undo")


def _decided(visit: Visitor, row_id: str, choice: str, dry_run: bool) -> Spread:
    kept = visit.sight.row(row_id)
    # Branches that are not settled are told apart by their written names, which know no unit.
    if visit.sight.meeting(kept.meeting_id).branch_id is None and not visit.sight.whole:
        raise Refused("unknown_branch")
    verdict, member_id = meant(visit, choice, kept)
    return decide_everywhere(visit.desk, row_id, verdict, member_id, dry_run=dry_run)


def _why(code: str) -> str:
    return say(f"review.left_{code}") if known(f"review.left_{code}") else code
