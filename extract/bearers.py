"""Who is bound: the bearer phrase of a clause, cut into the people and bodies that it joins.

A bearer stands before the verb (or behind "giao", "yêu cầu", "đề nghị"), behind leading adverbials. What stands in front of
a body's name ("các đồng chí", "mỗi") is no part of the phrase. Nothing is invented: a clause without a bearer has none, and
the caller inherits one from an earlier clause, the heading or the addressee.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.clause import Reading, duties
from extract.grammar.engine import Mention
from vntext.folding import Key, fold

_LEAD = re.compile(
    r"(?:trong đó (?:có )?(?:ghi|nêu|quy định|nói) rõ|theo đó|trong đó|đồng thời|ngoài ra|cụ thể|tuy nhiên|bên cạnh đó|do đó|vì vậy|qua đó|riêng|đối với|còn|và|mặt khác|trước mắt|thứ \w+|nhất là|hoặc|thì|nhưng|song)"
    r"(?![\w])[\s,:]*(?:rằng|là)?[\s,:]*"
)
_SUBORDINATE = re.compile(
    r"(?:khi|trường hợp|nếu|để|căn cứ|trên cơ sở|sau khi|trước khi|sau|trước|trong|tại|ngoài|qua|thông qua|cùng với|bên cạnh|nhằm|từ|kể từ|theo|đến|vào|với|hằng|hàng|mỗi|cùng thời điểm|kết thúc|chậm nhất|đầu|cuối|giữa|định kỳ|tháng|quý|ngày|việc|hướng tới|tùy|tuỳ|bên)(?![\w])"
)
_DETERMINER = re.compile(
    r"(?:(?:toàn thể|tất cả|toàn bộ|các|những|mỗi|từng|mọi|một)\s+)*(?:(?:các\s+)?(?:đồng chí|đ/c|anh|chị|ông|bà)\s*:?\s*(?:là\s+)?)+|(?:mỗi|từng|mọi|riêng|toàn thể|tất cả)\s+(?:các\s+)?"
)
_CUT = re.compile(
    r"\s+khi(?:\s|$)|,?\s*(?:nhất là|căn cứ|trên cơ sở|theo chức năng|theo phạm vi|tùy theo|tuỳ theo|trong phạm vi|ngoài việc|sau đây|gọi tắt|theo thẩm quyền|theo nhiệm vụ|theo quy định)"
    r"|\s+là (?:cơ quan|đơn vị|đầu mối|tổ chức|thành viên)\s|\s*\((?:sau đây|gọi|qua|trừ|riêng|không|nếu có)|,?\s*(?:ngoại trừ|trừ|không kể|không bao gồm|riêng)\s|,\s*(?:trong|khi|nếu|để|theo|với|chậm nhất|ít nhất|định kỳ|hằng|hàng|mỗi|vào|trước|thường xuyên|chủ động|ngoài|tối thiểu|cứ|có)\s"
    r"|\s+(?:chủ động|thì|cũng|sẽ|đều|vẫn|còn|cứ|hãy|giữ nhịp|tiếp tục|luôn|trực tiếp|có kế hoạch|nghiêm túc|cùng nhau|lần lượt|khẩn trương|kịp thời|đã|phải|bảo đảm|đảm bảo|thay mặt|theo định kỳ|căn cứ|có (?:kế hoạch|văn bản|\w+ phần việc|biện pháp|ý kiến))(?:\s|$)"
)
_TAIL = re.compile(r"[\s,:;.\-–]+$|\s+(?:thì|cũng|sẽ|đều|vẫn|là|và|hoặc|cần|nên|ít nhất|tối thiểu|được|trong|về|có|theo|thực hiện|khi)$")
#: a word before a verb that keeps it inside the bearer phrase ("được cấp", "chưa tham gia", "nơi có trụ sở")
_INSIDE = re.compile(r"(?:(?<!\w)(?:được|bị|đã|do|chưa|không|đang|nơi|có|giữ|là|của|về|thuộc|các|phụ trách|công tác|việc|quản lý|chủ quản|trực tiếp|hoặc|và|theo|đứng đầu|làm|dự án|chuyên môn|chức năng|nhiệm vụ)|,)\s*$")


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
    """The bearer named in the clause before `until` (the start of its predicate or cadence); None where there is none."""
    ordered = _ordered(reading, until)
    if ordered is not None:
        return ordered
    start = _behind_adverbials(reading, until)
    return bearer_at(reading, start, until)


def _ordered(reading: Reading, until: int) -> Bearer | None:
    """The last one who is told by "giao", "yêu cầu", "chỉ đạo" …"""
    for order in reversed(reading.of("order", None, until)):
        before = reading.folded(reading.start, order.start).rstrip()
        if before.endswith(("theo", "được", "có", "những", "các", "sự", "mục đích,", "ý kiến", "xét")):
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


def _behind_adverbials(reading: Reading, until: int) -> int:
    at = reading.start
    while True:
        at += _spaces(reading, at)
        step = _adverbial(reading, at, until)
        if not step or at + step > until:
            return at
        at += step


def _adverbial(reading: Reading, at: int, until: int) -> int:
    """How long the adverbial that begins at `at` is; 0 where none begins there."""
    rest = reading.folded(at, until)
    mark = re.match(r"[\-–+*•\"“(]+\s*", rest)
    if mark:
        return mark.end()
    lead = _LEAD.match(rest)
    if lead:
        return lead.end()
    for mention in (*reading.of("cadence", at), *reading.of("effect", at)):
        if mention.start == at:
            return mention.end - at
    if _SUBORDINATE.match(rest):
        if _actor_at(reading, at):
            return 0
        comma = _comma(rest)
        return comma + 1 if comma >= 0 else 0
    return 0


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
    modals = [m.start for m in reading.of("modality", head_end, reading.end) if m.start <= until]
    ends += modals
    ends += [m.start for m in reading.of("cadence", head_end, reading.end) if m.start <= until]
    # "Người sử dụng lao động phải …": before a modal a verb without a comma belongs to the phrase
    plain = bool(modals) and "," not in reading.text(head_end, modals[0])
    ends += [
        m.start
        for m in duties(reading)
        if head_end <= m.start <= until
        and not plain
        and not _INSIDE.search(reading.folded(max(reading.start, m.start - 14), m.start))
    ]
    colon = reading.live.find(":", head_end - reading.start)
    if colon >= 0:
        ends.append(reading.start + colon)
    return min(ends)


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
_DESCRIBED = re.compile(r"(?:được|có tên|nêu|trên|này|đang|không|chưa|đi |dự |phụ trách|còn lại|khác|thuộc|trong)")

# --- cutting a phrase into its members --------------------------------------------------------------------------------

_POST = re.compile(
    r"(?:các |những |từng |mỗi )?(?:đồng chí |đ/c |anh |chị )*(?:bí thư|phó bí thư|ủy viên|uỷ viên|tỉnh uỷ viên|thành uỷ viên|huyện uỷ viên|quận uỷ viên|thị uỷ viên|đảng uỷ viên|chi uỷ viên|cấp uỷ viên|chủ tịch|phó chủ tịch|trưởng|phó trưởng|giám đốc|phó giám đốc|chánh|phó chánh|chủ nhiệm|phó chủ nhiệm|thủ trưởng|người đứng đầu|lãnh đạo|hiệu trưởng|phó hiệu trưởng|thành viên|đảng viên|cán bộ|đại biểu|tổ trưởng|bộ trưởng|đoàn viên)(?!\w)"
)
_BODY = re.compile(
    r"(?:các |những |từng |mỗi )?(?:ban|uỷ ban|văn phòng|sở|thường trực|đảng uỷ|chi uỷ|chi bộ|đảng bộ|trung tâm|phòng|công an|hội đồng|viện|toà án|thanh tra|bộ|cục|cơ quan|cấp uỷ|mặt trận|hội|liên đoàn|đoàn|đơn vị|trường|kho bạc|ngân hàng|bệnh viện|chi cục|tổng cục|vụ|tỉnh uỷ|huyện uỷ|thành uỷ|quận uỷ|thị uỷ)(?!\w)"
)
_JOINT = re.compile(r"\s*(?:;|,\s*và|,|\s+và|\s+hoặc|\s+cùng)\s+")
#: generic nouns that are listed under one plural ("các cơ quan, đơn vị, tổ chức")
_GENERIC = re.compile(
    r"(?:các |những )?(?:cấp uỷ(?: đảng)?|tổ chức đảng|tổ chức|cơ quan|đơn vị|địa phương|ban|ngành|đoàn thể|sở|huyện|thị xã|thành phố|xã|phường|thị trấn|đặc khu|cá nhân|doanh nghiệp|tỉnh uỷ|thành uỷ|huyện uỷ|quận uỷ|thị uỷ|đảng uỷ|chi bộ|đảng bộ|ban|cấp|khu phố|thôn|ấp|bản|đảng đoàn|ban cán sự đảng)(?:$|[\s,])"
)


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
        return not left_folded.endswith((" là", " của", " các", " như"))
    body = _BODY.match(right_folded)
    if not body:
        return False
    if _POST.match(left_folded):
        # "lãnh đạo các ban xây dựng Đảng và Văn phòng": the body belongs to the post's genitive
        return False
    if _GENERIC.match(right_folded) and not right.lstrip()[:1].isupper():
        return bool(re.match(r"ban giám|ban thường|ban chấp|ban quản|ban chỉ|ban tổ|ban tuyên|thường trực|văn phòng|trung tâm|cơ quan (?:thường trực|chuyên)|đơn vị chủ", right_folded))
    return _BODY.match(left_folded) is not None


def _depth(text: str, at: int) -> int:
    return text.count("(", 0, at) - text.count(")", 0, at)


def _without_determiner(text: str) -> str:
    skipped = _determiners(text)
    return text[skipped:]
