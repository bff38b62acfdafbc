"""The template language, and errors that say where."""

from __future__ import annotations

import pytest

from extract.grammar.records import RecordError, classes, read_records
from extract.grammar.template import TemplateError, spell


def _words(template: str) -> list[list[str]]:
    return [
        ["|".join(sorted(step.words)) + ("?" if step.optional else "") for step in seq]
        for seq in spell(template, classes())
    ]


def test_words_alternatives_and_optional_parts() -> None:
    assert _words("một lần|buổi") == [["một", "buổi|lần"]]
    assert _words("(hằng|hàng)? quý") == [["hàng|hằng?", "quý"]]
    assert _words("trước (ngày làm|hôm) nay") == [["trước", "hôm", "nay"], ["trước", "ngày", "làm", "nay"]]


def test_a_compound_of_the_vocabulary_is_one_step() -> None:
    assert _words("định kỳ quý") == [["định kỳ", "quý"]]


def test_a_slot_is_spelled_by_its_class() -> None:
    (sequence,) = spell("{k:count} tháng", classes())
    assert (sequence[0].slot, "12" in sequence[0].words) == ("k", True)


@pytest.mark.parametrize("template", ["(một", "một )", "{nothing}", "một |", "(một)?", "? một"])
def test_a_broken_template_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        spell(template, classes())


RECORD = """kind = "cadence"
[[pattern]]
id = "x"
says = "x"
template = "{template}"
build = "{build}"
source = "x"
examples = ["x"]
"""


@pytest.mark.parametrize(
    ("template", "build", "place"),
    [("(hằng", "cadence", "a.toml: x: template:"), ("hằng năm", "nothing", "a.toml: x: build:")],
)
def test_an_error_names_file_record_and_field(template: str, build: str, place: str) -> None:
    with pytest.raises(RecordError, match=f"^{place}"):
        read_records("a.toml", RECORD.format(template=template, build=build))


def test_a_file_without_a_kind_is_refused() -> None:
    with pytest.raises(RecordError, match=r"b\.toml: kind"):
        read_records("b.toml", "x = 1")
