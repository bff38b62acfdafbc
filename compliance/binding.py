"""Who is bound by which rule, on which days, and why not on the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from compliance.days import ALWAYS, NEVER, Days, common, count, days_of, joined, union, without
from compliance.force import RuleInForce, RuleKey
from compliance.units import UnitTree
from roster.people import Leave, Member, Post, Roster
from roster.roles import implied_by


class Ground(StrEnum):
    """Why days are bound or not, in the order in which they are looked at."""

    BOUND = "bound"
    NOT_IN_FORCE = "not_in_force"
    NO_POST = "no_post"
    EXCLUDED = "excluded"
    OTHER_RULE = "other_rule"
    ON_LEAVE = "on_leave"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days with one ground; `detail` is the post, the rule that binds instead, or the class of the leave."""

    ground: Ground
    days: Days
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """One member under one rule. `held`: the days that would be bound but for leave."""

    held: Days
    bound: Days
    stretches: tuple[Stretch, ...]


UNBOUND = Binding(NEVER, NEVER, ())


class Binder:
    """Binds the members of one roster to the rules in force."""

    def __init__(self, rules: dict[RuleKey, RuleInForce], roster: Roster, leave_days: int) -> None:
        self._rules = rules
        self._units = UnitTree(roster.units)
        self._leaves = long_leaves(roster.leaves, leave_days)
        self._roles = cache(_implied)
        self._wanted = cache(_wanted)

    def by_role(self, members: Iterable[Member]) -> dict[str, list[int]]:
        """Places in `members` of those who at any time hold a post, by each role that it is or implies."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, member in enumerate(members):
            for role in frozenset().union(*(self._roles(post.roles) for post in member.posts)):
                found[role].append(place)
        return dict(found)

    def binding(self, key: RuleKey, member: Member) -> Binding:
        """The days on which the rule binds the member, with the grounds for every other day."""
        rule = self._rules[key]
        posts = self._holding(member, rule, rule.rule.terms.who_ids)
        if not posts or not rule.days:
            return UNBOUND
        candidate = self._candidate(member, rule)
        instead = [(other, self._candidate(member, self._rules[other])) for other in rule.before_it]
        held = without(candidate, union(*(days for _, days in instead)))
        leave = self._leaves.get(member.id, ())
        bound = without(held, union(*(days for days, _ in leave)))
        return Binding(held, bound, (*self._bound_by(posts, bound), *self._free(member, rule, instead, leave)))

    def _candidate(self, member: Member, rule: RuleInForce) -> Days:
        """In force, holding an included post in scope and no excluded one."""
        included = union(*(days for _, days in self._holding(member, rule, rule.rule.terms.who_ids)))
        if not included:
            return NEVER
        excluded = self._holding(member, rule, rule.rule.terms.who_excludes_ids)
        return without(common(rule.days, included), union(*(days for _, days in excluded)))

    def _holding(self, member: Member, rule: RuleInForce, asked: tuple[str | None, ...]) -> list[tuple[Post, Days]]:
        """The member's posts that are, or imply, one that is asked for, with the days on which they are in scope."""
        wanted, roles = self._wanted(asked), self._roles
        if not wanted:
            return []
        fitting = [post for post in member.posts if not wanted.isdisjoint(roles(post.roles))]
        found = [(post, self._days(post, rule.rule.terms.scope)) for post in fitting]
        return [(post, days) for post, days in found if days]

    def _days(self, post: Post, scope: str) -> Days:
        held = common(days_of(post.validity), self._units.days_of_existence(post.unit))
        return common(held, self._units.days_in_scope(post.unit, scope))

    def _bound_by(self, posts: list[tuple[Post, Days]], bound: Days) -> list[Stretch]:
        found = ((post, common(days, bound)) for post, days in posts)
        return [Stretch(Ground.BOUND, days, post.position) for post, days in found if days]

    def _free(
        self,
        member: Member,
        rule: RuleInForce,
        instead: list[tuple[RuleKey, Days]],
        leave: tuple[tuple[Days, str], ...],
    ) -> list[Stretch]:
        """Grounds of the other days; a day may have several, and is explained by the first that applies."""
        excluded = self._holding(member, rule, rule.rule.terms.who_excludes_ids)
        return [
            Stretch(Ground.NOT_IN_FORCE, without(ALWAYS, rule.days), rule.ended_by or ""),
            *(Stretch(Ground.EXCLUDED, days, post.position) for post, days in excluded),
            *(Stretch(Ground.OTHER_RULE, days, other[0]) for other, days in instead if days),
            *(Stretch(Ground.ON_LEAVE, days, reason) for days, reason in leave),
        ]


def _wanted(asked: tuple[str | None, ...]) -> frozenset[str]:
    return frozenset(role for role in asked if role)


def _implied(roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(implied_by(role) for role in roles))


def long_leaves(leaves: tuple[Leave, ...], leave_days: int) -> dict[str, tuple[tuple[Days, str], ...]]:
    """Each member's leaves that take days out; leaves that touch or overlap count as one, by their common length."""
    by_member: dict[str, list[Leave]] = {}
    for leave in leaves:
        by_member.setdefault(leave.member_id, []).append(leave)
    return {member: _long(found, leave_days) for member, found in by_member.items()}


def _long(leaves: list[Leave], leave_days: int) -> tuple[tuple[Days, str], ...]:
    together = joined(interval for leave in leaves for interval in days_of(leave.validity))
    long = [((interval,), _reasons(leaves, interval)) for interval in together if count((interval,)) >= leave_days]
    return tuple(long)


def _reasons(leaves: list[Leave], interval: tuple[int, int]) -> str:
    met = (leave.reason for leave in leaves if common(days_of(leave.validity), (interval,)))
    return ", ".join(dict.fromkeys(reason for reason in met if reason))
