"""The pieces of a header, each taken from wherever it stands; what was taken is blanked for those that come after."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from extract.forms import form
from extract.headerzone import BLANK_NUMBER, PARTY_MOTTO, SLOGAN, STATE_MOTTO, signed_number
from extract.numbers import DocumentNumber, System, find_numbers
from extract.openings import begins_body_name, is_rule, opens_body
from extract.reading import flat, folded, text_lines
from vntext.folding import Key, fold, squeeze

_DATE = form("issued")
_PLACE = form("place")
_ABOUT = form("about")
# marks and stamps in capitals that name nobody
_MARK = form("header.mark")
_COMMITTEES = (
    *("TỈNH ỦY", "THÀNH ỦY", "HUYỆN ỦY", "THỊ ỦY", "QUẬN ỦY", "ĐẢNG ỦY", "ĐẢNG BỘ", "CHI BỘ", "BAN CHẤP HÀNH"),
    *("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "BAN TỔ CHỨC", "ỦY BAN KIỂM TRA"),
)
_UNFINISHED = ("ban chấp hành", "uỷ ban nhân dân", "hội đồng nhân dân", "ban chấp hành đảng bộ", "ban thường vụ")
_TRAILING = (" và", " đảng bộ", " của")


@dataclass(slots=True)
class Sheet:
    """A zone's text, of which pieces are taken; `start` is its offset in the document."""

    text: str
    start: int
    spans: list[tuple[str, int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Sheet:
        return cls(flat(text[start:end]), start)

    def take(self, name: str, low: int, high: int) -> str:
        """The text at `low:high`, which is blank from now on."""
        read = self.text[low:high]
        self.text = self.text[:low] + re.sub(r"[^\n\f]", " ", read) + self.text[high:]
        self.spans.append((name, self.start + low, self.start + high))
        return read


@dataclass(frozen=True, slots=True)
class NumberLine:
    """`number` is None where the place for it was left blank; symbol and organ may stand there all the same."""

    number: DocumentNumber | None
    symbol: str | None
    organ: str | None


@dataclass(frozen=True, slots=True)
class PlaceAndDate:
    """`issued` is None where the day was left to be written by hand."""

    place: str | None
    issued: date | None


def take_motto(sheet: Sheet) -> System:
    """Which system's motto the header bears; UNKNOWN for none."""
    bare = fold(sheet.text, Key.TONELESS)
    found = {name: pattern.search(bare) for name, pattern in (("state", STATE_MOTTO), ("party", PARTY_MOTTO))}
    slogan = SLOGAN.search(bare)
    for match in (*found.values(), slogan):
        if match is not None:
            sheet.take("system", match.start(), match.end())
    if found["state"] or slogan:
        return System.STATE
    return System.PARTY if found["party"] else System.UNKNOWN


def take_number(sheet: Sheet) -> NumberLine | None:
    """The paper's own number, or its blank; None where there is no number line."""
    for mention in find_numbers(sheet.text):
        begin = sheet.text.rfind("\n", 0, mention.start) + 1
        line = sheet.text[begin:].split("\n", 1)[0]
        low = signed_number(line, mention.start - begin, mention.end - begin)
        if low is not None:
            sheet.take("number", begin + low, mention.end)
            return NumberLine(mention.number, mention.number.symbol, mention.number.organ)
    blank = BLANK_NUMBER.search(folded(sheet.text))
    return _blank_number(sheet, blank) if blank else None


def _blank_number(sheet: Sheet, match: re.Match[str]) -> NumberLine:
    names = ("symbol", "organ") if match["symbol"] else ("symbol2", "organ2")
    symbol, organ = (sheet.text[match.start(name) : match.end(name)] for name in names)
    sheet.take("number", match.start(), match.end())
    return NumberLine(None, symbol, organ)


def take_place_and_date(sheet: Sheet) -> PlaceAndDate | None:
    """`Nam Bình, ngày 12 tháng 3 năm 2019`; a date without a place only when it begins its line."""
    matches = list(_DATE.finditer(folded(sheet.text)))
    for match in matches:
        place = _place_before(sheet, match)
        if place is not None:
            return _taken(sheet, match, place)
    for match in matches:
        begins_line = not sheet.text[sheet.text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" *,.-")
        if begins_line and match["d2"] is None:
            return _taken(sheet, match, None)
    return None


def _place_before(sheet: Sheet, match: re.Match[str]) -> re.Match[str] | None:
    begin = sheet.text.rfind("\n", 0, match.start()) + 1
    place = _PLACE.search(sheet.text, begin, match.start())
    if place is None or (place["place"].isupper() and "," not in place[0]):
        return None
    return place


def _taken(sheet: Sheet, match: re.Match[str], place: re.Match[str] | None) -> PlaceAndDate:
    name = squeeze(place["place"]) if place else None
    sheet.take("issued", match.start(), match.end())
    if place is not None:
        sheet.take("place", place.start(), place.end())
    return PlaceAndDate(name, _day(match))


def _day(match: re.Match[str]) -> date | None:
    day, month, year = (match[name] or match[f"{name}2"] or "" for name in ("d", "m", "y"))
    try:
        return date(int(year.replace(" ", "")), int(month), int(day))
    except ValueError:
        return None


def take_about(sheet: Sheet) -> str | None:
    """The `V/v …` of a công văn, over as many lines as it takes."""
    taken: list[str] = []
    for line in text_lines(sheet.text):
        if taken and (line.text.isupper() or is_rule(line.text) or opens_body(line.text)):
            break
        if taken or _ABOUT.match(line.text):
            taken.append(line.text)
            sheet.take("subject", line.start, line.end)
    return squeeze(" ".join(taken)) or None


def take_bodies(sheet: Sheet) -> tuple[str, ...]:
    """The issuer block from the superior to the issuer: the capitals that are left.

    A line that begins no body, or stands below an unfinished name, goes on with the line above.
    """
    found: list[str] = []
    for line in text_lines(sheet.text):
        text = _mended(line.text.strip(" *_-—–=.|"))
        if not _is_issuer_line(text):
            continue
        if found and (not begins_body_name(text) or _is_unfinished(found[-1])):
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
    return tuple(body for body in map(squeeze, found) if begins_body_name(body))


def _mended(text: str) -> str:
    """`TĨNH ỦY LÂM BÌNH`: the head with its true marks, where machines misread those of bold capitals."""
    if begins_body_name(text):
        return text
    bare = fold(text, Key.TONELESS)
    for head in _COMMITTEES:
        if bare.startswith(fold(head, Key.TONELESS) + " "):
            return head + text[len(head) :]
    return text


def _is_issuer_line(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 2 or len(text) > 110 or _MARK.match(folded(text)):
        return False
    return sum(c.isupper() for c in letters) >= 0.7 * len(letters)


def _is_unfinished(text: str) -> bool:
    """`BAN CHẤP HÀNH` wants its Đảng bộ, `ỦY BAN NHÂN DÂN` its place, a trailing "và" its other half."""
    key = folded(text).strip()
    return key in _UNFINISHED or key.endswith(_TRAILING)
