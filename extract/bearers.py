"""Who is bound: the bearer phrase of a clause, cut into the people and bodies that it joins.

A bearer stands before the verb (or behind "giao", "yêu cầu", "đề nghị"), behind leading adverbials. What stands in
front of a body's name ("các đồng chí", "mỗi") is no part of the phrase. Nothing is invented: a clause without a
bearer has none, and the caller inherits one from an earlier clause, the heading or the addressee.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.clause import Reading, duties, works_there
from extract.grammar.engine import Mention
from extract.obligation import Modality
from extract.wordings import wording
from vntext.folding import Key, fold

_LEAD = wording("bearer.lead-in")
_LEVEL = wording("bearer.level-label")
_ANNOUNCES = wording("lead.announces")
#: "Thường trực Thành ủy kết luận:"
_OPENING = wording("opening.issuer")
_SUBORDINATE = wording("bearer.subordinate")
_DETERMINER = wording("bearer.determiner")
_CUT = wording("bearer.cut")
_TAIL = wording("bearer.tail")
_ASSIGNS = re.compile(r"phân công$")
#: a word before a verb that keeps it inside the bearer phrase ("được cấp", "chưa tham gia", "nơi có trụ sở")
_INSIDE = wording("bearer.verb-inside")


@dataclass(frozen=True, slots=True)
class Bearer:
    """`phrases` are the joined people and bodies as written; `start:end` where they stand together."""

    phrases: tuple[str, ...]
    start: int
    end: int
    pattern: str = ""
    speaker: bool = False
    #: told by "giao", "phân công", "chỉ đạo": the next sentence speaks again of the one who told
    told: bool = False


def bearer(reading: Reading, until: int) -> Bearer | None:
    """The bearer named in the clause before `until` (where its predicate or cadence starts); None where none is."""
    ordered = _ordered(reading, until)
    if ordered is not None:
        return ordered
    start = _behind_adverbials(reading, until)
    return bearer_at(reading, start, until)


def announced(reading: Reading, until: int, press: bool = False) -> Bearer | None:
    """ "Cấp ủy viên dự theo mức tối thiểu sau: Tỉnh ủy viên ba lần/năm": the one behind the colon; behind any label the
    one who acts right behind it, save in the lists of the press."""
    lead = reading.folded(reading.start, until).rpartition(":")[0]
    if not lead:
        return None
    named = bearer_at(reading, _behind_adverbials(reading, until, reading.start + len(lead) + 1), until)
    opens = _ANNOUNCES.search(f"{lead}:") or _OPENING.search(f"{lead}:")
    labelled = named is not None and not press and named.pattern != "actor.comrades" and _acts(reading, named)
    return named if opens or labelled else None


def _acts(reading: Reading, named: Bearer) -> bool:
    """ "Nhóm A: cuối quý, Văn phòng tổng hợp …", "Đối thoại: Bí thư 01 lần/năm": right behind those named behind
    the label stands a verb, or how often what the label names is done."""
    verbs = [m for m in (*duties(reading), *reading.of("modality")) if m.start >= named.end]
    if any(m.end <= named.start for m in duties(reading)):
        verbs += reading.of("cadence", named.end)
    return any(not reading.folded(named.end, verb.start).strip() for verb in verbs)


#: behind these "giao", "chỉ đạo" … tell of something and ask for nothing
_NO_ORDER = (
    "theo",
    "được",
    "có",
    "những",
    "các",
    "sự",
    "mục đích,",
    "ý kiến",
    "xét",
    "được phân công",
    "được giao",
    "được cử",
    "theo dõi,",
    "phụ trách,",
    "phân công theo dõi và",
)


def assigner(reading: Reading) -> Bearer | None:
    """ "Ban Tổ chức tham mưu phân công đảng ủy viên …; hằng quý báo cáo": the one before "phân công"; None for none."""
    for order in reading.of("order"):
        if _ASSIGNS.match(reading.folded(order.start, order.end)):
            named = bearer_at(reading, _behind_adverbials(reading, order.start), order.start)
            told = _ordered(reading, reading.end)
            return named if told is not None and told.start >= order.end else None
    return None


def _ordered(reading: Reading, until: int) -> Bearer | None:
    """The last one who is told by "giao", "yêu cầu", "chỉ đạo" …"""
    for order in reversed(reading.of("order", None, until)):
        before = reading.folded(reading.start, order.start).rstrip()
        if before.endswith(_NO_ORDER):
            continue
        start = order.end + _spaces(reading, order.end)
        found = bearer_at(reading, start, until)
        if found:
            asked = reading.folded(order.start, order.end).startswith(("yêu cầu", "đề nghị", "khuyến khích"))
            return replace(found, told=not asked)
    return None


def _spaces(reading: Reading, at: int) -> int:
    rest = reading.text(at, reading.end)
    return len(rest) - len(rest.lstrip(" \n\t:,"))


def _behind_adverbials(reading: Reading, until: int, start: int | None = None) -> int:
    at = reading.start if start is None else start
    while True:
        at += _spaces(reading, at)
        step = _adverbial(reading, at, until)
        if not step or at + step > until:
            return at
        at += step


def _adverbial(reading: Reading, at: int, until: int) -> int:
    """How long the adverbial that begins at `at` is; 0 where none begins there."""
    rest = reading.folded(at, until)
    mark = re.match(r"(?:\((?:[ivx]{1,4}|\d{1,2}|[a-zđ])\)|[\-–+*•\"“(]+)\s*", rest)
    if mark:
        return mark.end()
    label = _LEVEL.match(rest)
    if label and label.end() < len(rest):
        return label.end()
    lead = _LEAD.match(rest)
    if lead:
        return _topic(reading, at, lead, rest) or lead.end()
    for mention in (*reading.of("cadence", at), *reading.of("effect", at)):
        if mention.start == at:
            return mention.end - at
    if _SUBORDINATE.match(rest):
        if _actor_at(reading, at):
            return 0
        comma = _comma(rest)
        return comma + 1 if comma >= 0 else 0
    return 0


def _topic(reading: Reading, at: int, lead: re.Match[str], rest: str) -> int:
    """ "Đối với chi bộ ở đảo, Đảng ủy viên dự …": the body is where, the post behind the comma who; 0 for others."""
    comma = _comma(rest)
    if not lead[0].startswith("đối với") or comma < 0:
        return 0
    named = _actor_at(reading, at + lead.end())
    behind = _actor_at(reading, at + comma + 1 + _spaces(reading, at + comma + 1))
    parted = named and behind and (named.value, behind.value) == ("body", "post")
    return comma + 1 if parted else 0


def _comma(text: str) -> int:
    depth = 0
    for i, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0:
            return i
    return -1


def bearer_at(reading: Reading, start: int, until: int) -> Bearer | None:
    """The bearer phrase that begins at `start`, up to its predicate; None where no head of a bearer stands there."""
    head = _actor_at(reading, start)
    if head is None or head.end > until:
        return None
    end = _predicate(reading, head.end, until)
    text = reading.text(start, end)
    cut = _CUT.search(fold(text, Key.PLACEMENT), head.end - start)
    text = text[: cut.start()] if cut else text
    text = _trimmed(text)
    skipped = _determiners(text)
    phrases = split_bearers(text[skipped:])
    if not phrases:
        return None
    return Bearer(phrases, start + skipped, start + len(text), head.pattern, head.value == "speaker")


def _actor_at(reading: Reading, at: int) -> Mention | None:
    return next((m for m in reading.of("actor", at) if m.start == at), None)


def _predicate(reading: Reading, head_end: int, until: int) -> int:
    """Where the phrase ends at the latest: the first modal, verb or cadence behind the head."""
    ends = [until]
    binding = (m for m in reading.of("modality", head_end, reading.end) if isinstance(m.value, Modality))
    modals = [m.start for m in binding if m.start <= until]
    ends += modals
    ends += [m.start for m in reading.of("cadence", head_end, reading.end) if m.start <= until]
    # "Người sử dụng lao động phải …": before a modal a verb without a comma belongs to the phrase
    plain = bool(modals) and "," not in reading.text(head_end, modals[0])
    ends += [
        m.start + works_there(reading, m)
        for m in duties(reading)
        if head_end <= m.start <= until
        and not plain
        and not _INSIDE.search(reading.folded(max(reading.start, m.start - 24), m.start))
        and not (m.start < until and (_is_told_of(reading, m) or _names_purpose(reading, head_end, m, until)))
    ]
    ends += [m.start for m in reading.of("order", head_end, reading.end) if m.start <= until and _asks(reading, m)]
    colon = reading.live.find(":", head_end - reading.start)
    if colon >= 0:
        ends.append(reading.start + colon)
    return min(ends)


def _is_told_of(reading: Reading, verb: Mention) -> bool:
    """ "Cán bộ được giới thiệu tham gia cấp ủy dự …": a verb joined to a passive tells which people are meant."""
    return any(
        not reading.folded(m.end, verb.start).strip() and _is_passive(reading, m)
        for m in reading.of("duty", None, verb.start)
    )


def _names_purpose(reading: Reading, head_end: int, verb: Mention, until: int) -> bool:
    """ "Ban Chỉ đạo vận động hiến máu họp …": what the body is there for belongs to its name."""
    name = reading.folded(reading.start, head_end).strip()
    meets = reading.folded(until, reading.end).startswith("họp")
    between = reading.folded(verb.end, until).strip()
    return meets and bool(between) and "," not in between and _PURPOSE.search(name) is not None


def _is_passive(reading: Reading, verb: Mention) -> bool:
    said = reading.folded(verb.start, verb.end)
    return said.startswith("được ") or reading.folded(reading.start, verb.start).endswith(" được ")


def _asks(reading: Reading, order: Mention) -> bool:
    """ "Đảng ủy Khối yêu cầu …": what follows is no longer the name of the one who asks."""
    return reading.text(order.start, order.end).startswith(("yêu cầu", "đề nghị"))


def _trimmed(text: str) -> str:
    while True:
        match = _TAIL.search(fold(text, Key.PLACEMENT))
        if not match or match.start() == 0:
            return text
        text = text[: match.start()]


def _determiners(text: str) -> int:
    folded = fold(text, Key.PLACEMENT)
    match = _DETERMINER.match(folded)
    if not match or match.end() >= len(text) or _DESCRIBED.match(folded, match.end()):
        return 0
    return match.end()


#: behind "các đồng chí" no post but a description: the words stay together
_DESCRIBED = wording("bearer.described")

# --- cutting a phrase into its members --------------------------------------------------------------------------------

_POST = wording("bearer.post")
_BODY = wording("bearer.body")
_OFFICE_OF = wording("bearer.office-of")
_LONG_BODY = wording("bearer.long-body")
_KINDS_OF_BRANCH = wording("bearer.kinds-of-branch")
_OF_LEVELS = wording("bearer.of-levels")
_OWN_KIND = wording("bearer.own-kind")
_IS_POST = wording("bearer.is-post")
_PURPOSE = wording("bearer.purpose-body")
_BARE_HEAD = wording("bearer.bare-head")
_IS_OFFICE = wording("bearer.is-office")
_OFFICE = wording("bearer.office")
_JOINT = wording("bearer.joint")
_LOWER_BODY = wording("bearer.lower-body")
#: generic nouns that are listed under one plural ("các cơ quan, đơn vị, tổ chức")
_GENERIC = wording("bearer.generic")


def split_bearers(text: str) -> tuple[str, ...]:
    """`Bí thư, các Phó Bí thư Tỉnh ủy` → both; `các cơ quan, đơn vị` stays one."""
    text = text.strip(" ,;:.\n\t")
    parts, at = [], 0
    for match in _JOINT.finditer(text):
        if _depth(text, match.start()) == 0 and _parts_here(text[at : match.start()], text[match.end() :]):
            parts.append(text[at : match.start()])
            at = match.end()
    parts.append(text[at:])
    return tuple(part for part in (_without_determiner(p.strip(" ,;:.\n\t")) for p in parts) if part)


def _parts_here(left: str, right: str) -> bool:
    """Is what stands right of a comma or "và" another bearer, not a further word of the left one?"""
    left_folded, right_folded = fold(left, Key.PLACEMENT).strip(), fold(right, Key.PLACEMENT).strip()
    if _POST.match(right_folded):
        narrowing = _IS_OFFICE.search(left_folded) and _OFFICE.match(right_folded)
        ends = left_folded.endswith((" là", " của", " các", " như")) or _BARE_HEAD.match(left_folded)
        return not (ends or narrowing or _IS_POST.search(left_folded))
    if _LONG_BODY.match(left_folded) and _LONG_BODY.match(right_folded):
        return True
    if _OF_LEVELS.fullmatch(left_folded) and _OWN_KIND.match(right_folded):
        return True
    if _KINDS_OF_BRANCH.match(f"{left_folded}, {right_folded}"):
        return False
    body = _BODY.match(right_folded)
    if not body or _OFFICE_OF.search(left_folded):
        return False
    if _POST.match(left_folded):
        # "lãnh đạo các ban xây dựng Đảng và Văn phòng": the body belongs to the post's genitive
        return False
    if _GENERIC.match(right_folded) and not right.lstrip()[:1].isupper():
        return _LOWER_BODY.match(right_folded) is not None
    return _BODY.match(left_folded) is not None


def _depth(text: str, at: int) -> int:
    return text.count("(", 0, at) - text.count(")", 0, at)


def _without_determiner(text: str) -> str:
    skipped = _determiners(text)
    return text[skipped:]
