"""Rules, people and attendance in; figures out. Pure: the same facts and as-of date give the same figures.

The contract's section 4 is the specification. A `World` answers what is asked of the facts for one request;
`_Judge` takes one rule and one member through the periods.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property

from compliance.binding import Binding
from compliance.confirming import Confirmation
from compliance.days import Days, between, common, count
from compliance.figure import Figure, Note, Status
from compliance.force import RuleInForce
from compliance.needed import NeededPapers
from compliance.periods import Period, parse
from compliance.places import MemberPlaces
from compliance.settings import DEFAULT, ComplianceSettings
from compliance.visits import Looking, Visit, VisitVerdict, within
from compliance.world import World
from extract.obligation import DocumentEvidence
from minutes.attendance import Register
from roster.people import Member, Roster
from rules_catalog.rule import PartialPeriod, Rule


def figures(
    rules: tuple[Rule, ...],
    roster: Roster,
    register: Register,
    period: str,
    as_of: date,
    settings: ComplianceSettings = DEFAULT,
    confirmations: tuple[Confirmation, ...] = (),
) -> tuple[Figure, ...]:
    """One figure for each rule, bound member and period of the rule that the asked period holds; sorted so.

    Meetings dated after `as_of` are not looked at. Raises `PeriodError` when the period cannot be read.
    """
    with _no_collecting():
        return _figures(rules, roster, register, period, as_of, settings, confirmations)


def binding_of(
    rules: tuple[Rule, ...], roster: Roster, member: Member, rule_id: str, period: str, settings: ComplianceSettings
) -> tuple[Rule, Period, Binding] | None:
    """How the rule binds the member in the asked period as a whole, also where it does not; None for a rule that is
    not in force in it, or asks for nothing that is counted."""
    request = parse(period, roster.terms)
    world = World(rules, roster, Register(), request, request.end, settings)
    rule = next((one for one in world.counted if one.rule.id == rule_id), None)
    if rule is None:
        return None
    return rule.rule, Period(request.start, request.end, period), world.binder.binding(rule.key, member)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Nothing made here refers back to itself, so the collector would only walk a large register again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _figures(
    rules: tuple[Rule, ...],
    roster: Roster,
    register: Register,
    period: str,
    as_of: date,
    settings: ComplianceSettings,
    confirmations: tuple[Confirmation, ...],
) -> tuple[Figure, ...]:
    world = World(rules, roster, register, parse(period, roster.terms), as_of, settings)
    confirmed: dict[tuple[str, str, str], list[Confirmation]] = {}
    for each in confirmations:
        confirmed.setdefault((each.member_id, each.rule_id, each.period), []).append(each)
    found = []
    for rule in world.counted:
        for member in world.who_may_be_bound(rule):
            found += _Judge(world, rule, member, confirmed).figures()
    return tuple(sorted(found, key=lambda figure: figure.order))


class _Judge:
    """One rule and one member."""

    def __init__(
        self,
        world: World,
        rule: RuleInForce,
        member: Member,
        confirmed: dict[tuple[str, str, str], list[Confirmation]],
    ) -> None:
        self._world = world
        self._rule = rule
        self._terms = rule.rule.terms
        self._member = member
        self._confirmed = confirmed

    def figures(self) -> list[Figure]:
        binding = self._world.binder.binding(self._rule.key, self._member)
        if not binding.held:
            return []
        self._looking = Looking(self._places, binding.bound)
        found = (self._figure(binding, period) for period in self._world.periods[self._rule.key])
        return [figure for figure in found if figure is not None]

    @cached_property
    def _places(self) -> MemberPlaces:
        world, member = self._world, self._member
        return MemberPlaces(world.places, self._terms.where_kind, world.assigned(member), world.own(member))

    def _figure(self, binding: Binding, period: Period) -> Figure | None:
        days = between(period.start, period.end)
        if not common(binding.held, days):
            return None
        bound = common(binding.bound, days)
        visits = self._visits(bound, period)
        counted = tuple(visit for visit in visits if visit.verdict is VisitVerdict.COUNTED)
        waiting = sum(visit.open for visit in visits) if len(counted) < len(visits) else 0
        over = period.over_on(self._world.as_of)
        papers = NeededPapers(self._world, self._places, self._terms.where_kind, bound, over)
        required = self._required(bound, period)
        status = self._status(bound, period, required, len(counted), waiting, papers)
        exempt = status is Status.EXEMPT
        figure = Figure(
            rule=self._rule.rule,
            member=self._member,
            period=period,
            data_version=self._world.data_version,
            bound_days=count(bound),
            required=0 if exempt else required,
            attended=len(counted),
            waiting=waiting,
            remaining=0 if exempt else None if required is None else max(0, required - len(counted)),
            status=status,
            provisional=self._provisional(period, waiting, papers),
            confirmed=False,
            unseen_branches=papers.unseen,
            missing=papers.missing if status is Status.UNKNOWN else (),
            attendance_ids=tuple(visit.sighting.row.id for visit in counted),
            binding=binding,
            visits=visits,
            notes=self._notes(bound, period, papers),
            prorated=self._share(bound, period) if status is Status.PARTIAL else None,
        )
        return self._marked(figure)

    def _visits(self, bound: Days, period: Period) -> tuple[Visit, ...]:
        sightings = self._world.sightings.get(self._member.id)
        if sightings is None:
            return ()
        asked = within(sightings, period.start.toordinal(), period.end.toordinal())
        return self._looking.visits(asked, bound) if asked else ()

    # -- what is asked

    def _share(self, bound: Days, period: Period) -> int:
        return (self._terms.min_count or 0) * count(bound) // period.length

    def _required(self, bound: Days, period: Period) -> int | None:
        """None: the period is shown, not judged."""
        if count(bound) == period.length or self._terms.partial_period is PartialPeriod.FULL:
            return self._terms.min_count
        return self._share(bound, period) if self._terms.partial_period is PartialPeriod.PRORATE else None

    # -- the verdict

    def _status(
        self, bound: Days, period: Period, required: int | None, attended: int, waiting: int, papers: NeededPapers
    ) -> Status:
        if not bound:
            return Status.EXEMPT
        if required is None:
            return Status.PARTIAL
        if required == 0:
            return Status.NOT_REQUIRED
        if attended >= required:
            return Status.MET
        if attended + waiting >= required:
            return Status.REVIEW
        if not period.over_on(self._world.as_of):
            return Status.PENDING
        open_question = papers.unassigned or papers.any_missing or self._undecided(bound)
        return Status.UNKNOWN if open_question else Status.SHORT

    def _undecided(self, bound: Days) -> bool:
        """Does the rule bind beyond the day on which its issuer or scope unit ended, with no decision on it?"""
        after = self._rule.rule.needs_decision_after
        return after is not None and bool(bound) and bound[-1][1] > after.toordinal()

    def _provisional(self, period: Period, waiting: int, papers: NeededPapers) -> bool:
        open_period = not period.over_on(self._world.as_of)
        return open_period or waiting > 0 or papers.any_missing or papers.undated or self._rule.provisional

    def _notes(self, bound: Days, period: Period, papers: NeededPapers) -> tuple[Note, ...]:
        told = (
            (Note.PERIOD_OPEN, not period.over_on(self._world.as_of)),
            (Note.PRESS_REPORT, self._terms.evidence is DocumentEvidence.PRESS_REPORT),
            (Note.ASSUMED, bool(self._terms.assumed)),
            (Note.NO_ASSIGNMENT, papers.unassigned),
            (Note.NEEDS_DECISION, self._undecided(bound)),
            (Note.UNDATED_MINUTES, papers.undated),
            (Note.MINUTES_MISSING, papers.any_missing),
        )
        return tuple(note for note, holds in told if holds)

    def _marked(self, figure: Figure) -> Figure:
        if figure.status is not Status.SHORT:
            return figure
        known = self._confirmed.get((figure.member_id, figure.rule_id, figure.period.label), ())
        return replace(figure, confirmed=True) if any(each.holds(figure) for each in known) else figure
