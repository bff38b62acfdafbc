"""Who chairs and who writes: as labelled, as noted in a roll or a list, as told in a sentence, else as signed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from minutes.letters import UPPER
from minutes.patterns import sign
from minutes.sheet import Attendee, Section
from minutes.signing import Signer
from minutes.wording import phrasebook, read
from roster.people import AttendanceStatus as Status
from vntext.folding import Key, fold
from vntext.names import is_surname
from vntext.syllables import is_syllable


def office(people: Sequence[Attendee], signed: Sequence[Signer], section: Section, text: str = "") -> str | None:
    """Who chairs or writes: as labelled, else as noted in the roll, else as told in `text`, else as signed. On a scan,
    in the spelling that most places of the sheet have."""
    name = _office(people, signed, section, text)
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


def _office(people: Sequence[Attendee], signed: Sequence[Signer], section: Section, text: str) -> str | None:
    named = [p.name for p in people if p.section is section and p.status is Status.PRESENT and p.cue != "signed"]
    if named:
        return _by_signature(named[0], [s.name for s in signed if s.section is section])
    noted = [p for p in people if section is Section.CHAIR and _noted_chair(p)]
    if noted:
        return noted[0].name
    unsigned = [p for p in people if p.cue != "signed"]
    end = min((p.start for p in people if p.cue == "signed"), default=len(text))
    told = _told_in_text([p for p in unsigned if p.end <= end], section, text[:end])
    by_hand = next((s.name for s in signed if s.section is section), None)
    return told or by_hand or _unknown_in_text(section, text[:end].replace("\n", " "))


def _noted_chair(person: Attendee) -> bool:
    """`Đ/c A, Bí thư - Chủ trì` in a list."""
    return (
        person.section in (Section.ROLL, Section.SUPERIORS)
        and re.search(r"[-–(,]\s*[Cc]hủ t(?:ọa|oạ|rì)\W*$", person.evidence) is not None
    )


def _told_in_text(people: Sequence[Attendee], section: Section, text: str) -> str | None:
    """Whoever is said to chair or to write, in words behind his name or before it."""
    key = read(text.replace("\n", " ")).key
    before, after = sign(f"{section}_before"), sign(f"{section}_after")
    ordered = sorted((p for p in people if p.start < p.end <= len(key)), key=lambda p: p.start)
    for index, person in enumerate(ordered):
        stop = ordered[index + 1].start if index + 1 < len(ordered) else len(key)
        said = after.match(key[person.end : min(stop, person.end + 100)])
        led = before.search(key[max(0, person.start - 90) : person.start])
        there = person.status is not Status.MENTIONED_ONLY or person.cue in ("unclear", "object", "no_meeting")
        if there and (said or led):
            return person.name
    return None


def _unknown_in_text(section: Section, text: str) -> str | None:
    """The same of somebody whom nothing else in the text made a person: a name that begins with a family name."""
    key = read(text).key
    for found in _NAME.finditer(text):
        name = found["name"]
        if not is_surname(name.split()[0]) or phrasebook("posts").at(key, found.start()):
            continue
        led = sign(f"{section}_before").search(key[max(0, found.start() - 90) : found.start()])
        if led or sign(f"{section}_after").match(key[found.end() : found.end() + 60]):
            return name
    return None


#: two to five words with capitals
_NAME = re.compile(rf"(?<![^\W_])(?P<name>[{UPPER}][^\W\d_]+(?: [{UPPER}][^\W\d_]*){{1,4}})(?![^\W_])")


def _by_signature(name: str, signed: Sequence[str]) -> str:
    """The signature completes a name whose first words the label lost (`Chí Quang` signed as `Nguyễn Chí Quang`)."""
    return next((s for s in signed if fold(s).endswith(" " + fold(name))), name)
