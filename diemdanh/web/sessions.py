"""Who a browser is: a signed cookie that names the account and its session version; CSRF tokens; one-time messages.

The cookie holds no secret and grants nothing by itself: every request asks the accounts whether the version still
stands, so that a changed password or a disabled account ends all sessions at once.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from itsdangerous import BadSignature, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

_KEY_FILE = "session.key"


@dataclass(frozen=True, slots=True)
class Session:
    """`account` is empty before sign-in; `nonce` is new with every sign-in, so that nobody can prepare a session."""

    account: str
    version: int
    nonce: str

    @classmethod
    def fresh(cls, account: str = "", version: int = 0) -> Session:
        return cls(account, version, secrets.token_urlsafe(18))


@dataclass(frozen=True, slots=True)
class Told:
    """What the next page says first; `undo` is the path that takes it back, empty where nothing can."""

    text: str
    undo: str = ""
    bad: bool = False


class Seals:
    """Signs and reads what browsers keep for us."""

    def __init__(self, key: bytes, secure: bool, hours: int) -> None:
        self._key, self._hours = key, hours
        self._sessions = URLSafeTimedSerializer(key, salt="session", signer=TimestampSigner)
        self._told = URLSafeSerializer(key, salt="told")
        #: a name that browsers accept only over TLS, for this host and path
        self.cookie = "__Host-diemdanh" if secure else "diemdanh"

    def seal(self, session: Session) -> str:
        return str(self._sessions.dumps([session.account, session.version, session.nonce]))

    def open(self, cookie: str | None) -> Session | None:
        """None for no cookie, a forged one, or one that is too old."""
        try:
            account, version, nonce = self._sessions.loads(cookie or "", max_age=self._hours * 3600)
            return Session(str(account), int(version), str(nonce))
        except (BadSignature, ValueError, TypeError):
            return None

    def token(self, session: Session) -> str:
        """The CSRF token of the session."""
        return hmac.new(self._key, f"csrf {session.nonce}".encode(), hashlib.sha256).hexdigest()

    def matches(self, session: Session, token: str) -> bool:
        return hmac.compare_digest(self.token(session).encode(), token.encode())

    def seal_told(self, told: Told) -> str:
        return str(self._told.dumps([told.text[:1000], told.undo, told.bad]))

    def open_told(self, cookie: str | None) -> Told | None:
        try:
            text, undo, bad = self._told.loads(cookie or "")
            return Told(str(text), str(undo), bool(bad))
        except (BadSignature, ValueError, TypeError):
            return None


def key_of(home: Path) -> bytes:
    """The key beside the database, made once; readable by its owner alone."""
    file = home / _KEY_FILE
    if not file.exists():
        partial = home / f".{_KEY_FILE}.{os.getpid()}"
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(32))
            out.flush()
            os.fsync(out.fileno())
        partial.replace(file)
    return file.read_bytes()


def local_path(wanted: str) -> str:
    """The path to go to after sign-in: one of ours, never another site's (`//evil`, `/\\evil`, `https:…`)."""
    plain = wanted.isprintable() and "\\" not in wanted and " " not in wanted
    return wanted if plain and wanted.startswith("/") and not wanted.startswith("//") else "/"
