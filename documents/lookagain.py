"""A second look at single lines: what the engine read unsurely on the page is given to it once more, alone.

On a whole page the engine sometimes cuts the marks off a line of capitals beside another column; alone it reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from documents.imaging import Gray
from documents.ocr import Engine, Extent, Seen

#: lines below this are looked at again, the worst first
UNSURE = 0.78
_GAIN = 0.08
_MOST = 10
_ABOVE, _BELOW, _BESIDE = 0.55, 0.3, 0.5


def looked_again(image: Gray, words: Sequence[Seen], engine: Engine) -> tuple[Seen, ...]:
    """The words, unsure lines replaced where the second look is clearly surer."""
    lines: dict[int, list[Seen]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    unsure = sorted((line for line in lines.values() if _worth_it(line)), key=_confidence)[:_MOST]
    better = {line[0].line: found for line in unsure if (found := _again(image, line, engine))}
    return tuple(w for key, line in lines.items() for w in better.get(key, line))


def _confidence(line: Sequence[Seen]) -> float:
    letters = [(max(1, sum(c.isalnum() for c in w.text)), w.confidence) for w in line]
    return sum(n * c for n, c in letters) / sum(n for n, _ in letters)


def _worth_it(line: Sequence[Seen]) -> bool:
    letters = sum(c.isalnum() for w in line for c in w.text)
    return letters >= 4 and _confidence(line) < UNSURE and _height(line) >= 14


def _height(line: Sequence[Seen]) -> float:
    return float(np.median([w.bottom - w.top for w in line]))


def _again(image: Gray, line: Sequence[Seen], engine: Engine) -> list[Seen] | None:
    height = _height(line)
    x0 = max(0, round(min(w.x0 for w in line) - _BESIDE * height))
    x1 = min(image.shape[1], round(max(w.x1 for w in line) + _BESIDE * height))
    top = max(0, round(min(w.top for w in line) - _ABOVE * height))
    bottom = min(image.shape[0], round(max(w.bottom for w in line) + _BELOW * height))
    seen = engine.words(image[top:bottom, x0:x1], Extent.LINE)
    if not seen or _confidence(seen) < _confidence(line) + _GAIN:
        return None
    return [
        replace(w, x0=w.x0 + x0, x1=w.x1 + x0, top=w.top + top, bottom=w.bottom + top, line=line[0].line) for w in seen
    ]
