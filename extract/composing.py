"""One duty's draft: its slots, place, conditions, start and words, from the mentions of its clause."""

from __future__ import annotations

import re

from extract.anchors import Anchor
from extract.bearers import Bearer
from extract.cadence import Cadence, Shape
from extract.clause import Reading, modality, shapes
from extract.doubts import doubts_of
from extract.drafts import Draft, Setting, Slot
from extract.effect import NOTHING, Effect
from extract.exceptions import excluded_inside
from extract.grammar.engine import Mention
from extract.obligation import Action
from extract.sentences import Sentence
from extract.whereabouts import place_of
from extract.wordings import wording
from vntext.folding import squeeze

_CONDITION = wording("condition")
_OPEN_PLACE = wording("place.open")


def draft_of(
    sentence: Sentence,
    reading: Reading,
    found: Anchor,
    members: list[Mention],
    action: Action,
    who: Bearer | None,
    setting: Setting,
    before: list[Draft],
) -> Draft:
    first, last = members[0], members[-1]
    place = place_of(reading, found, action, who, before, setting, members)
    effect, same, effect_slots = effect_of(reading)
    named = who.start - reading.start if who and reading.start <= who.start < reading.end else None
    excluded, _ = excluded_inside(reading.live, named)
    slots = [Slot("frequency", m.start, m.end, m.pattern) for m in members]
    if found.work:
        slots.append(Slot("action", found.work.start, found.work.end, found.work.pattern))
    if who:
        slots.append(Slot("who", who.start, who.end, who.pattern))
    return Draft(
        sentence.start,
        sentence.end,
        action,
        _action_text(reading, found, members),
        Cadence(Shape.LOOSE),
        who,
        modality(reading, reading.start, max(m.end for m in (*members, found.head or first))),
        excluded,
        place,
        _OPEN_PLACE.search(reading.folded(reading.start, reading.end)) is not None,
        effect,
        same,
        squeeze(reading.text(first.start, last.end).replace("\n", " ")),
        (*_conditions(reading), *_shares(reading, members)),
        tuple(slots + effect_slots),
        doubts=doubts_of(reading, found, members, who),
    )


def _conditions(reading: Reading) -> tuple[str, ...]:
    found = _CONDITION.finditer(reading.folded(reading.start, reading.end))
    return tuple(squeeze(reading.live[m.start() : m.end()].replace("\n", " ")) for m in found)


def _shares(reading: Reading, members: list[Mention]) -> tuple[str, ...]:
    """ "ít nhất hai phần ba số kỳ": a share gives no count and is kept as said."""
    shares = (m for m in members if Shape.SHARE in shapes(m))
    return tuple(squeeze(reading.text(m.start, m.end).replace("\n", " ")) for m in shares)


def effect_of(reading: Reading) -> tuple[Effect, str | None, list[Slot]]:
    effect, same, slots = NOTHING, None, []
    for mention in reading.of("effect"):
        if isinstance(mention.value, Effect):
            effect = effect.over(mention.value)
            slots.append(Slot("effective", mention.start, mention.end, mention.pattern))
        else:
            same = mention.slots.get("n")
    return effect, same, slots


def _action_text(reading: Reading, found: Anchor, members: list[Mention]) -> str:
    """The words of the duty up to the cadence or the end of the chunk."""
    if not found.head:
        return ""
    stops = [m.start for m in members if m.start > found.head.start]
    chunk = re.search(r"[;:.]|,\s", reading.text(found.head.end, reading.end))
    end = found.head.end + chunk.start() if chunk else reading.end
    if found.work and found.work.end > end:
        end = found.work.end
    return squeeze(reading.text(found.head.start, min([end, *stops])).replace("\n", " ")).strip(" ,.;")
