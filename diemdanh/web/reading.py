"""What the flows say of each file of an upload, as outcomes for its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from diemdanh.desk import Desk
from diemdanh.engines import Local
from diemdanh.intake import Manner
from diemdanh.meetings import FileOutcome as BookOutcome
from diemdanh.meetings import import_minutes
from diemdanh.messages import say
from diemdanh.regulations import Added, add_regulations
from diemdanh.web.batches import FileOutcome
from rules_catalog.catalogue import Catalogue
from rules_catalog.rule import Rule, RuleState


def given_name(shown: str) -> str:
    """The name as the person gave it: without the folder in which the upload waited, or any other of this machine."""
    inside = shown.partition("/files/")[2]
    return inside or (Path(shown).name if Path(shown).is_absolute() else shown)


def _manner(jobs: int) -> Manner:
    """Journal and register keep the names that people gave, never the folder of the upload."""
    return Manner(Local(jobs), named=given_name)


def regulation_outcomes(desk: Desk, folder: Path, jobs: int, unit: str = "") -> Iterator[FileOutcome]:
    """`unit`: the unit of whoever sent them, which their rules are then for."""
    for added in add_regulations(desk, [folder], manner=_manner(jobs)):
        if unit and added.sha256:
            _bind_to_unit(desk, added.sha256, unit)
        yield _of_regulation(added)


def _bind_to_unit(desk: Desk, sha256: str, unit: str) -> None:
    """New drafts of this file by this person get the unit as their scope; also those of a reading that was cut off."""
    catalogue = Catalogue(desk.store)
    new = [rule for rule in catalogue.list(state=RuleState.DRAFT) if _is_new(rule, sha256, desk.by)]
    if not new:
        return
    with desk.writing() as change:
        for rule in new:
            catalogue.edit(change, rule.id, {"scope": unit}, say("web.bound_to_unit"))


def _is_new(rule: Rule, sha256: str, by: str) -> bool:
    terms = rule.terms
    return terms.source_sha256 == sha256 and rule.version == 1 and not terms.scope and rule.recorded_by == by


def _of_regulation(added: Added) -> FileOutcome:
    name = given_name(added.file)
    if added.failure:
        return FileOutcome(name, "failed", added.failure.code, added.failure.sentence.replace(added.file, name))
    link = f"/regulations/{added.sha256}"
    if added.known:
        return FileOutcome(name, "known", link=link)
    return FileOutcome(name, "done", sentence=say("web.rules_found", count=len(added.rules)), link=link)


def minutes_outcomes(desk: Desk, folder: Path, jobs: int, separate: bool) -> Iterator[FileOutcome]:
    return (_of_minutes(one) for one in import_minutes(desk, [folder], separate=separate, manner=_manner(jobs)))


def _of_minutes(book: BookOutcome) -> FileOutcome:
    name = given_name(book.file)
    if book.failure:
        return FileOutcome(name, "failed", book.failure.code, book.failure.sentence.replace(book.file, name))
    if book.known:
        return FileOutcome(name, "known")
    waiting = sum(one.waiting for one in book.meetings)
    said = say("web.meetings_found", meetings=len(book.meetings), waiting=waiting)
    link = f"/meetings/{book.meetings[0].meeting_id}" if book.meetings else ""
    return FileOutcome(name, "waiting" if waiting else "done", sentence=said, link=link)
