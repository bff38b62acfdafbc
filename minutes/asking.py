"""What the branch or its members ask of higher or other bodies, verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.paragraphs import Paragraph
from minutes.wording import key_of
from vntext.folding import Key, fold

_ASKS = re.compile(r"^(?:đề nghị|kiến nghị|đề xuất|xin|mong|rất mong|kính đề nghị|đề đạt|yêu cầu|sớm|cần)\b")
_NOTHING = re.compile(
    r"không (?:có )?(?:kiến nghị|đề xuất|ý kiến|đề nghị|nội dung)|^\W*không(?: có)?\W*$"
    r"|chưa có (?:kiến nghị|đề xuất)|^\W*(?:\(?không\)?)\W*$"
)
#: the same where a scan lost the marks
_NOTHING_BARE = re.compile(r"^\W*(?:chi bo |hoi nghi |cuoc hop )?(?:khong|chua) (?:co )?(?:kien nghi|de xuat|y kien)")
_INTRO = re.compile(
    r"(?:như sau|kiến nghị|đề xuất|đề nghị|cấp trên|gồm|sau đây|các nội dung|một số vấn đề|sau)\s*:?\s*$"
)
_ASKER = (
    r"(?:chi bộ|tập thể chi bộ|chi uỷ|hội nghị|cuộc họp|các đảng viên|đảng viên|toàn thể đảng viên|"
    r"các đồng chí(?: đảng viên)?|nhân dân|bà con)"
)
_ABOVE = (
    r"(?:đảng uỷ|đảng bộ|huyện uỷ|tỉnh uỷ|thành uỷ|thị uỷ|quận uỷ|ubnd|uỷ ban|hđnd|cấp trên|cấp uỷ cấp trên|các cấp|"
    r"ban giám đốc|ban giám hiệu|lãnh đạo|ngành|cơ quan|xã|huyện|tỉnh|phường|nhà nước|công ty|sở|phòng|ban|trên|"
    r"chính quyền|điện lực|công an|mttq|mặt trận|cấp có thẩm quyền)"
)
_OWN = re.compile(
    rf"(?:^|[,;]\s|\bqua thảo luận,?\s)\s*{_ASKER}(?:[^.;,]{{0,30}})?\s(?:kiến nghị|đề xuất|đề nghị)"
    rf"(?:\s+(?:với|lên|gửi|tới|đến))?\s+{_ABOVE}(?![^\W_])"
)
#: how minutes end
_CLOSING = re.compile(
    r"^\W*(?:biên bản (?:được|này|đã|lập|kết thúc|thông qua)|"
    r"(?:cuộc họp|buổi sinh hoạt|buổi họp|hội nghị|phiên họp) (?:kết thúc|bế mạc)|kết thúc|bế mạc|"
    r"thông qua (?:hồi|lúc|vào|nghị quyết)|hội nghị biểu quyết|\(?\s*ký\b|"
    r"chủ trì (?:thống nhất|kết luận)|đồng chí [^.]{2,40} (?:tiếp thu|kết luận))"
    r"|biên bản (?:được )?(?:đọc|thông qua)"
)
_PASSED_ON = re.compile(r"chuyển (?:ý kiến|lời|đơn|nội dung)|tiếp tục quán triệt")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")


def recommendations(paragraphs: Sequence[tuple[Paragraph, str]]) -> tuple[str, ...]:
    """Verbatim requests of the minutes; `paragraphs` come with the part in which each stands."""
    listed = list(_listed(paragraphs))
    told = [s for s in _told(paragraphs) if not any(fold(s) in fold(x) or fold(x) in fold(s) for x in listed)]
    return tuple(dict.fromkeys([*listed, *told]))


def _listed(paragraphs: Sequence[tuple[Paragraph, str]]) -> Iterator[str]:
    """The items under a heading of requests, and what follows the colon on its own line."""
    for paragraph, part in paragraphs:
        if part != "requests" or paragraph.row:
            continue
        body = paragraph.text[paragraph.body :].strip()
        for text in _items(body):
            key = key_of(text)
            if key.rstrip().endswith(":"):
                continue
            if (
                _NOTHING.search(key)
                or _CLOSING.search(key)
                or _NOTHING_BARE.search(fold(text, Key.TONELESS))
                or len(key.split()) < 4
                or (_INTRO.search(key) and (key.endswith(":") or len(key) < 70))
            ):
                continue
            if paragraph.is_heading and len(key.split()) <= 8 and not text.endswith("."):
                continue
            yield text


def _items(body: str) -> list[str]:
    """A heading on the line itself is left out; requests in one line parted by semicolons are several."""
    label = re.match(r"[^:]{0,70}:\s+", body)
    if label and re.search(r"kiến nghị|đề xuất|đề nghị", key_of(label[0])):
        body = body[label.end() :]
    parts = re.split(r";\s+(?=(?:đề nghị|kiến nghị|đề xuất|\(?\d\)|[-+–]))", body, flags=re.IGNORECASE)
    parts = [p for part in parts for p in re.split(r"\s(?=\(\d\)\s)", part)]
    return [re.sub(r"^(?:[-+–*•]|\(?\d{1,2}[).])\s*", "", p.strip()) for p in parts if p.strip()]


def _told(paragraphs: Sequence[tuple[Paragraph, str]]) -> Iterator[str]:
    """Sentences elsewhere in which the branch asks a body above it."""
    for paragraph, part in paragraphs:
        if part == "requests" or paragraph.row:
            continue
        for sentence in _SENTENCE.split(paragraph.text[paragraph.body :]):
            key = key_of(sentence)
            if _OWN.search(key) and not _PASSED_ON.search(key) and not key.rstrip().endswith(":"):
                yield sentence.strip()
