"""Who chairs and who writes: as labelled, as noted in a roll or a list, as told in a sentence, else as signed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from minutes.sheet import Attendee, Section
from minutes.signing import Signer
from minutes.wording import read
from roster.people import AttendanceStatus as Status
from vntext.folding import Key, fold
from vntext.names import is_surname
from vntext.syllables import is_syllable


def office(people: Sequence[Attendee], signed: Sequence[Signer], section: Section) -> str | None:
    """Who chairs or writes: as labelled, else as noted in the roll, else as signed. On a scan, in the spelling that
    most places of the sheet have."""
    name = _office(people, signed, section)
    if name is None or all(p.confidence is None for p in people):
        return name
    return _best_spelled(name, [*(p.name for p in people), *(s.name for s in signed)])


def _best_spelled(name: str, names: Sequence[str]) -> str:
    """Among the spellings of one name: the soundest, then the most frequent."""
    near = [other for other in names if _alike(name, other)]
    often = Counter(near)
    best = max((*near, name), key=lambda n: (_sound(n), often[n], n == name))
    return best if not name.isupper() else best.upper()


def _alike(one: str, other: str) -> bool:
    """As many words, each the same but for marks and one letter; in words of two letters none."""
    pairs = list(zip(one.split(), other.split(), strict=False))
    if len(one.split()) != len(other.split()):
        return False
    gaps = [Levenshtein.distance(fold(a, Key.TONELESS), fold(b, Key.TONELESS)) for a, b in pairs]
    short = any(gap and min(len(a), len(b)) < 3 for gap, (a, b) in zip(gaps, pairs, strict=True))
    return max(gaps) <= 1 and sum(gaps) <= 2 and not short


def _sound(name: str) -> float:
    """The share of its words that are syllables, a known family name counting double."""
    words = name.split()
    return (sum(map(is_syllable, words)) + is_surname(words[0])) / (len(words) + 1)


def _office(people: Sequence[Attendee], signed: Sequence[Signer], section: Section) -> str | None:
    named = [p.name for p in people if p.section is section and p.status is Status.PRESENT and p.cue != "signed"]
    if named:
        return _by_signature(named[0], [s.name for s in signed if s.section is section])
    said = [
        p
        for p in people
        if section is Section.CHAIR and re.search(r"chủ (?:trì|toạ)|điều hành", read(p.evidence).key[-40:])
    ]
    if (
        said
        and said[0].section in (Section.ROLL, Section.SUPERIORS)
        and re.search(r"[-–(,]\s*[Cc]hủ t(?:ọa|oạ|rì)\W*$", said[0].evidence)
    ):
        return said[0].name
    if section is Section.CHAIR and (own := _chairs_in_text(people)):
        return own
    if section is Section.SECRETARY and (wrote := _writes_in_text(people)):
        return wrote
    return next((s.name for s in signed if s.section is section), None)


def _writes_in_text(people: Iterable[Attendee]) -> str | None:
    """`thư ký là đồng chí A`."""
    for person in people:
        name = re.escape(read(person.name).key)
        if re.search(
            rf"(?:thư ký|ghi biên bản)(?: cuộc họp| hội nghị)?\s+là\s+[^.;,]{{0,20}}{name}", read(person.evidence).key
        ):
            return person.name
    return None


def _chairs_in_text(people: Iterable[Attendee]) -> str | None:
    """`dưới sự chủ trì của đồng chí A`, `đồng chí A chủ trì`."""
    for person in people:
        key = read(person.evidence).key
        name = read(person.name).key
        if re.search(
            rf"(?:chủ trì|chủ toạ|điều hành)(?: (?:cuộc họp|hội nghị|buổi sinh hoạt|sinh hoạt|phiên họp))?"
            rf"\s+(?:của|là)\s+[^.;]{{0,20}}{re.escape(name)}",
            key,
        ) or re.search(
            rf"{re.escape(name)}[^.;:]{{0,60}}\s(?:chủ trì|chủ toạ)(?! kết)"
            r"(?:\s*(?:[.,;)]|$)|\s+(?:cuộc|hội nghị|buổi|phiên|đại hội|sinh hoạt|họp))",
            key,
        ):
            return person.name
    return None


def _by_signature(name: str, signed: Sequence[str]) -> str:
    """The signature completes a name whose first words the label lost (`Chí Quang` signed as `Nguyễn Chí Quang`)."""
    return next((s for s in signed if fold(s).endswith(" " + fold(name))), name)
