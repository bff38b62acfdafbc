"""The ladder of posts: the ids that rules, rosters and figures share, and which post contains which.

Everything that is known stands in `roles.toml`; a post is a rank (how it is worded) at a level (which body). The
contract's section 1 names the ids; the annotation conventions of the sample directives say which bearers have none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from roster.people import ALWAYS, Validity
from roster.wording import Phrases, variants

NOTHING = Phrases()


@dataclass(frozen=True, slots=True)
class Role:
    """One rank at one level. `contains`: the next narrower posts; `bearer`: the id of a directive's bearer, if any."""

    id: str
    rank: str
    level: str
    vi: str
    en: str
    abbreviations: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    validity: Validity = ALWAYS
    bearer: str | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """How a post is worded without its level. `body`: can be a bearer, but is nobody's post; `state`: no Party post;
    `level`: the only one at which it exists; `borrows`: see roles.toml."""

    id: str
    words: Phrases
    not_before: Phrases = NOTHING
    body: bool = False
    state: bool = False
    level: str = ""
    borrows: str = ""
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """Words that name the level's Party bodies, and words that name its places."""

    id: str
    party: Phrases
    places: Phrases
    not_places: Phrases = NOTHING
    central: Phrases = NOTHING


@dataclass(frozen=True)
class Ladder:
    """All of `roles.toml`, read once."""

    roles: dict[str, Role]
    ranks: tuple[Rank, ...]
    levels: tuple[Level, ...]
    determiners: Phrases
    former: Phrases
    links: Phrases
    negations: Phrases
    #: a committee of whichever level: it says no more than the post itself
    any_body: Phrases
    #: posts that are one of several of their rank
    one_of: Phrases


def known_roles() -> tuple[str, ...]:
    """Every id, in the order of `roles.toml` (from the centre down)."""
    return tuple(ladder().roles)


def role(role_id: str) -> Role:
    """Raises KeyError for an unknown id."""
    return ladder().roles[role_id]


@lru_cache(maxsize=512)
def implied_by(role_id: str) -> frozenset[str]:
    """The post itself and every wider post that contains it; an unknown id implies itself alone."""
    wider = {one.id for one in ladder().roles.values() if role_id in one.contains}
    return frozenset({role_id}).union(*(implied_by(one) for one in wider))


def contains(wider: str, narrower: str) -> bool:
    """Is everybody who holds `narrower` bound by what binds `wider`? True for one and the same post."""
    return wider in implied_by(narrower)


def without_wider(roles: Iterable[str]) -> tuple[str, ...]:
    """The ids in their order, each once, without those that another of them implies."""
    named = tuple(dict.fromkeys(roles))
    return tuple(one for one in named if not any(one != other and contains(one, other) for other in named))


@lru_cache(maxsize=1)
def ladder() -> Ladder:
    raw = tomllib.loads((files("roster") / "roles.toml").read_text(encoding="utf-8"))
    return Ladder(
        roles={record["id"]: _role(record) for record in raw["role"]},
        ranks=tuple(_rank(record) for record in raw["rank"]),
        levels=tuple(_level(record) for record in raw["level"]),
        determiners=_all(raw["determiners"]),
        former=_all(raw["former"]),
        links=_all(raw["links"]),
        negations=_all(raw["negations"]),
        any_body=_all(raw["any_body"]),
        one_of=_all(raw["one_of"]),
    )


def _role(record: dict[str, Any]) -> Role:
    return Role(
        record["id"],
        record["rank"],
        record["level"],
        record["vi"],
        record["en"],
        tuple(record.get("abbreviations", ())),
        tuple(record.get("contains", ())),
        Validity(record.get("valid_from"), record.get("valid_to")),
        record.get("bearer", record["id"]) if record.get("listed", True) else None,
    )


def _rank(record: dict[str, Any]) -> Rank:
    return Rank(
        record["id"],
        _all(record["words"]),
        _all(record.get("not_before", ())),
        record.get("body", False),
        record.get("state", False),
        record.get("level", ""),
        record.get("borrows", ""),
        tuple(record.get("stands_for", ())),
    )


def _level(record: dict[str, Any]) -> Level:
    return Level(
        record["id"],
        _all(record["party"]),
        _all(record["places"]),
        _all(record.get("not_places", ())),
        _all(record.get("central", ())),
    )


def _all(templates: Iterable[str]) -> Phrases:
    return Phrases(said for template in templates for said in variants(template))
