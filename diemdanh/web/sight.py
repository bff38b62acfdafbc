"""The workspace as one person may see it. Pages ask here and nowhere else; what lies outside is not there.

Everything that pages show of the register, the catalogue, the roster, the files and the uploads comes through a
`Sight`; an id out of reach is answered as a missing one. A person without a unit sees all, at no cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from compliance.figure import Figure
from diemdanh.web.batches import Batch, BatchKind
from diemdanh.web.office import Office
from diemdanh.web.refusals import Refused
from diemdanh.web.roll import Names
from diemdanh.web.scope import Reach, reach_of
from minutes.entry import JudgementRow, KeptMeeting, KeptRow, RegisterFault, RegisterRefusal, Source
from minutes.register import RegisterBook
from roster.people import Alias, Branch, Member, Validity
from rules_catalog.catalogue import Catalogue
from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.lifecycle import LIVE
from rules_catalog.rule import Rule, RuleState
from store import journal, originals
from store.errors import StoreError, StoreFault
from store.journal import FileRow

_T = TypeVar("_T")
_CHUNK = 500


@dataclass(frozen=True)
class Sight:
    """`unit` is the person's scope; empty: the whole workspace. One for each request."""

    office: Office
    unit: str

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.office.store, self.unit)

    @cached_property
    def names(self) -> Names:
        """Names for ids, those out of reach too: a row that is seen may name anybody."""
        return Names(self.reach.roster)

    @property
    def whole(self) -> bool:
        return not self.unit

    # -- people and branches

    def members(self) -> tuple[Member, ...]:
        found = self.reach.roster.members
        return found if self.whole else tuple(one for one in found if one.id in self.reach.members)

    def member(self, member_id: str) -> Member:
        found = self.reach.roster.by_id.get(member_id)
        return _there(found, found is not None and (self.whole or found.id in self.reach.members))

    def guests(self, members: Iterable[Member]) -> tuple[Member, ...]:
        """Those of the members whom minutes of a branch in reach may name."""
        return tuple(one for one in members if self.reach.holds_guest(one.id))

    def branches(self) -> tuple[Branch, ...]:
        """The newest row of each branch."""
        found = {one.id: one for one in self.reach.roster.branches}.values()
        return tuple(one for one in found if self.reach.holds_branch(one.id))

    def branch(self, branch_id: str) -> Branch:
        rows = self.reach.roster.branch_rows(branch_id)
        return _there(rows[-1] if rows else None, self.reach.holds_branch(branch_id))

    def knows_branch(self, branch_id: str) -> bool:
        return bool(self.reach.roster.branch_rows(branch_id)) and self.reach.holds_branch(branch_id)

    def aliases(self) -> tuple[Alias, ...]:
        """Spellings of branches in reach; those that hold everywhere are the whole workspace's."""
        return tuple(one for one in self.reach.roster.aliases if self.reach.holds_branch(one.branch_id))

    # -- the register

    @cached_property
    def register(self) -> RegisterBook:
        """The whole register: for changes of what was asked for here first."""
        return RegisterBook(self.office.store)

    def meetings(self) -> tuple[KeptMeeting, ...]:
        return tuple(one for one in self.register.meetings() if self._holds_meeting(one))

    def unsettled_meetings(self) -> tuple[KeptMeeting, ...]:
        return tuple(one for one in self.register.unsettled_meetings() if self._holds_meeting(one))

    def meeting(self, meeting_id: str) -> KeptMeeting:
        """Raises `unknown_meeting`."""
        found = self.register.meeting(meeting_id)
        if not self._holds_meeting(found):
            raise RegisterRefusal(RegisterFault.UNKNOWN_MEETING, meeting_id)
        return found

    def holds_meeting(self, meeting_id: str) -> bool:
        return self.whole or self._holds_meeting(self.register.meeting(meeting_id))

    def rows(self, meeting_id: str) -> tuple[KeptRow, ...]:
        return self.register.rows(self.meeting(meeting_id).id)

    def row(self, row_id: str) -> KeptRow:
        """Raises `unknown_row`."""
        found = self.register.row(row_id)
        if not self.holds_meeting(found.meeting_id):
            raise RegisterRefusal(RegisterFault.UNKNOWN_ROW, row_id)
        return found

    def rows_of_member(self, member_id: str) -> tuple[KeptRow, ...]:
        """His rows at meetings in reach."""
        return tuple(row for row in self.register.shelf.rows_of(member_id) if self.holds_meeting(row.meeting_id))

    def queue(self, after: str = "") -> Iterator[KeptRow]:
        """The rows that wait, in the queue's own order."""
        while rows := self.register.queue(_CHUNK, after):
            yield from (row for row in rows if self.whole or row.meeting_id in self._waiting_meetings)
            after = rows[-1].id

    def first_in_queue(self, after: str = "") -> KeptRow | None:
        if self.whole:
            return next(iter(self.register.queue(1, after)), None)
        return next(self.queue(after), None)

    def queue_length(self) -> int:
        if self.whole:
            return self.register.queue_length()
        return sum(one in self._waiting_meetings for one in self.register.shelf.waiting_at())

    def judged_in_reach(self, operation: int) -> None:
        """Raises `unknown_operation` where the operation judged a row that is out of reach."""
        rows = self.register.shelf.moved_by(operation) if not self.whole else {}
        if not all(self.holds_meeting(self.register.row(row_id).meeting_id) for row_id in rows):
            raise RegisterRefusal(RegisterFault.UNKNOWN_OPERATION, str(operation))

    def rejected(self, name_written: str) -> tuple[JudgementRow, ...]:
        """What people said no to for this spelling, at meetings in reach."""
        found = self.register.rejected(name_written)
        if self.whole:
            return found
        return tuple(one for one in found if self.holds_meeting(self.register.row(one.row_id).meeting_id))

    def sources(self, meeting_id: str) -> tuple[Source, ...]:
        return self.register.sources(meeting_id)

    @cached_property
    def _waiting_meetings(self) -> frozenset[str]:
        """Ids of the meetings in reach, without reading what their minutes say."""
        known = self.register.shelf.standings()
        return frozenset(one for one, branch, _, settled in known if self._holds(one, branch, settled))

    def _holds_meeting(self, kept: KeptMeeting) -> bool:
        return self._holds(kept.id, kept.branch_id, kept.complete)

    def _holds(self, meeting_id: str, branch_id: str | None, complete: bool) -> bool:
        """By its branch; what is not settled yet is also of the unit that brought the paper."""
        if self.whole or self.reach.holds_branch(branch_id):
            return True
        return not complete and any(self._brought(one.sha256) for one in self.register.sources(meeting_id))

    # -- rules

    @cached_property
    def catalogue(self) -> Catalogue:
        """The whole catalogue: for changes of what was asked for here first."""
        return Catalogue(self.office.store)

    def rules(self, state: RuleState | None = None) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.catalogue.list(state=state) if self.reach.sees_rule(rule))

    def rule(self, rule_id: str, version: int | None = None) -> Rule:
        """The version asked for, else the newest that may be seen. Raises `unknown_rule`, `unknown_version`."""
        newest = self._newest(rule_id)
        if version in (None, newest.version):
            return newest
        found = self.catalogue.get(rule_id, version)
        if not self.reach.sees_rule(found):
            raise RuleRefusal(RuleFault.UNKNOWN_VERSION, f"{rule_id} {version}")
        return found

    def _newest(self, rule_id: str) -> Rule:
        """The rule as it stands; while those above work on a correction, the one in force."""
        found = self.catalogue.get(rule_id)
        live = () if self.reach.sees_rule(found) else self.catalogue.versions(rule_id)
        for one in (found, *(one for one in live if one.state in LIVE)):
            if self.reach.sees_rule(one):
                return one
        raise RuleRefusal(RuleFault.UNKNOWN_RULE, rule_id)

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """Raises `unknown_rule`."""
        self._newest(rule_id)
        return tuple(one for one in self.catalogue.versions(rule_id) if self.reach.sees_rule(one))

    def rule_to_change(self, rule_id: str) -> Rule:
        """As `rule`; `forbidden_scope` for one that binds the unit but is decided above it."""
        found = self.rule(rule_id)
        if not self.reach.holds_rule(found):
            raise Refused("forbidden_scope")
        return found

    # -- files and uploads

    def files(self, purpose: str | None = None) -> tuple[FileRow, ...]:
        found = journal.all_files(self.office.store, purpose)
        return found if self.whole else tuple(row for row in found if self.holds_file(row.sha256))

    def file(self, sha256: str, purpose: str) -> FileRow:
        found = journal.find(self.office.store, sha256, purpose)
        return _there(found, found is not None and self.holds_file(sha256))

    def original(self, sha256: str, page: int | None = None) -> Path:
        """Where the file is kept, for a page that may be seen. Raises `unknown_original`, `purged`."""
        if not self.holds_file(sha256, page):
            raise StoreError(StoreFault.UNKNOWN_ORIGINAL, sha256[:12])
        return originals.path_of(self.office.store, sha256)

    def holds_file(self, sha256: str, page: int | None = None) -> bool:
        """Brought by the unit, or with a meeting (on this page, where one is named) or a rule in reach."""
        if self.whole or self._brought(sha256):
            return True
        return sha256 in self._rule_files or any(page in (None, n) for n in self._meeting_pages.get(sha256, ()))

    def _brought(self, sha256: str) -> bool:
        units = self._file_units.get(sha256, ())
        return any(bool(unit) and self.reach.holds_unit(unit) for unit in units)

    @cached_property
    def _file_units(self) -> dict[str, tuple[str, ...]]:
        return self.office.accounts.units_of_files()

    @cached_property
    def _rule_files(self) -> frozenset[str]:
        return frozenset(rule.terms.source_sha256 for rule in self.rules() if rule.terms.source_sha256)

    @cached_property
    def _meeting_pages(self) -> dict[str, set[int]]:
        pages: dict[str, set[int]] = {}
        for meeting_id, sha256, first, last in self.register.shelf.pages():
            if meeting_id in self._waiting_meetings:
                pages.setdefault(sha256, set()).update(range(first, last + 1))
        return pages

    def uploads(self, kind: BatchKind | None = None, limit: int = 20) -> tuple[Batch, ...]:
        if self.whole:
            return self.office.batches.newest(kind, limit)
        found = self.office.batches.newest(kind, 100_000)
        return tuple(one for one in found if self._sees_upload(one))[:limit]

    def upload(self, identity: str) -> Batch:
        found = self.office.batches.find(identity)
        return _there(found, found is not None and self._sees_upload(found))

    def _sees_upload(self, batch: Batch) -> bool:
        return self.whole or (bool(batch.unit) and self.reach.holds_unit(batch.unit))

    # -- figures

    def figures(self, found: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """Figures of people who held a post in reach during the period."""
        if self.whole:
            return found
        return tuple(one for one in found if self._holds_figure(one))

    def _holds_figure(self, one: Figure) -> bool:
        return self.reach.holds_member(one.member_id, Validity(one.period.start, one.period.end))


def _there(found: _T | None, seen: bool) -> _T:
    """What is asked for, when it is there to be seen."""
    if found is None or not seen:
        raise Refused("not_found")
    return found
