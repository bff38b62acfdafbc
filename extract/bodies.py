"""Names of issuing bodies in running text and in capitals: where one ends, what organ it is and at which level.

A name is a head ("Ban Thường vụ") that goes on with further heads, small words of the state's and the Party's ladder
("tỉnh", "xã") and proper names, and may end with the committee's term ("khóa XVIII").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extract.terms import records
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


_WORD = re.compile(r"\s*([^\s,;:()“”\"‘’\[\]]+)")
_TERM = re.compile(r"\s*,?\s*\(?\s*(?:khoá|nhiệm kỳ thứ|lần thứ)\s+(?:[ivxl]{1,6}|\d{1,2})\b\s*\)?")
_FIELD_HEADS = ("ministry", "department", "head", "advisory", "steering")
# small words inside names; written with or without capitals
_SMALL = frozenset(
    [
        "tỉnh",
        "thành",
        "phố",
        "huyện",
        "quận",
        "thị",
        "xã",
        "phường",
        "trấn",
        "đặc",
        "khu",
        "trực",
        "thuộc",
        "trung",
        "ương",
        "đảng",
        "uỷ",
        "bộ",
        "chấp",
        "hành",
        "thường",
        "vụ",
        "nhân",
        "dân",
        "các",
        "cơ",
        "quan",
        "khối",
        "doanh",
        "nghiệp",
        "nhà",
        "nước",
        "kiểm",
        "tra",
        "tổ",
        "chức",
        "tuyên",
        "giáo",
        "dân",
        "vận",
        "nội",
        "chính",
        "văn",
        "phòng",
        "việt",
        "nam",
        "chính",
        "phủ",
        "thôn",
        "ấp",
        "bản",
        "khóm",
        "buôn",
        "lãnh",
        "chỉ",
        "đạo",
        "ban",
        "thị",
        "chính",
        "trị",
        "quốc",
        "gia",
        "tối",
        "cao",
        "mttq",
        "ubnd",
        "hđnd",
        "cấp",
        "uỷ",
        "quân",
        "sự",
        "công",
        "an",
        "trường",
        "lâm",
        "thời",
    ]
)
_NEVER = frozenset(
    [
        "về",
        "đã",
        "đang",
        "sẽ",
        "được",
        "có",
        "là",
        "vừa",
        "do",
        "tại",
        "từ",
        "theo",
        "thì",
        "mà",
        "cho",
        "để",
        "nhằm",
        "vẫn",
        "còn",
        "phải",
        "ký",
        "kí",
        "số",
        "ngày",
        "nêu",
        "này",
        "và",
        "với",
        "trên",
    ]
)


@lru_cache(maxsize=1)
def _heads() -> tuple[tuple[str, str, Level | None], ...]:
    """(folded words, organ, level), the longest first."""
    found = [
        (fold(word, Key.PLACEMENT), str(record["organ"]), Level(record["level"]) if "level" in record else None)
        for record in records("bodies", "body")
        for word in record["words"]
    ]
    return tuple(sorted(found, key=lambda head: -len(head[0])))


@lru_cache(maxsize=1)
def _head_pattern() -> re.Pattern[str]:
    words = dict.fromkeys(re.escape(words).replace(r"\ ", r"\s+") for words, _, _ in _heads())
    return re.compile(rf"(?:{'|'.join(words)})(?![\w])")


@lru_cache(maxsize=1)
def _field_pattern() -> re.Pattern[str]:
    names = sorted(
        (fold(n, Key.PLACEMENT) for r in records("bodies", "field") for n in r["names"]), key=lambda n: -len(n)
    )
    return re.compile(rf"\s+(?:{'|'.join(re.escape(n).replace(chr(92) + ' ', chr(92) + 's+') for n in names)})(?![\w])")


@lru_cache(maxsize=1)
def _organ_of_head() -> dict[str, tuple[str, Level | None]]:
    return {words: (organ, level) for words, organ, level in reversed(_heads())}


def read_body(text: str, at: int, stop: int | None = None) -> BodyName | None:
    """The body's name that begins at `at` (white space skipped); None where none begins there."""
    limit = min(len(text), stop if stop is not None else len(text), at + 220)
    while at < limit and text[at].isspace():
        at += 1
    folded = fold(text[at:limit], Key.PLACEMENT)
    head = _head_pattern().match(folded)
    if head is None:
        return None
    words = squeeze(head[0])
    organ, level = _organ_of_head()[words]
    end = _end_of_name(text[at:limit], folded, head.end(), organ)
    if words in ("bộ", "sở", "phòng", "cục", "vụ", "trung tâm", "hội đồng", "thường trực") and end == head.end():
        return None
    name = squeeze(text[at : at + end])
    return BodyName(name, at, at + end, organ, level_of(name) or level)


def find_body(text: str, start: int = 0, end: int | None = None) -> BodyName | None:
    """The first body named in `text[start:end]`."""
    stop = len(text) if end is None else end
    folded = fold(text[start:stop], Key.PLACEMENT)
    for match in _head_pattern().finditer(folded):
        at = start + match.start()
        if at and (text[at - 1].isalnum() or not text[at].isupper()):
            continue
        body = read_body(text, at, stop)
        if body is not None:
            return body
    return None


def _end_of_name(text: str, folded: str, at: int, organ: str) -> int:
    """Walks word by word from the head's end; a field of government is one step."""
    while (word := _WORD.match(text, at)) is not None:
        field = _field_pattern().match(folded, at) if organ in _FIELD_HEADS else None
        if field is not None:
            at = field.end()
            continue
        if word[1].endswith(".") and not word[1].startswith(("T.", "H.", "TP.", "TX.", "P.", "X.")):
            return (
                _close(folded, word.start(1) + len(word[1].rstrip(".")))
                if _goes_on(text, folded, word, organ)
                else _close(folded, at)
            )
        if not _goes_on(text, folded, word, organ):
            break
        at = word.end(1)
    return _close(folded, at)


def _goes_on(text: str, folded: str, word: re.Match[str], organ: str) -> bool:
    lower = folded[word.start(1) : word.end(1)].rstrip(".")
    following = _WORD.match(text, word.end(1))
    proper = following is not None and following[1][:1].isupper()
    if _NEW_BODY.match(folded, word.start(1)) and (organ != "office" or "\n" in text[word.start() : word.start(1)]):
        return False
    if lower == "và":
        return (
            proper
            and organ in ("ministry", "department")
            and not _head_pattern().match(folded, following.start(1) if following else 0)
        )
    if lower == "về":
        return proper and (organ == "steering" or "chỉ đạo" in folded[: word.start()])
    if lower in _NEVER:
        return False
    if lower == "ban" and following is not None and fold(following[1], Key.PLACEMENT).startswith("hành"):
        return False
    if lower in ("quy", "quyết", "hướng", "thông", "kết", "chỉ", "nghị") and following is not None:
        pair = f"{lower} {fold(following[1], Key.PLACEMENT)}"
        if pair in (
            "quy định",
            "quyết định",
            "hướng dẫn",
            "thông báo",
            "kết luận",
            "chỉ thị",
            "nghị quyết",
            "nghị định",
            "quy chế",
        ):
            return False
    if word[1][:1].isupper() and _is_person(text, folded, word):
        return False
    return word[1][:1].isupper() or lower in _SMALL


# heads that never go on with another body's name in front of them (`Văn phòng` of one may end a line above)
_NEW_BODY = re.compile(r"(?:ban thường vụ|ban bí thư|bộ chính trị|ban chấp hành)(?![\w])")
_RUN_OF_NAMES = re.compile(r"[A-ZĐÀ-Ỹ][a-zà-ỹđ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]+){2,3}(?![\w])")


def _is_person(text: str, folded: str, word: re.Match[str]) -> bool:
    """`Tỉnh ủy Nguyễn Thanh Hải`: a person's name behind the body; wards may bear one (`phường Trần Hưng Đạo`)."""
    run = _RUN_OF_NAMES.match(text, word.start(1))
    if run is None or not is_surname(word[1]) or run[0].startswith("Hồ Chí Minh"):
        return False
    return not folded[: word.start()].endswith(("xã", "phường", "thị trấn", "thành phố", "quận"))


def _close(folded: str, at: int) -> int:
    term = _TERM.match(folded, at)
    return term.end() if term else at


_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.BRANCH, re.compile(r"\bchi (?:bộ|uỷ)\b")),
    (Level.COMMUNE, re.compile(r"\b(?:(?<!thị )xã(?! hội)|phường|thị trấn|đặc khu)\b")),
    (Level.DISTRICT, re.compile(r"\b(?:huyện|quận|thị uỷ|thị xã)\b")),
    (Level.PROVINCE, re.compile(r"\btỉnh\b|\bthành (?:uỷ|phố)\b|tvtu\b")),
    (
        Level.CENTRE,
        re.compile(
            r"\btrung ương\b|\bt\.?[ưw]\b|bộ chính trị|ban bí thư|\bchính phủ\b|\bthủ tướng\b|\bquốc hội\b|chủ tịch nước"
        ),
    ),
    (Level.BASE, re.compile(r"\bđảng (?:uỷ|bộ)\b")),
)


def level_of(name: str) -> Level | None:
    """The rung that the name itself tells. `Thành ủy` was two rungs: it is taken for the upper; the header decides."""
    folded = squeeze(fold(name, Key.PLACEMENT))
    return next((level for level, pattern in _LEVELS if pattern.search(folded)), None)


_CASED = (
    "Ban Thường vụ", "Ban Chấp hành", "Ban Tổ chức", "Ban Tuyên giáo và Dân vận", "Ban Tuyên giáo", "Ban Dân vận", "Ban Nội chính", "Ban Xây dựng Đảng",
    "Ban Bí thư", "Bộ Chính trị", "Ban Chỉ đạo", "Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban Kiểm tra", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy",
    "Quận ủy", "Đảng ủy", "Chi bộ", "Chi ủy", "Đảng bộ", "Văn phòng", "Thường trực", "Trung ương", "Đảng bộ tỉnh", "Đảng đoàn", "Ban cán sự đảng",
    "Ủy ban Mặt trận Tổ quốc", "Thủ tướng Chính phủ", "Chính phủ", "Quốc hội", "Bộ trưởng", "Chủ tịch", "Giám đốc", "Nhà nước", "Đại hội",
    "Bộ Tư lệnh", "Công an", "Giáo dục", "Đào tạo", "Việt Nam", "Hồ Chí Minh", "Ủy ban", "Hội đồng", "Công ty", "Cổ phần", "Quân sự", "Nội vụ", "Du lịch", "Y tế", "Tổ chức", "Đoàn Chủ tịch",
)  # fmt: skip
_LOWER = frozenset(
    [
        "và",
        "về",
        "các",
        "tỉnh",
        "huyện",
        "xã",
        "phường",
        "trấn",
        "quận",
        "khu",
        "phố",
        "thuộc",
        "cơ",
        "quan",
        "của",
        "doanh",
        "nghiệp",
        "thôn",
        "ấp",
        "bản",
    ]
)
_LOWER_PAIRS = (
    ("thành", "phố"),
    ("thị", "xã"),
    ("thị", "trấn"),
    ("đặc", "khu"),
    ("trực", "thuộc"),
    ("khu", "phố"),
    ("tổ", "dân"),
)


def is_body_name(text: str) -> bool:
    """Is the whole text one body's name?"""
    body = read_body(text, 0)
    return body is not None and body.end >= len(text.rstrip(" ,:;"))


def titled(caps: str) -> str:
    """`TỈNH ỦY NAM BÌNH` → `Tỉnh ủy Nam Bình`: known heads as they are written, ladder words small, the rest as names."""
    words = squeeze(caps).split(" ")
    folded = [fold(w, Key.PLACEMENT) for w in words]
    out: list[str] = []
    at = 0
    while at < len(words):
        taken, pieces = _cased_at(words, folded, at)
        out += pieces
        at += taken
    return " ".join(out)


@lru_cache(maxsize=1)
def _cased_words() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    pairs = [(tuple(fold(c, Key.PLACEMENT).split()), tuple(c.split())) for c in _CASED]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _cased_at(words: list[str], folded: list[str], at: int) -> tuple[int, list[str]]:
    for key, cased in _cased_words():
        if tuple(folded[at : at + len(key)]) == key:
            return len(key), [_cased_like(w, c) for w, c in zip(words[at:], cased, strict=False)]
    if tuple(folded[at : at + 2]) in _LOWER_PAIRS:
        return 2, [words[at].lower(), words[at + 1].lower()]
    small = folded[at] in _LOWER and at > 0
    return 1, [words[at].lower() if small else _capital(words[at])]


def _cased_like(word: str, cased: str) -> str:
    """The word's own letters (its tone placement) in the case of the known form."""
    return word.lower() if cased[:1].islower() else _capital(word)


def _capital(word: str) -> str:
    parts = re.split(r"([-.])", word)
    return "".join(p[:1].upper() + p[1:].lower() for p in parts)
