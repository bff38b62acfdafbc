"""What others put on a page: incoming stamps (ĐẾN), boxes of digital signatures, notices of copies.

Their dates and numbers are never the document's own, so their places are blanked before the header is read.

Source: domain notes 1.2 (attested forms of both stamps); directives bench.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.reading import folded_lines, loose
from extract.terms import records


def blank_stamps(text: str) -> str:
    """`text` with every stamp's letters replaced by spaces; as long as the text."""
    key = folded_lines(text)
    out = list(text)
    for pattern in _patterns():
        for match in pattern.finditer(key):
            out[match.start() : match.end()] = [c if c in "\n\f" else " " for c in out[match.start() : match.end()]]
    return "".join(out)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        loose(pattern, re.MULTILINE) for record in records("stamps", "stamp") for pattern in record["patterns"]
    )
