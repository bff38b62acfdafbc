"""How straight lines stand, on pages of blocks drawn for letters."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.baselines import unevenness
from documents.ocr import Gray, Seen

WORD, GAP, LINES = "nam", 160, 5


def written(lean: float, jumps: list[int], text: str = WORD) -> tuple[Gray, list[Seen]]:
    """Lines of ten words that fall by `lean` a pixel; each word stands off its line by the next of `jumps`."""
    page = np.full((3300, 2334), 255, np.uint8)
    seen = []
    for index in range(10 * LINES):
        line, place = divmod(index, 10)
        x = 200 + GAP * place
        foot = round(300 + 120 * line + lean * x) + jumps[index % len(jumps)]
        for letter in range(3):
            page[foot - 40 : foot, x + 40 * letter : x + 40 * letter + 26] = 0
        seen.append(Seen(text, x, foot - 44, x + 110, foot + 4, 0.9, line))
    return page, seen


@settings(max_examples=15, deadline=None)
@given(st.floats(-0.02, 0.02))
def test_print_is_straight_at_any_lean(lean: float) -> None:
    found = unevenness(*written(lean, [0]))
    assert found is not None and found < 0.0128


@settings(max_examples=15, deadline=None)
@given(st.floats(-0.02, 0.02), st.lists(st.integers(2, 6), min_size=6, max_size=6))
def test_a_hand_is_not(lean: float, jumps: list[int]) -> None:
    found = unevenness(*written(lean, [jump * (-1) ** index for index, jump in enumerate(jumps)]))
    assert found is not None and found > 0.0128


def test_words_that_reach_below_and_pages_of_few_words_say_nothing() -> None:
    page, seen = written(0.0, [0, 9], "ngày")
    assert unevenness(page, seen) is None
    page, seen = written(0.0, [0])
    assert unevenness(page, seen[:9]) is None
    assert unevenness(np.full((100, 100), 255, np.uint8), ()) is None
