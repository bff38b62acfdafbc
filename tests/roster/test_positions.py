"""A written position against the posts of a member."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.people import Post
from roster.positions import Standing, nearly_said, only_plain, standing
from roster.roles import roles_of

S = Standing


def held(position: str, unit: str = "") -> tuple[Post, ...]:
    return (Post(position, unit, roles_of(position, unit)),)


@pytest.mark.parametrize(
    ("written", "position", "unit", "found"),
    [
        ("PCT UBND xã Vân Hồ", "Phó Chủ tịch UBND xã Vân Hồ", "", S.SAME),
        ("UVBTV Huyện uỷ; TBTC Huyện uỷ", "Ủy viên Ban Thường vụ Huyện ủy, Trưởng Ban Tổ chức Huyện ủy", "", S.SAME),
        ("GĐ Sở GD&ĐT", "Tỉnh ủy viên, Giám đốc Sở Giáo dục và Đào tạo", "", S.SAME),
        ("Trưởng ban Dân vận", "Trưởng Ban Dân vận Huyện ủy Mường Tè", "", S.FITS),
        ("Tỉnh ủy viên", "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Nội chính Tỉnh ủy", "", S.FITS),
        ("Đảng ủy viên", "Phó Bí thư Đảng ủy xã, Chủ tịch UBND xã", "", S.FITS),
        ("Chánh văn phòng Viện KSND tỉnh", "Chánh Văn phòng", "Viện KSND tỉnh Cao Bình", S.SAME),
        ("Tỉnh ủy viên, Bí thư chi bộ thôn", "Tỉnh ủy viên, Giám đốc Sở Y tế", "", S.SAME),
        ("Chủ tịch UBND xã Vân Hồ", "Chủ tịch UBND xã Tô Múa", "", S.CONTRADICTS),
        ("Giám đốc Sở Y tế", "Phó Giám đốc Sở Y tế", "", S.CONTRADICTS),
        ("Phó Giám đốc Sở Tài nguyên và Môi trường", "Giám đốc Sở Tài nguyên và Môi trường", "", S.CONTRADICTS),
        ("Công chức phụ trách khu vực®13", "Công chức phụ trách khu vực 13", "", S.SAME),
        ("Cán bộ phụ trách cụm9", "Cán bộ phụ trách cụm 9", "", S.SAME),
        ("Cán bộ phụ trách cụm9", "Cán bộ phụ trách cụm 8", "", S.CONTRADICTS),
        ("Công chức phụ trách khu vực 13", "Công chức phụ trách khu vực 18", "", S.CONTRADICTS),
        ("Hiệu trưởng Trường Tiểu học Hua Nà", "Tỉnh ủy viên, Giám đốc Sở Y tế", "", S.CONTRADICTS),
        ("Phó Bí thư Thường trực Đảng ủy", "Trưởng ban Công tác Mặt trận", "Tổ dân phố 2", S.CONTRADICTS),
        ("Tỉnh ủy viên, Giám đốc Sở Nội vụ", "Tỉnh ủy viên, Giám đốc Sở Y tế", "", S.MIXED),
        ("Đảng ủy viên, Chủ tịch Hội Nông dân xã", "Phó Bí thư Thường trực Đảng ủy xã", "", S.MIXED),
        ("Nguyên Bí thư Huyện ủy", "Bí thư Huyện ủy", "", S.CONTRADICTS),
        ("đảng viên", "Tỉnh ủy viên", "", S.PLAIN),
        ("Trưởng bản", "Huyện ủy viên, Trưởng Ban Tổ chức Huyện ủy", "", S.PLAIN),
        ("Đảng viên", "Đảng viên", "Chi bộ thôn 3", S.SAME),
        ("Bí thư chi bộ", "Đảng viên", "Chi bộ thôn 3", S.CONTRADICTS),
        ("", "Tỉnh ủy viên", "", S.NONE),
    ],
)
def test_standing(written: str, position: str, unit: str, found: Standing) -> None:
    assert standing(written, held(position, unit)) is found


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("Chủ tịch ý ban Mặt trận Tổ quốc huyện Hua Mã Đắc", True),
        ("Phó Chủ tịch Ủy ban Mặt trận Tổ quốc huyện Hua Mả Bắc", False),
        ("Chủ tịch Ủy ban Mặt trận Tổ quốc huyện Hua Mả Nam", True),
        ("Chủ tịch Ủy ban Mặt trận Tổ quốc huyện Đông Sang", False),
        ("Chủ tịch", False),
    ],
)
def test_nearly_the_same_position_is_no_contradiction(written: str, near: bool) -> None:
    assert nearly_said(written, held("Chủ tịch Ủy ban Mặt trận Tổ quốc huyện Hua Mả Bắc")) is near
    assert not nearly_said("Công chức phụ trách khu vực 13", held("Công chức phụ trách khu vực 18"))


def test_a_scan_may_have_one_letter_wrong_in_a_long_post() -> None:
    post = held("Tỉnh ủy viên, Chủ tịch Hội Nông dân tỉnh")
    assert standing("Chủ tịch Hội Nông dâu tỉnh", post) is S.CONTRADICTS
    assert standing("Chủ tịch Hội Nông dâu tỉnh", post, damaged=True) is S.FITS
    assert (
        standing("Công chức phụ trách khu vực 13", held("Công chức phụ trách khu vực 18"), damaged=True)
        is S.CONTRADICTS
    )


def test_what_anybody_of_a_branch_may_be() -> None:
    assert (
        only_plain("Bí thư chi bộ, Trưởng thôn")
        and not only_plain("Bí thư chi bộ, Huyện ủy viên")
        and not only_plain("")
    )


@given(st.text(alphabet="TỉnhủyviênPóBíthưGáđcSởY,; -.1", max_size=50))
def test_any_position_of_somebody_fits_himself(position: str) -> None:
    assert standing(position, held(position)) in (S.NONE, S.SAME)


@pytest.mark.parametrize(
    ("written", "position", "unit", "fits"),
    [
        ("Ban Tổ chức Huyện ủy", "Trưởng Ban Tổ chức Huyện ủy", "Huyện ủy Tam Sơn", True),
        ("Mặt trận xã", "Chủ tịch Ủy ban MTTQ xã Yên Hòa", "Ủy ban MTTQ xã Yên Hòa", True),
        ("BCH Quân sự huyện", "Chỉ huy trưởng", "Ban Chỉ huy Quân sự huyện Tam Sơn", True),
        ("Đồn trưởng BP", "Đồn trưởng Đồn Biên phòng Nậm Cắn", "Đồn Biên phòng Nậm Cắn", True),
        ("TP TN&MT", "Trưởng phòng Tài nguyên và Môi trường huyện", "UBND huyện", True),
        ("BTĐU P12", "Bí thư Đảng ủy Phường 12", "Đảng ủy Phường 12", True),
        ("Trạm Y tế xã", "Chủ tịch Hội Nông dân xã Yên Hòa", "Hội Nông dân xã Yên Hòa", False),
    ],
)
def test_a_body_stands_for_the_post_of_its_head(written: str, position: str, unit: str, fits: bool) -> None:
    assert (standing(written, held(position, unit)) >= S.FITS) is fits
