"""One sentence → drafts of obligations: which cadence goes with which duty and whose duty it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.anchors import Anchor
from extract.bearers import Bearer, bearer
from extract.cadence import Cadence, Shape
from extract.clause import Reading, cadences, duties, form, modality, shapes
from extract.drafts import Draft, Setting, Slot
from extract.duties import Form
from extract.effect import NOTHING, Effect
from extract.exceptions import excluded_inside
from extract.grammar.engine import Mention
from extract.holders import holder_of
from extract.obligation import Action
from extract.past import is_spoken, tells
from extract.repetition import Group, groups_of, stands_alone, values_of
from extract.sentences import Sentence, clauses
from extract.whereabouts import place_of
from extract.wordings import wording
from vntext.folding import Key, fold, squeeze

_ASIDE = re.compile(r"\(\s*riêng [^()]*(?:\([^()]*\)[^()]*)*\)", re.IGNORECASE)
_TURN = re.compile(r"[,.]\s*(?=(?:riêng|còn)\s)", re.IGNORECASE)
#: people told by what they are or do, not by a post
_DESCRIBED = wording("condition.people")
_CONDITION = wording("condition")
_ASKS = wording("asks")
_ATTENDS = wording("attend.words")
_OTHER_BODY = wording("attend.other-body")
_OTHER_MEETING = wording("attend.other-meeting")


def drafts_of(sentence: Sentence, whole: Reading, setting: Setting) -> list[Draft]:
    """The drafts of one sentence, read as `whole`; `setting.bearer` is moved on to the last bearer named."""
    first = next((m.end - whole.start for m in cadences(whole)), None)
    if tells(sentence.live, first):
        return []
    spoken = is_spoken(sentence.live)
    found: list[Draft] = []
    for part, aside in _parts(sentence, whole):
        made = [d for piece in _pieces(part) for d in _piece_drafts(sentence, piece, setting, found)]
        if aside and made:
            made = _narrowed(found, made, part)
            _exclude(found, made)
        if not made and found:
            found = _with_effect(found, _effect(part))
        if made and found and not aside:
            made = _with_effect(made, _leading_effect(found[0], sentence))
        found.extend(made)
    return [
        d for d in found if (_is_quota(d) or not spoken) and not (setting.press and _only_told(d, sentence, setting))
    ]


def _with_effect(found: list[Draft], said: tuple[Effect, str | None, list[Slot]]) -> list[Draft]:
    """A clause that only says from when ("năm 2024 thực hiện từ quý II") speaks of the duties before it."""
    effect, _, slots = said
    if effect is NOTHING or effect.scope == "document":
        return found
    return [replace(d, effect=effect, slots=(*d.slots, *slots)) if d.effect is NOTHING else d for d in found]


def _leading_effect(first: Draft, sentence: Sentence) -> tuple[Effect, str | None, list[Slot]]:
    """ "Kể từ ngày …, A dự …; B dự …": what stands at the head of the sentence speaks of all its clauses."""
    slots = [s for s in first.slots if s.name == "effective"]
    lead = fold(sentence.live[: slots[0].start - sentence.start], Key.PLACEMENT) if slots else ""
    if not slots or first.effect.end or (lead.strip() and not lead.rstrip().endswith(",")):
        return NOTHING, None, []
    return first.effect, None, slots


def _is_quota(draft: Draft) -> bool:
    return draft.cadence.shape is Shape.FULL


def _only_told(draft: Draft, sentence: Sentence, setting: Setting) -> bool:
    """In a report, "thường xuyên" with its own subject and no "phải" describes; it asks for nothing. Nor does an answer
    in an interview that gives no figure."""
    if setting.tale:
        return _ASKS.search(fold(sentence.live, Key.PLACEMENT)) is None
    loose = draft.cadence.shape is Shape.LOOSE or (setting.speaker and draft.cadence.shape is Shape.PERIOD)
    if not loose or _ASKS.search(fold(sentence.live, Key.PLACEMENT)):
        return False
    return draft.own_bearer or not _is_imperative(draft, sentence)


def _is_imperative(draft: Draft, sentence: Sentence) -> bool:
    """ "Thường xuyên củng cố …": the order of a directive that the report quotes without its subject."""
    first = min(slot.start for slot in draft.slots)
    return not sentence.live[: first - sentence.start].strip()


def _parts(sentence: Sentence, whole: Reading) -> Iterator[tuple[Reading, bool]]:
    """The clauses; what begins with "riêng", in brackets or behind a comma, stands apart (True)."""
    for clause in clauses(sentence):
        live = whole.text(clause.start, clause.end)
        asides = [(clause.start + m.start(), clause.start + m.end()) for m in _ASIDE.finditer(live)]
        yield from _turns(whole.piece(clause.start, clause.end).without(asides))
        for low, high in asides:
            yield whole.piece(low + 1, high - 1), True


def _turns(clause: Reading) -> Iterator[tuple[Reading, bool]]:
    at, aside = clause.start, False
    for turn in _TURN.finditer(clause.live):
        yield clause.piece(at, clause.start + turn.start()), aside
        at, aside = clause.start + turn.end(), True
    last = clause.piece(at, clause.end)
    yield last, aside or last.live.lstrip().lower().startswith("riêng ")


def _exclude(before: list[Draft], aside: list[Draft]) -> None:
    """The people of an aside are excluded from the duty that it is taken out of."""
    phrases = tuple(p for d in aside if d.bearer and d.own_bearer for p in d.bearer.phrases)
    for at, draft in enumerate(before):
        if phrases and draft.action is aside[0].action:
            before[at] = replace(draft, excluded=(*draft.excluded, *phrases))


def _narrowed(before: list[Draft], aside: list[Draft], part: Reading) -> list[Draft]:
    """ "…; riêng đồng chí công tác trong lực lượng vũ trang …": of the same bearer, only those of whom this is true.

    They have no post of their own: their description is the aside's condition and the first duty's exception."""
    if not before or any(d.own_bearer for d in aside):
        return aside
    first = min(slot.start for d in aside for slot in d.slots if slot.start >= part.start)
    told = _DESCRIBED.match(part.folded(part.start, first))
    if told is None:
        return aside
    people = squeeze(part.text(part.start + told.start("who"), first).replace("\n", " ")).strip(" ,:;")
    before[-1] = replace(before[-1], excluded=(*before[-1].excluded, people))
    return [replace(d, conditions=(*d.conditions, people)) for d in aside]


def _pieces(reading: Reading) -> Iterator[Reading]:
    """The clause cut where, behind a comma or "và", another bearer begins that has a cadence of its own."""
    cuts: list[int] = []
    found = cadences(reading)
    for actor in reading.of("actor"):
        lead = reading.folded(reading.start, actor.start).rstrip()
        if (
            lead.endswith((",", " và", " còn"))
            and any(m.end <= actor.start for m in found)
            and any(m.start >= actor.end for m in found)
        ):
            last = cuts[-1] if cuts else reading.start
            if not any(last <= other.start and other.end <= actor.start for other in reading.of("actor")):
                continue  # the figure leads the sentence: it is this bearer's own
            if any(last <= m.start and m.end <= actor.start and Shape.FULL in shapes(m) for m in found):
                cuts.append(actor.start)
    for low, high in zip([reading.start, *cuts], [*cuts, reading.end], strict=True):
        yield reading.piece(low, high)


def _piece_drafts(sentence: Sentence, reading: Reading, setting: Setting, before: list[Draft]) -> list[Draft]:
    named = bearer(reading, reading.end)
    groups = groups_of(reading)
    found = [d for group in groups for d in _group_drafts(sentence, reading, group, setting, before)]
    found += _shared(sentence, reading, groups, found, setting)
    own = next((d.bearer for d in reversed(found) if d.bearer and d.own_bearer), None)
    if named or own:
        setting.bearer = named or own
    if found:
        setting.last = found[-1]
    return found


def _shared(
    sentence: Sentence, reading: Reading, groups: list[Group], found: list[Draft], setting: Setting
) -> list[Draft]:
    """ "hằng tháng dành một ngày …, trong ngày đó dự sinh hoạt với một chi bộ": one period, a second duty."""
    heads = [group.head for group, _ in groups if group.head]
    if len(found) != 1 or not heads or found[0].action is Action.ATTEND_BRANCH_MEETING or found[0].cadence.per is None:
        return []
    for duty in duties(reading):
        if duty.start > heads[-1].end and duty.value.action is Action.ATTEND_BRANCH_MEETING and _attends(reading, duty):
            members = groups[0][1]
            again = _draft(
                sentence, reading, Anchor(duty, duty), members, duty.value.action, found[0].bearer, setting, []
            )
            count = _count_before(reading, duty)
            cadence = replace(found[0].cadence, minimum=count.minimum) if count else found[0].cadence
            return [replace(again, cadence=cadence, own_bearer=found[0].own_bearer)]
    return []


def _count_before(reading: Reading, duty: Mention) -> Cadence | None:
    """ "trong đó ít nhất một buổi dự sinh hoạt": the count that stands right before the verb."""
    for mention in reading.of("cadence", None, duty.start):
        if shapes(mention) == {Shape.COUNT} and not reading.folded(mention.end, duty.start).strip():
            counted: Cadence = mention.value[0]
            return counted
    return None


def _attends(reading: Reading, duty: Mention) -> bool:
    if _count_before(reading, duty):
        return True
    lead = reading.folded(reading.start, duty.start).rstrip()
    return form(duty) is Form.VERB and lead.endswith(("đó", ",", "và", "để", "phải", "kết hợp"))


def _group_drafts(
    sentence: Sentence, reading: Reading, group: Group, setting: Setting, before: list[Draft]
) -> list[Draft]:
    found, members = group
    values = values_of(members, reading, setting, found)
    if not values:
        return []
    action, verb_here = _action(reading, found, setting, before)
    if action is None:
        return []
    who, own = holder_of(reading, found, members, setting, action)
    if who is None and not (verb_here and stands_alone(reading, values, members, found)):
        return []
    draft = _draft(sentence, reading, found, members, action, who, setting, before)
    return [replace(draft, cadence=value, own_bearer=own, own_verb=verb_here) for value in values]


def _action(reading: Reading, found: Anchor, setting: Setting, before: list[Draft]) -> tuple[Action | None, bool]:
    """What is to be done, and whether the clause itself says so."""
    if found.action is None:
        last = before[-1] if before else setting.last
        if last is not None:
            return last.action, False
        return (Action.ATTEND_BRANCH_MEETING if setting.attending else None), False
    if found.action is Action.ATTEND_BRANCH_MEETING and found.work and _elsewhere(reading, found.work):
        return Action.OTHER, True
    if found.action is Action.ATTEND_BRANCH_MEETING and found.work and found.work.pattern == "duty.attend-bare":
        tail = reading.folded(found.work.end, reading.end)
        if _OTHER_MEETING.match(tail) and not _ATTENDS.search(tail):
            return Action.OTHER, True
        if not setting.attending and not _ATTENDS.search(reading.folded(reading.start, reading.end)):
            return Action.OTHER, True
    return found.action, True


def _elsewhere(reading: Reading, work: Mention) -> bool:
    """ "dự sinh hoạt với chi đoàn": no branch of the Party."""
    return _OTHER_BODY.match(reading.folded(work.end, reading.end)) is not None


def _draft(
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
    effect, same, effect_slots = _effect(reading)
    excluded, _ = excluded_inside(reading.live)
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
        effect,
        same,
        squeeze(reading.text(first.start, last.end).replace("\n", " ")),
        _conditions(reading),
        tuple(slots + effect_slots),
    )


def _conditions(reading: Reading) -> tuple[str, ...]:
    found = _CONDITION.finditer(reading.folded(reading.start, reading.end))
    return tuple(squeeze(reading.live[m.start() : m.end()].replace("\n", " ")) for m in found)


def _effect(reading: Reading) -> tuple[Effect, str | None, list[Slot]]:
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
