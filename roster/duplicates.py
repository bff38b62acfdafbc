"""What a roster's rows say twice: one person under two ids, namesakes, one post on the same days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster.cells import Problems
from roster.people import Member, Post, Roster, Validity
from roster.wording import words_of
from vntext.names import parse_name

Rows = list[tuple[int, Member]]


def look_for_doubles(facts: Rows, problems: Problems) -> None:
    """Adds warnings: overlapping rows of one post, namesakes, likely doubles."""
    _look_for_overlaps(facts, problems)
    _look_for_namesakes(facts, problems)


def _look_for_overlaps(facts: Rows, problems: Problems) -> None:
    held: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Validity]] = defaultdict(list)
    for row, member in facts:
        post = member.posts[0]
        known = held[member.id, words_of(post.position), words_of(post.unit)]
        if any(other.overlaps(post.validity) and other != post.validity for other in known):
            problems.add(row, "overlap", "position", f"{member.name}, {post.position}")
        known.append(post.validity)


def _look_for_namesakes(facts: Rows, problems: Problems) -> None:
    first: dict[str, dict[str, Member]] = defaultdict(dict)
    for row, member in facts:
        known = first[parse_name(member.name).key()]
        if member.id in known:
            continue
        for other in known.values():
            code = "duplicate_person" if _same_post(member.posts[0], other.posts[0]) else "namesake"
            problems.add(row, code, "full_name", other.id)
        known[member.id] = member


def _same_post(one: Post, other: Post) -> bool:
    return words_of(one.position) == words_of(other.position) and words_of(one.unit) == words_of(other.unit)


@dataclass(frozen=True, slots=True)
class Gap:
    """Days between two posts of one member on which he holds none: perhaps a slip of the roster."""

    member_id: str
    before: Post
    after: Post
    first: date
    last: date


def short_gaps(members: Iterable[Member], days: int = 30) -> tuple[Gap, ...]:
    """Gaps of at most `days` days between two following posts of a member, which an import offers to close."""
    return tuple(gap for member in members for gap in _gaps(member) if (gap.last - gap.first).days < days)


def _gaps(member: Member) -> Iterable[Gap]:
    posts = sorted(member.posts, key=lambda post: post.validity.start or date.min)
    for at, after in enumerate(posts):
        start = after.validity.start
        earlier = [post for post in posts[:at] if post.validity.end is not None]
        if start is None or not earlier or len(earlier) < at or member.posts_on(start - timedelta(days=1)):
            continue
        before = max(earlier, key=lambda post: post.validity.end or date.min)
        assert before.validity.end is not None
        if before.validity.end < start:
            yield Gap(member.id, before, after, before.validity.end + timedelta(days=1), start - timedelta(days=1))


def closed(member: Member, gaps: Iterable[Gap]) -> Member:
    """The member with the earlier post of each of his gaps reaching to the day before the later one."""
    longer = {gap.before: gap.last for gap in gaps if gap.member_id == member.id}
    posts = (replace(p, validity=Validity(p.validity.start, longer[p])) if p in longer else p for p in member.posts)
    return replace(member, posts=tuple(posts))


def gaps_after(members: Iterable[Member], known: Roster) -> tuple[Gap, ...]:
    """The short gaps that there would be once `members` are imported: between their posts and those known already."""
    return short_gaps(_with_known(member, known) for member in members)


def without_gaps(members: Iterable[Member], known: Roster, gaps: Iterable[Gap]) -> tuple[Member, ...]:
    """The members with those gaps closed; a post that was known already joins them where it is made longer."""
    all_gaps = tuple(gaps)
    earlier = {(gap.member_id, gap.before) for gap in all_gaps}
    return tuple(
        closed(replace(member, posts=tuple(p for p in both.posts if p in member.posts or (member.id, p) in earlier)),
               all_gaps)
        for member in members
        for both in [_with_known(member, known)]
    )  # fmt: skip


def _with_known(member: Member, known: Roster) -> Member:
    """The member with the posts that the workspace knows of him and the file says nothing about."""
    other = known.by_id.get(member.id)
    said = {(words_of(post.position), words_of(post.unit)) for post in member.posts}
    extra = [p for p in other.posts if (words_of(p.position), words_of(p.unit)) not in said] if other else []
    return replace(member, posts=(*member.posts, *extra))
