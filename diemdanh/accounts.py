"""People who may use the workspace: argon2id passwords, roles, scope, lock-out, and sessions that end with the
password.

The audit log tells what happened to an account; the chain covers its rows by their hashes, so no password hash is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from diemdanh.desk import Desk
from store import settings
from store.database import Store
from store.transaction import Transaction, moment, stamp

#: shorter passwords are refused (NIST SP 800-63B-4: length, not composition)
SHORTEST = 12
LONGEST = 256


#: an account's states follow one another, so that exactly one held when the file was entered in the journal
_UNITS_OF_FILES = """
SELECT j.sha256, a.scope FROM journal j JOIN accounts a ON a.account = j.recorded_by
WHERE a.recorded_at <= j.recorded_at AND (a.retired_at IS NULL OR a.retired_at > j.recorded_at)
ORDER BY j.row, a.row"""


class Role(StrEnum):
    """From least to most: who looks, who brings files, who reviews readings, who approves rules, who runs the place."""

    VIEWER = "viewer"
    CLERK = "clerk"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"

    def may(self, other: Role) -> bool:
        """May this role do what the other may?"""
        order = tuple(Role)
        return order.index(self) >= order.index(other)


class AccountFault(StrEnum):
    """Stable codes."""

    WRONG_SIGN_IN = "wrong_sign_in"
    LOCKED = "locked"
    UNKNOWN_ACCOUNT = "unknown_account"
    ACCOUNT_EXISTS = "account_exists"
    BAD_NAME = "bad_name"
    WEAK_PASSWORD = "weak_password"
    LAST_ADMINISTRATOR = "last_administrator"


class AccountRefusal(Exception):
    """`code` is stable; `detail` never says whether an account exists."""

    def __init__(self, code: AccountFault, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else str(self.code)


@dataclass(frozen=True, slots=True)
class Account:
    """`scope` is a unit id, or empty for the whole workspace. A session is good while its version is
    `session_version`."""

    name: str
    shown_name: str
    role: Role
    scope: str
    session_version: int
    disabled: bool = False

    @property
    def id(self) -> str:
        """What the audit log calls the person."""
        return self.name

    @property
    def runs_the_place(self) -> bool:
        return self.role is Role.ADMINISTRATOR and not self.scope


class Accounts:
    """The accounts of a workspace."""

    def __init__(self, store: Store, hasher: PasswordHasher | None = None) -> None:
        self._store = store
        self._hasher = hasher or PasswordHasher()
        # Asked for an account that is not there, so that it takes as long as one that is.
        self._decoy = self._hasher.hash("nobody")

    def all(self) -> tuple[Account, ...]:
        rows = self._store.rows("SELECT * FROM accounts WHERE retired_at IS NULL ORDER BY account")
        return tuple(_account(row) for row in rows)

    def find(self, name: str) -> Account | None:
        row = self._row(name)
        return _account(row) if row else None

    def add(
        self, change: Transaction, name: str, password: str, role: Role, shown_name: str = "", scope: str = ""
    ) -> Account:
        """A new account. Raises `bad_name`, `account_exists`, `weak_password`."""
        if not name.strip() or name != name.strip() or len(name) > 100 or not name.isprintable():
            raise AccountRefusal(AccountFault.BAD_NAME)
        if self._row(name):
            raise AccountRefusal(AccountFault.ACCOUNT_EXISTS, name)
        values = {
            "account": name,
            "shown_name": shown_name or name,
            "role": role.value,
            "scope": scope,
            "secret": self._hashed(name, password),
            "session_version": 1,
            "disabled": 0,
        }
        change.record("accounts", values)
        change.note("account.add", name, None, {"role": role.value, "scope": scope})
        return self._known(name)

    def set_password(self, change: Transaction, name: str, password: str) -> Account:
        """A new password ends all sessions and any lock. Raises `unknown_account`, `weak_password`."""
        self._unlock(change, name)
        return self._change(change, name, "account.password", secret=self._hashed(name, password), ends_sessions=True)

    def change_own_password(self, desk: Desk, name: str, old: str, new: str) -> Account:
        """As `set_password`, by the person himself, who has to know the old one. Raises `wrong_sign_in`, `locked`."""
        self.sign_in(desk, name, old)
        with self._store.writing(by=name, at=desk.now, where_from=desk.where_from) as change:
            return self.set_password(change, name, new)

    def set_role(self, change: Transaction, name: str, role: Role, scope: str = "") -> Account:
        """Another role or scope; sessions end. Raises `unknown_account`, `last_administrator`."""
        if role is not Role.ADMINISTRATOR or scope:
            self._keep_an_administrator(name)
        return self._change(change, name, "account.role", role=role.value, scope=scope, ends_sessions=True)

    def disable(self, change: Transaction, name: str) -> Account:
        """The account stays in the history and can no longer sign in. Raises `last_administrator`."""
        self._keep_an_administrator(name)
        return self._change(change, name, "account.disable", disabled=1, ends_sessions=True)

    def enable(self, change: Transaction, name: str) -> Account:
        return self._change(change, name, "account.enable", disabled=0)

    def end_sessions(self, change: Transaction, name: str) -> Account:
        return self._change(change, name, "account.end_sessions", ends_sessions=True)

    def sign_in(self, desk: Desk, name: str, password: str) -> Account:
        """The account for a right password. Wrong ones are counted; too many lock the account for a while (settings).

        Raises `wrong_sign_in` (also where there is no such account), `locked`.
        """
        row = self._row(name)
        known = row is not None and not row["disabled"]
        self._refuse_locked(name, desk.now)
        right = self._verifies(row["secret"] if row else self._decoy, password)
        if not (known and right):
            self._count_failure(desk, name, known)
            raise AccountRefusal(AccountFault.WRONG_SIGN_IN)
        assert row is not None
        with self._store.writing(by=name, at=desk.now, where_from=desk.where_from) as change:
            self._unlock(change, name)
            change.note("account.sign_in", name)
        return _account(row)

    def units_of_files(self) -> dict[str, tuple[str, ...]]:
        """SHA-256 → the units (scopes) of those who brought the file, as they were when it came; empty: no unit."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self._store.rows(_UNITS_OF_FILES):
            found[row["sha256"]] = (*found.get(row["sha256"], ()), row["scope"])
        return found

    def session_holds(self, name: str, version: int) -> bool:
        """Is a session that was begun with this version still good?"""
        account = self.find(name)
        return account is not None and not account.disabled and account.session_version == version

    # -- inside

    def _row(self, name: str) -> dict[str, Any] | None:
        rows = self._store.rows("SELECT * FROM accounts WHERE retired_at IS NULL AND account = ?", [name])
        return rows[0] if rows else None

    def _known(self, name: str) -> Account:
        found = self.find(name)
        if found is None:
            raise AccountRefusal(AccountFault.UNKNOWN_ACCOUNT, name)
        return found

    def _hashed(self, name: str, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST or password.strip().lower() == name.lower():
            raise AccountRefusal(AccountFault.WEAK_PASSWORD, f"at least {SHORTEST} characters")
        if len(set(password)) < 4:
            raise AccountRefusal(AccountFault.WEAK_PASSWORD, "too few different characters")
        return self._hasher.hash(password)

    def _verifies(self, secret: str, password: str) -> bool:
        try:
            return self._hasher.verify(secret, password[:LONGEST])
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _change(self, change: Transaction, name: str, what: str, ends_sessions: bool = False, **values: Any) -> Account:
        row = self._row(name)
        if row is None:
            raise AccountRefusal(AccountFault.UNKNOWN_ACCOUNT, name)
        kept = ("account", "shown_name", "role", "scope", "secret", "session_version", "disabled")
        after = {column: row[column] for column in kept} | values
        after["session_version"] += ends_sessions
        change.retire("accounts", row["row"])
        change.record("accounts", after)
        change.note(what, name, _told(row), _told(after))
        return self._known(name)

    def _keep_an_administrator(self, name: str) -> None:
        """One administrator of the whole workspace stays: one of a unit cannot run the place."""
        others = [a for a in self.all() if a.runs_the_place and not a.disabled and a.name != name]
        if not others and (account := self.find(name)) and account.runs_the_place:
            raise AccountRefusal(AccountFault.LAST_ADMINISTRATOR, name)

    # -- lock-out

    def _tries(self, name: str) -> dict[str, Any] | None:
        rows = self._store.rows("SELECT * FROM sign_ins WHERE account = ?", [name])
        return rows[0] if rows else None

    def _refuse_locked(self, name: str, at: datetime) -> None:
        tries = self._tries(name)
        if tries and tries["locked_until"] and stamp(at) < tries["locked_until"]:
            raise AccountRefusal(AccountFault.LOCKED, tries["locked_until"])

    def _count_failure(self, desk: Desk, name: str, known: bool) -> None:
        # A wrong name is not kept: people type their password there.
        by = name if known else "?"
        with self._store.writing(by=by, at=desk.now, where_from=desk.where_from) as change:
            if known:
                self._add_failure(change, name, desk.now)
            change.note("account.sign_in_failed", by)

    def _add_failure(self, change: Transaction, name: str, at: datetime) -> None:
        tries = self._tries(name)
        # A lock that has run out begins a new count.
        over = bool(tries and tries["locked_until"] and moment(tries["locked_until"]) <= at)
        failures = 1 if tries is None or over else tries["failures"] + 1
        locked = failures >= settings.number(self._store, "sign_in_failures")
        minutes = settings.number(self._store, "lock_minutes")
        until = stamp(at + timedelta(minutes=minutes)) if locked else None
        if tries is None:
            change.record("sign_ins", {"account": name, "failures": failures, "locked_until": until})
        else:
            change.change("sign_ins", tries["row"], failures=failures, locked_until=until)

    def _unlock(self, change: Transaction, name: str) -> None:
        tries = self._tries(name)
        if tries is not None:
            change.remove("sign_ins", tries["row"])
            change.note("account.unlock", name)


def _account(row: dict[str, Any]) -> Account:
    return Account(
        row["account"],
        row["shown_name"],
        Role(row["role"]),
        row["scope"],
        row["session_version"],
        bool(row["disabled"]),
    )


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("role", "scope", "disabled", "session_version")}
