"""The facts of one request, indexed: what the figures ask of rules in force, people, places and papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from compliance.binding import Binder
from compliance.days import FIRST, LAST, Days, common
from compliance.force import RuleInForce, rules_in_force
from compliance.months import first_day, last_day, month_of, months_of
from compliance.papers import Held, Papers, days_written, held_between
from compliance.periods import Period, lay_out
from compliance.places import Places, asks_residence
from compliance.settings import ComplianceSettings
from compliance.versions import data_version
from compliance.visits import sightings_by_member
from extract.obligation import WhereKind
from minutes.attendance import Register
from roster.people import Member, Roster, merged
from rules_catalog.rule import Rule

#: For each branch the months of which its minutes are not in; branches that lack none are left out.
Lacking = Mapping[str, tuple[int, ...]]


class World:
    """The facts of one request, indexed."""

    def __init__(
        self,
        rules: tuple[Rule, ...],
        roster: Roster,
        register: Register,
        request: Period,
        as_of: date,
        settings: ComplianceSettings,
    ) -> None:
        self.as_of = as_of
        self.settings = settings
        self.rules = rules_in_force(rules, roster.terms)
        self.counted = tuple(rule for rule in self.rules.values() if rule.counted)
        self.periods = {rule.key: lay_out(request, rule.rule, roster.terms) for rule in self.counted}
        self.members = tuple(sorted(merged(roster.members), key=lambda member: member.id))
        self.binder = Binder(self.rules, roster, settings.leave_days)
        self._by_role = self.binder.by_role(self.members)
        self.places = Places(roster)
        self._roster = roster
        self._look_at(register)
        self._lacking: dict[tuple[bool, Days, bool], Lacking] = {}
        self._assigned: dict[str, dict[str, Days]] = {}
        self._own: dict[str, dict[str, Days]] = {}

    def _look_at(self, register: Register) -> None:
        """Take in the meetings of the asked periods' months, up to the as-of date, and the rows of these."""
        first, last = self._window()
        known: dict[str, Held] = {}
        dated = []
        self.undated: set[str | None] = set()
        for meeting in register.meetings:
            days = days_written(meeting.date)
            if days is None:
                # It may have been on any day, so that a row of it can only be one for review.
                self.undated.add(meeting.branch_id)
                known[meeting.id] = held_between(meeting, FIRST, self.as_of.toordinal())
            elif first <= days[1] and days[0] <= last:
                dated.append(held_between(meeting, *days))
                known[meeting.id] = dated[-1]
        self.papers = Papers(dated)
        self._rows = [row for row in register.rows if row.meeting_id in known]
        self._meetings = tuple(when.meeting for when in known.values())
        self.sightings = sightings_by_member(self._rows, known, self.settings.counting_kinds)

    def _window(self) -> tuple[int, int]:
        """The months that any period touches, as day numbers, up to the as-of date."""
        periods = [period for found in self.periods.values() for period in found]
        if not periods:
            return LAST, FIRST
        start = first_day(month_of(min(period.start for period in periods)))
        end = last_day(month_of(max(period.end for period in periods)))
        return start, min(end, self.as_of.toordinal())

    @cached_property
    def data_version(self) -> str:
        rules = (rule.rule for rule in self.rules.values())
        return data_version(rules, self._roster, self._meetings, self._rows)

    def who_may_be_bound(self, rule: RuleInForce) -> list[Member]:
        """In order, the members who ever hold a post that the rule asks for."""
        places = {place for role in rule.rule.terms.who_ids if role for place in self._by_role.get(role, ())}
        return [self.members[place] for place in sorted(places)]

    def assigned(self, member: Member) -> dict[str, Days]:
        if member.id not in self._assigned:
            self._assigned[member.id] = self.places.assigned(member.id)
        return self._assigned[member.id]

    def own(self, member: Member) -> dict[str, Days]:
        if member.id not in self._own:
            self._own[member.id] = self.places.own(member)
        return self._own[member.id]

    def months(self, days: Days, over: bool) -> tuple[int, ...]:
        """The months of which minutes can be asked: all of a period that is over, else those that are over."""
        months = months_of(days)
        return months if over else tuple(month for month in months if month < month_of(self.as_of))

    def lacking(self, branches: Mapping[str, Days], over: bool) -> Lacking:
        """The months lacking of each branch, for the days given; only branches that lack any."""
        found = ((branch, self.papers.lacking(branch, self.months(days, over))) for branch, days in branches.items())
        return {branch: months for branch, months in found if months}

    def lacking_anywhere(self, place: WhereKind | None, bound: Days, over: bool) -> Lacking:
        """As `lacking`, of every branch that the place admits by its kind; shared by all who are bound on the same
        days."""
        admitted = self.places.admitted(place)
        key = (asks_residence(place), bound, over)
        if key not in self._lacking:
            within = ((branch, common(days, bound)) for branch, days in admitted.items())
            self._lacking[key] = self.lacking({branch: days for branch, days in within if days}, over)
        return self._lacking[key]
