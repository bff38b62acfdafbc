from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diemdanh.cli import main

RULES = """
- id: alpha
  document: {number: 12-QĐ/TU, type: Quy định, issued: 2022-03-01, issuer: Ban Thường vụ Tỉnh ủy Phú Khê}
  who_ids: [provincial_committee_member]
  action: attend_branch_meeting
  where_kind: residential_branch
  min_count: 2
  per: year
  effective_from: 2022-04-01
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    assert main(["--home", str(tmp_path / "home"), "init"]) == 0
    return tmp_path / "home"


def run(home: Path, *arguments: str) -> int:
    return main(["--lang", "en", "--home", str(home), *arguments])


def listed(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(home, "rules", "list", "--json", *arguments) == 0
    return list(json.loads(capsys.readouterr().out))


def test_a_hand_written_rule_begins_as_a_draft_and_two_people_make_it_active(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(home.parent / "rules.yaml")
    assert run(home, "rules", "import", file, "--by", "An") == 0
    assert [r["state"] for r in listed(home, capsys)] == ["draft"]
    assert run(home, "rules", "submit", "alpha", "--by", "An") == 0
    assert run(home, "rules", "approve", "alpha", "--by", "An") == 1
    assert capsys.readouterr().err.startswith("same_person: ")
    assert run(home, "rules", "approve", "alpha", "--by", "Binh") == 0
    assert run(home, "rules", "activate", "alpha", "--by", "Binh") == 0
    assert [r["id"] for r in listed(home, capsys, "--on", "2022-04-01")] == ["alpha"]
    assert listed(home, capsys, "--on", "2022-03-31") == []


def test_a_catalogue_reviewed_elsewhere_is_active_at_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(home.parent / "rules.yaml")
    assert run(home, "rules", "import", file, "--activate", "--by", "An") == 1
    assert run(home, "rules", "import", file, "--activate", "--by", "An", "--reason", "đã duyệt năm 2022") == 0
    assert [r["state"] for r in listed(home, capsys)] == ["active"]


@pytest.mark.parametrize("form", ["yaml", "json", "csv", "xlsx"])
def test_export_and_import_give_the_same_catalogue(home: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(home, "rules", "import", str(home.parent / "rules.yaml"), "--activate", "--by", "An", "--reason", "r")
    out, other = home.parent / f"all.{form}", home.parent / "other"
    assert run(home, "rules", "export", "--format", form, "--out", str(out)) == 0
    assert run(other, "init") == 0
    assert run(other, "rules", "import", str(out), "--by", "An", "--reason", "r") == 0
    assert listed(other, capsys) == listed(home, capsys)


def test_an_edit_is_a_new_version_and_a_decision_on_the_old_one_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(home, "rules", "import", str(home.parent / "rules.yaml"), "--by", "An")
    assert (
        run(home, "rules", "edit", "alpha", "--set", "min_count=4", "--by", "An", "--reason", "đọc lại bản giấy") == 0
    )
    assert run(home, "rules", "approve", "alpha", "--by", "Binh", "--shown", "1") == 1
    assert capsys.readouterr().err.startswith("stale: ")
    run(home, "rules", "diff", "alpha", "--json")
    assert json.loads(capsys.readouterr().out)[0]["changes"]["min_count"] == [2, 4]


def test_a_decision_is_taken_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(home, "rules", "import", str(home.parent / "rules.yaml"), "--activate", "--by", "An", "--reason", "r")
    assert run(home, "rules", "withdraw", "alpha", "--by", "Binh", "--reason", "nhầm tỉnh") == 0
    capsys.readouterr()
    run(home, "rules", "history", "alpha", "--json")
    operation = json.loads(capsys.readouterr().out)[-1]["operation"]
    assert run(home, "rules", "undo", str(operation), "--by", "Binh", "--reason", "rút nhầm") == 0
    assert [r["state"] for r in listed(home, capsys)] == ["active"]


@pytest.mark.parametrize("text", ["", "{", "- id: x\n  per: fortnight\n", "just words"])
def test_a_bad_rules_file_is_told(home: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    bad = home.parent / "bad.yaml"
    bad.write_text(text, encoding="utf-8")
    capsys.readouterr()
    code = run(home, "rules", "import", str(bad), "--by", "An")
    err = capsys.readouterr().err
    assert code == (0 if text == "" else 1)
    assert text == "" or err.startswith("bad_rules_file: ")
    assert "Traceback" not in err


def test_an_unknown_rule_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(home, "rules", "show", "nobody") == 1
    assert capsys.readouterr().err.startswith("unknown_rule: ")
