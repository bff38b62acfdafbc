"""Damaged files end in text or in a typed refusal, never in another error. The long campaign is in tools/bench_reading.py."""

from __future__ import annotations

import pytest
from mutations import mutated
from papers import docx, image_pdf, numbered, p, pdf, printed, table

from documents import read
from documents.errors import Refusal
from documents.limits import MEBIBYTE, Limits
from documents.ocr import Recorded, Seen

SOUND = [
    ("text.pdf", pdf([[(85, 100 + 20 * i, "Chi bộ khu phố sinh hoạt định kỳ") for i in range(9)]] * 2)),
    ("scan.pdf", image_pdf(printed())),
    ("office.docx", docx(p("Chi bộ") + table([["1", "Lê An"]]) + numbered("Phạm vi"), styles="", numbering="")),
]
WORDS = (Seen("Chi", 10, 10, 60, 40, 0.9, 1), Seen("bộ", 70, 10, 110, 40, 0.9, 1))
LIMITS = Limits(unpacked_bytes=20 * MEBIBYTE, xml_bytes=5 * MEBIBYTE, pixels=5_000_000, pages=50)


@pytest.mark.parametrize(("name", "data"), list(mutated(SOUND, 60)), ids=lambda v: v if isinstance(v, str) else "")
def test_damaged_files(name: str, data: bytes) -> None:
    try:
        document = read.read_bytes(data, LIMITS, Recorded([WORDS]), "." + name.rpartition(".")[2])
    except Refusal as refusal:
        assert str(refusal.code) and "/" not in refusal.detail.replace("and/or", "")
    else:
        assert document.pages
