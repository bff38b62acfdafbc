"""People who are told by what they do, not by a post: nobody else may be bound by their figure unseen."""

from __future__ import annotations

from documents.read import read_bytes
from extract.assembly import find_regulation

TEXT = """QUY ĐỊNH
về chế độ cấp ủy viên dự sinh hoạt với chi bộ
Điều 2. Tỉnh ủy viên mỗi quý dự sinh hoạt chi bộ ít nhất 01 lần; riêng {who} mỗi năm ít nhất 02 lần.
"""


def test_an_aside_about_people_without_a_post_is_a_condition() -> None:
    what = "công tác trong lực lượng vũ trang"
    who = f"đồng chí {what}"
    first, second = find_regulation(read_bytes(TEXT.format(who=who).encode())).obligations
    assert [e.endswith(what) for e in first.who_excludes] == [True]
    assert second.who == first.who and second.conditions == (who,)


def test_an_aside_about_a_post_is_none() -> None:
    _, second = find_regulation(read_bytes(TEXT.format(who="đồng chí Bí thư Tỉnh ủy").encode())).obligations
    assert second.conditions == () and "Bí thư Tỉnh ủy" in " ".join(second.who)
