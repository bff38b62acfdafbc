"""The demo's invented province of Phú Khê: who serves where, and what happened at each meeting. Nobody in it is real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PROVINCE = "Phú Khê"


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    position: str
    branch_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A residential branch: its commune's Party body, its secretary and the secretary's clerk."""

    id: str
    name: str
    parent: str
    secretary: str
    clerk: str
    hall: str
    locals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """`guests` are (name, position) as written; `notes` are whole sentences of the paper; `layout` 0 to 2."""

    place_id: str
    day: date
    layout: int
    guests: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    absent_locals: tuple[tuple[str, str], ...] = ()


PEOPLE = (
    Person("pk01", "Đỗ Hữu Trác", "Bí thư Tỉnh ủy", "pk-dong-ha"),
    Person("pk02", "Lâm Thị Thu Hiền", "Phó Bí thư Thường trực Tỉnh ủy", "pk-cam-ly"),
    Person("pk03", "Nguyễn Đình Khoa", "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Tổ chức Tỉnh ủy", "pk-dong-ha"),
    Person("pk04", "Trần Quốc Vinh", "Tỉnh ủy viên, Giám đốc Sở Y tế", "pk-cam-ly"),
    Person("pk05", "Phạm Thị Ngọc Lan", "Tỉnh ủy viên, Giám đốc Sở Tài chính", "pk-cam-ly"),
    Person("pk06", "Bùi Xuân Trường", "Tỉnh ủy viên, Chánh Thanh tra tỉnh", "pk-khu-pho-2"),
    Person("pk07", "Hoàng Văn Dũng", "Tỉnh ủy viên, Chủ tịch Hội Nông dân tỉnh", "pk-khu-pho-5"),
    Person("pk08", "Hoàng Văn Dũng", "Tỉnh ủy viên, Phó Chủ tịch Hội đồng nhân dân tỉnh", "pk-khu-pho-5"),
    Person("pk09", "Lê Thị Mỹ Dung", "Tỉnh ủy viên, Giám đốc Sở Giáo dục và Đào tạo", "pk-khu-pho-2"),
)

PLACES = (
    Place("pk-dong-ha", "Chi bộ thôn Đông Hạ", "Đảng bộ xã Khê Trung", "Võ Văn Lành", "Ngô Thị Sáu", "Nhà văn hóa thôn Đông Hạ",
          ("Trương Văn Bốn", "Phan Thị Nhãn", "Đinh Công Toại")),
    Place("pk-cam-ly", "Chi bộ thôn Cẩm Lý", "Đảng bộ xã Khê Trung", "Hồ Sĩ Phác", "Mai Thị Hòe", "Nhà văn hóa thôn Cẩm Lý",
          ("Cao Bá Hưng", "Lưu Thị Thoa", "Tạ Văn Nghĩa")),
    Place("pk-khu-pho-2", "Chi bộ khu phố 2", "Đảng bộ phường An Lộc Đông", "Đặng Thị Cúc", "Lý Văn Rạng", "Trụ sở khu phố 2",
          ("Huỳnh Tấn Phước", "Châu Thị Bé", "Thái Văn Sang")),
    Place("pk-khu-pho-5", "Chi bộ khu phố 5", "Đảng bộ phường An Lộc Đông", "Kiều Minh Tâm", "Tống Thị Vân", "Trụ sở khu phố 5",
          ("Quách Văn Đoàn", "Nghiêm Thị Tuyết", "La Văn Thạnh")),
)  # fmt: skip

_BY_ID = {person.id: person for person in PEOPLE}


def _guest(member_id: str) -> tuple[str, str]:
    person = _BY_ID[member_id]
    return person.name, person.position


MEETINGS = (
    Meeting("pk-dong-ha", date(2024, 1, 5), 0, (_guest("pk03"),), requests=("Đề nghị Ủy ban nhân dân xã sửa đoạn kè suối bị sạt lở.",)),
    Meeting("pk-cam-ly", date(2024, 1, 8), 1, absent_locals=(("Tạ Văn Nghĩa", "đi công tác"),)),
    Meeting("pk-khu-pho-2", date(2024, 1, 10), 0, notes=(
        "Chi bộ được nghe phổ biến ý kiến của đồng chí Lê Thị Mỹ Dung, Tỉnh ủy viên, Giám đốc Sở Giáo dục và Đào tạo tại hội nghị tổng kết năm học.",
    )),
    Meeting("pk-khu-pho-5", date(2024, 1, 12), 2),
    Meeting("pk-dong-ha", date(2024, 2, 5), 1, requests=("Kiến nghị ngành điện hạ thế đường dây qua xóm Bãi.",)),
    Meeting("pk-cam-ly", date(2024, 2, 8), 0, (_guest("pk04"),), notes=(
        "Đồng chí Lâm Thị Thu Hiền, Phó Bí thư Thường trực Tỉnh ủy vắng có lý do: dự họp ở Trung ương.",
    )),
    Meeting("pk-khu-pho-5", date(2024, 2, 13), 1, (("Hoàng Văn Dũng", ""),)),
    Meeting("pk-dong-ha", date(2024, 3, 5), 2, (_guest("pk01"),)),
    Meeting("pk-cam-ly", date(2024, 3, 8), 1, notes=(
        "Thay mặt đồng chí Phạm Thị Ngọc Lan, Tỉnh ủy viên, Giám đốc Sở Tài chính, đồng chí Vũ Đức Minh, Phó Giám đốc Sở Tài chính dự sinh hoạt.",
    )),
    Meeting("pk-khu-pho-2", date(2024, 3, 11), 1, (_guest("pk09"),)),
    Meeting("pk-khu-pho-5", date(2024, 3, 12), 0, (_guest("pk07"),)),
    Meeting("pk-dong-ha", date(2024, 4, 5), 0, absent_locals=(("Phan Thị Nhãn", "không lý do"),)),
)  # fmt: skip

TERM = (date(2020, 10, 20), date(2025, 10, 15))
#: what the demo asks at the end: the first quarter under the second regulation, one month after its end
PERIOD, AS_OF = "2024-Q1", date(2024, 5, 2)
YEAR = "2024"


def place(place_id: str) -> Place:
    return next(p for p in PLACES if p.id == place_id)
