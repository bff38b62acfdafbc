"""The wordings of `minutes/data`: every example is read as its own record says."""

from __future__ import annotations

import pytest

from documents.model import Document, Line, Origin, Page
from minutes.paragraphs import Paragraph, paragraphs
from minutes.parts import part_of
from minutes.patterns import sign, signs
from minutes.persons import Lexicon, persons
from minutes.script import Leaf, script_of
from minutes.standing import absence, presence, reason_class
from minutes.wording import BOOKS, phrasebook, read, records, template


def examples(book: str) -> list[tuple[str, str]]:
    return [(str(r["id"]), str(e)) for r in records(book) for e in r["examples"]]  # type: ignore[attr-defined]


def paragraph(text: str) -> Paragraph:
    page = Page(1, None, (Line(text),), Origin.TXT)
    return paragraphs(script_of([Leaf(0, Document("0", "text/plain", (page,), "test").pages[0])]))[0]


@pytest.mark.parametrize(("part", "text"), examples("parts"))
def test_a_lead_puts_its_paragraph_in_its_part(part: str, text: str) -> None:
    whole = paragraph(text)
    assert part_of(whole, persons(whole, Lexicon(), listing=True), "").name == part


@pytest.mark.parametrize(("record", "text"), examples("absence"))
def test_a_note_of_absence_has_its_status(record: str, text: str) -> None:
    status = next(str(r["status"]) for r in records("absence") if r["id"] == record)
    found = absence(read(text).key)
    assert found is not None
    assert str(found.status) == status


@pytest.mark.parametrize(("record", "text"), examples("presence"))
def test_a_note_of_presence_is_told(record: str, text: str) -> None:
    found = presence(read(text).key)
    assert found is not None
    assert found.cue == record


@pytest.mark.parametrize(("record", "text"), examples("reasons"))
def test_of_a_reason_only_the_class_is_kept(record: str, text: str) -> None:
    assert str(reason_class(read(text).key)) == record


@pytest.mark.parametrize(
    ("book", "record", "text"),
    [
        (b, r, t)
        for b in ("substitution", "sayings", "mentions", "posts", "meetings", "bodies", "dashes")
        for r, t in examples(b)
    ],
)
def test_a_phrase_is_found_in_its_example(book: str, record: str, text: str) -> None:
    assert record in {found.record for found in phrasebook(book).find(read(text).key)}


@pytest.mark.parametrize("book", BOOKS)
def test_every_record_says_what_it_is_and_shows_it(book: str) -> None:
    for record in records(book):
        assert record["says"] and record["examples"], record["id"]


@pytest.mark.parametrize("name", signs())
def test_a_sign_is_found_in_its_examples_and_nowhere_else(name: str) -> None:
    record = signs()[name]
    assert record["says"] and (record["examples"] or record["words"])
    for kind, wanted in (("examples", True), ("never", False)):
        for text in record[kind]:
            shown = text if record.get("raw") else read(text).key
            assert (sign(name).search(shown) is not None) is wanted, text


def test_a_template_has_few_marks() -> None:
    assert template("vắng (mặt)? (có|không) lý do") == r"(?:vắng)(?:\s+(?:mặt))?\s+(?:có|không)\s+(?:lý)\s+(?:do)"


@pytest.mark.parametrize(
    ("seen", "meant"),
    [("Vằng có ly do", "vắng có lý do"), ("ủy quyển", "uỷ quyền"), ("Chù trì", "chủ trì"), ("phat biểu", "phát biểu")],
)
def test_damaged_field_words_are_mended(seen: str, meant: str) -> None:
    assert read(seen, damaged=True).key == meant


@pytest.mark.parametrize("name", ["Vàng A Páo", "Lý Thị Mỷ", "Đỗ Văn Cổ"])
def test_mending_leaves_names_to_the_matcher(name: str) -> None:
    assert "vắng" not in read(f"đ/c {name} phát biểu", damaged=True).key


@pytest.mark.parametrize("note", ["bận tiếp đoàn công tác", "bận đón khách", "vắng có lý do"])
def test_no_phrase_puts_an_absence_wrong_on_a_scan(note: str) -> None:
    assert read(note, damaged=True).key == read(note).key
