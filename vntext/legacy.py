"""Vietnamese text from before Unicode: TCVN3 (ABC) and VNI, told by font name or content, decoded and encoded;
and text that a wrong conversion has damaged.

Sources: TCVN 5712:1993 table VN3 (one byte a letter; capitals by the font's H variant) and the VNI-Windows code table
(a base letter followed by one mark byte, seen as Windows-1252).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from vntext.syllables import soundness


class Encoding(StrEnum):
    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


# VN3 gives each vowel's tones in the order grave, hook, tilde, acute, dot; the runs below are (first code, letters).
_TCVN3_RUNS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
_TCVN3 = {chr(first + i): letter for first, letters in _TCVN3_RUNS for i, letter in enumerate(letters)}
_TCVN3_FROM = str.maketrans(_TCVN3)
_TCVN3_TO = {letter: code for code, letter in _TCVN3.items()}
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_VNI_MARKS = (
    ("aeouyôö", {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}, ""),
    ("aeo", {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}, "\u0302"),
    ("a", {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}, "\u0306"),
)
_VNI_SINGLE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}


def _vni_codes() -> dict[str, str]:
    codes = dict(_VNI_SINGLE)
    for bases, marks, shape in _VNI_MARKS:
        for base in bases:
            for code, tone in marks.items():
                codes[base + code] = unicodedata.normalize("NFC", _VNI_SINGLE.get(base, base) + shape + tone)
    mixed = {k[0] + k[1:].upper(): v for k, v in codes.items() if len(k) > 1}
    capital_first = {k[0].upper() + k[1:]: v.upper() for k, v in codes.items() if len(k) > 1}
    return {k.upper(): v.upper() for k, v in codes.items()} | mixed | capital_first | codes


_VNI = _vni_codes()
_VNI_CODE = re.compile("|".join(map(re.escape, sorted(_VNI, key=len, reverse=True))))
_VNI_TO = {v: k for k, v in _VNI.items() if k == k.lower() or k == k.upper()}


def font_encoding(font: str) -> Encoding:
    """The encoding that a font's name promises: `.VnTime`, `ABCDEF+.VnTimeH` → TCVN3; `VNI-Times` → VNI."""
    name = font.rsplit("+", 1)[-1].lstrip()
    if re.match(r"\.?Vn[A-Z3]", name):
        return Encoding.TCVN3
    return Encoding.VNI if re.match(r"VNI[- ]|VNTime|VNI", name) else Encoding.UNICODE


def is_capital_font(font: str) -> bool:
    """TCVN3 fonts that show small letters as capitals: `.VnTimeH`, `.VnArialH`, with or without a style suffix."""
    return bool(re.search(r"H(?:[-, ]*(?:Bold|Italic|BoldItalic))?$", font.rsplit("+", 1)[-1]))


def decode(text: str, encoding: Encoding, capitals: bool = False) -> str:
    """Legacy codes (as Windows-1252 or Latin-1 characters) → Unicode NFC; `capitals` for an H font of TCVN3."""
    if encoding is Encoding.TCVN3:
        plain = text.translate(_TCVN3_FROM)
        return plain.upper() if capitals else plain
    if encoding is Encoding.VNI:
        return _VNI_CODE.sub(lambda code: _VNI[code[0]], text)
    return unicodedata.normalize("NFC", text)


def decode_font(text: str, font: str) -> str:
    """`text` as a run in `font` means it."""
    encoding = font_encoding(font)
    return decode(text, encoding, encoding is Encoding.TCVN3 and is_capital_font(font))


def encode(text: str, encoding: Encoding) -> str:
    """Unicode → legacy codes. TCVN3 has no capitals with tone marks: those raise KeyError."""
    composed = unicodedata.normalize("NFC", text)
    if encoding is Encoding.TCVN3:
        return "".join(_to_tcvn3(c) for c in composed)
    if encoding is Encoding.VNI:
        return "".join(_VNI_TO.get(c, c) for c in composed)
    return composed


def _to_tcvn3(letter: str) -> str:
    if letter.lower() in _TCVN3_TO and letter not in _TCVN3_TO:
        raise KeyError(letter)
    return _TCVN3_TO.get(letter, letter)


def detect(text: str) -> Encoding:
    """By content alone: the reading with the most Vietnamese syllables; Unicode unless another is clearly better."""
    scores = {encoding: _score(decode(text, encoding)) for encoding in Encoding}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > scores[Encoding.UNICODE] + 0.15 else Encoding.UNICODE


_LONGEST_WORD = 60


def _score(text: str) -> float:
    """Valid syllables among all words, where a word is what stands between white space."""
    words = [w.strip(".,;:()[]\"'!?-–/“”0123456789") for w in text.split()[:4000]]
    words = [w for w in words if 1 < len(w) < _LONGEST_WORD]
    if not words:
        return 0.0
    pieces = [soundness(w) for w in words]
    return sum(p.valid * (0.5 + 0.5 * p.marked) for p in pieces) / len(words)


def decode_bytes(raw: bytes) -> tuple[str, str]:
    """(text, encoding's name) of bytes that are not valid UTF-8 or UTF-16: the best of Windows-1258, TCVN3, VNI."""
    latin = raw.decode("latin-1")
    western = raw.decode("cp1252", "replace")
    readings = {
        "windows-1258": unicodedata.normalize("NFC", raw.decode("cp1258", "replace")),
        "tcvn3": decode(latin, Encoding.TCVN3),
        "vni": decode(western, Encoding.VNI),
        "utf-8": raw.decode("utf-8", "replace"),
    }
    name = max(readings, key=lambda key: _score(readings[key]))
    return readings[name], name


class Damage(StrEnum):
    #: Unicode text that went through a VNI converter once more (không → khơng, có → cĩ, Toàn → Tồn)
    VNI_TWICE = "vni_twice"
    #: TCVN3 text whose ư (code 0xAD, the soft hyphen) was dropped (trường → trờng, được → đợc)
    LOST_U_HORN = "lost_u_horn"


@dataclass(frozen=True, slots=True)
class Repair:
    """`text` after the certain repairs; `unsure` are words that may be damaged and look sound."""

    text: str
    damage: Damage | None = None
    unsure: tuple[str, ...] = ()


# The rimes ơng, ơc (any tone) do not exist in Vietnamese: they are the sign of either damage.
_HORN = re.compile(r"(?<!ư)([ơờớởỡợ])(?=ng\b|c\b)", re.IGNORECASE)
_TONED_HORN = re.compile(r"(?<!ư)[ờớởỡợ](?:ng|c)\b", re.IGNORECASE)
_PLAIN_ONG = re.compile(r"(?<!ư)(ơ)(?=ng\b)", re.IGNORECASE)
_TWICE_SURE = re.compile(r"\b(?:khơng|cơng|đơng|nơng|thơng|cĩ|đĩ|nĩi)\b", re.IGNORECASE)
_SOUND = re.compile(r"\b(?:không|công|đông|nông|thông|có|đó|nói)\b", re.IGNORECASE)
_TWICE_I = re.compile(r"\b(c|đ|n|g|h|x)ĩ(?=\b|i\b|p\b|m\b)", re.IGNORECASE)
_AMBIGUOUS = re.compile(r"\b[^\W\d_]*[ồố](?:n|ng|t|c)?\b", re.IGNORECASE)


def repair(text: str) -> Repair:
    """Finds damage at document level; reverses what can be only one thing and names the words that stay unsure."""
    damage = _damage(text)
    if damage is None:
        return Repair(text)
    fixed = undo(text, damage)
    unsure = {m[0] for m in _AMBIGUOUS.finditer(fixed)} if damage is Damage.VNI_TWICE else set()
    return Repair(fixed, damage, tuple(sorted(unsure)))


def _damage(text: str) -> Damage | None:
    sure, sound = len(_TWICE_SURE.findall(text)), len(_SOUND.findall(text))
    if sure >= 3 and sure > 4 * sound:
        return Damage.VNI_TWICE
    return Damage.LOST_U_HORN if len(_TONED_HORN.findall(text)) >= 3 else None


def undo(text: str, damage: Damage) -> str:
    """The certain part of a damage reversed; works on any stretch of a document that `repair` found damaged."""
    if damage is Damage.LOST_U_HORN:
        return _HORN.sub(lambda m: ("Ư" if m[1].isupper() else "ư") + m[1], text)
    fixed = _PLAIN_ONG.sub(lambda m: "Ô" if m[1].isupper() else "ô", text)
    return _TWICE_I.sub(lambda m: m[1] + ("Ó" if m[0][1:2].isupper() else "ó"), fixed)
