"""Every value of an obligation can be pointed at: its words stand in the text where the evidence says."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.read import read_bytes
from extract.assembly import find_regulation

TEXT = """TỈNH ỦY HÒA LÂM
*
Số 19-QĐ/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Hòa Lâm, ngày 04 tháng 5 năm 2022
QUY ĐỊNH
về việc cấp ủy viên dự sinh hoạt chi bộ
Điều 1. Các đồng chí Tỉnh ủy viên dự sinh hoạt chi bộ khu dân cư được phân
công ít nhất 02 lần/năm (riêng Bí thư Tỉnh ủy dự ít nhất 01 lần/năm).
Điều 2. Quy định này có hiệu lực từ ngày 01/6/2022.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Lục Văn Thái
"""


def test_each_slot_of_a_quota_has_its_words_in_the_text() -> None:
    document = read_bytes(TEXT.encode())
    quota = find_regulation(document).obligations[0]
    said = {one.slot: " ".join(one.quote.split()) for one in quota.evidence}
    assert said["who"].endswith("Tỉnh ủy viên")
    assert said["frequency"] == "ít nhất 02 lần/năm"
    assert said["where"] == "chi bộ khu dân cư được phân công"
    assert said["who_excludes"] == "Bí thư Tỉnh ủy"
    assert "01/6/2022" in said["effective"]
    assert said["source_document"] == "19-QĐ/TU"


@pytest.mark.parametrize("folder", ["regulations", "directives"])
def test_all_evidence_of_the_development_sets_is_verbatim(shared: Path, folder: str) -> None:
    for path in sorted((shared / "samples" / folder).glob("*.txt")):
        document = read_bytes(path.read_bytes())
        for duty in find_regulation(document).obligations:
            assert {"frequency", "action"} & {one.slot for one in duty.evidence}
            assert all(document.text[one.start : one.end] == one.quote for one in duty.evidence)
