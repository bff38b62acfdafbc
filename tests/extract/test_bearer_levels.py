"""By which level "Bí thư", "đảng ủy viên" and "thành ủy viên" are read."""

from __future__ import annotations

import pytest

from extract.identities import Identities, bearer_level, is_of_province


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("Đảng ủy Bệnh viện Phổi tỉnh Sơn Hà", "base"),
        ("Ban Thường vụ Đảng ủy Trường Cao đẳng nghề tỉnh", "base"),
        ("Ban Thường vụ Đảng ủy Khối doanh nghiệp tỉnh", None),
        ("Đảng ủy các cơ quan Đảng tỉnh Sơn Hà", None),
        ("Ban Thường vụ Tỉnh ủy Sơn Hà", "province"),
        (None, "province"),
    ],
)
def test_a_unit_is_a_base_whatever_place_its_name_bears(issuer: str | None, level: str | None) -> None:
    assert bearer_level("province", issuer) == level


def test_the_secretary_of_a_hospital_is_no_provincial_secretary() -> None:
    hospital = Identities(bearer_level("province", "Đảng ủy Bệnh viện Phổi tỉnh Sơn Hà"))
    assert hospital.ids(("Bí thư", "Phó Bí thư Đảng ủy")) == (None, None)
    assert hospital.ids(("Đảng ủy viên",)) == ("base_committee_member",)


def test_of_two_posts_the_first_is_of_the_committee_named_behind_the_second() -> None:
    assert Identities("province").ids(("Bí thư", "Phó Bí thư Đảng ủy"))[0] is None
    assert Identities("province").ids(("Bí thư", "Phó Bí thư Tỉnh ủy"))[0] == "provincial_secretary"


def test_a_city_below_a_province_is_a_district() -> None:
    below = Identities("province", city_below=is_of_province("Ban Thường vụ Tỉnh ủy Sơn Hà"))
    assert below.ids(("thành ủy viên",)) == ("district_committee_member",)
    assert Identities("province", city_below=is_of_province("Thành ủy Hà Nội")).ids(("thành ủy viên",)) == (
        "provincial_committee_member",
    )
