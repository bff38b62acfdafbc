"""From three news reports to figures, by command alone: rules read by the program, reviewed by two accounts, a made-up
roster and register of three provinces in one workspace.

The texts are of the development set; people, branches and visits are invented. What must come out is what the field's
reference asks: four visits in one quarter serve that quarter only, a deputy secretary with one visit has met the rule
and a member with one has not.
"""

from __future__ import annotations

import io
import json
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from lxml import html

from diemdanh.cli import main

#: the number of each province's document; its unit, its issuer, and the first day that a reviewer supplies
DUTIES = {
    "32-QĐ/TU": ("dn", "Đồng Nai", "2019-08-07"),
    "2261-CV/TU": ("la", "Long An", "2024-01-01"),
    "08-KH/TU": ("qn", "Quảng Ngãi", "2021-01-01"),
}
SINCE = "2020-10-20"
PEOPLE = (
    ("dn1", "Quách Minh Khôi", "Phó Bí thư Tỉnh ủy"), ("dn2", "Tô Thị Lan", "Tỉnh ủy viên"),
    ("dn3", "Đinh Văn Phước", "Ủy viên Ban Thường vụ Tỉnh ủy"), ("la1", "Mạc Thanh Sang", "Tỉnh ủy viên"),
    ("la2", "Ông Thị Út", "Phó Trưởng ban Tổ chức Tỉnh ủy"), ("la3", "Từ Công Danh", "Tỉnh ủy viên"),
    ("qn1", "Cao Xuân Lộc", "Tỉnh ủy viên"), ("qn2", "Bùi Đức Tín", "Tỉnh ủy viên"),
)  # fmt: skip
ASSIGNED = {
    "dn1": "dn-b1",
    "dn2": "dn-b2",
    "dn3": "dn-b1",
    "la1": "la-b1",
    "la2": "la-b1",
    "la3": "la-b2",
    "qn1": "qn-b1",
    "qn2": "qn-b1",
}
VISITS = {
    "dn1": ["dn-b1 2024-09-03"],
    "dn2": ["dn-b2 2024-04-03"],
    "dn3": ["dn-b1 2024-04-03", "dn-b2 2024-10-03"],
    "la1": ["la-b1 2024-01-03", "la-b1 2024-02-03", "la-b1 2024-03-03", "la-b1 2024-03-24"],
    "la2": ["la-b1 2024-02-03", "la-b1 2024-05-03", "la-b1 2024-08-03", "la-b1 2024-11-03"],
    "qn1": ["qn-b1 2024-06-03", "qn-b1 2024-10-03"],
    "qn2": ["qn-b1 2024-06-03"],
}


class Office:
    """One workspace, reached by command only."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def run(self, *arguments: str) -> str:
        self._capsys.readouterr()
        code = main(["--lang", "en", "--home", str(self.folder / "home"), *arguments])
        said = self._capsys.readouterr()
        assert code == 0, said.err
        return said.out

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def bring(self, verb: str, head: str, rows: list[str]) -> None:
        file = self.folder / f"{verb}.csv"
        file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        self.run(verb, "import", str(file))

    def report(self, form: str) -> bytes:
        out = self.folder / f"report.{form}"
        self.run("report", "--period", "2024", "--as-of", "2025-01-31", "--format", form, "--out", str(out))
        return out.read_bytes()


@pytest.fixture(scope="module")
def office(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace's folder after the walk; `Office` opens it again."""
    return tmp_path_factory.mktemp("provinces")


@pytest.fixture
def walked(shared: Path, office: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    found = Office(office, capsys)
    if not (office / "home").exists():
        found.run("init")
        bring_people(found)
        bring_register(found)
        review_rules(found, reports_of(shared))
    return found


def reports_of(shared: Path) -> list[str]:
    """The texts that tell of the three documents."""
    folder = shared / "samples" / "regulations"
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = [row["file"] for row in rows if any(d["number"] in DUTIES for d in row["documents"])]
    return [str(folder / name) for name in wanted]


def bring_people(office: Office) -> None:
    names = {"dn": "Đồng Nai", "la": "Long An", "qn": "Quảng Ngãi"}
    office.bring("units", "unit_id,name,level", [f"{k},Đảng bộ tỉnh {name},province" for k, name in names.items()])
    rows = [f'{id_},{name},"{post}",{id_[:2]},{SINCE},' for id_, name, post in PEOPLE]
    office.bring("roster", "member_id,full_name,position,unit,term_from,term_to", rows)
    branches = [f"{p}-b{n},Chi bộ ấp {n},residential,Đảng bộ xã {names[p]} {n}" for p, n in product(names, (1, 2))]
    office.bring("branches", "branch_id,name,kind,parent", branches)
    office.bring("assignments", "member_id,branch_id,valid_from", [f"{m},{b},{SINCE}" for m, b in ASSIGNED.items()])


def bring_register(office: Office) -> None:
    """Every branch met on the third of each month, but the minutes of one month of one branch are not there."""
    held = {f"{p}-b{n} 2024-{month:02d}-03" for p, n, month in product(("dn", "la", "qn"), (1, 2), range(1, 13))}
    held -= {"la-b2 2024-08-03"}
    seen = {(visit, member) for member, visits in VISITS.items() for visit in visits}
    rows = [f"{visit.replace(' ', ',')},regular,{member},present" for visit, member in sorted(seen)]
    rows += [f"{visit.replace(' ', ',')},regular,," for visit in sorted(held - {visit for visit, _ in seen})]
    office.bring("attendance", "branch_id,date,meeting_kind,member_id,status", rows)


def review_rules(office: Office, files: list[str]) -> None:
    """An proposes and supplies what no report says; Bình approves and puts in force."""
    office.run("rules", "add", *files, "--by", "An")
    for rule in office.json("rules", "list"):
        known = DUTIES.get(rule["document"]["number"])
        if known is None or rule["action"] != "attend_branch_meeting":
            continue
        scope, province, start = known
        given = [f"scope={scope}", f"document={{issuer: Ban Thường vụ Tỉnh ủy {province}}}"]
        given += [] if rule["effective_from"] else [f"effective_from={start}"]
        sets = [part for value in given for part in ("--set", value)]
        office.run("rules", "edit", rule["id"], *sets, "--assumed", "--by", "An", "--reason", "bài báo không nêu")
        office.run("rules", "submit", rule["id"], "--by", "An")
        assert "would bind" in office.run("rules", "activate", rule["id"], "--dry-run")
        office.run("rules", "approve", rule["id"], "--by", "Bình")
        office.run("rules", "activate", rule["id"], "--by", "Bình")


def standing(office: Office) -> dict[str, list[tuple[str, str, int]]]:
    found: dict[str, list[tuple[str, str, int]]] = {}
    for row in office.json("compliance", "--period", "2024", "--as-of", "2025-01-31"):
        found.setdefault(row["member_id"], []).append((row["period"], row["status"], row["attended"]))
    return found


def test_the_figures_are_those_of_the_reference(walked: Office) -> None:
    found = standing(walked)
    quarters = [f"2024-Q{n}" for n in (1, 2, 3, 4)]
    assert found["la1"] == [("2024-Q1", "met", 4), *((quarter, "short", 0) for quarter in quarters[1:])]
    assert found["la2"] == [(quarter, "met", 1) for quarter in quarters]
    assert found["dn1"] == [("2024", "met", 1)] and found["dn2"] == [("2024", "short", 1)]
    assert found["dn3"] == [("2024", "met", 2)]
    assert found["qn1"] == [("2024", "met", 2)] and found["qn2"] == [("2024", "short", 1)]


def test_nobody_is_short_where_minutes_are_missing(walked: Office) -> None:
    assert [status for _, status, _ in standing(walked)["la3"]] == ["short", "short", "unknown", "short"]


def test_a_rule_binds_within_its_province_only_and_is_marked_as_known_from_the_press(walked: Office) -> None:
    rows = walked.json("compliance", "--period", "2024", "--as-of", "2025-01-31")
    by_rule: dict[str, set[str]] = {}
    for row in rows:
        by_rule.setdefault(row["rule_id"], set()).add(row["member_id"][:2])
    assert len(by_rule) == 4 and all(len(provinces) == 1 for provinces in by_rule.values())
    assert all(row["provisional"] for row in rows)


def test_two_people_stand_behind_each_rule(walked: Office) -> None:
    active = walked.json("rules", "list", "--state", "active")
    assert len(active) == 4
    for rule in active:
        steps = [(step["kind"], step["by"]) for step in walked.json("rules", "history", rule["id"])]
        assert ("edit", "An") in steps and ("approve", "Bình") in steps and ("activate", "Bình") in steps


def test_the_workbook_has_typed_cells_and_no_formula(walked: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(walked.report("xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {cell.data_type for cell in cells} >= {"s", "n", "d"}


def test_the_letter_and_the_page_tell_the_same_story(walked: Office) -> None:
    letter = Document(io.BytesIO(walked.report("docx")))
    words = " ".join(p.text for p in letter.paragraphs)
    assert all(number in words for number in DUTIES)
    page: html.HtmlElement = html.fromstring(walked.report("html").decode())
    entries = page.find_class("entry")
    assert len(entries) == sum(map(len, standing(walked).values()))
    assert any("Mạc Thanh Sang" in entry.text_content() for entry in entries)
