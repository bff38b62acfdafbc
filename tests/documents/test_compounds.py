"""Wrong tones on words of the field are repaired; names, other words and right text stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import compounds


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("cán bộ, đảng viên, nhân dần quan tâm", "cán bộ, đảng viên, nhân dân quan tâm"),
        ("Ban Dần vận huyện", "Ban Dân vận huyện"),
        ("làm sâu sắc tỉnh thần chỉ đạo", "làm sâu sắc tinh thần chỉ đạo"),
        ("về tắng cường bảo vệ", "về tăng cường bảo vệ"),
        ("(sình hoạt chi bộ)", "(sinh hoạt chi bộ)"),
    ],
)
def test_a_wrong_tone_is_repaired(seen: str, meant: str) -> None:
    assert compounds.restored(seen.split()) == meant.split()


@pytest.mark.parametrize(
    "text",
    [
        "đồng chí Nguyễn Văn Tỉnh Thần",  # a name
        "NGUYỄN THỊ DÂN VÂN",
        "bị thu hồi giấy phép",  # other vowels: another word
        "trong nhân, dần dần",  # a sign stands between
        "đồng chí Lê Văn Thám gia nhập",  # the first syllable ends a name
    ],
)
def test_other_text_stays(text: str) -> None:
    assert compounds.restored(text.split()) == text.split()


def test_every_word_of_the_table_stays_and_comes_back_from_its_own_tones() -> None:
    for key, meant in compounds.table().items():
        assert compounds.restored(meant) == list(meant)
        assert key == tuple(map(compounds.toneless, meant))


@given(st.lists(st.sampled_from(["nhân", "dần", "dân", "Dân", "(tinh", "thần,", "tỉnh", "vận", "-", ""]), max_size=8))
def test_repair_keeps_the_number_of_words_and_is_done_after_once(words: list[str]) -> None:
    once = compounds.restored(words)
    assert len(once) == len(words)
    assert compounds.restored(once) == once
