"""Which branch is meant: a written name with its parent, place and day → branch ids with reasons, or honest doubt.

There are many "Chi bộ ấp 1": a hamlet's name alone never settles a branch, unless all known branches have one parent.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz.distance import Levenshtein

from roster.mentions import Candidate, Verdict
from roster.people import Branch, Roster
from roster.places import KINDS, kinds, marked_words, place_words, proper
from roster.schedules import meets_on
from roster.wording import Words
from vntext.folding import Key, fold

_COMMUNE_KINDS = frozenset(("xa", "phuong", "tran"))
_COMMUNES = (" xã ", " phường ", " thị trấn ", " đặc khu ")


@dataclass(frozen=True, slots=True)
class BranchMatch:
    """`branch_id` is the best candidate where the verdict is not DIFFERENT; candidates have ids of branches."""

    branch_id: str | None
    candidates: tuple[Candidate, ...]
    verdict: Verdict
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """What a sheet says of its branch."""

    name: str
    parent: str
    place: str
    on: date | None
    expected: frozenset[str]
    unclear: bool = False
    signed_at: str = ""


def resolve_branch(
    name: str,
    parent: str,
    place: str,
    on: date | None,
    roster: Roster,
    *,
    expected: frozenset[str] = frozenset(),
    unclear: bool = False,
    signed_at: str = "",
) -> BranchMatch:
    """Ranked branches for what a sheet says. `expected`: the branches of the superiors who surely attended; `unclear`:
    the name was hardly legible, so that a branch is settled only where no other could have been read like it;
    `signed_at`: the place in the line of the date, which may say the parent's name with its right marks."""
    written = _Written(*_parted(name, parent), place, on, expected, unclear, signed_at)
    scored = sorted(_scored(written, roster), key=lambda one: (-one[1], one[0]))
    if not scored:
        return BranchMatch(None, (), Verdict.DIFFERENT, 0.99, ("branch_nobody",))
    branch_id, odds, reasons = scored[0]
    guards = tuple(_guards(written, scored, roster))
    confidence = _confidence(odds)
    verdict = _verdict(confidence, guards)
    candidates = tuple(Candidate(one, round(_confidence(value), 4), why) for one, value, why in scored[:5])
    kept = verdict is not Verdict.DIFFERENT
    return BranchMatch(
        branch_id if kept else None,
        candidates,
        verdict,
        round(confidence if kept else 1 - confidence, 4),
        (*reasons, *guards),
    )


def _parted(name: str, parent: str) -> tuple[str, str]:
    """`Chi bộ ấp 1, xã Trà Cổ` without a parent elsewhere → the branch, and the commune as its parent."""
    lowered = fold(name)
    cuts = [at for kind in _COMMUNES if (at := lowered.find(kind)) > 0]
    if proper(parent) or not cuts:
        return name, parent
    return name[: min(cuts)].rstrip(" ,-–("), name[min(cuts) :].strip(" ,-–()")


def _scored(written: _Written, roster: Roster) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """(branch id, log-odds, reasons) of each branch whose name is near, by its best row."""
    best: dict[str, tuple[float, tuple[str, ...]]] = {}
    for row in roster.branches:
        kind = _name_feature(written.name, row.name)
        if kind is None:
            continue
        reasons = (kind, *_features(written, row, roster))
        odds = _table()["weights"]["start"] + sum(_table()["weights"][reason] for reason in reasons)
        if row.id not in best or odds > best[row.id][0]:
            best[row.id] = (odds, reasons)
    return ((branch_id, odds, reasons) for branch_id, (odds, reasons) in best.items())


def _features(written: _Written, row: Branch, roster: Roster) -> Iterator[str]:
    parent = _parent_feature(written.parent, row)
    if parent == "branch_parent_tones" and _signed(written.signed_at, row):
        parent = "branch_parent_signed"
    if parent:
        yield parent
    yield from _place_feature(written, row)
    if written.on and not row.validity.holds(written.on):
        yield "branch_not_valid"
    if _only_one(written, row, roster):
        yield "branch_only_one"
        if not _is_hamlet(row.name):
            yield "branch_distinctive"
    if not parent and _one_parent(written.on, roster):
        yield "branch_one_parent"
    if written.unclear and not _alike(written, row, roster):
        yield "branch_none_alike"
    if row.id in written.expected:
        yield "branch_expected"
    if written.on and any(one.branch_id == row.id and meets_on(one, written.on) for one in roster.schedules):
        yield "branch_on_schedule"


@lru_cache(maxsize=262144)
def _name_feature(written: str, known: str) -> str | None:
    """How near the name is; None: another branch."""
    ours, theirs = place_words(known), place_words(written)
    if not ours or not theirs:
        return None
    if "".join(ours) == "".join(theirs):
        return "branch_name_same" if _as_marked(known, written) else "branch_name_tones"
    if _within(written, known) or _within(known, written):
        return "branch_name_part"
    return "branch_name_letters" if _one_letter(ours, theirs) else None


def _as_marked(known: str, written: str) -> bool:
    """The same letters with the same marks; those of `ấp` or `bản` tell nothing apart."""
    ours, theirs = marked_words(written), marked_words(known)
    aligned = len(ours) == len(theirs) and _same_marks({fold(w, Key.TONELESS): w for w in ours}, theirs)
    return aligned or _glued(known) == _glued(written)


def _glued(text: str) -> str:
    """Without spaces: a scan glues and tears words."""
    return "".join(marked_words(text))


def _alike(written: _Written, row: Branch, roster: Roster) -> bool:
    """Is there another branch in question whose name poor print could have turned into what was read? A figure may
    have been any other."""
    if any(word.isdecimal() for word in place_words(written.name)):
        return True
    others = (o for o in roster.branches if o.id != row.id and (not written.on or o.validity.holds(written.on)))
    return any(
        _misreadable(written.name, other.name) and _parent_feature(written.parent, other) != "branch_parent_other"
        for other in others
    )


@lru_cache(maxsize=262144)
def _misreadable(written: str, known: str) -> bool:
    """Does no more than one letter in four differ?"""
    one, other = "".join(place_words(known)), "".join(place_words(written))
    return Levenshtein.distance(one, other) <= max(1, len(one) // 4)


def _within(part: str, whole: str) -> bool:
    """Do all words of the one stand in the other, which only says more of where it is or what kind of place?"""
    less, more = place_words(part), place_words(whole)
    beyond = proper(whole) - proper(part)
    return bool(proper(part)) and set(less) <= set(more) and len(less) < len(more) and beyond <= set(more[len(less) :])


def _one_letter(ours: Words, theirs: Words) -> bool:
    one, other = "".join(ours), "".join(theirs)
    digits = [word for word in ours if word.isdecimal()] == [word for word in theirs if word.isdecimal()]
    return digits and len(one) >= 6 and Levenshtein.distance(one, other) == 1


def _parent_feature(parent: str, row: Branch) -> str | None:
    known = tuple(text for text in (row.parent, row.area) if proper(text))
    if not proper(parent) or not known:
        return None
    if any(set(place_words(parent)) == set(place_words(text)) or _glued(parent) == _glued(text) for text in known):
        return "branch_parent_same" if _marks_agree(parent, known) else "branch_parent_tones"
    agree = any(proper(parent) <= proper(text) or proper(text) <= proper(parent) for text in known)
    if not agree or _other_kind(parent, known):
        return "branch_parent_other"
    return "branch_parent_part" if _marks_agree(parent, known) else "branch_parent_tones"


def _signed(place: str, row: Branch) -> bool:
    """Is the line of the date from the commune itself, marks and all?"""
    areas = tuple(text for text in (row.parent, row.area) if proper(text))
    return bool(proper(place)) and any(proper(place) == proper(text) and _marks_agree(place, (text,)) for text in areas)


def _marks_agree(written: str, known: Sequence[str]) -> bool:
    """Do the names have the same marks, wherever their letters agree? `Đại Hòa` and `Đại Hóa` are two communes."""
    ours = {fold(word, Key.TONELESS): word for word in marked_words(written)}
    return any(_same_marks(ours, marked_words(text)) for text in known)


def _same_marks(ours: Mapping[str, str], theirs: Words) -> bool:
    names = (word for word in theirs if word not in KINDS)
    return all(ours.get(fold(word, Key.TONELESS), word) == word for word in names)


def _other_kind(parent: str, known: Sequence[str]) -> bool:
    """`xã Trà Cổ` is not `phường Trà Cổ`."""
    theirs = kinds(parent)
    return bool(theirs) and all(kinds(text) and not kinds(text) & theirs for text in known)


def _place_feature(written: _Written, row: Branch) -> Iterator[str]:
    """The commune that the meeting place names, where it names one."""
    place, area = place_words(written.place), proper(row.area or row.parent)
    if not area or not place:
        return
    if area <= set(place):
        if _marks_agree(written.place, (row.area or row.parent,)) and not _other_commune(written.place, row):
            yield "branch_place_agrees"
    elif _names_commune(place):
        yield "branch_place_other"


def _other_commune(place: str, row: Branch) -> bool:
    """`xã Thanh Sơn` and `phường Thanh Sơn` are two communes."""
    ours, theirs = kinds(row.area or row.parent) & _COMMUNE_KINDS, kinds(place) & _COMMUNE_KINDS
    return bool(ours) and bool(theirs) and not ours & theirs


def _names_commune(words: Words) -> bool:
    return any(word in ("xa", "phuong") for word in words[:-1]) or ("thi" in words and "tran" in words)


def _only_one(written: _Written, row: Branch, roster: Roster) -> bool:
    name = place_words(row.name)
    return not any(
        other.id != row.id and place_words(other.name) == name and (not written.on or other.validity.holds(written.on))
        for other in roster.branches
    )


def _one_parent(on: date | None, roster: Roster) -> bool:
    parents = {place_words(row.parent) for row in roster.branches if not on or row.validity.holds(on)}
    return len(parents) == 1 and () not in parents


def _is_hamlet(name: str) -> bool:
    return bool(kinds(name)) or all(word.isdecimal() for word in place_words(name))


def _guards(written: _Written, scored: Sequence[tuple[str, float, tuple[str, ...]]], roster: Roster) -> Iterator[str]:
    branch_id, odds, reasons = scored[0]
    if any(odds - other < _table()["thresholds"]["margin"] for _, other, _ in scored[1:]):
        yield "branch_rival"
    doubtful = written.unclear or "branch_name_tones" in reasons
    if "branch_name_letters" in reasons or (doubtful and "branch_none_alike" not in reasons):
        yield "branch_alike"
    if "branch_not_valid" in reasons:
        yield "branch_not_valid"
    if written.on is None and len(roster.branch_rows(branch_id)) > 1:
        yield "branch_unknown_day"


def _verdict(confidence: float, guards: tuple[str, ...]) -> Verdict:
    limits = _table()["thresholds"]
    if confidence < limits["unsure"]:
        return Verdict.DIFFERENT
    return Verdict.SAME if confidence >= limits["same"] and not guards else Verdict.UNSURE


def _confidence(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((files("roster") / "branch_matching.toml").read_text(encoding="utf-8"))
