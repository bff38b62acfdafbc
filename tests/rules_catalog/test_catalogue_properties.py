"""Whatever people do in whatever order: no forbidden state, no lost version, and the same answers from any copy."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from catalogue_world import NEWER, SOURCE, duty, hour, press, regulation, successor
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from extract.obligation import Regulation
from rules_catalog.catalogue import Catalogue
from rules_catalog.errors import RuleRefusal
from rules_catalog.exchange import Format, dumped, loaded
from rules_catalog.lifecycle import LIVE, STEPS, DecisionKind
from store import settings as workspace_settings
from store.backup import backup, restore, verify
from store.database import open_store

DAYS = [date(year, month, 1) for year in (2020, 2021, 2022, 2023, 2024) for month in (1, 3, 7)]
PEOPLE = st.sampled_from(["lan", "minh", "head"])
READINGS = st.sampled_from(
    [
        regulation(duty()),
        regulation(duty(count=3)),
        regulation(duty(), duty("provincial_secretary", 1)),
        regulation(duty(where_kind=None)),
        press(duty()),
        successor(),
        successor(count=4),
        regulation(duty("provincial_secretary", 1, effective_from=date(2023, 7, 1)), source=NEWER, mentions=(SOURCE,)),
    ]
)
EDITS = st.sampled_from(
    [
        {"min_count": 5},
        {"min_count": 1, "effective_from": date(2022, 1, 1)},
        {"where_kind": "any_branch"},
        {"effective_to": date(2023, 12, 31)},
        {"who_ids": ["provincial_secretary"]},
    ]
)
MOVES = st.sampled_from(sorted({kind for _, kind in STEPS if kind is not DecisionKind.EDIT}))


class Life(RuleBasedStateMachine):
    """Random people at one catalogue."""

    @initialize(strict=st.booleans())
    def begin(self, strict: bool) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(self.folder / "home", create=True)
        self.store.connection.execute("PRAGMA synchronous = OFF")
        self.catalogue = Catalogue(self.store)
        self.clock = 0
        self.texts: dict[tuple[str, int], str] = {}
        self.answers: list[tuple[int, list[Any]]] = []
        with self.store.writing(by="admin", at=hour(0)) as change:
            workspace_settings.put(self.store, change, "approver_not_proposer", strict)

    def act(self, by: str, deed: Any) -> None:
        """Does one thing; a refusal leaves everything as it was."""
        self.clock += 1
        before = self.state()
        try:
            with self.store.writing(by=by, at=hour(self.clock)) as change:
                deed(change)
        except RuleRefusal:
            assert self.state() == before

    def state(self) -> list[Any]:
        tables = ("audit", "rules", "rule_versions", "decisions", "rule_states")
        return [self.store.value(f"SELECT count(*) FROM {table}") for table in tables]

    def some_rule(self, index: int) -> str:
        ids = sorted(self.catalogue.shelf.ids())
        return ids[index % len(ids)]

    @rule(found=READINGS, by=PEOPLE)
    def propose(self, found: Regulation, by: str) -> None:
        self.act(by, lambda change: self.catalogue.propose(change, found, "a" * 64))

    @precondition(lambda self: self.catalogue.shelf.ids())
    @rule(
        index=st.integers(0, 9),
        kind=MOVES,
        by=PEOPLE,
        on=st.sampled_from([None, *DAYS]),
        reason=st.sampled_from(["", "so"]),
    )
    def decide(self, index: int, kind: DecisionKind, by: str, on: date | None, reason: str) -> None:
        rule_id = self.some_rule(index)
        self.act(by, lambda change: self.catalogue.decide(change, rule_id, kind, reason, on=on))

    @precondition(lambda self: self.catalogue.shelf.ids())
    @rule(index=st.integers(0, 9))
    def activate(self, index: int) -> None:
        """What people most want, in one go."""
        rule_id = self.some_rule(index)
        for kind in (DecisionKind.APPROVE, DecisionKind.ACTIVATE):
            self.act("chief", lambda change, kind=kind: self.catalogue.decide(change, rule_id, kind, "so"))

    @precondition(lambda self: self.catalogue.shelf.ids())
    @rule(index=st.integers(0, 9), fields=EDITS, by=PEOPLE)
    def edit(self, index: int, fields: dict[str, Any], by: str) -> None:
        rule_id = self.some_rule(index)
        self.act(by, lambda change: self.catalogue.edit(change, rule_id, fields, "so"))

    @precondition(lambda self: self.catalogue.shelf.ids())
    @rule(back=st.integers(0, 6), by=PEOPLE)
    def undo(self, back: int, by: str) -> None:
        operations = [
            row["operation"] for row in self.store.rows("SELECT DISTINCT operation FROM decisions ORDER BY 1")
        ]
        operation = operations[-1 - back % len(operations)]
        self.act(by, lambda change: self.catalogue.undo(change, operation, "so"))

    @precondition(lambda self: self.catalogue.shelf.ids())
    @rule(activate=st.booleans())
    def bring_in_again(self, activate: bool) -> None:
        """The catalogue's own file, as a person might bring it: everything in it is known."""
        rules = loaded(dumped(self.catalogue.export(), Format.JSON), Format.JSON)
        before = self.catalogue.export()
        self.act("lan", lambda change: self.catalogue.import_rules(change, rules, activate, "so"))
        assert self.catalogue.export() == before

    @rule()
    def look(self) -> None:
        """Writes down today's answers, to be asked again later."""
        self.answers.append((self.clock, self.asked(self.catalogue)))

    def asked(self, catalogue: Catalogue, known: int | None = None) -> list[Any]:
        moment = None if known is None else hour(known)
        return [[(r.id, r.version, r.terms, r.state) for r in catalogue.active(on, moment)] for on in DAYS]

    @invariant()
    def no_version_is_lost_or_changed(self) -> None:
        now = {(r["rule_id"], r["version"]): r["terms"] for r in self.store.rows("SELECT * FROM rule_versions")}
        assert self.texts.items() <= now.items()
        self.texts = now
        for rule_id in {key[0] for key in now}:
            numbers = sorted(version for one, version in now if one == rule_id)
            assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def no_state_is_forbidden(self) -> None:
        current = self.store.rows("SELECT * FROM rule_states WHERE retired_at IS NULL")
        assert len(current) == self.store.value("SELECT count(*) FROM rule_versions")
        live = [row["rule_id"] for row in current if row["state"] in LIVE]
        assert len(live) == len(set(live))
        for row in current:
            assert (row["force_from"] is not None) or row["state"] not in LIVE
        assert self.store.rows("PRAGMA foreign_key_check") == []

    @invariant()
    def what_was_known_stays_known(self) -> None:
        for known, answers in self.answers[-2:]:
            assert self.asked(self.catalogue, known) == answers

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        assert verify(self.store) == ()
        self.copies_answer_alike()
        self.store.close()
        shutil.rmtree(self.folder)

    def copies_answer_alike(self) -> None:
        here, entries = self.asked(self.catalogue), self.catalogue.export()
        form = tuple(Format)[self.clock % len(Format)]
        other = Catalogue(open_store(self.folder / form, create=True))
        with other.store.writing(by="lan", at=hour(0)) as change:
            other.import_rules(change, loaded(dumped(entries, form), form))
        assert other.export() == entries
        assert self.asked(other) == here
        other.store.close()
        backup(self.store, self.folder / "copy.zip", by="lan", at=hour(self.clock))
        again = restore(self.folder / "restored", self.folder / "copy.zip", by="lan", at=hour(self.clock))
        assert self.asked(Catalogue(again)) == here
        again.close()


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
