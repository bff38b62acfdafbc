"""The first page: what waits for whoever looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from diemdanh.accounts import Role
from diemdanh.web.batches import Batch
from diemdanh.web.metrics import QUEUE
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.visits import Visit, Visitor
from rules_catalog.rule import Rule, RuleState
from store.journal import FileState


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many of one kind; `key` is of the messages' group `waits`; `yours`: your role can do it."""

    key: str
    count: int
    link: str
    yours: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    waiting: tuple[Waiting, ...]
    uploads: tuple[Batch, ...]

    @property
    def yours(self) -> tuple[Waiting, ...]:
        return tuple(one for one in self.waiting if one.yours and one.count)

    @property
    def others(self) -> tuple[Waiting, ...]:
        return tuple(one for one in self.waiting if not one.yours and one.count)


@TWINS.page("/", "home.html")
def home(visit: Visit) -> HomePage:
    return HomePage(tuple(_waiting(visit)), visit.sight.uploads(limit=5))


def _waiting(visit: Visitor) -> list[Waiting]:
    rules = visit.sight.rules()
    found = [
        Waiting(
            f"rules_{state}", sum(rule.state is state for rule in rules), f"/regulations?state={state}", visit.may(role)
        )
        for state, role in (
            (RuleState.DRAFT, Role.REVIEWER),
            (RuleState.CHANGES_REQUESTED, Role.REVIEWER),
            (RuleState.IN_REVIEW, Role.APPROVER),
            (RuleState.APPROVED, Role.APPROVER),
        )
    ]
    return [*found, _queue(visit), _failed(visit)]


def _count(rules: tuple[Rule, ...], state: RuleState) -> int:
    return sum(rule.state is state for rule in rules)


def _queue(visit: Visitor) -> Waiting:
    count = visit.sight.queue_length()
    if visit.sight.whole:
        QUEUE.set(count)
    return Waiting("names", count, "/queue", visit.may(Role.CLERK))


def _failed(visit: Visitor) -> Waiting:
    bad = [row for row in visit.sight.files() if row.state in (FileState.FAILED, FileState.QUARANTINED)]
    return Waiting("failed", len(bad), "/files?state=failed", visit.may(Role.CLERK))
