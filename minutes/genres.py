"""What sort of text it is, and what kind of meeting: by title and opening first, by what a report tells otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes.paragraphs import Paragraph
from minutes.reports import tells_of_meeting
from minutes.sheet import BranchName, Genre
from minutes.wording import phrasebook, records
from roster.people import MeetingKind

_HEAD = 16
_MINUTES = re.compile(
    r"^[\W_]*(?:trích\s+|sổ\s+(?:ghi\s+)?)?biên bản|^[\W_]*(?:họp|sinh hoạt) cb(?![^\W_])|bảng điểm danh|"
    r"^[\W_]*(?:danh sách|"
    r"bảng) (?:điểm danh|đảng viên (?:tham )?dự)"
)
_INVITATION = re.compile(r"^[\W_]*(?:giấy|thư) (?:mời|triệu tập)|trân trọng kính mời|^[\W_]*kính mời")
#: titles that alone prove nothing: a resolution may have come of a meeting without telling of it
_BOOK = re.compile(
    r"^[\W_]*(?:sổ (?:ghi )?(?:nghị quyết|họp|sinh hoạt|ghi chép)"
    r"|(?:nghị quyết|nội dung|ghi chép|diễn biến) (?:cuộc |buổi )?(?:họp|sinh hoạt|chi bộ)"
    r"|(?:họp|sinh hoạt) chi bộ|bb (?:họp|sh|cb)|shcb)(?![^\W_])"
)
#: "Tối 3/9/2025, chi bộ họp tại …": the hour, the day, then the meeting
_DATED = (
    r"(?:sáng|chiều|tối|lúc|hồi|vào)? ?(?:[\dgiờhp: ]{1,14}(?:phút )?)?,? ?(?:ngày )?\d{1,2} ?[/.\-] ?\d{1,2}\S*,? ?"
)
_OPENING = re.compile(
    r"^[\W_]*(?:hôm nay|vào (?:hồi|lúc)|thời gian\b"
    rf"|(?:{_DATED}(?:[\w ]{{0,40}} )?(?:họp|sinh hoạt)(?: chi bộ| cb| tại|,|$)))"
)
_SHEET = re.compile(
    r"^[\W_]*(?:chủ (?:trì|toạ)|thư ký|tổng số đảng viên|có mặt|vắng|thành phần|địa điểm|"
    r"(?:ts(?:đv)?|tg|đđ|tp|nd|ct|tk)(?=\s*:)|quân số|sĩ số|cấp trên|ghi biên bản)(?![^\W_])"
)


def genre_of(paragraphs: Sequence[Paragraph]) -> Genre:
    """Minutes, report, invitation, or a text that tells of no meeting."""
    head = [p.reading.key for p in paragraphs[:_HEAD] if not p.row]
    short = [key for key in head if len(key) < 110]
    if any(_INVITATION.search(key) for key in short[:12]) or any("trân trọng kính mời" in key for key in head):
        return Genre.INVITATION
    if any(_MINUTES.search(key) for key in short):
        return Genre.MINUTES
    signs = sum(bool(_SHEET.search(key)) for key in head) + 2 * any(bool(_OPENING.search(key)) for key in head)
    signs += any(_BOOK.search(key) for key in short)
    if signs >= 3:
        return Genre.MINUTES
    return Genre.REPORT if tells_of_meeting(paragraphs) else Genre.NONE


def kind_of(paragraphs: Sequence[Paragraph], genre: Genre, branch: BranchName) -> MeetingKind:
    """The kind of meeting, from the title lines (minutes) or the sentence that tells of it (report)."""
    if genre is Genre.INVITATION:
        return MeetingKind.NONE
    title = _title(paragraphs) if genre is Genre.MINUTES else " ".join(p.reading.key for p in paragraphs[:6])
    kinds = {str(r["id"]): MeetingKind(str(r["kind"])) for r in records("meetings")}
    found = {f.record for f in phrasebook("meetings").find(title)} - {"none"}
    kind = next((kinds[name] for name in kinds if name in found), MeetingKind.REGULAR)
    if (
        kind is MeetingKind.CONGRESS
        and genre is Genre.REPORT
        and not re.search(r"(?:họp|tiến hành|tổ chức|dự) đại hội", title)
    ):
        kind = MeetingKind.REGULAR
    if kind is MeetingKind.REGULAR and branch.name is None and not re.search(r"chi bộ", title):
        return MeetingKind.OTHER
    return kind


def _title(paragraphs: Sequence[Paragraph]) -> str:
    """The title line and the two after it."""
    keys = [p.reading.key for p in paragraphs[:_HEAD]]
    at = next(
        (i for i, key in enumerate(keys) if len(key) < 110 and re.search(r"biên bản|điểm danh|sinh hoạt|họp", key)), 0
    )
    return " ".join(key for key in keys[at : at + 3] if len(key) < 130)
