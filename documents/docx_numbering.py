"""Automatic numbering of a DOCX resolved: "Điều 3.", "a)", "1.2." as Word would print them.

Counts run by abstract list; a level counts on until a higher level moves (or `lvlRestart` says otherwise);
`startOverride` restarts once, at the first use of its list (ECMA-376, part 1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.docx_package import Element, Package, W, attribute, value

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_BULLETS = {"": "-", "\uf0b7": "-", "\uf02d": "-", "\uf0a7": "-", "\uf0d8": "-", "o": "-", "•": "-", "\uf0fc": "-"}


@dataclass(frozen=True, slots=True)
class Level:
    start: int
    form: str
    text: str
    restart: int | None
    suffix: str
    legal: bool


@dataclass
class Numbering:
    """Hands out labels in document order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number: str, depth: int) -> str:
        """The label of the next paragraph of list `number` at level `depth` (from 0); empty for none."""
        level = self.levels.get(number, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self.abstract.get(number, number), {})
        self._advance(number, depth, level, counts)
        if level.form == "bullet":
            return _BULLETS.get(level.text, level.text if level.text.isprintable() else "-")
        return _PLACE.sub(lambda m: self._spoken(number, int(m[1]) - 1, counts, level.legal), level.text)

    def _advance(self, number: str, depth: int, level: Level, counts: dict[int, int]) -> None:
        override = self.overrides.get(number, {}).get(depth)
        if override is not None and (number, depth) not in self._begun:
            counts[depth] = override
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._begun.add((number, depth))
        for deeper in [d for d in counts if d > depth]:
            restart = self.levels[number][deeper].restart if deeper in self.levels[number] else None
            if restart is None or (restart > 0 and depth < restart):
                del counts[deeper]

    def _spoken(self, number: str, depth: int, counts: dict[int, int], legal: bool) -> str:
        level = self.levels[number].get(depth)
        if level is None:
            return ""
        return spoken(counts.get(depth, level.start), "decimal" if legal else level.form)


def spoken(count: int, form: str) -> str:
    """A count in a number format: 3 → `3`, `03`, `c`, `C`, `iii`, `III`."""
    match form:
        case "lowerLetter":
            return _letters(count)
        case "upperLetter":
            return _letters(count).upper()
        case "lowerRoman":
            return _roman(count).lower()
        case "upperRoman":
            return _roman(count)
        case "decimalZero":
            return f"{count:02d}"
        case "none":
            return ""
    return str(count)


def _letters(count: int) -> str:
    """Word's way: z is followed by aa, then bb."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""


def _roman(count: int) -> str:
    result = ""
    for size, sign in _ROMAN:
        while count >= size and len(result) < 20:
            result, count = result + sign, count - size
    return result


def read_numbering(package: Package) -> Numbering:
    root = package.part("word/numbering.xml")
    found = Numbering()
    if root is None:
        return found
    abstracts = {attribute(a, "abstractNumId"): a for a in root.iterfind(W + "abstractNum")}
    for num in root.iterfind(W + "num"):
        number, abstract = attribute(num, "numId"), value(num, "abstractNumId")
        found.abstract[number] = abstract
        found.levels[number] = _levels(abstracts.get(abstract), abstracts)
        found.overrides[number] = {}
        for override in num.iterfind(W + "lvlOverride"):
            depth = _whole(attribute(override, "ilvl"), 0)
            if (start := value(override, "startOverride")) != "":
                found.overrides[number][depth] = _whole(start, 1)
            if (level := override.find(W + "lvl")) is not None:
                found.levels[number][depth] = _level(level)
    return found


def _levels(abstract: Element | None, abstracts: dict[str, Element]) -> dict[int, Level]:
    if abstract is None:
        return {}
    if link := value(abstract, "numStyleLink"):  # the levels stand in the list that defines the style
        owner = next((a for a in abstracts.values() if value(a, "styleLink") == link), None)
        abstract = owner if owner is not None else abstract
    return {_whole(attribute(level, "ilvl"), 0): _level(level) for level in abstract.iterfind(W + "lvl")}


def _level(level: Element) -> Level:
    restart = value(level, "lvlRestart")
    return Level(
        _whole(value(level, "start"), 1),
        value(level, "numFmt", "decimal"),
        value(level, "lvlText"),
        _whole(restart, 0) if restart else None,
        value(level, "suff", "tab"),
        level.find(W + "isLgl") is not None,
    )


def _whole(text: str, otherwise: int) -> int:
    try:
        return int(text)
    except ValueError:
        return otherwise
