"""Walk (a): a regulation file, through every room and the public verbs, to a rule in force."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diemdanh.cli import main
from diemdanh.demo.paper import as_docx, as_pdf, as_scan
from diemdanh.demo.texts import first_regulation, second_regulation


class Office:
    """A workspace and the command line in front of it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.home, self._capsys = folder, folder / "home", capsys
        assert self.run("init") == 0

    def run(self, *arguments: str) -> int:
        return main(["--lang", "en", "--home", str(self.home), *arguments])

    def json(self, *arguments: str) -> Any:
        self._capsys.readouterr()
        assert self.run(*arguments, "--json") in (0, 1)
        return json.loads(self._capsys.readouterr().out)

    def put(self, name: str, data: bytes) -> str:
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)

    def make_active(self, number: str) -> list[str]:
        quotas = [
            r
            for r in self.json("rules", "list")
            if r["document"]["number"] == number and r["per"] and r["action"].startswith("attend")
        ]
        for rule in quotas:
            assert self.run("rules", "approve", rule["id"], "--by", "Hạnh") == 0
            assert self.run("rules", "activate", rule["id"], "--by", "Hạnh") == 0
        return [rule["id"] for rule in quotas]


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def quotas(office: Office, day: str) -> set[tuple[str, int, str, str]]:
    """Of the rules in force on a day: for whom, how often, per what, where."""
    rules = office.json("rules", "list", "--on", day)
    return {(";".join(r["who_ids"]), r["min_count"], r["per"], r["where_kind"]) for r in rules}


def test_a_word_file_becomes_rules_that_bind_from_the_day_it_says(office: Office) -> None:
    file = office.put("qd.docx", as_docx(second_regulation()))
    assert office.run("rules", "add", file, "--by", "Bảo") == 0
    office.make_active("57-QĐ/TU")
    assert quotas(office, "2023-12-31") == set()
    assert quotas(office, "2024-01-01") == {
        ("provincial_committee_member", 1, "quarter", "assigned_residential_branch"),
        ("provincial_secretary;provincial_deputy_secretary", 1, "year", "assigned_residential_branch"),
    }


def test_the_later_regulation_closes_the_earlier_one_the_day_before(office: Office) -> None:
    old = office.put("a.pdf", as_pdf(first_regulation()))
    new = office.put("b.docx", as_docx(second_regulation()))
    assert office.run("rules", "add", old, new, "--by", "Bảo") == 0
    office.make_active("41-QĐ/TU")
    office.make_active("57-QĐ/TU")
    assert {r["document"]["number"] for r in office.json("rules", "list", "--on", "2023-12-31")} == {"41-QĐ/TU"}
    assert {r["document"]["number"] for r in office.json("rules", "list", "--on", "2024-01-01")} == {"57-QĐ/TU"}
    assert office.run("verify") == 0


def test_the_same_file_twice_adds_nothing(office: Office) -> None:
    file = office.put("qd.docx", as_docx(second_regulation()))
    office.run("rules", "add", file, "--by", "Bảo")
    before = office.json("rules", "list")
    assert office.json("rules", "add", file, "--by", "Bảo")[0]["known"] is True
    assert office.json("rules", "list") == before


@pytest.mark.ocr
def test_a_scan_gives_the_same_duties_with_their_place_on_the_page(office: Office) -> None:
    scan, text = (
        office.put("scan.pdf", as_scan(first_regulation(), 1)),
        office.put("text.pdf", as_pdf(first_regulation())),
    )
    rows = [json.loads(line) for line in extracted(office, scan, text)]
    seen, meant = (
        [(o["who_ids"], o["min_count"], o["per"], o["effective_from"], o["clause"]) for o in row["obligations"]]
        for row in rows
    )
    assert seen == meant
    assert rows[0]["text_source"] == "ocr"
    assert all(o["page"] == 1 and o["bbox"][2] > o["bbox"][0] for o in rows[0]["obligations"])


def extracted(office: Office, *files: str) -> list[str]:
    office._capsys.readouterr()
    assert main(["extract", *files, "--jsonl"]) == 0
    return office._capsys.readouterr().out.splitlines()


def test_bad_files_cost_only_themselves(office: Office) -> None:
    good = office.put("qd.docx", as_docx(second_regulation()))
    bad = [
        office.put("empty.pdf", b""),
        office.put("broken.pdf", b"%PDF-1.7\n%broken"),
        str(office.folder / "gone.pdf"),
    ]
    office._capsys.readouterr()
    assert main(["--lang", "en", "extract", bad[0], good, bad[1], bad[2], "--jsonl"]) == 1
    out, err = office._capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row.get("error", {}).get("code") for row in rows] == ["empty", None, "corrupt", "missing"]
    assert "Traceback" not in err and len(err.splitlines()) == 3


def test_a_secret_paper_is_refused_and_nothing_of_it_is_kept(office: Office) -> None:
    text = "TỐI MẬT\nTỈNH ỦY PHÚ KHÊ\n*\nSố 9-QĐ/TU\nPhú Khê, ngày 02 tháng 3 năm 2023\nQUY ĐỊNH\nvề một việc\nĐiều 1. Các đồng chí Tỉnh ủy viên dự sinh hoạt chi bộ ít nhất 2 lần/năm.\n"
    file = office.put("mat.txt", text.encode())
    assert office.run("rules", "add", file, "--by", "Bảo") == 1
    assert office.json("rules", "list") == []
    assert [p for p in (office.home / "originals").rglob("*") if p.is_file()] == []
    assert office.json("documents", "list")[0]["error"] == "secret"
