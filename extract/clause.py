"""One clause read by the grammar: its cadences, words of duty, modality, orders and actors, with the text they stand
in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from extract.cadence import Cadence, Shape
from extract.duties import Duty, Form
from extract.grammar.engine import Grammar, Mention, grammar
from extract.grammar.lexer import tokens
from extract.obligation import Action, Modality
from extract.wordings import wording
from vntext.folding import Key, fold

_KINDS = ("cadence", "duty", "modality", "order", "actor", "effect", "exception")


@lru_cache(maxsize=1)
def reader() -> Grammar:
    """The grammar of everything that a clause may say."""
    return grammar(*_KINDS)


@dataclass(frozen=True)
class Reading:
    """`start` is where `live` stands in the document; mentions have offsets of the document."""

    live: str
    start: int
    mentions: tuple[Mention, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.live)

    def of(self, kind: str, start: int | None = None, end: int | None = None) -> list[Mention]:
        low, high = self.start if start is None else start, self.end if end is None else end
        return [m for m in self.mentions if m.kind == kind and m.start >= low and m.end <= high]

    def text(self, start: int, end: int) -> str:
        return self.live[max(0, start - self.start) : max(0, end - self.start)]

    def folded(self, start: int, end: int) -> str:
        return fold(self.text(start, end), Key.PLACEMENT)

    def piece(self, start: int, end: int) -> Reading:
        """The same reading of a part."""
        inside = tuple(m for m in self.mentions if m.start >= start and m.end <= end)
        return Reading(self.text(start, end), start, inside)

    def without(self, spans: Iterable[tuple[int, int]]) -> Reading:
        """The same reading with some stretches blanked."""
        live, mentions = self.live, self.mentions
        for low, high in spans:
            live = live[: low - self.start] + " " * (high - low) + live[high - self.start :]
            mentions = tuple(m for m in mentions if m.end <= low or m.start >= high)
        return Reading(live, self.start, mentions)


def read(live: str, start: int) -> Reading:
    """All mentions of a stretch of text that begins at `start` of the document."""
    return Reading(live, start, reader().find(live, tokens(live), start))


_WAS = wording("cadence.replaced")
_BECOMES = wording("cadence.becomes")
_LIMITS = wording("cadence.limits")
_SAME_PLACE = wording("cadence.same-place")
#: code points of "trong tháng"
_TAIL = 11
_ONE_QUARTER = wording("cadence.one-quarter")
_NOT_OFTEN = wording("cadence.not-regularly")
_DAILY_NOUN = wording("cadence.daily-noun")
_NOT_PERIODIC = wording("cadence.not-periodic")


def cadences(reading: Reading) -> list[Mention]:
    """The cadence mentions that speak of this rule (not of the one before it, not of a kind of money)."""
    found = [m for m in reading.of("cadence") if not _is_idle(reading, m)]
    return [m for m, behind in zip(found, [*found[1:], None], strict=False) if not _leads(reading, m, behind)]


def _leads(reading: Reading, loose: Mention, behind: Mention | None) -> bool:
    """ "định kỳ vào ngày 20 hằng tháng": the figure right behind says how often."""
    if behind is None or loose.pattern != "loose.periodically" or Shape.LOOSE in shapes(behind):
        return False
    return not reading.folded(loose.end, behind.start).strip()


def _is_idle(reading: Reading, mention: Mention) -> bool:
    before = reading.folded(max(reading.start, mention.start - 40), mention.start)
    after = reading.folded(mention.end, mention.end + 16)
    if _ONE_QUARTER.search(reading.folded(max(mention.start, mention.end - _TAIL), mention.end + 16)):
        return True
    limits = _LIMITS.search(before) and not ("trùng" not in before and _asks_each(reading, mention))
    if _WAS.search(before) or _BECOMES.match(after) or limits or _SAME_PLACE.match(after):
        return True
    loose = all(c.shape is Shape.LOOSE for c in mention.value)
    if not loose:
        return before.endswith(("kỳ họp ", "lần thứ ")) or after.startswith((" thứ ", " trước đây"))
    if mention.pattern == "loose.daily":
        return _DAILY_NOUN.search(before) is not None
    if reading.folded(mention.start, mention.end).startswith("thường"):
        return _NOT_OFTEN.search(before) is not None or after.startswith((" trực", " vụ"))
    return _NOT_PERIODIC.search(before) is not None and not before.rstrip().endswith("tổ chức sinh hoạt")


def _asks_each(reading: Reading, mention: Mention) -> bool:
    """ "có thể chia nhóm, nhưng mỗi quý phải họp một lần": a period with "phải" behind it limits nothing."""
    behind = reading.folded(mention.end, mention.end + 8).lstrip(" ,")
    return all(c.shape is Shape.PERIOD for c in mention.value) and behind.startswith("phải")


def shapes(mention: Mention) -> frozenset[Shape]:
    found: tuple[Cadence, ...] = mention.value
    return frozenset(c.shape for c in found)


def duties(reading: Reading, *, dead: bool = False) -> list[Mention]:
    """Words of duty; a capital inside a clause belongs to a name ("Trung tâm Chuyển đổi số"). What only tells which
    people are meant ("được phân công dự …") is none, save where nothing else is to be done."""
    effects = reading.of("effect")
    words = [
        m
        for m in reading.of("duty")
        if (dead or form(m) is not Form.DEAD)
        and not any(e.start <= m.start < e.end for e in effects)
        and not _is_name(reading, m)
        and not _is_negated(reading, m)
    ]
    main = [m for m in words if not _is_attribute(reading, m)]
    return main if any(form(m) is not Form.DEAD for m in main) else words


_ATTRIBUTE = wording("duty.attribute")
_ASSIGNED = wording("duty.assigned")
_ATTENDED = wording("duty.attended")
_PASSIVE_BY = wording("duty.passive-by")
_ASSIGNING = wording("duty.assigning")
_LOOKED_AFTER = wording("duty.looked-after")


def _is_attribute(reading: Reading, mention: Mention) -> bool:
    """ "chi bộ được (Ban Thường vụ) phân công theo dõi": says which branch, not what to do."""
    before = reading.folded(max(reading.start, mention.start - 64), mention.start)
    if _ATTENDED.search(before) and reading.folded(mention.start, mention.end).startswith("dự"):
        return True
    if _ATTRIBUTE.search(before) or _LOOKED_AFTER.search(before + reading.folded(mention.start, mention.end)):
        return True
    if _ASSIGNING.match(reading.folded(mention.start, mention.end)):
        return _ASSIGNED.search(before) is not None
    value: Duty = mention.value
    if value.action is Action.OTHER and _PASSIVE_BY.search(before):
        return True
    return value.action in (None, Action.OTHER, Action.INSPECT) and _BY_SOMEBODY.search(before) is not None


#: no more white space parts a cadence from the verb that it stands beside
_BESIDE = 16


def _is_negated(reading: Reading, mention: Mention) -> bool:
    """ "Đảng viên không sinh hoạt tại …": tells who is meant; "không để tháng nào không dự" asks."""
    near = (m for m in reading.of("cadence") if 0 <= mention.start - m.end <= _BESIDE)
    if any(not reading.text(m.end, mention.start).strip() for m in near):
        return False
    return _NEGATED.search(reading.folded(max(reading.start, mention.start - 16), mention.start)) is not None


def works_there(reading: Reading, verb: Mention) -> int:
    """ "Cấp ủy nơi đảng viên công tác kiểm tra …": so much of the verb's words still tells who is meant."""
    works = _WORKS.match(reading.folded(verb.start, verb.end))
    where = _NAMED_BY_PLACE.search(reading.folded(max(reading.start, verb.start - 40), verb.start)) if works else None
    return works.end() if works and where else 0


_WORKS = re.compile(r"công tác(?= )")
_NAMED_BY_PLACE = wording("bearer.named-by-place")
_NEGATED = wording("duty.negated")
_BY_SOMEBODY = wording("duty.assigned-by")


def _is_name(reading: Reading, mention: Mention) -> bool:
    """A capital that no sentence begins with, behind a body or post and joined to it."""
    if any(actor.start <= mention.start and actor.end > mention.end for actor in reading.of("actor")):
        return True  # "Đại hội thành viên": the doing is a part of the body's name
    if _is_purpose(reading, mention):
        return True
    begins = reading.text(mention.start, mention.start + 2)
    if not begins[:1].isupper():
        return False
    before = reading.text(reading.start, mention.start).rstrip()
    at = reading.start + len(before)
    if any(actor.end == at for actor in reading.of("actor", None, at)):
        return True
    joined = before[-1:].isalpha() or before.endswith((" -", " –"))
    return (
        joined
        and begins[1:].islower()
        and any(not _PARTED.search(reading.text(actor.end, at)) for actor in reading.of("actor", None, at))
    )


def _is_purpose(reading: Reading, mention: Mention) -> bool:
    """ "Tổ hỗ trợ họp …": between a team and the verb of its sentence."""
    team = _TEAM.search(reading.folded(max(reading.start, mention.start - 10), mention.start))
    return team is not None and any(m.start == mention.end + 1 for m in reading.of("duty"))


_TEAM = wording("bearer.team")
_PARTED = re.compile(r"[.:;,()]")


def form(mention: Mention) -> Form:
    value: Duty = mention.value
    return value.form


def modality(reading: Reading, start: int, end: int) -> Modality:
    """The last marker before the verb decides; without one a directive binds."""
    found = [m.value for m in reading.of("modality", start, end) if isinstance(m.value, Modality)]
    for strength in (Modality.MUST_NOT, Modality.MUST, Modality.SHOULD, Modality.MAY):
        if strength in found:
            return strength
    return Modality.MUST
