"""`minutes review`: the queue as a table, one decision by options, or row by row with two keystrokes each."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from diemdanh.cli import Place
from diemdanh.cli.desk import as_json, by_whom, dry_run, reason, sitting
from diemdanh.cli.facts import plain
from diemdanh.cli.spoken import SpokenCommand, option, print_json, print_table, tell
from diemdanh.desk import Desk
from diemdanh.everywhere import Spread, decide_everywhere
from diemdanh.failures import Complaint, failure_of
from diemdanh.messages import language, say
from diemdanh.pictures import draw_crop
from diemdanh.queue import Queue, WaitingRow, Word, judge, meant, undo, waiting
from minutes.doubts import in_words
from minutes.entry import RegisterRefusal
from minutes.register import RegisterBook


@click.command("review", cls=SpokenCommand, help="cli.minutes_review")
@option("--ask", is_flag=True, help="cli.review_ask")
@option("--accept", "accepted", metavar="ID", help="cli.accept_row")
@option("--member", help="cli.accept")
@option("--decline", "declined", metavar="ID", help="cli.decline")
@option("--unsure", "unsure", metavar="ID", help="cli.unsure")
@option("--all-sheets", is_flag=True, help="cli.all_sheets")
@option("--undo", "undone", type=int, metavar="OPERATION", help="cli.rules_undo")
@by_whom
@reason
@dry_run
@as_json
@click.pass_obj
def review(
    place: Place,
    ask: bool,
    accepted: str | None,
    member: str | None,
    declined: str | None,
    unsure: str | None,
    all_sheets: bool,
    undone: int | None,
    by: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    with sitting(place, by) as desk:
        if ask:
            return _row_by_row(desk, reason)
        if all_sheets or dry_run:
            return _spread(desk, accepted, declined, member, reason, all_sheets, dry_run, as_json)
        for row_id, word in ((accepted, Word.ACCEPT), (declined, Word.DECLINE), (unsure, Word.UNSURE)):
            if row_id is not None:
                tell(say("review.decided", operation=judge(desk, row_id, word, member, reason)))
        if undone is not None:
            undo(desk, undone, reason)
        queue = waiting(desk)
    _show(queue, as_json)
    return 0


def _show(queue: Queue, as_json: bool) -> None:
    if as_json:
        print_json(plain(queue))
        return
    keys = ("id", "date", "branch", "name", "position", "candidates", "reasons")
    heads = tuple(say(f"table.{k}") for k in keys)
    print_table(heads, map(_cells, queue.rows), say("minutes.queue", count=len(queue.rows)))
    if queue.meetings:
        heads = tuple(say(f"table.{k}") for k in ("id", "branch", "date", "reasons"))
        rows = ((m.id, m.branch_written, m.date, _words(m.reasons)) for m in queue.meetings)
        print_table(heads, rows, say("minutes.unsettled", count=len(queue.meetings)))


def _cells(row: WaitingRow) -> tuple[object, ...]:
    named = "; ".join(f"{c.member_id} {c.name}, {c.position} ({c.score:.2f})" for c in row.candidates)
    return row.id, row.date, row.branch, row.name_written, row.position_written, named, _words(row.reasons)


def _words(reasons: tuple[str, ...]) -> str:
    return "; ".join(in_words(reasons, language().value))


# -- one decision for all sheets of the branch


def _spread(
    desk: Desk,
    accepted: str | None,
    declined: str | None,
    member: str | None,
    note: str,
    all_sheets: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    row_id = accepted or declined
    if row_id is None or not all_sheets or (accepted and declined):
        raise Complaint("refused", detail=say("review.needs_decision"), exit_code=2)
    word = Word.ACCEPT if accepted else Word.DECLINE
    found = _decided(desk, row_id, word, member, note, dry_run)
    if as_json:
        print_json(plain(found))
    else:
        _tell_spread(found)
    return 0


def _decided(desk: Desk, row_id: str, word: Word, member: str | None, note: str, dry_run: bool) -> Spread:
    verdict, chosen = meant(RegisterBook(desk.store).row(row_id), word, member)
    return decide_everywhere(desk, row_id, verdict, chosen, note, dry_run)


def _tell_spread(found: Spread) -> None:
    keys = ("id", "date", "name", "position", "evidence", "reasons")
    rows = (
        (r.id, r.date, r.name_written, r.position_written, " ".join(r.evidence.split())[:80], _left(r.left))
        for r in (*found.decided, *found.left)
    )
    key = "review.would_spread" if found.operation is None else "review.spread"
    title = say(key, branch=found.branch, count=len(found.decided), left=len(found.left))
    print_table(tuple(say(f"table.{k}") for k in keys), rows, title)
    if found.operation is not None:
        tell(say("review.decided", operation=found.operation))


def _left(code: str) -> str:
    return say(f"review.left_{code}") if code else ""


# -- row by row


def _row_by_row(desk: Desk, note: str) -> int:
    """Goes through the queue once; what is left stays in it."""
    passed: set[str] = set()
    done: list[int] = []
    with TemporaryDirectory(prefix="diemdanh-pages-") as folder:
        while rows := [row for row in waiting(desk).rows if row.id not in passed]:
            _tell_row(desk, rows[0], len(rows), Path(folder))
            typed = _key()
            if typed == "q":
                break
            if typed == "u" and done:
                passed -= {row.id for row in undo(desk, done.pop(), note or say("review.undo_reason"))}
                tell(say("review.undone"))
                continue
            operation = _answered(desk, rows[0], typed, note)
            if operation is not None:
                done.append(operation)
            if operation is not None or not typed:
                passed.add(rows[0].id)
    tell(say("review.left", count=len(waiting(desk).rows)))
    return 0


def _key() -> str:
    typed: str = click.prompt(say("review.ask"), default="", show_default=False, err=True)
    return typed.strip()


def _tell_row(desk: Desk, row: WaitingRow, left: int, folder: Path) -> None:
    tell(say("review.left", count=left))
    told = {"id": row.id, "date": row.date, "branch": row.branch, "name": row.name_written}
    tell(say("review.row", **told, position=row.position_written, status=say(f"status.{row.status}")))
    tell(say("review.evidence", evidence=" ".join(row.evidence.split())))
    tell(say("review.reasons", reasons=_words(row.reasons)))
    crop = draw_crop(desk, row.id, folder)
    if crop is not None:
        tell(say("review.crop", path=crop))
    for n, one in enumerate(row.candidates[:9], 1):
        score = f"{one.score:.2f}"
        tell(say("review.candidate", n=n, name=one.name, position=one.position, member_id=one.member_id, score=score))


def _answered(desk: Desk, row: WaitingRow, typed: str, note: str) -> int | None:
    """The operation of what was decided; None where the key says nothing."""
    key, everywhere = typed.removesuffix("+"), typed.endswith("+")
    word = {"0": Word.DECLINE, "?": Word.UNSURE}.get(key, Word.ACCEPT)
    member = None
    if word is Word.ACCEPT:
        if not key.isdecimal() or int(key) > len(row.candidates[:9]):
            return None
        member = row.candidates[int(key) - 1].member_id
    try:
        if everywhere and word is not Word.UNSURE:
            return _everywhere(desk, row, word, member, note)
        return judge(desk, row.id, word, member, note)
    except RegisterRefusal as refusal:
        tell(failure_of(refusal).sentence)
        return None


def _everywhere(desk: Desk, row: WaitingRow, word: Word, member: str | None, note: str) -> int | None:
    """Previewed, then done if the person says so."""
    _tell_spread(_decided(desk, row.id, word, member, note, dry_run=True))
    refused: str = click.prompt(say("review.go_on"), default="", show_default=False, err=True)
    return None if refused.strip() else _decided(desk, row.id, word, member, note, dry_run=False).operation
