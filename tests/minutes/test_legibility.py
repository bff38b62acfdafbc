"""Which scanned pages a person must look at."""

from __future__ import annotations

import pytest

from documents.model import Line, Origin, Page, Word
from minutes.legibility import doubtful, doubtful_pages


def page(confidence: float, weak: float, uneven: float | None, words: int = 100, unreadable: bool = False) -> Page:
    """A page of words, a share of them unsure."""
    read = tuple(Word("từ", 3 * i, 3 * i + 2, None, 0.5 if i < weak * words else 0.96) for i in range(words))
    line = Line(" ".join(w.text for w in read), None, read, confidence)
    return Page(1, None, (line,), Origin.OCR, confidence=confidence, unreadable=unreadable, uneven=uneven)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (page(0.96, 0.02, None), False),
        (page(0.91, 0.13, None), True),
        (page(0.91, 0.13, 0.004), False),
        (page(0.91, 0.13, 0.03), True),
        (page(0.93, 0.05, 0.03), True),
        (page(0.87, 0.13, 0.004), True),
        (page(0.91, 0.25, 0.004), True),
        (page(0.5, 0.9, None, words=5), False),
        (page(0.5, 0.9, None, unreadable=True), True),
    ],
)
def test_poor_print_is_read_and_a_hand_is_not(found: Page, expected: bool) -> None:
    assert doubtful(found) is expected


def test_beside_a_page_by_hand_poor_print_is_doubtful_too() -> None:
    hand, poor, good = page(0.9, 0.2, 0.03), page(0.91, 0.13, 0.004), page(0.96, 0.02, None)
    assert doubtful_pages([hand, poor, good]) == (True, True, False)
    assert doubtful_pages([poor, good]) == (False, False)


def test_a_page_of_few_words_is_print_where_the_others_are() -> None:
    poor, few = page(0.91, 0.13, 0.004), page(0.9, 0.17, None, words=50)
    assert doubtful(few) and doubtful_pages([poor, few]) == (False, False)
