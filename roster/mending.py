"""Words of a position that a scan damaged, put right by the words that the roster itself uses.

Only a word that nobody uses is mended, and only to a near word that stands beside the same neighbours, or is much more
used than any other near word; else it stays as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from roster.positions import phrases
from roster.wording import Words, abbreviations, words_of
from vntext.folding import Key, fold
from vntext.syllables import is_syllable

_OFTEN = 8
#: so long are two words run together, of which one is misread
_GLUED = 6


class Lexicon:
    """The words of a roster's positions and units, how often each is used and beside which, and all short forms."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._count: Counter[str] = Counter()
        self._form: dict[str, str] = {}
        self._pairs: set[tuple[str, str]] = set()
        forms = ((form, times) for text, times in Counter(texts).items() for form in (_tokens(text), words_of(text)))
        for words, times in (*((words, 1) for words in _language()), *forms):
            bare = tuple(map(_bare, words))
            for word in bare:
                self._count[word] += times
            self._form.update(zip(bare, words, strict=True))
            self._pairs.update(pairwise(bare))
        self._words = [word for word in self._count if not word.isdecimal()]
        self._followers, self._leaders = _neighbours(self._pairs)

    def mend(self, position: str) -> str:
        """The position with unknown words replaced by known ones; signs and known words stay."""
        pieces = _pieces(position)
        bare = [_bare(piece) for piece in pieces]
        words = [at for at, piece in enumerate(pieces) if piece[:1].isalnum()]
        for place, at in enumerate(words):
            before = bare[words[place - 1]] if place else ""
            after = words[place + 1] if place + 1 < len(words) else None
            pieces[at] = self._put_right(pieces[at], before, "" if after is None else pieces[after])
            bare[at] = _bare(pieces[at].split()[-1])
        return "".join(pieces)

    def _put_right(self, piece: str, before: str, following: str) -> str:
        """One word between the (bare) word before it and the one that follows."""
        word, after = _bare(piece), _bare(following)
        if word.isdecimal() or len(word) < 2:
            return piece
        if word in self._count:
            common = piece.islower() or following.islower()
            expected = self._expected(word, before, after) if common else ""
            return self._form[expected] if expected else self._with_stroke(piece, word)
        if parted := self._parted(word):
            return " ".join(self._form.get(one, one) for one in parted)
        nearest = self._nearest(word, before, after)
        return self._form[nearest] if nearest else piece

    def _with_stroke(self, word: str, bare: str) -> str:
        """`HDND` for `HĐND`: a short form that lost the stroke of its đ."""
        form = self._form.get(bare, "").lower()
        lost = word.isupper() and 2 < len(word) < 8 and "Đ" not in word and form == form.replace(" ", "")
        return form if lost and "đ" in form and form.replace("đ", "d") == word.lower() else word

    def damaged(self, position: str) -> bool:
        """Has it words that nobody uses and that are no Vietnamese syllables either?"""
        words = (word for word in _tokens(position) if word.isalpha() and not word.isupper())
        return any(_bare(word) not in self._count and not is_syllable(word) for word in words)

    def shortened(self, position: str) -> bool:
        """Has it a word in capitals that nobody uses: an office written short?"""
        if position.isupper():
            return False
        words = (word for word in _tokens(position) if word.isupper() and 1 < len(word) < 8 and word.isalpha())
        return any(_bare(word) not in self._count and not is_syllable(word) for word in words)

    def legible(self, position: str) -> bool:
        """Are all its words known ones?"""
        return all(word.isdecimal() or _bare(word) in self._count for word in _tokens(position))

    def _nearest(self, word: str, before: str, after: str) -> str:
        """The near word with the same neighbours, else the one most used; empty where that is not clear."""
        if (plain := word.replace("rn", "m")) in self._count:
            return plain
        limit = 1 if len(word) < 6 else 2
        distances = cdist([word], self._words, scorer=Levenshtein.distance, score_cutoff=limit)[0]
        near = [(self._words[at], int(distance)) for at, distance in enumerate(distances) if distance <= limit]
        ranked = sorted((-self._beside(before, one, after), distance, -self._count[one], one) for one, distance in near)
        if len(ranked) > 1 and ranked[0][:2] == ranked[1][:2] and ranked[0][2] > _OFTEN * ranked[1][2]:
            return ""
        return ranked[0][3] if ranked else ""

    def _parted(self, word: str) -> Words:
        """`pháttriển` as `phát triển`, `khuvực8` as `khu vực 8`: words that the roster writes side by side, run
        together by a scan."""
        letters = word.rstrip("0123456789")
        cuts = [(letters[:at], letters[at:]) for at in range(2, len(letters) - 1)]
        whole = next((pair for pair in cuts if pair in self._pairs), None)
        found = whole or next(filter(None, (self._nearly(*cut) for cut in cuts)), ())
        return (*found, word[len(letters) :]) if found and letters != word else found

    def _nearly(self, first: str, rest: str) -> tuple[str, str] | None:
        """A word, and one that follows it in the roster but for a letter: `tinhuyy` is tỉnh ủy."""
        if len(first) + len(rest) < _GLUED:
            return None
        near = [one for one in self._followers.get(first, ()) if Levenshtein.distance(one, rest) == 1 < len(one)]
        return (first, near[0]) if len(near) == 1 else None

    def _expected(self, word: str, before: str, after: str) -> str:
        """The one word that is known between these two neighbours, where the word as read never stands beside either:
        `Tính tỷ viên` is Tỉnh ủy viên. Not for names of places (the caller looks at capitals)."""
        if not before or not after or self._beside(before, word, after):
            return ""
        between = self._followers.get(before, set()) & self._leaders.get(after, set())
        near = [one for one in between if one != word and not one.isdecimal() and Levenshtein.distance(one, word) <= 1]
        return near[0] if len(near) == 1 else ""

    def _beside(self, before: str, word: str, after: str) -> int:
        """With how many of its two neighbours the word is known."""
        return int((before, word) in self._pairs) + int((word, after) in self._pairs)


def _neighbours(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """What may follow a word, and what may stand before it."""
    followers: dict[str, set[str]] = defaultdict(set)
    leaders: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        followers[one].add(other)
        leaders[other].add(one)
    return followers, leaders


@lru_cache(maxsize=1)
def _language() -> tuple[Words, ...]:
    """The words of posts in general, and of their usual short forms."""
    forms = (form for pair in abbreviations(notebooks=False).items() for form in pair)
    return (*forms, *phrases())


def _tokens(text: str) -> Words:
    return tuple(piece for piece in _pieces(text) if piece[:1].isalnum())


def _pieces(text: str) -> list[str]:
    """The words of a text and the signs between them."""
    pieces: list[str] = []
    for sign in text:
        if pieces and sign.isalnum() and pieces[-1][-1].isalnum():
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _bare(word: str) -> str:
    return fold(fold(word, Key.KEYWORD), Key.TONELESS)
