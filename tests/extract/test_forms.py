"""Forms as data: examples are read, counter-examples are not."""

from __future__ import annotations

import pytest

from extract.forms import Form, forms


@pytest.mark.parametrize("record", forms().values(), ids=lambda record: str(record.id))
def test_examples(record: Form) -> None:
    assert record.says
    assert record.reads in ("start", "inside", "end", "whole")
    assert [text for text in record.examples if not record.is_read(text)] == []
    assert [text for text in record.counter_examples if record.is_read(text)] == []
