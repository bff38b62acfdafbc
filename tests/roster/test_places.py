"""Names of branches and areas."""

from __future__ import annotations

import pytest

from roster.places import Belonging, belonging, commune_name, of_area, place_words

B = Belonging


@pytest.mark.parametrize(
    ("unit", "branch", "parent", "found"),
    [
        ("Chi bộ ấp 6, xã Tân Hà", "Chi bộ ấp 6", "Đảng bộ xã Tân Hà", B.OWN),
        ("Chi bộ ấp 6, xã Tân Hà", "Chi bộ 6", "Đảng bộ xã Tân Hà", B.OWN),
        ("Chi bộ ấp 6, xã Tân Hà", "CHI BỘ ẤP 06", "", B.OWN),
        ("Chi bộ ấp 6, xã Tân Hà", "Chi bộ ấp 6", "Đảng bộ xã Lộc An", B.OTHER),
        ("Chi bộ ấp 5, xã Tân Hà", "Chi bộ ấp 6", "Đảng bộ xã Tân Hà", B.OTHER),
        ("Chi bộ Mầm non Hoa Ban", "Chi bộ Trường mầm non", "Đảng bộ xã Hoa Ban", B.OWN),
        ("Đảng ủy xã Tân Hà", "Chi bộ ấp 6", "Đảng bộ xã Tân Hà", B.OTHER),
        ("Chi bộ ấp 6", "", "", B.UNKNOWN),
        ("", "Chi bộ ấp 6", "", B.UNKNOWN),
    ],
)
def test_belonging(unit: str, branch: str, parent: str, found: Belonging) -> None:
    assert belonging(unit, branch, parent) is found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Chi bộ KP2", ("khu", "pho", "2")),
        ("Chi bộ ấp IV", ("ap", "4")),
        ("CHI BỘ TDP SỐ 03", ("to", "dan", "pho", "3")),
    ],
)
def test_short_and_roman_forms(text: str, words: tuple[str, ...]) -> None:
    assert place_words(text) == words


def test_the_commune_is_what_stands_behind_its_kind() -> None:
    assert commune_name("Bí thư Đảng ủy xã Tân Hà") == commune_name("UBND xã Tân Hà") == ("tan", "ha")
    assert commune_name("Trưởng phòng Văn hóa - Xã hội") == () == commune_name("Đảng ủy xã")
    assert of_area("Đảng ủy xã Tân Hà", "Đảng bộ xã Tân Hà") and not of_area("Đảng ủy xã", "Đảng bộ xã")
