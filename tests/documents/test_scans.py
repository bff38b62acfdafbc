"""Page images: preparation, the cascade, rulings, ticks. The engine is a recording, except where marked."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import printed

from documents import (
    confusions,
    credible,
    imaging,
    layout,
    ocr,
    overlooked,
    pictures,
    read,
    rulings,
    scan,
    scanpage,
    scanrules,
    scantables,
    way_up,
)
from documents.layout import Token
from documents.limits import DEFAULT
from documents.ocr import Extent, Gray, Recorded, Seen
from documents.pictures import Picture
from documents.rulings import Rule


def seen(text: str, x0: float, top: float, confidence: float = 0.95, line: int = 0) -> Seen:
    return Seen(text, x0, top, x0 + 20 * len(text), top + 36, confidence, line)


def test_red_ink_vanishes_and_print_under_it_stays() -> None:
    page = np.full((400, 400, 3), 240, np.uint8)
    cv2.circle(page, (200, 200), 120, (60, 40, 200), 12)
    page[195:205, 60:340] = 20
    grey = imaging.grey_without_seal(page)
    assert grey[80, 200] > 220, "the ring is gone"
    assert grey[200, 82] < 60, "the stroke under the ring is not"


def test_uneven_light_is_evened() -> None:
    shade = np.linspace(90, 255, 1000, dtype=np.float32)[None, :, None][..., 0]
    page = (printed().astype(np.float32) * shade / 255).astype(np.uint8)
    even = imaging.even_light(page)
    assert np.percentile(even[:, :200], 80) > 240 and even.min() < 120


def test_grain_goes_and_ink_stays_with_its_edges() -> None:
    grain = np.random.default_rng(3).normal(240, 6, (600, 600)).clip(0, 255).astype(np.uint8)
    page = grain.copy()
    page[280:310, 200:400] = 90
    quiet = imaging.without_grain(page)
    assert (quiet[:250] == 255).all() and (quiet[340:] == 255).all()
    assert (quiet[278:312, 198:402] == page[278:312, 198:402]).all()
    assert (imaging.without_grain(grain) == 255).all()


@pytest.mark.parametrize("degrees", [-3.0, -0.8, 1.5, 4.0])
def test_skew_is_measured(degrees: float) -> None:
    tilted, _ = imaging.straighten(printed(), -degrees)
    assert imaging.skew(tilted) == pytest.approx(degrees, abs=0.25)


def test_lines_that_run_upwards_are_noticed() -> None:
    assert way_up.sidewaysness(printed()) < 0.75
    assert way_up.sidewaysness(np.rot90(printed()).copy()) > 1.33


@given(st.sampled_from([0, 90, 180, 270]), st.integers(0, 59), st.integers(0, 39))
def test_a_turn_knows_the_way(degrees: int, x: int, y: int) -> None:
    image = np.zeros((40, 60), np.uint8)
    image[y, x] = 255
    turned, matrix = imaging.turn(image, degrees)
    moved = matrix @ [x + 0.5, y + 0.5, 1]
    assert turned[int(moved[1]), int(moved[0])] == 255


@given(st.sampled_from([0, 90, 180, 270]), st.floats(0, 900), st.floats(0, 1300))
def test_the_way_back_from_the_upright_image(degrees: int, x: float, y: float) -> None:
    matrix = imaging.scaling(1.7) @ imaging.turn(np.zeros((1400, 1000), np.uint8), degrees)[1]
    corners = (matrix @ np.array([[x, x + 50], [y, y + 20], [1, 1]]))[:2]
    box = (corners[0].min(), corners[1].min(), corners[0].max(), corners[1].max())
    assert scan.back(matrix, *box) == pytest.approx((x, y, x + 50, y + 20), abs=1e-6)


def test_a_good_page_is_read_once() -> None:
    engine = Recorded([(seen("Chi", 100, 100), seen("bộ", 200, 100))])
    assert scan.read_image(printed(), engine).passes == 1
    assert engine.asked == 1


def test_a_poor_page_is_tried_harder_and_the_surest_reading_wins() -> None:
    poor = (seen("Cbi", 100, 100, 0.7), seen("hộ", 200, 100, 0.75))
    good = (seen("Chi", 100, 100, 0.93), seen("bộ", 200, 100, 0.9))
    engine = Recorded([poor, good, poor, good])
    reading = scan.read_image(noisy(), engine)
    assert reading.passes == 2 and [w.text for w in reading.words] == ["Chi", "bộ"]
    assert engine.asked == 4, "the page, two softer bands, the page as the better band was read"


def test_a_page_that_no_filter_helps_costs_one_band_more() -> None:
    engine = Recorded([(seen("Cbi", 100, 100, 0.7),)])
    assert scan.read_image(noisy(), engine).passes == 1 and engine.asked == 2


def noisy() -> np.ndarray:
    grain = np.random.default_rng(1).normal(0, 25, (1400, 1000))
    return np.clip(printed().astype(int) + grain, 20, 225).astype(np.uint8)


def test_a_long_word_read_unsurely_turns_no_page() -> None:
    address = "https://bao.vn/chinh-tri/2023/cung-du-sinh-hoat-chi-bo"
    upright = (seen("Nguồn", 10, 10), seen("Đồng", 130, 10), seen("Nai", 230, 10), seen(address, 10, 60, 0.2, 1))
    upside_down = (seen("IPN", 10, 10, 0.6), seen("uon8", 100, 10, 0.7))
    reading = scan.read_image(printed(lines=2), Recorded((upright, upside_down)))
    assert reading.page.turned == 0 and reading.words[0].text == "Nguồn"


@pytest.mark.parametrize(
    "shape", [(1, 1), (2, 2), (5, 5), (3, 9), (1, 5000), (4000, 6), (24, 1440), (60, 60), (25, 24)]
)
def test_a_picture_of_any_size_is_read_without_harm(shape: tuple[int, int]) -> None:
    picture = np.full(shape, 200, np.uint8)
    picture[shape[0] // 2, shape[1] // 2] = 0
    for image in (picture, np.dstack([picture] * 3)):
        assert scan.read_image(image, Recorded(((),))).words == ()


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_ink_alone_tells_which_way_up_a_page_lies(degrees: int) -> None:
    engine = Recorded([(seen("họp", 100, 100),)])
    reading = scan.read_image(np.rot90(printed(), degrees // 90).copy(), engine)
    assert reading.page.turned == -degrees % 360 and engine.asked == 1


@given(st.floats(-2, 2))
@settings(max_examples=10, deadline=None)
def test_a_slight_slope_hides_not_which_way_up_a_page_lies(degrees: float) -> None:
    page, _ = imaging.straighten(printed(), degrees)
    assert way_up.above_less_below(page) > way_up.CLEAR
    assert way_up.above_less_below(page[::-1, ::-1].copy()) < -way_up.CLEAR


def test_few_lines_tell_nothing_by_their_ink() -> None:
    assert way_up.above_less_below(printed(lines=2)) == 0


def test_where_ink_tells_nothing_a_page_upside_down_is_turned_by_its_reading() -> None:
    wrong, right = (seen("qọ", 100, 100, 0.3),), (seen("họp", 100, 100, 0.95),)
    reading = scan.read_image(printed(lines=2), Recorded([wrong, right], {1: (180, 9.0)}))
    assert reading.page.turned == 180 and reading.words[0].text == "họp"


def test_unsure_turns_are_not_believed() -> None:
    first = (seen("họp", 100, 100, 0.5),)
    reading = scan.read_image(printed(lines=2), Recorded([first], {1: (180, 2.0)}))
    assert reading.page.turned == 0


def test_dust_before_a_line_is_left_out_and_marks_inside_it_stay() -> None:
    line = [
        seen(".", 60, 100),
        seen("2.2.", 100, 100),
        seen("Đ/c", 200, 100),
        seen(":", 300, 100),
        seen("Long", 340, 100),
    ]
    assert [w.text for w in credible.sensible(line)] == ["2.2.", "Đ/c", ":", "Long"]
    assert [w.text for w in credible.sensible([seen("-", 60, 100), seen("Long", 100, 100)])] == ["-", "Long"]


@pytest.mark.parametrize("text", ["........", "……", "....._....", "__________"])
def test_leaders_are_left_out(text: str) -> None:
    assert not list(credible.sensible([seen(text, 10, 10)]))


def ruled_page() -> np.ndarray:
    page = np.full((3300, 2334), 255, np.uint8)
    for y in (500, 620, 740, 860):
        page[y : y + 4, 300:2000] = 0
    for x in (300, 500, 1300, 1650, 2000):
        page[500:864, x : x + 4] = 0
    cv2.polylines(page, [np.array([[1440, 680], [1460, 710], [1510, 650]])], False, 60, 6)
    cv2.putText(page, "2", (380, 820), cv2.FONT_HERSHEY_COMPLEX, 1.5, 0, 3)
    page[700:704, 1800:1804] = 0
    return page


def test_rulings_make_a_grid() -> None:
    grid = scanrules.find_grids(ruled_page())[0]
    assert (grid.rows, grid.columns, len(grid.slots)) == (3, 4, 12)
    assert not scanrules.find_grids(printed(width=2334, height=3300)), "lines of print are no rulings"


def test_painted_out_rulings_leave_the_rest() -> None:
    page = ruled_page()
    clean = scanrules.painted_out(page, scanrules.find_grids(page))
    assert clean[502, 800] == 255 and clean[600, 302] == 255
    assert clean[690:700, 1440:1470].min() < 100, "the tick stays"


class Cells(Recorded):
    """Reads the page as recorded and a column of numbers as it is told."""

    def words(self, image: Gray, extent: Extent = Extent.PAGE) -> tuple[Seen, ...]:
        if extent is Extent.NUMBERS:
            return (seen("2", 90, 170, 0.9),)
        return self._pages[0] if extent is Extent.PAGE else ()


def test_a_tick_is_seen_by_its_ink_and_a_lone_number_read_again() -> None:
    words = [
        seen("STT", 340, 540),
        seen("Họ tên", 600, 540),
        seen("Có mặt", 1320, 540),
        seen("Vắng", 1700, 540),
        seen("Lê An", 600, 660),
        seen("⁄", 1450, 660, 0.4),
        seen("Võ Trí", 600, 780),
    ]
    size = (595.0, 841.0)
    page = scanpage.read_picture(Picture(ruled_page(), imaging.scaling(72 / 282), size), 1, Cells([tuple(words)]))
    assert [line.text for line in page.lines] == [
        "STT | Họ tên | Có mặt | Vắng",
        " | Lê An | v | ",
        "2 | Võ Trí |  | ",
    ]
    ticked = page.tables[0].rows[1][2]
    assert ticked.ink is not None and ticked.ink > 0.005 and ticked.box is not None


@pytest.mark.parametrize(("read", "kept"), [("KP", "KP"), ("P", "P"), ("⁄", "v")])
def test_letters_of_leave_are_no_ticks(read: str, kept: str) -> None:
    words = [seen("Có mặt", 1320, 540), seen("Lê An", 600, 660), seen(read, 1450, 660, 0.6)]
    size = (595.0, 841.0)
    page = scanpage.read_picture(Picture(ruled_page(), imaging.scaling(72 / 282), size), 1, Cells([tuple(words)]))
    assert page.lines[1].text.split(" | ")[2] == kept


class SurerOfLess(Cells):
    """Alone, a block gives only its last word, which is read surely."""

    def words(self, image: Gray, extent: Extent = Extent.PAGE) -> tuple[Seen, ...]:
        return (seen("Trí", 90, 30, 0.95),) if extent is Extent.BLOCK else super().words(image, extent)


def test_a_second_look_at_a_cell_loses_no_sure_word() -> None:
    words = [seen("Họ tên", 600, 540), seen("Võ", 600, 780, 0.97), seen("Minh", 700, 780, 0.97)]
    words.append(seen("Tri", 800, 780, 0.6))
    page = scanpage.read_picture(
        Picture(ruled_page(), imaging.scaling(72 / 282), (595.0, 841.0)), 1, SurerOfLess([tuple(words)])
    )
    assert "Võ Minh Tri" in page.lines[-1].text


def test_merged_cells() -> None:
    level = [Rule(True, y, 0, 300) for y in (0, 20, 60)] + [Rule(True, 40, 100, 300)]
    upright = [Rule(False, x, 0, 60) for x in (0, 100, 300)] + [Rule(False, 200, 20, 60)]
    grid = rulings.grids(level + upright, 2)[0]
    assert (grid.rows, grid.columns) == (3, 3)
    assert [(s.row, s.column) for s in grid.slots] == [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2)]


@pytest.mark.parametrize("confusion", confusions.confusions(), ids=lambda c: c.id)
def test_confusions(confusion: confusions.Confusion) -> None:
    for text, meant in confusion.examples:
        assert confusion.seen.sub(confusion.meant, text) == meant
        assert confusions.repaired(meant) == meant
    for text in confusion.counter_examples:
        assert confusions.repaired(text) == text


def test_the_whole_table_leaves_sound_text_alone(shared: Path) -> None:
    for path in [*shared.glob("samples/*/*.txt"), *shared.glob("bench/dev/text/*.txt")]:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert confusions.repaired(line) == line


def test_frames_of_a_tiff_and_its_resolution(tmp_path: Path) -> None:
    from PIL import Image

    first = Image.new("1", (1654, 2339), 1)
    path = tmp_path / "a.tif"
    first.save(path, save_all=True, append_images=[first], dpi=(200, 200), compression="group4")
    found = list(pictures.frames(path.read_bytes(), DEFAULT))
    assert [p.size for p in found] == [pytest.approx((595.44, 842.04), abs=0.1)] * 2


needs_model = pytest.mark.skipif(ocr.model_folder() is None, reason="the OCR model is not installed (tools/setup.sh)")


@pytest.mark.ocr
@needs_model
def test_a_scanned_attendance_list(shared: Path) -> None:
    document = read.read(shared / "bench/dev/files/dev-m-001-003.pdf")
    expected = (shared / "bench/dev/text/dev-m-001-003.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.text.rstrip() for line in document.pages[0].lines if line.cell]
    wanted = [line.rstrip() for line in expected if " | " in line]
    assert sum(row in wanted for row in rows) >= len(wanted) - 1


@pytest.mark.parametrize("box", [(10, 10, 10, 40), (10, 10, 12, 12), (30, 30, 20, 20)])
def test_a_cell_without_room_for_a_number_is_not_read(box: tuple[int, int, int, int]) -> None:
    engine = Recorded(((seen("9", 0, 0),),))
    assert scantables._at_another_size(np.full((60, 60), 255, np.uint8), box, engine) == []


class Blobs:
    """Reads every dark blob as a word: wide ones as `định`, narrow ones as `này`."""

    def words(self, image: Gray, extent: Extent = Extent.PAGE) -> tuple[Seen, ...]:
        _, _, stats, _ = cv2.connectedComponentsWithStats((image < 128).astype(np.uint8))
        blobs = sorted(tuple(map(int, row[:4])) for row in stats[1:])
        return tuple(Seen("định" if w > 60 else "này", x, y, x + w, y + h, 0.96, 0) for x, y, w, h in blobs)

    def orientation(self, image: Gray) -> tuple[int, float]:
        return 0, 0.0


def test_a_line_passed_over_brings_no_word_twice() -> None:
    page = np.full((200, 1200), 255, np.uint8)
    page[80:116, 500:590] = page[80:116, 600:640] = page[80:116, 660:700] = 0
    known = Seen("định", 500, 80, 590, 116, 0.9, 7)
    found = overlooked.overlooked(page, [known], Blobs())
    assert [(w.text, w.x0) for w in found] == [("này", 600), ("này", 660)]


@pytest.mark.parametrize(
    ("word", "stays"),
    [
        (Seen("3M", 100, 100, 108, 108, 0.3, 0), False),  # a speck of 8 pixels beside print of 36
        (Seen("IE", 100, 100, 160, 136, 0.1, 0), False),
        (Seen("II", 100, 100, 160, 136, 0.1, 0), True),
        (Seen("đ/c", 100, 100, 160, 136, 0.1, 0), True),
        (Seen("12", 100, 100, 160, 136, 0.1, 0), True),
    ],
)
def test_dust_is_no_word(word: Seen, stays: bool) -> None:
    print_around = [seen("họp", 100, 300), seen("bộ", 300, 300)]
    assert (word in credible.sensible([*print_around, word])) is stays


def test_a_sign_that_leans_over_its_neighbour_stays_on_the_line() -> None:
    words = [
        Token("GIÁO", 181, 94, 216, 106, line=1),
        Token("'", 215, 94, 216, 106, line=2),
        Token("VÀ", 220, 94, 239, 106, line=2),
    ]
    assert [row.text for row in layout.rows(words)] == ["GIÁO ' VÀ"]


def test_words_one_above_another_are_two_lines() -> None:
    words = [Token("TRUNG", 100, 94, 140, 106, line=1), Token("ƯƠNG", 102, 99, 138, 111, line=2)]
    assert [row.text for row in layout.rows(words)] == ["TRUNG", "ƯƠNG"]
