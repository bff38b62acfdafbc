"""How much one file may cost before it is refused: the guard against bombs, loops and mistakes."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes are for one file, pixels for one image; `refuse_secret`: state secrets are refused."""

    seconds: float = 600.0
    memory: int = 3072 * MEBIBYTE
    file_bytes: int = 300 * MEBIBYTE
    unpacked_bytes: int = 300 * MEBIBYTE
    xml_bytes: int = 40 * MEBIBYTE
    members: int = 2000
    pages: int = 1000
    pixels: int = 120_000_000
    characters: int = 5_000_000
    refuse_secret: bool = True


DEFAULT = Limits()
