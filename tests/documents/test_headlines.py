"""The head of a page, its columns' lines read alone."""

from __future__ import annotations

import numpy as np

from documents.headlines import head_again
from documents.ocr import Extent, Gray, Seen

LETTER, STEP = 34, 44


class Told:
    """An engine that was told what it reads of each line that it is given alone."""

    version = "told"

    def __init__(self, *lines: list[Seen]) -> None:
        self.lines, self.asked = lines, 0

    def words(self, image: Gray, extent: Extent = Extent.PAGE) -> tuple[Seen, ...]:
        assert extent is Extent.LINE
        self.asked += 1
        return tuple(self.lines[self.asked - 1])

    def orientation(self, image: Gray) -> tuple[int, float]:
        return 0, 0.0


def typed(page: Gray, text: str, x: int, top: int) -> None:
    """A block of ink for each letter: the recording says what stands there."""
    for index, letter in enumerate(text):
        if letter != " ":
            page[top : top + 40, x + STEP * index : x + STEP * index + LETTER] = 0


def words(text: str, x: int, top: int, line: int, confidence: float = 0.95) -> list[Seen]:
    found, at = [], 0
    for word in text.split(" "):
        x0 = x + STEP * at
        found.append(Seen(word, x0, top, x0 + STEP * len(word), top + 40, confidence, line))
        at += len(word) + 1
    return found


def head(office: str) -> tuple[Gray, list[Seen]]:
    """Two columns, the right one's lower line half a line below the left one's."""
    page = np.full((3300, 2334), 255, np.uint8)
    for text, x, top in (("BRANCH OF SIX", 200, 300), (office, 200, 380), ("THE MOTTO", 1400, 300), ("day", 1500, 405)):
        typed(page, text, x, top)
    seen = [*words("BRANCH OF SIX", 200, 300, 1), *words("THE MOTTO", 1400, 300, 1), *words("day", 1500, 405, 2)]
    return page, seen


def test_a_figure_that_was_left_out_is_read() -> None:
    page, seen = head("CELL OF 6")
    engine = Told(words("CELL OF 6", 40, 40, 9))
    found = head_again(page, (*seen, *words("CELL OF", 200, 380, 2)), engine)
    assert [w.text for w in found if 370 < w.top < 400] == ["CELL", "OF", "6"]
    assert engine.asked == 1, "the other lines are sure and whole"


def test_an_unsure_word_gives_way_to_a_surer_reading_of_its_line() -> None:
    page, seen = head("CELL OF AP")
    engine = Told(words("CELL OF ẤP", 40, 40, 9))
    unsure = [*words("CELL OF", 200, 380, 2), *words("AP", 200 + 8 * STEP, 380, 2, 0.6)]
    assert [w.text for w in head_again(page, (*seen, *unsure), engine)[-3:]] == ["CELL", "OF", "ẤP"]


def test_what_reads_no_better_alone_stays() -> None:
    page, seen = head("CELL OF AP")
    before = (*seen, *words("CELL OF", 200, 380, 2), *words("AP", 200 + 8 * STEP, 380, 2, 0.6))
    assert head_again(page, before, Told(words("CE_L OF A", 40, 40, 9, 0.7))) == before


def test_sure_heads_and_pages_without_columns_ask_nothing() -> None:
    page, seen = head("CELL OF 6")
    whole = (*seen, *words("CELL OF 6", 200, 380, 2))
    body = np.full((3300, 2334), 255, np.uint8)
    typed(body, "a line of a letter", 300, 300)
    for image, told in ((page, whole), (body, tuple(words("a line", 300, 300, 1, 0.5))), (body, ())):
        engine = Told()
        assert head_again(image, told, engine) == told
        assert engine.asked == 0
