"""Every error as a page that says what to do, or as JSON for programs; one place for both."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response

from compliance.periods import PeriodError
from diemdanh.accounts import AccountRefusal
from diemdanh.confirmations import ConfirmationRefusal
from diemdanh.failures import Complaint, Failure, failure_of
from diemdanh.messages import say
from diemdanh.web.rendering import advice, render_bare
from documents.errors import Refusal
from minutes.entry import RegisterRefusal
from rules_catalog.errors import RuleRefusal
from store.errors import StoreError

API = "/api/v1"
#: codes of this door with their statuses; their sentences stand in messages/web.toml
_STATUS = {
    "foreign": 403,
    "csrf": 403,
    "forbidden_role": 403,
    "forbidden_scope": 403,
    "signed_out": 401,
    "too_many": 429,
    "too_large": 413,
    "not_found": 404,
    "bad_method": 405,
    "bad_request": 422,
    "too_many_files": 413,
    "no_files": 422,
    "no_picture": 404,
    "stale_rows": 409,
    "unknown_branch": 422,
    "unknown_unit": 422,
    "not_confirmed": 422,
    "batch_running": 409,
}
#: codes of the rooms whose statuses say more than "bad request"
_OF_ROOMS = {
    "unknown_rule": 404,
    "unknown_version": 404,
    "unknown_operation": 404,
    "unknown_meeting": 404,
    "unknown_row": 404,
    "unknown_account": 404,
    "unknown_original": 404,
    "unknown_setting": 404,
    "purged": 404,
    "forbidden": 409,
    "same_person": 403,
    "incomplete": 409,
    "no_change": 409,
    "conflict": 409,
    "not_waiting": 409,
    "later_decisions": 409,
    "already_undone": 409,
    "account_exists": 409,
    "last_administrator": 409,
}
_BY_STATUS = {404: "not_found", 405: "bad_method", 413: "too_large", 401: "signed_out", 403: "forbidden_role"}


class ErrorText(BaseModel):
    code: str
    message: str


class ErrorBody(BaseModel):
    """What the API answers instead of a result."""

    error: ErrorText


class Refused(Exception):
    """This door refuses: `code` is a key of the messages' group `web_fault`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


#: what pages raise on purpose; anything else is a defect, which is answered too and leaves its traceback in the log
EXPECTED: tuple[type[Exception], ...] = (
    Refused,
    RequestValidationError,
    HTTPException,
    Complaint,
    Refusal,
    StoreError,
    RuleRefusal,
    RegisterRefusal,
    AccountRefusal,
    ConfirmationRefusal,
    PeriodError,
    Exception,
)


@dataclass(frozen=True, slots=True)
class ErrorPage:
    status: int
    code: str
    sentence: str
    advice: str


def refusal(connection: HTTPConnection, code: str, headers: dict[str, str] | None = None) -> Response:
    """The answer for one of this door's own codes."""
    return _answer(
        connection, ErrorPage(_STATUS[code], code, say(f"web_fault.{code}"), say(f"web_advice.{code}")), headers
    )


def answered(connection: HTTPConnection, failure: Failure) -> Response:
    """The answer for a failure of any flow."""
    status = _OF_ROOMS.get(failure.code, failure.status)
    return _answer(connection, ErrorPage(status, failure.code, failure.sentence, say(advice(failure.code))))


def on_error(request: Request, error: Exception) -> Response:
    """The handler of whatever a page raises."""
    if isinstance(error, Refused) and error.code == "signed_out" and _wants_page(request):
        return _to_sign_in(request)
    if isinstance(error, Refused):
        return refusal(request, error.code)
    if isinstance(error, RequestValidationError):
        return refusal(request, "bad_request")
    if isinstance(error, HTTPException):
        headers: Any = error.headers
        return refusal(request, _BY_STATUS.get(error.status_code, "bad_request"), headers)
    return answered(request, failure_of(error))


def _answer(connection: HTTPConnection, page: ErrorPage, headers: dict[str, str] | None = None) -> Response:
    if connection.scope["path"].startswith(API):
        body = ErrorBody(error=ErrorText(code=page.code, message=page.sentence)).model_dump()
        return JSONResponse(body, page.status, headers)
    return render_bare("error.html", page, page.status, title=HTTPStatus(page.status).phrase, headers=headers)


def _wants_page(request: Request) -> bool:
    return request.method == "GET" and not request.scope["path"].startswith(API)


def _to_sign_in(request: Request) -> Response:
    """To the sign-in page and back; a polled fragment sends the whole page there."""
    query = f"?{request.url.query}" if request.url.query else ""
    to = f"/sign-in?{urlencode({'next': request.url.path + query})}"
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(to, 303)
