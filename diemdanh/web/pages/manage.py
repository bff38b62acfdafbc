"""Running the place: settings with help, accounts, the audit log and its verification, health."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Query

from diemdanh.accounts import Account, Role
from diemdanh.doctor import examine
from diemdanh.messages import language, say
from diemdanh.papers import audit_entries
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.refusals import Refused
from diemdanh.web.scope import known_unit, unit_names
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor
from store import backup, settings
from store.settings import Setting, Value


@dataclass(frozen=True, slots=True)
class CheckShown:
    name: str
    ok: bool
    needed: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class ManagePage:
    checks: tuple[CheckShown, ...]
    entries: int
    head: str


@TWINS.page("/manage", "manage.html")
def manage(visit: Visit) -> ManagePage:
    """Doors to everything that is set up, and what this machine lacks."""
    checks = tuple(CheckShown(c.name, c.ok, c.needed, c.sentence) for c in examine(visit.office.config.home))
    return ManagePage(checks, *backup.head(visit.office.store))


@dataclass(frozen=True, slots=True)
class SettingShown:
    """`kind` is the form's: flag, choice, many, number, text."""

    name: str
    help: str
    kind: str
    value: str
    values: tuple[str, ...]
    choices: tuple[str, ...]
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class SettingsPage:
    settings: tuple[SettingShown, ...]


@TWINS.page("/manage/settings", "settings.html")
def settings_list(visit: Visit) -> SettingsPage:
    """Every setting with its help."""
    values = settings.all_values(visit.office.store)
    return SettingsPage(tuple(_setting(one, values[one.name]) for one in settings.SETTINGS))


def _setting(one: Setting, value: Value) -> SettingShown:
    help_text: str = getattr(one, language().value)
    many = tuple(value) if isinstance(value, tuple) else ()
    written = "true" if value is True else "false" if value is False else ", ".join(many) if many else str(value)
    return SettingShown(one.name, help_text, _kind(one), written, many, one.choices, one.low, one.high)


def _kind(one: Setting) -> str:
    if isinstance(one.default, bool):
        return "flag"
    if isinstance(one.default, tuple):
        return "many"
    if isinstance(one.default, int | float):
        return "number"
    return "choice" if one.choices else "text"


@TWINS.action("/manage/settings/{name}", Role.ADMINISTRATOR, whole=True)
def setting_change(visit: Visit, name: str, value: Annotated[list[str], Form()] = []) -> Done:  # noqa: B006
    """Sets a value; several choices come as several fields."""
    desk = visit.desk
    parsed = settings.parsed(name, ",".join(value))
    with desk.writing() as change:
        settings.put(desk.store, change, name, parsed)
    return Done("/manage/settings", say("web.setting_saved"))


@dataclass(frozen=True, slots=True)
class EntryShown:
    seq: int
    at: str
    by: str
    where_from: str
    what: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    entries: tuple[EntryShown, ...]
    limit: int


@TWINS.page("/manage/audit", "audit.html", Role.REVIEWER, whole=True)
def audit_log(visit: Visit, limit: Annotated[int, Query(ge=1, le=5000)] = 200) -> AuditPage:
    """The newest entries of the chain."""
    return AuditPage(tuple(_entry(row) for row in audit_entries(visit.office.store, limit)), limit)


def _entry(row: dict[str, object]) -> EntryShown:
    at, by, where_from, what, subject = (str(row[n]) for n in ("at", "by", "where_from", "what", "subject"))
    return EntryShown(
        int(str(row["seq"])), at, by, where_from, what, subject, _told(row["before"]), _told(row["after"])
    )


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in value.items() if one not in (None, "", [], {}))[:400]
    return "" if value is None else str(value)[:400]


@dataclass(frozen=True, slots=True)
class FaultShown:
    code: str
    where: str
    detail: str


@dataclass(frozen=True, slots=True)
class VerifyPage:
    faults: tuple[FaultShown, ...]
    entries: int
    head: str


@TWINS.page("/manage/verify", "verify.html", Role.REVIEWER, whole=True)
def verification(visit: Visit) -> VerifyPage:
    """Checks the chain, every row and every stored file."""
    faults = tuple(FaultShown(f.code, f.where, f.detail) for f in backup.verify(visit.office.store))
    return VerifyPage(faults, *backup.head(visit.office.store))


@dataclass(frozen=True, slots=True)
class AccountShown:
    name: str
    shown_name: str
    role: Role
    scope: str
    #: the unit's name; empty where the list of units does not know it
    unit: str
    disabled: bool


@dataclass(frozen=True, slots=True)
class UnitChoice:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class AccountsPage:
    accounts: tuple[AccountShown, ...]
    roles: tuple[Role, ...]
    units: tuple[UnitChoice, ...]


@TWINS.page("/manage/accounts", "accounts.html", Role.ADMINISTRATOR, whole=True)
def accounts_list(visit: Visit) -> AccountsPage:
    """Who may use the workspace."""
    names = unit_names(visit.sight.reach.roster)
    shown = tuple(_account(one, dict(names).get(one.scope, "")) for one in visit.office.accounts.all())
    return AccountsPage(shown, tuple(Role), tuple(UnitChoice(*pair) for pair in names))


def _account(one: Account, unit: str) -> AccountShown:
    return AccountShown(one.name, one.shown_name, one.role, one.scope, unit, one.disabled)


@TWINS.action("/manage/accounts", Role.ADMINISTRATOR, whole=True)
def account_add(
    visit: Visit,
    name: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=1000)],
    role: Annotated[Role, Form()],
    shown_name: Annotated[str, Form(max_length=200)] = "",
    scope: Annotated[str, Form(max_length=200)] = "",
) -> Done:
    """A new account, bound to a unit or to none."""
    desk = visit.desk
    _check_unit(visit, scope)
    with desk.writing() as change:
        visit.office.accounts.add(change, name.strip(), password, role, shown_name.strip(), scope.strip())
    return Done("/manage/accounts", say("web.account_added", name=name))


@TWINS.action("/manage/accounts/{name}", Role.ADMINISTRATOR, whole=True)
def account_change(
    visit: Visit,
    name: str,
    do: Annotated[str, Form(pattern="^(role|password|disable|enable|end_sessions)$")],
    role: Annotated[Role | None, Form()] = None,
    scope: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
) -> Done:
    """Another role, a new password, an end to sessions; each ends the account's sessions."""
    desk, accounts = visit.desk, visit.office.accounts
    _check_unit(visit, scope)
    with desk.writing() as change:
        if do == "role" and role:
            accounts.set_role(change, name, role, scope.strip())
        elif do == "password":
            accounts.set_password(change, name, password)
        elif do == "disable":
            accounts.disable(change, name)
        elif do == "enable":
            accounts.enable(change, name)
        else:
            accounts.end_sessions(change, name)
    return Done("/manage/accounts", say("web.account_changed", name=name))


def _check_unit(visit: Visitor, scope: str) -> None:
    """A unit that nobody knows would show nothing at all: it is a slip of the pen."""
    if scope.strip() and not known_unit(visit.sight.reach.roster, scope.strip()):
        raise Refused("unknown_unit")
