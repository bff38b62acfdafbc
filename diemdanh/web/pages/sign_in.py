"""Signing in and out, the language, one's own password; health and metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from diemdanh.accounts import AccountFault, AccountRefusal, Role
from diemdanh.messages import say
from diemdanh.web.envelope import LANGUAGE_COOKIE
from diemdanh.web.metrics import exposition
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.refusals import API
from diemdanh.web.sessions import Session, local_path
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit, Visitor, guarded

_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class SignInPage:
    next: str
    account: str = ""
    trouble: str = ""


@TWINS.html.get("/sign-in", response_class=HTMLResponse)
def sign_in_form(visit: Visit, next: str = "/") -> Response:
    if visit.person:
        return RedirectResponse(local_path(next), 303)
    return visit.shown("sign_in.html", SignInPage(local_path(next)))


@TWINS.html.post("/sign-in", response_model=None, dependencies=[Depends(guarded)])
def sign_in(
    visit: Visit,
    account: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    person = _recognised(visit, account.strip(), password)
    if isinstance(person, str):
        return visit.shown("sign_in.html", SignInPage(local_path(next), account, person), 401)
    answer = RedirectResponse(local_path(next), 303)
    visit.remember(answer, person)
    return answer


def _recognised(visit: Visitor, account: str, password: str) -> Session | str:
    """The new session, or the sentence that says why not. A wrong name and a wrong password sound the same."""
    office = visit.office
    try:
        person = office.accounts.sign_in(office.desk(account or "?", f"web {visit.address}"), account, password)
    except AccountRefusal as refusal:
        return say(f"web.{refusal.code}")
    return Session.fresh(person.name, person.session_version)


@TWINS.html.post("/sign-out", response_model=None, dependencies=[Depends(guarded)])
def sign_out(visit: Visit) -> Response:
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(visit.office.seals.cookie)
    return answer


@TWINS.html.post("/language", response_model=None, dependencies=[Depends(guarded)])
def change_language(visit: Visit, to: Annotated[str, Form()] = "vi", next: Annotated[str, Form()] = "/") -> Response:
    answer = RedirectResponse(local_path(next), 303)
    chosen = to if to in ("vi", "en") else "vi"
    secure = visit.office.config.secure
    answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="lax", secure=secure)
    return answer


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One's own account."""

    account: str
    name: str
    role: str
    scope: str


@TWINS.page("/me", "me.html")
def me(visit: Visit) -> OwnPage:
    person = visit.person
    assert person is not None
    return OwnPage(person.name, person.shown_name, person.role.value, person.scope)


@TWINS.action("/me/password", Role.VIEWER)
def change_own_password(
    visit: Visit,
    old: Annotated[str, Form(max_length=1000)],
    new: Annotated[str, Form(max_length=1000)],
) -> Done:
    desk, accounts = visit.desk, visit.office.accounts
    try:
        accounts.change_own_password(desk, desk.by, old, new)
    except AccountRefusal as refusal:
        if refusal.code is AccountFault.WRONG_SIGN_IN:
            return Done("/me", say("web.wrong_password"), bad=True)
        raise
    return Done("/sign-in", say("web.password_changed"))


@TWINS.html.get("/healthz", response_class=JSONResponse)
def healthz(visit: Visit) -> Response:
    """Is the workspace readable? No detail for strangers."""
    visit.office.store.value("SELECT 1")
    return JSONResponse({"status": "ok"})


@TWINS.html.get("/metrics", response_class=PlainTextResponse)
def metrics() -> Response:
    return PlainTextResponse(exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")


@TWINS.html.get(API)
def api_front(visit: Visit) -> Response:
    return RedirectResponse(f"{API}/openapi.json", 307)
