"""Which posts a text means: the position column of a roster, or the bearer phrase of a directive.

The ladder itself (ids, names, what contains what) stands in `roles.toml` and `roster.ladder`; it is offered here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from roster.ladder import Rank, Role, contains, implied_by, known_roles, ladder, role, without_wider
from roster.wording import Phrases, Words, begins, clauses, find, words_of

__all__ = [
    "Role",
    "contains",
    "implied_by",
    "known_roles",
    "posts_of_phrase",
    "role",
    "role_of_phrase",
    "roles_of",
    "roles_of_phrase",
]

_MEMBERS = frozenset({"standing_committee_member", "committee_member"})
_LEADERS = frozenset({"secretary", "deputy_secretary"})
#: words that may stand between a post and the body whose post it is
_OF = Phrases((("của",), ("thuộc",), ("cấp",), ("các",), ("và",), ("khóa",)))


@dataclass(frozen=True, slots=True)
class _Clause:
    """One post of a list: its words, its rank, how many of the words say the rank, and whether it was held before."""

    words: Words
    rank: Rank | None
    length: int = 0
    former: bool = False

    @property
    def rest(self) -> Words:
        return self.words[self.length :]


@dataclass(frozen=True, slots=True)
class _Around:
    """Where a post without its own body may find one: the unit, the posts beside it, the issuer's level."""

    unit: Words = ()
    beside: tuple[_Clause, ...] = ()
    level: str | None = None


@lru_cache(maxsize=16384)
def roles_of(position: str, unit: str = "") -> tuple[str, ...]:
    """The role ids of a roster row, in the order of the text, without the wider ones that they imply.

    Posts are separated by commas; the level of each comes from its own words, else from the unit, else from the posts
    beside it. Former posts ("nguyên …") give nothing; an unknown post gives nothing.
    """
    unit_words = words_of(unit)
    found = [_post(words_of(clause), unit_words) for clause in clauses(position)]
    return without_wider(
        one
        for at, clause in enumerate(found)
        if not _is_past(found, at)
        for one in _ids(clause, _Around(unit_words, _beside(found, at)))
    )


def role_of_phrase(phrase: str, level: str | None = None, *, excluded: bool = False) -> str | None:
    """The id that a directive's bearer phrase has by the annotation conventions; None where no id of the list fits.

    `level` is the issuer's ("province", "district", "commune", "base", "branch"), by which "Bí thư" and "cấp ủy viên"
    are read. A narrower group keeps the id of its post, but not where it is `excluded`: then only a whole post has one.
    """
    return roles_of_phrase(phrase, level, excluded=excluded)[0]


def roles_of_phrase(phrase: str, level: str | None = None, *, excluded: bool = False) -> tuple[str | None, ...]:
    """As `role_of_phrase`, with every id where one phrase stands for several ("Bí thư và Phó Bí thư"); never empty."""
    ids = _ids_of_phrase(phrase, level, excluded)
    return tuple(dict.fromkeys(role(one).bearer for one in ids)) or (None,)


def posts_of_phrase(phrase: str, level: str | None = None, *, excluded: bool = False) -> tuple[str, ...]:
    """The posts that a bearer phrase means, also those that have no id by the annotation conventions; may be empty."""
    return tuple(dict.fromkeys(_ids_of_phrase(phrase, level, excluded)))


def _ids_of_phrase(phrase: str, level: str | None, excluded: bool) -> Iterator[str]:
    found = _heads(phrase)
    if not (excluded and any(_narrows(one, phrase) for one in found)):
        for at, head in enumerate(found):
            yield from _bearer_ids(head, _Around((), _beside(found, at), level))


# --- cutting a text into posts ----------------------------------------------------------------------------------------


def _bearers(phrase: str) -> Iterator[str]:
    """A bearer phrase without brackets, cut at commas and "và"."""
    for clause in clauses(phrase.replace("(", " ").replace(")", " ")):
        yield from clause.split(" và ")


def _heads(phrase: str) -> list[_Clause]:
    """The bearers of a phrase; a bare place repeats the post before it (`cấp ủy viên cấp tỉnh, cấp xã`)."""
    found: list[_Clause] = []
    for words in map(words_of, _bearers(phrase)):
        last = found[-1] if found else None
        repeats = last is not None and last.rank is not None and _is_place(words)
        found.append(_clause((*last.words[: last.length], *words) if last and repeats else words))
    return found


def _post(words: Words, unit: Words) -> _Clause:
    """A clause of a roster's position; where it says a post by half, its unit says the rest (`PCT`, `UBND xã A`)."""
    alone = _clause(words, bodies=False)
    if alone.rank is not None or not unit or not words:
        return alone
    joined = _clause((*words, *(unit[1:] if words[-1] == unit[0] else unit)), bodies=False)
    return joined if joined.length > len(words) else alone


def _clause(words: Words, *, bodies: bool = True) -> _Clause:
    past = begins(words, ladder().former)
    own = _without_determiners(words[len(past) :])
    rank, length = _rank_at(own)
    known = rank if rank is not None and (bodies or not rank.body) else None
    return _Clause(own, known, length if known else 0, bool(past))


def _without_determiners(words: Words) -> Words:
    while words and (taken := begins(words, ladder().determiners) or (words[:1] if words[0].isdecimal() else ())):
        words = words[len(taken) :]
    return words


def _rank_at(words: Words) -> tuple[Rank | None, int]:
    """The rank with whose words the text begins, the longest wording first."""
    best: tuple[Rank | None, int] = (None, 0)
    for rank in ladder().ranks:
        said = begins(words, rank.words)
        if len(said) > best[1] and not begins(words[len(said) :], rank.not_before):
            best = (rank, len(said))
    return best


def _beside(found: Sequence[_Clause], at: int) -> tuple[_Clause, ...]:
    """The other posts of the list: the following ones first, then those before, nearest first."""
    return (*found[at + 1 :], *reversed(found[:at]))


def _is_past(found: Sequence[_Clause], at: int) -> bool:
    """`nguyên Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy`: the past reaches to the post that names the body."""
    before = found[at - 1] if at else None
    borrows = before is not None and before.former and before.rank is not None and _own_level(before) is None
    return found[at].former or (borrows and _own_level(found[at]) is not None)


# --- the level of a post ----------------------------------------------------------------------------------------------


def _ids(clause: _Clause, around: _Around) -> Iterator[str]:
    if clause.rank is None:
        return
    level = _level(clause, around)
    ranks = clause.rank.stands_for or (clause.rank.id,)
    yield from (
        one.id for rank in ranks for one in ladder().roles.values() if one.rank == rank and one.level in (level, "")
    )


def _level(clause: _Clause, around: _Around) -> str | None:
    assert clause.rank is not None
    if clause.rank.state:
        return _place_near(clause, around)
    own = _own_level(clause)
    if own is not None:
        return _settled(own, clause.words, around)
    if clause.rank.borrows and clause.rest and not _is_committee(clause.words):
        return _first_place(clause.rest[:2]) or _first_body(clause.rest) or around.level
    if _is_committee(clause.words):
        return _committee_level(clause, around)
    return _borrowed(clause, around)


def _own_level(clause: _Clause) -> str | None:
    """The level of a Party body that stands in the post's own words or right behind them."""
    skipped = len(begins(clause.rest, _OF))
    return next((level for level, at in _party_bodies(clause.words) if at <= clause.length + skipped), None)


def _borrowed(clause: _Clause, around: _Around) -> str | None:
    """From the unit's Party body, the other posts' bodies, the issuer, the places named."""
    assert clause.rank is not None
    if _is_committee(around.unit) and not _first_body(around.unit):
        return _committee_level(clause, around)
    texts = (around.unit,) if clause.rank.borrows == "unit" else _elsewhere(clause, around)
    bodies = (_settled(found, words, around) for words in texts if (found := _first_body(words)))
    places = None if clause.rank.borrows else _place_near(clause, around)
    return next(bodies, None) or around.level or places


def _elsewhere(clause: _Clause, around: _Around) -> Iterator[Words]:
    """Texts whose Party body a bare post may borrow. A secretary is a member of his committee anyway, so "Ủy viên Ban
    Thường vụ, Bí thư Huyện ủy" is a member of another committee than the one whose secretary he is."""
    yield around.unit
    member = clause.rank is not None and clause.rank.id in _MEMBERS
    for other in around.beside:
        if not (member and other.rank is not None and other.rank.id in _LEADERS):
            yield other.words
    yield clause.rest


def _committee_level(clause: _Clause, around: _Around) -> str | None:
    """Of a bare "Đảng ủy": a commune's where one is named, else the unit's own level, else of a base organisation."""
    texts = (clause.rest, *_texts(around))
    if any(_first_place(words) == "commune" for words in texts):
        return "commune"
    hinted = around.level if around.level in ("commune", "base", "bloc") else None
    return _first_body(around.unit) or hinted or ("base" if around.unit else None)


def _texts(around: _Around) -> tuple[Words, ...]:
    return (around.unit, *(other.words for other in around.beside))


def _is_committee(words: Words) -> bool:
    return find(("đảng", "uỷ"), words) >= 0 or find(("đảng", "bộ"), words) >= 0


def _place_near(clause: _Clause, around: _Around) -> str | None:
    if clause.rank is not None and clause.rank.level:
        return clause.rank.level
    for words in (clause.words, *_texts(around)):
        if found := _first_place(words):
            return _settled(found, words, around)
    return around.level


def _settled(level: str, words: Words, around: _Around) -> str | None:
    """A city is a province where the centre holds it directly, else a district; unnamed, of the issuer's level."""
    if level != "city":
        return level
    city = next(one for one in ladder().levels if one.id == "city")
    named = (*words, *around.unit)
    if any(find(name, named) >= 0 for name in city.central):
        return "province"
    if any(one == "district" for text in (words, *_texts(around)) for one, _ in _party_bodies(text)):
        return "district"
    return around.level or ("district" if _has_name(around.unit) or _has_name(words) else None)


def _has_name(words: Words) -> bool:
    """Does anything stand behind "Thành ủy" or "thành phố"?"""
    starts = (find(name, words) for name in (("thành", "uỷ"), ("thành", "phố")))
    return any(at >= 0 and words[at + 2 : at + 3] not in ((), ("viên",)) for at in starts)


def _is_place(words: Words) -> bool:
    return any(words in level.places for level in ladder().levels)


def _first_body(words: Words) -> str | None:
    return next((level for level, _ in _party_bodies(words)), None)


def _first_place(words: Words) -> str | None:
    return next((level for level, _ in _named(words, party=False)), None)


def _party_bodies(words: Words) -> tuple[tuple[str, int], ...]:
    """(level, where) of every Party body named, in the order of the text."""
    return _named(words, party=True)


@lru_cache(maxsize=16384)
def _named(words: Words, *, party: bool) -> tuple[tuple[str, int], ...]:
    """(level, where) of the Party bodies, or of the places, the longest name at each place."""
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        level, length = max(
            ((level, len(begins(words[at:], names))) for level, names in _names(party)), key=lambda pair: pair[1]
        )
        if length and level:
            found.append((level, at))
        at += length or 1
    return tuple(found)


@lru_cache(maxsize=2)
def _names(party: bool) -> tuple[tuple[str, Phrases], ...]:
    """Level → what names it; "" for what only looks like a place ("xã hội")."""
    levels = ladder().levels
    if party:
        return tuple((one.id, one.party) for one in levels)
    return (*((one.id, one.places) for one in levels), *(("", one.not_places) for one in levels))


# --- bearers ----------------------------------------------------------------------------------------------------------


def _bearer_ids(head: _Clause, around: _Around) -> Iterator[str]:
    if head.rank is None:
        return
    ids = tuple(_ids(head, around))
    linked = _linked(head)
    near = _Around(around.unit, (head, *around.beside), around.level)
    narrower = tuple(one for one in _ids(linked, near) if any(contains(wide, one) for wide in ids)) if linked else ()
    yield from narrower or ids


def _linked(head: _Clause) -> _Clause | None:
    """The narrower post behind "là", "giữ cương vị", unless it is denied ("chưa là Tỉnh ủy viên")."""
    for at in range(head.length, len(head.words)):
        link = begins(head.words[at:], ladder().links)
        denied = any(head.words[max(0, at - len(no)) : at] == no for no in ladder().negations)
        if link and not denied:
            return _clause(head.words[at + len(link) :])
    return None


def _narrows(head: _Clause, phrase: str) -> bool:
    """Does the phrase say more than the post, its body and the name of a place? (One of several deputies does.)"""
    if any(find(words, head.words) >= 0 for words in ladder().one_of):
        return True
    written = {word for token in phrase.split() if token[:1].isupper() for word in words_of(token)}
    rest = list(head.rest)
    for name in (*(name for level in ladder().levels for name in (*level.party, *level.places)), *ladder().any_body):
        at = find(name, rest)
        rest = rest[:at] + rest[at + len(name) :] if at >= 0 else rest
    return any(word not in written and (word,) not in _OF for word in rest)
