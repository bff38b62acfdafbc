"""When two rules are one: issuer + type + number + date + clause + duty. A number alone is no key. Pure.

Readings differ: a press report has no clause and perhaps no date, a better grammar reads a post that was unknown
before. So identity is tried from strict to loose, and only within one document and action."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from rules_catalog.bodies import issuer_key, place_of
from rules_catalog.rule import Instrument, RuleTerms
from vntext.folding import Key, fold, squeeze

#: QĐ, QĐi and QyĐ are one sign as far as citations go
_DECISION_SIGNS = re.compile(r"\bq(y?)đ(i?)\b")
_NUMBER = re.compile(r"^0*(\d+)")
_LEVELS = frozenset({"phần", "chương", "mục", "điều", "khoản", "điểm", "gạch"})
_NOT_WORD = re.compile(r"[^\w/]+")


@lru_cache(maxsize=16384)
def number_key(number: str | None) -> str:
    """`32-QĐ/TU`, `032 - QĐi / TU` → `32qđ/tu`."""
    folded = squeeze(fold(number or "", Key.EXACT)).replace("t.ư", "tw").replace("tư", "tw")
    folded = _DECISION_SIGNS.sub("qđ", folded)
    return _NUMBER.sub(r"\1", _NOT_WORD.sub("", folded))


def document_key(document: Instrument) -> str:
    """One text for one document, however it was cited."""
    issued = document.issued.isoformat() if document.issued else ""
    kind = "" if document.number else squeeze(fold(document.type or "", Key.PLACEMENT))
    return "|".join((issuer_key(document.issuer), kind, number_key(document.number), issued))


def same_document(one: Instrument, other: Instrument) -> bool:
    """Do both name one document? What one of them does not say (date, place) does not part them; what differs does."""
    if number_key(one.number) != number_key(other.number):
        return False
    if one.issued and other.issued and one.issued != other.issued:
        return False
    if not one.number and (one.type or "").lower() != (other.type or "").lower():
        return False
    here, there = place_of(one.issuer), place_of(other.issuer)
    if here and there and here != there:
        return False
    # Something beyond the number has to agree: numbers start again with each committee, in each place.
    return bool((here and here == there) or (one.issued and one.issued == other.issued))


def people_key(terms: RuleTerms) -> str:
    """For whom: the ids, or the words where there is no id."""
    return f"{_set(terms.who_ids, terms.who)}-{_set(terms.who_excludes_ids, terms.who_excludes)}"


def identity(terms: RuleTerms) -> str:
    """The strict identity, as it is stored."""
    return "|".join((document_key(terms.document), clause_key(terms.clause), terms.action, people_key(terms)))


def clause_key(clause: str | None) -> str:
    return squeeze(fold(clause or "", Key.KEYWORD))


def clause_parts(clause: str | None) -> frozenset[str]:
    """`khoản 1 Điều 3` and `Điều 3 khoản 1` are the same parts: {"điều 3", "khoản 1"}."""
    words = clause_key(clause).replace(",", " ").split()
    return frozenset(f"{level} {number}" for level, number in pairwise(words) if level in _LEVELS)


def likeness(one: RuleTerms, other: RuleTerms) -> int:
    """How surely both are one duty, 0 (they are not) to 5 (strictly the same)."""
    if one.action is not other.action or not same_document(one.document, other.document):
        return 0
    clauses = clause_key(one.clause), clause_key(other.clause)
    if people_key(one) == people_key(other):
        return 5 if clauses[0] == clauses[1] else 4 if not all(clauses) else 2
    if clauses[0] and clauses[1] and clauses[0] != clauses[1]:
        return 0
    if one.quote and _words(one.quote) == _words(other.quote) and _share(one, other):
        return 3
    return 2 if _share(one, other) and one.per is other.per and one.min_count == other.min_count else 0


def _share(one: RuleTerms, other: RuleTerms) -> bool:
    """Do both speak of the same people in some part? (All the people of one among those of the other.)"""
    ours, theirs = _people(one), _people(other)
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _people(terms: RuleTerms) -> set[str]:
    return {*(who for who in terms.who_ids if who), *(_words(who) for who in terms.who)}


def _set(ids: Iterable[str | None], words: tuple[str, ...]) -> str:
    named = [found or (_words(words[index]) if index < len(words) else "?") for index, found in enumerate(ids)]
    return ",".join(sorted(named)) or ",".join(sorted(map(_words, words)))


def _words(text: str) -> str:
    return squeeze(fold(text, Key.KEYWORD))
