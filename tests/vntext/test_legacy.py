"""Text from before Unicode, and text that a wrong conversion has damaged."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vntext import legacy
from vntext.legacy import Damage, Encoding

SENTENCE = (
    "Các đồng chí ủy viên ban chấp hành đảng bộ tỉnh dự sinh hoạt với chi bộ khu dân cư ít nhất hai lần trong năm, "
    "được phân công theo dõi những nơi khó khăn."
)
_LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
small = st.lists(st.text(_LETTERS, min_size=1, max_size=7), min_size=1, max_size=12).map(" ".join)


@given(small)
def test_tcvn3_comes_back(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert legacy.decode(legacy.encode(text, Encoding.TCVN3), Encoding.TCVN3) == text


@given(small.map(str.title) | small.map(str.upper) | small)
def test_vni_comes_back(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert legacy.decode(legacy.encode(text, Encoding.VNI), Encoding.VNI) == text


def test_tcvn3_codes() -> None:
    assert legacy.decode("§¶ng bé x· Phó Trung", Encoding.TCVN3) == "Đảng bộ xã Phú Trung"
    assert legacy.decode("®¶ng bé", Encoding.TCVN3, capitals=True) == "ĐẢNG BỘ"


def test_vni_codes() -> None:
    assert legacy.decode("Ñaûng boä xaõ Phuù Trung", Encoding.VNI) == "Đảng bộ xã Phú Trung"
    assert legacy.decode("ÑAÛNG BOÄ", Encoding.VNI) == "ĐẢNG BỘ"


def test_tcvn3_has_no_toned_capitals() -> None:
    with pytest.raises(KeyError):
        legacy.encode("Ả", Encoding.TCVN3)


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_content_tells_the_encoding(encoding: Encoding) -> None:
    assert legacy.detect(legacy.encode(SENTENCE.lower(), encoding)) is encoding
    assert legacy.detect(SENTENCE) is Encoding.UNICODE


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", Encoding.TCVN3, False),
        ("ABCDEF+.VnTimeH", Encoding.TCVN3, True),
        (".VnArial NarrowH", Encoding.TCVN3, True),
        (".VnTimeH-Bold", Encoding.TCVN3, True),
        ("VNI-Times", Encoding.VNI, False),
        ("Times New Roman", Encoding.UNICODE, False),
        ("Vni Sans", Encoding.UNICODE, False),
    ],
)
def test_fonts(font: str, encoding: Encoding, capitals: bool) -> None:
    assert legacy.font_encoding(font) is encoding
    assert encoding is not Encoding.TCVN3 or legacy.is_capital_font(font) is capitals


def test_bytes_in_windows_1258() -> None:
    assert legacy.decode_bytes("Hôm nay cu\u0300ng ho\u0323p".encode("cp1258")) == ("Hôm nay cùng họp", "windows-1258")


def test_double_vni_conversion_is_undone_where_it_is_certain() -> None:
    damaged = "Chi bộ khơng cĩ kiến nghị. Đồng chí Tồn nĩi cơng việc đã thơng."
    mended = legacy.repair(damaged)
    assert mended.damage is Damage.VNI_TWICE
    assert mended.text == "Chi bộ không có kiến nghị. Đồng chí Tồn nói công việc đã thông."
    assert "Tồn" in mended.unsure, "Toàn or Tồn: only a person can tell"


def test_lost_u_horn_is_put_back() -> None:
    damaged = "trờng học, đợc công nhận, phờng Tân Phong, nớc sạch, lợng ngời"
    mended = legacy.repair(damaged)
    assert mended.damage is Damage.LOST_U_HORN
    assert mended.text.startswith("trường học, được công nhận, phường Tân Phong, nước")


def test_sound_text_is_left_alone() -> None:
    assert legacy.repair(SENTENCE) == legacy.Repair(SENTENCE)


@given(st.text(max_size=300))
def test_nothing_raises(text: str) -> None:
    legacy.detect(text)
    legacy.repair(text)
    legacy.decode(text, Encoding.TCVN3)
    legacy.decode(text, Encoding.VNI)
    legacy.decode_bytes(text.encode("utf-8", "replace"))
