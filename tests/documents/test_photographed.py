"""A sheet in a photograph."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import imaging, photographed
from documents.ocr import Gray

SIZE = (1200, 900)


def photograph(corners: Sequence[tuple[float, float]], table: int = 90, paper: int = 200) -> tuple[Gray, np.ndarray]:
    """A sheet with a mark near its top left corner, laid with these corners on a table with a grain."""
    page = np.full((1000, 700), paper, np.uint8)
    page[100:130, 80:400] = 30
    ends = np.array([[0, 0], [700, 0], [700, 1000], [0, 1000]], np.float32)
    move = cv2.getPerspectiveTransform(ends, np.array(corners, np.float32))
    ground = np.random.default_rng(1).normal(table, 4, SIZE).clip(0, 255).astype(np.uint8)
    laid = cv2.warpPerspective(page, move, SIZE[::-1])
    there = cv2.warpPerspective(np.full_like(page, 255), move, SIZE[::-1]) > 127
    return np.where(there, laid, ground), move


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(-35, 35), min_size=8, max_size=8), st.sampled_from((60, 110, 130)))
def test_the_sheet_is_laid_flat_and_every_point_is_found_again(shifts: list[int], table: int) -> None:
    plain = [(90, 80), (800, 80), (800, 1120), (90, 1120)]
    corners = [(x + dx, y + dy) for (x, y), dx, dy in zip(plain, shifts[::2], shifts[1::2], strict=True)]
    photo, move = photograph(corners, table)
    found = photographed.sheet(photo)
    assert found is not None
    flat, matrix = found
    assert np.percentile(flat, 2) > 150 or (flat < 60).mean() < 0.03, "no table is left"
    for x, y in ((80, 100), (400, 130)):
        at = move @ (x, y, 1)
        there = matrix @ (at / at[2])
        expected = x / 700 * flat.shape[1], y / 1000 * flat.shape[0]
        assert there[:2] / there[2] == pytest.approx(expected, abs=14)


def test_a_shadow_over_sheet_and_table_hides_no_edge() -> None:
    photo, _ = photograph([(90, 80), (800, 60), (830, 1120), (60, 1140)])
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    shade = 1 - 0.6 / (1 + np.exp((np.hypot(rows - 1100, columns - 100) - 500) / 60))
    assert photographed.sheet((photo * shade).astype(np.uint8)) is not None


def test_what_fills_its_image_stays_as_it_is() -> None:
    scan = np.full(SIZE, 235, np.uint8)
    scan[200:230, 100:700] = 20
    tilted, _ = imaging.straighten(scan, 2.0)
    edged = scan.copy()
    edged[:, :25] = 15
    for page in (scan, tilted, edged, np.full(SIZE, 255, np.uint8)):
        assert photographed.sheet(page) is None


def test_one_edge_may_have_run_out_of_the_picture_and_no_more() -> None:
    short, _ = photograph([(90, -200), (800, -200), (800, 1120), (90, 1120)])
    found = photographed.sheet(short)
    assert found is not None
    height, width = found[0].shape
    assert (width, height) == (pytest.approx(710, abs=25), pytest.approx(1120, abs=30))
    cut, _ = photograph([(-150, -200), (800, -200), (800, 1120), (-150, 1120)])
    assert photographed.sheet(cut) is None
