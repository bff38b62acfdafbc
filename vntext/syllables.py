"""Which letter strings are Vietnamese syllables: onset + rime + tone, by the rules of the spelling.

The share of valid syllables tells a sound text from a broken encoding, a poor OCR layer or a foreign text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = ("c", "ch", "p", "t")
_STOP_TONES = frozenset("\u0301\u0323")
_ONSETS = tuple(
    sorted(
        re.findall(r"\S+", "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"), key=len, reverse=True
    )
)
_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op
    ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uôc uôi uôm
    uôn uông uôt uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu
"""
#: spoken as in "quyên", which is never written with g
_NEVER_AFTER_G = ("uy", "uê", "uâ")
_RIMES = frozenset(re.findall(r"\S+", _RIME_LIST))
# Bounded on both sides of the @, so that a text without spaces costs no more than its length.
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w.+-]{1,64}@[\w.-]{1,255}")
_TOKEN = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


@dataclass(frozen=True, slots=True)
class Soundness:
    """`tokens`: words of two letters and more; `valid`: the share of syllables; `marked`: of marked words."""

    tokens: int
    valid: float
    marked: float


@lru_cache(maxsize=32768)
def is_syllable(word: str) -> bool:
    """Is the word (any case, any Unicode form) one Vietnamese syllable?"""
    base, tones = _split_tone(word.lower())
    if len(tones) > 1:
        return False
    return any(_fits(base[len(onset) :], onset, tones) for onset in ("", *_ONSETS) if base.startswith(onset))


def _split_tone(word: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)), "".join(
        c for c in parts if c in _TONES
    )


def _fits(rime: str, onset: str, tone: str) -> bool:
    if onset == "gi" and rime in ("", "n", "m", "ng", "êt", "êng"):
        return True
    if rime not in _RIMES or (onset == "g" and rime.startswith(_NEVER_AFTER_G)):
        return False
    return not rime.endswith(_STOPPED) or rime.endswith("nh") or (tone in _STOP_TONES and tone != "")


def soundness(text: str) -> Soundness:
    """How Vietnamese a text is; short abbreviations in capitals and web addresses are left out."""
    tokens = [
        t
        for t in _TOKEN.findall(_ADDRESS.sub(" ", unicodedata.normalize("NFC", text)))
        if len(t) > 1 and not _abbreviation(t)
    ]
    if not tokens:
        return Soundness(0, 0.0, 0.0)
    valid = sum(map(is_syllable, tokens))
    marked = sum(any(ord(c) > 127 for c in t) for t in tokens)
    return Soundness(len(tokens), valid / len(tokens), marked / len(tokens))


def _abbreviation(token: str) -> bool:
    return len(token) <= 5 and token.isupper() and not is_syllable(token)
