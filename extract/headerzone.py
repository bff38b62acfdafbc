"""Where in a text the header stands: from the issuer's block to the line with the kind of paper.

A header may stand behind a portal's menus and stamps; it is found by an anchor (motto, number line) and reaches up over
lines in capitals, down to the kind, an addressee, an opening or prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.forms import form
from extract.numbers import find_numbers
from extract.openings import is_rule, opens_body
from extract.reading import TextLine, folded
from extract.terms import DocumentType, type_in_capitals, type_named
from vntext.folding import Key, fold

PARTY_MOTTO = form("motto.party")
STATE_MOTTO = form("motto.state")
SLOGAN = form("motto.slogan")
_SIGN = form("number.sign")
#: the number line of a paper that has not got its number yet, on folded text
BLANK_NUMBER = form("number.blank")
# behind a number that begins a line without "Số": nothing, or place and date; never prose
_BEHIND_BARE = form("number.behind-bare")
_PLACE_AND_DAY = form("place-and-day")
# papers that are no instruments by themselves: with such a title the header ends and there is no kind
_OTHER_TITLE = form("title.other")
_TITLE_BELOW = form("title.below")
# a kind's name in capitals to which the title was glued when line ends were lost
_GLUED = form("kind.glued")
_ZONE_LINES = 48
_ABOVE_ANCHOR = 6
_SMALL_KIND_WITHIN = 14
_FIRST_LINES = 4


@dataclass(frozen=True, slots=True)
class KindLine:
    """The kind of paper, its line, and what stands behind the name in the same line."""

    kind: DocumentType
    line: TextLine
    rest: TextLine | None


@dataclass(frozen=True, slots=True)
class Zone:
    """`start:end` holds everything above the kind (or above the body, where no kind is printed)."""

    start: int
    end: int
    kind: KindLine | None


def find_zone(lines: tuple[TextLine, ...]) -> Zone:
    """The header's zone among a text's first lines; an empty one at the beginning where there is none."""
    anchor = next((i for i, line in enumerate(lines) if _is_anchor(line)), 0)
    first = anchor
    while first > 0 and anchor - first < _ABOVE_ANCHOR and _is_header_like(lines[first - 1].text):
        first -= 1
    last, kind = _lower_edge(lines, first)
    start = lines[first].start if lines else 0
    return Zone(start, lines[last - 1].end if last > first else start, kind)


def signed_number(line: str, start: int, end: int) -> int | None:
    """Where the line's own number begins: at its "Số", or itself when it begins the line; None for a cited one."""
    sign = _SIGN.search(line[:start])
    if sign is not None:
        return None if any(c.islower() for c in line[: sign.start()]) else sign.start()
    return start if not line[:start].strip(" -*") and _BEHIND_BARE.match(line[end:]) else None


def _lower_edge(lines: tuple[TextLine, ...], first: int) -> tuple[int, KindLine | None]:
    stop = min(len(lines), first + _ZONE_LINES)
    for i in range(first, stop):
        kind = _kind_of_line(lines, i)
        if kind is not None:
            return i, kind
        text = lines[i].text
        if _OTHER_TITLE.match(text) or (i > first and (opens_body(text) or _is_prose(text))):
            return i, None
    return stop, None


def _is_anchor(line: TextLine) -> bool:
    if _is_motto(line.text) or BLANK_NUMBER.match(folded(line.text)):
        return True
    numbers = find_numbers(line.text) if len(line.text) < 100 else ()
    return any(signed_number(line.text, m.start, m.end) is not None for m in numbers)


def _is_motto(text: str) -> bool:
    bare = fold(text, Key.TONELESS)
    if SLOGAN.search(bare):
        return True
    motto = PARTY_MOTTO.search(bare) or STATE_MOTTO.search(bare)
    return motto is not None and (text[motto.start() : motto.end()].isupper() or len(motto[0]) > len(bare) - 3)


def _is_header_like(text: str) -> bool:
    """A rule, a speck, capitals, or place and date."""
    letters = [c for c in text if c.isalpha()]
    capitals = len(text) < 90 and sum(c.isupper() for c in letters) >= 0.7 * len(letters)
    # The star under a Party header comes out of OCR as a word of two or three letters ("sở", "xk").
    speck = len(letters) < 2 or (len(letters) < 4 and len(text.split()) == 1)
    return speck or is_rule(text) or capitals or bool(_PLACE_AND_DAY.match(text))


def _is_prose(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(text) > 110 and sum(c.isupper() for c in letters) < 0.5 * len(letters)


def _kind_of_line(lines: tuple[TextLine, ...], at: int) -> KindLine | None:
    """The kind that the line names, alone or with the title behind it."""
    line = lines[at]
    text = re.sub(r"^[\W_]+", "", line.text)
    words = text.split()
    for count in range(min(5, len(words)), 1, -1):
        name = " ".join(words[:count])
        bare = name.strip(" .:-_*")
        kind = type_in_capitals(bare) or type_named(bare)
        behind = _behind_words(text, count)
        if kind is not None and not kind.press and _is_title(lines, at, name, behind):
            return _kind_line(kind, line, behind)
    glued = _GLUED.match(text)
    kind = type_named(glued[1]) if glued else None
    return _kind_line(kind, line, text[len(glued[1]) :]) if glued and kind else None


def _behind_words(text: str, count: int) -> str:
    """What follows the first `count` words, whatever space stands between them."""
    match = re.match(rf"\s*(?:\S+\s*){{{count}}}", text)
    return text[match.end() :] if match else ""


def _kind_line(kind: DocumentType, line: TextLine, behind: str) -> KindLine:
    rest = behind.lstrip(" .:-_*")
    return KindLine(kind, line, TextLine(rest, line.end - len(rest), line.end) if rest else None)


def _is_title(lines: tuple[TextLine, ...], at: int, name: str, behind: str) -> bool:
    """Capitals; or, in corpora that lost them, a line of its own above a title."""
    rest = behind.strip(" .:-_*")
    if name.isupper():
        return not folded(rest).startswith("số ") or len(rest) < 40
    if at < _FIRST_LINES and not rest and lines[at].text.islower():
        return True
    below = folded(lines[at + 1].text) if at + 1 < len(lines) else ""
    return at < _SMALL_KIND_WITHIN and not rest and bool(_TITLE_BELOW.match(below))
