"""One normaliser, four keys, offsets kept."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vntext.folding import Key, fold, same, squeeze

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
texts = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " -–\u00a0,./0123456789İß", max_size=40)


@pytest.mark.parametrize(
    ("one", "other", "key"),
    [
        ("TỈNH ỦY", "tỉnh uỷ", Key.PLACEMENT),
        ("hòa, khỏe, thủy, tùy", "hoà, khoẻ, thuỷ, tuỳ", Key.PLACEMENT),
        ("32 – QĐ/TU", "32 - qđ/tu", Key.EXACT),
        ("Quy định\u00a0số", "quy định số", Key.EXACT),
        ("kí ban hành, tỉ lệ, lí do", "ký ban hành, tỷ lệ, lý do", Key.KEYWORD),
        ("Đặng Thị Hường", "dang thi huong", Key.TONELESS),
    ],
)
def test_spellings_with_one_key(one: str, other: str, key: Key) -> None:
    assert same(one, other, key)


@pytest.mark.parametrize(
    ("one", "other", "key"),
    [
        ("uỷ", "ủy", Key.EXACT),
        ("Vi Văn Ký", "Vy Văn Kí", Key.PLACEMENT),
        ("Tuấn", "Tuân", Key.PLACEMENT),
        ("quý", "qúy", Key.EXACT),
        ("của", "cuả", Key.PLACEMENT),
        ("thi đua", "thy đua", Key.EXACT),
    ],
)
def test_spellings_that_stay_apart(one: str, other: str, key: Key) -> None:
    assert not same(one, other, key)


@pytest.mark.parametrize(
    "word", ["hoàn", "toán", "quý", "quả", "của", "lúa", "thuê", "huyện", "khuyên", "ngoài", "oanh"]
)
def test_words_whose_mark_has_one_place(word: str) -> None:
    assert fold(word, Key.PLACEMENT) == word


@pytest.mark.parametrize("word", ["chi", "thị", "nghỉ", "khi", "phí", "nhi", "chỉ"])
def test_i_after_two_consonants_is_never_y(word: str) -> None:
    assert fold(word, Key.KEYWORD) == word


@given(texts, st.sampled_from(Key))
def test_folding_keeps_every_offset(text: str, key: Key) -> None:
    assert len(fold(text, key)) == len(unicodedata.normalize("NFC", text))


@given(texts, st.sampled_from(Key))
def test_folding_twice_changes_nothing(text: str, key: Key) -> None:
    assert fold(fold(text, key), key) == fold(text, key)


@given(texts, st.sampled_from(Key))
def test_decomposed_text_has_the_same_key(text: str, key: Key) -> None:
    assert fold(unicodedata.normalize("NFD", text), key) == fold(text, key)


@given(texts)
def test_each_key_is_coarser_than_the_one_before(text: str) -> None:
    for finer, coarser in ((Key.EXACT, Key.PLACEMENT), (Key.PLACEMENT, Key.KEYWORD), (Key.EXACT, Key.TONELESS)):
        assert fold(fold(text, finer), coarser) == fold(text, coarser)


@given(texts)
def test_toneless_has_no_marks(text: str) -> None:
    bare = fold(text.replace("İ", "").replace("ß", ""), Key.TONELESS)
    assert bare.isascii() and bare == bare.lower()


@given(st.text(alphabet=" \t\u00a0\u2003aB", max_size=20))
def test_squeezed_text_has_single_spaces(text: str) -> None:
    assert (
        squeeze(text).split() == text.split() and "  " not in squeeze(text) and squeeze(text) == squeeze(text).strip()
    )
