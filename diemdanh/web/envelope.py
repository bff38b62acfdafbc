"""What surrounds every request, before any page: language, limits, origin, security headers, metrics.

Plain ASGI, so that an upload is counted while it streams and refused before it is kept.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from diemdanh.messages import Language, choose, from_environment
from diemdanh.web.config import WebConfig
from diemdanh.web.limits import Buckets, TooMuch
from diemdanh.web.metrics import REFUSED, REQUESTS, SECONDS
from diemdanh.web.refusals import refusal
from diemdanh.web.sessions import Seals

LANGUAGE_COOKIE = "diemdanh_language"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Envelope:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, config: WebConfig, seals: Seals) -> None:
        self._app, self._config, self._seals = app, config, seals
        self._requests = Buckets(config.requests_a_minute)
        self._sign_ins = Buckets(config.sign_ins_a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        connection = HTTPConnection(scope)
        choose(_language(connection))
        answer = _Answer(send, self._config.secure, scope["path"])
        code = self._refused(connection, scope["method"], scope["path"])
        if code:
            REFUSED.labels(code).inc()
            await refusal(connection, code)(scope, receive, answer)
        else:
            await self._pass_on(scope, _Bounded(receive, self._limit(connection)), answer)
        SECONDS.observe(time.perf_counter() - started)
        REQUESTS.labels(scope["method"] if scope["method"] in _SAFE | {"POST"} else "other", answer.status).inc()

    async def _pass_on(self, scope: Scope, receive: _Bounded, answer: _Answer) -> None:
        with suppress(TooMuch):
            await self._app(scope, receive, answer.unless(receive))
        if receive.over and not answer.status:
            await refusal(HTTPConnection(scope), TooMuch.code)(scope, receive, answer)

    def _refused(self, connection: HTTPConnection, method: str, path: str) -> str:
        """The code with which the request is refused unread, or nothing."""
        if method not in _SAFE and _foreign(connection.headers):
            return "foreign"
        if _announced(connection.headers) > self._limit(connection):
            return "too_large"
        if path.startswith("/static/") or path in ("/healthz", "/metrics"):
            return ""
        address = connection.client.host if connection.client else ""
        if method == "POST" and path.endswith("/sign-in") and not self._sign_ins.take(address):
            return "too_many"
        session = self._session(connection)
        return "" if self._requests.take(session or address) else "too_many"

    def _limit(self, connection: HTTPConnection) -> int:
        return self._config.upload_bytes if self._session(connection) else self._config.anonymous_bytes

    def _session(self, connection: HTTPConnection) -> str:
        session = self._seals.open(connection.cookies.get(self._seals.cookie))
        return f"account {session.account}" if session and session.account else ""


class _Bounded:
    """`receive` that stops a body that grows beyond its limit."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._left = receive, limit
        self.over = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.over = True
            raise TooMuch
        return message


class _Answer:
    """`send` that adds the security headers and remembers the status."""

    def __init__(self, send: Send, secure: bool, path: str) -> None:
        self._send, self._secure, self._path = send, secure, path
        self.status = ""

    def unless(self, receive: _Bounded) -> Send:
        """Says nothing once too much was received: whatever the page makes of a cut-off body is no answer."""

        async def send(message: Message) -> None:
            if not receive.over:
                await self(message)

        return send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = str(message["status"])
            headers = MutableHeaders(scope=_as_scope(message))
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if self._secure:
                headers["Strict-Transport-Security"] = "max-age=31536000"
            headers.setdefault(
                "Cache-Control", "public, max-age=86400" if self._path.startswith("/static/") else "no-store"
            )
            message["headers"] = headers.raw
        await self._send(message)


def _as_scope(message: Message) -> dict[str, Any]:
    return {"headers": list(message.get("headers", []))}


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _foreign(headers: Headers) -> bool:
    """Does a page of another site send this? Browsers say so; programs that say nothing need the token anyway."""
    if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return True
    origin = headers.get("origin")
    return bool(origin) and urlsplit(origin or "").netloc != headers.get("host")


def _language(connection: HTTPConnection) -> Language:
    chosen = connection.cookies.get(LANGUAGE_COOKIE)
    return Language(chosen) if chosen in ("vi", "en") else from_environment({})
