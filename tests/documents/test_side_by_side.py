"""Pages at once: the order stays, few are under way, a failure comes out, and the work is truly shared."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest

from documents import side_by_side
from documents.sandbox import _threads


@pytest.fixture
def three() -> Iterator[None]:
    side_by_side.allow(3)
    yield
    side_by_side.allow(1)


@pytest.mark.usefixtures("three")
def test_pages_are_read_together_and_come_in_order() -> None:
    together = threading.Barrier(3, timeout=30)

    def page(number: int) -> int:
        if number < 3:
            together.wait()  # passes only when three are under way at once
        return number

    assert list(side_by_side.in_order(partial(page, n) for n in range(7))) == list(range(7))


@pytest.mark.usefixtures("three")
def test_hardly_more_is_taken_than_is_under_way() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[partial[int]]:
        for n in range(50):
            taken.append(n)
            yield partial(int, n)

    results = side_by_side.in_order(tasks())
    assert next(results) == 0 and len(taken) <= 5
    assert list(results) == list(range(1, 50))


@pytest.mark.usefixtures("three")
def test_a_failure_comes_out() -> None:
    with pytest.raises(ZeroDivisionError):
        list(side_by_side.in_order([partial(divmod, 1, 0)]))


@pytest.mark.parametrize(("files", "jobs", "threads"), [(1, 4, 4), (2, 4, 2), (3, 4, 1), (9, 4, 1), (0, 4, 4)])
def test_processors_to_spare_go_to_the_pages_of_few_files(files: int, jobs: int, threads: int) -> None:
    assert _threads([None] * files, jobs) == threads
