"""The web application: one more door. It reads requests, calls the flows and shows what comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from diemdanh.web.config import WebConfig
from diemdanh.web.envelope import Envelope
from diemdanh.web.office import Office, open_office
from diemdanh.web.pages import all_routers
from diemdanh.web.reader import Reader
from diemdanh.web.refusals import API, EXPECTED, on_error
from diemdanh.web.rendering import STATIC


def make_app(config: WebConfig) -> ASGIApp:
    """The whole application as ASGI. Raises `no_workspace` and the like at once, not at the first request."""
    office = open_office(config)
    return Envelope(make_inner(office), config, office.seals)


def make_inner(office: Office) -> FastAPI:
    """The application without its envelope: routes, errors, the reader's thread."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        reader = Reader(office)
        if office.config.background:
            reader.start()
        yield
        reader.stop()

    app = FastAPI(
        title="Điểm Danh", version="1", docs_url=None, redoc_url=None, openapi_url=f"{API}/openapi.json", lifespan=life
    )
    app.state.office = office
    # The routes hold nothing of an application, so that all share them: including a router builds them anew.
    for router in all_routers():
        app.router.routes.extend(router.routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for kind in EXPECTED:
        app.add_exception_handler(kind, on_error)
    return app
