"""The JSON edge says only what the contract names."""

from __future__ import annotations

import pytest

from extract.obligation import DocumentRole
from extract.relations import json_role


@pytest.mark.parametrize("role", list(DocumentRole))
def test_every_role_has_its_word_in_the_contract(role: DocumentRole) -> None:
    assert json_role(role) in {"source", "cited", "superseded", "amended", "reaffirmed"}


def test_a_paper_that_is_carried_out_is_cited_and_a_repealed_one_superseded() -> None:
    from documents.read import read_bytes
    from extract.assembly import find_regulation
    from extract.rows import regulation_row

    text = (
        "TỈNH ỦY HÒA LÂM\n*\nSố 19-QĐ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHòa Lâm, ngày 04 tháng 5 năm 2022\nQUY ĐỊNH\n"
        "về việc cấp ủy viên dự sinh hoạt chi bộ\n"
        "- Thực hiện Hướng dẫn số 12-HD/BTCTW, ngày 06/7/2018 của Ban Tổ chức Trung ương;\n"
        "Điều 1. Các đồng chí Tỉnh ủy viên dự sinh hoạt chi bộ ít nhất 02 lần/năm.\n"
        "Điều 2. Bãi bỏ Quy định số 08-QĐ/TU, ngày 02/3/2017 của Ban Thường vụ Tỉnh ủy.\n"
    )
    document = read_bytes(text.encode())
    row = regulation_row("x", "x.txt", document, find_regulation(document))
    roles = {one["number"]: one["role"] for one in row["documents"]}
    assert roles == {"19-QĐ/TU": "source", "12-HD/BTCTW": "cited", "08-QĐ/TU": "superseded"}
