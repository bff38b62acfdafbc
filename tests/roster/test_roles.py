"""The ladder of posts: every record's own examples, its order, and the bearers of the sample directives."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.ladder import ladder
from roster.roles import contains, implied_by, known_roles, role, role_of_phrase, roles_of, roles_of_phrase
from roster.wording import words_of

ROSTER = Path(__file__).resolve().parents[2] / "roster"
RECORDS: list[dict[str, Any]] = tomllib.loads((ROSTER / "roles.toml").read_text(encoding="utf-8"))["role"]


def cases(field: str) -> list[Any]:
    return [
        pytest.param(one["id"], case, id=f"{one['id']}-{at}")
        for one in RECORDS
        for at, case in enumerate(one.get(field, ()))
    ]


@pytest.mark.parametrize(("role_id", "row"), cases("examples"))
def test_a_position_has_its_role(role_id: str, row: dict[str, str]) -> None:
    assert role_id in roles_of(row["position"], row.get("unit", ""))


@pytest.mark.parametrize(("role_id", "row"), cases("counter_examples"))
def test_a_position_has_not_a_role_that_only_looks_alike(role_id: str, row: dict[str, str]) -> None:
    assert role_id not in roles_of(row["position"], row.get("unit", ""))


@pytest.mark.parametrize(("role_id", "phrase"), cases("phrases"))
def test_a_bearer_phrase_has_its_id(role_id: str, phrase: dict[str, str]) -> None:
    assert role_of_phrase(phrase["text"], phrase.get("level")) == role_id


@pytest.mark.parametrize(("role_id", "phrase"), cases("no_phrases"))
def test_a_bearer_phrase_has_not_an_id_that_it_does_not_say(role_id: str, phrase: dict[str, str]) -> None:
    assert role_id not in roles_of_phrase(phrase["text"], phrase.get("level"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_every_role_has_an_example(record: dict[str, Any]) -> None:
    assert record.get("examples") or record.get("phrases")
    assert record["vi"] and record["en"]


def test_short_forms_are_written_out() -> None:
    records = tomllib.loads((ROSTER / "abbreviations.toml").read_text(encoding="utf-8"))["abbreviation"]
    for record in records:
        assert record["examples"]
        for example in record["examples"]:
            assert words_of(example["text"]) == words_of(example["long"])


def test_every_contained_role_is_known_and_no_role_contains_itself() -> None:
    for one in ladder().roles.values():
        assert all(narrower in known_roles() for narrower in one.contains)
        assert not any(contains(narrower, one.id) for narrower in one.contains)


def test_the_contracts_ladder() -> None:
    assert implied_by("provincial_secretary") >= {
        "provincial_standing_committee_member",
        "provincial_committee_member",
        "party_member",
    }
    assert contains("provincial_committee_member", "provincial_deputy_secretary")
    assert contains("commune_committee_member", "commune_standing_committee_member")
    assert not contains("provincial_committee_member", "party_building_board_leader")
    assert not contains("provincial_deputy_secretary", "provincial_secretary")
    assert contains("district_committee_member", "district_committee_member")


def test_districts_ended_on_30_june_2025() -> None:
    assert all(str(role(one).validity.end) == "2025-06-30" for one in known_roles() if one.startswith("district_"))


def test_wider_posts_are_not_repeated() -> None:
    assert roles_of("Bí thư Tỉnh ủy, Ủy viên Ban Thường vụ Tỉnh ủy, Tỉnh ủy viên") == ("provincial_secretary",)


def test_a_past_post_reaches_to_the_post_that_names_its_body() -> None:
    assert roles_of("nguyên Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy") == ()
    assert roles_of("nguyên Tỉnh ủy viên, Bí thư Chi bộ thôn 3") == ("branch_secretary",)


def test_an_excluded_group_has_an_id_only_where_it_is_the_whole_post() -> None:
    assert role_of_phrase("các Phó Bí thư Tỉnh ủy", "province", excluded=True) == "provincial_deputy_secretary"
    assert role_of_phrase("Bí thư Tỉnh ủy Sơn Hạ", "province", excluded=True) == "provincial_secretary"
    assert role_of_phrase("Tỉnh ủy viên đang đi học dài hạn", "province", excluded=True) is None


def test_one_phrase_may_stand_for_several_posts() -> None:
    assert roles_of_phrase("Bí thư và các Phó Bí thư Tỉnh ủy") == (
        "provincial_secretary",
        "provincial_deputy_secretary",
    )
    assert roles_of_phrase("cấp ủy viên cấp tỉnh, cấp huyện và cấp xã") == (
        "provincial_committee_member",
        "district_committee_member",
        "commune_committee_member",
    )


def test_bearers_of_the_sample_directives(shared: Path) -> None:
    """All but those whose meaning stands in another sentence ("Người đi dự", "ai phụ trách …")."""
    levels = {"Tỉnh ủy": "province", "Huyện ủy": "district"}
    wrong = []
    for line in (shared / "samples/directives/gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        issuer = (gold["documents"][0].get("issuer") or "Đảng ủy") if gold["documents"] else ""
        level = next((value for name, value in levels.items() if name in issuer), "commune")
        for duty in gold["obligations"]:
            for field in ("who", "who_excludes"):
                for phrase, expected in zip(duty[field], duty[f"{field}_ids"], strict=False):
                    found = role_of_phrase(phrase, level, excluded=field == "who_excludes")
                    if found != expected and words_of(phrase)[0] not in ("người", "ai"):
                        wrong.append((phrase, expected, found))
    assert not wrong


@given(st.text(alphabet="ABĐTUQăâêôơưủỷý bíthưtỉnhủyviên,.-;()", max_size=60), st.text(max_size=20))
def test_any_text_gives_known_roles_or_none(position: str, unit: str) -> None:
    assert set(roles_of(position, unit)) <= set(known_roles())
    assert all(one is None or one in known_roles() for one in roles_of_phrase(position, "province"))
