"""Every error as a page that says what to do, or as JSON for programs; one place for both."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response

from diemdanh.failures import Failure, failure_of
from diemdanh.messages import known, say
from diemdanh.web.rendering import render_bare

API = "/api/v1"
#: codes of this door with their statuses; their sentences stand in messages/web.toml
_STATUS = {
    "foreign": 403,
    "csrf": 403,
    "forbidden_role": 403,
    "signed_out": 401,
    "too_many": 429,
    "too_large": 413,
    "not_found": 404,
    "bad_method": 405,
    "bad_request": 422,
    "too_many_files": 413,
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
    advice = f"web_advice.{failure.code}"
    page = ErrorPage(
        failure.status, failure.code, failure.sentence, say(advice if known(advice) else "web_advice.other")
    )
    return _answer(connection, page)


def on_error(request: Request, error: Exception) -> Response:
    """The handler of whatever a page raises."""
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
