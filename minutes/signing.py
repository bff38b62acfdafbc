"""The signature block at the end: who signed, under which word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.paragraphs import Paragraph
from minutes.persons import Lexicon
from minutes.sheet import Section
from minutes.wording import key_of
from vntext.names import is_surname, strip_title

_SECRETARY = re.compile(r"thư ký|ghi biên bản|người (?:ghi|lập|viết)")
_CHAIR = re.compile(r"chủ trì|chủ toạ|bí thư|t/m|tm\.|thay mặt|phó bí thư|chủ tịch|người (?:điều hành|mời)|xác nhận")
_WITNESS = re.compile(r"đại diện|cấp trên|chứng kiến|xác nhận|đại biểu")
_NOTE = re.compile(r"^\W*(?:\(?\s*(?:ký|đã ký)\b.*|đã ký)\W*$")
_BLOCK = 14


@dataclass(frozen=True, slots=True)
class Signer:
    """`start` is the name's offset in the paragraph."""

    name: str
    title: str
    section: Section
    paragraph: Paragraph
    start: int


def signers(paragraphs: Sequence[Paragraph], lexicon: Lexicon) -> tuple[Signer, ...]:
    """The signers of the last block; titles in order are paired with names in order (two columns read as lines do the
    same)."""
    tail = list(paragraphs[-_BLOCK:])
    first = next((i for i, p in enumerate(tail) if _title_section(p) is not None and i >= len(tail) - _BLOCK), None)
    if first is None:
        return ()
    titles: list[tuple[Section, str]] = []
    found: list[Signer] = []
    for paragraph in tail[first:]:
        section = _title_section(paragraph)
        if section is not None:
            if titles and titles[-1][0] is section:
                titles[-1] = (section, f"{titles[-1][1]} {paragraph.text.strip()}")
            else:
                titles.append((section, paragraph.text.strip()))
        elif (name := _name(paragraph, lexicon)) and titles:
            title = titles.pop(0)
            found.append(Signer(name[0], title[1], title[0], paragraph, name[1]))
    return tuple(found)


def _title_section(paragraph: Paragraph) -> Section | None:
    text = paragraph.text.strip()
    key = key_of(text)
    if (
        len(text) > 60
        or paragraph.row
        or ":" in text
        or not (text.isupper() or len(key.split()) <= 5)
        or _NOTE.match(key)
    ):
        return None
    if _SECRETARY.search(key):
        return Section.SECRETARY
    if _WITNESS.search(key):
        return Section.OTHER
    return Section.CHAIR if _CHAIR.search(key) else None


def _name(paragraph: Paragraph, lexicon: Lexicon) -> tuple[str, int] | None:
    """A line that is a name and nothing else."""
    text = paragraph.text.strip()
    rest = strip_title(text)[1].strip(" .,'`’^ˆ~-_|")
    words = rest.split()
    shaped = 2 <= len(words) <= 5 and all(w[0].isupper() and w.isalpha() for w in words)
    if not shaped or not (is_surname(words[0]) or lexicon.knows(words)):
        return None
    return rest, paragraph.text.find(rest)


def pairs(found: Sequence[Signer]) -> Iterator[tuple[Section, str]]:
    """(section, name) of each signer."""
    for signer in found:
        yield signer.section, signer.name
