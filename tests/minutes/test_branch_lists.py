"""A small run of the bench of branches: among many of one name none is entered that is not meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.bench_branches import branch_list, measured, neighbours

PLACES = (
    ("Chi bộ bản 1", "Đảng bộ xã Lũng Cú"),
    ("Chi bộ bản 1", "Đảng bộ xã Đồng Văn"),
    ("Chi bộ bản 11", "Đảng bộ xã Lũng Cú"),
    ("Chi bộ bản Séo Lủng", "Đảng bộ xã Má Lé"),
)
TEXT = """{parent}
{branch}
{place}, ngày 03 tháng 4 năm 2024
BIÊN BẢN
Sinh hoạt chi bộ định kỳ tháng 4/2024
Thời gian: 19 giờ 30 phút, ngày 03/4/2024
Địa điểm: Nhà văn hóa bản
Tổng số đảng viên: 21; có mặt: 19; vắng: 02
Khách mời:
- Đồng chí Giàng A Tủa, Chủ tịch Hội Nông dân huyện
Chủ trì: đ/c Ma Thị Nết, Bí thư chi bộ
Thư ký: đ/c Lò Văn Ón, Đảng viên"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "roster.csv").write_text(
        "member_id,full_name,position,unit,term_from,term_to,note\n"
        "m1,Giàng A Tủa,Chủ tịch Hội Nông dân huyện,Huyện Mèo Vạc,2020-01-01,,\n",
        encoding="utf-8",
    )
    rows = []
    for at, (branch, parent) in enumerate(PLACES):
        text = TEXT.format(branch=branch.upper(), parent=parent.upper(), place=parent.removeprefix("Đảng bộ xã "))
        (tmp_path / f"bb{at}.txt").write_text(text, encoding="utf-8")
        meeting = {"branch": branch, "parent": parent}
        rows.append({"id": f"bb{at}", "file": f"bb{at}.txt", "roster": "roster.csv", "meeting": meeting})
    (tmp_path / "gold.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return tmp_path / "gold.jsonl"


def test_the_right_one_is_found_and_no_other_is_taken_for_it(gold: Path) -> None:
    tallies = measured(gold, 0.0, None, errors=False)
    assert tallies["no neighbours"] == tallies["all"] == {"right unasked": len(PLACES)}
    assert tallies["own missing"] == {"open": len(PLACES)}


@pytest.mark.parametrize("noise", [0.03, 0.08])
def test_on_damaged_pages_nothing_wrong_is_entered(gold: Path, noise: float) -> None:
    tallies = measured(gold, noise, None, errors=False)
    assert not any(tally["wrong unasked"] for tally in tallies.values())


def test_the_list_holds_each_name_under_each_body_and_its_neighbours() -> None:
    places = {(branch.name, branch.parent) for branch in branch_list(PLACES)}
    assert ("Chi bộ bản 11", "Đảng bộ xã Đồng Văn") in places
    assert {"Chi bộ bản 12", "Chi bộ bản 21", "Chi bộ bản 17"} <= set(neighbours("Chi bộ bản 11"))
    assert len(branch_list(PLACES)) == len({branch.id for branch in branch_list(PLACES)}) == len(places)
