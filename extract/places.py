"""Where a duty is done: the place as written, and which kind of branch it is."""

from __future__ import annotations

import re

from extract.clause import Reading
from extract.obligation import Action, WhereKind
from vntext.folding import Key, fold, squeeze

_BRANCH = re.compile(
    r"(?<!bí thư )(?<!lịch sinh hoạt )(?:(?:một|các|từng|mỗi|những|ít nhất một) )*"
    r"(?:chi bộ|chi, đảng bộ|đảng bộ cơ sở|tổ chức cơ sở đảng|các tổ chức cơ sở đảng|tổ chức đảng|địa bàn|buôn|chi uỷ|đảng bộ bộ phận|đảng bộ)(?!\w)"
)
_STOP = re.compile(
    r"[.;:]|,\s*(?:theo|trong|kể|từ|bắt đầu|thực hiện|ít nhất|tối thiểu|không|mỗi|hằng|hàng|định kỳ|để|và|nhằm|riêng|trừ|cùng|bảo đảm|đảm bảo|có|do|nếu|khi|đồng thời|thời gian|năm|thay|phù hợp|nắm|nghe|kịp thời|qua|một|dự|chậm nhất|phải|tham gia|gắn|thời điểm|tiếp)(?!\w)"
    r"|\s(?:ít nhất|tối thiểu|không dưới|mỗi (?:năm|quý|tháng|tuần|6)|hằng|hàng (?:năm|quý|tháng)|định kỳ|để|nhằm|kể từ|từ (?:ngày|tháng|quý|năm)|theo (?:lịch|định kỳ|kế hoạch|quy định)|một cách|thì|với số|trong một|trong năm|trừ|riêng|khi|phải|cần|bảo đảm|đảm bảo|và (?:báo cáo|phải|có|nắm|theo)|sau khi|do (?:mình|chi bộ)|vào)(?!\w)"
    r"|\s\((?:riêng|trừ|không|ít nhất|tối thiểu|kể|số)|\)$|\s(?:\d{1,2}|một|hai|ba|bốn|năm|sáu) (?:lần|buổi|kỳ|\()"
)
_AT = re.compile(r"(?:^|\s)(?:tại|ở)\s+")
_AT_STOP = re.compile(r"[.;:,(]|\s(?:theo|để|nhằm|trong|vào|từ|và|có|phải|được|mỗi|ít nhất|định kỳ|hằng|hàng|gồm|thì|về|do|khi|với)(?!\w)")
_RESIDENTIAL = re.compile(
    r"khu dân cư|kdc|(?:chi bộ|thuộc|ở|tại|trong|,|và|hoặc|một|các) (?:thôn|ấp|bản|buôn|làng|xóm|khóm|khu phố|tổ dân phố|tdp|khu vực|sóc|phum|plei|bon|khối phố|khối xóm|địa bàn dân cư|dân cư|nơi cư trú)|^(?:một |các )?(?:buôn|thôn|ấp|bản|làng)|(?:địa bàn|ở) (?:dân cư|khu dân cư)|nơi cư trú"
)
_ASSIGNED = re.compile(r"phân công|đăng ký|phụ trách|đứng điểm|theo dõi|được giao|đảm nhiệm|chỉ định|mình công tác")


def branch_place(reading: Reading, start: int, end: int) -> tuple[str, int, int] | None:
    """The branch phrase of a duty to attend between `start` and `end`: (text, start, end)."""
    folded = reading.folded(start, end)
    for match in _BRANCH.finditer(folded):
        if folded.startswith(" trở lên", match.end()):
            continue
        stop = _end(reading, start + match.start(), start + match.end(), end)
        text = reading.text(start + match.start(), stop).rstrip(" ,\n")
        if text:
            return squeeze(text.replace("\n", " ")), start + match.start(), start + match.start() + len(text)
    return None


def _end(reading: Reading, begin: int, behind: int, end: int) -> int:
    """Up to the first mark or word that begins something else, or the next cadence."""
    stops = [m.start for m in reading.of("cadence", behind) if m.start >= behind]
    stop = _STOP.search(reading.folded(behind, end))
    if stop:
        stops.append(behind + stop.start() + (1 if stop[0] == ")" else 0))
    return min([end, *stops])


def other_place(reading: Reading, start: int, end: int) -> str | None:
    """A place with "tại" or "ở" for duties other than attending and reporting."""
    match = _AT.search(reading.folded(start, end))
    if not match:
        return None
    begin = start + match.end()
    stop = _AT_STOP.search(reading.folded(begin, end))
    text = reading.text(begin, begin + stop.start() if stop else end).strip(" .,;\n")
    if re.match(r"địa chỉ|điều \d|khoản|điểm|mục |phụ lục|quy định|quy chế|các địa phương|địa phương|thời điểm|nơi đó", fold(text, Key.PLACEMENT)):
        return None
    return squeeze(text.replace("\n", " ")) if 0 < len(text.split()) <= 12 else None


_INSPECTED = re.compile(
    r"^[\s,]*(?:và |việc |sinh hoạt |hoạt động |đối với |các hoạt động |tình hình |chất lượng )*"
    r"(?P<what>(?:tất cả |toàn bộ |một số |các |ít nhất \S+ )*(?:chi bộ|cấp uỷ|đảng uỷ|đảng bộ|tổ chức đảng|chi uỷ|tổ chức cơ sở đảng)(?!\w)[^,;.]*?)"
    r"(?=[,;.]|\s(?:trong việc|về|trước khi|theo|ít nhất|mỗi|hằng|định kỳ|để|chấp hành|thực hiện|có)(?!\w)|$)"
)


def inspected(reading: Reading, start: int, end: int) -> str | None:
    """The Party organisations that are inspected: where an inspection takes place."""
    match = _INSPECTED.match(reading.folded(start, end))
    return squeeze(reading.text(start + match.start("what"), start + match.end("what")).replace("\n", " ")) if match else None


def where_kind(place: str | None, action: Action) -> WhereKind | None:
    """Which branches the place admits; None for duties other than attending, or where nothing is said."""
    if action is not Action.ATTEND_BRANCH_MEETING or not place:
        return None
    folded = fold(place, Key.PLACEMENT)
    residential, assigned = _RESIDENTIAL.search(folded), _ASSIGNED.search(folded)
    if residential and assigned:
        return WhereKind.ASSIGNED_RESIDENTIAL_BRANCH
    if residential:
        return WhereKind.RESIDENTIAL_BRANCH
    return WhereKind.ASSIGNED_BRANCH if assigned else WhereKind.ANY_BRANCH
