"""Files damaged on purpose: seeded, so that a failure comes again."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator, Sequence


def mutated(files: Sequence[tuple[str, bytes]], count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """`count` (name, bytes): the files in turn, each time with one to four kinds of damage."""
    rng = random.Random(seed)
    for number in range(count):
        name, data = files[number % len(files)]
        stem, _, suffix = name.rpartition(".")
        for _ in range(rng.randint(1, 4)):
            change = rng.choice(_CHANGES if suffix != "docx" else [*_CHANGES, _inside, _inside, _inside])
            data = change(data, rng) or data
        yield f"{stem}-{number:03d}.{suffix}", data


def _flip(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice([1, 5, 50, 500])):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def _drop(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.choice([1, 16, 400, 5000]) :]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    part = data[start : start + rng.choice([4, 64, 1024])]
    return data[:start] + part * rng.choice([2, 10, 200]) + data[start:]


def _number(data: bytes, rng: random.Random) -> bytes:
    """Another value for a number that the format counts by."""
    places = [i for i, b in enumerate(data[:200_000]) if 48 <= b <= 57]
    if not places:
        return data
    at = rng.choice(places)
    return data[:at] + rng.choice([b"0", b"-1", b"99999999999", b"65536", b"NaN"]) + data[at + 1 :]


def _inside(data: bytes, rng: random.Random) -> bytes:
    """Damage inside a part of an office package, which is packed again soundly."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {info.filename: package.read(info) for info in package.infolist()}
    except Exception:  # what is broken already stays as it is
        return data
    target = rng.choice([n for n in parts if n.endswith(".xml")] or list(parts))
    parts[target] = rng.choice([_flip, _cut, _drop, _repeat, _number])(parts[target] or b"x", rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


_CHANGES = [_flip, _cut, _drop, _repeat, _number]
