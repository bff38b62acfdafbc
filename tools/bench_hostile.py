"""Does the time of reading minutes grow with their length, whatever stands in them?

    tools/bench_hostile.py [--letters 60000]

Broken exports and hostile texts repeat one thing without end: bars, names, posts, labels. Each is read as one endless
line, wrapped, and a line each, at one length and at twice that. The ratio of the two times is printed, and is near 2
where the time grows with the length; what is over 3 and takes over a second is listed as TOO SLOW, and the exit code
is 1.
"""

from __future__ import annotations

import argparse
import sys
import time

from documents.model import Document
from documents.read import read_bytes
from minutes.reading import read_meetings
from roster.people import Roster

UNITS = {
    "bars": "| ", "cells": "x | ", "leaders": "....", "underscores": "____", "title": "đ/c ",
    "titled": "Đồng chí Lê Thị Mai, ", "bare names": "Lê Thị Mai ", "capitals": "LÊ THỊ MAI ", "posts":
    "Phó Bí thư Thường trực ", "notes": "Đ/c Lê Thị Mai - Bí thư xã (vắng); ", "labels": "a: ", "figures": "123456 ",
    "dates": "ngày 01/02/2024 ", "hours": "7 giờ 30 ", "branches": "Chi bộ ấp 1 ", "delegation": "thay mặt đồng chí ",
    "tabs": "x\t", "counts": "có mặt 12/13 ", "brackets": "(", "quotes": '"', "letter": "A",
}  # fmt: skip
WIDTH = 90
RATIO, SECONDS = 3.0, 1.0


def shapes(unit: str, letters: int) -> dict[str, str]:
    """The unit repeated, in three shapes."""
    wide = unit * max(1, WIDTH // len(unit))
    return {
        "line": unit * (letters // len(unit)),
        "wrapped": "\n".join([wide] * (letters // WIDTH)),
        "each": "\n".join([unit] * (letters // len(unit) // 4)),
    }


def seconds(text: str) -> float:
    """Processor time of finding the meetings of a text."""
    document: Document = read_bytes(f"BIÊN BẢN HỌP CHI BỘ\n{text}".encode(), suffix=".txt")
    begun = time.process_time()
    read_meetings([("text", document)], Roster(()))
    return time.process_time() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=60_000)
    letters = parser.parse_args().letters
    seconds("Đồng chí Lê Thị Mai dự.")
    slow = 0
    for name, unit in UNITS.items():
        for shape, text in shapes(unit, letters).items():
            one, two = seconds(text), seconds(shapes(unit, 2 * letters)[shape])
            too_slow = two > RATIO * one and two > SECONDS
            slow += too_slow
            print(
                f"{name:12} {shape:8} {one:6.2f} s {two:6.2f} s  x {two / one:4.1f}{'  TOO SLOW' if too_slow else ''}"
            )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
