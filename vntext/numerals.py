"""Numbers in words and digits: hai mươi mốt ↔ 21; `02 (hai)`; Roman numerals of quarters and terms."""

from __future__ import annotations

import re

from vntext.folding import Key, fold

_UNITS = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
#: forms that stand only after `mươi`
_AFTER_TENS = {"mốt": 1, "lăm": 5, "nhăm": 5, "tư": 4}
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

#: a number from 1 to 99 in digits or words, as a regular expression on text folded with `Key.PLACEMENT`
NUMBER = (
    r"(?:\d{1,3}|(?:(?:hai|ba|bốn|năm|sáu|bảy|tám|chín) )?mươi(?: (?:một|mốt|hai|ba|bốn|tư|lăm|nhăm|sáu|bảy|tám|chín))?"
    r"|mười(?: (?:một|hai|ba|bốn|lăm|sáu|bảy|tám|chín))?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín)"
)


#: a year of this century or the last in words: `hai nghìn không trăm hai mươi lăm`
_COLLOQUIAL = r"(?:một|hai|ba) (?:mốt|hai|ba|bốn|tư|lăm|nhăm|sáu|bảy|tám|chín)"
_NO_MORE = r"(?! (?:một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|tám|chín|mươi))"
YEAR_IN_WORDS = (
    rf"hai (?:nghìn|ngàn)(?:(?: không trăm)?(?: (?:lẻ|linh|không))? (?:{_COLLOQUIAL}|{NUMBER}))?(?![^\W_]){_NO_MORE}"
)


def year(text: str) -> int | None:
    """The year of four digits, or of words as in `YEAR_IN_WORDS`; None for anything else."""
    words = fold(text, Key.PLACEMENT).split()
    if len(words) == 1 and words[0].isdecimal() and len(words[0]) == 4:
        return int(words[0])
    if words[:1] != ["hai"] or words[1:2] not in (["nghìn"], ["ngàn"]):
        return None
    rest = [w for w in words[2:] if w not in ("trăm", "không", "lẻ", "linh")]
    if len(rest) == 2 and "mươi" not in rest and rest[0] != "mười":
        rest = [rest[0], "mươi", rest[1]]  # `hai lăm` said for `hai mươi lăm`
    value = _of_words(rest) if rest else 0
    return None if value is None else 2000 + value


def number(text: str) -> int | None:
    """The value of digits or Vietnamese words from 0 to 99 (`02` → 2, `hai mươi mốt` → 21); None for anything else."""
    words = fold(text, Key.PLACEMENT).split()
    if len(words) == 1 and words[0].isdecimal() and words[0].isascii():
        return int(words[0])
    return _of_words(words)


def _of_words(words: list[str]) -> int | None:
    match words:
        case ["mười"]:
            return 10
        case ["mười", "lăm" | "nhăm"]:
            return 15
        case ["mười", unit] if _UNITS.get(unit, 0) not in (0, 5):
            return 10 + _UNITS[unit]
        case [tens, "mươi"] if _UNITS.get(tens, 0) >= 2:
            return 10 * _UNITS[tens]
        case [tens, "mươi", unit] if _UNITS.get(tens, 0) >= 2:
            last = _AFTER_TENS.get(unit, _UNITS.get(unit, 0))
            return 10 * _UNITS[tens] + last if last else None
        case [unit] if unit != "tư":
            return _UNITS.get(unit)
    return None


def words(value: int) -> str:
    """21 → `hai mươi mốt`; 0 to 99. Raises ValueError beyond."""
    if not 0 <= value <= 99:
        raise ValueError(f"not between 0 and 99: {value}")
    names = {v: k for k, v in _UNITS.items() if k not in ("tư", "bẩy")}
    tens, unit = divmod(value, 10)
    if tens == 0:
        return names[unit]
    last = {1: "mốt", 5: "lăm"}.get(unit, names[unit]) if tens > 1 else {5: "lăm"}.get(unit, names[unit])
    head = "mười" if tens == 1 else f"{names[tens]} mươi"
    return head if unit == 0 else f"{head} {last}"


def roman(text: str) -> int | None:
    """`XIV` → 14; None for what is no Roman numeral."""
    upper = text.strip().upper()
    if not upper or not _ROMAN.fullmatch(upper):
        return None
    values = [_ROMAN_VALUES[letter] for letter in upper]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
