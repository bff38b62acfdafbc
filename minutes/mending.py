"""Field words that a scan damaged, put right before the paragraph is read: `kbông`, `vắngmặt`, `đồ ng chí`.

Only words that are no Vietnamese syllables are mended, only in small letters (names and posts are the matcher's), and
only to words of the field's own phrases; what two of them could be stays as it is. What only lost marks within a phrase
is `wording.read`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from minutes.letters import LOWER, UPPER
from minutes.wording import BOOKS, key_of, records
from vntext.folding import Key, fold
from vntext.names import is_surname, surnames
from vntext.syllables import is_syllable

_WORD = re.compile(r"[^\W_]+")
#: letters that an OCR engine takes for one another, as one sign
_ALIKE = str.maketrans(
    {"l": "i", "1": "i", "t": "f", "b": "h", "n": "u", "e": "c", "o": "c", "0": "c", "q": "g", "5": "s"}
)


@dataclass(frozen=True, slots=True)
class Edit:
    """`start:end` of the text is to be read as `words`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class _Known:
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    by_shape: dict[str, tuple[str, ...]]
    bare: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    key: str
    start: int
    end: int


def edits(text: str) -> tuple[Edit, ...]:
    """What to put right in a damaged text, in order, never overlapping."""
    tokens = [_Token(m[0], key_of(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    found: list[Edit] = []
    for index, token in enumerate(tokens):
        if found and token.start < found[-1].end:
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        edit = (
            _stray(text, token, following)
            or _title(text, token, following)
            or _of_name(token, _begins_name(text, token))
            or _torn_name(text, token, following)
        )
        if edit is None and _mendable(text, token, following):
            edit = _joined(text, token, following)
        if edit is None and not _sound(token.key):
            before = tokens[index - 1].key if index else ""
            if _mendable(text, token, following):
                edit = _mended(token, before, following.key if following else "")
            elif following is not None and following.text.islower():
                edit = _led_word(token, following)
        if edit is not None:
            found.append(edit)
    return tuple(found)


def mended(text: str, offsets: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """The text put right, with the offset of each of its code points (one more at the end)."""
    out: list[str] = []
    places: list[int] = []
    at = 0
    for edit in (*edits(text), Edit(len(text), len(text), "")):
        out.append(text[at : edit.start])
        places.extend(offsets[at : edit.start])
        last = edit.end - edit.start - 1
        out.append(edit.words)
        places.extend(offsets[edit.start + min(i, last)] for i in range(len(edit.words)))
        at = edit.end
    return "".join(out), (*places, offsets[-1])


#: letters that are neither a word nor an abbreviation of the field nor a tick
_STRAY = frozenset("ilmnrstv")


def _stray(text: str, token: _Token, following: _Token | None) -> Edit | None:
    """A speck between two words that was read as a letter (`đảng v viên`); in a row of a table it may be a tick."""
    alone = token.text in _STRAY and re.search(r"[^\W\d_],? $", text[: token.start]) is not None
    if not alone or following is None or text[token.end : following.start] != " " or "|" in text:
        return None
    return Edit(token.start, following.start, "") if following.text[0].isalpha() else None


def _title(text: str, token: _Token, following: _Token | None) -> Edit | None:
    """`Đức Nguyễn Thị Tư` at the head of an item: what a scan makes of `Đ/c`."""
    if token.key not in ("đức", "đúc", "đíc", "địc", "đừc", "đưc") or following is None:
        return None
    begins = re.search(r"(?:^|[;:(.,\d+-])\s*$", text[: token.start]) is not None
    named = is_surname(following.text) and following.text[0].isupper() and text[token.end : following.start] == " "
    more = re.match(rf"\s[{UPPER}]", text[following.end :]) is not None
    return Edit(token.start, token.end, f"{token.text[0]}/c") if begins and named and more else None


#: a small letter and a capital run together: `LêThị`, `đ/cNguyễn`, `xãTam`, `tịchUBND`, `HĐNDxã`
_GLUED = re.compile(
    rf"(?<=[{LOWER}])(?=[{UPPER}][{LOWER}])|(?<=[{LOWER}]{{2}})(?=[{UPPER}]{{2}})|(?:(?<=UBND)|(?<=HĐND)|(?<=MTTQ))(?=[{LOWER}])"
)


def _of_name(token: _Token, first: bool) -> Edit | None:
    """Words of a name run together, and a family name with a letter like its own: no given name is ever guessed."""
    if token.text[:1].isupper() and not is_syllable(token.key):
        if len(token.text) > 8 and (parted := _family_first(token.text)):
            return Edit(token.start, token.end, parted)
        like = _families().get(_shape(token.key), ())
        if first and len(token.text) > 3 and len(like) == 1 and token.key not in like:
            family = like[0].upper() if token.text.isupper() else like[0].capitalize()
            return Edit(token.start, token.end, family)
    words = _GLUED.sub(" ", token.text)
    return Edit(token.start, token.end, words) if " " in words else None


def _begins_name(text: str, token: _Token) -> bool:
    """Does no other capitalised word stand right before it?"""
    before = re.search(r"([^\W_]+)\s$", text[: token.start])
    if before is None or not before[1][:1].isupper():
        return True
    return len(before[1]) > 1 and before[1].isupper() != token.text.isupper()


def _family_first(word: str) -> str | None:
    """`NGUYỄNTHANH` → `NGUYỄN THANH`."""
    cuts = [at for at in range(2, len(word) - 1) if is_surname(word[:at]) and is_syllable(word[at:])]
    return f"{word[: cuts[-1]]} {word[cuts[-1] :]}" if cuts else None


def _torn_name(text: str, token: _Token, following: _Token | None) -> Edit | None:
    """`N guyễn`: the first letter of a family name stands apart."""
    if following is None or len(token.text) != 1 or not token.text.isupper() or following.text[:1].isupper():
        return None
    whole = token.text + following.text
    torn = text[token.end : following.start] == " " and is_surname(whole) and not is_syllable(following.key)
    return Edit(token.start, following.end, whole) if torn else None


@lru_cache(maxsize=1)
def _families() -> dict[str, tuple[str, ...]]:
    return _grouped(surnames(), _shape)


def _mendable(text: str, token: _Token, following: _Token | None) -> bool:
    """Small letters, or one capital where a sentence begins; never what a name may be made of."""
    if token.text.islower():
        return True
    begins = not re.search(r"[\w,/]\s*$", text[: token.start])
    capital = token.text[:1].isupper() and token.text[1:].islower()
    return capital and begins and following is not None and following.text.islower()


def _sound(word: str) -> bool:
    return is_syllable(word) or word.isdecimal() or len(word) < 3 or word in _known().words


def _joined(text: str, token: _Token, following: _Token | None) -> Edit | None:
    """A word torn in two."""
    if following is None or text[token.end : following.start] != " " or not following.text.islower():
        return None
    whole = token.key + following.key
    torn = not (is_syllable(token.key) and is_syllable(following.key))
    if torn and len(whole) > 2 and whole in _known().words:
        return Edit(token.start, following.end, _cased(whole, token.text))
    return None


def _mended(token: _Token, before: str, after: str) -> Edit | None:
    word = _nearest(token.key, before, after) or _parted(token.key, before, after)
    return Edit(token.start, token.end, _cased(word, token.text)) if word else None


def _led_word(token: _Token, following: _Token) -> Edit | None:
    """`Cbức vụ` in the middle of a line: a capital word of the field by the word behind it, and by nothing else."""
    near = {w for w in _candidates(token.key) if (w, following.key) in _known().pairs}
    word = _best(token.key, near) if token.text[1:].islower() else None
    return Edit(token.start, token.end, _cased(word, token.text)) if word else None


def _cased(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def _parted(word: str, before: str, after: str) -> str | None:
    """Two words run together: both known, the one or the other perhaps with a letter like another."""
    found = []
    for cut in range(2, len(word) - 1):
        one, two = word[:cut], word[cut:]
        left = one if one in _known().words else _nearest(one, before, two)
        right = two if two in _known().words else _nearest(two, one, after)
        if left and right and (left, right) in _known().pairs:
            found.append((int(left != one) + int(right != two), f"{left} {right}"))
    return min(found)[1] if found else None


def _nearest(word: str, before: str, after: str) -> str | None:
    """The known word of the same shape or one letter away: the one that stands beside these neighbours, else the only
    one."""
    near = {w for w in _candidates(word) if len(w) > 1}
    beside = {w for w in near if (before, w) in _known().pairs or (w, after) in _known().pairs}
    for group in (beside, near if len(word) > 3 else set()):
        best = _best(word, group)
        if best is not None:
            return best
    return None


def _best(word: str, group: set[str]) -> str | None:
    ranked = sorted((_cost(word, w), w) for w in group)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _cost(seen: str, meant: str) -> tuple[int, int]:
    return Levenshtein.distance(_shape(seen), _shape(meant)), Levenshtein.distance(seen, meant)


def _candidates(word: str) -> Iterator[str]:
    known, shape, bare = _known(), _shape(word), fold(word, Key.TONELESS)
    yield from known.by_shape.get(shape, ())
    if len(bare) >= 4:
        for other, words in known.bare.items():
            if abs(len(other) - len(bare)) <= 1 and Levenshtein.distance(bare, other, score_cutoff=1) <= 1:
                yield from words


def _shape(word: str) -> str:
    return fold(word, Key.TONELESS).replace("rn", "m").translate(_ALIKE)


@lru_cache(maxsize=1)
def _known() -> _Known:
    phrases = [_plain(str(p)) for book in BOOKS for record in records(book) for p in _phrases(record)]
    words = frozenset(w for phrase in phrases for w in phrase if w.isalpha())
    pairs = frozenset(pair for phrase in phrases for pair in pairwise(phrase))
    return _Known(words, pairs, _grouped(words, _shape), _grouped(words, lambda w: fold(w, Key.TONELESS)))


def _phrases(record: dict[str, object]) -> list[object]:
    value = record.get("phrases", [])
    return value if isinstance(value, list) else []


def _plain(phrase: str) -> list[str]:
    """The words of a template, choices in a row."""
    return re.findall(r"[^\W_]+", key_of(phrase))


def _grouped(words: frozenset[str], by: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        found.setdefault(by(word), []).append(word)
    return {key: tuple(group) for key, group in found.items()}
