"""Head counts as written in figures: of all members, of those there, of those away."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes.occasion import digits
from minutes.paragraphs import Paragraph
from minutes.sheet import Counts

_N = r"(?P<n>\d{1,3})(?![\d/.]?\d)"
_MID = r"[^\d.;:()]{0,42}:?\s*"
_TOTAL = (
    re.compile(rf"tổng số\s*(?:đảng viên|đv|đảng số|cán bộ|thành viên|hội viên)?{_MID}{_N}"),
    re.compile(
        rf"(?:chi bộ|đảng bộ)[^\d.;:()]{{0,40}}\scó\s+(?:tổng số\s+)?{_N}\s*(?:đ/c\s+|đồng chí\s+)?(?:đảng viên|đv)"
    ),
    re.compile(rf"(?:tổng số|đảng số)\s*(?:là|có|:)?\s*{_N}\s*(?:đảng viên|đồng chí|đ/c|đv)"),
    re.compile(rf"(?:số lượng|số) đảng viên(?: của chi bộ)?\s*:?\s*{_N}"),
    re.compile(rf"(?<![^\W_])ts(?:đv)?\s*:?\s*{_N}"),
    re.compile(rf"chi bộ\s*:\s*{_N}\s*(?:đảng viên|đ/c|đồng chí|đv)"),
    re.compile(rf"quân số\s*:?\s*{_N}(?!\s*/)"),
    re.compile(rf"(?:hiện có|mới có|gồm có|gồm)\s+{_N}\s*(?:đ/c\s+|đồng chí\s+)?đảng viên"),
)
_FRACTION = re.compile(
    r"(?:có mặt|hiện diện|(?:tham )?dự|quân số|sĩ số|đạt|đảng viên\s*:|(?<![^\W_])đv)[^\d.;]{0,40}?"
    r"(?P<p>\d{1,3})\s*/\s*(?P<t>\d{1,3})(?![/\d])"
)
_BARE_FRACTION = re.compile(
    r"(?<![\d/])(?P<p>\d{1,3})\s*/\s*(?P<t>\d{1,3})\s*(?:đảng viên|đồng chí|đ/c|đv|thành viên|đại biểu)"
)
_PRESENT = (
    re.compile(rf"(?:có mặt|hiện diện)(?![^\d.;]{{0,20}}vắng){_MID}{_N}"),
    re.compile(
        rf"(?:đảng viên |số )?(?:tham |đến )?dự(?: (?:họp|sinh hoạt|hội nghị|đại hội|cuộc họp|"
        rf"buổi sinh hoạt))?[\s:=]*(?:có\s+)?(?:là\s+)?{_N}"
    ),
    re.compile(rf"(?:số )?đảng viên (?:tham )?(?:dự|có mặt)[^\d.;()]{{0,30}}{_N}"),
    re.compile(rf"cùng (?:với )?{_N} đảng viên"),
    re.compile(rf"{_N}\s*(?:đảng viên|đồng chí|đ/c|đv)\s+(?:(?:chính thức|của chi bộ)\s+)*(?:có mặt|(?:tham )?dự)"),
)
_ABSENT = re.compile(rf"vắng(?: mặt| họp)?(?! (?:có|không|cld|kld|p\b|k\b))[\s:=]*(?:là\s+)?{_N}")
_ABSENT_SPLIT = re.compile(
    rf"(?:vắng )?(?:có|không)(?: có)? (?:lý do|phép)[\s:=]*{_N}\s*(?:đảng viên|đồng chí|đ/c|đv)?"
)


def counts_of(paragraphs: Sequence[Paragraph]) -> Counts:
    """The first figure of each sort, in the head of the minutes before the business begins."""
    keys = [digits(p.reading.key, p.damaged) for p in paragraphs if not p.row]
    fraction = next(
        (m for k in keys for p in (_FRACTION, _BARE_FRACTION) if (m := p.search(k)) and _plausible(m)), None
    )
    total, present = _figure(keys, _TOTAL), _figure(keys, _PRESENT)
    if fraction is not None:
        total, present = total or int(fraction["t"]), int(fraction["p"])
    absent = _figure(keys, (_ABSENT,))
    if absent is None:
        split = [int(m["n"]) for k in keys for m in _ABSENT_SPLIT.finditer(k)]
        absent = sum(split) if split else None
    return Counts(total, present, absent)


def _plausible(match: re.Match[str]) -> bool:
    return 0 < int(match["t"]) < 400 and int(match["p"]) <= int(match["t"])


def _figure(keys: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> int | None:
    for pattern in patterns:
        for key in keys:
            if match := pattern.search(key):
                return int(match["n"])
    return None
