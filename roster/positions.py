"""A position as written against the posts of the roster: the same, a part, implied, another one of the kind, unrelated.

Both sides are cut into posts at the words with which posts begin, so that a comma lost by a scan changes nothing; posts
are compared word by word without marks, since a scan loses those first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from roster.ladder import ladder
from roster.people import Post
from roster.roles import implied_by, roles_of
from roster.wording import Phrases, Words, begins, clauses, variants, words_of
from vntext.folding import Key, fold


class Relation(IntEnum):
    """What a written post says of a known one; the higher, the more it speaks for it."""

    #: of one kind, but of another body, place or number: "Chủ tịch UBND xã A" and "… xã B", a chief and his deputy
    CONFLICT = 0
    UNRELATED = 1
    #: the wider post: "Tỉnh ủy viên" written of a standing committee member
    IMPLIED = 2
    #: one says less than the other
    PART = 3
    SAME = 4


class Standing(IntEnum):
    """What a whole written position says of a member's posts."""

    #: a post that he does not hold
    CONTRADICTS = 0
    #: one post agrees, another does not
    MIXED = 1
    #: only what anybody in the branch may be: member, branch committee, hamlet
    PLAIN = 2
    NONE = 3
    FITS = 4
    SAME = 5


#: shorter positions are never near another
_LONG = 16


@dataclass(frozen=True, slots=True)
class _Phrasebook:
    """`heads` begin a post; those of several words also without marks (`truong` alone may be "trường")."""

    heads: Phrases
    bare_heads: Phrases
    noise: Phrases
    plain: Phrases
    former: Phrases
    equal: dict[Words, Words]
    generic: frozenset[str]


@dataclass(frozen=True, slots=True)
class WrittenPost:
    """One post: its folded words, and the same without marks."""

    words: Words
    bare: Words

    @property
    def plain(self) -> bool:
        """A post that anybody of a branch may have: member, secretary of the branch, head of a hamlet."""
        return bool(begins(self.words, _phrasebook().plain))


@lru_cache(maxsize=16384)
def posts_in(position: str) -> tuple[WrittenPost, ...]:
    """The posts of a position: `Tỉnh ủy viên, GĐ Sở Y tế` → (tỉnh uỷ viên), (giám đốc sở y tế)."""
    words = _without_noise(_said_otherwise(words_of(position)))
    bare = tuple(map(_bare, words))
    starts, at = [0], 0
    while at < len(words):
        head = _head(words[at:], bare[at:])
        if head and at:
            starts.append(at)
        at += head or 1
    ends = [*starts[1:], len(words)]
    return tuple(WrittenPost(words[i:j], bare[i:j]) for i, j in zip(starts, ends, strict=True) if i < j)


def _head(words: Words, bare: Words) -> int:
    """How many words begin a post here."""
    return max(len(begins(words, _phrasebook().heads)), len(begins(bare, _phrasebook().bare_heads)))


def _said_otherwise(words: Words) -> Words:
    """`Ủy viên Ban Chấp hành Đảng bộ tỉnh` → `Tỉnh ủy viên`: one wording of a post for all."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        said = next((one for one in _phrasebook().equal if words[at : at + len(one)] == one), ())
        kept.extend(_phrasebook().equal[said] if said else words[at : at + 1])
        at += len(said) or 1
    return tuple(kept)


def _without_noise(words: Words) -> Words:
    kept: list[str] = []
    at = 0
    while at < len(words):
        length = len(begins(words[at:], _phrasebook().noise))
        kept.extend(() if length else words[at : at + 1])
        at += length or 1
    return tuple(kept)


def standing(written: str, held: Sequence[Post], *, damaged: bool = False) -> Standing:
    """What the written position says of somebody who holds `held`. `damaged`: the words come from a scan."""
    posts = posts_in(written)
    if not posts:
        return Standing.NONE
    if says_former(written):
        return Standing.CONTRADICTS if held else Standing.MIXED
    serious = tuple(post for post in posts if not post.plain)
    if not serious:
        return _plain_standing(posts, held, damaged)
    return _summed([_best(post, written, held, damaged) for post in serious], held, len(serious))


def nearly_said(written: str, held: Sequence[Post]) -> bool:
    """Is it a position of `held` but for a letter in every twelve, figures apart, as a scan leaves it? Too little to
    say that he holds it, and too much to say that he does not."""
    said = " ".join(map(_bare, words_of(written)))
    return len(said) >= _LONG and any(_near(said, " ".join(map(_bare, words_of(one.position)))) for one in held)


def _near(said: str, known: str) -> bool:
    if _telling(said) != _telling(known):
        return False
    limit = len(known) // 12
    return Levenshtein.distance(said, known, score_cutoff=limit) <= limit


def _telling(words: str) -> list[str]:
    """Figures and `phó`: what one letter makes another post of."""
    return [word for word in words.split() if word.isdecimal() or word == "pho"]


def says_former(position: str) -> bool:
    """Does it say a post that was held before ("nguyên …", "cựu …")?"""
    return any(begins(words_of(clause), _phrasebook().former) for clause in clauses(position))


def only_plain(position: str) -> bool:
    """Does the position name no more than what anybody of a branch may be?"""
    posts = posts_in(position)
    return bool(posts) and all(post.plain for post in posts)


def _plain_standing(posts: Iterable[WrittenPost], held: Sequence[Post], damaged: bool) -> Standing:
    """Plain posts speak for a member only where the roster, too, has a plain post of him."""
    known = [one for post in held for one in posts_in(post.position) if one.plain]
    relations = [_relation(post.bare, one.bare, (), damaged) for post in posts for one in known]
    if any(relation >= Relation.PART for relation in relations):
        return Standing.SAME if Relation.SAME in relations else Standing.FITS
    return Standing.CONTRADICTS if known else Standing.PLAIN


def _best(post: WrittenPost, written: str, held: Sequence[Post], damaged: bool) -> Relation:
    relations = [
        _relation(post.bare, one.bare, _unit(known.unit), damaged) for known in held for one in posts_in(known.position)
    ]
    best = max(relations, default=Relation.UNRELATED)
    if best >= Relation.PART:
        return best
    if any(_of_body(post, known) for known in held):
        return Relation.PART
    if any(_implies(post, written, known) for known in held):
        return Relation.IMPLIED
    return Relation.CONFLICT if Relation.CONFLICT in relations else best


def _of_body(post: WrittenPost, known: Post) -> bool:
    """Is what is written no post but the body that a known post is of (`Đ/c A (Ban Tổ chức Huyện ủy)`, `Mặt trận`)?"""
    if _head(post.words, post.bare):
        return False
    told = {*_unit(known.position), *_unit(known.unit)}
    telling = [word for word in post.bare if word not in _LEVELS]
    return bool(telling) and all(word in told for word in telling)


#: words that name a level and no body
_LEVELS = frozenset(("xa", "phuong", "thi", "tran", "huyen", "quan", "thanh", "pho", "tinh", "uy", "dang", "bo", "ban"))


def _summed(found: list[Relation], held: Sequence[Post], count: int) -> Standing:
    supported = [relation for relation in found if relation >= Relation.IMPLIED]
    if not supported:
        return Standing.CONTRADICTS
    only_implied = len(supported) < count and max(supported) is Relation.IMPLIED
    if Relation.CONFLICT in found or only_implied:
        return Standing.MIXED
    known = sum(len(posts_in(post.position)) for post in held)
    if len(supported) < count and known > len(supported):
        return Standing.MIXED
    return Standing.SAME if all(relation is Relation.SAME for relation in found) else Standing.FITS


def _implies(post: WrittenPost, written: str, known: Post) -> bool:
    """Is the written post a wider one than a known post, and does it name no other place?"""
    clause = next((one for one in clauses(written) if posts_in(one) == (post,)), " ".join(post.words))
    wider = {role for one in known.roles for role in implied_by(one) if role != one} - {"party_member"}
    told = {*_unit(known.position), *_unit(known.unit), *_phrasebook().generic}
    return all(word in told for word in post.bare) and any(
        role in wider for role in roles_of(clause, f"{known.position}, {known.unit}")
    )


@lru_cache(maxsize=4096)
def _unit(unit: str) -> Words:
    return tuple(map(_bare, words_of(unit)))


@lru_cache(maxsize=262144)
def _relation(post: Words, known: Words, unit: Words, damaged: bool) -> Relation:
    """One written post against one known post of a member of `unit`."""
    if post == known:
        return Relation.SAME
    only_post, only_known = _unmatched(post, known)
    only_post = tuple(word for word in only_post if word not in unit)
    if not only_post and not only_known:
        return Relation.SAME
    if damaged and _misread(post, only_post, only_known):
        return Relation.PART
    alike = post[:1] == known[:1] or _core(post)[:1] == _core(known)[:1]
    if ("pho" in post[:1]) != ("pho" in known[:1]):
        return Relation.CONFLICT if _core(post)[:2] == _core(known)[:2] else Relation.UNRELATED
    if alike and (not only_post or not only_known):
        return Relation.PART
    return Relation.CONFLICT if alike else Relation.UNRELATED


def _misread(post: Words, only_post: Words, only_known: Words) -> bool:
    """Of a scan's words all are known but one, which has one letter wrong; or those that are left say enough."""
    if any(word.isdecimal() for word in (*only_post, *only_known)):
        return False
    matched = len(post) - len(only_post)
    if not only_post:
        return matched >= 4 and "pho" not in only_known
    return len(only_post) == len(only_known) == 1 and matched >= 4 and _one_letter(only_post[0], only_known[0])


def _one_letter(word: str, other: str) -> bool:
    return word != "pho" != other and Levenshtein.distance(word, other) <= 1


def _core(post: Words) -> Words:
    return post[1:] if post[:1] in (("pho",), ("quyen",)) else post


def _unmatched(post: Words, known: Words) -> tuple[Words, Words]:
    """The words of each side that the other lacks."""
    left = list(known)
    only = []
    for word in post:
        if word in left:
            left.remove(word)
        else:
            only.append(word)
    return tuple(only), tuple(left)


@lru_cache(maxsize=1)
def _phrasebook() -> _Phrasebook:
    raw = tomllib.loads((files("roster") / "positions.toml").read_text(encoding="utf-8"))
    heads = _phrases(raw["heads"])
    words = (word for level in ladder().levels for name in (*level.party, *level.places) for word in name)
    ranks = (word for rank in ladder().ranks for name in rank.words for word in name)
    return _Phrasebook(
        heads,
        Phrases(tuple(map(_bare, head)) for head in heads if len(head) > 1),
        _phrases(raw["noise"]),
        _phrases(raw["plain"]),
        _phrases(raw["former"]),
        {words_of(said): words_of(meant) for said, meant in raw["equal"]},
        frozenset(map(_bare, (*words, *ranks))),
    )


def phrases() -> tuple[Words, ...]:
    """The words of posts in general: heads, plain posts, ranks, Party bodies, places."""
    book = _phrasebook()
    names = (name for level in ladder().levels for name in (*level.party, *level.places))
    ranks = (words for rank in ladder().ranks for words in rank.words)
    return (*book.heads, *book.plain, *book.noise, *names, *ranks)


def _phrases(templates: Iterable[str]) -> Phrases:
    return Phrases(phrase for template in templates for phrase in variants(template))


def _bare(word: str) -> str:
    return fold(word, Key.TONELESS)
