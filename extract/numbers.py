"""Numbers of documents: `32-QĐ/TU` of the Party, `30/2020/NĐ-CP` of the State, as printed, typed and read by machines.

Party order is number-TYPE/ISSUER, State order number/year/TYPE-ISSUER; no number fits both. A number is no key by
itself: issuer, type, number and date together are. Source: domain notes 1.4 to 1.6 and the damage records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extract.reading import flat
from extract.terms import damages, document_types


class System(StrEnum):
    """The two parallel systems of papers, each with its own numbers, headers and signatures."""

    PARTY = "party"
    STATE = "state"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """`text` is the normal form (`32-QĐ/TU`); `symbol` and `organ` are its parts (`QĐ`, `TU`).

    `serial` keeps its leading zeros in `text` only. `repaired` says that a damaged letter was mended.
    """

    text: str
    system: System
    serial: int
    symbol: str | None
    organ: str
    year: int | None = None
    restricted: bool = False
    repaired: bool = False

    @property
    def key(self) -> tuple[int, int | None, str, str]:
        """What two spellings of one number share: 5 = 05, and QĐ = QĐi = QyĐ (renamed back and forth)."""
        symbol = "QĐ" if self.symbol in ("QĐi", "QyĐ") else self.symbol or ""
        return self.serial, self.year, symbol, self.organ


@dataclass(frozen=True, slots=True)
class NumberMention:
    """`number` as it stands at `start:end` of the text that was searched."""

    number: DocumentNumber
    start: int
    end: int


_PARTY_ORGANS = (
    r"(?:BTC|BTG|BTGDV|BDV|BNC|UBKT|VP|BCĐ|HĐ|BXDĐ|BXD|BCS|CQ|BQL|TTCT|TTBDCT|BBV|BKT|HĐLL)?"
    r"(?:TW|TU|HU|QU|ThU|TxU|TXU|ĐU|ĐUK|ĐUCA|ĐUQS)"
    r"|CB|CBCS|CU|ĐH|BCSĐ|ĐĐ|TWĐTN|TWĐ|TĐTN|ĐTN|BTV|BCH|BCĐ\d*|ĐCT"
)
_ORGAN = r"[A-ZĐ][A-Za-zĐđƯư]{0,13}(?:\.[ƯưW])?"
# the end of a number: nothing of a word follows; a unit may follow a dash (`TWĐTN-VP`), and `/nb` marks inner papers
_TAIL = r"(?P<unit>-[A-ZĐ]{2,8}(?![\w]))?(?P<nb>\s{0,1}/\s{0,1}nb)?(?![\w/])"


@lru_cache(maxsize=1)
def _damaged_symbols() -> dict[str, str]:
    return {read: d.means for d in damages() if not d.organ for read in d.read}


@lru_cache(maxsize=1)
def _damaged_organs() -> dict[str, str]:
    return {read: d.means for d in damages() if d.organ for read in d.read}


@lru_cache(maxsize=2)
def _symbols(system: System) -> frozenset[str]:
    party = system is System.PARTY
    return frozenset(s for kind in document_types() if (kind.party if party else kind.state) for s in kind.symbols)


def _alternatives(words: set[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@lru_cache(maxsize=1)
def _party_pattern() -> re.Pattern[str]:
    misread = {r for d in damages() if not d.organ and not d.state_only for r in d.read}
    symbol = _alternatives(set(_symbols(System.PARTY)) | misread)
    organs = _alternatives({r for d in damages() if d.organ for r in d.read})
    slash = r"\s{0,2}/\s{0,2}"
    return re.compile(
        rf"(?<![\w/.,-])(?P<num>[\dOolI]{{1,5}})(?:\s{{0,3}}-\s{{0,3}}|\s{{0,2}})(?P<symbol>{symbol})"
        rf"(?:{slash}(?P<organ>(?:{_PARTY_ORGANS}|{organs})(?![\w])|{_ORGAN})"
        rf"|[-1lI| ]{{1,2}}(?P<bare>{_PARTY_ORGANS})(?![\w]))"
        rf"{_TAIL}"
    )


@lru_cache(maxsize=1)
def _state_pattern() -> re.Pattern[str]:
    misread = {r for d in damages() if not d.organ and not d.party_only for r in d.read if r.isalpha()}
    symbol = _alternatives(
        set(_symbols(System.STATE)) | misread | {"HĐ", "NĐ", "QyĐ", "BGN", "BTT", "GUQ", "GGT", "PC"}
    )
    gap = r"\s{0,2}"
    return re.compile(
        rf"(?<![\w/.,-])(?P<num>\d{{1,5}}){gap}/{gap}(?:(?P<year>(?:19|20)\d\d){gap}/{gap})?"
        rf"(?:(?P<symbol>{symbol}){gap}-{gap})?(?P<organ>[A-ZĐ][A-Za-zĐ0-9]{{1,13}}(?:{gap}-{gap}[A-ZĐ][A-Za-zĐ0-9]{{0,9}}){{0,4}})(?![\w/])"
    )


# resolutions of the National Assembly's standing committee put the year in the middle: NQ... 1211/2016/UBTVQH13
_ASSEMBLY = re.compile(r"^(?:UBTV)?QH\d{1,2}$")


def find_numbers(text: str, start: int = 0, end: int | None = None) -> tuple[NumberMention, ...]:
    """All numbers in `text[start:end]`, left to right, none overlapping; offsets are those of `text`."""
    stop = len(text) if end is None else end
    window = flat(text[start:stop])
    found = [*_party(window), *_state(window)]
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[NumberMention] = []
    for mention in found:
        if not kept or start + mention.start >= kept[-1].end:
            kept.append(NumberMention(mention.number, start + mention.start, start + mention.end))
    return tuple(kept)


def parse_number(text: str) -> DocumentNumber | None:
    """The first number in a short text (`Số: 32 -QĐ/TU` → `32-QĐ/TU`); None where there is none."""
    found = find_numbers(text)
    return found[0].number if found else None


def _party(window: str) -> list[NumberMention]:
    found = []
    for match in _party_pattern().finditer(window):
        number = _party_number(match)
        if number is not None:
            found.append(NumberMention(number, match.start(), match.end()))
    return found


def _party_number(match: re.Match[str]) -> DocumentNumber | None:
    digits = _digits(match["num"])
    if digits is None:
        return None
    symbol = _damaged_symbols().get(match["symbol"], match["symbol"])
    read_organ = match["organ"] or match["bare"]
    organ = _damaged_organs().get(read_organ, read_organ)
    unit, inner = match["unit"] or "", "/nb" if match["nb"] else ""
    return DocumentNumber(
        text=f"{digits}-{symbol}/{organ}{unit}{inner}",
        system=System.PARTY,
        serial=int(digits),
        symbol=symbol,
        organ=organ + unit,
        restricted=bool(inner),
        repaired=(symbol, organ, digits) != (match["symbol"], match["organ"], match["num"]),
    )


def _digits(read: str) -> str | None:
    """`O8` → `08`, `l2` → `12`; None where no true digit stands."""
    if not any(c.isdecimal() for c in read):
        return None
    return read.translate(str.maketrans("OolI", "0011"))


def _state(window: str) -> list[NumberMention]:
    return [NumberMention(_state_number(m), m.start(), m.end()) for m in _state_pattern().finditer(window)]


def _state_number(match: re.Match[str]) -> DocumentNumber:
    read = match["symbol"]
    symbol = _damaged_symbols().get(read, read) if read and read not in _symbols(System.STATE) else read
    parts = [p.strip() for p in match["organ"].split("-")]
    organ = "-".join(_damaged_organs().get(p, p) for p in parts)
    year = f"{match['year']}/" if match["year"] else ""
    party = bool(re.fullmatch(_PARTY_ORGANS, organ)) and not year
    return DocumentNumber(
        text=f"{match['num']}/{year}{symbol + '-' if symbol else ''}{organ}",
        system=System.PARTY if party else System.STATE,
        serial=int(match["num"]),
        symbol=symbol,
        organ=organ,
        year=int(match["year"]) if match["year"] else None,
        repaired=(symbol or "", organ) != (read or "", "-".join(parts)),
    )


def is_assembly(number: DocumentNumber) -> bool:
    """A law or resolution of the National Assembly (`91/2025/QH15`): its organ names it without any symbol."""
    return bool(_ASSEMBLY.match(number.organ))
