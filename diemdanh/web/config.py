"""How the web application is run: where the workspace is, and how much one person may send or ask for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class WebConfig:
    """`upload_bytes` bounds one request of a signed-in person, `anonymous_bytes` one of anybody else.

    `requests_a_minute` is for one person (or address, before sign-in), `sign_ins_a_minute` for one address.
    `secure`: TLS is on, so cookies are sent over it alone. `jobs`: child processes that read files.
    """

    home: Path
    secure: bool = False
    upload_bytes: int = 512 * MEBIBYTE
    upload_files: int = 2000
    anonymous_bytes: int = 64 * 1024
    requests_a_minute: int = 1200
    sign_ins_a_minute: int = 20
    session_hours: int = 12
    jobs: int = 1
    #: tests that want every upload read at once, in the request's own thread, switch the worker off
    background: bool = True
