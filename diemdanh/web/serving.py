"""Starts the server: on this machine alone, unless a certificate protects what crosses the network."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from diemdanh.failures import Complaint
from diemdanh.messages import say
from diemdanh.web.app import make_app
from diemdanh.web.config import WebConfig


@dataclass(frozen=True, slots=True)
class Binding:
    """Where the server listens; `cert` and `key` are PEM files, both or neither."""

    host: str
    port: int
    cert: Path | None = None
    key: Path | None = None

    @property
    def secure(self) -> bool:
        return self.cert is not None and self.key is not None

    @property
    def address(self) -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.secure else ''}://{shown}:{self.port}"


def checked(binding: Binding) -> Binding:
    """Raises the complaint `refused` for an address of the network without TLS, or half a pair of files."""
    if (binding.cert is None) != (binding.key is None):
        raise Complaint("refused", detail=say("web.half_tls"), exit_code=2)
    if not binding.secure and not is_loopback(binding.host):
        raise Complaint("refused", detail=say("web.needs_tls", host=binding.host), exit_code=2)
    return binding


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(home: Path, binding: Binding, jobs: int) -> None:
    """Runs until it is told to stop."""
    app = make_app(WebConfig(home, secure=binding.secure, jobs=jobs))
    uvicorn.run(
        app,
        host=binding.host,
        port=binding.port,
        ssl_certfile=str(binding.cert) if binding.cert else None,
        ssl_keyfile=str(binding.key) if binding.key else None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
