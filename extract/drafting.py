"""One sentence → drafts of obligations: which cadence goes with which duty and whose duty it is.

A draft is an obligation before document-wide knowledge (effect, exemptions, ids) is added in `extract.assembly`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extract.anchors import Anchor, anchor
from extract.bearers import Bearer, bearer, bearer_at
from extract.cadence import Cadence, Shape, joined
from extract.clause import Reading, cadences, duties, form, modality, shapes
from extract.duties import Form
from extract.effect import NOTHING, Effect
from extract.exceptions import excluded_inside
from extract.grammar.engine import Mention
from extract.obligation import Action, Modality, Per
from extract.past import is_spoken, tells
from extract.places import branch_place, inspected, other_place
from extract.sentences import Sentence, clauses
from extract.structure import Provision
from vntext.folding import Key, fold, squeeze


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands, and the record that read it."""

    name: str
    start: int
    end: int
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """`start:end` is the sentence; `said` tells whether bearer and verb stand in the clause itself or are inherited."""

    start: int
    end: int
    action: Action
    action_text: str
    cadence: Cadence
    bearer: Bearer | None
    modality: Modality = Modality.MUST
    excluded: tuple[str, ...] = ()
    where: str | None = None
    effect: Effect = NOTHING
    same_effect: str | None = None
    frequency: str | None = None
    conditions: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    own_bearer: bool = True
    own_verb: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft with the provision that it stands in."""

    draft: Draft
    provision: Provision


@dataclass(slots=True)
class Setting:
    """What the sentences before give: the bearer to inherit, the last duty, what kind of text it is."""

    bearer: Bearer | None = None
    last: Draft | None = None
    press: bool = False
    #: the office of the person interviewed, for "tôi"
    speaker: Bearer | None = None
    attending: bool = False
    lead_period: Cadence | None = None
    normative: bool = False
    drafts: list[Draft] = field(default_factory=list)


_ASIDE = re.compile(r"\(\s*riêng [^()]*(?:\([^()]*\)[^()]*)*\)", re.IGNORECASE)
_TURN = re.compile(r"[,.]\s*(?=(?:riêng|còn)\s)", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?<!\w)(?:khi có|khi cần|trường hợp|nếu|trong trường hợp|tuỳ tình hình|khi được|tuỳ theo|căn cứ điều kiện|nơi có điều kiện|khi)(?!\w)[^,;.]*", re.IGNORECASE
)
_EVENT = re.compile(r"(?:^|[,;:]\s*)(?:sau|trước|khi|tại|trong|qua|ngoài|bên cạnh)\s[^,;:]*$")
_MEETING_OF = re.compile(r"\s*(?:thường kỳ|thường trực|toàn thể|giao ban)?\s*$")


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
            _exclude(found, made)
        if not made and found:
            found = _with_effect(found, _effect(part))
        if made and found and not aside:
            made = _with_effect(made, _leading_effect(found[0], sentence))
        found.extend(made)
    return [d for d in found if not (spoken and not _is_quota(d)) and not (setting.press and _only_told(d, sentence, setting))]


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
    loose = draft.cadence.shape is Shape.LOOSE or (setting.speaker and draft.cadence.shape is Shape.PERIOD)
    if not loose or not draft.own_bearer:
        return False
    folded = fold(sentence.live, Key.PLACEMENT)
    return not re.search(r"(?<!\w)(?:phải|cần|yêu cầu|có trách nhiệm|đề nghị|chỉ đạo|giao)(?!\w)", folded)


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


def _pieces(reading: Reading) -> Iterator[Reading]:
    """The clause cut where, behind a comma, another bearer begins that has a cadence of its own."""
    cuts = []
    found = cadences(reading)
    for actor in reading.of("actor"):
        lead = reading.folded(reading.start, actor.start).rstrip()
        if lead.endswith(",") and any(m.end <= actor.start for m in found) and any(m.start >= actor.end for m in found):
            last = cuts[-1] if cuts else reading.start
            if any(last <= m.start and m.end <= actor.start and Shape.FULL in shapes(m) for m in found):
                cuts.append(actor.start)
    for low, high in zip([reading.start, *cuts], [*cuts, reading.end], strict=True):
        yield reading.piece(low, high)


def _piece_drafts(sentence: Sentence, reading: Reading, setting: Setting, before: list[Draft]) -> list[Draft]:
    named = _named(reading)
    groups = _groups(reading)
    found = [d for group in groups for d in _group_drafts(sentence, reading, group, setting, before)]
    found += _shared(sentence, reading, groups, found, setting)
    own = next((d.bearer for d in reversed(found) if d.bearer and d.own_bearer), None)
    if named or own:
        setting.bearer = named or own
    if found:
        setting.last = found[-1]
    return found


def _shared(
    sentence: Sentence, reading: Reading, groups: list[tuple[Anchor, list[Mention]]], found: list[Draft], setting: Setting
) -> list[Draft]:
    """ "hằng tháng dành một ngày …, trong ngày đó dự sinh hoạt với một chi bộ": one period, a second duty."""
    heads = [group.head for group, _ in groups if group.head]
    if len(found) != 1 or not heads or found[0].action is Action.ATTEND_BRANCH_MEETING or found[0].cadence.per is None:
        return []
    for duty in duties(reading):
        if duty.start > heads[-1].end and duty.value.action is Action.ATTEND_BRANCH_MEETING and _attends(reading, duty):
            again = _draft(sentence, reading, Anchor(duty, duty), groups[0][1], duty.value.action, found[0].bearer, setting, [])
            return [replace(again, cadence=found[0].cadence, own_bearer=found[0].own_bearer)]
    return []


def _attends(reading: Reading, duty: Mention) -> bool:
    lead = reading.folded(reading.start, duty.start).rstrip()
    return form(duty) is Form.VERB and lead.endswith(("đó", ",", "và", "để", "phải", "kết hợp"))


def _named(reading: Reading) -> Bearer | None:
    return bearer(reading, reading.end)


def _groups(reading: Reading) -> list[tuple[Anchor, list[Mention]]]:
    """Cadence mentions by the verb that they go with."""
    groups: list[tuple[Anchor, list[Mention]]] = []
    for mention in cadences(reading):
        if _is_event(reading, mention):
            continue
        found = anchor(reading, mention)
        if found is None:
            continue
        for other, members in groups:
            if other.head == found.head and not _apart(members, mention):
                members.append(mention)
                break
        else:
            groups.append((found, [mention]))
    return groups


def _apart(members: list[Mention], mention: Mention) -> bool:
    """Two full figures are two duties."""
    return Shape.FULL in shapes(mention) and any(Shape.FULL in shapes(m) for m in members)


def _is_event(reading: Reading, mention: Mention) -> bool:
    """ "Sau hội nghị giao ban định kỳ": tied to an event, no cadence of its own."""
    lead = reading.folded(reading.start, mention.start)
    return shapes(mention) == {Shape.LOOSE} and _EVENT.search(lead) is not None


def _group_drafts(
    sentence: Sentence, reading: Reading, group: tuple[Anchor, list[Mention]], setting: Setting, before: list[Draft]
) -> list[Draft]:
    found, members = group
    values = _cadence_values(members, reading, setting, found)
    if not values:
        return []
    action, verb_here = _action(reading, found, setting, before)
    if action is None:
        return []
    who, own = _who(reading, found, members, setting, action)
    if who is None and not (verb_here and _stands_alone(reading, values, members)):
        return []
    draft = _draft(sentence, reading, found, members, action, who, setting, before)
    return [replace(draft, cadence=value, own_bearer=own, own_verb=verb_here) for value in values]


def _stands_alone(reading: Reading, values: list[Cadence], members: list[Mention]) -> bool:
    """Without a bearer only a figure, a deadline or a passive ("được tổ chức …") is worth keeping."""
    if any(v.shape is Shape.LOOSE for v in values):
        return False
    if any(v.shape is Shape.FULL for v in values) or any("by" in m.slots for m in members):
        return True
    return re.search(r"(?<!\w)được(?!\w)", reading.folded(reading.start, reading.end)) is not None


def _cadence_values(members: list[Mention], reading: Reading, setting: Setting, found: Anchor) -> list[Cadence]:
    lists = [m.value for m in members if len(m.value) > 1]
    if lists:
        return list(lists[0])
    parts = [c for m in members for c in m.value]
    periods = {(c.per, c.every): c for c in parts if c.shape is Shape.PERIOD}
    if len(periods) > 1 and found.head and not any(c.shape in (Shape.FULL, Shape.COUNT) for c in parts):
        return list(periods.values())
    value = joined(parts)
    if value is None:
        return []
    if value.shape is Shape.PERIOD and found.head is None:
        return []
    if value.shape is Shape.FULL and value.per is None and _TERM.search(reading.folded(reading.start, reading.end)):
        return [replace(value, per=Per.TERM)]
    if value.per is not None or value.minimum and value.shape is Shape.FULL:
        return [value]
    if value.shape is Shape.LOOSE:
        return [value] if found.head and not _ANNOUNCES.search(reading.folded(reading.start, reading.end)) else []
    loose = any(p.shape is Shape.LOOSE for p in parts)
    if value.shape is Shape.DUE and value.due and (loose or setting.normative):
        return [replace(value, minimum=1, per=Per.YEAR)]
    if value.shape is Shape.DUE and loose and found.head:
        return [Cadence(Shape.LOOSE)]
    if value.shape is Shape.COUNT:
        return _counted(value, reading, setting)
    return []


def _counted(value: Cadence, reading: Reading, setting: Setting) -> list[Cadence]:
    """A count without a period: the period of the lead-in, or the year that a stretch of months lies in."""
    if setting.lead_period is not None:
        return [replace(setting.lead_period, shape=Shape.FULL, minimum=value.minimum, maximum=value.maximum)]
    spans = [m.value for m in reading.of("effect") if isinstance(m.value, Effect) and m.value.start and m.value.end]
    if spans and spans[0].start.year == spans[0].end.year:
        return [replace(value, shape=Shape.FULL, per=Per.YEAR)]
    return []


_TERM = re.compile(r"đại hội|nhiệm kỳ")
_ANNOUNCES = re.compile(r"như sau\s*[:.]?\s*$|:\s*$")
_ATTENDS = re.compile(r"sinh hoạt|chi bộ|tổ chức cơ sở đảng|chi uỷ")
_OTHER_MEETING = re.compile(
    r"\s*(?:họp|giao ban|hội nghị|kỳ họp|phiên họp|các kỳ họp|các cuộc họp|lớp|lễ|đại hội|các phiên họp|các hội nghị|tập huấn|cuộc họp|họp báo|tiếp|xét xử|phiên toà|kiểm tra|ngày hội|đám)(?!\w)"
)


def _action(reading: Reading, found: Anchor, setting: Setting, before: list[Draft]) -> tuple[Action | None, bool]:
    """What is to be done, and whether the clause itself says so."""
    if found.action is None:
        last = before[-1] if before else setting.last
        if last is not None:
            return last.action, False
        return (Action.ATTEND_BRANCH_MEETING if setting.attending else None), False
    if found.action is Action.ATTEND_BRANCH_MEETING and found.work and found.work.pattern == "duty.attend-bare":
        tail = reading.folded(found.work.end, reading.end)
        if _OTHER_MEETING.match(tail) and not _ATTENDS.search(tail):
            return Action.OTHER, True
        if not setting.attending and not _ATTENDS.search(reading.folded(reading.start, reading.end)):
            return Action.OTHER, True
    return found.action, True


def _who(
    reading: Reading, found: Anchor, members: list[Mention], setting: Setting, action: Action
) -> tuple[Bearer | None, bool]:
    until = found.head.start if found.head else members[0].start
    named = bearer(reading, max(until, members[0].start) if found.head is None else until)
    if named is None and action is Action.HOLD_MEETING and found.head:
        named = _meeting_body(reading, found.head, members)
    if named is None and found.head and found.head.end <= members[0].start:
        named = _passive(reading, found.head) or _beside(reading, found.head)
    if named is not None:
        return _unmasked(named, setting.speaker), True
    return setting.bearer, False


def _unmasked(named: Bearer, speaker: Bearer | None) -> Bearer:
    """ "Tôi và anh phó bí thư": the one who speaks is named by the office."""
    if not named.speaker or speaker is None:
        return named
    said = tuple(speaker.phrases[0] if p.lower() in ("tôi", "chúng tôi") else p for p in named.phrases)
    return replace(named, phrases=said, speaker=False)


def _meeting_body(reading: Reading, head: Mention, members: list[Mention]) -> Bearer | None:
    """ "Họp Ban Chỉ đạo định kỳ": the body that meets."""
    for actor in reading.of("actor", head.end):
        if _MEETING_OF.fullmatch(reading.folded(head.end, actor.start)):
            return bearer_at(reading, actor.start, max(actor.end, members[0].start))
        break
    return None


_LEADS_IN = re.compile(r"(?:^|[,:;(]|(?<!\w)(?:cho|để|bảo đảm|đảm bảo|do|thời hạn|việc|nơi|khi|mức))\s*$")


def _beside(reading: Reading, head: Mention) -> Bearer | None:
    """ "bảo đảm tài liệu cho các chi bộ sinh hoạt …": the body right before the verb."""
    for actor in reversed(reading.of("actor", None, head.start)):
        if not _LEADS_IN.search(reading.folded(reading.start, actor.start)):
            continue
        whole = bearer_at(reading, actor.start, head.start)
        if whole and not reading.folded(whole.end, head.start).strip():
            return whole
    return None


def _passive(reading: Reading, head: Mention) -> Bearer | None:
    """ "Bản tin … của Ban X được biên soạn": done by the one whose it is, or by the one named with "do"."""
    lead = reading.folded(reading.start, head.start)
    if not re.search(r"(?<!\w)được\s*(?:\S+\s){0,3}$", lead):
        return None
    for actor in reading.of("actor", None, head.start):
        if reading.folded(reading.start, actor.start).rstrip().endswith((" của", " do")):
            return bearer_at(reading, actor.start, head.start)
    return None


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
    place = _place(reading, found, action, who, before, setting)
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
    return tuple(squeeze(m[0].replace("\n", " ")) for m in _CONDITION.finditer(reading.live))


def _place(
    reading: Reading, found: Anchor, action: Action, who: Bearer | None, before: list[Draft], setting: Setting
) -> str | None:
    begin = found.work.start if found.work else reading.start
    if action is Action.ATTEND_BRANCH_MEETING:
        if "không cố định" in reading.folded(begin, reading.end):
            return None
        here = branch_place(reading, begin, reading.end)
        if here:
            return here[0]
        named = branch_place(reading, reading.start, begin)
        if named and who and who.start <= named[1] < who.end:
            return named[0]
        last = next((d for d in reversed(before) if d.action is action and d.where), None) or setting.last
        return last.where if last and last.action is action else None
    if action is Action.HOLD_MEETING:
        label = re.match(r"\s*(?:ở |tại )?(cấp [^:,;.]{2,30}):", fold(reading.live, Key.PLACEMENT))
        return reading.live[label.start(1) : label.end(1)] if label else None
    if action is Action.INSPECT and found.work:
        last = [m for m in duties(reading) if m.start >= found.work.start and m.value.action is action][-1]
        return inspected(reading, last.end, reading.end) or other_place(reading, found.work.end, reading.end)
    if action in (Action.MEET_CITIZENS, Action.OTHER) and found.work:
        return other_place(reading, found.work.end, reading.end)
    return None


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
