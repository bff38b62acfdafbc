"""What one page of a minute book says of the meetings on it: where one begins, whether one ends, its number, who is
named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.model import LineRole, Page
from minutes.letters import LOWER, UPPER
from minutes.wording import read
from vntext.folding import Key, fold

_TITLE = re.compile(
    r"[\W_]*(?:trích\s+)?biên bản(?:\s+(?:họp|sinh hoạt|hội nghị|đại hội|cuộc họp|buổi|kiểm điểm|ghi|số)\b.*)?\W*"
    r"|[\W_]*(?:giấy|thư) mời\W*|[\W_]*(?:bảng điểm danh.*)"
)
_NO_TITLE = re.compile(r"được|đã đọc|lập xong|này|kết thúc|thông qua|người ghi|thư ký|gửi|theo biên bản")
_OPENING = re.compile(r"[\W_]*(?:hôm nay,? (?:vào|ngày|lúc|hồi)|vào (?:hồi|lúc) \d)")
_HEADER = re.compile(
    r"[\W_]*(?:đảng (?:bộ|uỷ|cộng sản)|chi bộ|\*|cộng hoà|độc lập|tỉnh uỷ|huyện uỷ|số\b)|"
    r"[^:]{0,60}ngày\s.{1,12}tháng|\W*$"
)
_SIGNED = re.compile(r"[\W_]*(?:thư ký|chủ (?:trì|toạ)|người ghi(?: biên bản)?|(?:t/m|tm\.?)\s.*|bí thư)\b[^:]{0,40}")
_NUMBER = re.compile(r"[\W_]*(?:trang\s*)?(\d{1,3})(?:\s*/\s*\d{1,3})?\W*", re.IGNORECASE)
_NAME = re.compile(rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]*){{1,3}}")
_FAR = 10


@dataclass(frozen=True)
class PageSigns:
    """`starts` are the lines at which a meeting begins (its header before its title); `shingles` tell copies of one
    page."""

    starts: tuple[int, ...]
    ends: bool
    number: int | None
    names: frozenset[str]
    shingles: frozenset[str]
    figures: frozenset[str]


def signs_of(page: Page) -> PageSigns:
    """The signs of one page; an unreadable page has none."""
    if page.unreadable:
        return PageSigns((), False, None, frozenset(), frozenset(), frozenset())
    keys = [read(line.text, page.origin == "ocr").key for line in page.lines]
    starts = tuple(_starts(keys))
    tail = keys[starts[-1] :] if starts else keys
    text = " ".join(line.text for line in page.lines)
    words = re.findall(r"[^\W_]+", fold(text, Key.TONELESS))
    return PageSigns(
        starts,
        _signed(tail),
        _number(page),
        frozenset(fold(n, Key.TONELESS) for n in _NAME.findall(text)),
        frozenset(" ".join(words[i : i + 3]) for i in range(len(words) - 2)),
        frozenset(re.findall(r"\d+", text)),
    )


def _starts(keys: list[str]) -> list[int]:
    """Title lines, and openings that no title stands over; each with the header lines above it."""
    found: list[int] = []
    last = -_FAR
    for index, key in enumerate(keys):
        titled = len(key) < 110 and _TITLE.fullmatch(key) is not None and not _NO_TITLE.search(key)
        opened = _OPENING.match(key) is not None
        if not (titled or opened):
            continue
        if index - last >= _FAR:
            found.append(_with_header(keys, index, found))
        last = index if titled else last if index - last < _FAR else index
    return found


def _with_header(keys: list[str], index: int, found: list[int]) -> int:
    """The first of the header lines right above a title."""
    first = index
    low = (found[-1] + 2) if found else 0
    while first > low and index - first < 8 and len(keys[first - 1]) < 90 and _HEADER.match(keys[first - 1]):
        first -= 1
    return first


def _signed(keys: list[str]) -> bool:
    """Does the block of signatures stand at the end?"""
    last = [k for k in keys if k.strip()][-9:]
    return sum(bool(_SIGNED.fullmatch(k)) for k in last) >= 2


def _number(page: Page) -> int | None:
    """The printed number of the page, from its page-number line or a lone figure at its edge."""
    marked = [line for line in page.lines if line.role is LineRole.PAGE_NUMBER]
    edges = [*marked, *page.lines[:1], *page.lines[-1:]]
    for line in edges:
        match = _NUMBER.fullmatch(line.text.strip())
        if match:
            return int(match[1])
    return None


def alike(one: PageSigns, other: PageSigns) -> bool:
    """Two photographs of one page: nearly the same words, OCR aside, and the same people and figures (minutes repeat
    their set phrases every month, but not those)."""
    if min(len(one.shingles), len(other.shingles)) < 12:
        return False
    return (
        _share(one.shingles, other.shingles) >= 0.45
        and _share(one.names, other.names) >= 0.5
        and _share(one.figures, other.figures) >= 0.6
    )


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Common part of all there is; 1 for two empty sets."""
    return len(one & other) / len(one | other) if one | other else 1.0
