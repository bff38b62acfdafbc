"""How near two written names are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.spellings import Nearness, compared, name_key
from vntext.names import surnames

N = Nearness


@pytest.mark.parametrize(
    ("written", "known", "nearness"),
    [
        ("ĐẬU VĂN HÒA", "Đậu Văn Hoà", N.SAME),
        ("Đ/c TS. Đậu Văn Hòa", "Đậu Văn Hòa", N.SAME),
        ("ĐậuVăn Hòa", "Đậu Văn Hòa", N.SAME),
        ("Phùng Văn Tuấn", "Phùng Văn Tuân", N.TONES),
        ("Tạ Anh Dũng", "Tạ Anh Dung", N.TONES),
        ("Lê Thị Hà", "Lê Thị Hạ", N.TONES),
        ("Trần Hoàng Yên", "Trần Hoàng Yến", N.TONES),
        ("Vi Văn Đức", "Vi Văn Dức", N.TONES),
        ("Cao Thị Tbắm", "Cao Thị Thắm", N.LETTERS),
        ("Võ Văn RNẫn", "Võ Văn Mẫn", N.LETTERS),
        ("Ng. V. Nam", "Nguyễn Văn Nam", N.INITIALS),
        ("N.V.Nam", "Nguyễn Văn Nam", N.INITIALS),
        ("T. V. Nam", "Nguyễn Văn Nam", N.OTHER),
        ("Nam", "Nguyễn Văn Nam", N.GIVEN),
        ("Văn Nam", "Nguyễn Văn Nam", N.GIVEN),
        ("Nguyễn Nam", "Nguyễn Văn Nam", N.PARTIAL),
        ("Lê Trung Quốc", "Lê Quốc Trung", N.SWAPPED),
        ("Hoàng Văn Sơn", "Huỳnh Văn Sơn", N.OTHER),
        ("Lê Văn Hùng", "Lê Văn Thắng", N.OTHER),
        ("", "Lê Văn Hùng", N.OTHER),
    ],
)
def test_nearness(written: str, known: str, nearness: Nearness) -> None:
    assert compared(name_key(written), name_key(known)).nearness is nearness


def test_the_given_name_weighs_most_and_the_family_name_least() -> None:
    known = name_key("Nguyễn Văn Nam")
    given, middle, family = (
        compared(name_key(text), known).similarity for text in ("Nguyễn Văn Bính", "Nguyễn Trọng Nam", "Trịnh Văn Nam")
    )
    assert given < middle < family


names = st.lists(
    st.sampled_from([*sorted(surnames()), "Tuấn", "Hằng", "Thuỷ", "Út", "H'Hen"]), min_size=2, max_size=4
).map(" ".join)


@given(names)
def test_a_name_is_the_same_in_capitals_and_decomposed(name: str) -> None:
    known = name_key(name)
    for form in (name.upper(), unicodedata.normalize("NFD", name), f"  {name} ", f"đ/c {name}"):
        assert compared(name_key(form), known).nearness is Nearness.SAME


@given(names, names)
def test_similarity_is_a_share_and_one_only_for_the_same(one: str, other: str) -> None:
    found = compared(name_key(one), name_key(other))
    assert 0 <= found.similarity <= 1
    assert (found.similarity == 1) == (found.nearness is Nearness.SAME)
