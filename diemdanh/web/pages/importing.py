"""Importing people and bodies: a file, what it would change, then yes."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Form, UploadFile

from diemdanh.accounts import Role
from diemdanh.messages import language, say
from diemdanh.rosters import ImportOutcome, Wishes, import_facts
from diemdanh.web.batches import safe_name
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.refusals import Refused
from diemdanh.web.rendering import day
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor
from diemdanh.web.wording import role_name
from roster.book import Book
from roster.changes import Change
from roster.duplicates import Gap
from roster.people import Alias
from roster.rows import FactKind

#: aliases are learned, not imported
KINDS = tuple(kind for kind in FactKind if kind is not FactKind.ALIASES)
_KEY = re.compile(r"[0-9a-f]{64}")
#: tables, and papers with a table (a plan's appendix); anything else is taken for CSV and told to be none
_LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".docx", ".pdf")
_MOST = 20 << 20
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class KindCount:
    kind: FactKind
    count: int


@dataclass(frozen=True, slots=True)
class ImportsPage:
    kinds: tuple[KindCount, ...]


@TWINS.page("/manage/imports", "imports.html", whole=True)
def imports(visit: Visit) -> ImportsPage:
    """What the book holds of each kind, and where files go in."""
    roster = visit.sight.reach.roster
    sizes = {
        FactKind.ROSTER: roster.members, FactKind.UNITS: roster.units, FactKind.BRANCHES: roster.branches,
        FactKind.ASSIGNMENTS: roster.assignments, FactKind.SCHEDULES: roster.schedules, FactKind.LEAVES: roster.leaves,
        FactKind.TERMS: roster.terms,
    }  # fmt: skip
    return ImportsPage(tuple(KindCount(kind, len(sizes[kind])) for kind in KINDS))


@dataclass(frozen=True, slots=True)
class ChangeShown:
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProblemShown:
    severity: str
    row: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """`key` names the file that waits for a yes; nothing was written yet."""

    kind: FactKind
    key: str
    name: str
    added: tuple[ChangeShown, ...]
    changed: tuple[ChangeShown, ...]
    missing: tuple[ChangeShown, ...]
    counts: tuple[int, int, int]
    unchanged: int
    problems: tuple[ProblemShown, ...]
    can_apply: bool
    #: days of less than a month between a member's posts, in words
    gaps: tuple[str, ...] = ()


@TWINS.action("/manage/imports", Role.CLERK, whole=True)
def import_offer(visit: Visit, kind: Annotated[FactKind, Form()], file: UploadFile) -> Done:
    """Keeps the file for a preview."""
    data = file.file.read(_MOST + 1)
    if len(data) > _MOST:
        raise Refused("too_large")
    key = hashlib.sha256(data).hexdigest()
    folder = visit.office.config.home / "offered"
    folder.mkdir(exist_ok=True)
    suffix = Path(safe_name(file.filename or "")).suffix.lower()
    (folder / f"{key}{suffix if suffix in _LISTS else '.csv'}").write_bytes(data)
    return Done(f"/manage/imports/{kind}/{key}")


@TWINS.page("/manage/imports/{kind}/{key}", "import_preview.html", Role.CLERK, whole=True)
def import_preview(visit: Visit, kind: FactKind, key: str) -> PreviewPage:
    """What the file would change; nothing is written."""
    file = _offered(visit, key)
    return _shown(kind, key, file.name, import_facts(visit.desk, kind, file, dry_run=True))


@TWINS.action("/manage/imports/{kind}/{key}", Role.REVIEWER, whole=True)
def import_apply(
    visit: Visit,
    kind: FactKind,
    key: str,
    retire: Annotated[bool, Form()] = False,
    close_gaps: Annotated[bool, Form()] = False,
) -> Done:
    """Writes what the preview showed, in one transaction."""
    file = _offered(visit, key)
    done = import_facts(visit.desk, kind, file, dry_run=False, wishes=Wishes(retire, close_gaps))
    if not done.applied:
        return Done(f"/manage/imports/{kind}/{key}", say("web.import_errors"), bad=True)
    file.unlink(missing_ok=True)
    changes = done.changes
    assert changes is not None
    return Done("/manage/imports", say("web.imported", added=len(changes.added), changed=len(changes.changed)))


def _offered(visit: Visitor, key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise Refused("not_found")
    found = sorted((visit.office.config.home / "offered").glob(f"{key}.*"))
    if not found:
        raise Refused("not_found")
    return found[0]


def _shown(kind: FactKind, key: str, name: str, outcome: ImportOutcome) -> PreviewPage:
    problems = tuple(ProblemShown(p.severity.value, p.row, getattr(p, language().value)) for p in outcome.problems)
    changes = outcome.changes
    if changes is None:
        return PreviewPage(kind, key, name, (), (), (), (0, 0, 0), 0, problems, False)
    added, changed, missing = (
        tuple(map(_change, group[:_SHOWN])) for group in (changes.added, changes.changed, changes.missing)
    )
    counts = (len(changes.added), len(changes.changed), len(changes.missing))
    gaps = tuple(map(_gap, outcome.gaps[:_SHOWN]))
    return PreviewPage(kind, key, name, added, changed, missing, counts, changes.unchanged, problems, True, gaps)


def _gap(gap: Gap) -> str:
    days = (gap.last - gap.first).days + 1
    posts = {"before": gap.before.position, "after": gap.after.position}
    return say("facts.gap", member=gap.member_id, first=day(gap.first), last=day(gap.last), days=days, **posts)


def _change(one: Change) -> ChangeShown:
    return ChangeShown(one.subject, _values(one.before, one), _values(one.after, one))


def _values(row: dict[str, object] | None, one: Change) -> str:
    if row is None:
        return ""
    names = one.fields if one.before and one.after else tuple(row)
    said = (_said(row[name]) for name in names if row.get(name) not in (None, "", "[]", one.subject))
    return "; ".join(filter(None, said))


def _said(value: object) -> str:
    """Days as people write them; lists are the ids of posts."""
    text = str(value)
    if text.startswith("["):
        return ", ".join(map(role_name, json.loads(text)))
    return day(text)


@dataclass(frozen=True, slots=True)
class AliasShown:
    written: str
    member_id: str
    member: str
    branch_id: str
    branch: str


@dataclass(frozen=True, slots=True)
class AliasesPage:
    rows: tuple[AliasShown, ...]


@TWINS.page("/manage/aliases", "aliases.html")
def aliases(visit: Visit) -> AliasesPage:
    """Spellings that people accepted, where, and for whom."""
    roster = visit.sight.reach.roster
    people = {member.id: member.name for member in roster.members}
    places = {branch.id: branch.name for branch in roster.branches}
    return AliasesPage(
        tuple(
            AliasShown(a.written, a.member_id, people.get(a.member_id, ""), a.branch_id, places.get(a.branch_id, ""))
            for a in visit.sight.aliases()
        )
    )


@TWINS.action("/manage/aliases/revoke", Role.REVIEWER)
def alias_revoke(
    visit: Visit,
    written: Annotated[str, Form(max_length=500)],
    member: Annotated[str, Form(max_length=300)],
    branch: Annotated[str, Form(max_length=300)] = "",
) -> Done:
    """The spelling is asked about again."""
    desk = visit.desk
    book = Book(desk.store)
    wanted = [a for a in visit.sight.aliases() if (a.written, a.member_id, a.branch_id) == (written, member, branch)]
    if not wanted:
        raise Refused("not_found")
    with desk.writing() as change:
        alias: Alias
        for alias in wanted:
            book.revoke_alias(change, alias)
    return Done("/manage/aliases", say("web.alias_revoked"))
