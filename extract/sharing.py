"""A second duty that shares the period of the first one in its clause."""

from __future__ import annotations

from dataclasses import replace

from extract.anchors import Anchor
from extract.cadence import Cadence, Shape
from extract.clause import Reading, duties, form, shapes
from extract.composing import draft_of
from extract.drafts import Draft, Setting
from extract.duties import Form
from extract.grammar.engine import Mention
from extract.obligation import Action
from extract.repetition import Group
from extract.sentences import Sentence


def shared(
    sentence: Sentence, reading: Reading, groups: list[Group], found: list[Draft], setting: Setting
) -> list[Draft]:
    """ "hằng tháng dành một ngày …, trong ngày đó dự sinh hoạt với một chi bộ": one period, a second duty."""
    heads = [group.head for group, _ in groups if group.head]
    if len(found) != 1 or not heads or found[0].action is Action.ATTEND_BRANCH_MEETING or found[0].cadence.per is None:
        return []
    for duty in duties(reading):
        if duty.start > heads[-1].end and duty.value.action is Action.ATTEND_BRANCH_MEETING and _attends(reading, duty):
            members = groups[0][1]
            again = draft_of(
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
