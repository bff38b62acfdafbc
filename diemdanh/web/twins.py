"""Each page twice: as HTML for people and, under /api/v1, as JSON for programs. One function serves both.

`page` registers what is looked at, `action` what is done; an action answers with a `Done` that says where to go next.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar, get_type_hints

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from diemdanh.accounts import Role
from diemdanh.web.refusals import API, ErrorBody
from diemdanh.web.sessions import Told
from diemdanh.web.visits import TOLD_COOKIE, Visitor, allowed, guarded

F = TypeVar("F", bound=Callable[..., Any])
_REFUSALS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)
ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in _REFUSALS}


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did: where a browser goes next, the sentence it shows there, and the path that undoes it."""

    to: str
    told: str = ""
    undo: str = ""
    bad: bool = False


class Twins:
    """The two routers of the application."""

    def __init__(self) -> None:
        self.html = APIRouter(include_in_schema=False)
        self.api = APIRouter(prefix=API, responses=ERRORS)

    def page(self, path: str, template: str, role: Role = Role.VIEWER, whole: bool = False) -> Callable[[F], F]:
        """Registers a GET: `handler(visit, …)` returns the dataclass that `template` renders.

        `whole`: the page is about the whole workspace, and nothing for people of a unit.
        """
        guards = [Depends(allowed(role, whole))]

        def register(handler: F) -> F:
            self._twin(path, handler, "GET", role, guards)
            self.html.add_api_route(path, _shown(handler, template), response_model=None, dependencies=guards)
            return handler

        return register

    def action(self, path: str, role: Role = Role.CLERK, whole: bool = False) -> Callable[[F], F]:
        """Registers a POST: `handler(visit, …)` returns a `Done`. The CSRF token is asked for on both doors."""
        guards = [Depends(guarded), Depends(allowed(role, whole))]

        def register(handler: F) -> F:
            self._twin(path, handler, "POST", role, guards)
            self.html.add_api_route(path, _sent_on(handler), methods=["POST"], response_model=None, dependencies=guards)
            return handler

        return register

    def _twin(self, path: str, handler: Callable[..., Any], method: str, role: Role, guards: list[Any]) -> None:
        tags: list[str | Enum] = [path.split("/")[1] or "home"]
        self.api.add_api_route(
            path,
            handler,
            methods=[method],
            response_model=get_type_hints(handler)["return"],
            dependencies=guards,
            tags=tags,
            operation_id=handler.__name__,
            summary=f"{(handler.__doc__ or handler.__name__).splitlines()[0]} (from {role})",
        )


def _shown(handler: Callable[..., Any], template: str) -> Callable[..., Response]:
    @functools.wraps(handler)
    def show(**given: Any) -> Response:
        visit: Visitor = given["visit"]
        return visit.shown(template, handler(**given))

    return show


def _sent_on(handler: Callable[..., Any]) -> Callable[..., Response]:
    @functools.wraps(handler)
    def act(**given: Any) -> Response:
        visit: Visitor = given["visit"]
        done: Done = handler(**given)
        answer = RedirectResponse(done.to, 303)
        if done.told:
            sealed = visit.office.seals.seal_told(Told(done.told, done.undo, done.bad))
            answer.set_cookie(
                TOLD_COOKIE, sealed, max_age=60, httponly=True, samesite="lax", secure=visit.office.config.secure
            )
        return answer

    return act
