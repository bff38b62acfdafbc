"""What lowers the confidence of a duty: clauses that say more than was read."""

from __future__ import annotations

import pytest
from test_structure_tree import document

from extract.assembly import find_regulation


def confidence(sentence: str) -> float:
    (one,) = find_regulation(document(f"QUY ĐỊNH\nĐiều 1. {sentence}")).obligations
    return one.confidence


PLAIN = "Đảng ủy xã tiếp công dân mỗi tháng 01 lần."


@pytest.mark.parametrize(
    "sentence",
    [
        "Đảng ủy xã tiếp công dân mỗi tháng 01 lần, gửi thông báo lịch cho các chi bộ.",
        "Đảng ủy xã tiếp công dân của 12 thôn mỗi tháng 01 lần.",
        "Đảng ủy xã nơi đã lập tổ tiếp nhận đơn thư của người dân gần chợ trung tâm phải tiếp công dân mỗi tháng 01 lần.",
    ],
)
def test_what_is_not_read_lowers_the_confidence(sentence: str) -> None:
    assert confidence(sentence) < confidence(PLAIN)
