"""Which part of the minutes a paragraph stands in: led by its own first words, or by the heading over it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.persons import Named
from minutes.wording import Found, phrasebook
from vntext.syllables import is_syllable

LISTS = ("superiors", "roll", "absent", "absent_excused", "absent_unexcused", "attendance")
AWAY = ("absent", "absent_excused", "absent_unexcused")
_ONE = ("chair", "secretary")
_BODY = ("discussion", "requests", "conclusion", "content", "recipients", "charged")
_RANK = {
    name: rank
    for rank, names in enumerate(
        (
            ("charged",),
            ("counts",),
            ("absent_unexcused", "absent_excused", "absent"),
            ("discussion", "requests"),
            ("superiors", "recipients", "chair", "secretary", "roll", "attendance"),
            ("conclusion", "content", "time", "place"),
        )
    )
    for name in names
}
_LEAD = 90
#: everyday words that label nothing unless they stand alone before a colon
_BARE = frozenset(
    ["trên", "có", "không", "đủ", "phép", "thiếu", "lúc", "giờ", "điều khiển", "giải tán", "họp xong", "tan họp"]
)
_COUNT_AND_COLON = re.compile(r"\s*(?:\d{1,3}\s*(?:đ/c|đồng chí)?\s*)?:")
#: words that may stand beside the name of an office in a label
_FILLING = frozenset(
    [
        "là",
        "có",
        "gồm",
        "cuộc",
        "họp",
        "hội",
        "nghị",
        "buổi",
        "sinh",
        "hoạt",
        "phiên",
        "đại",
        "biên",
        "bản",
        "chi",
        "bộ",
        "của",
        "và",
        "kiêm",
        "người",
        "ghi",
        "chép",
        "thư",
        "ký",
        "chủ",
        "trì",
        "toạ",
        "các",
        "đồng",
        "chí",
    ]
)


@dataclass(frozen=True, slots=True)
class Part:
    """`name` is a record of `parts.toml`; `own`: the paragraph's own words say so; `end`: where its label ends in the
    key."""

    name: str
    own: bool
    end: int = 0


def part_of(paragraph: Paragraph, people: tuple[Named, ...], standing: str, next_item: bool = False) -> Part:
    """The part of a paragraph; `standing` is the part that the paragraphs before it left open; `next_item`: it bears
    the number or letter after that of the list's last item."""
    found = _own(paragraph, people)
    if found is not None and found.record in LISTS and standing in _BODY and not _plain_label(found, paragraph, people):
        found = None
    if found is not None:
        return Part(found.record, True, found.end)
    if standing in LISTS and _item_like(paragraph, people):
        spoken = not next_item and (_acts(paragraph, people) or (standing not in AWAY and _speech(paragraph, people)))
        return Part("discussion" if spoken else standing, False)
    if standing in ("charged", "recipients") and not _charged_item(paragraph, people):
        return Part("content" if standing == "charged" else "", False)
    if standing in _BODY:
        return Part(standing, False)
    return Part("", False)


def _charged_item(paragraph: Paragraph, people: tuple[Named, ...]) -> bool:
    """An item with a dash, or one that begins with a person; a new number begins something else."""
    dashed = bool(paragraph.bullet) and not re.match(r"[\dIVX(]", paragraph.bullet)
    return dashed or (bool(people) and people[0].start <= paragraph.body + 2)


def _plain_label(found: Found, paragraph: Paragraph, people: tuple[Named, ...]) -> bool:
    """Once the business has begun, only a label with its colon or in capitals opens a list of people again."""
    begin, end = lead_of(paragraph, people)
    headed = paragraph.text.isupper() and not people
    return (headed or paragraph.reading.key[end : end + 1] == ":") and found.start - begin <= 12


def left_open(part: Part, paragraph: Paragraph, people: tuple[Named, ...], standing: str) -> str:
    """The part that stays open for the paragraphs after this one."""
    if (list_led := _list_led(paragraph)) and not part.own:
        return list_led
    if part.own and part.name in AWAY and people and paragraph.text.rstrip().endswith("."):
        return "attendance"
    if part.own and part.name == "requests" and len(paragraph.text[part.end :].split()) > 5:
        return "content"  # the request stands on the heading's own line
    if part.own and part.name in (*LISTS, *_BODY):
        return part.name
    if part.own and part.name in _ONE:
        return "attendance" if standing in LISTS else standing
    if standing in LISTS and not part.name and not people and not paragraph.is_heading and len(paragraph.text) < 60:
        closed = paragraph.text.rstrip().endswith(":") and not _BODY_WORD.search(paragraph.reading.key)
        return "" if closed else standing
    if part.own:
        return "attendance" if standing in ("attendance", *AWAY) else "" if standing in LISTS else standing
    return part.name


def _list_led(paragraph: Paragraph) -> str:
    """The list that the last sentence announces: `… giới thiệu đại biểu. Về dự Đại hội có các đồng chí:`."""
    key = paragraph.reading.key.rstrip()
    begin = max(key.rfind(". ") + 2, key.rfind("; ") + 2)
    if not key.endswith(":") or begin < 2 or len(key) - begin > _LEAD:
        return ""
    led = phrasebook("parts").at(key, begin)
    return led.record if led and led.record in LISTS and sign("announces_people").search(key, led.end) else ""


def lead_of(paragraph: Paragraph, people: tuple[Named, ...]) -> tuple[int, int]:
    """The stretch of the key that leads the paragraph: up to its colon or its first person."""
    key = paragraph.reading.key
    begin = paragraph.body
    ends = [begin + _LEAD, len(key)]
    if people:
        labelled = people[0].name and ":" in key[people[0].start : people[0].name_start]
        ends.append(people[0].name_start if labelled else people[0].start)
    colon = key.find(":", begin)
    if colon >= 0:
        ends.append(colon)
    return begin, max(begin, min(ends))


def _own(paragraph: Paragraph, people: tuple[Named, ...]) -> Found | None:
    begin, end = lead_of(paragraph, people)
    key = paragraph.reading.key
    hits = [f for f in phrasebook("parts").find(key, begin, end) if _labels(f, key, begin, end, paragraph, people)]
    return min(hits, key=lambda f: (_RANK[f.record], f.start, -f.end), default=None)


#: what a form asks for beside its label: `(họ tên, chức vụ)`
_BRACKETED = re.compile(r"\([^()]*\)")
_ABOUT_GUESTS = re.compile(
    r"đại biểu|cấp trên|cấp uỷ viên|khách|có mặt|(?:phân công|cử)(?: về| đến)? dự|dự và (?:chỉ đạo|định hướng)|"
    r"(?:tham|đến|về) dự|dự (?:họp|sinh hoạt)|thành phần"
)


def _labels(found: Found, key: str, begin: int, end: int, paragraph: Paragraph, people: tuple[Named, ...]) -> bool:
    """Does the phrase label the paragraph (and is no word of a sentence)?"""
    if found.end - found.start <= 3 and not re.match(r"\s*:", key[found.end :]):
        return False  # a short form is a label only before a colon
    if key[found.start : found.end] in _BARE and not (
        found.start - begin <= 2 and _COUNT_AND_COLON.match(key, found.end)
    ):
        return False
    closed = key[end : end + 1] == ":" or bool(people and people[0].start == end) or end == len(key)
    rest = re.findall(r"[^\W_]+", _BRACKETED.sub(" ", key[begin : found.start] + " " + key[found.end : end]))
    if found.record == "charged":
        listed = _ABOUT_GUESTS.search(key, begin, end) is not None and "dự kiến" not in key[begin:end]
        return not listed and (key[end : end + 1] == ":" or (paragraph.is_heading and len(key) < 60))
    if found.record in _ONE:
        return all(word in _FILLING or word.isdecimal() for word in rest) and found.start - begin < 12
    short = len(rest) <= (9 if found.record in LISTS else 7)
    if found.record == "requests" and key[end : end + 1] == ":":
        return True
    if found.record in ("content", "conclusion", "discussion", "requests"):
        return (
            (paragraph.is_heading or key[end : end + 1] == ":" or len(key) < 60) and found.start - begin <= 14 and short
        )
    if found.record in ("time", "place", "counts"):
        return found.start - begin <= 6
    return closed and short


#: a heading within a list of people names where they come from
_BODY_WORD = re.compile(
    r"(?<![^\W_])(?:tỉnh|huyện|xã|phường|quận|thị|thành phố|thành uỷ|ấp|thôn|bản|khóm|khu|tổ|đảng|chi bộ|sở|ban|phòng|"
    r"hội đồng|mặt trận|đoàn|cơ quan|trường|công ty|cấp|đại biểu|khách|mời|dự|mặt|đồng chí|các)(?![^\W_])"
)


def _speech(paragraph: Paragraph, people: tuple[Named, ...]) -> bool:
    """`Đồng chí A: tháng trước …`: what somebody said, though no heading led to the discussion."""
    if not people or not people[0].name or people[0].start > paragraph.body + 2:
        return False
    said = re.match(r"\s*(?:\([^)]*\))?\s*:\s*(?P<words>.+)", paragraph.reading.key[people[0].stop :])
    if said is None or len(said["words"].split()) < 4 or (paragraph.damaged and _garbled(said["words"])):
        return False
    status = any(phrasebook("absence").find(said["words"])) or any(phrasebook("presence").find(said["words"][:40]))
    reason = phrasebook("reasons").first(said["words"][:24])
    return not status and reason is None


def _acts(paragraph: Paragraph, people: tuple[Named, ...]) -> bool:
    """`Đồng chí A báo cáo …`: a sentence on what somebody does, though no heading led to the business."""
    if not people or not people[0].name or people[0].start > paragraph.body + 2 or paragraph.damaged:
        return False
    key = paragraph.reading.key
    after = key[people[0].stop : people[1].start if len(people) > 1 else len(key)]
    done = phrasebook("sayings").first(after[:40])
    acts = done is not None and done.record in ("speaks", "leads") and not after[: done.start].strip()
    status = next(phrasebook("absence").find(after), None) or next(phrasebook("presence").find(after), None)
    return acts and status is None and len(after.split()) > 3


def _garbled(words: str) -> bool:
    """Do they begin with what is no word? Then they may as well be a note on who was away."""
    return not all(map(is_syllable, re.findall(r"[^\W\d_]{2,}", words)[:4]))


def _item_like(paragraph: Paragraph, people: tuple[Named, ...]) -> bool:
    """An item of a list: it has a bullet, or begins with a person or a post."""
    if paragraph.is_heading and not people:
        return False
    begins = bool(people) and people[0].start <= paragraph.body + 2
    return (
        begins
        or _of_body(paragraph, people)
        or (bool(paragraph.bullet) and len(paragraph.text) < 300)
        or paragraph.text[:1].islower()
    )


def _of_body(paragraph: Paragraph, people: tuple[Named, ...]) -> bool:
    """`Tổ công tác Tỉnh ủy: đồng chí A; đồng chí B`: within a list, whom a body sent."""
    begin, end = lead_of(paragraph, people)
    key = paragraph.reading.key
    short = key[end : end + 1] == ":" and len(key[begin:end].split()) <= 7
    return short and bool(people) and people[0].start <= end + 3 and _BODY_WORD.search(key, begin, end) is not None


_SHORT_AWAY = frozenset(["vắng", "v/m"])


def inline(paragraph: Paragraph, start: int, end: int) -> str | None:
    """A label within the paragraph (`…; vắng: 03 (đ/c A`): the last one between two offsets of the key."""
    key = paragraph.reading.key
    hits = [
        f
        for f in phrasebook("parts").find(key, start, end)
        if f.record in (*LISTS, *_ONE)
        and re.match(r"\s*(?:mặt|là|có|gồm|họp|[:(\d]|$)", key[f.end : end])
        and (key[f.start : f.end] not in _BARE or _COUNT_AND_COLON.match(key, f.end))
    ]
    if not hits:
        return None
    return min(hits, key=lambda f: (-f.end, _RANK[f.record], f.start)).record
