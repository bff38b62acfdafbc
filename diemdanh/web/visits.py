"""One request of one person: who it is, what he may do, the desk he works at, and the page he gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response

from diemdanh.accounts import Account, Role
from diemdanh.desk import Desk
from diemdanh.web.office import Office
from diemdanh.web.refusals import Refused
from diemdanh.web.rendering import render
from diemdanh.web.sessions import Session
from diemdanh.web.sight import Sight

TOLD_COOKIE = "diemdanh_told"


@dataclass(frozen=True)
class Visitor:
    """`person` is None before sign-in."""

    request: Request
    office: Office
    session: Session
    person: Account | None

    @property
    def token(self) -> str:
        return self.office.seals.token(self.session)

    @property
    def address(self) -> str:
        client = self.request.client
        return client.host if client else "?"

    @property
    def desk(self) -> Desk:
        """A desk of this moment. Raises signed_out."""
        if self.person is None:
            raise Refused("signed_out")
        return self.office.desk(self.person.name, f"web {self.address}")

    @property
    def path(self) -> str:
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @cached_property
    def sight(self) -> Sight:
        """What this person may see. Raises signed_out."""
        if self.person is None:
            raise Refused("signed_out")
        return Sight(self.office, self.person.scope)

    @property
    def today(self) -> date:
        return self.office.clock().astimezone().date()

    def may(self, role: Role | str) -> bool:
        return self.person is not None and self.person.role.may(Role(role))

    def shown(self, template: str, page: object, status: int = 200) -> HTMLResponse:
        """The page with its menu; a message that waited is shown once; a new visitor gets his cookie."""
        told = self.office.seals.open_told(self.request.cookies.get(TOLD_COOKIE))
        answer = render(template, page, status, visit=self, told=told)
        if told:
            answer.delete_cookie(TOLD_COOKIE)
        if self.person is None:
            self.remember(answer, self.session)
        return answer

    def remember(self, answer: Response, session: Session) -> None:
        config, seals = self.office.config, self.office.seals
        answer.set_cookie(
            seals.cookie, seals.seal(session), httponly=True, samesite="lax", secure=config.secure, path="/"
        )


def visiting(request: Request) -> Visitor:
    """Who asks. A cookie whose session version no longer stands is nobody's."""
    office: Office = request.app.state.office
    session = office.seals.open(request.cookies.get(office.seals.cookie)) or Session.fresh()
    person = office.accounts.find(session.account) if session.account else None
    if person and (person.disabled or person.session_version != session.version):
        person = None
    if person is None and session.account:
        session = Session.fresh()
    return Visitor(request, office, session, person)


Visit = Annotated[Visitor, Depends(visiting)]


async def guarded(request: Request, visit: Visit) -> None:
    """The CSRF token, from the form's field `csrf` or the header `X-CSRF-Token`."""
    token = request.headers.get("x-csrf-token") or str((await request.form()).get("csrf", ""))
    if not visit.office.seals.matches(visit.session, token):
        raise Refused("csrf")


class Allowed:
    """A dependency: the person is signed in and his role suffices; `whole`: only for people without a unit."""

    def __init__(self, role: Role, whole: bool) -> None:
        self._role, self._whole = role, whole

    def __call__(self, visit: Visit) -> None:
        if visit.person is None:
            raise Refused("signed_out")
        if not visit.may(self._role):
            raise Refused("forbidden_role")
        if self._whole and visit.person.scope:
            raise Refused("forbidden_scope")


def allowed(role: Role, whole: bool = False) -> Allowed:
    return Allowed(role, whole)
