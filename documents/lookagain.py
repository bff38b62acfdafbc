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
_GROUND = 24
_ABOVE, _BELOW, _BESIDE = 0.55, 0.3, 0.5


def looked_again(image: Gray, words: Sequence[Seen], engine: Engine) -> tuple[Seen, ...]:
    """The words, unsure lines replaced where the second look is clearly surer."""
    lines: dict[int, list[Seen]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    pieces = [piece for line in lines.values() for piece in _pieces(line)]
    unsure = sorted((i for i, p in enumerate(pieces) if _worth_it(p)), key=lambda i: _confidence(pieces[i]))
    for i in unsure[:_MOST]:
        pieces[i] = _again(image, pieces[i], engine) or pieces[i]
    return tuple(word for piece in pieces for word in piece)


def _pieces(line: list[Seen]) -> list[list[Seen]]:
    """The line cut at wide gaps: what stands in two columns on one height may stand on two base lines."""
    widest = 1.4 * _height(line)
    pieces: list[list[Seen]] = []
    for word in sorted(line, key=lambda w: w.x0):
        if pieces and word.x0 - pieces[-1][-1].x1 <= widest:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return pieces


def _confidence(line: Sequence[Seen]) -> float:
    letters = [(max(1, sum(c.isalnum() for c in w.text)), w.confidence) for w in line]
    return sum(n * c for n, c in letters) / sum(n for n, _ in letters)


def _letters(line: Sequence[Seen]) -> int:
    return sum(c.isalnum() for w in line for c in w.text)


def _worth_it(line: Sequence[Seen]) -> bool:
    return _letters(line) >= 4 and _confidence(line) < UNSURE and _height(line) >= 14


def _height(line: Sequence[Seen]) -> float:
    return float(np.median([w.bottom - w.top for w in line]))


def _again(image: Gray, line: Sequence[Seen], engine: Engine) -> list[Seen] | None:
    height = _height(line)
    x0 = max(0, round(min(w.x0 for w in line) - _BESIDE * height))
    x1 = min(image.shape[1], round(max(w.x1 for w in line) + _BESIDE * height))
    top = max(0, round(min(w.top for w in line) - _ABOVE * height))
    bottom = min(image.shape[0], round(max(w.bottom for w in line) + _BELOW * height))
    seen = alone(image, (x0, top, x1, bottom), engine, Extent.LINE)
    if not seen or not _is_better(seen, line):
        return None
    return [replace(w, line=line[0].line) for w in seen]


def _is_better(seen: Sequence[Seen], line: Sequence[Seen]) -> bool:
    """Surer, with no fewer sure letters, and from the same beginning to the same end."""
    slack = 1.2 * _height(line)
    begins = min(w.x0 for w in seen) < min(w.x0 for w in line) + slack
    ends = max(w.x1 for w in seen) > max(w.x1 for w in line) - slack
    surer = _confidence(seen) >= _confidence(line) + _GAIN
    return begins and ends and surer and _sure_letters(seen) >= _sure_letters(line)


def _sure_letters(line: Sequence[Seen]) -> float:
    return sum(_letters([w]) * w.confidence for w in line)


def alone(image: Gray, box: tuple[int, int, int, int], engine: Engine, extent: Extent) -> list[Seen]:
    """The words of a part of the image (x0, top, x1, bottom), read on a white ground, in the image's pixels."""
    x0, top, x1, bottom = box
    if x1 - x0 < 8 or bottom - top < 8:
        return []
    part = np.pad(image[top:bottom, x0:x1], _GROUND, constant_values=255)
    dx, dy = x0 - _GROUND, top - _GROUND
    seen = engine.words(part, extent)
    return [replace(w, x0=w.x0 + dx, x1=w.x1 + dx, top=w.top + dy, bottom=w.bottom + dy) for w in seen]
