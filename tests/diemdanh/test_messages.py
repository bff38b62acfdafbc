from __future__ import annotations

import re
from pathlib import Path

import pytest

from diemdanh.cli import VERBS
from diemdanh.messages import Language, catalogue, choose, from_environment, say, say_in
from documents.errors import FileFault
from roster.people import AttendanceStatus, MeetingKind
from rules_catalog.rule import RuleState
from store.errors import StoreFault

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_say_the_same_with_the_same_placeholders(key: str) -> None:
    texts = catalogue()[key]
    assert set(texts) == {"vi", "en"}
    assert all(text.strip() for text in texts.values())
    assert set(PLACEHOLDER.findall(texts["vi"])) == set(PLACEHOLDER.findall(texts["en"]))


def test_every_key_that_the_code_speaks_is_there() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "diemdanh").rglob("*.py"))
    asked = set(re.findall(r"""say\(\s*["']([a-z_]+\.[a-z_]+)["']""", source))
    asked |= set(re.findall(r"""help=["'](cli\.[a-z_]+)["']""", source)) | {key for _, _, key in VERBS.values()}
    assert asked
    assert sorted(asked - set(catalogue())) == []


def test_every_code_has_its_sentence() -> None:
    wanted = {f"fault.{code}" for code in (*FileFault, *StoreFault)}
    wanted |= {f"state.{state}" for state in RuleState} | {f"status.{status}" for status in AttendanceStatus}
    wanted |= {f"kind.{kind}" for kind in MeetingKind}
    assert sorted(wanted - set(catalogue())) == []


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Language.VI),
        ({"LANG": "C.UTF-8"}, Language.VI),
        ({"LANG": "vi_VN.UTF-8"}, Language.VI),
        ({"LANG": "en_GB.UTF-8"}, Language.EN),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, Language.VI),
        ({"LANG": "vi_VN", "DIEMDANH_LANG": "en"}, Language.EN),
    ],
)
def test_the_environment_says_the_language_and_vietnamese_comes_first(
    environment: dict[str, str], expected: Language
) -> None:
    assert from_environment(environment) is expected


def test_a_chosen_language_beats_the_environment() -> None:
    choose(Language.EN)
    try:
        assert say("cli.yes") == "yes" != say_in(Language.VI, "cli.yes")
    finally:
        choose(None)
