"""What is known of one written person and one member of the roster, gathered into a `Case` for the features."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

from roster.features import Case, TermState
from roster.mending import Lexicon
from roster.mentions import Circumstances, Mention
from roster.people import Alias, Member, Post, Roster, Validity
from roster.places import Belonging, belonging, commune_name, is_branch, is_office, of_area, same_place
from roster.positions import Standing, nearly_said, standing
from roster.roles import known_roles, role
from roster.spellings import NameComparison, NameKey, Nearness, compared, name_key
from roster.weighing import Weighing


class Setting:
    """The roster as it stands for one sheet: who serves, who is assigned, which spellings are accepted here."""

    def __init__(self, roster: Roster, around: Circumstances, table: Weighing) -> None:
        self.roster, self.around, self._table = roster, around, table

    def case(self, mention: Mention, member: Member, name: NameComparison, *, alias: bool = False) -> Case:
        posts = self.posts(member)
        scanned = mention.confidence is not None
        as_read, mention = mention.position, self._mended(mention)
        found = self._standing(mention, posts, name, as_read)
        own = tuple(self._belonging(post) for post in posts)
        return Case(
            nearness=name.nearness,
            position=mention.position,
            standing=found,
            term=self.term(member),
            scanned=scanned,
            damaged=scanned and (mention.confidence or 0.0) < self._table.damaged_below,
            own_branch=mention.own_branch,
            superior=mention.section == "superiors",
            own_unit=Belonging.OWN in own,
            other_unit=bool(own) and all(one is Belonging.OTHER for one in own),
            near_unit=any(self._near(post.unit) and not is_branch(post.unit) for post in posts),
            other_area=self._other_area(mention, posts),
            assigned=member.id in self.assigned,
            alias=alias,
            office=is_office(self.around.branch_name),
            only_holder=name.nearness is not Nearness.SAME and self._only_holder(mention, member, found),
        )

    def posts(self, member: Member) -> tuple[Post, ...]:
        """The posts of the day; all of them where he holds none on it, or the day is not known."""
        held = tuple(post for post in member.posts if self._days is None or post.validity.overlaps(self._days))
        return held or member.posts

    def term(self, member: Member) -> TermState:
        if self._days is None:
            always = any(post.validity.start is None and post.validity.end is None for post in member.posts)
            return TermState.SERVING if always else TermState.UNKNOWN
        first, last = self._days.start or date.min, self._days.end or date.max
        if any(post.validity.holds(first) and post.validity.holds(last) for post in member.posts):
            return TermState.SERVING
        held = any(post.validity.overlaps(self._days) for post in member.posts)
        return TermState.PARTLY if held else TermState.OUT

    def serving(self) -> Iterator[Member]:
        return (member for member in self.roster.members if self.term(member) is not TermState.OUT)

    def aliases(self, mention: Mention) -> frozenset[str]:
        """Members of whom a reviewer accepted this spelling, here and on this day."""
        written = name_key(mention.name).exact
        return frozenset(alias.member_id for alias in self._aliases.get(written, ()) if self._applies(alias))

    @cached_property
    def assigned(self) -> frozenset[str]:
        """Members who are assigned to this branch, or to an area that holds it."""
        around, days = self.around, self._days
        in_force = (one for one in self.roster.assignments if days is None or one.validity.overlaps(days))
        return frozenset(
            one.member_id
            for one in in_force
            if (one.branch_id in self._branch_ids if one.branch_id else of_area(one.area or "", around.parent))
        )

    @cached_property
    def _branch_ids(self) -> frozenset[str]:
        """The settled branch, else those whose name and parent agree, where exactly one does."""
        around = self.around
        if around.branch_id:
            return frozenset({around.branch_id})
        named = (
            one.id
            for one in self.roster.branches
            if around.branch_name and same_place(f"{one.name}, {one.parent}", around.branch_name, around.parent)
        )
        found = frozenset(named)
        return found if len(found) == 1 else frozenset()

    @cached_property
    def _days(self) -> Validity | None:
        on = self.around.on
        if on is None or not self.around.month:
            return Validity(on, on) if on else None
        return Validity(on.replace(day=1), on.replace(day=calendar.monthrange(on.year, on.month)[1]))

    @cached_property
    def _aliases(self) -> dict[str, list[Alias]]:
        found: dict[str, list[Alias]] = {}
        for alias in self.roster.aliases:
            found.setdefault(name_key(alias.written).exact, []).append(alias)
        return found

    def _applies(self, alias: Alias) -> bool:
        here = not alias.branch_id or alias.branch_id == self.around.branch_id
        return here and (self._days is None or alias.validity.overlaps(self._days))

    def _standing(self, mention: Mention, posts: tuple[Post, ...], name: NameComparison, as_read: str) -> Standing:
        """What the position says; one that a scan left illegible in part, or that somebody wrote short in a way that is
        not known, contradicts no exact name."""
        scanned = mention.confidence is not None
        found = standing(mention.position, posts, damaged=scanned)
        words = _lexicon(self.roster)
        against = found is Standing.CONTRADICTS and name.nearness is Nearness.SAME
        if against and words.shortened(mention.position):
            return Standing.NONE
        doubtful = scanned and against
        illegible = not words.legible(mention.position) or words.damaged(as_read)
        if doubtful and (illegible or nearly_said(mention.position, posts)):
            return Standing.NONE
        return found

    def _mended(self, mention: Mention) -> Mention:
        """The mention with the words of its position put right, where a scan may have damaged them."""
        if mention.confidence is None or not mention.position:
            return mention
        return replace(mention, position=_lexicon(self.roster).mend(mention.position))

    def _belonging(self, post: Post) -> Belonging:
        if post.own_branch_id and self.around.branch_id:
            return Belonging.OWN if post.own_branch_id == self.around.branch_id else Belonging.OTHER
        return belonging(post.unit, self.around.branch_name, self.around.parent)

    def _near(self, unit: str) -> bool:
        """Is it a unit of the commune that the branch's parent or its name tells?"""
        here = commune_name(self.around.branch_name)
        return of_area(unit, self.around.parent) or bool(here and commune_name(unit) == here)

    def _other_area(self, mention: Mention, posts: tuple[Post, ...]) -> bool:
        """Are all his posts of communes other than the branch's, and does the written position name no commune?"""
        here = commune_name(self.around.parent)
        if not here or commune_name(mention.position) or any(set(post.roles) - _LOCAL for post in posts):
            return False
        communes = [commune_name(f"{post.position}, {post.unit}") for post in posts]
        return all(there and there != here for there in communes)

    def _only_holder(self, mention: Mention, member: Member, found: Standing) -> bool:
        """Do few others in office fit the written position, and none of them by name?"""
        if found not in (Standing.SAME, Standing.FITS):
            return False
        others = self._holders(mention.position, mention.confidence is not None, found) - {member.id}
        if len(others) >= self._table.few_holders:
            return False
        written = name_key(mention.name)
        return not any(self._alike(written, self.roster.by_id[other]) for other in others)

    def _alike(self, written: NameKey, other: Member) -> bool:
        found = compared(written, name_key(other.name))
        return found.nearness is not Nearness.OTHER or found.similarity > self._table.similar

    def _holders(self, position: str, scanned: bool, least: Standing) -> frozenset[str]:
        """Members in office whom the written position fits at least so well."""
        known = self._holding.get((position, scanned, least))
        if known is None:
            known = self._holding[position, scanned, least] = frozenset(
                member.id
                for member in self.serving()
                if standing(position, self.posts(member), damaged=scanned) >= least
            )
        return known

    @cached_property
    def _holding(self) -> dict[tuple[str, bool, Standing], frozenset[str]]:
        return {}


def _lexicon(roster: Roster) -> Lexicon:
    """The words of a roster, gathered at their first use and kept with it (a roster never changes)."""
    kept: Lexicon | None = roster.__dict__.get("_lexicon")
    if kept is None:
        posts = (post for member in roster.members for post in member.posts)
        kept = roster.__dict__["_lexicon"] = Lexicon(text for post in posts for text in (post.position, post.unit))
    return kept


_LOCAL = frozenset(one for one in known_roles() if role(one).level in ("commune", "base", "branch"))
