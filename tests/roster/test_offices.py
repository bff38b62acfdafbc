"""Whose branch it is: an office's, in which its people sit, or a hamlet's."""

from __future__ import annotations

import pytest

from roster.places import Belonging, belonging, is_office
from roster.wording import records

EXAMPLES = [(str(r["id"]), str(name)) for r in records("offices.toml", "kind") for name in r["examples"]]


@pytest.mark.parametrize(("kind", "name"), EXAMPLES)
def test_the_beginning_of_a_name_tells_an_office_from_a_hamlet(kind: str, name: str) -> None:
    assert is_office(name) is (kind == "office")


def test_the_people_of_a_school_are_its_branchs_own() -> None:
    assert belonging("Trường THCS Lộc An", "Chi bộ Trường THCS Lộc An", "Đảng bộ xã Lộc An") is Belonging.OWN


def test_who_leads_another_body_may_sit_in_the_branch_of_an_office() -> None:
    assert belonging("Huyện đoàn Bắc Lũng", "Chi bộ Cơ quan Dân - Mặt trận", "") is Belonging.UNKNOWN


def test_who_leads_another_body_does_not_sit_in_a_hamlets_branch() -> None:
    assert belonging("Huyện đoàn Bắc Lũng", "Chi bộ ấp 6", "") is Belonging.OTHER
