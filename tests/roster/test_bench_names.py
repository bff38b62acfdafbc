"""A small run of the bench of names: no pair of two people is ever the same, and most pairs of one person are."""

from __future__ import annotations

from roster.matching import Verdict
from tools.bench_names import curve, make_pairs, ours, precision_at, wratio


def test_no_two_people_are_one_and_precision_beats_wratio() -> None:
    pairs = make_pairs(seed=11, count=480)
    found = [ours(pair) for pair in pairs]
    wrong = [pair for pair, (_, verdict) in zip(pairs, found, strict=True) if verdict is Verdict.SAME and not pair.same]
    right = sum(verdict is Verdict.SAME and pair.same for pair, (_, verdict) in zip(pairs, found, strict=True))
    assert not wrong
    assert right >= 0.8 * sum(pair.same for pair in pairs)
    points = curve(pairs, [score for score, _ in found]), curve(pairs, [wratio(pair) for pair in pairs])
    assert all(precision_at(points[0], recall) > precision_at(points[1], recall) for recall in (0.5, 0.8, 0.9, 0.95))


def test_the_pairs_are_the_same_for_one_seed() -> None:
    assert make_pairs(3, 40) == make_pairs(3, 40) != make_pairs(4, 40)
