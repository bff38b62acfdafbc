"""A report says its news twice: headline and opening paragraph, then the body. One duty is kept."""

from __future__ import annotations

from extract.cadence import Shape
from extract.drafts import Placed
from extract.identities import Identities


def without_echoes(placed: list[Placed], text: str, identities: Identities) -> list[Placed]:
    """`placed` without the figures that the text repeats; the telling that says most is kept, never a headline."""
    kept: list[Placed] = []
    best: dict[tuple[object, ...], Placed] = {}
    for one in placed:
        key = _key(one, identities)
        if key is None:
            kept.append(one)
        elif key not in best or _worth(one, text) > _worth(best[key], text):
            best[key] = one
    wanted = {id(one) for one in (*kept, *best.values())}
    return [one for one in placed if id(one) in wanted]


def _key(one: Placed, identities: Identities) -> tuple[object, ...] | None:
    """What makes two figures the same: the people (by id), the duty and how often. None for what is no echo."""
    draft = one.draft
    ids = identities.ids(draft.bearer.phrases) if draft.bearer else ()
    if draft.cadence.shape is not Shape.FULL or not all(ids) or not ids:
        return None
    cadence = draft.cadence
    return ids, draft.action, cadence.minimum, cadence.maximum, cadence.per, cadence.every


def _worth(one: Placed, text: str) -> tuple[bool, int]:
    draft = one.draft
    is_sentence = text[draft.start : draft.end].rstrip().endswith((".", ";", "”", '"', "!"))
    return is_sentence, sum(map(bool, (draft.where, draft.effect.start, draft.excluded, draft.own_bearer)))
