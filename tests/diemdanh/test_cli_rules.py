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


def bulk(home: Path) -> None:
    """Three drafts, read with more and less confidence."""
    entry = (
        "- id: {id}\n  document: {{number: {id}-QĐ/TU, issued: 2022-03-01, issuer: Ban Thường vụ Tỉnh ủy Phú Khê}}\n"
    )
    terms = "  who_ids: [party_member]\n  where_kind: any_branch\n  min_count: 1\n  per: year\n"
    rules = [("a1", 0.99), ("a2", 0.95), ("a3", 0.6)]
    text = "".join(
        entry.format(id=id_) + terms + f"  effective_from: 2022-04-01\n  confidence: {c}\n" for id_, c in rules
    )
    (home.parent / "bulk.yaml").write_text(text, encoding="utf-8")
    assert run(home, "rules", "import", str(home.parent / "bulk.yaml"), "--by", "An") == 0


def states(home: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [rule["state"] for rule in listed(home, capsys)]


def test_a_bulk_decision_above_a_confidence_is_shown_taken_and_taken_back(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bulk(home)
    capsys.readouterr()
    assert run(home, "rules", "submit", "--above", "0.9", "--by", "An", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "would become: a1" in said and "would become: a2" in said and "a3" not in said
    assert states(home, capsys) == ["draft"] * 3
    assert run(home, "rules", "submit", "--above", "0.9", "--by", "An") == 0
    operation = capsys.readouterr().out.split("rules undo ")[1].strip()
    assert states(home, capsys) == ["in_review", "in_review", "draft"]
    assert run(home, "rules", "undo", operation, "--by", "An", "--reason", "nhầm", "--dry-run") == 0
    assert "would become: a1" in capsys.readouterr().out
    assert states(home, capsys) == ["in_review", "in_review", "draft"]
    assert run(home, "rules", "undo", operation, "--by", "An", "--reason", "nhầm") == 0
    assert states(home, capsys) == ["draft"] * 3
    assert run(home, "verify") == 0


def test_a_bulk_decision_is_all_or_none(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bulk(home)
    run(home, "rules", "submit", "--above", "0.9", "--by", "An")
    assert run(home, "rules", "approve", "--above", "0.9", "--by", "An") == 1
    assert states(home, capsys) == ["in_review", "in_review", "draft"]
    capsys.readouterr()
    assert run(home, "rules", "approve", "--above", "0.9", "--by", "An", "--dry-run") == 0
    assert capsys.readouterr().err.startswith("Not possible as it stands: ")


@pytest.mark.parametrize("arguments", [("submit",), ("submit", "a1", "--above", "0.9"), ("resume", "--above", "0.9")])
def test_a_decision_asks_for_ids_or_a_confidence(home: Path, arguments: tuple[str, ...]) -> None:
    assert run(home, "rules", *arguments) == 2


def test_two_rules_are_compared(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bulk(home)
    capsys.readouterr()
    assert run(home, "rules", "diff", "a1", "a3") == 0
    said = capsys.readouterr().out
    assert said.startswith("a1 v1 → a3 v1\n") and "  confidence: 0.99 → 0.6\n" in said
