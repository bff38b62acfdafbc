"""The branch and the body above it, as the minutes write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from minutes.branch_words import (
    NAMED,
    PARENT,
    clean,
    commune_in,
    is_common,
    names_its_secretary,
    parent_of,
    said,
)
from minutes.letters import UPPER
from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.sheet import BranchName, Genre
from minutes.wording import key_of
from vntext.folding import Key, fold

_OTHER_BODY = re.compile(
    r"^(?:CTCP|CÔNG TY|CTY|TNHH|HỘI ĐỒNG|UBND|ỦY BAN|UỶ BAN|TRƯỜNG|HỢP TÁC XÃ|HTX|SỞ|BAN|"
    r"TỔNG CÔNG TY|NGÂN HÀNG|LIÊN ĐOÀN|CÔNG ĐOÀN|HỘI)\b"
)
#: `Chi bộ: 22 đảng viên` is a count
_COUNTED = re.compile(r"\s*(?:đảng viên|đ/c|đồng chí|đv)(?![^\W_])", re.IGNORECASE)
#: `Họp CB bản …` at the head of a notebook's page
_TITLED = sign("branch_titled")
_HEAD = 14
_LEGIBLE = 0.8
#: the OCR engine's confidence for a stretch of the script, None where nothing was read by OCR
Legible = Callable[[int, int], float | None]


@dataclass(frozen=True, slots=True)
class _Claim:
    name: str
    parent: str | None
    weight: int
    #: where the name stands in the script
    span: tuple[int, int]


def branch_name(paragraphs: Sequence[Paragraph], genre: Genre, legible: Legible | None = None) -> BranchName:
    """The branch that met; competing names, or one name that OCR could hardly read, make it unsure."""
    claims = [*_header(paragraphs, genre), *_running(paragraphs, genre)]
    if not claims and (guess := _by_hamlet(paragraphs)):
        return BranchName(guess, _header_parent(paragraphs), False, ("branch_guessed",))
    if not claims:
        return BranchName(None, _header_parent(paragraphs) or _other_body(paragraphs), False, ("no_branch",))
    best = max(claims, key=lambda c: c.weight)
    alike = [c for c in claims if _same(c.name, best.name)]
    rivals = [c for c in claims if not _same(c.name, best.name) and c.weight >= 3]
    shown = _best_written(alike, any(p.damaged for p in paragraphs))
    parent = next((c.parent for c in sorted(claims, key=lambda c: -c.weight) if c.parent), None) or _header_parent(
        paragraphs
    )
    joined = "chi bộ" in fold(shown)[7:] or any(_JOINT.search(p.reading.key) for p in paragraphs[:_HEAD])
    reasons = ["two_branches"] if rivals or joined else []
    if legible is not None and len(alike) < 2 and not _echoed(shown, paragraphs) and _weak(legible(*best.span)):
        reasons.append("hardly_legible")
    spans = tuple(c.span for c in alike if fold(c.name) == fold(shown))
    return BranchName(shown, parent, not reasons, tuple(reasons), spans, _signed_at(paragraphs))


def _signed_at(paragraphs: Sequence[Paragraph]) -> str:
    """The place of the line of the date (`Lũng Cú, ngày 03 tháng 4 năm 2024`); empty where there is none."""
    lines = (p.text.strip() for p in paragraphs[:_HEAD] if not p.row)
    found = next((m for line in lines if len(line) < 90 and (m := _DATELINE.match(line))), None)
    return found["place"].strip() if found and len(found["place"].split()) <= 5 else ""


#: the line after a body's name is another body's, not the rest of it
_BODY = re.compile(r"(?<![^\W_])(?:[ỦUÙ][YỶ]|BỘ)(?![^\W_])")
#: specks before the rest of a name in capitals
_SPECKS = re.compile(rf"^[-–_.,'\s]+(?=[{UPPER}]{{2}})")
_DATELINE = re.compile(rf"^[\W_]*(?P<place>[{UPPER}][^\d,:;.]{{2,40}}?)[,.]?\s*ng[^\W\d_]{{1,2}}\s.{{0,6}}\d")
_MOTTO = re.compile(r"cong san|viet nam|xa hoi chu|doc lap")
#: several branches meet together
_JOINT = re.compile(
    r"liên chi bộ|(?:hai|2|02|ba|3|03|các) chi bộ (?:cùng|họp|sinh hoạt|tổ chức|kết nghĩa|ghép)|sinh hoạt ghép"
)
_HAMLET = re.compile(
    rf"(?<![^\W_])(?P<name>(?i:ấp|thôn|xóm|bản|khóm|khu phố|khu dân cư|tổ dân phố|buôn|"
    rf"làng)\s+(?:\d+[A-Za-z]?|[{UPPER}]\w*(?:\s[{UPPER}]\w*)*))"
)


def _by_hamlet(paragraphs: Sequence[Paragraph]) -> str | None:
    """Minutes of a branch whose own name cannot be read: the hamlet that they name again and again, for a person to
    confirm."""
    if not any(re.search(r"chi bộ", p.reading.key) and find_title(p.text) for p in paragraphs[:_HEAD]):
        return None
    often = Counter(fold(m["name"]) for p in paragraphs for m in _HAMLET.finditer(p.text))
    return f"Chi bộ {often.most_common(1)[0][0]}" if often and often.most_common(1)[0][1] >= 2 else None


def _weak(confidence: float | None) -> bool:
    return confidence is not None and confidence < _LEGIBLE


def _header(paragraphs: Sequence[Paragraph], genre: Genre) -> Iterator[_Claim]:
    """A line of its own that begins with CHI BỘ, above the title; and the first line of a minute book."""
    if genre is Genre.REPORT:
        return
    for index, paragraph in enumerate(paragraphs[:_HEAD]):
        text = paragraph.text.strip()
        if len(text) > 110 or paragraph.row:
            continue
        match = NAMED.search(text)
        if match and (match.start() < 3 or PARENT.match(text) or _TITLED.match(key_of(text[: match.start()]))):
            if _COUNTED.match(text, match.end()):
                continue
            whole = match["name"] + (_rest_of_line(text, match) if match.start() < 3 else "")
            name = _with_next_line(clean(whole), paragraphs, index, match.end() == len(text))
            if name:
                rest = text[match.start("name") :][len(clean(match["name"])) :]
                above = (
                    commune_in(match["name"], text[match.end() :])
                    or PARENT.search(text[: match.start()])
                    or PARENT.match(rest.lstrip(" ,(-–"))
                    or PARENT.match(text[match.end() :].lstrip(" ,(-–"))
                    or PARENT.search(paragraphs[index - 1].text if index else "")
                    or _bracketed_below(paragraphs, index)
                )
                yield _Claim(
                    f"{said(match)} {name}" if not text.isupper() else f"CHI BỘ {name}",
                    parent_of(above),
                    4,
                    paragraph.span(*match.span("name")),
                )


def _bracketed_below(paragraphs: Sequence[Paragraph], index: int) -> re.Match[str] | None:
    """`(Đảng bộ xã A, huyện B)` under the branch's name."""
    below = paragraphs[index + 1].text.strip() if index + 1 < len(paragraphs) else ""
    return PARENT.match(below[1:]) if below.startswith("(") and below.endswith(")") else None


def _rest_of_line(text: str, match: re.Match[str]) -> str:
    """Small letters with which the name of an office goes on (`Chi bộ Xưởng sửa chữa - Công ty …`)."""
    more = None if text.isupper() else sign("name_runs_on").match(text, match.end())
    return more[0] if more else ""


def _with_next_line(name: str, paragraphs: Sequence[Paragraph], index: int, open_end: bool) -> str:
    """A name in capitals that goes on in the next line of the header."""
    following = _SPECKS.sub("", paragraphs[index + 1].text.strip()) if index + 1 < len(paragraphs) else ""
    goes_on = (
        name.isupper()
        and open_end
        and following.isupper()
        and len(following) < 40
        and (sum(c.isalpha() for c in following) > 2 or following.isdecimal())
        and not _MOTTO.search(fold(following, Key.TONELESS))
        and not re.match(
            r"\*|ĐẢNG|BIÊN BẢN|NHIỆM KỲ|LẦN THỨ|THÁNG|QUÝ|Số|SỐ|CHI BỘ|GIẤY|BẢNG|DANH|SỔ|HỌP|SINH|CỘNG|[-–_]", following
        )
    )
    return f"{name} {following}" if goes_on and not find_title(following) else name


def find_title(text: str) -> bool:
    """Is the line the title of minutes, an invitation or a list?"""
    return (
        re.search(
            r"biên bản|giấy mời|thư mời|điểm danh|sổ ghi|họp chi bộ|sinh hoạt chi bộ|^[\W_]*(?:sổ )?nghị quyết",
            key_of(text),
        )
        is not None
    )


def _running(paragraphs: Sequence[Paragraph], genre: Genre) -> Iterator[_Claim]:
    """Names in sentences: of the branch that holds the meeting, with the body above it where it is told."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.row or (genre is not Genre.REPORT and index > 2 * _HEAD):
            continue
        for match in NAMED.finditer(paragraph.text):
            more = _rest_of_line(paragraph.text, match)
            name = clean(match["name"] + more)
            if names_its_secretary(paragraph.text[: match.start()], name) or _COUNTED.match(
                paragraph.text, match.end()
            ):
                continue
            if ":" in match[0][: match.start("name") - match.start()]:
                continue
            after = paragraph.text[match.end() + len(more) :]
            if not name or (is_common(name) and not re.match(r"\s*(?:\(|thuộc|trực thuộc)", after)):
                continue
            weight = _weight(paragraph, match.start(), after, index, genre)
            if weight:
                yield _Claim(
                    f"{said(match)} {name}",
                    parent_of(commune_in(match["name"], after))
                    or parent_of(re.match(r"[\s,(]*(?:trực\s+)?(?:thuộc\s+)?(.*)", after)),
                    weight,
                    paragraph.span(*match.span("name")),
                )


def _weight(paragraph: Paragraph, at: int, after: str, index: int, genre: Genre) -> int:
    meets = re.match(r"[^.;]{0,60}?\b(?:tiến hành|tổ chức|họp|sinh hoạt|đại hội|trân trọng|kính mời|thuộc)", after)
    before = key_of(paragraph.text[max(0, at - 60) : at])
    led = re.search(r"(?:sinh hoạt|họp|dự|của|hội nghị)[^.;]*$", before)
    belongs = re.match(r"[\s,(]*(?:trực\s+)?(?:thuộc\s+)?(?:Đảng bộ|Đảng ủy|Đảng uỷ)", after)
    if genre is Genre.REPORT:
        return (
            3 + 2 * bool(belongs) + bool(meets) + bool(led) - (1 if index == 0 else 0)
            if (meets or led or belongs)
            else 1
        )
    return 3 if meets and index < _HEAD + 6 else 1 if belongs else 0


def _header_parent(paragraphs: Sequence[Paragraph]) -> str | None:
    for index, paragraph in enumerate(paragraphs[:_HEAD]):
        text = paragraph.text.strip()
        if len(text) < 90 and (match := PARENT.match(text)) and not re.match(r"ĐẢNG CỘNG", text):
            found = parent_of(match)
            following = paragraphs[index + 1].text if index + 1 < len(paragraphs) else ""
            whole = match.end() < len(text) or len(following.split()) > 2 or _BODY.search(following)
            return found if whole or not found else _with_next_line(found, paragraphs, index, True)
    return None


def _other_body(paragraphs: Sequence[Paragraph]) -> str | None:
    """A company, council or office at the head of minutes that are no branch's."""
    for paragraph in paragraphs[:6]:
        if _OTHER_BODY.match(paragraph.text.strip()) and not find_title(paragraph.text):
            return paragraph.text.strip()
    return None


def _same(one: str, other: str) -> bool:
    a, b = (re.sub(r"^cb (?=\S)", "chi bo ", fold(name, Key.TONELESS)) for name in (one, other))
    if _figures_as_letters(a) == _figures_as_letters(b) or _torn_off(a, b) or _torn_off(b, a):
        return True
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    if _spelled(a.split(), b.split()) or _spelled(b.split(), a.split()):
        return True
    if set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split()):
        return True
    return a == b or fuzz.ratio(a, b) >= 90 or (len(min(a, b, key=len)) > 9 and (a.startswith(b) or b.startswith(a)))


def _spelled(short: Sequence[str], whole: Sequence[str]) -> bool:
    """`đội csđt tổng hợp` for `đội cảnh sát điều tra tổng hợp`: letters for as many words, the others the same."""
    if not short or not whole:
        return not short
    if short[0] == whole[0]:
        return _spelled(short[1:], whole[1:])
    size = len(short[0])
    letters = 2 <= size <= 6 and short[0].isalpha() and short[0] == "".join(word[0] for word in whole[:size])
    return letters and _spelled(short[1:], whole[size:])


def _torn_off(name: str, whole: str) -> bool:
    """Is the one no more than the beginning of the other, before its proper name (`CHI BỘ TỔ` where dirt follows)?"""
    return bool(sign("kind_of_branch_only").fullmatch(name)) and whole.startswith(name + " ")


def _figures_as_letters(name: str) -> str:
    """`khu pho 1` as a scan may have it: `KHU PHOI`."""
    return name.replace(" ", "").translate(str.maketrans("1l", "ii"))


def _best_written(claims: Sequence[_Claim], damaged: bool) -> str:
    """The heaviest spelling, the most frequent of those; one in small letters before one in capitals that says the
    same.
    On a scan small letters come first anyway: marks on capitals are what OCR loses first."""
    often = Counter(fold(c.name) for c in claims)
    heavy = [c for c in claims if c.weight >= 3 and not c.name.isupper()] if damaged else []
    whole = [c for c in heavy or claims if not any(_torn_off(*_bare(c, other)) for other in claims)]
    best = max(whole or claims, key=lambda c: (min(c.weight, 3), often[fold(c.name)], c.weight))
    mixed = [c for c in claims if not c.name.isupper() and fold(c.name) == fold(best.name)]
    return mixed[0].name if mixed else best.name


def _bare(one: _Claim, other: _Claim) -> tuple[str, str]:
    return fold(one.name, Key.TONELESS), fold(other.name, Key.TONELESS)


def _echoed(name: str, paragraphs: Sequence[Paragraph]) -> bool:
    core = fold(re.sub(r"(?i)^chi bộ\s+", "", name))
    return sum(core in fold(p.text) for p in paragraphs) >= 2


def names_branch(text: str) -> bool:
    """Does the text name a branch (not only branches in general)?"""
    for match in NAMED.finditer(text):
        name = clean(match["name"])
        after = text[match.end() :]
        if name and (not is_common(name) or re.match(r"\s*\((?:Đảng|đảng)|\s+(?:trực )?thuộc", after)):
            return True
    return False
