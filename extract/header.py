"""The header of an instrument, flattened from two columns in any order: mottoes, number, place and date, issuer lines.

Known pieces are found wherever they stand and blanked; what is left in capitals above the type is the issuer's block.
Lines are never trusted as columns: `TỈNH ỦY X ĐẢNG CỘNG SẢN VIỆT NAM`, `Số 7-QĐ/TU X, ngày 3 tháng 5 năm 2019` and their
broken forms all give the same pieces. Source: domain notes 1.2; directives bench.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extract.bodies import find_body, is_body_name, read_body
from extract.numbers import DocumentNumber, System, find_numbers
from extract.reading import TextLine, flat, folded, text_lines
from extract.terms import DocumentType, type_named
from vntext.folding import Key, fold, squeeze

_RULE = r"[\s*_\-—–=.]"
_PARTY_MOTTO = re.compile(rf"[d0]{{1,2}}[ao]ng{_RULE}{{1,14}}c[o0]ng\s+s[ao]n\s+vi[e]t\s+nam")
_STATE_MOTTO = re.compile(rf"c[o0]ng\s+h[o0]a{_RULE}{{1,8}}x[a]\s+h[o0]i\s+ch[u]\s+ngh[i1l]a{_RULE}{{1,8}}vi[e]t\s+nam")
_SLOGAN = re.compile(r"d[o0]c\s+l[a]p\s*[-_.–]?\s*t[u]\s+d[o0]\s*[-_.–]?\s*h[a]nh\s+ph[u]c")
_NUMBER_SIGN = re.compile(r"(?<![\w])S[oO0óÓốỐôÔòÒõÕ6]\s{0,3}[:.;]?\s*")
# behind a number that begins a line without "Số": nothing, or place and date; never prose
_BEHIND_BARE = re.compile(r"\s*(?:$|\n|\W{0,3}(?:[A-ZĐÀ-Ỹ][^\n]{0,40},\s*)?ngày|[A-ZĐÀ-Ỹ\s]{6,}(?:\n|$))")
_BLANK_NUMBER = re.compile(
    r"(?<![\w])s[oôố0ó]\s*[:.;]?[ .…_]*(?:-\s*(?P<symbol>[a-zđ]{2,5})\s*/\s*(?P<organ>[a-zđ]{2,12})|/\s*(?:(?P<year>\d{4})\s*/\s*)?(?P<symbol2>[a-zđ]{2,5})\s*-\s*(?P<organ2>[a-zđ]{2,12}))"
)
_DAY = r"(?P<d>\d{1,2}|[.…_ ]{1,12})"
_DATE = re.compile(
    rf"ng[aà]y\s*{_DAY}\s*th[aá]ng\s*(?P<m>\d{{1,2}}|[.…_ ]{{1,12}}){_RULE}*n[aă]m{_RULE}*(?P<y>(?:19|20)\d\s?\d|(?:20|19)?[.…_ ]{{1,8}})?"
)
_PLACE = re.compile(
    r"(?P<place>(?:(?:TP|TX|H|P|X)\.\s?)?[A-ZĐÀ-Ỹ][\wà-ỹ’'.-]*(?:[ -]+(?:[A-ZĐÀ-Ỹ][\wà-ỹ’'.]*|phố|của)){0,5})\s*[,.;]?\s*$"
)
_ABOUT = re.compile(r"^\W*(?:v\s?/\s?v|về việc)\b", re.IGNORECASE)
_DRAFT = re.compile(r"(?<![\w])(?:DỰ THẢO|Dự thảo(?= lần|\s*$|\s*\d| ngày)|\(DỰ THẢO\)|BẢN THẢO)")
_MARKS = re.compile(
    r"^\W*(?:dự thảo[^\n]{0,40}|bản thảo|(?:tuyệt |tối )?mật|hoả tốc|thượng khẩn|khẩn|lưu hành nội bộ|tài liệu thu hồi|tài liệu lưu hành nội bộ|đến|phụ lục|bản sao|mẫu [\w.-]{1,4})\W*$"
)
_OPENING = re.compile(
    r"^[-–+*•]?\s*(?:căn cứ|kính gửi|xét đề nghị|theo đề nghị|điều\s+[1il]\b|chương\s+[1i]\b|phần\s+(?:1|i|thứ nhất)\b|mục\s+[1i]\b|i\s?[.\-/–]|a\s?[.\-/–]\s|1\s?[.\-/]\s|thực hiện\s+(?:nghị quyết|chỉ thị|quy định|kết luận|quyết định|kế hoạch|hướng dẫn|công văn|chương trình|thông báo|quy chế|điều lệ)"
    r"|qua\s|tại\s|trong\s|nhằm\s|để\s|sau khi|thời gian qua|ngày\s+\d|hiện nay|vừa qua|nơi nhận|được sự|tiếp theo|triển khai\s+(?:thực hiện\s+)?(?:nghị quyết|chỉ thị|quy định|kết luận|hướng dẫn))"
)
# papers that are no instruments by themselves: with such a title the header ends and there is no kind
_OTHER_TITLE = re.compile(r"^(?:LỊCH|DANH SÁCH|PHỤ LỤC|BẢNG|MẪU|PHIẾU|BIỂU|DANH MỤC|THƯ|LỜI|NỘI DUNG|BÀI)(?![\w])")
_RULE_LINE = re.compile(r"^[\s*_\-—–=.~o]{1,}$")
_HEADER_LINES = 48


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says; `bodies` are the issuer block's bodies from the superior to the issuer, as in the page.

    `type_line` is where the kind stands (None in a công văn), `end` the offset behind the header's last line.
    """

    system: System
    motto: bool
    number: DocumentNumber | None
    blank_number: bool
    symbol: str | None
    organ: str | None
    issued: date | None
    blank_date: bool
    place: str | None
    kind: DocumentType | None
    kind_rest: TextLine | None
    bodies: tuple[str, ...]
    about: str | None
    draft: bool
    start: int
    end: int
    spans: tuple[tuple[str, int, int], ...]

    @property
    def strength(self) -> int:
        """How many of the header's marks there are: motto, number line, place and date, kind, issuer."""
        marks = (
            self.motto,
            self.number or self.blank_number,
            self.issued or self.blank_date,
            self.kind,
            self.bodies,
        )
        return sum(bool(mark) for mark in marks)


class _Page:
    """The zone's text with what was read blanked out, letter for letter."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start = start
        self.text = flat(text[start:end])
        self.lines_kept = text[start:end]
        self.spans: list[tuple[str, int, int]] = []

    def folded(self, key: Key = Key.PLACEMENT) -> str:
        return fold(self.text, key)

    def take(self, name: str, low: int, high: int) -> str:
        read = self.text[low:high]
        self.text = self.text[:low] + re.sub(r"[^\n\f]", " ", read) + self.text[high:]
        self.spans.append((name, self.start + low, self.start + high))
        return read


def read_header(text: str, original: str) -> Header:
    """`text` is the document's text with stamps blanked, `original` as it stands; the header is looked for at its beginning."""
    lines = text_lines(text, 0, min(len(text), 14000))[: 2 * _HEADER_LINES]
    first, type_at, last = _zone(lines)
    start = lines[first].start if lines else 0
    end = lines[last - 1].end if last > first else start
    page = _Page(text, start, end)
    draft = bool(_DRAFT.search(text[: max(end, start)])) if lines else False
    system = _system(page)
    number, blank, symbol, organ = _number(page)
    issued, blank_date, place = _date_and_place(page)
    kind, rest = _kind(lines, type_at)
    about = _about(page) if kind is None else None
    bodies = _bodies(page)
    return Header(
        system=number.system if number and system is System.UNKNOWN else system,
        motto=system is not System.UNKNOWN,
        number=number,
        blank_number=blank,
        symbol=symbol,
        organ=organ,
        issued=issued,
        blank_date=blank_date,
        place=place,
        kind=kind,
        kind_rest=rest,
        bodies=bodies,
        about=about,
        draft=draft,
        start=start,
        end=lines[type_at].end if type_at is not None else end,
        spans=tuple(page.spans) + (() if type_at is None else (("type", lines[type_at].start, lines[type_at].end),)),
    )


def _zone(lines: tuple[TextLine, ...]) -> tuple[int, int | None, int]:
    """(first line, the type's line, the line behind the zone)."""
    anchor = next((i for i, line in enumerate(lines) if _is_anchor(line)), 0)
    first = anchor
    while first > 0 and anchor - first < 6 and _is_header_like(lines[first - 1].text):
        first -= 1
    for i in range(first, min(len(lines), first + _HEADER_LINES)):
        if _type_of_line(lines, i) is not None:
            return first, i, i
        if _OTHER_TITLE.match(lines[i].text):
            return first, None, i
        if i > first and (_OPENING.match(folded(lines[i].text)) or _is_prose(lines[i].text)):
            return first, None, i
    return first, None, min(len(lines), first + _HEADER_LINES)


def _is_anchor(line: TextLine) -> bool:
    bare = fold(line.text, Key.TONELESS)
    motto = _PARTY_MOTTO.search(bare) or _STATE_MOTTO.search(bare) or _SLOGAN.search(bare)
    if motto is not None and (
        line.text[motto.start() : motto.end()].isupper() or len(motto[0]) > len(bare) - 3 or _SLOGAN.search(bare)
    ):
        return True
    if _BLANK_NUMBER.match(folded(line.text)):
        return True
    return len(line.text) < 100 and any(_signed_number(line.text, m.start, m.end) is not None for m in find_numbers(line.text))


def _signed_number(line: str, start: int, end: int) -> int | None:
    """Where the line's own number begins: at its "Số", or itself when it begins the line; None for a cited one."""
    sign = re.search(rf"{_NUMBER_SIGN.pattern}$", line[:start])
    if sign is not None:
        return None if any(c.islower() for c in line[: sign.start()]) else sign.start()
    bare = not line[:start].strip(" -*") and _BEHIND_BARE.match(line[end:])
    return start if bare else None


def _is_header_like(text: str) -> bool:
    """A rule, a speck, capitals, or place and date."""
    letters = [c for c in text if c.isalpha()]
    capitals = len(text) < 90 and sum(c.isupper() for c in letters) >= 0.7 * len(letters)
    return len(letters) < 2 or bool(_RULE_LINE.match(text)) or capitals or bool(_place_date(text))


def _place_date(text: str) -> re.Match[str] | None:
    match = _DATE.search(folded(text))
    return (
        match
        if match and len(text) < 90 and match.start() > 1 and text[:1].isupper() and "," in text[: match.start()]
        else None
    )


def _is_prose(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(text) > 110 and sum(c.isupper() for c in letters) < 0.5 * len(letters)


def _type_of_line(lines: tuple[TextLine, ...], at: int) -> tuple[DocumentType, int] | None:
    """(kind, length of its name) when the line is a kind's name, alone or with the title behind it."""
    text = re.sub(r"^[\W_]+", "", lines[at].text)
    skipped = len(lines[at].text) - len(text)
    words = text.split()
    for count in range(min(5, len(words)), 1, -1):
        name = " ".join(words[:count])
        kind = type_named(name.strip(" .:-_*"))
        if kind is not None and not kind.press and _is_title(lines, at, text, name):
            return kind, skipped + len(name)
    return _glued(text, skipped)


def _is_title(lines: tuple[TextLine, ...], at: int, text: str, name: str) -> bool:
    rest = text[len(name) :].strip(" .:-_*")
    if name.isupper():
        return not folded(rest).startswith("số ") or len(rest) < 40
    below = folded(lines[at + 1].text) if at + 1 < len(lines) else ""
    return (
        at < 14
        and not rest
        and bool(re.match(r"(?:về việc|về|v/v|ban hành|quy định|sửa đổi|bãi bỏ|của|phê duyệt)\b", below))
    )


def _glued(text: str, skipped: int) -> tuple[DocumentType, int] | None:
    """`QUYẾT ĐỊNHVề việc …`: a page whose line breaks were lost."""
    match = re.match(r"([A-ZĐÀ-Ỹ]+ [A-ZĐÀ-Ỹ]+?)(?=[VvBS][ềa-zửẢ]|Về|về)", text)
    kind = type_named(match[1]) if match else None
    return (kind, skipped + len(match[1])) if kind and match else None


def _system(page: _Page) -> System:
    bare = page.folded(Key.TONELESS)
    state, party = _STATE_MOTTO.search(bare), _PARTY_MOTTO.search(bare)
    for match in (state, party):
        if match is not None:
            page.take("system", match.start(), match.end())
    slogan = _SLOGAN.search(bare)
    if slogan is not None:
        page.take("system", slogan.start(), slogan.end())
    if state or slogan:
        return System.STATE
    return System.PARTY if party else System.UNKNOWN


def _number(page: _Page) -> tuple[DocumentNumber | None, bool, str | None, str | None]:
    for mention in find_numbers(page.text):
        line_start = page.text.rfind("\n", 0, mention.start) + 1
        line = page.text[line_start:].split("\n", 1)[0]
        low = _signed_number(line, mention.start - line_start, mention.end - line_start)
        if low is not None:
            low += line_start
            page.take("number", low, mention.end)
            return mention.number, False, mention.number.symbol, mention.number.organ
    blank = _BLANK_NUMBER.search(page.folded())
    if blank is None:
        return None, False, None, None
    read = page.take("number", blank.start(), blank.end())
    symbol, organ = (
        read[blank.start(g) - blank.start() : blank.end(g) - blank.start()] if blank[g] else ""
        for g in (("symbol", "organ") if blank["symbol"] else ("symbol2", "organ2"))
    )
    return None, True, symbol or None, organ or None


def _date_and_place(page: _Page) -> tuple[date | None, bool, str | None]:
    match = _DATE.search(page.folded())
    if match is None:
        return None, False, None
    line_start = page.text.rfind("\n", 0, match.start()) + 1
    before = page.text[line_start : match.start()]
    place = _PLACE.search(before)
    name = squeeze(place["place"]) if place else None
    if place is not None and name is not None and name.isupper() and "," not in place[0]:
        place, name = None, None
    page.take("issued", match.start(), match.end())
    if place is not None:
        page.take("place", line_start + place.start(), line_start + place.end())
    day = _day(match)
    return day, day is None, name


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int((match["y"] or "").replace(" ", "")), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _kind(lines: tuple[TextLine, ...], at: int | None) -> tuple[DocumentType | None, TextLine | None]:
    if at is None:
        return None, None
    found = _type_of_line(lines, at)
    if found is None:
        return None, None
    line = lines[at]
    rest = line.text[found[1] :].lstrip(" .:-_*")
    return found[0], TextLine(rest, line.end - len(rest), line.end) if rest else None


def _about(page: _Page) -> str | None:
    """The `V/v …` of a công văn, over as many lines as it takes."""
    taken: list[str] = []
    for line in text_lines(page.text):
        if taken and (
            line.text.isupper() or _RULE_LINE.match(line.text) or _OPENING.match(folded(line.text))
        ):
            break
        if taken or _ABOUT.match(line.text):
            taken.append(line.text)
            page.take("subject", line.start, line.end)
    return squeeze(" ".join(taken)) or None if taken else None


def _bodies(page: _Page) -> tuple[str, ...]:
    """The issuer block's bodies: capital lines that are left; a line that begins no body goes on with the one above."""
    found: list[str] = []
    for line in text_lines(page.text):
        text = line.text.strip(" *_-—–=.|")
        if not _is_issuer_line(text):
            continue
        continues = found and (not _begins_body(text) or _unfinished(found[-1]))
        if continues:
            found[-1] = f"{found[-1]} {text}"
        elif _begins_body(text) or not found:
            found.append(text)
    return tuple(body for body in map(squeeze, found) if _begins_body(body))


def _is_issuer_line(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 2 or len(text) > 110 or _MARKS.match(folded(text)):
        return False
    return sum(c.isupper() for c in letters) >= 0.7 * len(letters)


def _begins_body(text: str) -> bool:
    key = folded(text)
    return (
        read_body(text, 0) is not None
        or key in ("đảng uỷ", "ban chấp hành", "uỷ ban nhân dân", "văn phòng")
        or key.startswith(("bộ ", "sở ", "chính phủ"))
    )


def _unfinished(text: str) -> bool:
    """`BAN CHẤP HÀNH` wants its Đảng bộ, `ỦY BAN NHÂN DÂN` its place, a trailing "và" its other half."""
    key = folded(text).strip()
    return key in (
        "ban chấp hành",
        "uỷ ban nhân dân",
        "hội đồng nhân dân",
        "ban chấp hành đảng bộ",
        "ban thường vụ",
        "uỷ ban mttq việt nam",
    ) or key.endswith((" và", " đảng bộ", " của"))


_ACT_WORDS = re.compile(r"\s+(?:QUYẾT|QUY|RA|CHỈ|THÔNG|HƯỚNG)(?:\s+(?:ĐỊNH|NGHỊ|LỆNH|THỊ|BÁO|DẪN))?$")


def opening_body(text: str, start: int, end: int) -> str | None:
    """The body that decides, as the opening says: `Ban Thường vụ Tỉnh ủy quy định như sau:`, `… QUYẾT ĐỊNH:`."""
    pattern = re.compile(
        r"\s*,?\s*(?:(?:quy định|quyết định|hướng dẫn|ban hành|kết luận|yêu cầu|thông báo|xây dựng|chỉ thị|quyết nghị|chỉ đạo|có ý kiến|ra nghị quyết|thống nhất|nhận thấy|đề nghị|triển khai)(?![\w]))"
    )
    best: str | None = None
    for line in text_lines(text, start, end)[:40]:
        for at in _body_starts(line.text):
            body = read_body(line.text, at)
            if body is not None and pattern.match(folded(line.text), body.end):
                return body.text
        if best is None and _is_decider_line(line.text):
            best = squeeze(_ACT_WORDS.sub("", line.text.strip(" ,:")))
        if re.match(r"điều\s+1\b|i[.\-]", folded(line.text)):
            break
    return best


def _is_decider_line(text: str) -> bool:
    return len(text) < 90 and ((text.isupper() and _begins_body(text)) or (text.islower() and is_body_name(text)))


def _body_starts(text: str) -> list[int]:
    starts = [0] if text[:1].isupper() else []
    starts += [m.end() for m in re.finditer(r"[,;:.]\s+(?=[A-ZĐỦỤ])", text)]
    return starts


__all__ = ["Header", "find_body", "opening_body", "read_header"]
