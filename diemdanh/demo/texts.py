"""The demo's papers in words: two regulations and the minutes, composed in the genre's own forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from diemdanh.demo.world import PROVINCE, Meeting, Place, place

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: two head columns, a centred title, body lines, two foot columns, a table of rows (may be empty)."""

    head: tuple[tuple[str, ...], tuple[str, ...]]
    title: tuple[str, ...]
    body: tuple[str, ...]
    foot: tuple[tuple[str, ...], tuple[str, ...]]
    table: tuple[tuple[str, ...], ...] = ()


def _day(day: date) -> str:
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def first_regulation() -> Paper:
    """41-QĐ/TU of 2021: twice a year, the secretary and his deputies once."""
    return Paper(
        head=(
            (f"TỈNH ỦY {PROVINCE.upper()}", "*", "Số 41-QĐ/TU"),
            (PARTY, f"{PROVINCE}, {_day(date(2021, 3, 10))}"),
        ),
        title=("QUY ĐỊNH", "về việc cấp ủy viên tỉnh dự sinh hoạt với chi bộ thôn, khu phố", "-----"),
        body=(
            "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",
            "- Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ tỉnh khóa XVI, nhiệm kỳ 2020 - 2025,",
            "Ban Thường vụ Tỉnh ủy quy định như sau:",
            "Điều 1. Đối tượng",
            "Quy định này áp dụng đối với các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh.",
            "Điều 2. Số lần dự",
            "1. Các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh dự sinh hoạt chi bộ thôn, khu phố được phân công ít nhất 02 lần/năm "
            "(riêng Bí thư, các Phó Bí thư Tỉnh ủy dự ít nhất 01 lần/năm).",
            "2. Trước ngày 15 tháng 12 hằng năm, các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh báo cáo kết quả về Ban Tổ chức Tỉnh ủy.",
            "Điều 3. Hiệu lực",
            "Quy định này có hiệu lực kể từ ngày ký.",
        ),
        foot=(
            ("Nơi nhận:", "- Các đồng chí Tỉnh ủy viên,", "- Các huyện ủy, thành ủy,", "- Lưu Văn phòng Tỉnh ủy."),
            ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "(đã ký)", "Trịnh Bá Kha"),
        ),
    )


def second_regulation() -> Paper:
    """57-QĐ/TU of 2023: once each quarter from 1 January 2024, instead of 41-QĐ/TU."""
    return Paper(
        head=(
            (f"TỈNH ỦY {PROVINCE.upper()}", "*", "Số 57-QĐ/TU"),
            (PARTY, f"{PROVINCE}, {_day(date(2023, 12, 12))}"),
        ),
        title=("QUY ĐỊNH", "về chế độ dự sinh hoạt chi bộ khu dân cư của cấp ủy viên tỉnh", "-----"),
        body=(
            "- Căn cứ Hướng dẫn số 12-HD/BTCTW, ngày 06/7/2018 của Ban Tổ chức Trung ương về nâng cao chất lượng sinh hoạt chi bộ;",
            "- Xét đề nghị của Ban Tổ chức Tỉnh ủy,",
            "Ban Thường vụ Tỉnh ủy quy định như sau:",
            "Điều 1. Mức dự",
            "1. Mỗi đồng chí Tỉnh ủy viên phải dự sinh hoạt chi bộ khu dân cư nơi được phân công ít nhất mỗi quý 01 lần.",
            "2. Riêng Bí thư Tỉnh ủy và các Phó Bí thư Tỉnh ủy dự ít nhất 01 lần/năm.",
            "Điều 2. Trách nhiệm của chi bộ",
            "Chi ủy ghi rõ họ tên, chức vụ người đến dự vào biên bản.",
            "Điều 3. Hiệu lực thi hành",
            "Quy định này có hiệu lực từ ngày 01/01/2024, thay thế Quy định số 41-QĐ/TU, ngày 10/3/2021 của Ban Thường vụ Tỉnh ủy.",
        ),
        foot=(
            ("Nơi nhận:", "- Các đồng chí Tỉnh ủy viên,", "- Lưu Văn phòng Tỉnh ủy."),
            ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "(đã ký)", "Lâm Thị Thu Hiền"),
        ),
    )


def minutes_of(meeting: Meeting) -> Paper:
    """The branch minutes of a meeting in one of three layouts."""
    where = place(meeting.place_id)
    body, table = (_numbered, _prose, _roll)[meeting.layout](meeting, where)
    commune = where.parent.removeprefix("Đảng bộ ")
    return Paper(
        head=(
            (where.parent.upper(), where.name.upper(), "*"),
            (PARTY, f"{commune.split(' ', 1)[1]}, {_day(meeting.day)}"),
        ),
        title=("BIÊN BẢN", f"Sinh hoạt chi bộ định kỳ tháng {meeting.day.month}/{meeting.day.year}"),
        body=(*body, *_closing(meeting, where)),
        foot=(("THƯ KÝ", where.clerk), ("CHỦ TRÌ", where.secretary)),
        table=table,
    )


def _counts(meeting: Meeting, where: Place) -> tuple[int, int, int]:
    total = len(where.locals) + 2
    away = len(meeting.absent_locals)
    return total, total - away, away


def _away(meeting: Meeting) -> str:
    named = "; ".join(f"đ/c {name} - {why}" for name, why in meeting.absent_locals)
    return f" ({named})" if named else ""


def _guests(meeting: Meeting) -> tuple[str, ...]:
    return tuple(f"Đồng chí {name}, {post}" if post else f"Đồng chí {name}" for name, post in meeting.guests)


def _numbered(meeting: Meeting, where: Place) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    total, there, away = _counts(meeting, where)
    guests = (
        (f"1. Đại biểu cấp trên: {'; '.join(_guests(meeting))}.",)
        if meeting.guests
        else ("1. Đại biểu cấp trên: không có.",)
    )
    return (
        f"I. Thời gian: 19 giờ 30 phút, {_day(meeting.day)}",
        f"II. Địa điểm: {where.hall}",
        "III. Thành phần",
        *guests,
        f"2. Tổng số đảng viên: {total}; có mặt: {there}; vắng: {away}{_away(meeting)}.",
        f"3. Chủ trì: đ/c {where.secretary}, Bí thư chi bộ",
        f"4. Thư ký: đ/c {where.clerk}",
        "IV. Nội dung",
    ), ()


def _prose(meeting: Meeting, where: Place) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    total, there, away = _counts(meeting, where)
    commune = where.parent.removeprefix("Đảng bộ ")
    came = (
        (f"Đến dự và chỉ đạo có {'; '.join(g[0].lower() + g[1:] for g in _guests(meeting))}.",)
        if meeting.guests
        else ()
    )
    return (
        f"Hôm nay, vào lúc 19 giờ 15 phút {_day(meeting.day)}, tại {where.hall}, {where.name} trực thuộc Đảng bộ {commune} "
        f"tổ chức sinh hoạt định kỳ tháng {meeting.day.month} năm {meeting.day.year}.",
        *came,
        f"Tổng số đảng viên của chi bộ: {total} đồng chí. Có mặt: {there} đồng chí. Vắng mặt: {away} đồng chí{_away(meeting)}.",
        f"Chủ trì: đồng chí {where.secretary}, Bí thư chi bộ.",
        f"Thư ký: đồng chí {where.clerk}.",
        "NỘI DUNG",
    ), ()


def _roll(meeting: Meeting, where: Place) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    lines, _ = _prose(meeting, where)
    away = dict(meeting.absent_locals)
    own = (
        (where.secretary, "Bí thư chi bộ"),
        (where.clerk, "Phó Bí thư chi bộ"),
        *((name, "Đảng viên") for name in where.locals),
    )
    rows = tuple(
        (str(n), name, post, "" if name in away else "x", "x" if name in away else "", away.get(name, ""))
        for n, (name, post) in enumerate((*meeting.guests, *own), 1)
    )
    kept = tuple(line for line in lines if not line.startswith("Đến dự"))
    return kept, (("TT", "Họ và tên", "Chức vụ", "Có mặt", "Vắng", "Ghi chú"), *rows)


def _closing(meeting: Meeting, where: Place) -> tuple[str, ...]:
    requests = (
        ("Ý kiến, kiến nghị của chi bộ:", *(f"- {request}" for request in meeting.requests)) if meeting.requests else ()
    )
    return (
        "- Thông tin tình hình thời sự, phổ biến văn bản của cấp trên.",
        *(f"- {note}" for note in meeting.notes),
        f"- Đánh giá kết quả tháng {meeting.day.month - 1 or 12}; thống nhất nhiệm vụ tháng tới.",
        *requests,
        f"Đồng chí {where.secretary} kết luận. Biên bản được đọc lại và chi bộ nhất trí 100%.",
        "Cuộc họp kết thúc lúc 21 giờ cùng ngày.",
    )
