"""The contract's section 4 once more, day by day and without any cleverness, to be compared with the engine.

Written from the contract alone: it shares with the engine the types of the facts and the ladder of posts, nothing else.
"""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date, timedelta

from extract.obligation import Action, DocumentEvidence, Per, WhereKind
from minutes.attendance import AttendanceRecord, MeetingRecord, Register
from roster.people import AttendanceStatus, Branch, BranchKind, Capacity, Leave, MeetingKind, Member, Post, Roster
from roster.roles import contains, implied_by
from rules_catalog.rule import PartialPeriod, Rule, RuleState

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Answer:
    """What the contract's row says, as far as it does not name where things came from."""

    rule_id: str
    member_id: str
    period: str
    period_from: date
    period_to: date
    bound_days: int
    required: int | None
    attended: int
    waiting: int
    remaining: int | None
    status: str
    provisional: bool
    unseen_branches: int
    missing: tuple[tuple[str, str], ...]


def days(start: date, end: date) -> list[date]:
    return [start + DAY * number for number in range((end - start).days + 1)]


def month_name(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def days_of_month(name: str) -> list[date]:
    year, month = int(name[:4]), int(name[5:])
    return days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


@dataclass
class Oracle:
    rules: tuple[Rule, ...]
    roster: Roster
    register: Register
    as_of: date

    # -- rules

    def in_force(self, rule: Rule, day: date) -> bool:
        terms = rule.terms
        if rule.state is not RuleState.ACTIVE or terms.action is not Action.ATTEND_BRANCH_MEETING:
            return False
        if terms.effective_from is None or day < terms.effective_from:
            return False
        if terms.effective_to is not None and day > terms.effective_to:
            return False
        if rule.closed_on is not None and day > rule.closed_on:
            return False
        successors = [
            other
            for other in self.rules
            if other.state is RuleState.ACTIVE and rule.id in other.terms.supersedes and other.id != rule.id
        ]
        return not any(other.terms.effective_from and day >= other.terms.effective_from for other in successors)

    def includes(self, rule: Rule, member: Member, day: date) -> bool:
        """In force, an included post in scope, no excluded one."""
        if not self.in_force(rule, day):
            return False
        held = self.posts_in_scope(rule, member, day)
        wanted, unwanted = rule.terms.who_ids, rule.terms.who_excludes_ids
        return any(role in held for role in wanted) and not any(role in held for role in unwanted)

    def posts_in_scope(self, rule: Rule, member: Member, day: date) -> set[str]:
        found: set[str] = set()
        for post in member.posts_on(day):
            if self.unit_there(post, day) and self.in_scope(post, rule.terms.scope, day):
                for role in post.roles:
                    found |= implied_by(role)
        return found

    def unit_there(self, post: Post, day: date) -> bool:
        rows = [unit for unit in self.roster.units if post.unit in (unit.id, unit.name)]
        return not rows or any(unit.validity.holds(day) for unit in rows)

    def in_scope(self, post: Post, scope: str, day: date) -> bool:
        if not scope:
            return True
        ids = {unit.id for unit in self.roster.units if post.unit in (unit.id, unit.name)} or {post.unit}
        for _ in range(10):
            if scope in ids:
                return True
            ids = {u.parent for u in self.roster.units if u.id in ids and u.parent and u.validity.holds(day)}
        return False

    def binds_instead(self, rule: Rule, member: Member, day: date) -> bool:
        return any(
            other.id != rule.id
            and self.includes(other, member, day)
            and (rule.id in other.terms.excepts or (self.one_document(rule, other) and self.narrower(other, rule)))
            for other in self.rules
        )

    def one_document(self, one: Rule, other: Rule) -> bool:
        a, b = one.terms.document, other.terms.document
        return (a.issuer, a.number, a.issued) == (b.issuer, b.number, b.issued)

    def narrower(self, one: Rule, other: Rule) -> bool:
        def inside(inner: Rule, outer: Rule) -> bool:
            return all(any(contains(w or "", n or "") for w in outer.terms.who_ids) for n in inner.terms.who_ids)

        return inside(one, other) and not inside(other, one)

    # -- leave

    def on_leave(self, member: Member, day: date) -> bool:
        if not self._leave_on(member, day):
            return False
        length, back, forth = 1, day - DAY, day + DAY
        while length < 30 and self._leave_on(member, back):
            length, back = length + 1, back - DAY
        while length < 30 and self._leave_on(member, forth):
            length, forth = length + 1, forth + DAY
        return length >= 30

    def _leave_on(self, member: Member, day: date) -> bool:
        mine: list[Leave] = [leave for leave in self.roster.leaves if leave.member_id == member.id]
        return any(leave.validity.holds(day) for leave in mine)

    def held(self, rule: Rule, member: Member, day: date) -> bool:
        return self.includes(rule, member, day) and not self.binds_instead(rule, member, day)

    def bound(self, rule: Rule, member: Member, day: date) -> bool:
        return self.held(rule, member, day) and not self.on_leave(member, day)

    # -- places

    def branch_ids(self) -> list[str]:
        return sorted({branch.id for branch in self.roster.branches})

    def of_admitted_kind(self, rule: Rule, branch_id: str, day: date) -> bool:
        rows = [row for row in self.roster.branches if row.id == branch_id and row.validity.holds(day)]
        if branch_id not in self.branch_ids():
            # no row says what it is or when it was there: only a residential place needs to know
            rows = [Branch(branch_id, "", BranchKind.OTHER)]
        if rule.terms.where_kind in (WhereKind.RESIDENTIAL_BRANCH, WhereKind.ASSIGNED_RESIDENTIAL_BRANCH):
            return any(row.kind is BranchKind.RESIDENTIAL for row in rows)
        return bool(rows)

    def asks_assignment(self, rule: Rule) -> bool:
        return rule.terms.where_kind in (WhereKind.ASSIGNED_BRANCH, WhereKind.ASSIGNED_RESIDENTIAL_BRANCH)

    def assigned(self, member: Member, branch_id: str, day: date) -> bool:
        rows = [row for row in self.roster.branches if row.id == branch_id and row.validity.holds(day)]
        for assignment in self.roster.assignments:
            if assignment.member_id != member.id or not assignment.validity.holds(day):
                continue
            if assignment.branch_id == branch_id:
                return True
            if assignment.area and any(assignment.area in (row.area, row.parent) for row in rows):
                return True
        return False

    def own(self, member: Member, branch_id: str, day: date) -> bool:
        there = [row for row in self.roster.branches if row.validity.holds(day)]
        for post in member.posts_on(day):
            if post.own_branch_id:
                if post.own_branch_id == branch_id:
                    return True
                continue
            meant = {row.id for row in there if post.unit in (row.name, f"{row.name}, {row.parent}")}
            if meant == {branch_id}:
                return True
        return False

    def visit_would_count(self, rule: Rule, member: Member, branch_id: str, day: date) -> bool:
        if not self.of_admitted_kind(rule, branch_id, day) or self.own(member, branch_id, day):
            return False
        return self.assigned(member, branch_id, day) if self.asks_assignment(rule) else True

    # -- attendance

    def seen(self, meeting: MeetingRecord) -> bool:
        """Not dated after the as-of date."""
        if not meeting.date:
            return True
        first = date.fromisoformat(meeting.date if len(meeting.date) == 10 else meeting.date + "-01")
        return first <= self.as_of

    def possible_days(self, meeting: MeetingRecord, period: list[date]) -> list[date]:
        """The days on which it may have been, as far as they matter to the period."""
        if not meeting.date:
            return [day for day in period if day <= self.as_of]
        if len(meeting.date) == 10:
            return [date.fromisoformat(meeting.date)]
        return days_of_month(meeting.date)

    def visits(self, rule: Rule, member: Member, period: list[date]) -> tuple[int, int]:
        """(attended, waiting) meetings."""
        attended: set[tuple[str, str]] = set()
        waiting: set[tuple[str, str]] = set()
        meetings = {meeting.id: meeting for meeting in self.register.meetings}
        for row in self.register.rows:
            meeting = meetings[row.meeting_id]
            kind_counts = meeting.kind in (MeetingKind.REGULAR, MeetingKind.THEMATIC)
            if not self.seen(meeting) or not kind_counts or not self.concerns(row, member):
                continue
            if row.status is not AttendanceStatus.PRESENT or row.capacity is Capacity.OWN_BRANCH:
                continue
            tried = self.possible_days(meeting, period)
            good = [day for day in tried if day in period and self.counts_on(rule, member, meeting.branch_id, day)]
            if not good:
                continue
            settled = meeting.branch_id is not None and meeting.date != ""
            key = (meeting.branch_id or "", meeting.date) if settled else ("", meeting.id)
            if settled and not row.waiting and len(good) == len(tried):
                attended.add(key)
            else:
                waiting.add(key)
        return len(attended), len(waiting - attended)

    def counts_on(self, rule: Rule, member: Member, branch_id: str | None, day: date) -> bool:
        if not self.bound(rule, member, day):
            return False
        if branch_id is not None:
            return self.visit_would_count(rule, member, branch_id, day)
        return True

    def concerns(self, row: AttendanceRecord, member: Member) -> bool:
        return row.member_id == member.id or (row.waiting and member.id in row.candidates)

    # -- papers

    def minutes_in(self, branch_id: str, month: str) -> bool:
        seen = [meeting for meeting in self.register.meetings if self.seen(meeting) and meeting.date[:7] == month]
        whole = [meeting for meeting in seen if meeting.complete and meeting.branch_id == branch_id]
        if any(meeting.branch_id is None for meeting in seen):
            return False
        for meeting in seen:
            healed = any(other.date == meeting.date for other in whole)
            if meeting.branch_id == branch_id and not meeting.complete and not healed:
                return False
        return bool(whole)

    def lacking(self, rule: Rule, member: Member, bound: list[date], months: set[str]) -> dict[str, set[str]]:
        """Every branch at which a visit would count on some bound day, with its months that are not in."""
        found: dict[str, set[str]] = {}
        for branch_id in self.branch_ids():
            there = {month_name(day) for day in bound if self.visit_would_count(rule, member, branch_id, day)}
            lacking = {month for month in there & months if not self.minutes_in(branch_id, month)}
            if lacking:
                found[branch_id] = lacking
        return found

    def assigned_days(self, rule: Rule, member: Member, bound: list[date]) -> dict[str, list[date]]:
        found = {}
        for branch_id in sorted(
            {*self.branch_ids(), *(each.branch_id or "" for each in self.roster.assignments)} - {""}
        ):
            there = [
                day
                for day in bound
                if self.visit_would_count(rule, member, branch_id, day) and self.assigned(member, branch_id, day)
            ]
            if there:
                found[branch_id] = there
        return found

    # -- the answer

    def answer(self, rule: Rule, member: Member, label: str, start: date, end: date) -> Answer | None:
        period = days(start, end)
        if not any(self.held(rule, member, day) for day in period):
            return None
        bound = [day for day in period if self.bound(rule, member, day)]
        attended, waiting = self.visits(rule, member, period)
        required = self.required(rule, len(bound), len(period))
        over = self.as_of > end
        months = {month_name(day) for day in bound if over or month_name(day) < month_name(self.as_of)}
        assigned = self.assigned_days(rule, member, bound)
        everywhere = self.lacking(rule, member, bound, months)
        if assigned:
            needed = {
                branch: {
                    month for month in {month_name(day) for day in there} & months if not self.minutes_in(branch, month)
                }
                for branch, there in assigned.items()
            }
        else:
            needed = {} if self.asks_assignment(rule) else everywhere
        missing = tuple(sorted((branch, month) for branch, found in needed.items() for month in found))
        unassigned = self.asks_assignment(rule) and not assigned
        unseen = 0 if self.asks_assignment(rule) else len(set(everywhere) - set(assigned))

        after = rule.needs_decision_after
        undecided = after is not None and any(day > after for day in bound)
        if not bound:
            status = "exempt"
        elif required is None:
            status = "partial"
        elif required == 0:
            status = "not_required"
        elif attended >= required:
            status = "met"
        elif attended + waiting >= required:
            status = "review"
        elif not over:
            status = "pending"
        elif missing or unassigned or undecided:
            status = "unknown"
        else:
            status = "short"
        if status == "exempt":
            required = 0
        known = rule.terms.evidence is not DocumentEvidence.PRESS_REPORT and not rule.terms.assumed
        return Answer(
            rule_id=rule.id,
            member_id=member.id,
            period=label,
            period_from=start,
            period_to=end,
            bound_days=len(bound),
            required=required,
            attended=attended,
            waiting=waiting,
            remaining=None if required is None else max(0, required - attended),
            status=status,
            provisional=not over or waiting > 0 or bool(missing) or not known or self.undated(bound, assigned, rule),
            unseen_branches=unseen,
            missing=missing if status == "unknown" else (),
        )

    def undated(self, bound: list[date], assigned: dict[str, list[date]], rule: Rule) -> bool:
        loose = {meeting.branch_id for meeting in self.register.meetings if not meeting.date}
        if not loose or not bound:
            return False
        if assigned:
            needed = set(assigned)
        elif self.asks_assignment(rule):
            needed = set()
        else:
            needed = {b for b in self.branch_ids() if any(self.of_admitted_kind(rule, b, d) for d in bound)}
        return None in loose or bool(loose & needed)

    def required(self, rule: Rule, bound: int, length: int) -> int | None:
        count = rule.terms.min_count or 0
        if bound == length or rule.terms.partial_period is PartialPeriod.FULL:
            return count
        if rule.terms.partial_period is PartialPeriod.PRORATE:
            return math.floor(count * bound / length)
        return None

    def answers(self, first: date, last: date) -> list[Answer]:
        """All rows of a request from `first` to `last`, months and blocks counted from January."""
        found = []
        for rule in sorted(self.rules, key=lambda rule: rule.id):
            if rule.terms.min_count is None or rule.terms.per is None:
                continue
            for member in sorted(self.roster.members, key=lambda member: member.id):
                for label, start, end in periods(rule, first, last):
                    answer = self.answer(rule, member, label, start, end)
                    found += [answer] if answer else []
        return found


def periods(rule: Rule, first: date, last: date) -> list[tuple[str, date, date]]:
    """The rule's periods between two days, found by trying every day as a first day."""
    found = []
    for start in days(first, last):
        shape = _period_from(rule.terms.per, rule.terms.every, start)
        if shape and shape[1] <= last:
            found.append((shape[0], start, shape[1]))
    return found


def _period_from(per: Per | None, every: int, start: date) -> tuple[str, date] | None:
    if per is Per.WEEK:
        year, week, weekday = start.isocalendar()
        if weekday != 1 or (week - 1) % every:
            return None
        end = start + timedelta(days=7 * every - 1)
        if end.isocalendar().year != year:
            return None
        names = [f"{year}-W{week + number:02d}" for number in (0, every - 1)]
    else:
        length = {Per.MONTH: 1, Per.QUARTER: 3, Per.HALF_YEAR: 6, Per.YEAR: 12}[per or Per.YEAR]
        if start.day != 1 or (start.month - 1) % (length * every) or start.month - 1 + length * every > 12:
            return None
        final = start.month - 1 + length * every
        end = date(start.year, final, calendar.monthrange(start.year, final)[1])
        sign = {1: "-", 3: "-Q", 6: "-H", 12: ""}[length]
        places = ((start.month - 1) // length + 1, final // length)
        names = [
            f"{start.year}"
            if length == 12
            else f"{start.year}{sign}{n:02d}"
            if length == 1
            else f"{start.year}{sign}{n}"
            for n in places
        ]
    return (names[0] if every == 1 else f"{names[0]}..{names[1]}"), end
