"""Who of the roster may be meant by a written name: everybody whose name is near enough, nearest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from roster.people import Member, Roster
from roster.spellings import NameComparison, NameKey, Nearness, compared, name_key

_AT_MOST = 12
#: a name of so many words is no short form of another
_WHOLE = 4
Likeness = NDArray[np.float32]
_SHORT = (Nearness.GIVEN, Nearness.PARTIAL, Nearness.INITIALS)


class NameIndex:
    """The roster's names, folded once. A sheet of 30 names costs some milliseconds against 6,000."""

    def __init__(self, members: tuple[Member, ...]) -> None:
        self._members = members
        self._keys = tuple(name_key(member.name) for member in members)
        self._exact = [key.exact for key in self._keys]
        self._bare = [key.toneless for key in self._keys]
        self._by_given: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(self._keys):
            if key.syllables:
                self._by_given[key.syllables[-1]].append(at)

    def near(self, written: Sequence[NameKey], similar: float) -> list[tuple[tuple[Member, NameComparison], ...]]:
        """For each written name the members by falling nearness; those beyond `similar` only where a short form of
        theirs is written. All names of a sheet are searched at once: many times faster than one by one."""
        if not written or not self._keys:
            return [() for _ in written]
        likeness = self._likeness(written)
        return [self._ranked(key, row, similar) for key, row in zip(written, likeness, strict=True)]

    def _likeness(self, written: Sequence[NameKey]) -> Likeness:
        """0.3 × likeness with marks + 0.7 × likeness without (docs/measurements: best over noisy names)."""
        scorer = Levenshtein.normalized_similarity
        with_marks = cdist([key.exact for key in written], self._exact, scorer=scorer, dtype=np.float32)
        without = cdist([key.toneless for key in written], self._bare, scorer=scorer, dtype=np.float32)
        return np.asarray(0.3 * with_marks + 0.7 * without, dtype=np.float32)

    def _ranked(self, key: NameKey, row: Likeness, similar: float) -> tuple[tuple[Member, NameComparison], ...]:
        found = {at: compared(key, self._keys[at]) for at in self._places(key, row, similar)}
        ranked = sorted(found.items(), key=lambda pair: (-pair[1].similarity, pair[0]))
        return tuple((self._members[at], comparison) for at, comparison in ranked[: 3 * _AT_MOST])

    def _places(self, key: NameKey, row: Likeness, similar: float) -> Iterator[int]:
        if not key.syllables:
            return
        enough = np.flatnonzero(row >= similar)
        yield from (int(at) for at in enough[np.argsort(-row[enough], kind="stable")][:_AT_MOST])
        if len(key.syllables) < _WHOLE or any(word.endswith(".") for word in key.syllables):
            for at in self._by_given.get(key.syllables[-1], ()):
                if compared(key, self._keys[at]).nearness in _SHORT:
                    yield at


def name_index(roster: Roster) -> NameIndex:
    """The index of a roster, built at its first use and kept with it (a roster never changes)."""
    kept: NameIndex | None = roster.__dict__.get("_name_index")
    if kept is None:
        kept = roster.__dict__["_name_index"] = NameIndex(roster.members)
    return kept
