"""Duties that refer to another item: "cùng thời điểm bắt đầu như mục 1"."""

from __future__ import annotations

from dataclasses import replace

from extract.drafts import Draft, Placed


def with_references(placed: list[Placed]) -> list[Placed]:
    """ "Cùng thời điểm bắt đầu như mục 1" takes effect and place from the duties of that item."""
    return [replace(one, draft=_referring(one, placed)) for one in placed]


def _referring(one: Placed, placed: list[Placed]) -> Draft:
    same = one.draft.same_effect
    other = next((o.draft for o in placed if same and o.provision.label == same and o is not one), None)
    return replace(one.draft, effect=other.effect, where=other.where or one.draft.where) if other else one.draft
