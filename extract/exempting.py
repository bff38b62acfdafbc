"""Exemption clauses: their people are excluded from the attendance quotas of the clause that is named, else of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from extract.drafts import Placed
from extract.exceptions import Exemption
from extract.obligation import Action
from extract.structure import Kind, Provision
from extract.wordings import wording
from roster.roles import contains
from vntext.folding import Key, fold

_ANY_COMMITTEE = wording("except.any-committee")
_HOLDS_OTHER = wording("except.holds-other")

Ids = Callable[[Iterable[str], bool], tuple[str | None, ...]]


def exempted(placed: list[Placed], exemptions: list[tuple[Exemption, Provision]], ids: Ids) -> list[Placed]:
    """`placed` with the people of every exemption excluded where it speaks of them."""
    for one, provision in exemptions:
        touched = [p for p in placed if _is_quota(p) and _names(one, provision, p)]
        touched = [p for p in touched if _stands_within(one, p)] or touched
        touched = [p for p in touched if one.row is not None and p.draft.row == one.row] or touched
        also = [p for p in placed if one.whole and not _is_quota(p) and _is_of_those(one, p, ids)]
        for target in [*_nearest(one, touched, ids), *also]:
            placed = [_excluding(p, one) if p is target else p for p in placed]
    return placed


def set_apart(placed: list[Placed], ids: Ids) -> list[Placed]:
    """ "Riêng Bí thư dự …" as a sentence or item of its own: its people are excluded from the duty before it."""
    for at, one in enumerate(placed):
        bearer = one.draft.bearer if one.draft.aside and one.draft.own_bearer else None
        before = [p for p in placed[:at] if bearer and _is_next_to(one, p)]
        if bearer is None or not before or (before[-1].draft.bearer or bearer).phrases == bearer.phrases:
            continue
        apart = Exemption(bearer.phrases)
        near = [p for p in before if _is_of_those(apart, p, ids)] or _nearest(apart, before, ids)
        for target in near if len(near) < len(before) else before[-1:]:
            placed = [_excluding(p, apart) if p is target else p for p in placed]
    return placed


def _is_next_to(one: Placed, other: Placed) -> bool:
    """The same doing in the same item or in one beside or above it."""
    near = (one.provision, one.provision.parent)
    beside = other.provision in near or other.provision.parent in near
    return beside and other.draft.action is one.draft.action and not other.draft.aside


def _is_quota(placed: Placed) -> bool:
    draft = placed.draft
    return draft.action is Action.ATTEND_BRANCH_MEETING and draft.cadence.minimum is not None


def _stands_within(one: Exemption, placed: Placed) -> bool:
    return one.within is not None and one.within[0] <= placed.draft.start < one.within[1]


def _names(one: Exemption, provision: Provision, placed: Placed) -> bool:
    """Does the exemption speak of the clause that the draft stands in?"""
    if one.clause is None and one.article is None:
        return True
    article = one.article or _article(provision)
    if article is not None and _article(placed.provision) != article:
        return False
    return one.clause is None or any(
        p.label == one.clause and p.kind in (Kind.CLAUSE, Kind.SUBCLAUSE)
        for p in (placed.provision, *placed.provision.above())
    )


def _article(provision: Provision) -> str | None:
    return next((p.label for p in (provision, *provision.above()) if p.kind is Kind.ARTICLE), None)


def _nearest(one: Exemption, touched: list[Placed], ids: Ids) -> list[Placed]:
    """People with a post of the ladder are excluded where the bearer is the narrowest wider post; others everywhere."""
    if one.clause is not None:
        return touched
    freed = [] if _holds_other(one) else [i for i in ids(one.phrases, True) if i]
    if not freed:
        return _of_base(one, touched, ids)
    if freed and all(_are_others(freed[0], p, ids) for p in touched):
        return []
    if len(touched) < 2:
        return touched
    wider = [p for p in touched if any(w and w not in freed and contains(w, freed[0]) for w in _who_ids(p, ids))]
    narrow = [p for p in wider if not any(_is_wider(p, o, ids) for o in wider if o is not p)]
    return narrow or touched


def _are_others(freed: str, placed: Placed, ids: Ids) -> bool:
    """Are all the bearers known, and neither those who are freed nor wider?"""
    who = _who_ids(placed, ids)
    return bool(who) and all(
        w is not None and w != freed and not contains(w, freed) and not contains(freed, w) for w in who
    )


def _of_base(one: Exemption, touched: list[Placed], ids: Ids) -> list[Placed]:
    """ "Tỉnh ủy viên đã có thông báo nghỉ hưu": people narrowed down are excluded where their post is bound."""
    base = _base(one, ids)
    if len(base) != 1 or base[0] is None or _ANY_COMMITTEE.match(fold(one.phrases[0], Key.PLACEMENT)):
        return touched
    post = base[0]
    if _holds_other(one) and (exact := [p for p in touched if post in _who_ids(p, ids)]):
        return exact
    near = [p for p in touched if any(w is None or w == post or contains(post, w) for w in _who_ids(p, ids))]
    return near or touched


def _holds_other(one: Exemption) -> bool:
    return _HOLDS_OTHER.search(fold(one.phrases[0], Key.PLACEMENT)) is not None


def _base(one: Exemption, ids: Ids) -> tuple[str | None, ...]:
    """The post of the freed people, without the other one that they hold."""
    phrases = ((p, _HOLDS_OTHER.search(fold(p, Key.PLACEMENT))) for p in one.phrases)
    return ids([p[: cut.start()] if cut else p for p, cut in phrases], False)


def _is_of_those(one: Exemption, placed: Placed, ids: Ids) -> bool:
    """Is it a duty of the post that the freed people hold?"""
    base = _base(one, ids)
    return len(base) == 1 and base[0] is not None and base[0] in _who_ids(placed, ids)


def _who_ids(placed: Placed, ids: Ids) -> tuple[str | None, ...]:
    return ids(placed.draft.bearer.phrases, False) if placed.draft.bearer else ()


def _is_wider(one: Placed, other: Placed, ids: Ids) -> bool:
    pairs = [(a, b) for a in _who_ids(one, ids) for b in _who_ids(other, ids) if a and b]
    return any(a != b and contains(a, b) for a, b in pairs)


def _excluding(placed: Placed, one: Exemption) -> Placed:
    draft = placed.draft
    return replace(placed, draft=replace(draft, excluded=tuple(dict.fromkeys((*draft.excluded, *one.phrases)))))
