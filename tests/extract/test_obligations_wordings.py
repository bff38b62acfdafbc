"""The turns of phrase as data: examples are found, counter-examples are not."""

from __future__ import annotations

import pytest

from extract.wordings import Wording, wordings
from vntext.folding import fold

RECORDS = list(wordings().values())


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.id)
def test_examples(record: Wording) -> None:
    assert record.says
    assert [text for text in record.examples if not record.pattern.search(fold(text))] == []
    assert [text for text in record.counter_examples if record.pattern.search(fold(text))] == []
