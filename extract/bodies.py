"""Names of issuing bodies in running text: where one ends, what organ it is and at which level.

A name is a head ("Ban Thường vụ") that goes on with further heads, small words of the state's and the Party's ladder
("tỉnh", "xã") and proper names, and may end with the committee's term ("khóa XVIII").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extract.reading import LOWER, UPPER, folded, loose
from extract.terms import records, word_set
from vntext.folding import Key, fold, squeeze
from vntext.names import is_surname


class Level(StrEnum):
    """The rung of the ladder on which a body stands."""

    CENTRE = "centre"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    BASE = "base"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class BodyName:
    """`text` is the name as it stands at `start:end`, in single spaces; `organ` the id of its head's record."""

    text: str
    start: int
    end: int
    organ: str
    level: Level | None


_LONGEST = 220
_KNOWN_WITHOUT_MARKS = 10
_WORD = re.compile(r"\s*([^\s,;:()“”\"‘’\[\]]+)")
_SHORTENED = ("T.", "H.", "TP.", "TX.", "P.", "X.")
_TERM = loose(r"\s*,?\s*\(?\s*(?:khoá|nhiệm kỳ thứ|lần thứ)\s+(?:[ivxl]{1,6}|\d{1,2})\b\s*\)?")
_FIELD_HEADS = ("ministry", "department", "head", "advisory", "steering")
#: heads that are ordinary words unless something follows
_NEEDS_MORE = ("bộ", "sở", "phòng", "cục", "vụ", "trung tâm", "hội đồng", "thường trực")
# the first words of acts and kinds of paper, behind which no name goes on: `Ban Thường vụ Tỉnh ủy quy định …`
_ACT = loose(
    r"(?:ban hành|quy định|quyết định|hướng dẫn|thông báo|kết luận|chỉ thị|nghị quyết|nghị định|quy chế)(?![\w])"
)
# heads that never stand behind another body's name (`Văn phòng` of one may end a line above)
_NEW_BODY = loose(r"(?:ban thường vụ|ban bí thư|bộ chính trị|ban chấp hành)(?![\w])")
_RUN_OF_NAMES = re.compile(rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{2,3}}(?![\w])")
_MIDDLE_NAMES = ("Văn", "Thị")
_POST_BEFORE = loose(
    r"(?:bí thư|chủ tịch|trưởng ban|chánh văn phòng|chủ nhiệm|uỷ viên|giám đốc|uỷ viên ban thường vụ)\s+"
    r"(?:thường trực\s+)?$"
)
_BEAR_NAMES = ("xã", "phường", "thị trấn", "thành phố", "quận")


@lru_cache(maxsize=1)
def _organs() -> dict[str, tuple[str, Level | None]]:
    """Folded head → (organ, level)."""
    return {
        folded(word): (str(record["organ"]), Level(record["level"]) if "level" in record else None)
        for record in reversed(records("bodies", "body"))
        for word in record["words"]
    }


@lru_cache(maxsize=1)
def _head_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternatives(_organs())})(?![\w])")


@lru_cache(maxsize=1)
def _field_pattern() -> re.Pattern[str]:
    names = [folded(name) for record in records("bodies", "field") for name in record["names"]]
    return re.compile(rf"\s+(?:{_alternatives(names)})(?![\w])")


def _alternatives(names: dict[str, tuple[str, Level | None]] | list[str]) -> str:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)


def read_body(text: str, at: int, stop: int | None = None) -> BodyName | None:
    """The body's name that begins at `at` (white space skipped); None where none begins there."""
    limit = min(len(text), stop if stop is not None else len(text), at + _LONGEST)
    while at < limit and text[at].isspace():
        at += 1
    led = bool(_POST_BEFORE.search(folded(text), max(0, at - 30), at))
    walk = _Walk(text[at:limit], folded(text)[at:limit], led)
    head = _head_pattern().match(walk.key)
    words, behind = (squeeze(head[0]), head.end()) if head else _misread_head(walk.text)
    if words not in _organs():
        return None
    organ, level = _organs()[words]
    end = walk.end_of_name(behind, organ)
    if words in _NEEDS_MORE and end == behind:
        return None
    name = squeeze(text[at : at + end])
    return BodyName(name, at, at + end, organ, level_of(name) or level)


@lru_cache(maxsize=1)
def _bare_heads() -> tuple[tuple[str, str], ...]:
    """(toneless, folded) of the heads that are long enough to be known without their marks."""
    heads = [head for head in _organs() if len(head.split()) > 1 and len(head) >= _KNOWN_WITHOUT_MARKS]
    return tuple((fold(head, Key.TONELESS), head) for head in sorted(heads, key=lambda head: -len(head)))


def _misread_head(text: str) -> tuple[str, int]:
    """`Bạn Thường vụ Tỉnh ủy`: (the folded head, its length); ("", 0) for none. Only where capitals show a name."""
    if not text[:1].isupper() or not any(c.isupper() for c in text[3:6]):
        return "", 0
    bare = fold(text[:40], Key.TONELESS)
    for key, head in _bare_heads():
        if bare.startswith(key) and not bare[len(key) : len(key) + 1].isalpha():
            return head, len(head)
    return "", 0


def find_body(text: str, start: int = 0, end: int | None = None) -> BodyName | None:
    """The first body named in `text[start:end]`, with a capital as names in prose have."""
    stop = len(text) if end is None else end
    for match in _head_pattern().finditer(folded(text), start, stop):
        at = match.start()
        if not text[at].isupper() or (at and text[at - 1].isalnum()):
            continue
        body = read_body(text, at, stop)
        if body is not None:
            return body
    return None


def bodies_in(text: str, start: int, end: int) -> list[BodyName]:
    """All bodies named in `text[start:end]`, left to right."""
    found: list[BodyName] = []
    while (body := find_body(text, start, end)) is not None:
        found.append(body)
        start = body.end
    return found


def is_body_name(text: str) -> bool:
    """Is the whole text one body's name?"""
    body = read_body(text, 0)
    return body is not None and body.end >= len(text.rstrip(" ,:;"))


@dataclass(frozen=True, slots=True)
class _Walk:
    """`text` begins with a head; `key` is the same text folded; `led` by a post, so that a person may follow."""

    text: str
    key: str
    led: bool

    def end_of_name(self, at: int, organ: str) -> int:
        """Word by word from the head's end; a field of government is one step."""
        while (word := _WORD.match(self.text, at)) is not None:
            field = _field_pattern().match(self.key, at) if organ in _FIELD_HEADS else None
            if field is not None:
                at = field.end()
                continue
            if not self._goes_on(word, organ):
                break
            if word[1].endswith((".", "./")) and not word[1].startswith(_SHORTENED):
                at = word.start(1) + len(word[1].rstrip("./"))
                break
            at = word.end(1)
        term = _TERM.match(self.key, at)
        return term.end() if term else at

    def _goes_on(self, word: re.Match[str], organ: str) -> bool:
        at = word.start(1)
        lower = self.key[at : word.end(1)].rstrip("./")
        if lower == "và":
            return organ in ("ministry", "department") and self._proper_behind(word)
        if lower == "về":
            return self._proper_behind(word) and (organ == "steering" or "chỉ đạo" in self.key[: word.start()])
        if lower in word_set("never") or _ACT.match(self.key, at) or self._begins_anew(word, organ):
            return False
        if word[1][:1].isupper():
            return not self._is_person(word, organ)
        return lower in word_set("small") or (lower == "đạo" and organ == "head")

    def _proper_behind(self, word: re.Match[str]) -> bool:
        """A proper name follows that is no body of its own."""
        following = _WORD.match(self.text, word.end(1))
        return (
            following is not None
            and following[1][:1].isupper()
            and not _head_pattern().match(self.key, following.start(1))
        )

    def _begins_anew(self, word: re.Match[str], organ: str) -> bool:
        """Another body: only an office bears one's name in its own, and not over a line end."""
        wrapped = "\n" in self.text[word.start() : word.start(1)]
        return bool(_NEW_BODY.match(self.key, word.start(1))) and (organ != "office" or wrapped)

    def _is_person(self, word: re.Match[str], organ: str) -> bool:
        """`Tỉnh ủy Nguyễn Thanh Hải`: a person's name behind the body; wards may bear one (`phường Trần Hưng Đạo`)."""
        run = _RUN_OF_NAMES.match(self.text, word.start(1))
        if run is None or not is_surname(word[1]) or run[0].startswith("Hồ Chí Minh"):
            return False
        if not (self.led or organ == "head" or run[0].split()[1] in _MIDDLE_NAMES):
            return False
        return not self.key[: word.start()].endswith(_BEAR_NAMES)


_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.BRANCH, re.compile(r"\bchi (?:bộ|uỷ)\b")),
    (Level.COMMUNE, re.compile(r"\b(?:(?<!thị )xã(?! hội)|phường|thị trấn|đặc khu)\b")),
    (Level.DISTRICT, re.compile(r"\b(?:huyện|quận|thị uỷ|thị xã)\b")),
    (Level.PROVINCE, re.compile(r"\btỉnh\b|\bthành (?:uỷ|phố)\b|tvtu\b")),
    (
        Level.CENTRE,
        re.compile(
            r"\btrung ương\b|\bt\.?[ưw]\b|bộ chính trị|\bbct\b|ban bí thư|\bchính phủ\b|\bthủ tướng\b|\bquốc hội\b"
            r"|chủ tịch nước"
        ),
    ),
    (Level.BASE, re.compile(r"\bđảng (?:uỷ|bộ)\b")),
)


def level_of(name: str) -> Level | None:
    """The rung that the name itself tells. `Thành ủy` was two rungs: it is taken for the upper; the header decides."""
    key = squeeze(folded(name))
    return next((level for level, pattern in _LEVELS if pattern.search(key)), None)
